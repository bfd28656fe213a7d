"""What a person says while deliveries go out: pause, resume and resend, from another process, over real sockets."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.deliver.breaker import BreakerState
from gateway.deliver.deliverer import Backoff, Deliverer
from gateway.settings_destinations import AnyDestination
from gateway.store import deliveries, pauses
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import resend
from gateway.store.engine import writing
from gateway.store.schema import DeliveryState
from tests.integration.deliver.fault_server import FaultServer
from tests.integration.deliver.test_deliverer import delivered, destination, new, now, row, wait_for
from tests.peers.filled_site import FilledSite, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sender(site: FilledSite) -> Iterator[Callable[[AnyDestination], Deliverer]]:
    """Starts deliverers, and stops them at the end."""
    started: list[Deliverer] = []

    def start(to: AnyDestination) -> Deliverer:
        made = Deliverer(to, site.engine, site.blobs, clock=now, rng=random.Random(1), look_s=0.05)
        made.start()
        started.append(made)
        return made

    yield start
    for each in started:
        each.stop()


def queue(site: FilledSite, patient: str, name: str, subject: str = "") -> str:
    """Put one small bundle in the outbox as a version of a subject; gives the delivery's id."""
    made = new(site, patient, name)
    with writing(site.engine) as connection:
        deliveries.add(connection, "message", [made], now(), subject or f"document {name}")
    return made.id


def test_paused_by_another_process_and_resumed_without_a_word_to_the_sender(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    with FaultServer() as server:
        assert pauses.pause(site.engine, "ehr", now=now(), actor="cli it")
        assert not pauses.pause(site.engine, "ehr", now=now(), actor="cli it"), "it is already"
        made = sender(destination(server.url))
        waiting = queue(site, "p1", "a")
        made.poke()
        looks = made.looks
        wait_for(lambda: made.looks > looks + 3, "several looks")
        assert server.bodies == []
        assert row(site, waiting).state is DeliveryState.PENDING
        assert pauses.resume(site.engine, "ehr")
        assert not pauses.resume(site.engine, "ehr")
        wait_for(delivered(site, waiting), "delivery, though nobody poked")


def test_a_resend_by_another_process_goes_out_without_a_word_to_the_sender(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    refused = queue(site, "p1", "a")
    with FaultServer("invalid") as server:
        sender(destination(server.url))
        wait_for(lambda: row(site, refused).state is DeliveryState.DEAD, "the refusal")
        resend(site.engine, DeliveryFilter(destination="ehr"), now=now())
        wait_for(delivered(site, refused), "the resent one")


def test_nothing_of_a_patient_goes_beside_what_is_under_way(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    """An older one revived while a newer one is out would be the patient's first again, and race with it."""
    old, newer = queue(site, "p1", "old"), queue(site, "p1", "newer")
    with FaultServer("invalid", "hold:newer") as server:
        hold = server.hold["newer"]
        made = sender(destination(server.url, timeout_s=10))
        wait_for(lambda: server.in_flight == 1 and len(server.bodies) == 2, "the newer to be under way")
        resend(site.engine, DeliveryFilter(), now=now())
        other = queue(site, "p2", "other")
        made.poke()
        wait_for(delivered(site, other), "another patient's")
        assert len(server.bodies) == 3, "the old one waits"
        hold.set()
        wait_for(delivered(site, old, newer), "both")
        assert server.most_in_flight == 2


def test_an_older_version_revived_while_the_newer_is_under_way_is_never_sent(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    old = queue(site, "p1", "old", "report")
    newer = queue(site, "another number of p1", "newer", "report")
    with FaultServer("invalid", "hold:newer") as server:
        server.always = lambda body: "invalid" if b"Basic/old" in body else "hold:newer"
        hold = server.hold["newer"]
        made = sender(destination(server.url, timeout_s=10))
        wait_for(lambda: row(site, old).state is DeliveryState.DEAD and server.in_flight == 1, "both tried")
        server.always = None
        server.script.clear()
        resend(site.engine, DeliveryFilter(), now=now())
        looks = made.looks
        made.poke()
        wait_for(lambda: made.looks > looks + 2, "looks")
        hold.set()
        wait_for(delivered(site, newer), "the newer one")
        wait_for(lambda: row(site, old).state is DeliveryState.SUPERSEDED, "the older to be given up")
        assert "Basic/old" not in server.stored


def test_while_half_open_one_probe_is_out_and_no_second(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    wanted = [queue(site, f"p{n}", f"r{n}") for n in range(6)]
    with FaultServer() as server:
        server.always = lambda body: "503" if broken else "hold:probe"
        broken = True
        made = sender(
            destination(server.url, breaker_failures=3, breaker_open_s=1.0, retry_max_s=0.1, timeout_s=10)
        )
        # One allowed before the breaker opened may still be on its way, and would be taken for the probe.
        wait_for(lambda: made.breaker.state is BreakerState.OPEN and not made.busy(), "the breaker")
        before = len(server.bodies)
        broken = False
        wait_for(lambda: server.in_flight == 1, "the probe")
        assert made.breaker.state is BreakerState.HALF_OPEN
        for _ in range(20):  # whatever wakes it
            made.poke()
            time.sleep(0.005)
        assert len(server.bodies) == before + 1
        server.hold["probe"].set()
        wait_for(delivered(site, *wanted), "all, once the probe came back")


def test_what_only_the_site_can_mend_is_not_tried_by_all_at_one_instant(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    wanted = [queue(site, f"p{n}", f"r{n}") for n in range(4)]
    with FaultServer() as server:
        server.always = lambda body: "401"
        sender(destination(server.url, retry_max_s=600))
        wait_for(lambda: all(row(site, d).attempts for d in wanted), "one try each")
        waits = [row(site, d).next_at - row(site, d).changed_at for d in wanted]
    assert len(set(waits)) == 4
    assert all(timedelta(seconds=300) <= wait <= timedelta(seconds=600) for wait in waits)


def test_waits_double_up_to_the_longest_with_up_to_a_half_off() -> None:
    backoff = Backoff(2.0, 600.0)
    assert [backoff.wait_s(tries, 0.0) for tries in (1, 2, 3, 9, 10, 4000)] == [2, 4, 8, 512, 600, 600]
    assert backoff.wait_s(3, 1.0) == 4.0
    assert backoff.longest_s(0.5) == 450.0


def test_an_idle_sender_looks_seldom_enough(
    site: FilledSite, sender: Callable[[AnyDestination], Deliverer]
) -> None:
    made = Deliverer(destination("http://127.0.0.1:9/fhir"), site.engine, site.blobs, clock=now)
    made.start()
    wait_for(lambda: made.looks >= 1, "the first look")
    time.sleep(0.5)
    assert made.looks == 1
    made.stop()
