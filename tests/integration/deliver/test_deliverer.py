"""Deliveries against a server that fails in every way, over real sockets, from a real outbox."""

from __future__ import annotations

import random
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway import ids
from gateway.deliver.answer import Result
from gateway.deliver.breaker import BreakerState
from gateway.deliver.deliverer import Deliverer, Deliverers
from gateway.deliver.fhir import FhirClient
from gateway.errors import SiteError
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries
from gateway.store.deliveries import DeliveryRow, NewDelivery
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import resend
from gateway.store.engine import writing
from gateway.store.schema import DeliveryState
from mappers.fhir import dumps
from tests.integration.deliver.fault_server import OUTCOME, FaultServer
from tests.peers.filled_site import FilledSite, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path)
    yield made
    made.close()


def now() -> datetime:
    return datetime.now(UTC)


def destination(url: str, **changes: object) -> FhirDestination:
    fast: dict[str, object] = {
        "timeout_s": 1.0,
        "retry_first_s": 0.05,
        "retry_max_s": 0.3,
        "breaker_failures": 50,
        "breaker_open_s": 0.3,
    }
    return FhirDestination.model_validate({"name": "ehr", "url": url, **fast, **changes})


def new(site: FilledSite, patient: str, name: str) -> NewDelivery:
    """One small bundle, kept."""
    resource = {"resourceType": "Basic", "id": name, "valueQuantity": 850}
    entry = {"resource": resource, "request": {"method": "PUT", "url": f"Basic/{name}"}}
    text = dumps({"resourceType": "Bundle", "type": "transaction", "entry": [entry]})
    digest = site.blobs.put(text.replace("850", "8.50").encode())
    return NewDelivery(ids.derive("delivery", patient, name), "ehr", patient, digest)


def queue(site: FilledSite, patient: str, name: str) -> str:
    """Put one small bundle in the outbox; gives the delivery's id."""
    made = new(site, patient, name)
    with writing(site.engine) as connection:
        deliveries.add(connection, "message", [made], now())
    return made.id


def row(site: FilledSite, delivery: str) -> DeliveryRow:
    found = deliveries.get_delivery(site.engine, delivery)
    assert found
    return found


def wait_for(condition: Callable[[], object], what: str, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain: {what}"
        time.sleep(0.01)


def delivered(site: FilledSite, *wanted: str) -> Callable[[], bool]:
    return lambda: all(row(site, d).state is DeliveryState.DELIVERED for d in wanted)


@pytest.fixture
def sender(site: FilledSite) -> Iterator[Callable[[FhirDestination], Deliverer]]:
    """Starts deliverers, and stops them at the end."""
    started: list[Deliverer] = []

    def start(to: FhirDestination) -> Deliverer:
        made = Deliverer(to, site.engine, site.blobs, clock=now, rng=random.Random(1))
        made.start()
        started.append(made)
        return made

    yield start
    for each in started:
        each.stop()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("lost", "connection broke"),
        ("half", "connection broke"),
        ("silent", "no answer within 1 s"),
        ("drip", "no answer within 1 s"),
        ("500", "(500)"),
        ("503", "(503)"),
        ("409", "(409)"),
        ("portal", "no transaction-response"),
        ("401", "[destinations.auth]"),
        ("404", "url"),
    ],
)
def test_passing_fault_is_tried_again_until_delivered_once(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer], fault: str, reason: str
) -> None:
    delivery = queue(site, "p1", "a")
    with FaultServer(fault) as server:
        release = server.hold["again"]
        server.script.append("hold:again")
        sender(destination(server.url))
        wait_for(lambda: row(site, delivery).reason, "the reason of the first try")
        assert reason in row(site, delivery).reason
        assert row(site, delivery).state is DeliveryState.PENDING
        release.set()
        wait_for(delivered(site, delivery), "delivery")
        assert list(server.stored) == ["Basic/a"]
        assert row(site, delivery).attempts == 2
        assert row(site, delivery).reason == ""


def test_the_bytes_go_out_as_stored(site: FilledSite, sender: Callable[[FhirDestination], Deliverer]) -> None:
    delivery = queue(site, "p1", "a")
    with FaultServer() as server:
        sender(destination(server.url, auth={"method": "bearer", "token": "s3cret"}))
        wait_for(delivered(site, delivery), "delivery")
        assert server.bodies == [site.blobs.get(row(site, delivery).bundle_digest)]
        assert b"8.50" in server.bodies[0]
        assert server.headers[0]["content-type"] == "application/fhir+json"
        assert server.headers[0]["authorization"] == "Bearer s3cret"
        assert server.paths == ["/fhir"]


def test_refused_for_good_is_dead_with_the_servers_words_and_lets_the_next_go(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    first, second = queue(site, "p1", "a"), queue(site, "p1", "b")
    with FaultServer("invalid") as server:
        made = sender(destination(server.url))
        wait_for(delivered(site, second), "the patient's next bundle")
        dead = row(site, first)
        assert dead.state is DeliveryState.DEAD
        assert OUTCOME["issue"][0]["diagnostics"] in dead.outcome
        assert "山田" not in dead.reason
        assert made.breaker.state is BreakerState.CLOSED, "a refusal is not a broken server"
        resend(site.engine, DeliveryFilter(id=first), now=now())
        made.poke()
        wait_for(delivered(site, first), "the resent delivery")


def test_order_within_a_patient_and_nobody_waits_for_another(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    stuck = [queue(site, "p1", f"a{n}") for n in range(3)]
    others = [queue(site, f"p{n}", f"b{n}") for n in range(2, 8)]
    with FaultServer() as server:
        server.always = lambda body: "500" if b"Basic/a0" in body and broken else "good"
        broken = True
        sender(destination(server.url, retry_max_s=0.1))
        wait_for(delivered(site, *others), "everybody else")
        wait_for(lambda: row(site, stuck[0]).attempts >= 3, "several tries")
        assert not any(url.startswith("Basic/a") for url in server.stored), "nothing overtook"
        broken = False
        wait_for(delivered(site, *stuck), "the stuck patient")
        order = [url for url in server.stored if url.startswith("Basic/a")]
        assert order == ["Basic/a0", "Basic/a1", "Basic/a2"]


def test_several_in_flight_but_one_a_patient(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    wanted = [queue(site, f"p{n % 3}", f"r{n}") for n in range(9)]
    with FaultServer(*["hold:all"] * 3) as server:
        hold = server.hold["all"]
        sender(destination(server.url, timeout_s=10))
        wait_for(lambda: server.in_flight == 3, "three patients at once")
        assert len(server.bodies) == 3
        hold.set()
        wait_for(delivered(site, *wanted), "all")
        assert server.most_in_flight <= 4


def test_retry_after_is_honoured_by_the_whole_destination(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    first = queue(site, "p1", "a")
    with FaultServer("retry-after:1") as server:
        made = sender(destination(server.url))
        wait_for(lambda: row(site, first).attempts, "the first try")
        asked = time.monotonic()
        second = queue(site, "p2", "b")
        made.poke()
        wait_for(delivered(site, first, second), "both")
        assert time.monotonic() - asked > 0.8


def test_breaker_opens_probes_once_and_closes(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    wanted = [queue(site, f"p{n}", f"r{n}") for n in range(6)]
    with FaultServer() as server:
        server.always = lambda body: "503" if broken else "good"
        broken = True
        made = sender(destination(server.url, breaker_failures=3, retry_first_s=0.01, retry_max_s=0.01))
        wait_for(lambda: made.breaker.state is BreakerState.OPEN, "the breaker to open")
        wait_for(lambda: server.in_flight == 0, "the rest to come back")
        before = len(server.bodies)
        assert before <= 6
        wait_for(lambda: len(server.bodies) > before, "a probe")
        broken = False
        wait_for(delivered(site, *wanted), "all, once the server works")
        assert made.breaker.state is BreakerState.CLOSED


def test_redirects_are_not_followed(site: FilledSite, sender: Callable[[FhirDestination], Deliverer]) -> None:
    delivery = queue(site, "p1", "a")
    with FaultServer() as elsewhere, FaultServer() as server:
        server.always = lambda body: f"redirect:{elsewhere.url}/stolen"
        sender(destination(server.url))
        wait_for(lambda: row(site, delivery).attempts >= 2, "two tries")
        assert "redirects" in row(site, delivery).reason
        assert elsewhere.paths == []
        assert "127.0.0.1" not in row(site, delivery).reason


def test_proxy_of_the_environment_is_not_used(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer], monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = queue(site, "p1", "a")
    with FaultServer() as proxy, FaultServer() as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/fhir"))
        monkeypatch.delenv("no_proxy", raising=False)
        sender(destination(server.url))
        wait_for(delivered(site, delivery), "delivery")
        assert proxy.paths == []


def test_server_that_is_not_there_yet(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    delivery = queue(site, "p1", "a")
    with FaultServer() as gone:
        url = gone.url
    sender(destination(url))
    wait_for(lambda: "cannot connect" in row(site, delivery).reason, "the reason")
    assert row(site, delivery).state is DeliveryState.PENDING


def test_new_work_is_sent_when_poked(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    with FaultServer() as server:
        made = sender(destination(server.url))
        delivery = queue(site, "p1", "a")
        began = time.monotonic()
        made.poke()
        wait_for(delivered(site, delivery), "delivery")
        assert time.monotonic() - began < 5, "not after the long sleep"


def test_stop_lets_the_last_end_and_a_new_start_goes_on(site: FilledSite) -> None:
    first, second = queue(site, "p1", "a"), queue(site, "p1", "b")
    with FaultServer("hold:first") as server:
        hold = server.hold["first"]
        to = destination(server.url, timeout_s=10)
        made = Deliverers.of([to], site.engine, site.blobs, now)
        made.start()
        wait_for(lambda: server.in_flight == 1, "the first to be under way")
        assert made.stop(timeout_s=0.2) is False, "it is still under way"
        wait_for(lambda: server.bodies, "body")
        hold.set()
        again = Deliverers.of([to], site.engine, site.blobs, now)
        again.start()
        wait_for(delivered(site, first, second), "both after the restart")
        assert again.breakers() == {"ehr": "closed"}
        assert again.stop() is True
        assert server.stored.keys() == {"Basic/a", "Basic/b"}
        third = queue(site, "p1", "c")
        again.poke()
        assert row(site, third).attempts == 0, "stopped means stopped"


def test_missing_bundle_does_not_stop_the_others(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    lost, fine = queue(site, "p1", "a"), queue(site, "p2", "b")
    site.blobs.delete(row(site, lost).bundle_digest)
    with FaultServer() as server:
        made = sender(destination(server.url))
        wait_for(delivered(site, fine), "the other one")
        wait_for(lambda: row(site, lost).reason, "a reason")
        assert row(site, lost).state is DeliveryState.PENDING
        assert made.breaker.state is BreakerState.CLOSED


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a self-signed certificate for 127.0.0.1 in one file."""
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    key = file.with_name("key.pem")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", str(key), "-out", str(file), "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed: TLS to a private authority is not tested")
    file.write_text(file.read_text() + key.read_text())
    return file


def test_private_certificate_authority(site: FilledSite, certificate: Path) -> None:
    with FaultServer(certificate=certificate) as server:
        body = site.blobs.get(row(site, queue(site, "p1", "a")).bundle_digest)
        unknown = FhirClient(destination(server.url))
        answer = unknown.send(body, now())
        unknown.close()
        assert (answer.result, answer.slow) == (Result.RETRY, True)
        assert "ca_file" in answer.reason
        assert server.bodies == [], "nothing was said to a server that nobody vouches for"
        known = FhirClient(destination(server.url, ca_file=certificate))
        assert known.send(body, now()).result is Result.DELIVERED
        known.close()
        plain = FhirClient(destination(server.url.replace("https", "http")))
        assert plain.send(body, now()).result is Result.RETRY
        plain.close()


def test_files_that_cannot_be_read_stop_the_start(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"destinations\.ehr\.ca_file"):
        FhirClient(destination("https://h", ca_file=tmp_path / "none.pem"))
    (tmp_path / "bad.pem").write_text("no certificate")
    with pytest.raises(SiteError, match=r"destinations\.ehr\.ca_file"):
        FhirClient(destination("https://h", ca_file=tmp_path / "bad.pem"))
    with pytest.raises(SiteError, match=r"destinations\.ehr\.auth\.token_file"):
        FhirClient(destination("https://h", auth={"method": "bearer", "token_file": tmp_path / "none"}))
    with pytest.raises(SiteError, match="token"):
        FhirClient(destination("https://h", auth={"method": "bearer", "token": "two words"}))
    assert ssl.OPENSSL_VERSION


def test_backoff_grows_on_the_real_clock(
    site: FilledSite, sender: Callable[[FhirDestination], Deliverer]
) -> None:
    delivery = queue(site, "p1", "a")
    with FaultServer() as server:
        server.always = lambda body: "500"
        sender(destination(server.url, retry_first_s=0.02, retry_max_s=60))
        waits: list[timedelta] = []
        for tries in range(1, 6):
            wait_for(lambda tries=tries: row(site, delivery).attempts == tries, f"try {tries}")
            waits.append(row(site, delivery).next_at - row(site, delivery).changed_at)
    for earlier, later in zip(waits, waits[2:], strict=False):
        assert later > earlier, "two doublings outgrow any jitter"
