"""Columns of laboratory reports: two names, dates with headings, boxes side by side, running lines."""

from __future__ import annotations

from inference.readable import PageWords
from inference.structure.lab_report import read_items
from mappers.model import Flag, Item
from tests.unit.inference.sheets import PERSON, Sheet, Text

Cells = tuple[tuple[float, str], ...]


def _page(*lines: Cells, top: float = 40, pitch: float = 16) -> PageWords:
    texts = [Text(x, top + pitch * i, text) for i, cells in enumerate(lines) for x, text in cells if text]
    return Sheet("page", tuple(texts), (), PERSON, None).words()


def _table(headings: Cells, *rows: tuple[str, ...]) -> list[Cells]:
    xs = [x for x, _ in headings]
    return [headings, *(tuple(zip(xs, row, strict=True)) for row in rows)]


def _said(items: tuple[Item, ...]) -> list[tuple[str, str, str | None]]:
    return [(i.name, i.value, i.unit) for i in items]


def test_two_names_of_one_item_are_named_by_the_first() -> None:
    headings = ((40.0, "項目"), (150.0, "Test"), (260.0, "今回"), (320.0, "単位"), (380.0, "基準値"))
    rows = (
        ("血色素量", "Haemoglobin", "14.3", "g/dL", "13.7-16.8"),
        ("総蛋白", "TP", "6.9", "g/dL", "6.6-8.1"),
    )
    assert _said(read_items([_page(*_table(headings, *rows))])) == [
        ("血色素量", "14.3", "g/dL"),
        ("総蛋白", "6.9", "g/dL"),
    ]


def test_dates_in_brackets_and_times_close_to_the_next_heading_head_columns() -> None:
    headings = ((40.0, "項目"), (140.0, "今回"), (190.0, "(2024/07/24) 単位"), (300.0, "基準値"))
    rows = (
        ((40.0, "総蛋白"), (140.0, "6.9"), (215.0, "7.2"), (256.0, "g/dL"), (300.0, "6.6-8.1")),
        ((40.0, "ALT"), (140.0, "30"), (215.0, "41"), (256.0, "U/L"), (300.0, "10-42")),
        ((40.0, "尿酸"), (140.0, "5.5"), (215.0, "6.1"), (256.0, "mg/dL"), (300.0, "3.7-7.8")),
    )
    items = read_items([_page(headings, *rows)])
    assert _said(items)[:2] == [("総蛋白", "6.9", "g/dL"), ("総蛋白", "7.2", "g/dL")]
    assert {i.effective for i in items} == {None, "2024-07-24"}


def test_boxes_side_by_side_keep_their_own_headings() -> None:
    left = ((40.0, "項目"), (130.0, "結果"), (180.0, "単位"))
    right = ((310.0, "結果"), (360.0, "項目"), (460.0, "単位"))
    lower = ((40.0, "検査項目"), (130.0, "結果値"), (180.0, "単位"))
    lines = [
        (*left, *right),
        (
            (40.0, "WBC"),
            (130.0, "5.1"),
            (180.0, "10^3/µL"),
            (310.0, "6.9"),
            (360.0, "総蛋白"),
            (460.0, "g/dL"),
        ),
        ((40.0, "RBC"), (130.0, "4.2"), (180.0, "10^6/µL"), (310.0, "30"), (360.0, "ALT"), (460.0, "U/L")),
        (*lower, (310.0, "5.5"), (360.0, "尿酸"), (460.0, "mg/dL")),
        ((40.0, "PT"), (130.0, "12.8"), (180.0, "秒"), (310.0, "9.4"), (360.0, "Ca"), (460.0, "mg/dL")),
    ]
    assert _said(read_items([_page(*lines)])) == [
        ("WBC", "5.1", "10^3/µL"),
        ("RBC", "4.2", "10^6/µL"),
        ("PT", "12.8", "秒"),
        ("総蛋白", "6.9", "g/dL"),
        ("ALT", "30", "U/L"),
        ("尿酸", "5.5", "mg/dL"),
        ("Ca", "9.4", "mg/dL"),
    ]


def test_the_count_of_pages_and_a_section_before_a_name_are_no_results() -> None:
    headings = ((40.0, "検査項目"), (160.0, "結果"), (220.0, "単位"))
    lines = [*_table(headings, ("総蛋白", "6.8", "g/dL"), ("AST", "45", "U/L"), ("CRP", "0.1", "mg/dL"))]
    lines += [((40.0, "感染症"), (160.0, "HBs抗原")), ((40.0, "見本健診センター"), (160.0, "1 / 2"))]
    assert [i.name for i in read_items([_page(*lines)])] == ["総蛋白", "AST", "CRP"]


def test_a_column_of_sections_headed_as_names_does_not_name_the_results() -> None:
    headings = ((40.0, "検査名"), (120.0, "項目"), (240.0, "結果"), (300.0, "単位"))
    rows = (
        ("血液", "白血球数", "5.1", "10^3/µL"), ("", "赤血球数", "4.4", "10^6/µL"),
        ("", "血小板数", "222", "10^3/µL"), ("生化学", "総蛋白", "6.9", "g/dL"),
    )  # fmt: skip
    items = read_items([_page(*_table(headings, *rows))])
    assert [i.name for i in items] == ["白血球数", "赤血球数", "血小板数", "総蛋白"]


def test_a_mark_is_of_the_dated_column_headed_as_this_time() -> None:
    headings = ((40.0, "項目"), (140.0, "今回(2024/03/05)"), (260.0, "判定"), (310.0, "前回(2023/03/05)"))
    rows = (("総蛋白", "8.9", "H", "6.8"), ("ALT", "33", "", "12"))
    items = read_items([_page(*_table(headings, *rows))])
    assert [(i.value, i.flag, i.effective) for i in items[:2]] == [
        ("8.9", Flag.HIGH, "2024-03-05"),
        ("6.8", None, "2023-03-05"),
    ]


def test_results_told_in_a_line_with_commas() -> None:
    lines = [((40.0, "WBC=8900/μL, RBC=450万/μL, Hb=13.2g/dL"),), ((40.0, "CRP=0.3mg/dL, AST=22U/L"),)]
    assert [(n, v) for n, v, _ in _said(read_items([_page(*lines)]))] == [
        ("WBC", "8900"),
        ("RBC", "450"),
        ("Hb", "13.2"),
        ("CRP", "0.3"),
        ("AST", "22"),
    ]


def test_dates_close_together_under_their_columns_are_one_each() -> None:
    lines: list[Cells] = [
        ((40.0, "検査項目"), (150.0, "今回"), (210.0, "前回"), (270.0, "基準値"), (340.0, "単位")),
        ((140.0, "2026/03/04"), (190.0, "2025/02/03")),
        ((40.0, "血糖"), (150.0, "98"), (210.0, "104"), (270.0, "73-109"), (340.0, "mg/dL")),
        ((40.0, "尿酸"), (150.0, "5.1"), (210.0, "5.6"), (270.0, "2.6-7.8"), (340.0, "mg/dL")),
        ((40.0, "総蛋白"), (150.0, "7.2"), (210.0, "7.0"), (270.0, "6.6-8.1"), (340.0, "g/dL")),
    ]
    found = [(i.name, i.value, i.effective) for i in read_items([_page(*lines)], 2026)]
    assert ("血糖", "98", "2026-03-04") in found
    assert ("血糖", "104", "2025-02-03") in found


def test_a_half_read_heading_before_the_last_result_heads_this_times() -> None:
    for lost in ("今", ""):
        lines: list[Cells] = [
            ((40.0, "検査項目"), (150.0, lost), (230.0, "前回"), (300.0, "基準値"), (380.0, "単位")),
            ((40.0, "血糖"), (150.0, "98"), (230.0, "104"), (300.0, "73-109"), (380.0, "mg/dL")),
            ((40.0, "尿酸"), (150.0, "5.1"), (230.0, "5.6"), (300.0, "2.6-7.8"), (380.0, "mg/dL")),
            ((40.0, "総蛋白"), (150.0, "7.2"), (230.0, "7.0"), (300.0, "6.6-8.1"), (380.0, "g/dL")),
        ]
        found = _said(read_items([_page(*lines)]))
        assert ("血糖", "98", "mg/dL") in found
        assert ("血糖 前回", "104", "mg/dL") in found


def test_sections_in_place_of_the_heading_of_names_stand_over_boxes_of_their_own() -> None:
    xs = (40.0, 120.0, 160.0, 200.0, 300.0, 380.0, 420.0, 460.0)

    def line(y: float, x: int, *words: str) -> list[Text]:
        return [Text(xs[x + n], y, word) for n, word in enumerate(words)]

    heads = ("今回", "前回", "基準値")
    texts = [
        *line(40, 0, "脂質", *heads), *line(40, 4, "糖代謝", *heads),
        *line(56, 0, "LDL-C(mg/dL)", "110", "131", "60～119"), *line(56, 4, "HbA1c(%)", "5.1", "5.4", "5.5以下"),
        *line(72, 0, "TG(mg/dL)", "88", "75", "30～149"), *line(72, 4, "腎機能", *heads),
        *line(88, 0, "肝機能", *heads), *line(88, 4, "Cre(mg/dL)", "0.71", "0.69", "1.00以下"),
        *line(104, 0, "AST(U/L)", "21", "24", "30以下"), *line(104, 4, "尿酸(mg/dL)", "5.5", "6.0", "2.1～7.0"),
    ]  # fmt: skip
    items = read_items([Sheet("page", tuple(texts), (), PERSON, None).words()])
    assert {(i.name, i.value) for i in items if " " not in i.name} == {
        ("LDL-C", "110"), ("TG", "88"), ("AST", "21"), ("HbA1c", "5.1"), ("Cre", "0.71"), ("尿酸", "5.5")
    }  # fmt: skip
    assert sum("前回" in i.name for i in items) == 6


def test_a_heading_with_its_letters_apart_close_to_the_one_before() -> None:
    headings = (
        (40.0, "検査項目名"),
        (150.0, "検査結果"),
        (200.0, "H/L"),
        (216.0, "単"),
        (234.0, "位"),
        (280.0, "基準"),
    )
    rows = (
        ((40.0, "フェリチン"), (165.0, "72.8"), (216.0, "ng/mL"), (280.0, "39.9-465.0")),
        ((40.0, "CA19-9"), (165.0, "41.2"), (204.0, "H"), (216.0, "U/mL"), (280.0, "37.0以下")),
        ((40.0, "HCV抗体"), (165.0, "0.1"), (216.0, "C.O.I"), (280.0, "1.0未満")),
    )
    items = read_items([_page(headings, *rows)])
    assert [(*told, i.flag) for told, i in zip(_said(items), items, strict=True)] == [
        ("フェリチン", "72.8", "ng/mL", None),
        ("CA19-9", "41.2", "U/mL", Flag.HIGH),
        ("HCV抗体", "0.1", "C.O.I", None),
    ]
