"""Lists without headings, and what stands around tables: scales, second columns, ages, notes."""

from __future__ import annotations

from inference.structure.lab_report import read_items
from tests.unit.inference.printed_lines import Line, page, said


def test_a_scale_of_single_cells_heads_nothing() -> None:
    scale = [(300.0 + 20 * n, str(n)) for n in range(7)]
    lines: list[Line] = [
        [(40, "アレルゲン"), (150, "測定値(UA/mL)"), (250, "クラス"), *scale],
        [(40, "スギ"), (170, "4.42"), (260, "3")],
        [(40, "ヒノキ"), (170, "<0.10"), (260, "0")],
        [(40, "卵白"), (170, "0.86"), (260, "2")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["スギ"] == ("4.42", "UA/mL", None)
    assert found["卵白 クラス"] == ("2", None, None)


def test_the_power_belongs_to_the_unit_it_is_printed_against() -> None:
    lines: list[Line] = [
        [(40, "White cell count"), (200, "82"), (240, "×10^2/μL"), (330, "(35 - 91)")],
        [(40, "Platelet count"), (200, "54.4"), (240, "×10^4/μL"), (330, "(13.0 - 36.9)")],
        [(40, "Haematocrit"), (200, "55.7"), (240, "%"), (330, "(33.4 - 47.0)")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["White cell count"][:2] == ("82", "×10^2/μL")
    assert found["Platelet count"][:2] == ("54.4", "×10^4/μL")


def test_a_word_that_is_also_a_unit_stays_inside_its_name() -> None:
    lines: list[Line] = [
        [(40, "Red cell count"), (200, "499"), (240, "×10^4/μL")],
        [(40, "Creatinine"), (200, "0.96"), (240, "mg/dL")],
    ]
    assert "Red cell count" in said(read_items([page(*lines)]))


def test_neither_an_age_nor_a_note_is_a_result() -> None:
    lines: list[Line] = [
        [(40, "見本 花子 殿"), (180, "女"), (200, "51才")],
        [(40, "WBC"), (150, "8.2"), (200, "10^3/μL")],
        [(40, "CRP"), (150, "0.03"), (200, "mg/dL")],
        [(40, "Na"), (150, "141"), (200, "mmol/L")],
        [],
        [(40, "＊判定区分：正常型 140未満、糖尿病型 200以上 (mg/dL)")],
        [(40, "Comment: film reviewed, no"), (230, "abnormal"), (300, "cells")],
    ]
    assert set(said(read_items([page(*lines)]))) == {"WBC", "CRP", "Na"}


def test_words_that_head_a_range_on_the_line_itself() -> None:
    lines: list[Line] = [
        [(40, "Ferritin"), (150, "52"), (190, "ng/mL"), (260, "基準値"), (320, "170以下")],
        [(40, "CRP"), (150, "0.03"), (190, "mg/dL"), (260, "基準値"), (320, "0.30以下")],
    ]
    items = read_items([page(*lines)])
    assert [(i.name, i.value, i.reference_range) for i in items] == [
        ("Ferritin", "52", "170以下"),
        ("CRP", "0.03", "0.30以下"),
    ]


def test_a_second_column_without_units_is_read_beside_results() -> None:
    lines: list[Line] = [
        [(40, "ヘモグロビン"), (150, "9.3"), (190, "g/dL"), (300, "見本反応"), (450, "陰性")],
        [(40, "血小板数"), (150, "1.8"), (190, "万/μL"), (300, "試薬凝集"), (455, "4+")],
        [(40, "CRP"), (150, "0.03"), (190, "mg/dL"), (300, "対照反応"), (453, "(1+)")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["見本反応"][0] == "陰性"
    assert found["試薬凝集"][0] == "4+"


def test_an_earlier_result_keeps_the_unit_of_its_name() -> None:
    lines: list[Line] = [
        [(40, "検査の種類"), (180, "今回"), (250, "前回"), (320, "めやす")],
        [(40, "血糖 (mg/dL)"), (180, "91"), (250, "82"), (320, "73～109")],
        [(40, "尿酸 (mg/dL)"), (180, "8.7 ▲"), (250, "4.2"), (320, "2.6～7.8")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["血糖 前回"] == ("82", "mg/dL", None)
    assert found["尿酸"] == ("8.7", "mg/dL", "H")


def test_headings_in_half_width_kana() -> None:
    lines: list[Line] = [
        [(40, "ｺｳﾓｸ"), (150, "ｹｯｶ"), (220, "ﾀﾝｲ"), (300, "ｷｼﾞｭﾝﾁ")],
        [(40, "WBC"), (150, "8.2"), (220, "10^3/μL"), (300, "3.3-8.6")],
        [(40, "CRP"), (150, "0.03"), (220, "mg/dL"), (300, "0.00-0.14")],
    ]
    assert said(read_items([page(*lines)]))["CRP"] == ("0.03", "mg/dL", None)


def test_marks_in_brackets_against_the_unit_and_in_front_of_the_name() -> None:
    lines: list[Line] = [
        [(40, "尿素窒素："), (150, "32.8"), (190, "mg/dL（高）"), (300, "[8.0～20.0]")],
        [(28, "L"), (40, "NEUT"), (150, "27.1"), (190, "%"), (300, "(40.0-74.0)")],
        [(40, "CRP"), (150, "0.03"), (190, "mg/dL"), (300, "(0.00-0.14)")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["尿素窒素"] == ("32.8", "mg/dL", "H")
    assert found["NEUT"] == ("27.1", "%", "L")
    assert found["CRP"] == ("0.03", "mg/dL", None)


def test_two_columns_of_results_are_named_and_pairs_below_are_their_own() -> None:
    lines: list[Line] = [
        [(40, "項目"), (120, "単位"), (200, "透析前"), (280, "透析後"), (360, "基準値")],
        [(40, "BUN"), (120, "mg/dL"), (205, "58.7 H"), (285, "26.1 H"), (360, "8.0-20.0")],
        [(40, "Na"), (120, "mEq/L"), (205, "140"), (360, "138-145")],
        [(40, "K"), (120, "mEq/L"), (205, "6.1 H"), (285, "3.9"), (360, "3.6-4.8")],
        [],
        [(40, "Kt/V"), (120, "1.11"), (200, "尿素除去率"), (280, "77.8 %")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["BUN 透析前"] == ("58.7", "mg/dL", "H")
    assert found["BUN 透析後"] == ("26.1", "mg/dL", "H")
    assert found["Na 透析前"] == ("140", "mEq/L", None)
    assert found["Kt/V"] == ("1.11", None, None)
    assert found["尿素除去率"] == ("77.8", "%", None)


def test_circled_numbers_among_headings_are_no_scale() -> None:
    lines: list[Line] = [
        [(40, "項目"), (150, "結果"), (210, "①"), (240, "②"), (280, "単位")],
        [(40, "CRP"), (150, "0.03"), (280, "mg/dL")],
        [(40, "Na"), (150, "141"), (280, "mmol/L")],
    ]
    assert said(read_items([page(*lines)]))["CRP"] == ("0.03", "mg/dL", None)


def test_a_column_of_judgements_is_results_of_its_own() -> None:
    lines: list[Line] = [
        [(40, "検査項目"), (160, "検査結果"), (220, "単位"), (290, "判定"), (350, "基準値")],
        [(40, "HBs抗原"), (165, "0.00"), (220, "IU/mL"), (290, "(-)"), (350, "0.05 未満")],
        [(40, "HCV抗体"), (165, "0.10"), (220, "S/CO"), (290, "(-)"), (350, "1.00 未満")],
        [(40, "TP抗体"), (165, "14.2"), (220, "S/CO"), (290, "(+)"), (350, "1.00 未満")],
    ]
    found = said(read_items([page(*lines)]))
    assert found["HBs抗原"] == ("0.00", "IU/mL", None)
    assert found["HBs抗原 判定"] == ("(-)", None, None)
    assert found["TP抗体 判定"] == ("(+)", None, None)


def test_sides_under_each_other_end_their_names() -> None:
    heads = [
        (40.0, "検査項目"),
        (200.0, "単位"),
        (260.0, "基準値"),
        (360.0, "2026/03/02"),
        (450.0, "2025/03/04"),
    ]
    lines: list[Line] = [
        heads,
        [(40, "体重"), (200, "kg"), (380, "58.4"), (470, "57.9")],
        [(40, "矯正視力 右"), (380, "1.2"), (470, "1.0")],
        [(40, "矯正視力 左"), (380, "0.9"), (470, "0.8")],
        [(40, "聴力 4000Hz 右"), (380, "所見なし"), (470, "所見あり")],
        [(40, "聴力 4000Hz 左"), (380, "異常なし"), (470, "所見なし")],
    ]
    found = [(i.name, i.value) for i in read_items([page(*lines)])]
    assert found[2:] == [
        ("矯正視力 右", "1.2"),
        ("矯正視力 右", "1.0"),
        ("矯正視力 左", "0.9"),
        ("矯正視力 左", "0.8"),
        ("聴力 4000Hz 右", "所見なし"),
        ("聴力 4000Hz 右", "所見あり"),
        ("聴力 4000Hz 左", "異常なし"),
        ("聴力 4000Hz 左", "所見なし"),
    ]


def test_scales_of_curves_and_sentences_are_no_results() -> None:
    lines: list[Line] = [
        [(40, "WBC"), (150, "61"), (200, "10^2/uL")],
        [(40, "RBC"), (150, "402"), (200, "10^4/uL")],
        [(40, "PLT"), (150, "18.2"), (200, "10^4/uL")],
        [],
        [(60, "WBC"), (120, "100"), (170, "200"), (220, "300 fL")],
        [(60, "PLT"), (120, "10"), (170, "20"), (220, "30"), (270, "fL")],
        [(40, "Results do not exclude disease. Specimens are kept for"), (400, "7"), (420, "days")],
    ]
    assert [(i.name, i.value) for i in read_items([page(*lines)])] == [
        ("WBC", "61"),
        ("RBC", "402"),
        ("PLT", "18.2"),
    ]


def test_the_overall_grade_of_a_health_check() -> None:
    lines: list[Line] = [
        [(40, "検査項目"), (150, "今回"), (250, "単位"), (330, "基準値")],
        [(40, "HDLコレステロール"), (170, "61"), (250, "mg/dL"), (330, "40以上")],
        [(40, "HbA1c"), (170, "5.4"), (250, "%"), (330, "5.5以下")],
        [],
        [(40, "総合判定"), (100, "B")],
        [(40, "A 異常なし  B 軽度異常  C 要経過観察")],
    ]
    assert said(read_items([page(*lines)]))["総合判定"] == ("B", None, None)
