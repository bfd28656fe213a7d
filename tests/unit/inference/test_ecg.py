"""Electrocardiograms: values beside, under and run together with their names; statements under headings."""

from __future__ import annotations

import pytest

from inference.structure.ecg import read_items
from tests.unit.inference.sheets import PERSON, Sheet, Text


def said(*lines: tuple[float, str, float]) -> list[tuple[str, str, str | None]]:
    """Items of a page of texts (x, text, y) as name, value, unit."""
    sheet = Sheet("ecg", tuple(Text(x, y, text) for x, text, y in lines), (), PERSON, None)
    return [(i.name, i.value, i.unit) for i in read_items([sheet.words()], 2026)]


@pytest.mark.parametrize(
    "texts",
    [
        [(40.0, "PR間隔"), (140.0, "168"), (170.0, "ms")],
        [(40.0, "PR間隔：168ms")],
        [(40.0, "PR間隔 168 ms")],
        [(40.0, "PR間隔"), (140.0, "168ms"), (200.0, "(120-200)")],
    ],
)
def test_a_value_is_found_however_close_it_stands(texts: list[tuple[float, str]]) -> None:
    assert said(*((x, text, 100.0) for x, text in texts)) == [("PR間隔", "168", "ms")]


def test_several_pairs_on_a_line_come_apart() -> None:
    found = said(
        (40, "HR 72bpm", 100),
        (140, "QT/QTc:380/410ms", 100),
        (300, "P/QRS/T軸", 100),
        (380, "60/45/30°", 100),
    )
    assert found == [("HR", "72", "bpm"), ("QT/QTc", "380/410", "ms"), ("P/QRS/T軸", "60/45/30", "°")]


def test_numbers_for_each_part_of_a_name_stay_one_value() -> None:
    assert said((40, "P-R-T axes", 100), (120, "60", 100), (140, "45", 100), (160, "30", 100)) == [
        ("P-R-T axes", "60 45 30", None)
    ]


def test_values_under_their_names() -> None:
    found = said(
        (60, "HR (bpm)", 100), (160, "PR (ms)", 100), (260, "QRS (ms)", 100),
        (72, "85", 118), (170, "139", 118), (272, "92", 118),
    )  # fmt: skip
    assert found == [("HR", "85", "bpm"), ("PR", "139", "ms"), ("QRS", "92", "ms")]


def test_statements_beside_the_values_keep_their_heading() -> None:
    found = said(
        (40, "心拍数", 100), (120, "72 /分", 100), (300, "【自動解析】", 100),
        (40, "QRS幅", 115), (120, "92 ms", 115), (308, "1. 正常洞調律", 115),
        (308, "2. 左軸偏位", 130),
    )  # fmt: skip
    assert [f for f in found if f[0] == "自動解析"] == [
        ("自動解析", "正常洞調律", None),
        ("自動解析", "左軸偏位", None),
    ]
    assert ("QRS幅", "92", "ms") in found


def test_sentences_are_statements_of_their_own_and_wrapped_lines_are_joined() -> None:
    found = said(
        (40, "所見：洞調律。軽度のST低下を認めるが、前回の検査と比べて", 100),
        (67, "著変を認めない。", 115),
    )
    assert found == [
        ("所見", "洞調律", None),
        ("所見", "軽度のST低下を認めるが、前回の検査と比べて著変を認めない", None),
    ]


def test_the_recorders_settings_the_person_and_remarks_are_no_results() -> None:
    assert (
        said(
            (40, "患者ID：0012345", 60), (160, "身長 168.0 cm", 60), (260, "体重 62.0 kg", 60),
            (40, "紙送り速度:25mm/s", 100), (160, "感度:10mm/mV", 100), (260, "AC 50Hz", 100),
            (40, "コメント：経過観察としてください", 130),
        )
        == []
    )  # fmt: skip


def test_leads_over_columns() -> None:
    found = said(
        (40, "誘導", 100), (100, "I", 100), (150, "aVR", 100), (200, "V1", 100),
        (40, "ST(mV)", 115), (98, "0.02", 115), (148, "-0.05", 115), (198, "0.10", 115),
    )  # fmt: skip
    assert found == [("ST I", "0.02", "mV"), ("ST aVR", "-0.05", "mV"), ("ST V1", "0.10", "mV")]
