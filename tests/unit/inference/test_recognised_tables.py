"""Tables read from pixels: headings lost or run together, marks and dashes misread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.readable import PageWords
from inference.structure import lab_report, vitals
from inference.structure.values import parse_value
from mappers.model import Flag
from tests.unit.inference.printed_lines import Line, page


def _seen(*lines: Line) -> PageWords:
    return replace(page(*lines), recognised=True)


@pytest.mark.parametrize("heading", ["", "徊", "今"])
def test_a_heading_of_results_that_recognition_lost(heading: str) -> None:
    heads: Line = [
        (40, "検査項目"), (110, heading or "今回"), (150, "単位"), (200, "基準値"),
        (310, "検査項目"), *([(390, heading)] if heading else []), (430, "単位"), (490, "基準値"),
    ]  # fmt: skip
    found = lab_report.read_items(
        (
            _seen(
                heads,
                [(40, "赤血球数"), (110, "4.87"), (150, "10^6/μL"), (200, "3.86~4.92"), (310, "血糖"), (390, "98"),
                 (430, "mg/dL"), (490, "73~109")],
                [(40, "AST(GOT)"), (110, "102LU/L"), (200, "124~222"), (310, "HbA1c(NGSP)"), (390, "5.9"), (430, "%"),
                 (490, "6.0以下")],
                [(40, "血小板数"), (110, "一"), (150, "10^3/μL"), (200, "158~348"), (310, "尿酸"), (390, "3.8"),
                 (430, "mg/dL"), (490, "2.6~5.5")],
            ),
        )
    )  # fmt: skip
    assert [(i.name, i.value, i.unit, i.flag) for i in found] == [
        ("赤血球数", "4.87", "10^6/μL", None),
        ("AST(GOT)", "102", "U/L", Flag.LOW),
        ("血糖", "98", "mg/dL", None),
        ("HbA1c(NGSP)", "5.9", "%", None),
        ("尿酸", "3.8", "mg/dL", None),
    ]


def test_a_heading_run_together_with_a_remarks() -> None:
    found = vitals.read_items(
        (
            _seen(
                [(40, "日付"), (120, "時刻"), (180, "BT(°C)"), (260, "HR(bpm)"), (330, "SpO2(%)備考")],
                [
                    (40, "2026/02/27"),
                    (120, "14:17"),
                    (180, "36.0"),
                    (260, "72"),
                    (340, "97"),
                    (380, "room air"),
                ],
                [(40, "2026/02/27"), (120, "20:10"), (180, "36.1"), (260, "68"), (340, "99")],
            ),
        )
    )
    assert [(i.value, i.unit) for i in found if i.name == "SpO2"] == [("97", "%"), ("99", "%")]


@pytest.mark.parametrize("text", ["102LU/L", "30H[U/L", "7.8Lg/dL", "168Hmg/dL"])
def test_marks_run_against_units(text: str) -> None:
    value = parse_value(text)
    assert value is not None
    assert value.flag is not None
    assert value.unit in ("U/L", "g/dL", "mg/dL")
