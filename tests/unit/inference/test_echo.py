"""Echocardiograms: lists with ranges, grades of valves, labelled statements."""

from __future__ import annotations

from inference.structure.echocardiography import read_items
from mappers.model import Flag, Item
from tests.unit.inference.sheets import PERSON, Sheet, Text


def read(*lines: tuple[float, str, float]) -> list[Item]:
    sheet = Sheet("echo", tuple(Text(x, y, text) for x, text, y in lines), (), PERSON, None)
    return list(read_items([sheet.words()], 2026))


def said(*lines: tuple[float, str, float]) -> list[tuple[str, str, str | None]]:
    return [(i.name, i.value, i.unit) for i in read(*lines)]


def test_range_mark_and_unit_are_told_from_the_value() -> None:
    (item,) = read(
        (40, "心室中隔厚 (IVSd)", 100),
        (150, "12.0", 100),
        (180, "mm", 100),
        (205, "H", 100),
        (230, "(6-11)", 100),
    )
    assert (item.name, item.value, item.unit, item.reference_range, item.flag) == (
        "心室中隔厚 (IVSd)", "12.0", "mm", "6-11", Flag.HIGH,
    )  # fmt: skip


def test_of_two_columns_of_names_the_left_one_names_the_row() -> None:
    found = said(
        (40, "左室拡張末期径", 100), (140, "LVDd", 100), (200, "48", 100), (230, "mm", 100),
        (40, "左房径", 115), (140, "LAD", 115), (200, "38", 115), (230, "mm", 115),
    )  # fmt: skip
    assert found == [("左室拡張末期径", "48", "mm"), ("左房径", "38", "mm")]


def test_valves_by_regurgitation_and_stenosis() -> None:
    found = said(
        (40, "弁", 100), (140, "逆流", 100), (240, "狭窄", 100), (340, "最大流速(m/s)", 100),
        (40, "大動脈弁", 115), (140, "mild", 115), (240, "none", 115), (350, "1.8", 115),
        (40, "僧帽弁", 130), (140, "trivial", 130), (350, "0.9", 130),
    )  # fmt: skip
    assert found == [
        ("大動脈弁 逆流", "mild", None),
        ("大動脈弁 狭窄", "none", None),
        ("大動脈弁 最大流速", "1.8", "m/s"),
        ("僧帽弁 逆流", "trivial", None),
        ("僧帽弁 最大流速", "0.9", "m/s"),
    ]


def test_milliseconds_are_no_mitral_stenosis() -> None:
    assert said((40, "DcT=212 ms", 100), (140, "TRPG=24 mmHg", 100)) == [
        ("DcT", "212", "ms"),
        ("TRPG", "24", "mmHg"),
    ]


def test_a_ratio_is_one_number_and_a_bound_behind_it_is_its_range() -> None:
    assert said((40, "E/e'", 100), (100, "7.2", 100), (160, "-14", 100)) == [("E/e'", "7.2", None)]


def test_a_grade_in_brackets_is_its_word() -> None:
    assert said((40, "MR ( mild )", 100), (140, "AR ( none )", 100)) == [
        ("MR", "mild", None),
        ("AR", "none", None),
    ]


def test_a_statement_may_be_a_names_value() -> None:
    found = said(
        (40, "左室壁運動：", 100), (120, "下壁基部に壁運動低下を認める", 100),
        (40, "心嚢液：", 116), (120, "少量", 116),
    )  # fmt: skip
    assert found == [("左室壁運動", "下壁基部に壁運動低下を認める", None), ("心嚢液", "少量", None)]


def test_conclusions_end_where_the_signature_begins() -> None:
    found = said(
        (40, "IMPRESSION", 100),
        (46, "1. Normal LV systolic function, EF 64%.", 114),
        (46, "2. Mild left atrial enlargement.", 128),
        (46, "Electronically signed by: M. Hamabe, MD", 142),
    )
    assert found == [
        ("IMPRESSION", "Normal LV systolic function, EF 64%", None),
        ("IMPRESSION", "Mild left atrial enlargement", None),
    ]


def test_who_read_it_is_no_conclusion() -> None:
    assert said((40, "Reading: T. Hamabe, MD", 100), (40, "EF 64 %", 130)) == [("EF", "64", "%")]


def test_a_grid_is_known_by_its_rows_where_nobody_knows_its_headings() -> None:
    found = said(
        (240, "弁の様子", 100), (340, "逆流", 100),
        (40, "大動脈弁", 115), (250, "正常", 115), (340, "severe", 115),
        (40, "僧帽弁", 130), (250, "肥厚", 130), (340, "trivial", 130),
    )  # fmt: skip
    assert found == [
        ("大動脈弁 弁の様子", "正常", None),
        ("大動脈弁 逆流", "severe", None),
        ("僧帽弁 弁の様子", "肥厚", None),
        ("僧帽弁 逆流", "trivial", None),
    ]


def test_a_row_with_its_value_heads_no_table() -> None:
    found = said(
        (40, "Measurement", 100), (240, "Value", 100), (300, "Unit", 100),
        (40, "LVEF", 115), (240, "43", 115), (300, "%", 115),
        (40, "TR gradient", 130), (240, "46", 130), (300, "mmHg", 130),
        (40, "Stroke volume", 145), (240, "37", 145), (300, "mL", 145),
    )  # fmt: skip
    assert found == [("LVEF", "43", "%"), ("TR gradient", "46", "mmHg"), ("Stroke volume", "37", "mL")]


def test_two_tables_side_by_side_whose_names_are_headed_by_what_is_in_no_list() -> None:
    heads = ((40, "計測"), (130, "計測値"), (190, "単位"), (240, "正常値"))
    right = ((310, "ドプラ計測"), (400, "計測値"), (460, "単位"), (510, "正常値"))
    found = read(
        *((x, text, 100.0) for x, text in (*heads, *right)),
        (40, "LAD", 115), (150, "52", 115), (190, "mm", 115), (240, "25-39", 115),
        (310, "E波", 115), (410, "140", 115), (460, "cm/s", 115), (510, "50-100", 115),
        (40, "LVDd", 130), (150, "54", 130), (190, "mm", 130), (240, "40-54", 130),
        (310, "E/A", 130), (410, "1.84", 130), (510, "0.8-1.9", 130),
    )  # fmt: skip
    assert {(i.name, i.value, i.unit, i.reference_range) for i in found} == {
        ("LAD", "52", "mm", "25-39"), ("E波", "140", "cm/s", "50-100"),
        ("LVDd", "54", "mm", "40-54"), ("E/A", "1.84", None, "0.8-1.9"),
    }  # fmt: skip


def test_a_mark_beside_the_last_column_is_no_part_of_the_range() -> None:
    found = read(
        (40, "Dimensions", 100), (250, "Value", 100), (350, "Normal", 100),
        (40, "IVSd", 115), (250, "15 mm", 115), (350, "7 - 11", 115), (420, "H", 115),
        (40, "LVPWd", 130), (250, "8 mm", 130), (350, "7 - 11", 130),
    )  # fmt: skip
    assert [(i.name, i.reference_range, i.flag) for i in found] == [
        ("IVSd", "7 - 11", Flag.HIGH),
        ("LVPWd", "7 - 11", None),
    ]


def test_a_title_named_like_a_heading_of_statements_takes_nothing_of_the_head() -> None:
    found = said(
        (240, "心エコー検査所見", 50),
        (40, "カナ", 75), (100, "ワタナベ ヨシオ", 75), (210, "患者番号", 75), (280, "0009138434", 75),
        (40, "生年月日", 90), (100, "1947年11月14日", 90), (210, "性別", 90), (280, "男性", 90),
        (40, "LAD", 130), (150, "38", 130), (180, "mm", 130),
        (40, "LVDd", 145), (150, "68", 145), (180, "mm", 145),
    )  # fmt: skip
    assert found == [("LAD", "38", "mm"), ("LVDd", "68", "mm")]


def test_a_mark_in_the_values_cell_is_no_part_of_the_unit_beside_it() -> None:
    found = read(
        (40, "計測", 100), (150, "計測値", 100), (230, "単位", 100), (290, "基準値", 100),
        (40, "LVDd", 115), (150, "61.9", 115), (180, "H", 115), (230, "mm", 115), (290, "40-55", 115),
        (40, "EF", 130), (150, "42", 130), (180, "L", 130), (230, "%", 130), (290, "55-80", 130),
        (40, "E/e'", 145), (150, "19.1", 145), (200, "H", 145), (290, "<14", 145),
    )  # fmt: skip
    assert [(i.name, i.value, i.unit, i.flag) for i in found] == [
        ("LVDd", "61.9", "mm", Flag.HIGH),
        ("EF", "42", "%", Flag.LOW),
        ("E/e'", "19.1", None, Flag.HIGH),
    ]


def test_findings_in_prose_beside_a_conclusion_are_no_statements() -> None:
    found = said(
        (40, "所見", 100), (50, "左室は拡大している。右心系に拡大はみられない。", 115),
        (40, "診断", 150), (50, "・ 高血圧性心疾患の疑い", 165),
    )  # fmt: skip
    assert found == [("診断", "高血圧性心疾患の疑い", None)]
    alone = said((40, "所見", 100), (50, "左室は拡大している。右心系に拡大はみられない。", 115))
    assert [name for name, _, _ in alone] == ["所見", "所見"]


def test_a_name_with_its_grade_under_a_label_is_no_statement() -> None:
    found = said((40, "弁膜", 100), (100, "AR", 100), (120, "trivial", 100))
    assert found == [("AR", "trivial", None)]


def test_a_row_without_a_value_is_not_filled_from_the_table_beside() -> None:
    found = said(
        (40, "項目", 100), (130, "計測値", 100), (190, "単位", 100), (230, "基準値", 100),
        (310, "項目", 100), (380, "計測値", 100), (430, "単位", 100), (480, "基準値", 100),
        (40, "LVDd", 115), (135, "55", 115), (190, "mm", 115), (230, "39-55", 115),
        (310, "DcT", 115), (385, "272", 115), (430, "ms", 115), (480, "140-220", 115),
        (40, "LVDs", 130), (190, "mm", 130), (230, "22-40", 130), (310, "E/e'", 130), (480, "8未満", 130),
        (40, "LVEF", 145), (135, "39", 145), (190, "%", 145), (230, "55以上", 145),
        (310, "IVC径", 145), (385, "10", 145), (430, "mm", 145),
    )  # fmt: skip
    assert {name for name, _, _ in found} == {"LVDd", "DcT", "LVEF", "IVC径"}


def test_a_method_in_capitals_behind_a_name_is_no_grade() -> None:
    assert said((40, "EDV(MOD)", 100), (140, "73 mL", 100)) == [("EDV(MOD)", "73", "mL")]
    assert said((40, "AR (mild)", 100)) == [("AR", "mild", None)]
