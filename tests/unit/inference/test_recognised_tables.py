"""Tables read from pixels: headings lost or run together, marks and dashes misread."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.readable import PageWords
from inference.structure import lab_report, vitals
from inference.structure.recognised_text import put_right
from inference.structure.units import repair_recognised
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


def test_a_down_arrow_read_as_a_letter_between_name_and_result() -> None:
    found = lab_report.read_items(
        (
            _seen(
                [(40, "アルブミン"), (160, "个"), (200, "6.0 g/dL"), (300, "(4.1-5.1)")],
                [(40, "クロール"), (200, "107 mmol/L"), (300, "(101-108)")],
                [(40, "血糖"), (160, "V"), (200, "58 mg/dL"), (300, "(73-109)")],
                [(40, "カリウム"), (200, "4.1 mmol/L"), (300, "(3.6-4.8)")],
            ),
        )
    )
    assert [(i.name, i.value, i.flag) for i in found] == [
        ("アルブミン", "6.0", Flag.HIGH),
        ("クロール", "107", None),
        ("血糖", "58", Flag.LOW),
        ("カリウム", "4.1", None),
    ]


def test_a_pressure_whose_name_was_read_half() -> None:
    found = vitals.read_items(
        (
            _seen(
                [(40, "項目"), (100, "単位"), (160, "08:00"), (240, "09:00")],
                [(40, "体温"), (100, "℃"), (160, "36.7"), (240, "38.5")],
                [(40, "脈拍"), (100, "回/分"), (160, "81"), (240, "106")],
                [(40, "血"), (100, "mmHg"), (160, "128/82"), (240, "150/107")],
            ),
        )
    )
    assert [(i.name, i.value) for i in found][-4:] == [
        ("血圧 収縮期", "128"),
        ("血圧 拡張期", "82"),
        ("血圧 収縮期", "150"),
        ("血圧 拡張期", "107"),
    ]


def test_results_of_the_box_beside_are_no_headings() -> None:
    heads: Line = [(40, "検査項目"), (110, "今回"), (150, "単位"), (220, "基準値")]
    found = lab_report.read_items(
        (
            _seen(
                [*heads, *((x + 280, text) for x, text in heads)],
                [(40, "中性脂肪"), (110, "68"), (150, "mg/dL"), (220, "117以下"), (320, "血糖"), (390, "98"),
                 (430, "mg/dL"), (500, "73~109")],
                [(40, "総蛋白"), (110, "6.8"), (150, "g/dL"), (220, "6.6~8.1"), *((x + 280, t) for x, t in heads)],
                [*heads, (320, "尿酸"), (390, "3.8 mg/dL 2.6~5.5")],
                [(40, "尿素窒素"), (110, "8.8"), (150, "mg/dL"), (220, "8.0~20.0"), (320, "ナトリウム"), (390, "143"),
                 (430, "mmol/L"), (500, "138~145")],
                [(40, "AST(GOT)"), (110, "28"), (150, "U/L"), (220, "13~30"), (320, "カリウム"), (390, "4.3"),
                 (430, "mmol/L"), (500, "3.6~4.8")],
            ),
        )
    )  # fmt: skip
    assert {(i.name, i.value) for i in found} == {
        ("中性脂肪", "68"), ("総蛋白", "6.8"), ("尿素窒素", "8.8"), ("AST(GOT)", "28"),
        ("血糖", "98"), ("尿酸", "3.8"), ("ナトリウム", "143"), ("カリウム", "4.3"),
    }  # fmt: skip


def test_two_earlier_results_whose_headings_are_read_close_together() -> None:
    found = lab_report.read_items(
        (
            _seen(
                [(40, "検査項目"), (130, "男性基準 女性基準"), (250, "単位"), (330, "今回"), (370, "前回 前々回")],
                [(40, "赤血球数"), (130, "4.35~5.55 3.86~4.92"), (250, "10^6/μL"), (330, "4.83"), (370, "4.56"),
                 (400, "5.41H")],
                [(40, "総蛋白"), (130, "6.6~8.1"), (176, "6.6~8.1"), (250, "g/dL"), (330, "7.7"), (370, "8.3"),
                 (400, "7.2")],
                [(40, "尿酸"), (130, "3.7~7.8"), (176, "2.6~5.5"), (250, "mg/dL"), (330, "4.7"), (370, "4.3"),
                 (400, "4.2")],
            ),
        )
    )  # fmt: skip
    assert [(i.name, i.value) for i in found][:3] == [
        ("赤血球数", "4.83"),
        ("赤血球数 前回", "4.56"),
        ("赤血球数 前々回", "5.41"),
    ]


@pytest.mark.parametrize(
    ("read", "proper"),
    [
        ("食道裂孔へルニア", "食道裂孔ヘルニア"),
        ("べッド上", "ベッド上"),
        ("病棟へタクシー", "病棟へタクシー"),
    ],
)
def test_hiragana_read_inside_katakana(read: str, proper: str) -> None:
    assert put_right(read) == proper
    assert repair_recognised("品") == "‰"


def test_letters_of_a_stamp_between_a_known_name_and_its_result_are_no_name() -> None:
    found = lab_report.read_items(
        (
            _seen(
                [(40, "Test"), (260, "Result"), (320, "Units"), (400, "Reference Interval"), (520, "12-Mar-2025")],
                [(40, "Sodium"), (265, "141"), (320, "mmol/L"), (400, "138-145"), (530, "139")],
                [(40, "MCHC"), (165, "検済印"), (265, "34.2"), (320, "g/dL"), (400, "31.7-35.3"), (530, "33.0")],
                [(40, "Ferritin"), (165, "佐"), (265, "88"), (320, "ng/mL"), (400, "15-120"), (530, "91")],
                [(40, "Urea Nitrogen"), (265, "14.0"), (320, "mg/dL"), (400, "8.0-20.0"), (530, "12.1")],
            ),
        )
    )  # fmt: skip
    assert [(i.name, i.value) for i in found] == [
        ("Sodium", "141"), ("Sodium", "139"), ("MCHC", "34.2"), ("MCHC", "33.0"),
        ("Ferritin", "88"), ("Ferritin", "91"), ("Urea Nitrogen", "14.0"), ("Urea Nitrogen", "12.1"),
    ]  # fmt: skip
