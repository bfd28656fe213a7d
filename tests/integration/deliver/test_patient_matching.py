"""Whose the results are, at a FHIR server that nobody here wrote: each way of finding the patient, and waiting."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.deliver import kinds
from gateway.deliver.answer import Answer, Result
from gateway.deliver.deliverer import Deliverer
from gateway.deliver.patient_lookup import NOBODY, SEVERAL, WAITS, PatientLookup
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries, patients
from gateway.store.deliveries import DeliveryRow
from gateway.store.schema import DeliveryState
from mappers.fhir.identity import patient as patient_id
from mappers.fhir.inputs import authority_system
from mappers.fhir.patient_reference import PatientBy, condition, number_of
from tests.integration.pipeline.test_merges import a40, hosp, report, run
from tests.peers.fhir_server import FhirServer, fhir_server, fhir_server_process  # noqa: F401
from tests.peers.staged_site import StagedSite, staged_site

pytestmark = pytest.mark.peer

SYSTEM = authority_system("HOSP")


def destination(server: FhirServer, by: str, **more: object) -> FhirDestination:
    table = {"name": "ehr", "url": server.base_url, "patient": by, "retry_first_s": 0.05, "retry_max_s": 0.1}
    return FhirDestination.model_validate(table | more)


@contextmanager
def sending(site: StagedSite, to: FhirDestination) -> Iterator[Deliverer]:
    sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
    sender.start()
    try:
        yield sender
    finally:
        sender.stop()


def until(
    site: StagedSite, sender: Deliverer, message_id: str, condition: Callable[[DeliveryRow], bool]
) -> list[DeliveryRow]:
    deadline = time.monotonic() + 20
    while True:
        rows = deliveries.of_message(site.engine, message_id)
        if all(condition(row) for row in rows):
            return rows
        assert time.monotonic() < deadline, [(row.state, row.reason, row.outcome) for row in rows]
        sender.poke()
        time.sleep(0.02)


def delivered(row: DeliveryRow) -> bool:
    assert row.state is not DeliveryState.DEAD, (row.reason, row.outcome)
    return row.state is DeliveryState.DELIVERED


def put_patient(server: FhirServer, resource_id: str, number: str, **more: object) -> None:
    body = {
        "resourceType": "Patient",
        "id": resource_id,
        "identifier": [{"system": SYSTEM, "value": number}],
        "name": [{"text": "registered by the hospital"}],
    } | more
    httpx.put(f"{server.base_url}/Patient/{resource_id}", json=body).raise_for_status()


def held(server: FhirServer, kind: str) -> list[dict[str, Any]]:
    bundle = httpx.get(f"{server.base_url}/{kind}?_count=100").json()
    return [entry["resource"] for entry in bundle.get("entry", [])]


def subjects(server: FhirServer) -> set[str]:
    """What Observations, reports and documents refer to."""
    found = set()
    for kind in ("Observation", "DiagnosticReport", "DocumentReference"):
        for one in held(server, kind):
            found.add(
                one["subject"].get("reference") or json.dumps(one["subject"]["identifier"], sort_keys=True)
            )
    assert found
    return found


def test_put_makes_a_patient_of_ours_and_follows_a_merge(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
) -> None:
    to = destination(fhir_server, "put")
    with staged_site(tmp_path, to) as site, sending(site, to) as sender:
        first, merge = run(site, report("A", "ra"), a40(hosp("A"), hosp("B"), "0900"))
        until(site, sender, first, delivered)
        until(site, sender, merge, delivered)
        assert subjects(fhir_server) == {f"Patient/{patient_id(SYSTEM, 'B', '')}"}
        former = {one["id"]: one for one in held(fhir_server, "Patient")}[patient_id(SYSTEM, "A", "")]
        assert (former["active"], former["link"][0]["type"]) == (False, "replaced-by")


@pytest.mark.parametrize("max_entries", [0, 3])
def test_identifier_refers_to_the_number_alone(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
    max_entries: int,
) -> None:
    to = destination(fhir_server, "identifier", max_entries=max_entries)
    with staged_site(tmp_path, to) as site, sending(site, to) as sender:
        first, merge = run(site, report("A", "ra"), a40(hosp("A"), hosp("B"), "0900"))
        until(site, sender, first, delivered)
        until(site, sender, merge, delivered)
        assert subjects(fhir_server) == {json.dumps({"system": SYSTEM, "value": "B"}, sort_keys=True)}
        assert held(fhir_server, "Patient") == []


@pytest.mark.parametrize("by", ["search", "conditional"])
@pytest.mark.parametrize("max_entries", [0, 3])
def test_results_wait_until_the_patient_is_there(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
    by: str,
    max_entries: int,
) -> None:
    to = destination(fhir_server, by, max_entries=max_entries)
    put_patient(fhir_server, "other", "B")
    put_patient(fhir_server, "left", "A", active=False)
    for twin in ("twin1", "twin2"):
        put_patient(fhir_server, twin, "C")

    def at(*ids: str) -> set[str]:
        """Medplum's router keeps a condition as it is; a server with R4 §3.1.0.11.3 puts its own id there."""
        number = {"other": "B", "twin1": "C", "new": "A"}
        return {f"Patient/{one}" if by == "search" else condition(SYSTEM, number[one]) for one in ids}

    with staged_site(tmp_path, to) as site, sending(site, to) as sender:
        nobody, goes, several = run(site, report("A", "ra"), report("B", "rb"), report("C", "rc"))
        until(site, sender, goes, delivered)
        assert subjects(fhir_server) == at("other"), "another patient is not held up"
        for waits, reason in ((nobody, NOBODY), (several, SEVERAL)):
            first = deliveries.of_message(site.engine, waits)[0]
            until(site, sender, waits, lambda row, head=first.seq: row.attempts >= 2 or row.seq != head)
            rows = deliveries.of_message(site.engine, waits)
            assert {row.state for row in rows} == {DeliveryState.PENDING}
            assert rows[0].reason == reason
        assert patients.unmatched(site.engine, WAITS) == {"ehr": 2}
        put_patient(fhir_server, "new", "A")
        put_patient(fhir_server, "twin2", "C", active=False)
        until(site, sender, nobody, delivered)
        until(site, sender, several, delivered)
        assert subjects(fhir_server) == at("other", "twin1", "new")
        assert patients.unmatched(site.engine, WAITS) == {}
        (merge,) = run(site, a40(hosp("A"), hosp("B"), "0900"))
        until(site, sender, merge, delivered)
        assert subjects(fhir_server) == at("other", "twin1")
        names = {one["name"][0]["text"] for one in held(fhir_server, "Patient")}
        assert names == {"registered by the hospital"}, "the hospital's record is left alone"


@pytest.mark.parametrize("max_entries", [0, 3])
def test_create_makes_a_patient_once_and_overwrites_none(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
    max_entries: int,
) -> None:
    to = destination(fhir_server, "create", max_entries=max_entries)
    put_patient(fhir_server, "known", "B")
    with staged_site(tmp_path, to) as site, sending(site, to) as sender:
        made = run(site, report("A", "ra"), report("A", "ra2"), report("B", "rb"))
        for one in made:
            until(site, sender, one, delivered)
        people = {one["identifier"][0]["value"]: one for one in held(fhir_server, "Patient")}
        assert set(people) == {"A", "B"}
        assert len(held(fhir_server, "Patient")) == 2
        assert people["B"]["name"] == [{"text": "registered by the hospital"}]
        assert subjects(fhir_server) == {"Patient/known", f"Patient/{people['A']['id']}"}
        (merge,) = run(site, a40(hosp("A"), hosp("B"), "0900"))
        until(site, sender, merge, delivered)
        assert subjects(fhir_server) == {"Patient/known"}


@pytest.mark.parametrize("number", ["A", "7|8", "a,b$c", "ア 1", "x&y=z", "back\\slash"])
def test_a_number_comes_back_from_its_condition(number: str) -> None:
    assert number_of(condition("urn:oid:1.2", number)) == ("urn:oid:1.2", number)


class Told:
    """A server that answers as told, and a client that keeps what it was given."""

    def __init__(self, *people: dict[str, Any], status: int = 200, body: bytes | None = None) -> None:
        entries = [{"resource": one} for one in people]
        self.status = status
        self.body = (
            body if body is not None else json.dumps({"resourceType": "Bundle", "entry": entries}).encode()
        )
        self.sent: list[bytes] = []
        self.forms: list[bytes] = []

    def search(self, path: str, form: bytes) -> Told:
        assert "A" not in path
        self.forms.append(form)
        return self

    def send(self, body: bytes, now: datetime) -> Answer:
        self.sent.append(body)
        return Answer(Result.DELIVERED)

    def close(self) -> None: ...


BODY = json.dumps({"entry": [{"resource": {"subject": {"reference": condition(SYSTEM, "A")}}}]}).encode()


def person(number: str, system: str = SYSTEM, **more: object) -> dict[str, Any]:
    held = {"resourceType": "Patient", "id": "p1", "identifier": [{"system": system, "value": number}]}
    return held | more


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (Told(), NOBODY),
        (Told(person("B")), NOBODY),  # ignores the parameter and names anybody
        (Told(person("A", "urn:other")), NOBODY),
        (Told(person("A", active=False)), NOBODY),
        (Told(person("A"), person("A", id="p2")), SEVERAL),
        (Told({"resourceType": "OperationOutcome"}, status=404, body=b"{}"), "POST Patient/_search"),
        (Told(body=b"<html>"), "POST Patient/_search"),
        (Told(status=503), "failed to search"),
        (Told(status=403), "right to"),
    ],
)
def test_nothing_is_sent_while_it_is_not_clear_whose_it_is(server: Told, reason: str) -> None:
    answer = PatientLookup(server, server.search, PatientBy.SEARCH).send(BODY, datetime.now(UTC))
    assert (answer.result, server.sent) == (Result.RETRY, [])
    assert reason in answer.reason
    assert SYSTEM not in answer.reason


def test_the_servers_id_stands_where_the_condition_stood() -> None:
    server = Told(person("A"), person("A"))
    PatientLookup(server, server.search, PatientBy.SEARCH).send(BODY, datetime.now(UTC))
    (sent,) = server.sent
    assert json.loads(sent)["entry"][0]["resource"]["subject"] == {"reference": "Patient/p1"}
    same = Told(person("A"))
    PatientLookup(same, same.search, PatientBy.CONDITIONAL).send(BODY, datetime.now(UTC))
    assert same.sent == [BODY]


def test_only_where_it_is_asked_for(fhir_server: FhirServer) -> None:  # noqa: F811
    for by, looked in (("put", False), ("identifier", False), ("create", False), ("search", True)):
        client = kinds.client(destination(fhir_server, by))
        assert isinstance(client, PatientLookup) is looked
        client.close()
