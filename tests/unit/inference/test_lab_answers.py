"""Answers of several words in laboratory tables, and what is none: titles and houses above a page's headings."""

from __future__ import annotations

import pytest

from inference.structure.lab_report import read_items
from inference.structure.values import ValueKind, parse_value
from mappers.model import Flag
from tests.unit.inference.printed_lines import Line, page

HEADS: Line = [(40, "Test"), (200, "Result"), (330, "Flag"), (400, "Reference")]


@pytest.mark.parametrize(
    "text",
    ["Weakly reactive", "Strongly positive", "Not detectable", "False positive", "軽度溶血", "軽度混濁"],
)
def test_answers_with_a_word_of_degree(text: str) -> None:
    value = parse_value(text)
    assert value is not None
    assert (value.text, value.kind) == (text, ValueKind.WORD)


def test_an_answer_of_several_words_is_whole() -> None:
    sheet = page(
        HEADS,
        [(40, "HBs antigen"), (200, "Weakly reactive"), (330, "*"), (400, "Negative")],
        [(40, "HCV antibody"), (200, "Present in traces"), (330, "*"), (400, "Negative")],
        [(40, "HIV Ag/Ab"), (200, "Non-reactive"), (400, "Negative")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("HBs antigen", "Weakly reactive"),
        ("HCV antibody", "Present in traces"),
        ("HIV Ag/Ab", "Non-reactive"),
    ]


def test_the_title_of_a_page_that_goes_on_is_no_result() -> None:
    rows: list[Line] = [
        HEADS,
        [(40, "HBs antigen"), (200, "Reactive"), (400, "Negative")],
        [(40, "Sodium"), (200, "140"), (400, "138-145")],
    ]
    title: Line = [(40, "臨床検査報告書 Laboratory"), (200, "Report"), (400, "夢野大学医学部附属病院")]
    found = read_items((page(*rows), page(title, [], *rows)))
    assert [i.name for i in found] == ["HBs antigen", "Sodium"] * 2


def test_numbers_under_an_unknown_heading_are_named_by_it_and_words_are_nothing() -> None:
    sheet = page(
        [
            (40, "検査項目 Test"),
            (180, "判定結果 Result"),
            (280, "S/CO比 Index"),
            (380, "実施者"),
            (460, "方法"),
        ],
        [(40, "梅毒TP抗体 TPAb"), (180, "陰性(-)"), (280, "0.21"), (380, "久我山"), (460, "CLIA")],
        [(40, "HIV抗原・抗体"), (180, "陰性"), (280, "0.08"), (380, "蓬田"), (460, "CLIA")],
        [(40, "HBs抗原"), (180, "陽性"), (280, "14.6"), (380, "安曇"), (460, "CLIA")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("梅毒TP抗体 TPAb", "陰性(-)"),
        ("梅毒TP抗体 TPAb S/CO比 Index", "0.21"),
        ("HIV抗原・抗体", "陰性"),
        ("HIV抗原・抗体 S/CO比 Index", "0.08"),
        ("HBs抗原", "陽性"),
        ("HBs抗原 S/CO比 Index", "14.6"),
    ]


def test_columns_under_unknown_headings_are_what_stands_in_them() -> None:
    sheet = page(
        [(40, "検査項目"), (180, "判"), (230, "結果値"), (300, "ユニット"), (400, "めやす")],
        [(40, "総蛋白"), (180, "↑"), (230, "9.2"), (300, "g/dL"), (400, "6.6〜8.1")],
        [(40, "アルブミン"), (230, "4.5"), (300, "g/dL"), (400, "4.1〜5.1")],
        [(40, "AST(GOT)"), (180, "↓"), (230, "8"), (300, "U/L"), (400, "13〜30")],
        [(40, "コメント"), (180, "再採血をお願いします"), (300, "担当")],
    )
    assert [(i.name, i.value, i.unit, i.reference_range, i.flag) for i in read_items((sheet,))] == [
        ("総蛋白", "9.2", "g/dL", "6.6〜8.1", Flag.HIGH),
        ("アルブミン", "4.5", "g/dL", "4.1〜5.1", None),
        ("AST(GOT)", "8", "U/L", "13〜30", Flag.LOW),
    ]


def test_units_of_one_letter_under_each_other_are_no_vertical_word() -> None:
    sheet = page(
        [(40, "検査項目"), (180, "結果"), (260, "単位"), (330, "男性基準"), (430, "女性基準")],
        [(40, "PT"), (180, "12.1"), (260, "秒"), (330, "10.5〜13.5"), (430, "10.4〜13.2")],
        [(40, "APTT"), (180, "33.5"), (260, "秒"), (330, "24.0〜39.0"), (430, "24.1〜38.0")],
        [(40, "総蛋白"), (180, "6.8"), (260, "g/dL"), (330, "6.6〜8.1"), (430, "6.5〜8.0")],
    )
    head = page([(40, "性別：女")], top=60.0)
    found = read_items((head, sheet))
    assert [(i.name, i.unit, i.reference_range) for i in found] == [
        ("PT", "秒", "10.4〜13.2"),
        ("APTT", "秒", "24.1〜38.0"),
        ("総蛋白", "g/dL", "6.5〜8.0"),
    ]


def test_leaders_set_dot_by_dot() -> None:
    dots = " ".join("." * 14)
    sheet = page(
        [(40, f"白血球数 {dots} L"), (280, "2.4 10^3/μL"), (380, "(3.3-8.6)")],
        [(40, f"総蛋白 {dots}"), (280, "7.8 g/dL"), (380, "(6.6-8.1)")],
        [(40, f"AST(GOT) {dots}"), (280, "14 U/L"), (380, "(13-30)")],
    )
    assert [(i.name, i.value, i.flag) for i in read_items((sheet,))] == [
        ("白血球数", "2.4", Flag.LOW),
        ("総蛋白", "7.8", None),
        ("AST(GOT)", "14", None),
    ]


def test_a_mark_between_a_count_and_its_unit() -> None:
    sheet = page(
        [(40, "検査項目"), (160, "結果"), (260, "単位"), (360, "基準値")],
        [(40, "白血球数"), (160, "11020"), (258, "H /μL"), (360, "3300-8600")],
        [(40, "CRP"), (160, "0.05"), (260, "mg/dL"), (360, "0.14以下")],
        [(40, "血小板数"), (160, "9.1"), (258, "L 万/μL"), (360, "15.8-34.8")],
    )
    assert [(i.name, i.value, i.unit) for i in read_items([sheet])] == [
        ("白血球数", "11020", "/μL"),
        ("CRP", "0.05", "mg/dL"),
        ("血小板数", "9.1", "万/μL"),
    ]


def test_answers_of_cytology_blood_groups_and_stains_and_titres_with_units() -> None:
    sheet = page(
        [(40, "検査項目"), (200, "結果")],
        [(40, "子宮頸部細胞診"), (200, "LSIL")],
        [(40, "Rh(D)"), (200, "D(+)")],
        [(40, "鉄染色"), (200, "増加")],
        [(40, "麻疹HI抗体価"), (200, "64 倍")],
    )
    assert [(i.name, i.value, i.unit) for i in read_items([sheet])] == [
        ("子宮頸部細胞診", "LSIL", None),
        ("Rh(D)", "D(+)", None),
        ("鉄染色", "増加", None),
        ("麻疹HI抗体価", "64", "倍"),
    ]


@pytest.mark.parametrize("value", ["陽性(98%)", "陽性 (2+)", "弱陽性(±)"])
def test_answers_with_their_share_or_grade_behind(value: str) -> None:
    sheet = page(
        [(40, "検査項目"), (200, "結果")],
        [(40, "エステラーゼ染色"), (200, value)],
        [(40, "鉄染色"), (200, "陰性")],
        [(40, "PAS染色"), (200, "陰性")],
    )
    assert [i.value for i in read_items([sheet])] == [value, "陰性", "陰性"]


def test_an_abbreviation_like_a_unit_in_front_of_a_value_with_mark_and_unit() -> None:
    sheet = page(
        [(40, "カリウム (K)"), (200, "4.2 mmol/L"), (300, "(3.6-4.8)")],
        [(40, "マグネシウム (Mg)"), (200, "1.7 L mg/dL"), (300, "(1.8-2.4)")],
        [(40, "クロール (Cl)"), (200, "101 mmol/L"), (300, "(101-108)")],
    )
    assert [(i.name, i.value, i.unit) for i in read_items([sheet])] == [
        ("カリウム (K)", "4.2", "mmol/L"),
        ("マグネシウム (Mg)", "1.7", "mg/dL"),
        ("クロール (Cl)", "101", "mmol/L"),
    ]


def test_words_of_no_list_in_line_with_a_tables_answers() -> None:
    sheet = page(
        [(40, "検査項目"), (200, "結果"), (300, "備考")],
        [(40, "不規則抗体スクリーニング"), (200, "陽性")],
        [(40, "同定抗体"), (200, "抗c+E")],
        [(40, "直接クームス試験"), (200, "陰性")],
        [(40, "亜型検査"), (200, "A1型"), (300, "再検")],
        [(40, "判定者"), (200, "検査室")],
        [],
        [(40, "結果は2名で照合すること。"), (200, "控え")],
    )
    assert [(i.name, i.value) for i in read_items([sheet])] == [
        ("不規則抗体スクリーニング", "陽性"),
        ("同定抗体", "抗c+E"),
        ("直接クームス試験", "陰性"),
        ("亜型検査", "A1型"),
    ]


def test_units_set_so_close_that_they_are_one_cell() -> None:
    names = ("RBC", "Hb", "Ht", "PLT", "TP")
    at = (110, 170, 228, 246, 330)
    sheet = page(
        [(40, "検査日"), *zip((115, 175, 225, 255, 335), names, strict=True)],
        [*zip(at, ("(10^4/μL)", "(g/dL)", "(%)", "(10^4/μL)", "(g/dL)"), strict=True)],
        [
            (40, "2025/09/06"),
            *zip((115, 175, 225, 255, 335), ("440", "12.4", "56.0", "7.4", "7.0"), strict=True),
        ],
        [
            (40, "2025/08/23"),
            *zip((115, 175, 225, 255, 335), ("543", "19.0", "53.0", "21.1", "8.0"), strict=True),
        ],
    )
    assert {(i.name, i.unit) for i in read_items([sheet])} == {
        ("RBC", "10^4/μL"),
        ("Hb", "g/dL"),
        ("Ht", "%"),
        ("PLT", "10^4/μL"),
        ("TP", "g/dL"),
    }
