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


def test_a_negative_axis_is_no_end_of_a_range() -> None:
    found = said((40, "P-R-T axes", 100), (120, "58", 100), (140, "80", 100), (160, "-6", 100))
    assert found == [("P-R-T axes", "58 80 -6", None)]


def test_numbers_may_stand_left_of_their_centred_heading() -> None:
    found = said(
        (100, "項目", 100), (280, "結果", 100), (400, "単位", 100),
        (40, "平均心拍数", 116), (220, "60", 116), (380, "bpm", 116),
        (40, "最長RR", 132), (220, "2.1", 132), (380, "秒", 132),
        (40, "心室頻拍", 148), (220, "0", 148), (380, "回", 148),
    )  # fmt: skip
    assert found == [("平均心拍数", "60", "bpm"), ("最長RR", "2.1", "秒"), ("心室頻拍", "0", "回")]


def test_codes_in_front_of_statements_are_no_part_of_them() -> None:
    found = said(
        (40, "自動解析", 100),
        (50, "137", 116), (80, "心室期外収縮", 116),
        (50, "174", 132), (80, "非特異的T波異常", 132),
    )  # fmt: skip
    assert [value for _, value, _ in found] == ["心室期外収縮", "非特異的T波異常"]


def test_numbers_that_belong_to_statements_stay() -> None:
    found = said((40, "所見", 100), (50, "120 ms の延長を認めます", 116))
    assert [value for _, value, _ in found] == ["120 ms の延長を認めます"]


def test_a_judgement_and_what_it_advises_are_one_statement() -> None:
    found = said((40, "判定", 100), (50, "要精査。循環器内科の受診を勧めます。", 116))
    assert found == [("判定", "要精査。循環器内科の受診を勧めます", None)]


def test_names_set_close_over_their_values() -> None:
    found = said(
        (40, "HR(/分)", 100), (83, "QRS時間(ms)", 100), (146, "QT時間(ms)", 100),
        (50, "71", 118), (104, "130", 118), (166, "393", 118),
    )  # fmt: skip
    assert found == [("HR", "71", "/分"), ("QRS時間", "130", "ms"), ("QT時間", "393", "ms")]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("1.正常 ②.境界域 3.異常", ["境界域"]),
        ("□正常 ☑要観察 □要精査", ["要観察"]),
        ("□正常 □要観察 □要精査", []),
        ("①.正常 ②.境界域 3.異常", []),
        ("1.左軸偏位 2.洞性徐脈", ["左軸偏位", "洞性徐脈"]),
    ],
)
def test_of_choices_printed_in_full_the_marked_one_is_said(printed: str, values: list[str]) -> None:
    assert [v for _, v, _ in said((40, "判定区分", 100), (140, printed, 100))] == values


def test_measurements_beside_the_person_are_read_and_the_person_is_not() -> None:
    found = said(
        (40, "患者ID", 100),
        (110, "1234567", 100),
        (300, "PR間隔", 100),
        (380, "168 ms", 100),
        (40, "検査日時", 118),
        (110, "2026/05/12 09:30", 118),
        (300, "QRS幅", 118),
        (380, "92ms", 118),
        (40, "年齢", 136),
        (110, "47才", 136),
    )
    assert found == [("PR間隔", "168", "ms"), ("QRS幅", "92", "ms")]


def test_a_name_alone_in_the_last_line_of_boxes_has_the_value_under_it() -> None:
    found = said(
        (40, "PR (ms)", 100),
        (140, "QRS (ms)", 100),
        (240, "QT (ms)", 100),
        (46, "168", 114),
        (146, "92", 114),
        (246, "380", 114),
        (40, "QTc (ms)", 140),
        (46, "410", 154),
    )
    assert [(name, value) for name, value, _ in found] == [
        ("PR", "168"),
        ("QRS", "92"),
        ("QT", "380"),
        ("QTc", "410"),
    ]


def test_a_note_below_the_statements_is_none() -> None:
    assert said(
        (40, "解析結果:", 100),
        (50, "・ 心房細動", 115),
        (50, "・ 上室期外収縮", 130),
        (50, "※医師の確認が必要です", 145),
    ) == [("解析結果", "心房細動", None), ("解析結果", "上室期外収縮", None)]


def test_bullets_under_each_other_are_no_vertical_word() -> None:
    found = said(
        (40, "結論", 100), (50, "・ 負荷試験 陰性", 115), (50, "・ 運動耐容能は年齢相応", 130),
        (50, "・ 負荷中の不整脈なし", 145),
    )  # fmt: skip
    assert [value for _, value, _ in found] == ["負荷試験 陰性", "運動耐容能は年齢相応", "負荷中の不整脈なし"]


def test_results_of_an_exercise_test() -> None:
    found = said(
        (40, "運動耐容能", 100), (120, "10.5 METs", 100), (200, "二重積", 100), (280, "20291", 100),
        (340, "運動時間", 100), (420, "6.1 分", 100),
    )  # fmt: skip
    assert found == [("運動耐容能", "10.5", "METs"), ("二重積", "20291", None), ("運動時間", "6.1", "分")]


def test_minutes_and_seconds_are_one_value() -> None:
    assert said((40, "Exercise time:", 100), (140, "5:46 min", 100)) == [("Exercise time", "5:46", "min")]


def test_when_it_was_recorded_is_no_statement() -> None:
    found = said(
        (40, "自動解析", 100), (120, "2026/06/17 09:47:15", 100),
        (50, "左脚前枝ブロック", 116),
        (50, "T波異常", 132),
    )  # fmt: skip
    assert found == [("自動解析", "左脚前枝ブロック", None), ("自動解析", "T波異常", None)]


def test_names_under_a_statement_with_values_far_right_are_no_statements() -> None:
    found = said(
        (40, "心電図所見：左室肥大の疑い", 100),
        (40, "心拍数", 114), (220, "71", 114), (245, "bpm", 114),
        (40, "QRS幅", 128), (220, "96", 128), (245, "msec", 128),
    )  # fmt: skip
    assert ("心拍数", "71", "bpm") in found
    assert ("QRS幅", "96", "msec") in found
    assert [value for name, value, _ in found if name == "心電図所見"] == ["左室肥大の疑い"]
