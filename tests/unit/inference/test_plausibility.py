"""Warnings on values that can hardly be true; the values themselves stay as read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.plausibility import MOST_CONFIDENT, Breach, bounds_of, plausible
from inference.plausible_limits import in_unit, limits_of
from mappers.model import DocumentType, EngineInfo, Extraction, Flag, Item, PrintedPatient


def _item(
    name: str, value: str, unit: str | None = None, reference: str | None = None, flag: Flag | None = None
) -> Item:
    return Item(name, value, 1, None, 0.97, True, unit, reference, flag, "2024-03-05")


def _read(*items: Item, kind: DocumentType = DocumentType.LAB_REPORT) -> tuple[Item, ...]:
    before = Extraction(kind, "ja", PrintedPatient(), items, 1, EngineInfo("", ""))
    after = plausible(before)
    assert [replace(i, warnings=(), confidence=0.97) for i in after.items] == list(items)
    return after.items


def _warnings(*items: Item) -> list[tuple[str, ...]]:
    return [item.warnings for item in _read(*items)]


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        (_item("カリウム", "4.1", "mg/dL"), (Breach.UNIT,)),
        (_item("ナトリウム", "14", "mmol/L"), (Breach.SLIP,)),
        (_item("カリウム", "41", "mmol/L", "3.6-4.8"), (Breach.SLIP,)),
        (_item("ヘモグロビン", "132", "g/dL", "13.7-16.8"), (Breach.SLIP,)),
        (_item("クレアチニン", "92", "mg/dL", "0.65-1.07"), (Breach.SLIP,)),
        (_item("MCV", "7", "fL", "83.6-98.2"), (Breach.LIMITS,)),
        (_item("AST", "25", "U/L", "13-30", Flag.HIGH), (Breach.FLAG,)),
        (_item("AST", "45", "U/L", "13-30", Flag.LOW), (Breach.FLAG,)),
        (_item("CRP", "0.05", "mg/dL", "0.14以下", Flag.HIGH), (Breach.FLAG,)),
        (_item("eGFR", "75.0", "mL/min/1.73m²", "60.0以上", Flag.LOW), (Breach.FLAG,)),
    ],
)
def test_a_breach_is_named_and_costs_confidence(item: Item, codes: tuple[Breach, ...]) -> None:
    (read,) = _read(item)
    assert read.warnings == tuple(c.value for c in codes)
    assert read.confidence == min(MOST_CONFIDENT[c] for c in codes)


@pytest.mark.parametrize(
    "item",
    [
        _item("カリウム", "6.9", "mmol/L", "3.6-4.8", Flag.HIGH),
        _item("CRP", "31.20", "mg/dL", "0.00-0.14", Flag.HIGH),
        _item("AST", "8,450", "U/L", "13-30", Flag.HIGH),
        _item("白血球数", "8500", "/μL", "3300-8600"),
        _item("白血球数", "8.5", "×10³/μL", "3.3-8.6"),
        _item("CRP", "<0.1", "mg/dL", "0.00-0.14", Flag.HIGH),
        _item("BNP", "18.4", "pg/mL", "18.4以下", Flag.HIGH),
        _item("尿蛋白", "1+", None, "(-)", Flag.ABNORMAL),
        _item("名前のない検査", "99999", "mg/dL"),
        _item("AST", "45", "U/L", "男 13-30 女 10-28", Flag.LOW),
        _item("γ-GTP", "900", "U/L", "13-64"),
    ],
)
def test_what_can_be_passes(item: Item) -> None:
    assert _read(item) == (item,)


def test_parts_and_totals() -> None:
    assert (
        _warnings(_item("総蛋白", "4.2", "g/dL"), _item("アルブミン", "4.8", "g/dL"))
        == [(Breach.PARTS.value,)] * 2
    )
    assert _warnings(_item("総蛋白", "7.2", "g/dL"), _item("アルブミン", "4.2", "g/dL")) == [()] * 2
    count = [
        _item("好中球", "60.0", "%"),
        _item("リンパ球", "30.0", "%"),
        _item("単球", "6.0", "%"),
        _item("好酸球", "3.0", "%"),
        _item("好塩基球", "1.0", "%"),
    ]
    assert _warnings(*count) == [()] * 5
    count[0] = replace(count[0], value="80.0")
    assert _warnings(*count) == [(Breach.PARTS.value,)] * 5
    assert _warnings(*count[1:]) == [()] * 4, "half a count says nothing"


@pytest.mark.parametrize(("rbc", "unit"), [("4.50", "10^6/μL"), ("450", "万/μL")])
def test_red_cell_indices_agree_whatever_the_unit(rbc: str, unit: str) -> None:
    cells = (_item("赤血球数", rbc, unit), _item("ヘマトクリット", "41.0", "%"))
    assert _warnings(*cells, _item("MCV", "91.1", "fL")) == [()] * 3
    assert _warnings(*cells, _item("MCV", "71.1", "fL")) == [(Breach.PARTS.value,)] * 3


def test_days_are_not_mixed() -> None:
    other_day = replace(_item("アルブミン", "4.8", "g/dL"), effective="2024-01-01")
    assert _warnings(_item("総蛋白", "4.2", "g/dL"), other_day) == [(), ()]


def test_other_documents_are_left_alone() -> None:
    item = _item("ナトリウム", "14", "mmol/L")
    assert _read(item, kind=DocumentType.URINALYSIS) == (item,)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [("3.3～8.6", (3.3, 8.6)), ("(13-30)", (13, 30)), ("5.0以下", (None, 5)), (">=60", (60, None)),
     ("(-)", (None, None))],
)  # fmt: skip
def test_bounds_of_printed_ranges(text: str, bounds: tuple[float | None, float | None]) -> None:
    assert bounds_of(text) == bounds


def test_the_table_is_whole() -> None:
    assert in_unit(limits_of("WBC"), "/μL") is not None
    assert in_unit(limits_of("WBC"), "mg/dL") is None
    assert limits_of("総ビリルビン(T-Bil)")
    assert limits_of("") == ()


def test_a_share_and_a_count_of_one_name_are_judged_by_their_unit() -> None:
    assert _warnings(_item("Neutrophils", "5.6", "10⁹/L"), _item("Neutrophils", "61", "%")) == [(), ()]
    assert _warnings(_item("Neutrophils", "5.6", "mg/dL")) == [(Breach.UNIT.value,)]
    assert _warnings(_item("Neutrophils", "140", "%")) == [(Breach.SLIP.value,)]
