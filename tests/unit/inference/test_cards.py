"""Handouts with each result large under its name, the unit in small print at its foot, and a history below."""

from __future__ import annotations

import pytest

from inference.readable import PageWords
from inference.structure.lab_report import read_items
from tests.unit.inference.sheets import PERSON, Sheet, Text

Card = tuple[str, str, str, str]


def _page(cards: tuple[Card, ...], below: tuple[tuple[tuple[float, str], ...], ...] = ()) -> PageWords:
    """Cards side by side (name, value, unit, note), and lines of small print under them."""
    texts = []
    for place, (name, value, unit, note) in enumerate(cards):
        x = 40.0 + 130 * place
        texts += [Text(x + 15, 100, name, 9), Text(x, 130, value, 24)]
        texts += [Text(x + 12.0 * len(value) + 5, 130, unit, 9), Text(x, 148, note, 8)]
    texts += [Text(x, 200 + 16 * n, text, 9) for n, line in enumerate(below) for x, text in line]
    return Sheet("cards", tuple(t for t in texts if t.text), (), PERSON, None).words()


@pytest.mark.parametrize(
    "cards",
    [
        (
            ("HbA1c", "7.4", "%", "目標 7.0%未満"),
            ("体重", "61.3", "kg", ""),
            ("血圧", "122/70", "mmHg", "目標 130/80未満"),
            ("LDL-C", "98", "mg/dL", ""),
        ),
        (
            ("HbA1c", "7.4", "%", "Target < 7.0%"),
            ("Weight", "61.3", "kg", ""),
            ("Blood pressure", "122/70", "mmHg", ""),
            ("LDL-C", "98", "mg/dL", "Target < 120"),
        ),
    ],
)
def test_large_results_with_small_units_over_a_history(cards: tuple[Card, ...]) -> None:
    history = (
        ((40.0, "HbA1cの推移"),),
        ((160.0, "2025/01/09"), (260.0, "2025/03/06"), (360.0, "2025/05/08")),
        ((40.0, "HbA1c (%)"), (170.0, "7.9"), (270.0, "7.7"), (370.0, "7.5")),
    )
    found = [(i.name, i.value, i.unit, i.effective) for i in read_items([_page(cards, history)])]
    assert found == [
        *((name, value, unit, None) for name, value, unit, _ in cards),
        ("HbA1c", "7.9", "%", "2025-01-09"),
        ("HbA1c", "7.7", "%", "2025-03-06"),
        ("HbA1c", "7.5", "%", "2025-05-08"),
    ]


def test_aims_in_a_table_of_their_own_beside() -> None:
    cards = (("HbA1c", "7.4", "%", ""), ("血糖", "141", "mg/dL", "(食後)"), ("体重", "61.3", "kg", ""))
    aims = (
        ((300.0, "血糖コントロールの目標(65歳以上)"),),
        ((330.0, "目標"), (460.0, "HbA1c値")),
        ((310.0, "合併症の予防"), (460.0, "7.0%未満")),
        ((310.0, "低血糖を避ける"), (460.0, "8.0%未満")),
    )
    found = [(i.name, i.value, i.unit) for i in read_items([_page(cards, aims)])]
    assert found == [("HbA1c", "7.4", "%"), ("血糖", "141", "mg/dL"), ("体重", "61.3", "kg")]
