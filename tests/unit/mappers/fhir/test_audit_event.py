"""Events in the form of IHE BALP: what each profile's FSH demands, and no more of a patient than a reference."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mappers.fhir.audit_event import EventKind, Told, audit_event
from mappers.fhir.canonical import AGENT_SYSTEM
from mappers.fhir.validation import validate

PROFILE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
DISCLOSED = Told(
    id="7",
    recorded=datetime(2026, 11, 28, 8, 0, tzinfo=UTC),
    event=EventKind.DISCLOSE,
    agent="ehr",
    address="https://ehr.example/fhir",
    gateway_address="https://gateway.example/fhir",
    patient="Patient/p-1",
    entity="DiagnosticReport/r-1",
    document="DocumentReference/doc-1",
)
READ = replace(DISCLOSED, event=EventKind.READ, agent="ward", address="10.1.2.3", document="")
ASKED = replace(READ, event=EventKind.SEARCH, entity="", query="Observation?patient=***&_count=5")


def roles(made: dict[str, Any]) -> dict[str, Any]:
    return {agent["type"]["coding"][0]["code"]: agent for agent in made["agent"]}


def entities(made: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (one["type"]["code"], one["role"]["code"], one.get("what", {}).get("reference", ""))
        for one in made["entity"]
    ]


def test_a_disclosure_has_what_balp_demands() -> None:
    made = audit_event(DISCLOSED)
    assert validate(made) == ()
    assert made["meta"]["profile"] == [PROFILE + "PrivacyDisclosure.Source"]
    assert (made["type"]["code"], made["action"], made["outcome"]) == ("110106", "R", "0")
    assert made["subtype"][0]["code"] == "disclose"
    source, recipient = roles(made)["110153"], roles(made)["110152"]
    assert source["who"] == made["source"]["observer"], "val-audit-source"
    assert source["network"] == {"address": "https://gateway.example/fhir", "type": "5"}
    assert recipient["who"]["identifier"] == {"system": AGENT_SYSTEM, "value": "ehr"}
    assert recipient["network"] == {"address": "https://ehr.example/fhir", "type": "5"}
    assert entities(made) == [
        ("1", "1", "Patient/p-1"),
        ("2", "3", "DiagnosticReport/r-1"),
        ("2", "3", "DocumentReference/doc-1"),
    ]
    assert audit_event(replace(DISCLOSED, success=False))["outcome"] == "8"


@pytest.mark.parametrize("event", [EventKind.READ, EventKind.VREAD, EventKind.HISTORY])
def test_in_a_read_the_client_is_the_destination(event: EventKind) -> None:
    made = audit_event(replace(READ, event=event))
    assert validate(made) == ()
    assert made["meta"]["profile"] == [PROFILE + "PatientRead"]
    assert (made["type"]["code"], made["subtype"][0]["code"], made["action"]) == ("rest", str(event), "R")
    client = roles(made)["110152"]
    assert client["who"]["identifier"]["value"] == "ward"
    assert client["network"] == {"address": "10.1.2.3", "type": "2"}
    assert client["requestor"] is True
    assert entities(made) == [("1", "1", "Patient/p-1"), ("2", "4", "DiagnosticReport/r-1")]


def test_in_a_query_the_client_is_the_source() -> None:
    made = audit_event(ASKED)
    assert validate(made) == ()
    assert made["meta"]["profile"] == [PROFILE + "PatientQuery"]
    assert (made["subtype"][0]["code"], made["action"]) == ("search-type", "E")
    assert roles(made)["110153"]["who"]["identifier"]["value"] == "ward"
    assert entities(made) == [("1", "1", "Patient/p-1"), ("2", "24", "")]
    assert b64decode(made["entity"][1]["query"]).decode() == ASKED.query


@pytest.mark.parametrize(
    ("told", "profile"),
    [
        (replace(READ, patient="", entity="Device/d"), "Read"),
        (replace(ASKED, patient=""), "Query"),
        (replace(ASKED, patient="", event=EventKind.EXPORT), "Query"),
    ],
)
def test_without_a_patient_the_plain_profile(told: Told, profile: str) -> None:
    made = audit_event(told)
    assert validate(made) == ()
    assert made["meta"]["profile"] == [PROFILE + profile]
    assert all(kind != "1" for kind, _, _ in entities(made))


def test_a_profile_is_not_claimed_where_what_it_demands_is_unknown() -> None:
    made = audit_event(replace(DISCLOSED, patient="", entity="", document=""))
    assert "meta" not in made
    assert validate(made) == ()
