"""Verification where a name does not stand on its value's line; and what stays unverified."""

from __future__ import annotations

import pytest

from inference.readable import PageWords
from inference.verify import NOT_ON_PAGE, verify
from mappers.model import DocumentType, EngineInfo, Extraction, Item, PrintedPatient
from tests.unit.inference.pages_of_text import page

CHART = page(
    "バイタルサイン",
    [
        [(40, "時刻"), (120, "体温"), (200, "血圧"), (300, "SpO2")],
        [(40, "6:00"), (120, "36.8"), (200, "128/76"), (300, "97")],
        [(40, "14:00"), (120, "37.2"), (200, "131/80"), (300, "95")],
        30,
        [(40, "HBs抗原"), (200, "検査中")],
        [(40, "HCV抗体"), (200, "陰性")],
        60,
        [(40, "退院時診断")],
        [(60, "1. 脂肪肝")],
        [(60, "2. 胆嚢結石症")],
        [(60, "3. 肺気腫")],
    ],
)


def _checked(name: str, value: str, on: PageWords = CHART) -> Item:
    item = Item(name, value, 1, None, 0.99, True)
    answer = Extraction(DocumentType.OTHER, "ja", PrintedPatient(), (item,), 1, EngineInfo("ocr", "1"))
    return verify(answer, [on]).items[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("体温", "37.2"),
        ("血圧", "128/76"),
        ("血圧 収縮期", "131"),
        ("血圧 拡張期", "80"),
        ("SpO2", "95"),
        ("退院時診断", "肺気腫"),
        ("退院時診断", "胆嚢結石症"),
    ],
)
def test_a_column_or_a_heading_names_a_value(name: str, value: str) -> None:
    checked = _checked(name, value)
    assert checked.verified
    assert checked.box is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("体温", "97"),  # under another name
        ("SpO2", "36.8"),
        ("血圧", "128"),  # a part that the name does not say
        ("血圧 収縮期", "28"),
        ("HBs抗原", "陰性"),  # another item's answer
        ("退院時診断", "肝硬変"),
    ],
)
def test_a_value_of_another_name_is_not_taken(name: str, value: str) -> None:
    checked = _checked(name, value)
    assert not checked.verified
    assert NOT_ON_PAGE in checked.warnings


TRENDS = page(
    "週次レポート",
    [
        [(60, "週"), (110, "日中心拍数 (min⁻¹)"), (280, "ペーシング率 (%)"), (420, "PVC (回/時)")],
        [(40, "2025.12.10"), (178, "67"), (340, "69"), (484, "132")],
        [(40, "2025.12.03"), (178, "58"), (340, "62"), (493, "3")],
    ],
)


@pytest.mark.parametrize(
    ("name", "value"), [("日中心拍数", "58"), ("ペーシング率", "69"), ("PVC", "132"), ("PVC", "3")]
)
def test_a_heading_reaches_over_its_column_with_its_unit(name: str, value: str) -> None:
    checked = _checked(name, value, TRENDS)
    assert checked.verified
    assert checked.box is not None


@pytest.mark.parametrize(("name", "value"), [("PVC", "69"), ("日中心拍数", "62")])
def test_a_heading_does_not_reach_over_its_neighbours_column(name: str, value: str) -> None:
    assert not _checked(name, value, TRENDS).verified


def test_leaders_of_many_words_are_no_part_of_a_number() -> None:
    leaders = page(
        "12-Lead ECG", [[(40, "PR interval . . . . . . . . . . 183 ms")], [(40, "QRS . . . . . . 82 ms")]]
    )
    checked = _checked("PR interval", "183", leaders)
    assert checked.verified
    assert checked.box is not None
