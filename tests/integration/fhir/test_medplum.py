"""Our bundles on a FHIR server nobody here wrote, with JP Core's profiles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from mappers.fhir import Resource, dumps, loads, results
from mappers.model import DocumentType, PatientIdentity, ReportStatus, Source, UnreadPage
from tests.integration.fhir.conformance import mistakes
from tests.peers.fhir_server import FhirServer
from tests.unit.mappers.fhir.example import DOCUMENT, ENVELOPE, EXTRACTION, INPUT

pytestmark = pytest.mark.peer

FHIR_JSON = {"content-type": "application/fhir+json"}

VARIANTS = {
    "full": INPUT,
    "with bytes": replace(INPUT, document=replace(DOCUMENT, data=b"%PDF-1.7 invented")),
    "by DICOM, undated, nobody": replace(
        INPUT,
        envelope=replace(ENVELOPE, source=Source.DICOM, message_type="", patient=PatientIdentity()),
        extraction=replace(EXTRACTION, effective=None),
        document=replace(DOCUMENT, source_id="1.2.840.1"),
    ),
    "half read": replace(INPUT, extraction=replace(EXTRACTION, unread=(UnreadPage(2, "damaged"),))),
    "taken back": replace(INPUT, document=replace(DOCUMENT, status=ReportStatus.ENTERED_IN_ERROR)),
    "urinalysis": replace(INPUT, extraction=replace(EXTRACTION, document_type=DocumentType.URINALYSIS)),
    "vitals": replace(INPUT, extraction=replace(EXTRACTION, document_type=DocumentType.VITALS)),
    "of a urine order": replace(INPUT, envelope=replace(ENVELOPE, specimen="尿")),
    "nothing found": replace(INPUT, extraction=replace(EXTRACTION, items=())),
}


def post(client: httpx.Client, bundle: Resource) -> httpx.Response:
    return client.post("/", content=dumps(bundle).encode(), headers=FHIR_JSON)


def stored(client: httpx.Client, resources: tuple[Resource, ...]) -> dict[str, Any]:
    """What the server holds of these resources, without what it adds itself."""
    held = {}
    for resource in resources:
        address = f"{resource['resourceType']}/{resource['id']}"
        answer = client.get(f"/{address}").raise_for_status().json()
        for added in ("versionId", "lastUpdated"):
            answer["meta"].pop(added, None)
        held[address] = {k: v for k, v in answer.items() if v}
    return held


@pytest.fixture
def server(fhir_server: FhirServer) -> Iterator[httpx.Client]:
    """A client of the empty server."""
    with httpx.Client(base_url=fhir_server.base_url) as client:
        yield client


@pytest.fixture
def validating(fhir_server: FhirServer, server: httpx.Client) -> httpx.Client:
    """A client of the server, which has the profiles."""
    if not fhir_server.profiles:
        pytest.skip("the JP Core package of ../shared is absent: the server cannot check profiles")
    return server


@pytest.mark.parametrize("name", VARIANTS)
def test_a_bundle_is_taken_whole_by_a_server_that_checks_profiles(
    validating: httpx.Client, name: str
) -> None:
    made = results(VARIANTS[name])
    answer = post(validating, made.bundle)
    assert answer.status_code == 200, answer.text
    statuses = [entry["response"]["status"] for entry in answer.json()["entry"]]
    assert statuses == ["200"] * len(made.resources)
    held = stored(validating, made.resources)
    for resource in made.resources:
        address = f"{resource['resourceType']}/{resource['id']}"
        assert {**held[address], "meta": held[address].get("meta", {})} == {
            **json.loads(dumps(resource)),
            "meta": json.loads(dumps(resource.get("meta", {}))),
        }


@pytest.mark.parametrize("name", VARIANTS)
def test_every_resource_keeps_bindings_types_and_targets(
    validating: httpx.Client, jp_core: Path, name: str
) -> None:
    for resource in results(VARIANTS[name]).resources:
        assert mistakes(json.loads(dumps(resource)), jp_core) == [], resource["resourceType"]


def test_posting_twice_changes_nothing(server: httpx.Client) -> None:
    made = results(INPUT)
    post(server, made.bundle).raise_for_status()
    before = stored(server, made.resources)
    post(server, made.bundle).raise_for_status()
    assert stored(server, made.resources) == before
    found = server.get("/Observation", params={"_count": "100"}).json()
    assert len(found["entry"]) == len(EXTRACTION.items)


def test_digits_are_on_the_wire_as_printed(server: httpx.Client) -> None:
    request = server.build_request(
        "POST", "/", content=dumps(results(INPUT).bundle).encode(), headers=FHIR_JSON
    )
    assert b'"valueQuantity":{"value":8.50,"unit":"\xc3\x9710\xc2\xb3/\xce\xbcL"' in request.content
    assert b'"high":{"value":8.6,' in request.content
    assert server.send(request).status_code == 200


def test_results_are_found_by_patient_code_and_status(server: httpx.Client) -> None:
    made = results(INPUT)
    post(server, made.bundle).raise_for_status()
    patient = made.resources[0]["id"]

    def count(**query: str) -> int:
        answer = server.get("/Observation", params={"_count": "100", **query})
        return len(answer.raise_for_status().json().get("entry", []))

    assert count(patient=f"Patient/{patient}") == len(EXTRACTION.items)
    assert count(code="http://loinc.org|2951-2") == 2
    assert count(code="http://loinc.org|0000-0") == 0
    assert count(status="preliminary") == len(EXTRACTION.items)


BREAKS = {
    "category": lambda o: o.pop("category"),
    "specimen": lambda o: o.pop("specimen"),
    "effective[x]": lambda o: o.pop("effectiveDateTime"),
    "code.text": lambda o: o["code"].pop("text"),
    "code.coding": lambda o: o["code"].pop("coding"),
    "subject": lambda o: o.pop("subject"),
}


@pytest.mark.parametrize("element", BREAKS)
def test_the_server_refuses_what_breaks_the_profile_and_keeps_nothing(
    validating: httpx.Client, element: str
) -> None:
    bundle = loads(dumps(results(INPUT).bundle))
    first = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Observation")
    BREAKS[element](first)
    answer = post(validating, bundle)
    assert answer.status_code == 400
    assert f"Observation.{element}" in answer.text
    patients = validating.get("/Patient").json()
    assert patients.get("entry", []) == [], "a refused transaction leaves nothing behind"


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        (("status",), "wrong", "observation-status"),
        (("category", 0, "coding", 0, "code"), "labratory", "not in its code system"),
        (("interpretation", 0, "coding", 0, "code"), "HIGH", "not in its code system"),
        (("valueBoolean",), True, "valueBoolean is not among"),
        (("effectiveInstant",), "2026-11-20T00:00:00Z", "effectiveInstant is not among"),
        (("subject", "reference"), "Device/x", "none of ['Patient']"),
        (("valueQuantity", "comparator"), "~", "quantity-comparator"),
    ],
)
def test_our_own_checks_can_say_no(
    validating: httpx.Client, jp_core: Path, path: tuple[str | int, ...], value: object, rule: str
) -> None:
    resource = json.loads(
        dumps(next(r for r in results(INPUT).resources if r["resourceType"] == "Observation"))
    )
    place: Any = resource
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    found = mistakes(resource, jp_core)
    assert any(rule in mistake for mistake in found), found
