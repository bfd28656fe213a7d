"""Tables over time that their shape proves, whatever their columns are called."""

from __future__ import annotations

from dataclasses import replace

from inference.structure.structure import structure
from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import Row, page, read, said

HEAD = "氏名：山田 太郎 様　ID：00012345　検査日：2026/08/20"


def _line(*cells: str, x: tuple[int, ...]) -> Row:
    return [(float(at), text) for at, text in zip(x, cells, strict=True) if text]


def test_groups_over_columns_that_come_again() -> None:
    x = (40, 100, 160, 220, 280, 340)
    rows = [
        [(40.0, "日付"), (130.0, "朝"), (250.0, "夜"), (340.0, "体重")],
        _line("", "最高血圧", "脈拍", "最高血圧", "脈拍", "", x=x),
        _line("", "mmHg", "拍/分", "mmHg", "拍/分", "kg", x=x),
        _line("8/1", "105", "84", "157", "82", "55.0", x=x),
        _line("8/2", "160", "76", "106", "86", "54.7", x=x),
        _line("8/3", "117", "58", "", "", "54.8", x=x),
    ]
    found = read("家庭血圧記録表", rows, HEAD)
    assert said(found)[:5] == [
        ("朝 最高血圧", "105", "mmHg"),
        ("朝 脈拍", "84", "拍/分"),
        ("夜 最高血圧", "157", "mmHg"),
        ("夜 脈拍", "82", "拍/分"),
        ("体重", "55.0", "kg"),
    ]
    assert [i.effective for i in found.items if i.name == "体重"] == [
        "2026-08-01",
        "2026-08-02",
        "2026-08-03",
    ]


def test_columns_of_no_list_under_a_day_that_stands_alone() -> None:
    x = (40, 110, 170, 230)
    rows = [
        _line("Time", "HR", "ZVX", "T1", x=x),
        _line("", "bpm", "/min", "°C", x=x),
        [(40.0, "15-Jun-2026")],
        _line("02:00", "67", "---", "36.5", x=x),
        _line("01:45", "65", "8", "37.6", x=x),
        [(40.0, "14-Jun-2026")],
        _line("23:45", "59", "7", "36.7", x=x),
        _line("23:30", "62", "3", "37.2", x=x),
    ]
    found = read("Vital signs", rows)
    assert said(found)[:3] == [("HR", "67", "bpm"), ("T1", "36.5", "°C"), ("HR", "65", "bpm")]
    assert [i.effective for i in found.items if i.name == "ZVX"] == [
        "2026-06-15T01:45",
        "2026-06-14T23:45",
        "2026-06-14T23:30",
    ]


def test_upright_headings_tell_names_and_type() -> None:
    x = (40, 110, 170, 230)
    names = ("白血球", "総蛋白", "ALT")
    upright = [_line("", *(name[i] for name in names), x=x) for i in range(3)]
    rows = [
        *upright,
        _line("単位", "×10^2/μL", "g/dL", "U/L", x=x),
        _line("基準値", "35-91", "6.5-8.2", "5-45", x=x),
        _line("26/01/07", "21 L", "8.1", "59 H", x=x),
        _line("26/01/11", "50", "6.5", "8", x=x),
        _line("26/01/15", "111 H", "", "51 H", x=x),
        _line("26/01/20", "51", "6.2 L", "52 H", x=x),
    ]
    found = read("一覧", rows)
    assert found.document_type is DocumentType.LAB_REPORT
    assert said(found)[:3] == [("白血球", "21", "×10^2/μL"), ("総蛋白", "8.1", "g/dL"), ("ALT", "59", "U/L")]
    assert [(i.reference_range, i.flag) for i in found.items[:2]] == [("35-91", "L"), ("6.5-8.2", None)]


def test_times_across_with_a_condition_over_each() -> None:
    x = (40, 150, 220, 290, 380)
    rows = [
        _line("", "負荷前", "30分", "60分", "単位", x=x),
        _line("採血時刻", "08:50", "09:20", "09:50", "", x=x),
        _line("血糖", "125", "194", "193", "mg/dL", x=x),
        _line("インスリン", "6.1", "59.1", "58.0", "μU/mL", x=x),
        _line("C-ペプチド", "0.95", "6.58", "6.13", "ng/mL", x=x),
    ]
    found = read("負荷試験", rows, HEAD)
    assert found.document_type is DocumentType.LAB_REPORT
    assert said(found)[:2] == [("血糖 負荷前", "125", "mg/dL"), ("血糖 30分", "194", "mg/dL")]
    assert found.items[1].effective == "2026-08-20T09:20"


def test_days_across_a_lung_function_course() -> None:
    x = (40, 150, 220, 290, 360)
    rows = [
        _line("項目", "単位", "24/05/31", "24/10/13", "25/03/27", x=x),
        _line("肺活量(VC)", "L", "4.00", "3.99", "4.12", x=x),
        _line("1秒量(FEV1)", "L", "2.89", "2.92", "2.67", x=x),
        _line("ネムケ点", "点", "6", "4", "7", x=x),
    ]
    found = read("呼吸機能検査 経過表", rows)
    assert ("1秒量(FEV1)", "2.92", "L") in said(found)
    assert ("ネムケ点", "7", "点") in said(found)
    assert {i.effective for i in found.items} == {"2024-05-31", "2024-10-13", "2025-03-27"}


def test_a_table_inside_prose_leaves_it_prose() -> None:
    x = (40, 110, 170, 230)
    prose = "入院後は抗菌薬を投与し、解熱とともに炎症反応も速やかに改善した。"
    rows = [
        [(40.0, "入院後経過")],
        *[[(40.0, prose)]] * 3,
        [(40.0, "診断")],
        [(40.0, "細菌性肺炎")],
        20,
        _line("", "白血球数", "CRP", "総蛋白", x=x),
        _line("2026/08/01", "121", "8.1", "6.9", x=x),
        _line("2026/08/04", "85", "3.5", "6.8", x=x),
        _line("2026/08/09", "61", "0.4", "7.0", x=x),
        20,
        [(40.0, "退院時処方")],
        *[[(40.0, " ".join(["外来で 経過を みます"] * 4))]] * 4,
    ]
    assert read("退院時サマリー", rows).document_type is DocumentType.NARRATIVE


def test_a_fax_may_misread_a_month_and_single_digits() -> None:
    """`0ct` and a character for a digit lose neither the table's days nor a whole column."""
    x = (40, 110, 170, 230)
    rows = [
        _line("Time", "HR", "ZVX", "T1", x=x),
        _line("", "bpm", "/min", "°C", x=x),
        [(40.0, "10-0ct-2026")],
        _line("02:00", "67", "4", "36.5", x=x),
        _line("01:45", "65", "日", "37.6", x=x),
        [(40.0, "09-0ct-2026")],
        _line("23:45", "59", "7", "36.7", x=x),
        _line("23:30", "62", "3", "37.2", x=x),
    ]
    found = structure([replace(page("Vital signs", rows), recognised=True)])
    assert [(i.value, i.effective) for i in found.items if i.name == "ZVX"] == [
        ("4", "2026-10-10T02:00"),
        ("7", "2026-10-09T23:45"),
        ("3", "2026-10-09T23:30"),
    ]
