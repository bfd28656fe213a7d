"""The wire is not idle while outcomes are committed, and what waits for its turn hears that it must wait longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine

from gateway.deliver.deliverer import IN_FLIGHT, Deliverer
from gateway.store import deliveries
from gateway.store.deliveries import End
from tests.integration.deliver.fault_server import FaultServer
from tests.integration.deliver.test_deliverer import delivered, destination, now, queue, row, wait_for
from tests.peers.filled_site import FilledSite, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path)
    yield made
    made.close()


def test_others_are_sent_while_outcomes_are_written_down(
    site: FilledSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [queue(site, f"p{n}", f"r{n}") for n in range(4 * IN_FLIGHT)]
    go, plain, together = Event(), deliveries.end, list[int]()

    def slow(engine: Engine, ends: Sequence[End]) -> None:
        assert go.wait(20)
        plain(engine, ends)
        together.append(len(ends))

    monkeypatch.setattr(deliveries, "end", slow)
    with FaultServer() as server:
        sender = Deliverer(destination(server.url, timeout_s=10), site.engine, site.blobs, clock=now)
        sender.start()
        try:
            wait_for(lambda: len(server.bodies) == 3 * IN_FLIGHT, "as many again on the wire, twice")
            go.set()
            wait_for(delivered(site, *wanted), "all")
        finally:
            go.set()
            sender.stop()
        assert server.most_in_flight <= IN_FLIGHT
        assert len(server.bodies) == len(wanted), "none twice"
        assert sum(together) == len(wanted)
        assert max(together) > IN_FLIGHT, "what came in meanwhile is written down in one transaction"


def test_who_waits_for_a_turn_keeps_the_servers_pause_and_counts_no_try(site: FilledSite) -> None:
    wanted = [queue(site, f"p{n}", f"r{n}") for n in range(2 * IN_FLIGHT)]
    with FaultServer(*["retry-after:1"] * IN_FLIGHT) as server:
        sender = Deliverer(destination(server.url), site.engine, site.blobs, clock=now)
        sender.start()
        try:
            wait_for(delivered(site, *wanted), "all")
        finally:
            sender.stop()
        tried = sorted(row(site, one).attempts for one in wanted)
        assert sum(tried) == len(server.bodies), "what only waited for its turn is not counted"
