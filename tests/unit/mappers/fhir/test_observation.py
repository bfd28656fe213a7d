"""One printed item as Observation: value, unit, range, time, evidence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from mappers.fhir import Resource, dumps, printed_value
from mappers.fhir.element import date_time
from mappers.fhir.observation import observation
from mappers.fhir.reference_range import reference_range
from mappers.fhir.report import diagnostic_report
from mappers.fhir.validation import validate
from mappers.fhir.value import value_x
from mappers.model import Certainty, Coding, DocumentType, Flag, Item, Proposal, Source
from tests.unit.mappers.fhir.example import BOX, ENVELOPE, EXTRACTION, INPUT

CATEGORIES = {"exam", "imaging", "laboratory", "procedure", "vital-signs"}
"""Codes of JP_SimpleObservationCategory_CS 1.1.2 that we use."""
TOKYO = ZoneInfo("Asia/Tokyo")


def item(value: str = "8.50", **known: object) -> Item:
    facts = {"name": "WBC", "page": 1, "box": BOX, "confidence": 0.9, "verified": True, **known}
    return Item(value=value, **facts)  # type: ignore[arg-type]


def made(given: Item) -> Resource:
    resource = observation(INPUT, given, "6f9619ff-8b86-5011-b42d-00c04fc964ff")
    assert validate(resource) == ()
    return resource


def evidence(resource: Resource) -> dict[str, object]:
    (extension,) = resource["extension"]
    return {p["url"]: next(v for k, v in p.items() if k != "url") for p in extension["extension"]}


@pytest.mark.parametrize(
    ("printed", "text", "comparator"),
    [
        ("8.50", "8.50", None),
        ("0", "0", None),
        ("-1.5", "-1.5", None),
        ("−1.5", "-1.5", None),
        ("+1.5", "1.5", None),
        ("12,300", "12300", None),
        ("<0.10", "0.10", "<"),
        ("< 0.10", "0.10", "<"),
        ("≦5", "5", "<="),
        (">=100", "100", ">="),
        ("0.5未満", "0.5", "<"),
        ("100 以上", "100", ">="),
        ("８．５", "8.5", None),
    ],
)
def test_a_number_keeps_every_digit(printed: str, text: str, comparator: str | None) -> None:
    quantity = value_x(printed, "mg/dL", "mg/dL")["valueQuantity"]
    assert str(quantity["value"]) == text
    assert quantity.get("comparator") == comparator
    assert f'"value":{text}' in dumps(quantity)


@pytest.mark.parametrize(
    "printed",
    ["(-)", "(+)", "2+", "±", "(1+)", "陽性", "陰性", "弱陽性", "NEGATIVE", "AB型", "非反応", "+-", "+++"],
)
def test_a_finding_is_a_concept_as_printed(printed: str) -> None:
    assert value_x(printed, None, None) == {"valueCodeableConcept": {"text": printed}}


@pytest.mark.parametrize(
    "printed", ["1-4", "128/76", "再検中", "黄色透明", "1:40", "1e5", "1.2.3", "12,34", "<5以上", "1" * 19]
)
def test_anything_else_is_text(printed: str) -> None:
    assert value_x(printed, None, None) == {"valueString": printed}


def test_unit_as_printed_and_ucum_beside_it() -> None:
    quantity = made(item(unit="×10³/μL", ucum="10*3/uL"))["valueQuantity"]
    assert quantity["unit"] == "×10³/μL"
    assert (quantity["system"], quantity["code"]) == ("http://unitsofmeasure.org", "10*3/uL")
    bare = made(item(unit="院内単位"))["valueQuantity"]
    assert bare == {"value": Decimal("8.50"), "unit": "院内単位"}


def test_no_value_is_said_not_left_out() -> None:
    resource = made(item(""))
    assert resource["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert not any(k.startswith("value") for k in resource)


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("12,300", "ng/mL"),
        ("+1.5", None),
        ("1-4", "/HPF"),
        ("(±)", None),
        ("0.5未満", "mg/dL"),
        (" 8.5 ", " g "),
    ],
)
def test_what_was_printed_can_be_read_back(value: str, unit: str | None) -> None:
    assert printed_value(made(item(value, unit=unit))) == (value, unit)


def test_codes_are_those_known_and_absent_is_said() -> None:
    both = made(item(loinc="6690-2", jlac10="2A990000001930952"))["code"]
    assert both == {
        "coding": [
            {"system": "http://loinc.org", "code": "6690-2"},
            {"system": "http://medis.or.jp/CodeSystem/master-JLAC10-17digits", "code": "2A990000001930952"},
        ],
        "text": "WBC",
    }
    analyte = made(item(jlac10="3B0350000"))["code"]["coding"]
    assert analyte[0]["system"].endswith("/jlac10-analyte-identification"), (
        "nine digits are no JLAC10 17 digits"
    )
    device = made(item(codings=(Coding("urn:iso:std:iso:11073:10101", "721344", "Battery voltage"),)))["code"]
    assert device["coding"] == [
        {"system": "urn:iso:std:iso:11073:10101", "code": "721344", "display": "Battery voltage"}
    ]
    none = made(item(proposals=(Proposal("wbc", "白血球数", 0.8, "several"),)))["code"]
    assert none["text"] == "WBC"
    assert none["coding"][0]["extension"][0]["valueCode"] == "unknown"


def test_time_is_the_items_then_the_pages_then_obr_7() -> None:
    assert made(item(effective="2026-11-19"))["effectiveDateTime"] == "2026-11-19"
    assert made(item())["effectiveDateTime"] == "2026-11-20T08:30:00+09:00"
    undated = replace(INPUT, extraction=replace(EXTRACTION, effective=None))
    from_obr = observation(undated, item(), "x")
    assert from_obr["effectiveDateTime"] == "2026-11-20T09:00:00+09:00"


def test_a_dicom_content_date_is_no_collection_time() -> None:
    undated = replace(
        INPUT,
        extraction=replace(EXTRACTION, effective=None),
        envelope=replace(ENVELOPE, source=Source.DICOM, message_type=""),
    )
    resource = observation(undated, item(), "6f9619ff-8b86-5011-b42d-00c04fc964ff")
    assert "effectiveDateTime" not in resource
    assert resource["_effectiveDateTime"]["extension"][0]["valueCode"] == "unknown"
    assert validate(resource) == ()


@pytest.mark.parametrize(
    ("local", "fhir"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20T08:30", "2026-11-20T08:30:00+09:00"),
        ("2026-11-20 08:30:15", "2026-11-20T08:30:15+09:00"),
        ("2026-11-20T08:30:15.123456Z", "2026-11-20T08:30:15+00:00"),
        ("2026-11-20T08:30-0500", "2026-11-20T08:30:00-05:00"),
        ("1880-01-01T00:00", "1880-01-01"),
        ("2026-02-30", None),
        ("2026-11", None),
        ("20261120", None),
        ("昨日", None),
        ("", None),
        (None, None),
    ],
)
def test_a_wrong_date_is_absent(local: str | None, fhir: str | None) -> None:
    assert date_time(local, TOKYO) == fhir


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("3.3-8.6", "3.3", "8.6"),
        ("3.30～8.60", "3.30", "8.60"),
        ("(13 ~ 30)", "13", "30"),
        ("-2.0~2.0", "-2.0", "2.0"),
        ("≦0.14", None, "0.14"),
        ("0.14以下", None, "0.14"),
        ("40以上", "40", None),
        ("40～", "40", None),
        ("～40", None, "40"),
        ("1,000-2,000", "1000", "2000"),
    ],
)
def test_a_plain_range_has_bounds(printed: str, low: str | None, high: str | None) -> None:
    (held,) = reference_range(printed, "mg/dL", "mg/dL")
    assert held["text"] == printed
    assert (str(held["low"]["value"]) if "low" in held else None) == low
    assert (str(held["high"]["value"]) if "high" in held else None) == high


@pytest.mark.parametrize(
    "printed", ["M:39-340 F:4-87", "(-)", "<5.0", "10未満", "男 13.7-16.8", "8.6-3.3", "1-2-3"]
)
def test_a_range_that_is_not_plain_stays_text(printed: str) -> None:
    assert reference_range(printed, "mg/dL", "mg/dL") == [{"text": printed}]


def test_no_range_printed_no_range_said() -> None:
    assert reference_range(None, None, None) == []
    assert reference_range(" ", None, None) == []


def test_only_a_printed_flag_is_an_interpretation() -> None:
    (interpretation,) = made(item(flag=Flag.HIGH))["interpretation"]
    assert interpretation["coding"][0]["code"] == "H"
    assert "interpretation" not in made(item(reference_range="1-2"))


def test_evidence_names_page_box_and_confidence() -> None:
    told = evidence(made(item(confidence=0.98765)))
    assert told == {
        "page": 1,
        "x0": Decimal("0.12"),
        "y0": Decimal("0.2"),
        "x1": Decimal("0.31"),
        "y1": Decimal("0.225"),
        "confidence": Decimal("0.98765"),
        "verified": True,
    }


def test_what_the_page_does_not_support_is_marked() -> None:
    resource = made(item(box=None, verified=False, warnings=("two readings differ",)))
    assert resource["meta"]["tag"][0]["code"] == "unverified"
    told = evidence(resource)
    assert (told["verified"], told["warning"]) == (False, "two readings differ")
    assert "x0" not in told
    assert "tag" not in made(item())["meta"]


@pytest.mark.parametrize("certainty", list(Certainty))
def test_a_statement_says_how_certain_it_is(certainty: Certainty) -> None:
    assert evidence(made(item(certainty=certainty)))["certainty"] == certainty.value
    assert "certainty" not in evidence(made(item()))


@pytest.mark.parametrize("kind", list(DocumentType))
def test_only_laboratory_documents_claim_the_laboratory_profile(kind: DocumentType) -> None:
    laboratory = kind in (DocumentType.LAB_REPORT, DocumentType.URINALYSIS, DocumentType.BLOOD_GAS)
    given = replace(INPUT, extraction=replace(INPUT.extraction, document_type=kind))
    resource = observation(given, item(), "6f9619ff-8b86-5011-b42d-00c04fc964ff")
    assert validate(resource) == ()
    assert resource["meta"]["profile"][0].endswith("LabResult") is laboratory
    assert resource["category"][0]["coding"][0]["code"] in CATEGORIES


def test_a_specimen_is_contained_or_said_to_be_unknown() -> None:
    resource = made(item(specimen="血清"))
    assert resource["contained"][0]["type"] == {"text": "血清"}
    assert resource["specimen"]["reference"] == "#specimen"
    assert made(item())["specimen"]["extension"][0]["valueCode"] == "unknown"


def test_the_orders_specimen_stands_on_the_report_not_on_each_result() -> None:
    told = replace(INPUT, envelope=replace(ENVELOPE, specimen="血清"))
    assert "contained" not in observation(told, item(), "x")
    report = diagnostic_report(told, ())
    assert report["contained"][0]["type"] == {"text": "血清"}
    assert report["specimen"] == [{"reference": "#specimen", "display": "血清"}]
    assert validate(report) == ()


def test_what_no_fhir_string_may_hold_is_left_out() -> None:
    resource = made(item("1-\x004", name="W\x07BC", unit="/H\x1bPF", warnings=("\x00",)))
    assert printed_value(resource) == ("1-4", "/HPF")
    assert resource["code"]["text"] == "WBC"
    assert "\\u00" not in dumps(resource)


def test_method_and_comment_of_the_row_are_said_as_printed() -> None:
    resource = made(item(method="JSCC標準化対応法", comment="溶血(±)"))
    assert resource["method"] == {"text": "JSCC標準化対応法"}
    assert resource["note"] == [{"text": "溶血(±)"}]
    assert not {"method", "note"} & made(item()).keys()
