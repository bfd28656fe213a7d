"""Vital signs: charts over time, lists of a visit, blood pressures in two parts."""

from __future__ import annotations

import pytest

from inference.structure.charts import may_be_name
from inference.structure.stamps import Stamp, stamp_of
from inference.structure.vitals import split_pressure
from mappers.model import Box, DocumentType, Flag, Item
from tests.unit.inference.pages_of_text import Row, read, said

CHART: list[Row] = [
    [(40, "月日"), (160, "5/12"), (340, "5/13")],
    [(40, "時間"), (160, "8"), (220, "12"), (280, "18"), (340, "8"), (400, "18")],
    [(40, "T"), (100, "℃"), (160, "36.8"), (220, "37.2"), (280, "37.0"), (340, "36.5"), (400, "-")],
    [(40, "BP"), (100, "mmHg"), (160, "128/76"), (340, "118/70")],
    [(40, "SpO2"), (100, "%"), (280, "97"), (400, "98")],
    [(40, "看護記録"), (160, "夜間良眠。")],
]


def test_times_across_under_days_that_begin_with_their_first_column() -> None:
    found = read("温度板", CHART, "氏名：山田 太郎 様　記録日：2026/05/12")
    assert found.document_type is DocumentType.VITALS
    assert [(i.name, i.value, i.unit, i.effective) for i in found.items] == [
        ("T", "36.8", "℃", "2026-05-12T08:00"),
        ("T", "37.2", "℃", "2026-05-12T12:00"),
        ("T", "37.0", "℃", "2026-05-12T18:00"),
        ("T", "36.5", "℃", "2026-05-13T08:00"),
        ("BP systolic", "128", "mmHg", "2026-05-12T08:00"),
        ("BP diastolic", "76", "mmHg", "2026-05-12T08:00"),
        ("BP systolic", "118", "mmHg", "2026-05-13T08:00"),
        ("BP diastolic", "70", "mmHg", "2026-05-13T08:00"),
        ("SpO2", "97", "%", "2026-05-12T18:00"),
        ("SpO2", "98", "%", "2026-05-13T18:00"),
    ]


def test_times_down_with_units_below_the_names_and_a_day_printed_once() -> None:
    found = read(
        "バイタルサイン測定結果",
        [
            [(40, "日付"), (100, "時刻"), (160, "体温"), (230, "脈拍数"), (300, "血圧"), (400, "備考")],
            [(160, "[℃]"), (230, "[回/分]"), (300, "[mmHg]")],
            [(40, "2026/3/4"), (100, "06:10"), (160, "36.4"), (230, "70"), (300, "122/74"), (400, "良眠")],
            [(100, "14:05"), (160, "37.9H"), (300, "138/80"), (400, "クーリング")],
            [(40, "2026/3/5"), (100, "06:00"), (230, "84")],
        ],
    )
    assert [(i.name, i.value, i.unit, i.effective, i.flag) for i in found.items] == [
        ("体温", "36.4", "℃", "2026-03-04T06:10", None),
        ("脈拍数", "70", "回/分", "2026-03-04T06:10", None),
        ("血圧 収縮期", "122", "mmHg", "2026-03-04T06:10", None),
        ("血圧 拡張期", "74", "mmHg", "2026-03-04T06:10", None),
        ("体温", "37.9", "℃", "2026-03-04T14:05", Flag.HIGH),
        ("血圧 収縮期", "138", "mmHg", "2026-03-04T14:05", None),
        ("血圧 拡張期", "80", "mmHg", "2026-03-04T14:05", None),
        ("脈拍数", "84", "回/分", "2026-03-05T06:00", None),
    ]


def test_names_that_come_again_under_groups_carry_their_group() -> None:
    found = read(
        "家庭血圧記録表",
        [
            [(40, "日付"), (120, "朝"), (260, "夜")],
            [(120, "最高"), (165, "最低"), (260, "最高"), (305, "最低")],
            [(40, "6/1"), (120, "134"), (165, "82"), (260, "128"), (305, "78")],
        ],
        "氏名：山田 太郎 様　作成日：2026年6月30日",
    )
    assert [(i.name, i.value, i.effective) for i in found.items] == [
        ("朝 最高", "134", "2026-06-01"),
        ("朝 最低", "82", "2026-06-01"),
        ("夜 最高", "128", "2026-06-01"),
        ("夜 最低", "78", "2026-06-01"),
    ]


def test_one_visit_in_a_line() -> None:
    found = read(
        "救急外来 トリアージ記録", [[(40, "BT 36.7℃　HR 84/min　BP 142/88mmHg　SpO2 95%（room air）")]]
    )
    assert found.document_type is DocumentType.VITALS
    assert said(found) == [
        ("BT", "36.7", "℃"),
        ("HR", "84", "/min"),
        ("BP systolic", "142", "mmHg"),
        ("BP diastolic", "88", "mmHg"),
        ("SpO2", "95", "%"),
    ]


def test_only_pressures_are_split_and_their_boxes_with_them() -> None:
    box = Box(0.1, 0.2, 0.22, 0.23)
    meal = Item("食事量", "10/8", 1, box, 0.9, False)
    assert split_pressure(meal) == [meal]
    high, low = split_pressure(Item("血圧", "128/76", 1, box, 0.9, False, "mmHg"))
    assert (high.name, high.value, low.name, low.value) == ("血圧 収縮期", "128", "血圧 拡張期", "76")
    assert high.box is not None
    assert low.box is not None
    assert box.x0 == high.box.x0 < high.box.x1 < low.box.x0 < low.box.x1 <= box.x1 + 1e-9


def test_stamps() -> None:
    assert stamp_of("3/5", 2026) == Stamp("2026-03-05", None)
    assert stamp_of("3月5日(木)", 2026) == Stamp("2026-03-05", None)
    assert stamp_of("6時", None) == Stamp(None, "06:00")
    assert stamp_of("14:05", None) == Stamp(None, "14:05")
    assert stamp_of("2026/03/05 14:05", None) == Stamp("2026-03-05", "14:05")
    assert stamp_of("8", None) is None
    assert stamp_of("8", None, hours=True) == Stamp(None, "08:00")
    assert stamp_of("36.8", None, hours=True) is None


def test_a_number_behind_date_and_time_is_a_value_and_an_unlisted_column_of_numbers_counts() -> None:
    found = read(
        "バイタル測定記録",
        [
            [(40, "日付"), (120, "時刻"), (180, "O2量目安"), (260, "BT"), (320, "HR"), (380, "RR"), (440, "測定者")],
            [(40, "2026/05/12"), (120, "06:22"), (180, "3"), (260, "36.9"), (320, "88"), (380, "18"), (440, "小川")],
            [(40, "2026/05/12"), (120, "14:52"), (180, "1"), (260, "37.2"), (320, "92"), (380, "20"), (440, "山田")],
        ],
    )  # fmt: skip
    assert {(i.name, i.effective) for i in found.items} == {
        (name, f"2026-05-12T{time}") for name in ("O2量目安", "BT", "HR", "RR") for time in ("06:22", "14:52")
    }


def test_the_day_of_a_chart_may_stand_under_its_label() -> None:
    found = read(
        "Nursing Vital Signs Record",
        [
            [(40, "Date"), (200, "Ward")],
            [(40, "11 Feb 2025"), (200, "Ward 3E")],
            [(40, "Parameter"), (160, "06:00"), (240, "08:00")],
            [(40, "Heart rate"), (160, "88"), (240, "124")],
            [(40, "Pain score"), (160, "1"), (240, "5")],
            [(40, "SpO2"), (160, "97"), (240, "96")],
            [(40, "Printed 16 Feb 2025 16:44:00")],
        ],
        "",
    )
    assert {i.effective for i in found.items} == {"2025-02-11T06:00", "2025-02-11T08:00"}


def test_a_pressure_that_touches_the_next_number_is_left_out() -> None:
    found = read(
        "バイタル測定記録",
        [
            [(40, "日付"), (120, "時刻"), (180, "BT"), (260, "BP"), (320, "HR")],
            [(40, "2026/05/12"), (120, "06:22"), (180, "36.9"), (260, "158/11518"), (320, "88")],
            [(40, "2026/05/12"), (120, "14:52"), (180, "37.2"), (260, "128/76"), (320, "92")],
        ],
    )
    assert [i.value for i in found.items if i.name.startswith("BP")] == ["128", "76"]


def test_a_day_printed_over_each_time_and_a_sentence_below() -> None:
    found = read(
        "OBSERVATION CHART",
        [
            [
                (40, "Date"),
                (160, "2025-03-02"),
                (240, "2025-03-02"),
                (320, "2025-03-03"),
                (400, "2025-03-03"),
            ],
            14,
            [(40, "Time"), (165, "14:00"), (245, "20:00"), (325, "02:00"), (405, "08:00")],
            14,
            [(40, "Temperature (°C)"), (165, "37.0"), (325, "38.4")],
            [(40, "Pulse (bpm)"), (165, "67"), (245, "109"), (405, "66")],
            [(40, "SpO2 (%)"), (165, "91"), (245, "91"), (325, "99"), (405, "96")],
            [(40, "Call the doctor if systolic < 90 or SpO2 < 90.")],
        ],
    )
    assert [(i.name, i.value, i.effective) for i in found.items if i.name != "SpO2"] == [
        ("Temperature", "37.0", "2025-03-02T14:00"),
        ("Temperature", "38.4", "2025-03-03T02:00"),
        ("Pulse", "67", "2025-03-02T14:00"),
        ("Pulse", "109", "2025-03-02T20:00"),
        ("Pulse", "66", "2025-03-03T08:00"),
    ]


def test_one_time_of_day_named_in_the_head_is_all_values() -> None:
    found = read(
        "訪問看護 バイタル測定票",
        [
            [(40, "測定日：令和8年4月22日"), (300, "測定時刻：07:33")],
            [(40, "体温"), (120, "35.9 ℃"), (300, "脈拍"), (380, "103 回/分")],
            [(40, "SpO2"), (120, "93 %"), (300, "呼吸"), (380, "16 回/分")],
        ],
    )
    assert {(i.name, i.effective) for i in found.items} == {
        (name, "2026-04-22T07:33") for name in ("体温", "脈拍", "SpO2", "呼吸")
    }


def test_words_of_the_wide_column_beside_are_no_part_of_the_last_value() -> None:
    found = read(
        "バイタルサイン一覧",
        [
            [(40, "測定日"), (120, "時刻"), (180, "体温"), (240, "脈拍"), (300, "SpO2"), (450, "記事")],
            [(180, "(℃)"), (240, "(回/分)"), (305, "(%)")],
            [(40, "2025/06/03"), (120, "18:10"), (180, "38.9"), (240, "104"), (312, "89"), (330, "疼痛なし")],
            [(120, "20:00"), (180, "36.7"), (240, "57"), (312, "99")],
        ],
    )
    assert [(i.name, i.value, i.unit) for i in found.items if i.name == "SpO2"] == [
        ("SpO2", "89", "%"),
        ("SpO2", "99", "%"),
    ]


def test_a_line_of_units_with_one_misread_still_gives_the_others() -> None:
    found = read(
        "バイタルサイン一覧",
        [
            [(40, "測定日"), (120, "時刻"), (180, "体温"), (240, "脈拍"), (300, "SpO2"), (380, "呼吸数")],
            [(180, "(C?)"), (240, "(回/分)"), (305, "(%)"), (380, "(回/分)")],
            [(40, "2025/06/03"), (120, "18:10"), (180, "38.9"), (240, "104"), (312, "89"), (385, "18")],
        ],
    )
    assert [(i.name, i.unit) for i in found.items] == [
        ("体温", None), ("脈拍", "回/分"), ("SpO2", "%"), ("呼吸数", "回/分"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "：", "7", "(mmHg)", "記"])
def test_what_cannot_be_a_name_is_none(text: str) -> None:
    """A cell can be empty once its marks are off: a fax and a photograph ended with an error of ours by that."""
    assert not may_be_name(text)


def test_a_remark_beside_an_empty_cell_is_no_value() -> None:
    found = read(
        "バイタルサイン一覧",
        [
            [(40, "測定日"), (110, "時刻"), (160, "体温"), (220, "脈拍"), (280, "SpO2"), (400, "記事")],
            [(160, "(℃)"), (220, "(回/分)"), (280, "(%)")],
            [(40, "2026/3/4"), (110, "06:10"), (160, "36.4"), (220, "70"), (310, "眠剤内服")],
            [(110, "14:05"), (160, "37.9"), (220, "72"), (282, "94")],
            [(110, "18:00"), (160, "37.0"), (220, "68"), (282, "96"), (310, "家族面会")],
        ],
    )
    assert [i.value for i in found.items if i.name == "SpO2"] == ["94", "96"]


def test_sides_are_of_the_name_and_a_day_without_label_is_the_charts() -> None:
    found = read(
        "2026年4月12日　入室 4日目",
        [
            [(40, "項目"), (110, "単位"), (160, "08:00"), (230, "10:00"), (300, "12:00")],
            [(40, "HR"), (110, "bpm"), (160, "73"), (230, "77"), (300, "80")],
            [(40, "SpO2"), (110, "%"), (160, "97"), (230, "98"), (300, "99")],
            [(40, "瞳孔"), (62, "右"), (110, "mm"), (160, "2.0"), (230, "2.5"), (300, "2.5")],
            [(40, "瞳孔"), (62, "左"), (110, "mm"), (230, "3.0")],
        ],
    )
    pupils = [(i.name, i.value, i.unit, i.effective) for i in found.items if i.name.startswith("瞳孔")]
    assert pupils[0] == ("瞳孔 右", "2.0", "mm", "2026-04-12T08:00")
    assert pupils[-1] == ("瞳孔 左", "3.0", "mm", "2026-04-12T10:00")


def test_weights_in_boxes_over_a_chart_are_items_too() -> None:
    found = read(
        "透析経過表",
        [
            [(40, "前体重"), (140, "後体重"), (240, "除水量"), (340, "血流量")],
            [(40, "58.3 kg"), (140, "55.9 kg"), (240, "2.4 L"), (340, "210 mL/min")],
            12,
            [(40, "時刻"), (120, "血圧"), (220, "脈拍"), (300, "静脈圧")],
            [(40, "08:30"), (120, "131/70"), (220, "66"), (300, "95")],
            [(40, "09:00"), (120, "128/72"), (220, "68"), (300, "101")],
        ],
    )
    items = said(found)
    assert ("前体重", "58.3", "kg") in items
    assert ("除水量", "2.4", "L") in items
    assert ("血流量", "210", "mL/min") in items
    assert ("脈拍", "68", None) in items


def test_remarks_that_touch_a_number_leave_its_column_one_of_numbers() -> None:
    found = read(
        "透析経過表",
        [
            [(40, "時刻"), (100, "血圧"), (170, "脈拍"), (230, "静脈圧"), (300, "補液積算"), (420, "処置")],
            [(120, "mmHg"), (180, "/分"), (235, "mmHg"), (320, "L")],
            [(40, "08:30"), (100, "131/70"), (175, "66"), (235, "95"), (330, "0.10"), (350, "開始")],
            [(40, "09:00"), (100, "128/72"), (175, "68"), (235, "99"), (330, "0.35"), (350, "足つり")],
            [(40, "09:30"), (100, "125/70"), (175, "71"), (235, "97"), (330, "0.61")],
        ],
    )
    assert [i for i in said(found) if i[0] == "補液積算"] == [
        ("補液積算", "0.10", "L"),
        ("補液積算", "0.35", "L"),
        ("補液積算", "0.61", "L"),
    ]


def test_a_line_of_a_record_begins_with_its_time_however_near_the_values_stand() -> None:
    found = read(
        "看護記録",
        [
            [(40, "日時"), (150, "記録内容")],
            [(40, "2026/05/02"), (92, "06:10"), (122, "T:36.9℃"), (170, "P:71回/分"), (225, "SpO2:97%")],
            [(122, "夜間良眠。")],
            [(40, "2026/05/02"), (92, "14:20"), (122, "T:37.2℃"), (170, "P:80回/分"), (225, "SpO2:96%")],
        ],
    )
    assert ("P", "71", "回/分") in said(found)
    assert ("SpO2", "96", "%") in said(found)


@pytest.mark.parametrize("blank", ["“", "»-", "‥"])
def test_a_dash_that_was_read_as_quotes_is_an_empty_cell(blank: str) -> None:
    found = read(
        "経過表",
        [
            [(40, "項目"), (150, "6:00"), (210, "14:00"), (270, "20:00")],
            [(40, "脈拍"), (150, "71"), (210, "66"), (270, "80")],
            [(40, "呼吸数"), (150, "16"), (210, "18"), (270, "17")],
            [(40, "SpO2"), (150, "97"), (210, "98"), (270, "96")],
            [(40, "ZVX値"), (150, blank), (210, "-2.1"), (270, "-3.8")],
        ],
    )
    assert [i.value for i in found.items if i.name == "ZVX値"] == ["-2.1", "-3.8"]


def test_what_was_eaten_of_a_meal_is_no_line_of_days() -> None:
    rows: list[Row] = [
        [(40, "2026年"), (160, "5/1"), (240, "5/2"), (320, "5/3")],
        [(40, "体温 (℃)"), (160, "36.8"), (240, "37.0"), (320, "36.5")],
        [(40, "食事摂取 朝"), (160, "10/10"), (240, "10/10"), (320, "10/10")],
        [(40, "食事摂取 夕"), (160, "10/8"), (240, "7/5"), (320, "10/10")],
    ]
    found = read("温度板", rows, "氏名：山田 太郎 様　記録日：2026/05/03")
    assert [(i.name, i.value, i.effective) for i in found.items[3:]] == [
        ("食事摂取 朝", "10/10", "2026-05-01"), ("食事摂取 朝", "10/10", "2026-05-02"),
        ("食事摂取 朝", "10/10", "2026-05-03"), ("食事摂取 夕", "10/8", "2026-05-01"),
        ("食事摂取 夕", "7/5", "2026-05-02"), ("食事摂取 夕", "10/10", "2026-05-03"),
    ]  # fmt: skip
