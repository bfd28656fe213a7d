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
from mappers.fhir.specimen import specimens
from mappers.fhir.validation import validate
from mappers.fhir.value import value_x
from mappers.item_codes import Coding, Proposal
from mappers.model import Certainty, DocumentType, Flag, Item, Source
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
    ("printed", "code"),
    [
        ("(-)", "NEG"),
        ("(+)", "POS"),
        ("2+", "POS"),
        ("（１＋）", "POS"),
        ("陽性", "POS"),
        ("陰性", "NEG"),
        ("NEGATIVE", "NEG"),
        ("非反応", "NR"),
        ("検出せず", "ND"),
        ("判定保留", "IND"),
        ("+++", "POS"),
        ("±", None),
        ("弱陽性", None),
        ("AB型", None),
        ("+-", None),
    ],
)
def test_a_finding_is_a_concept_as_printed_and_coded_where_that_is_certain(
    printed: str, code: str | None
) -> None:
    concept = value_x(printed, None, None)["valueCodeableConcept"]
    assert concept["text"] == printed
    assert [c["code"] for c in concept.get("coding", [])] == ([code] if code else [])


@pytest.mark.parametrize(
    ("printed", "low", "high"), [("1-4", "1", "4"), ("5～9", "5", "9"), ("0.5－1.0", "0.5", "1.0")]
)
def test_two_numbers_are_a_range_where_the_profile_takes_one(printed: str, low: str, high: str) -> None:
    held = value_x(printed, "/HPF", "/[HPF]", wide=True)["valueRange"]
    assert (str(held["low"]["value"]), str(held["high"]["value"])) == (low, high)
    assert held["low"]["code"] == held["high"]["code"] == "/[HPF]"


@pytest.mark.parametrize("printed", ["4-1", "1-1", "1-2-3", "I-1", "-1-4", "V4-V6"])
def test_what_only_looks_like_a_range_is_text(printed: str) -> None:
    assert value_x(printed, None, None, wide=True) == {"valueString": printed}


@pytest.mark.parametrize(
    ("printed", "comparator", "dilution"),
    [
        ("1:64", None, "64"),
        ("1：160", None, "160"),
        ("<1:40", "<", "40"),
        ("x40", None, "40"),
        ("×1280", None, "1280"),
        ("40倍", None, "40"),
        ("40倍未満", "<", "40"),
        ("1:40以上", ">=", "40"),
    ],
)
def test_a_titre_is_a_ratio_where_the_profile_takes_one(
    printed: str, comparator: str | None, dilution: str
) -> None:
    held = value_x(printed, None, None, wide=True)["valueRatio"]
    assert str(held["numerator"]["value"]) == "1"
    assert held["numerator"].get("comparator") == comparator
    assert str(held["denominator"]["value"]) == dilution


@pytest.mark.parametrize("printed", ["1:30", "8:30", "2:1", "1:0", "x1", "1:3", "<1:40以上"])
def test_a_clock_and_a_proportion_are_no_titre(printed: str) -> None:
    assert value_x(printed, None, None, wide=True) == {"valueString": printed}


@pytest.mark.parametrize(
    ("printed", "reason"),
    [("再検", "temp-unknown"), ("検体不良", "error"), ("測定不能", "error"), ("(未実施)", "not-performed")],
)
def test_words_in_the_place_of_a_value_are_the_reason_that_there_is_none(printed: str, reason: str) -> None:
    resource = made(item(printed))
    assert resource["dataAbsentReason"]["coding"][0]["code"] == reason
    assert printed_value(resource)[0] == printed
    assert not any(k.startswith("value") for k in resource)


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
    "printed",
    [
        "(-)",
        "<5.0",
        "10未満",
        "8.6-3.3",
        "1-2-3",
        "M:<5.0 F:<4.0",
        "随時 男:1-2",
        "男:1-2 女:(-)",
        "男",
        "20歳以上",
    ],
)
def test_a_range_that_is_not_plain_stays_text(printed: str) -> None:
    assert reference_range(printed, "mg/dL", "mg/dL") == [{"text": printed}]


@pytest.mark.parametrize(
    ("printed", "groups"),
    [
        ("M:39-340 F:4-87", [("male", None, "39", "340"), ("female", None, "4", "87")]),
        ("男 13.7-16.8", [("male", None, "13.7", "16.8")]),
        (
            "男性：13.7～16.8、女性：11.6～14.8",
            [("male", None, "13.7", "16.8"), ("female", None, "11.6", "14.8")],
        ),
        ("(男)0.65-1.07 (女)0.46-0.79", [("male", None, "0.65", "1.07"), ("female", None, "0.46", "0.79")]),
        ("Male ≦7.0 Female ≦6.0", [("male", None, None, "7.0"), ("female", None, None, "6.0")]),
        (
            "男20-39歳:1.0-2.0 女20-39歳:1.1-2.1",
            [("male", (20, 39), "1.0", "2.0"), ("female", (20, 39), "1.1", "2.1")],
        ),
        ("0-6歳 100-300 7歳以上 80-200", [(None, (0, 6), "100", "300"), (None, (7, None), "80", "200")]),
    ],
)
def test_a_range_for_each_sex_or_age_says_whom_it_is_for(
    printed: str, groups: list[tuple[str | None, tuple[int, int | None] | None, str | None, str | None]]
) -> None:
    held = [
        (
            r["appliesTo"][0]["coding"][0]["code"] if "appliesTo" in r else None,
            (int(r["age"]["low"]["value"]), int(r["age"]["high"]["value"]) if "high" in r["age"] else None)
            if "age" in r
            else None,
            str(r["low"]["value"]) if "low" in r else None,
            str(r["high"]["value"]) if "high" in r else None,
        )
        for r in reference_range(printed, "mg/dL", "mg/dL")
    ]
    assert held == groups


def test_several_ranges_leave_the_printed_text_in_the_evidence() -> None:
    both = made(item(reference_range="M:39-340 F:4-87"))
    assert [r["text"] for r in both["referenceRange"]] == ["M:39-340", "F:4-87"]
    assert evidence(both)["printedRange"] == "M:39-340 F:4-87"
    assert "printedRange" not in evidence(made(item(reference_range="39-340")))


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


def test_a_specimen_is_referred_to_or_said_to_be_unknown() -> None:
    resource = made(item(specimen="血清"))
    (specimen,) = specimens(INPUT, (item(specimen="血清"), item(specimen="血清")))
    assert specimen["type"] == {"text": "血清"}
    assert resource["specimen"] == {"reference": f"Specimen/{specimen['id']}", "display": "血清"}
    assert validate(specimen) == ()
    assert made(item())["specimen"]["extension"][0]["valueCode"] == "unknown"


def test_the_orders_specimen_stands_on_the_report_not_on_each_result() -> None:
    told = replace(INPUT, envelope=replace(ENVELOPE, specimen="血清"))
    assert "reference" not in observation(told, item(), "x")["specimen"]
    report = diagnostic_report(told, ())
    (specimen,) = specimens(told, ())
    assert report["specimen"] == [{"reference": f"Specimen/{specimen['id']}", "display": "血清"}]
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
