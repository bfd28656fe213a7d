"""A disclosure in the form of IHE BALP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mappers.fhir.audit_event import Disclosure, disclosure
from mappers.fhir.validation import validate

TOLD = Disclosure(
    delivery_id="d-1",
    recorded=datetime(2026, 11, 28, 8, 0, tzinfo=UTC),
    patient_id="p-1",
    document_id="doc-1",
    report_id="r-1",
    recipient="ehr",
    recipient_address="https://ehr.example/fhir",
    source_address="https://gateway.example/fhir",
)


def test_a_disclosure_has_what_balp_demands() -> None:
    made = disclosure(TOLD)
    assert validate(made) == ()
    assert (made["type"]["code"], made["action"], made["outcome"]) == ("110106", "R", "0")
    assert made["subtype"][0]["code"] == "disclose"
    source, recipient = made["agent"]
    assert [a["type"]["coding"][0]["code"] for a in (source, recipient)] == ["110153", "110152"]
    assert source["who"] == made["source"]["observer"], "val-audit-source"
    assert recipient["network"] == {"address": "https://ehr.example/fhir", "type": "5"}
    patient = [e for e in made["entity"] if e["type"]["code"] == "1"]
    assert [e["what"]["reference"] for e in patient] == ["Patient/p-1"]
    assert len(made["entity"]) == 3


def test_one_delivery_is_told_once_and_its_failure_too() -> None:
    assert disclosure(TOLD)["id"] == disclosure(replace(TOLD, delivered=False))["id"]
    assert disclosure(replace(TOLD, delivered=False))["outcome"] == "8"
    assert disclosure(replace(TOLD, delivery_id="d-2"))["id"] != disclosure(TOLD)["id"]
