"""Names over their results, once on a page, beside pairs and tables."""

from __future__ import annotations

from inference.structure.lab_report import read_items
from inference.structure.urinalysis import read_items as read_urine
from tests.unit.inference.printed_lines import page


def test_reactions_over_a_table_and_beside_pairs() -> None:
    names = ("抗A", "抗B", "抗D", "対照", "A1血球", "B血球")
    sheet = page(
        [(40, "■ 血液型判定")],
        [*((40.0 + 60 * n, name) for n, name in enumerate(names)), (420, "ABO血液型"), (500, "B")],
        [
            *((44.0 + 60 * n, v) for n, v in enumerate(("0", "4+", "4+", "0", "4+", "0"))),
            (420, "Rh(D)"),
            (500, "陽性"),
        ],
        [(40, "検査項目"), (200, "結果")],
        [(40, "間接クームス試験"), (200, "陰性")],
        [(40, "不規則抗体スクリーニング"), (200, "陰性")],
    )
    assert [(i.name, i.value) for i in read_items([sheet])] == [
        ("抗A", "0"),
        ("抗B", "4+"),
        ("抗D", "4+"),
        ("対照", "0"),
        ("A1血球", "4+"),
        ("B血球", "0"),
        ("ABO血液型", "B"),
        ("Rh(D)", "陽性"),
        ("間接クームス試験", "陰性"),
        ("不規則抗体スクリーニング", "陰性"),
    ]


def test_amounts_under_the_results_of_the_strip() -> None:
    sheet = page(
        [(40, "検査項目"), (200, "結果"), (280, "基準値")],
        [(40, "蛋白定性"), (200, "(2+)"), (280, "(-)")],
        [(40, "潜血反応"), (200, "(-)"), (280, "(-)")],
        [(40, "尿Na"), (160, "尿クレアチニン"), (280, "Na/Cr比"), (400, "尿NAG")],
        [(40, "88 mEq/L"), (160, "61 mg/dL"), (280, "1.44 g/gCr"), (400, "6.1 U/L")],
    )
    found = [(i.name, i.value, i.unit) for i in read_urine([sheet])]
    assert ("尿クレアチニン", "61", "mg/dL") in found
    assert ("Na/Cr比", "1.44", "g/gCr") in found
    assert len(found) == 6


def test_aims_under_results_are_no_results() -> None:
    sheet = page(
        [(40, "きょうの検査結果")],
        [(40, "HbA1c"), (150, "腹囲"), (260, "血圧")],
        [(40, "7.7 %"), (150, "88.1 cm"), (260, "121/70 mmHg")],
        [(40, "目標 7.0%未満"), (150, "目標 85未満"), (260, "目標 130/80未満")],
        [(40, "次の予約は受付でお取りください")],
    )
    assert [(i.name, i.value) for i in read_items([sheet])] == [
        ("HbA1c", "7.7"),
        ("腹囲", "88.1"),
        ("血圧", "121/70"),
    ]


def test_lines_of_several_days_are_a_table() -> None:
    sheet = page(
        [(40, "採取日"), (150, "AST"), (220, "ALT"), (290, "CRP")],
        [(40, "2026/04/21"), (150, "24"), (220, "31"), (290, "0.12")],
        [(40, "2026/04/14"), (150, "22"), (220, "30"), (290, "0.40")],
    )
    assert {i.effective for i in read_items([sheet])} == {"2026-04-21", "2026-04-14"}
