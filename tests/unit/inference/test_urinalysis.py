"""Urinalyses: strip and sediment beside each other, counts per field, strips in one line, earlier results."""

from __future__ import annotations

from inference.structure.urinalysis import read_items
from tests.unit.inference.printed_lines import page, said


def test_panels_beside_each_other_with_counts_per_field() -> None:
    sheet = page(
        [(40, "項目"), (130, "結果"), (200, "基準値"), (305, "項目"), (410, "結果"), (480, "単位")],
        [(40, "比重"), (130, "1.021"), (200, "1.005-1.030"), (305, "赤血球"), (410, "5-9"), (480, "/HPF")],
        [(40, "蛋白"), (130, "(2+)"), (200, "(-)"), (305, "白血球"), (410, "<1"), (480, "/HPF")],
        [(40, "潜血"), (130, "±"), (200, "(-)"), (305, "硝子円柱"), (410, "10～19"), (480, "/LPF")],
    )
    items = read_items((sheet,))
    assert said(items) == {
        "比重": ("1.021", None, None),
        "蛋白": ("(2+)", None, None),
        "潜血": ("±", None, None),
        "赤血球": ("5-9", "/HPF", None),
        "白血球": ("<1", "/HPF", None),
        "硝子円柱": ("10～19", "/LPF", None),
    }
    assert {i.name: i.reference_range for i in items}["蛋白"] == "(-)"


def test_units_against_counts_and_words_without_headings() -> None:
    sheet = page(
        [(40, "尿比重：1.015"), (300, "赤血球"), (400, "1～4/HPF")],
        [(40, "尿蛋白：(1+)"), (300, "扁平上皮"), (400, "100以上/HPF")],
        [(40, "尿糖：(-)"), (300, "細菌"), (400, "少数")],
    )
    assert said(read_items((sheet,))) == {
        "尿比重": ("1.015", None, None),
        "尿蛋白": ("(1+)", None, None),
        "尿糖": ("(-)", None, None),
        "赤血球": ("1～4", "/HPF", None),
        "扁平上皮": ("100以上", "/HPF", None),
        "細菌": ("少数", None, None),
    }


def test_a_strip_printed_in_one_line_over_its_results() -> None:
    sheet = page(
        [(40, "SG"), (100, "PH"), (160, "LEU"), (220, "NIT"), (280, "PRO")],
        [(35, "1.020"), (100, "6.5"), (162, "-"), (222, "-"), (280, "2+")],
    )
    assert {name: got[0] for name, got in said(read_items((sheet,))).items()} == {
        "SG": "1.020",
        "PH": "6.5",
        "LEU": "-",
        "NIT": "-",
        "PRO": "2+",
    }


def test_english_answers_of_two_words_and_marks() -> None:
    sheet = page(
        [(40, "Test"), (200, "Result"), (280, "Flag"), (330, "Reference Range"), (460, "Units")],
        [(40, "Appearance"), (200, "Slightly cloudy"), (330, "Clear")],
        [(40, "Blood"), (200, "2+"), (285, "*"), (330, "Negative")],
        [(40, "Hyaline Casts"), (200, "None seen"), (330, "None seen"), (460, "/LPF")],
        [(40, "WBC"), (200, "0-5"), (330, "0-5"), (460, "/HPF")],
    )
    assert said(read_items((sheet,))) == {
        "Appearance": ("Slightly cloudy", None, None),
        "Blood": ("2+", None, "A"),
        "Hyaline Casts": ("None seen", "/LPF", None),
        "WBC": ("0-5", "/HPF", None),
    }


def test_an_earlier_result_takes_its_heading() -> None:
    sheet = page(
        [(40, "検査項目"), (180, "今回値"), (260, "前回値"), (350, "基準値")],
        [(40, "尿蛋白"), (180, "(1+)"), (260, "(-)"), (350, "(-)")],
        [(40, "尿潜血"), (180, "(-)"), (260, "(2+)"), (350, "(-)")],
    )
    read = said(read_items((sheet,)))
    assert read["尿潜血"][0] == "(-)"
    assert read["尿潜血 前回値"][0] == "(2+)"


def test_names_in_no_list_follow_each_other_in_line_with_known_ones() -> None:
    sheet = page(
        [(40, "尿pH"), (200, "6.5")],
        [(40, "尿糖"), (200, "(-)")],
        [(40, "新尿指標甲"), (140, "g/gCr"), (200, "0.08")],
        [(40, "新尿指標乙"), (140, "g/gCr"), (200, "0.32")],
    )
    read = said(read_items((sheet,)))
    assert read["新尿指標甲"] == ("0.08", "g/gCr", None)
    assert read["新尿指標乙"] == ("0.32", "g/gCr", None)


def test_amount_and_grade_in_one_cell_stay_one_result() -> None:
    sheet = page([(40, "蛋白"), (120, "30 (1+)"), (200, "mg/dL")], [(40, "潜血"), (120, "(-)")])
    assert said(read_items((sheet,))) == {"蛋白": ("30 (1+)", "mg/dL", None), "潜血": ("(-)", None, None)}


def test_grades_do_not_take_the_unit_of_amounts() -> None:
    sheet = page(
        [(40, "検査項目"), (150, "定性"), (230, "定量値"), (310, "単位")],
        [(40, "蛋白"), (150, "1+"), (230, "30"), (310, "mg/dL")],
        [(40, "潜血"), (150, "2+"), (230, "0.06"), (310, "mg/dL")],
    )
    read = said(read_items((sheet,)))
    assert read["蛋白 定性"] == ("1+", None, None)
    assert read["蛋白 定量値"] == ("30", "mg/dL", None)


def test_mark_between_result_and_range_is_a_flag() -> None:
    sheet = page(
        [(40, "項目"), (110, "結果"), (180, "基準値")],
        [(40, "蛋白"), (110, "(1+)"), (155, "H"), (180, "(-)")],
        [(40, "比重"), (110, "1.015"), (180, "1.005-1.030")],
    )
    items = read_items((sheet,))
    assert said(items) == {"蛋白": ("(1+)", None, "H"), "比重": ("1.015", None, None)}
    assert items[0].reference_range == "(-)"


def test_strip_printer_keeps_grades_apart_from_the_amounts_they_stand_for() -> None:
    sheet = page(
        [(40, "*LEU"), (120, "1+"), (170, "ca 25 Leu/uL")],
        [(40, "*PRO"), (120, "2+"), (170, "100 mg/dL")],
        [(40, "GLU"), (120, "norm")],
        [(40, "SG"), (120, "1.015")],
    )
    assert said(read_items((sheet,))) == {
        "LEU": ("1+", None, "A"),
        "PRO": ("2+", None, "A"),
        "GLU": ("norm", None, None),
        "SG": ("1.015", None, None),
    }


def test_dates_over_columns_name_no_column_of_names() -> None:
    sheet = page(
        [(160, "第1回"), (240, "第2回")],
        [(160, "2026/04/01"), (240, "2026/05/01")],
        [(40, "蛋白"), (160, "1+"), (185, "H"), (240, "±")],
        [(40, "赤血球"), (160, "5-9"), (240, "1-4")],
    )
    assert [(i.name, i.value, i.flag, i.effective) for i in read_items((sheet,))] == [
        ("蛋白", "1+", "H", "2026-04-01"),
        ("蛋白", "±", None, "2026-05-01"),
        ("赤血球", "5-9", None, "2026-04-01"),
        ("赤血球", "1-4", None, "2026-05-01"),
    ]


def test_letter_for_abnormal_in_a_column_of_flags() -> None:
    sheet = page(
        [(40, "Test"), (150, "Result"), (230, "Flag"), (280, "Reference Range"), (400, "Units")],
        [(40, "Clarity"), (150, "Slightly Cloudy"), (230, "A"), (280, "Clear")],
        [(40, "Specific Gravity"), (150, "1.031"), (230, "H"), (280, "1.005-1.030")],
    )
    assert said(read_items((sheet,))) == {
        "Clarity": ("Slightly Cloudy", None, "A"),
        "Specific Gravity": ("1.031", None, "H"),
    }


def test_amount_behind_a_grade_is_no_range_and_arrows_against_units_are_marks() -> None:
    sheet = page(
        [(40, "ブドウ糖"), (130, "(-)"), (150, "<30"), (175, "mg/dL")],
        [(40, "ウロビリノーゲン"), (130, "Normal"), (170, "(0.1 EU/dL)")],
        [(40, "赤血球"), (130, "5-9/HPF↑")],
    )
    items = read_items((sheet,))
    assert said(items)["赤血球"] == ("5-9", "/HPF", "H")
    assert [(i.value, i.reference_range) for i in items[:2]] == [("(-)", None), ("Normal", None)]


def test_results_in_front_of_their_names() -> None:
    sheet = page(
        [(55, "結果"), (120, "項目"), (200, "基準"), (305, "成分"), (410, "結果"), (480, "基準値")],
        [(40, "*"), (55, "1.034"), (120, "比重"), (200, "1.005-1.030"), (305, "赤血球"), (410, "5-9 /HPF")],
        [(55, "1+"), (120, "蛋白"), (200, "(-)"), (305, "白血球"), (410, "1-4 /HPF"), (480, "4以下")],
        [(55, "(-)"), (120, "糖"), (200, "(-)"), (305, "細菌"), (410, "(-)"), (480, "(-)")],
    )
    assert said(read_items((sheet,))) == {
        "比重": ("1.034", None, "A"),
        "蛋白": ("1+", None, None),
        "糖": ("(-)", None, None),
        "赤血球": ("5-9", "/HPF", None),
        "白血球": ("1-4", "/HPF", None),
        "細菌": ("(-)", None, None),
    }


def test_a_heading_in_no_list_that_sounds_like_a_range_is_one() -> None:
    sheet = page(
        [(40, "Component"), (180, "Your value"), (330, "Standard range"), (460, "Units")],
        [(40, "Color"), (180, "Amber"), (310, "*"), (330, "Yellow")],
        [(40, "Protein"), (180, "Negative"), (330, "Negative")],
        [(40, "pH"), (180, "8.5"), (310, "*"), (330, "5.0-8.0")],
        [(40, "RBC"), (180, "11-20"), (330, "0-2"), (460, "/HPF")],
        [(40, "Hyaline casts"), (180, "None seen"), (330, "0-2"), (460, "/LPF")],
    )
    items = read_items((sheet,))
    assert said(items) == {
        "Color": ("Amber", None, "A"),
        "Protein": ("Negative", None, None),
        "pH": ("8.5", None, "A"),
        "RBC": ("11-20", "/HPF", None),
        "Hyaline casts": ("None seen", "/LPF", None),
    }
    assert [i.reference_range for i in items] == ["Yellow", "Negative", "5.0-8.0", "0-2", "0-2"]


def test_names_in_no_list_stand_in_a_headed_column_of_names() -> None:
    sheet = page(
        [(40, "検査項目"), (180, "基準値"), (260, "単位"), (330, "2026年3月16日"), (440, "2026年4月13日")],
        [(40, "蛋白定量"), (180, "10以下"), (260, "mg/dL"), (330, "92.4"), (440, "5.0未満")],
        [(40, "Cr"), (260, "mg/dL"), (440, "14.1")],
        [(40, "NAG指数"), (180, "0.15未満"), (260, "U/gCr"), (330, "3.50")],
        [(40, "コメント"), (180, "再検査を"), (260, "お願いします")],
    )
    found = [(i.name, i.value, i.unit, i.effective) for i in read_items((sheet,))]
    assert found == [
        ("蛋白定量", "92.4", "mg/dL", "2026-03-16"),
        ("蛋白定量", "5.0未満", "mg/dL", "2026-04-13"),
        ("Cr", "14.1", "mg/dL", "2026-04-13"),
        ("NAG指数", "3.50", "U/gCr", "2026-03-16"),
    ]


def test_the_unit_of_a_results_heading_is_that_of_counts() -> None:
    sheet = page(
        [
            (40, "定性検査"),
            (120, "結果"),
            (200, "基準値"),
            (300, "尿沈渣"),
            (400, "結果 (/HPF)"),
            (500, "基準値"),
        ],
        [
            (40, "蛋白"),
            (100, "H"),
            (125, "(2+)"),
            (200, "(-)"),
            (300, "赤血球"),
            (400, "30-49"),
            (500, "0-4"),
        ],
        [(40, "糖"), (125, "(-)"), (200, "(-)"), (300, "細菌"), (400, "(2+)"), (500, "(-)")],
    )
    assert said(read_items((sheet,))) == {
        "蛋白": ("(2+)", None, "H"),
        "糖": ("(-)", None, None),
        "赤血球": ("30-49", "/HPF", None),
        "細菌": ("(2+)", None, None),
    }


def test_names_and_answers_in_half_width_kana_with_and_without_small_ones() -> None:
    sheet = page(
        [(40, "* ｾﾝｹﾂ"), (200, "(1+)")],
        [(40, "  ﾀﾝﾊﾟｸ"), (200, "(-)")],
        [(40, "* ﾊｯｹｯｷｭｳ"), (200, "(2+)")],
        [(40, "  ｱｼﾖｳｻﾝｴﾝ"), (200, "(-)")],
        [(40, "  ﾋｼﾞﾕｳ"), (200, "1.015")],
        [(40, "  ｼｷﾁｮｳ"), (200, "ﾀﾝｵｳｼﾖｸ")],
        [(40, "  ﾄｳﾒｲﾄﾞ"), (200, "ﾄｳﾒｲ")],
    )
    assert {name: value for name, (value, _, _) in said(read_items((sheet,))).items()} == {
        "ｾﾝｹﾂ": "(1+)",
        "ﾀﾝﾊﾟｸ": "(-)",
        "ﾊｯｹｯｷｭｳ": "(2+)",
        "ｱｼﾖｳｻﾝｴﾝ": "(-)",
        "ﾋｼﾞﾕｳ": "1.015",
        "ｼｷﾁｮｳ": "ﾀﾝｵｳｼﾖｸ",
        "ﾄｳﾒｲﾄﾞ": "ﾄｳﾒｲ",
    }


def test_colours_in_no_list_and_rules_below_them() -> None:
    sheet = page(
        [(40, "ﾄｳ"), (200, "(-)")],
        [(40, "ﾋﾞﾘﾙﾋﾞﾝ"), (200, "(-)")],
        [(40, "ｲﾛ"), (200, "ﾜｲﾝｼｮｸ")],
        [(40, "-- ﾁﾝｻ -----------------")],
        [(40, "RBC"), (200, "5-9 /HPF")],
    )
    assert {name: value for name, (value, _, _) in said(read_items((sheet,))).items()} == {
        "ﾄｳ": "(-)",
        "ﾋﾞﾘﾙﾋﾞﾝ": "(-)",
        "ｲﾛ": "ﾜｲﾝｼｮｸ",
        "RBC": "5-9",
    }


def test_amounts_that_grades_stand_for_in_a_column_of_their_own() -> None:
    sheet = page(
        [(60, "項目"), (150, "結果 半定量値")],
        [(40, "GLU"), (150, "*(2+)"), (200, "100 mg/dL")],
        [(40, "PRO"), (150, "(-)")],
        [(40, "KET"), (150, "(1+)"), (200, "10 mg/dL")],
        [(40, "S.G."), (150, "1.020")],
    )
    found = [(i.name, i.value, i.unit) for i in read_items((sheet,))]
    assert ("GLU", "(2+)", None) in found
    assert ("GLU 半定量値", "100", "mg/dL") in found
    assert ("KET 半定量値", "10", "mg/dL") in found
    assert len(found) == 6


def test_a_lone_dash_among_negatives_in_brackets_is_an_empty_cell() -> None:
    rows = (("蛋白", "(1+)"), ("糖", "(-)"), ("潜血", "(-)"), ("真菌", "-"))
    sheet = page(
        [(40, "項目"), (130, "結果"), (200, "基準値")], *([(40, n), (130, v), (200, "(-)")] for n, v in rows)
    )
    assert [(i.name, i.value) for i in read_items((sheet,))] == list(rows[:3])
