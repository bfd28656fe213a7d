"""What is nearly certain is proposed, with the reason why it is not; what is far from any item is not."""

from __future__ import annotations

import pytest

from mappers.model import (
    DocumentType,
    EngineInfo,
    Extraction,
    Item,
    PrintedPatient,
    item_from_json,
    item_to_json,
)
from mappers.terminology import Place, enrich, meaning


@pytest.mark.parametrize(
    ("name", "place", "value", "key", "reason"),
    [
        ("好中球", Place(), "56.0", "neut-pct", "several"),
        ("ヘモグロビン 前回", Place(unit="g/dL"), "12.1", "hgb", "words"),
        ("血清フェリチン値", Place(unit="ng/mL"), "80", "ferritin", "words"),
        ("血糖 30分", Place(unit="mg/dL"), "150", "glu", "words"),
        (
            "LVIDd #1",
            Place(unit="cm", document_type=DocumentType.ECHOCARDIOGRAPHY),
            "5",
            "echo-lvdd",
            "words",
        ),
        ("CK-MB", Place(unit="U/L"), "12", "ck-mb", "unit"),
        ("CRP", Place(), "(-)", "crp", "value"),
        ("AST", Place(specimen="硝子体液", unit="U/L"), "25", "ast", "place"),
        ("コリンエステラ－ゼー", Place(unit="U/L"), "300", "che", "spelling"),
        ("HDL-コレステロ一ル", Place(unit="mg/dL"), "55", "hdl-c", "spelling"),
    ],
)
def test_what_may_be_meant_is_proposed_with_its_reason(
    name: str, place: Place, value: str, key: str, reason: str
) -> None:
    means = meaning(name, place, value)
    assert not means.certain
    assert key in [p.key for p in means.proposals]
    assert {p.reason for p in means.proposals if p.key == key} == {reason}
    assert all(0 < p.score < 1 for p in means.proposals)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("院内項目X", Place(unit="mg/dL")),
        ("所見", Place()),
        ("AS", Place(unit="U/L")),
        ("", Place()),
        ("AST", Place(specimen="硝子体液", unit="mEq/L")),
    ],
)
def test_what_is_far_from_every_item_stays_text(name: str, place: Place) -> None:
    assert meaning(name, place, "1").proposals == ()


def test_a_certain_meaning_has_no_proposal() -> None:
    means = meaning("AST", Place(unit="U/L"), "25")
    assert means.certain
    assert means.proposals == ()


def test_proposals_are_kept_with_the_item_and_are_no_codes() -> None:
    row = Item(name="CK-MB", value="12", unit="U/L", page=1, box=None, confidence=1.0, verified=True)
    sheet = Extraction(DocumentType.LAB_REPORT, "ja", PrintedPatient(), (row,), 1, EngineInfo("ocr", "1"))
    kept = enrich(sheet).items[0]
    assert (kept.loinc, kept.jlac10, kept.standard_name, kept.codings) == (None, None, None, ())
    assert [(p.key, p.reason) for p in kept.proposals] == [("ck-mb", "unit")]
    assert item_from_json(item_to_json(kept)) == kept
    assert "proposals" not in item_to_json(row), "most items have none"


def test_the_best_comes_first_and_three_at_most() -> None:
    found = meaning("リンパ球比", Place(unit="%"), "30").proposals
    assert len(found) <= 3
    assert list(found) == sorted(found, key=lambda p: -p.score)
