"""Batches and single writes of which a part fails: only what failed goes again, also after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gateway.deliver.answer import Answer, Result
from gateway.deliver.deliverer import Deliverer
from gateway.deliver.fhir import FhirClient
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries
from gateway.store.deliveries import NewDelivery
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import resend
from gateway.store.engine import writing
from gateway.store.schema import DeliveryState
from mappers import fhir
from mappers.fhir import requests
from mappers.fhir.requests import Write
from tests.integration.deliver.test_deliverer import row, wait_for
from tests.peers.filled_site import FilledSite, open_site
from tests.peers.plain_fhir import PlainFhir

P, O1, O2, R = (f"00000000-0000-5000-8000-00000000000{n}" for n in range(4))
RESOURCES: tuple[dict[str, Any], ...] = (
    {"resourceType": "Patient", "id": P, "identifier": [{"system": "urn:oid:1.2", "value": "7|7 あ"}]},
    {"resourceType": "Observation", "id": O1, "subject": {"reference": f"Patient/{P}"}},
    {"resourceType": "Observation", "id": O2, "subject": {"reference": f"Patient/{P}"}, "valueInteger": 1},
    {
        "resourceType": "DiagnosticReport",
        "id": R,
        "result": [{"reference": f"Observation/{o}"} for o in (O1, O2)],
    },
)


def body(interaction: str, write: str = "put") -> bytes:
    kind = "batch" if interaction == "single" else interaction
    (bundle,) = requests.bundles(RESOURCES, "http://gateway/fhir", kind=kind, write=Write(write))
    return fhir.dumps(bundle).encode()


def send(server: PlainFhir, interaction: str, sent: bytes, write: str = "put") -> Answer:
    client = FhirClient(
        FhirDestination.model_validate(
            {"name": "ehr", "url": server.url, "interaction": interaction, "write": write}
        )
    )
    try:
        return client.send(sent, datetime.now(UTC))
    finally:
        client.close()


def urls(sent: bytes | None) -> list[str]:
    assert sent is not None
    return [entry["request"]["url"] for entry in json.loads(sent)["entry"]]


def test_batch_sends_again_only_what_failed() -> None:
    with PlainFhir() as server:
        server.faults = {f"Observation/{O1}": [503, 503]}
        answer = send(server, "batch", body("batch"))
        assert answer.result is Result.RETRY
        assert urls(answer.remaining) == [f"Observation/{O1}"]
        again = send(server, "batch", answer.remaining or b"")
        assert (again.result, again.remaining) == (Result.RETRY, None), (
            "nothing new is stored: the same goes again"
        )
        assert send(server, "batch", answer.remaining or b"").result is Result.DELIVERED
        assert len(server.stored) == 4
        assert server.writes.count(f"Patient/{P}") == 1


def test_batch_refusal_is_a_dead_letter_of_what_was_refused_with_its_outcome() -> None:
    with PlainFhir() as server:
        server.faults = {f"Observation/{O2}": [422, 422]}
        first = send(server, "batch", body("batch"))
        assert first.result is Result.RETRY, "it may have referred to one that was stored after it"
        assert urls(first.remaining) == [f"Observation/{O2}"]
        dead = send(server, "batch", first.remaining or b"")
        assert (dead.result, dead.remaining) == (Result.DEAD, None)
        assert "山田" in dead.outcome
        assert "山田" not in dead.reason
        assert send(server, "batch", first.remaining or b"").result is Result.DELIVERED, (
            "resent after correction"
        )


def test_single_goes_in_order_and_goes_on_where_it_stopped() -> None:
    with PlainFhir() as server:
        server.faults = {f"Observation/{O2}": [429]}
        answer = send(server, "single", body("single"))
        assert server.writes == [f"Patient/{P}", f"Observation/{O1}", f"Observation/{O2}"]
        assert answer.result is Result.RETRY
        assert urls(answer.remaining) == [f"Observation/{O2}", f"DiagnosticReport/{R}"]
        assert send(server, "single", answer.remaining or b"").result is Result.DELIVERED
        assert list(server.stored) == [
            f"Patient/{P}",
            f"Observation/{O1}",
            f"Observation/{O2}",
            f"DiagnosticReport/{R}",
        ]


def test_single_refusal_holds_back_what_refers_to_it_and_nothing_else() -> None:
    with PlainFhir() as server:
        server.faults = {f"Observation/{O1}": [422]}
        dead = send(server, "single", body("single"))
        assert dead.result is Result.DEAD
        assert urls(dead.remaining) == [f"Observation/{O1}", f"DiagnosticReport/{R}"]
        assert "山田" in dead.outcome
        assert "山田" not in dead.reason
        assert set(server.stored) == {f"Patient/{P}", f"Observation/{O2}"}
        assert send(server, "single", dead.remaining or b"").result is Result.DELIVERED
        assert len(server.stored) == 4


def test_ids_of_the_server_are_learnt_kept_for_the_next_try_and_found_again_after_a_lost_answer() -> None:
    with PlainFhir() as server:
        server.faults = {"Observation": ["lost"], "DiagnosticReport": [503]}
        sent = body("single", "conditional-create")
        answer = send(server, "single", sent, "conditional-create")
        assert answer.result is Result.RETRY
        assert "Patient/server-0" in (answer.remaining or b"").decode(), (
            "what is left names the server's Patient"
        )
        answer = send(server, "single", answer.remaining or b"", "conditional-create")
        assert answer.result is Result.RETRY
        assert urls(answer.remaining) == ["DiagnosticReport"]
        assert (
            send(server, "single", answer.remaining or b"", "conditional-create").result is Result.DELIVERED
        )
        assert sorted(server.stored) == [
            "DiagnosticReport/server-3",
            "Observation/server-1",
            "Observation/server-2",
            "Patient/server-0",
        ], "none twice"
        report = server.stored["DiagnosticReport/server-3"]
        assert report["result"] == [
            {"reference": "Observation/server-1"},
            {"reference": "Observation/server-2"},
        ]


def test_a_portal_in_between_confirms_nothing() -> None:
    with PlainFhir() as server:
        server.portal = True
        answer = send(server, "single", body("single"))
        assert (answer.result, answer.slow) == (Result.RETRY, True)
        assert "nobody confirmed" in answer.reason


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path)
    yield made
    made.close()


def test_the_outbox_keeps_what_is_left(site: FilledSite) -> None:
    digest = site.blobs.put(body("batch"))
    with writing(site.engine) as connection:
        deliveries.add(connection, "message", [NewDelivery("d", "ehr", "p", digest)], datetime.now(UTC))
    with PlainFhir() as server:
        server.faults = {f"Observation/{O1}": [503], f"Observation/{O2}": [422] * 3}
        to = FhirDestination.model_validate(
            {
                "name": "ehr",
                "url": server.url,
                "interaction": "batch",
                "retry_first_s": 0.01,
                "retry_max_s": 0.02,
            }
        )
        sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
        sender.start()
        try:
            wait_for(lambda: row(site, "d").state is DeliveryState.DEAD, "the refusal")
            left = row(site, "d")
            assert urls(site.blobs.get(left.bundle_digest)) == [f"Observation/{O2}"]
            assert "山田" in left.outcome
            assert server.writes.count(f"Patient/{P}") == 1
            resend(site.engine, DeliveryFilter(id="d"), now=datetime.now(UTC))
            sender.poke()
            wait_for(lambda: row(site, "d").state is DeliveryState.DELIVERED, "what was resent")
        finally:
            sender.stop()
        assert len(server.stored) == 4
        assert server.writes.count(f"Patient/{P}") == 1
