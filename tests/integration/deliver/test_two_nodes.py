"""Two senders of one destination on one database: everything goes once, in each patient's order, and goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway.deliver.deliverer import Deliverer
from gateway.deliver.lease import RENEW_S, Lease, node_of
from gateway.store import leases
from gateway.store.leases import Node
from tests.integration.deliver.fault_server import FaultServer
from tests.integration.deliver.test_deliverer import delivered, destination, now, queue, row, wait_for
from tests.peers.filled_site import FilledSite, open_site

A, B = Node("id a", "node-a"), Node("id b", "node-b")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def start(site: FilledSite) -> Iterator[Callable[..., Deliverer]]:
    """Starts a node's sender; those still running stop at the end."""
    started: list[Deliverer] = []

    def begin(url: str, node: Node, clock: Callable[[], datetime] = now) -> Deliverer:
        made = Deliverer(
            destination(url, timeout_s=2), site.engine, site.blobs, clock=clock, node=node, look_s=0.05
        )
        made.start()
        started.append(made)
        return made

    yield begin
    for each in started:
        each.stop()


def test_two_nodes_send_everything_once_and_in_order(
    site: FilledSite, start: Callable[..., Deliverer]
) -> None:
    wanted = [queue(site, f"p{n % 5}", f"r{n}") for n in range(40)]
    with FaultServer() as server:
        senders = [start(server.url, node) for node in (A, B)]
        wait_for(delivered(site, *wanted), "all")
        for sender in senders:
            sender.stop()
        assert len(server.bodies) == len(wanted), "none twice"
        assert [row(site, one).attempts for one in wanted] == [1] * len(wanted)


def test_the_other_goes_on_at_once_when_one_stops(site: FilledSite, start: Callable[..., Deliverer]) -> None:
    with FaultServer() as server:
        first = start(server.url, A)
        wait_for(delivered(site, queue(site, "p", "r1")), "the first node's")
        second = start(server.url, B)
        wait_for(lambda: second.looks > 3, "the other looks")
        assert leases.holders(site.engine, now()) == {first.name: "node-a"}
        first.stop()
        wait_for(delivered(site, queue(site, "p", "r2")), "the other's")
        assert leases.holders(site.engine, now()) == {first.name: "node-b"}


def test_the_other_waits_for_a_dead_nodes_lease_and_the_same_node_does_not(
    site: FilledSite, start: Callable[..., Deliverer]
) -> None:
    later = timedelta()
    name = "ehr"
    assert leases.take(site.engine, name, A, now=now(), until=now() + timedelta(minutes=1))
    wanted = queue(site, "p", "r1")
    with FaultServer() as server:
        other = start(server.url, B, lambda: now() + later)
        wait_for(lambda: other.looks > 5, "the other looks")
        assert row(site, wanted).attempts == 0
        again = start(server.url, A)
        wait_for(delivered(site, wanted), "the same node, started again")
        again.stop()
        assert leases.take(site.engine, name, A, now=now(), until=now() + timedelta(minutes=1))
        wanted = queue(site, "p", "r2")
        looks = other.looks
        wait_for(lambda: other.looks > looks + 5, "the other looks")
        assert row(site, wanted).attempts == 0
        later = timedelta(minutes=2)
        wait_for(delivered(site, wanted), "the lease ran out")


def test_a_try_begins_only_while_the_lease_outlasts_it(site: FilledSite) -> None:
    seconds = 0.0
    lease = Lease(site.engine, "ehr", A, 30.0, now, lambda: seconds)
    assert not lease.lasts()
    assert lease.keep()
    assert lease.lasts()
    seconds = 2 * RENEW_S
    assert lease.lasts(), "so much time there is to prolong it"
    leases.release(site.engine, "ehr", A)
    assert leases.take(site.engine, "ehr", B, now=now(), until=now() + timedelta(hours=1))
    assert not lease.keep(), "another took it"
    assert not lease.lasts()
    leases.release(site.engine, "ehr", B)
    assert lease.keep()
    seconds += 3 * RENEW_S + 1
    assert not lease.lasts(), "a request of 30 s would end after it"
    assert lease.keep()
    assert lease.lasts()


def test_a_node_keeps_its_id_in_its_folder(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "a", tmp_path / "b"
    folder.mkdir()
    elsewhere.mkdir()
    first = node_of(folder, "node-1")
    assert node_of(folder, "renamed") == Node(first.id, "renamed")
    assert node_of(elsewhere, "node-1").id != first.id
