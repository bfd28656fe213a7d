"""Lines of narratives that hold nothing but names with their values, and stains with their answers."""

from __future__ import annotations

import pytest

from inference.structure.narrative import read_items
from tests.unit.inference.printed_lines import page


def _told(*lines: str) -> list[tuple[str, str, str | None]]:
    sheet = page([(40, "退院時要約")], *([(40.0, line)] for line in lines))
    return [(i.name, i.value, i.unit) for i in read_items((sheet,))]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (
            "WBC 6120 /μL、 Hb 11.4 g/dL、 CRP 0.31 mg/dL。",
            [("WBC", "6120", "/μL"), ("Hb", "11.4", "g/dL"), ("CRP", "0.31", "mg/dL")],
        ),
        (
            "血液検査: AST 41 U/L (H), ALT 55 U/L (H), T-Bil 0.8 mg/dL",
            [("AST", "41", "U/L"), ("ALT", "55", "U/L"), ("T-Bil", "0.8", "mg/dL")],
        ),
        (
            "体温36.8℃、脈拍88/分、血圧132/80mmHg、SpO2 96%(室内気)",
            [("体温", "36.8", "℃"), ("脈拍", "88", "/分"), ("血圧", "132/80", "mmHg"), ("SpO2", "96", "%")],
        ),
        ("[血算] WBC 6,120 /μL, Plt 21.3万 /μL", [("WBC", "6,120", "/μL"), ("Plt", "21.3", "万 /μL")]),
        ("【血液ガス】pH 7.41, PaO2 88 Torr", [("pH", "7.41", None), ("PaO2", "88", "Torr")]),
        ("身長 158.2 cm   体重 50.3 kg", [("身長", "158.2", "cm"), ("体重", "50.3", "kg")]),
        (
            "Height 171 cm, weight 64.5 kg, BMI 22.1",
            [("Height", "171", "cm"), ("weight", "64.5", "kg"), ("BMI", "22.1", None)],
        ),
        (
            "退院時所見   体温 36.4 ℃   eGFR 44.0 mL/min/1.73m²   Cr 1.02 mg/dL",
            [("体温", "36.4", "℃"), ("eGFR", "44.0", "mL/min/1.73m²"), ("Cr", "1.02", "mg/dL")],
        ),
    ],
)
def test_lines_of_names_with_values(line: str, values: list[tuple[str, str, str | None]]) -> None:
    assert _told("検査所見", line) == values


def test_a_run_of_values_goes_on_in_the_next_line() -> None:
    lines = [
        [(40.0, "入院時検査"), (120.0, "BNP 812.0 pg/mL  カリウム 4.4 mEq/L  ヘモグロビン")],
        [(120.0, "11.9 g/dL  LVEF 41 %")],
    ]
    prose = [
        [(40.0, "経過"), (120.0, "輸液にて軽快し、第3病日に")],
        [(120.0, "CRP 0.31 mg/dL")],
        [(120.0, "まで低下した。")],
    ]
    items = read_items((page([(40, "退院時要約")], *lines, *prose),))
    assert {(i.name, i.value, i.unit) for i in items if i.name != "CRP"} == {
        ("BNP", "812.0", "pg/mL"), ("カリウム", "4.4", "mEq/L"), ("ヘモグロビン", "11.9", "g/dL"), ("LVEF", "41", "%"),
    }  # fmt: skip


def test_a_number_in_brackets_and_one_of_two_sides_are_no_values_of_their_own() -> None:
    assert _told("腫瘍径 18×14 mm   浸潤径 15 mm") == [("腫瘍径", "18×14", "mm"), ("浸潤径", "15", "mm")]
    sheet = page(
        [(40, "病理診断書")], [(40.0, "ER"), (120.0, "陽性(90%)"), (240.0, "PgR"), (320.0, "陰性(0%)")]
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [("ER", "陽性(90%)"), ("PgR", "陰性(0%)")]


def test_a_unit_in_a_cell_of_its_own() -> None:
    rows = (("Spleen length", "104", "mm"), ("Lesion size (S4)", "19x12", "mm"), ("DLP", "640", "mGy.cm"))
    sheet = page([(40, "CT report")], *([(40.0, n), (160.0, v), (220.0, u)] for n, v, u in rows))
    assert [(i.name, i.value, i.unit) for i in read_items((sheet,))] == list(rows)


@pytest.mark.parametrize(
    "line",
    [
        "1) 架空錠A 5mg 1回1錠 朝食後 14日分",
        "ミホンプロフェン 60mg  カクウスタット 100mg",
        "入院時CRP 8.2 mg/dLと高値であったが、抗菌薬で改善した。",
        "右上葉に12 mm大の結節を認め、胸膜陥入を伴う。",
        "体重が2 kg以上増えた場合は受診を指示した。",
        "6/12 14:30 当科外来再診予定",
    ],
)
def test_neither_doses_nor_prose_give_values(line: str) -> None:
    assert _told("経過", line) == []


def test_stains_with_their_answers() -> None:
    sheet = page(
        [(40, "病理組織検査報告書")],
        [(40, "【免疫染色】")],
        [(45, "MSH6 保持"), (150, "PMS2 消失"), (260, "TTF-1 (+)"), (370, "CK20 陰性")],
        [(40, "Immunohistochemistry")],
        [(45, "CDX2 positive"), (150, "GATA3 weakly positive"), (290, "E-cadherin lost")],
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == [
        ("MSH6", "保持"),
        ("PMS2", "消失"),
        ("TTF-1", "(+)"),
        ("CK20", "陰性"),
        ("CDX2", "positive"),
        ("GATA3", "weakly positive"),
        ("E-cadherin", "lost"),
    ]
