"""Every interaction and way of writing against a FHIR server that nobody here wrote: once, whole, and corrected."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.deliver.answer import Answer, Result
from gateway.deliver.fhir import FhirClient
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries
from tests.peers.fhir_server import FhirServer, fhir_server, fhir_server_process  # noqa: F401
from tests.peers.staged_site import oru, staged_site

pytestmark = pytest.mark.peer

WAYS = [
    ("transaction", "put"),
    ("transaction", "conditional-create"),
    ("transaction", "conditional-update"),
    ("batch", "put"),
    ("single", "put"),
    ("single", "conditional-create"),
    ("single", "conditional-update"),
]


def bodies(folder: Path, to: FhirDestination) -> list[bytes]:
    """What one report's results are for the destination."""
    with staged_site(folder, to) as site:
        message_id = site.keep(oru("x"))
        site.run(message_id)
        made = sorted(deliveries.of_message(site.engine, message_id), key=lambda d: d.seq)
        return [site.blobs.get(d.bundle_digest) for d in made]


def held(server: FhirServer) -> list[dict[str, Any]]:
    """Every resource of the server."""
    found = []
    for kind in (
        "Patient",
        "Device",
        "DocumentReference",
        "Binary",
        "Observation",
        "DiagnosticReport",
        "Provenance",
    ):
        bundle = httpx.get(f"{server.base_url}/{kind}?_count=100").json()
        found += [entry["resource"] for entry in bundle.get("entry", [])]
    return found


def dangling(resources: list[dict[str, Any]]) -> set[str]:
    """References inside that lead to nothing the server holds."""
    here = {f"{r['resourceType']}/{r['id']}" for r in resources}
    text = json.dumps(resources)
    named = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
    return named - here


def send(to: FhirDestination, body: bytes) -> Answer:
    client = FhirClient(to)
    try:
        return client.send(body, datetime.now(UTC))
    finally:
        client.close()


@pytest.mark.parametrize(
    ("interaction", "write", "max_entries"),
    [(*way, 0) for way in WAYS] + [("transaction", "put", 3), ("batch", "put", 3)],
)
def test_report_arrives_whole_and_again_changes_nothing(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
    interaction: str,
    write: str,
    max_entries: int,
) -> None:
    to = FhirDestination.model_validate(
        {
            "name": "ehr",
            "url": fhir_server.base_url,
            "interaction": interaction,
            "write": write,
            "max_entries": max_entries,
        }
    )
    made = bodies(tmp_path, to)
    for body in made:
        assert (answer := send(to, body)).result is Result.DELIVERED, (answer.reason, answer.outcome)
    first = held(fhir_server)
    counted = Counter(r["resourceType"] for r in first)
    assert counted == {
        "Patient": 1,
        "Device": 1,
        "DocumentReference": 1,
        "Observation": 2,
        "DiagnosticReport": 1,
        "Provenance": 1,
        **({"Binary": 1} if write == "put" else {}),
    }
    assert dangling(first) == set()
    if write != "put":
        (document,) = (r for r in first if r["resourceType"] == "DocumentReference")
        assert document["content"][0]["attachment"]["data"]
    for body in made:
        assert send(to, body).result is Result.DELIVERED, "as after a lost answer"
    again = held(fhir_server)
    assert {(r["resourceType"], r["id"]) for r in again} == {(r["resourceType"], r["id"]) for r in first}
    assert dangling(again) == set()


@pytest.mark.parametrize(("interaction", "write"), WAYS)
def test_correction_reaches_the_server_whichever_way_it_is_written(
    tmp_path: Path,
    fhir_server: FhirServer,  # noqa: F811
    interaction: str,
    write: str,
) -> None:
    to = FhirDestination.model_validate(
        {"name": "ehr", "url": fhir_server.base_url, "interaction": interaction, "write": write}
    )
    (body,) = bodies(tmp_path, to)
    assert send(to, body).result is Result.DELIVERED
    assert b'"status":"preliminary"' in body
    corrected = body.replace(b'"status":"preliminary"', b'"status":"amended"')
    person = corrected.replace(b'"resourceType":"Patient"', b'"resourceType":"Patient","active":false')
    assert send(to, person).result is Result.DELIVERED
    now = held(fhir_server)
    assert {r["status"] for r in now if r["resourceType"] == "Observation"} == {"amended"}
    assert len([r for r in now if r["resourceType"] == "Observation"]) == 2
    (patient,) = (r for r in now if r["resourceType"] == "Patient")
    assert ("active" in patient) is (write == "put"), "a server's own record of a person is never overwritten"
