"""Who was shown or sent whose results: kept by itself, and asked for over the results API as AuditEvent."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class

from gateway.access import client_token
from gateway.deliver.deliverer import Deliverer
from gateway.ids import derive
from gateway.settings_api import ApiClient
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries
from gateway.store.delivery_filter import DeliveryFilter, find
from gateway.store.schema import DeliveryState
from gateway.web import WebServer, build_app
from mappers.fhir.canonical import AGENT_SYSTEM
from tests.integration.deliver.fault_server import FaultServer
from tests.integration.deliver.test_deliverer import wait_for
from tests.peers.filled_site import PATIENT, FilledSite, fill, open_site

TOKENS = {name: client_token() for name in ("ward", "auditor")}
CLIENTS = (
    ApiClient(name="ward", token_sha256=TOKENS["ward"][1], scopes=("system/*.rs",)),
    ApiClient(
        name="auditor",
        token_sha256=TOKENS["auditor"][1],
        scopes=("system/AuditEvent.rs", "system/Patient.rs"),
    ),
)
Event = dict[str, Any]


class Site:
    """A served gateway, and clients of it."""

    def __init__(self, site: FilledSite, made: dict[str, str], url: str) -> None:
        self.site, self.made, self.url = site, made, url

    def get(self, client: str, path: str, **params: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {TOKENS[client][0]}"}
        return httpx.get(self.url + path, headers=headers, params=params or None)

    def post(self, client: str, path: str, **form: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {TOKENS[client][0]}"}
        return httpx.post(self.url + path, headers=headers, data=form)

    def events(self, **wanted: str) -> list[Event]:
        """What the auditor finds."""
        answer = self.get("auditor", "/fhir/AuditEvent", **{"_count": "500", **wanted})
        assert answer.status_code == 200, answer.text
        get_fhir_model_class("Bundle").model_validate(answer.json())
        return [entry["resource"] for entry in answer.json().get("entry", [])]

    def patient(self) -> str:
        found = self.post("auditor", "/fhir/Patient/_search", identifier=PATIENT.id).json()
        return f"Patient/{found['entry'][0]['resource']['id']}"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    filled = open_site(tmp_path_factory.mktemp("audited"), clients=CLIENTS)
    made = fill(filled)
    server = WebServer(build_app(filled.deps), filled.settings.web)
    server.start()
    yield Site(filled, made, f"http://127.0.0.1:{server.port}")
    assert server.stop()
    filled.close()


def whom(event: Event) -> list[str]:
    return [one["what"]["reference"] for one in event["entity"] if one["type"]["code"] == "1"]


def what(event: Event) -> list[str]:
    return [one["what"]["reference"] for one in event["entity"] if one["role"]["code"] in ("3", "4")]


def asked(event: Event) -> str:
    return next(b64decode(one["query"]).decode() for one in event["entity"] if "query" in one)


def test_reading_a_result_is_an_event_of_its_patient(site: Site) -> None:
    found = site.get("ward", "/fhir/Observation", code="1988-5", _count="1").json()
    observation = f"Observation/{found['entry'][0]['resource']['id']}"
    assert site.get("ward", f"/fhir/{observation}").status_code == 200
    site.get("ward", f"/fhir/{observation}/_history/1")
    site.get("ward", f"/fhir/Binary/{site.made['document']}")
    events = site.events(**{"agent.identifier": f"{AGENT_SYSTEM}|ward"})
    assert [event["subtype"][0]["code"] for event in events] == ["read", "vread", "read", "search-type"]
    assert [what(event) for event in events[:3]] == [
        [f"Binary/{site.made['document']}"],
        [observation],
        [observation],
    ]
    assert {tuple(whom(event)) for event in events} == {(site.patient(),)}
    assert asked(events[-1]) == "Observation?code=***&_count=1"
    assert [e["id"] for e in site.events(entity=observation)] == [events[1]["id"], events[2]["id"]]
    assert site.get("auditor", f"/fhir/AuditEvent/{events[0]['id']}").json() == events[0]


def test_no_event_holds_more_of_a_patient_than_a_reference(site: Site) -> None:
    site.post("ward", "/fhir/Observation/_search", **{"patient.identifier": PATIENT.id})
    site.get("ward", "/fhir/Patient", name="山田", birthdate=PATIENT.birth_date or "")
    site.get("ward", "/fhir/Patient", identifier="00999999")
    events = site.events(subtype="search-type", **{"agent.identifier": "ward"})
    assert [whom(event) for event in events] == [[], [site.patient()], [site.patient()]]
    assert [event["meta"]["profile"][0].rpartition(".")[2] for event in events] == [
        "Query",
        "PatientQuery",
        "PatientQuery",
    ]
    said = [asked(event) for event in events]
    assert said == [
        "Patient?identifier=***",
        "Patient?name=***&birthdate=***",
        "Observation?patient.identifier=***",
    ]
    for secret in (PATIENT.id, "山田", PATIENT.birth_date or "", "00999999"):
        assert secret not in repr(events) + "".join(said)


def test_what_is_not_there_or_not_allowed_was_shown_to_nobody(site: Site) -> None:
    before = len(site.events())
    assert site.get("ward", "/fhir/Observation/none").status_code == 404
    assert site.get("auditor", "/fhir/Observation").status_code == 403
    assert len(site.events()) == before


def test_a_page_of_the_console_is_an_event_too(site: Site) -> None:
    with httpx.Client(base_url=site.url) as browser:
        browser.post("/login", data={"token": site.site.token})
        assert browser.get(f"/messages/{site.made['done']}").status_code == 200
    event = site.events()[0]
    assert event["agent"][1]["who"]["display"].startswith("session ")
    assert event["agent"][1]["network"]["address"] == "127.0.0.1"
    assert (what(event), whom(event)) == (
        [f"DocumentReference/{site.made['document']}"],
        [site.patient()],
    )


def test_a_delivery_is_an_event_with_its_recipient(site: Site) -> None:
    from gateway.store.deliveries import NewDelivery
    from gateway.store.engine import writing

    one = NewDelivery(derive("d", "1"), "archive", "key", site.site.blobs.put(b"{}"), site.made["document"])
    with writing(site.site.engine) as connection:
        deliveries.add(connection, site.made["done"], [one], datetime.now(UTC))
    with FaultServer("422") as server:
        to = FhirDestination(name="archive", url=server.url.replace("://", "://user:secret@"))
        sender = Deliverer(to, site.site.engine, site.site.blobs, clock=lambda: datetime.now(UTC))
        sender.start()

        def ended() -> bool:
            rows = find(site.site.engine, DeliveryFilter(destination="archive"), limit=9)
            return [row.state for row in rows] == [DeliveryState.DEAD]

        wait_for(ended, "the refusal")
        assert sender.stop()
        (event,) = site.events(**{"agent.identifier": "archive"})
        assert event["agent"][1]["network"] == {"address": server.url, "type": "5"}
    assert (event["type"]["code"], event["outcome"]) == ("110106", "8")
    assert whom(event) == [site.patient()]
    assert f"DocumentReference/{site.made['document']}" in what(event)


def test_the_scope_must_name_the_type(site: Site) -> None:
    for path in ("/fhir/AuditEvent", "/fhir/AuditEvent/1"):
        answer = site.get("ward", path)
        assert answer.status_code == 403, "system/*.rs does not cover the audit"
        assert "system/AuditEvent." in answer.json()["issue"][0]["diagnostics"]
    own = httpx.get(f"{site.url}/fhir/AuditEvent", headers={"Authorization": f"Bearer {site.site.token}"})
    assert own.status_code == 200


def test_pages_follow_each_other_without_a_number_in_a_link(site: Site) -> None:
    for _ in range(3):
        site.get("ward", f"/fhir/{site.patient()}")
    first = site.post(
        "auditor", "/fhir/AuditEvent/_search", **{"patient.identifier": PATIENT.id, "_count": "2"}
    )
    ids: list[str] = []
    page = first.json()
    while True:
        assert PATIENT.id not in repr(page["link"])
        ids += [entry["resource"]["id"] for entry in page["entry"]]
        following = [link["url"] for link in page["link"] if link["relation"] == "next"]
        if not following:
            break
        page = site.get("auditor", following[0].removeprefix(site.url)).json()
    assert ids == sorted(set(ids), key=int, reverse=True)
    assert ids == [
        event["id"] for event in site.events(**{"patient.identifier": PATIENT.id}) if event["id"] <= ids[0]
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "x"},
        {"patient:missing": "true"},
        {"date": "yesterday"},
        {"_cursor": "x"},
        {"_sort": "date"},
        {"subtype": "http://hl7.org/fhir/restful-interaction|"},
    ],
)
def test_what_cannot_be_asked_is_refused(site: Site, wrong: dict[str, str]) -> None:
    answer = site.get("auditor", "/fhir/AuditEvent", **wrong)
    assert answer.status_code == 400
    assert answer.json()["resourceType"] == "OperationOutcome"
