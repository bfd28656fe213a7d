"""Layouts of laboratory reports by their cause: each with the smallest page that shows it. Persons are invented."""

from __future__ import annotations

from inference.readable import PageWords
from inference.structure.geometry import tokens_of
from inference.structure.heading_words import Role, likely_role, role_of
from inference.structure.lab_report import read_items
from inference.structure.leaders import leaders_cut
from inference.structure.ranges import for_sex, unbracketed
from inference.structure.units import repair_recognised
from mappers.model import Flag, Item, Sex
from tests.unit.inference.sheets import PERSON, Sheet, Text

Cells = tuple[tuple[float, str], ...]
MAN = ((40.0, "氏名：山田　太郎　様　　性別：男"),)


def _page(*lines: Cells, top: float = 40, pitch: float = 16) -> PageWords:
    texts = [Text(x, top + pitch * i, text) for i, cells in enumerate(lines) for x, text in cells if text]
    return Sheet("page", tuple(texts), (), PERSON, None).words()


def _table(headings: Cells, *rows: tuple[str, ...]) -> list[Cells]:
    xs = [x for x, _ in headings]
    return [headings, *(tuple(zip(xs, row, strict=True)) for row in rows)]


def _said(items: tuple[Item, ...]) -> list[tuple[str, str, str | None]]:
    return [(i.name, i.value, i.unit) for i in items]


def test_earlier_results_are_items_of_their_own_name() -> None:
    headings = ((40.0, "検査項目"), (160.0, "結果"), (220.0, "前回値"), (280.0, "前回日"), (350.0, "単位"))
    rows = (("総蛋白", "6.8", "7.0", "03/05", "g/dL"), ("AST", "45", "", "", "U/L"))
    assert _said(read_items([_page(*_table(headings, *rows))])) == [
        ("総蛋白", "6.8", "g/dL"),
        ("総蛋白 前回値", "7.0", "g/dL"),
        ("AST", "45", "U/L"),
    ]


def test_an_earlier_result_with_its_date_is_the_item_of_that_day() -> None:
    headings = ((40.0, "検査項目"), (160.0, "今回 2024/03/05"), (280.0, "前回 2024/02/20"), (400.0, "単位"))
    rows = (("総蛋白", "6.8", "7.0", "g/dL"), ("AST", "45", "33", "U/L"))
    items = read_items([_page(*_table(headings, *rows))])
    assert [(i.name, i.value, i.effective) for i in items] == [
        ("総蛋白", "6.8", "2024-03-05"),
        ("総蛋白", "7.0", "2024-02-20"),
        ("AST", "45", "2024-03-05"),
        ("AST", "33", "2024-02-20"),
    ]


def test_a_name_above_its_result_and_a_method_under_it() -> None:
    headings = ((40.0, "検査項目"), (200.0, "結果"), (280.0, "単位"), (360.0, "基準値"))
    lines = [
        headings,
        ((40.0, "総蛋白"),), ((52.0, "(ビウレット法)"), (200.0, "6.8"), (280.0, "g/dL"), (360.0, "6.6-8.1")),
        ((40.0, "【血液】"),),
        ((40.0, "AST"), (200.0, "45"), (280.0, "U/L"), (360.0, "13-30")), ((52.0, "(酵素法)"),),
    ]  # fmt: skip
    assert _said(read_items([_page(*lines)])) == [("総蛋白", "6.8", "g/dL"), ("AST", "45", "U/L")]


def test_cards_with_the_name_over_the_value() -> None:
    lines = [
        ((40.0, "総蛋白"), (200.0, "AST"), (360.0, "クレアチニン")),
        ((40.0, "6.8"), (80.0, "g/dL"), (200.0, "45"), (240.0, "U/L"), (280.0, "H"), (360.0, "0.92"), (400.0, "mg/dL")),
        ((40.0, "基準値 6.6-8.1"), (200.0, "基準値 13-30"), (360.0, "基準値 0.65-1.07")),
    ]  # fmt: skip
    items = read_items([_page(*lines)])
    assert _said(items) == [
        ("総蛋白", "6.8", "g/dL"),
        ("AST", "45", "U/L"),
        ("クレアチニン", "0.92", "mg/dL"),
    ]
    assert [i.flag for i in items] == [None, Flag.HIGH, None]
    assert [i.reference_range for i in items] == ["6.6-8.1", "13-30", "0.65-1.07"]


def test_results_in_range_and_out_of_range_stand_in_two_columns() -> None:
    headings = ((40.0, "Test Name"), (200.0, "In Range"), (280.0, "Out Of Range"), (380.0, "Reference Range"))
    rows = (("Glucose", "88", "", "70-99 mg/dL"), ("Potassium", "", "5.9 H", "3.5-5.1 mmol/L"))
    items = read_items([_page(*_table(headings, *rows))])
    assert _said(items) == [("Glucose", "88", "mg/dL"), ("Potassium", "5.9", "mmol/L")]
    assert [i.flag for i in items] == [None, Flag.HIGH]


def test_headings_in_two_languages_and_unknown_ones_beside_known() -> None:
    headings = (
        (40.0, "検査項目 Test"),
        (160.0, "結果 Result"),
        (260.0, "単位 Unit"),
        (340.0, "当院の基準範囲"),
    )
    items = read_items([_page(*_table(headings, ("総蛋白", "6.8", "g/dL", "6.6-8.1")))])
    assert [(*_said((i,))[0], i.reference_range) for i in items] == [("総蛋白", "6.8", "g/dL", "6.6-8.1")]
    assert role_of("検査項目 Test") is Role.NAME
    assert likely_role("Biological Ref. Interval") is Role.RANGE
    assert likely_role("Ref Range & Units") is Role.RANGE
    assert likely_role("前回採取日") is Role.NOTE
    assert likely_role("山田 太郎") is None


def test_the_range_of_the_printed_sex() -> None:
    headings = (
        (40.0, "検査項目"),
        (200.0, "結果"),
        (260.0, "単位"),
        (330.0, "基準値(男)"),
        (430.0, "基準値(女)"),
    )
    rows = (
        ("ヘモグロビン", "14.2", "g/dL", "13.7-16.8", "11.6-14.8"),
        ("総蛋白", "6.8", "g/dL", "6.6-8.1", ""),
    )
    items = read_items([_page(MAN, *_table(headings, *rows))])
    assert [i.reference_range for i in items] == ["13.7-16.8", "6.6-8.1"]
    assert for_sex("男 13.7-16.8 女 11.6-14.8", Sex.FEMALE) == "11.6-14.8"
    assert for_sex("M:13.7-16.8 F:11.6-14.8", Sex.MALE) == "13.7-16.8"
    assert for_sex("男 13.7-16.8 女 11.6-14.8", None) == "男 13.7-16.8 女 11.6-14.8"
    assert for_sex("6.6-8.1", Sex.MALE) == "6.6-8.1"
    assert unbracketed("(6.6-8.1)") == "6.6-8.1"
    assert unbracketed("(-)") == "(-)"


def test_a_second_page_goes_on_above_headings_printed_again() -> None:
    headings = ((40.0, "検査項目"), (200.0, "結果"), (260.0, "単位"))
    first = _page(*_table(headings, ("総蛋白", "6.8", "g/dL")))
    second = _page(
        ((40.0, "患者ID 00012345"), (260.0, "2/2")),
        ((40.0, "AST"), (200.0, "45"), (260.0, "U/L")),
        *_table(headings, ("CRP", "0.31", "mg/dL")),
    )
    assert _said(read_items([first, second])) == [
        ("総蛋白", "6.8", "g/dL"),
        ("AST", "45", "U/L"),
        ("CRP", "0.31", "mg/dL"),
    ]


def test_words_for_no_result_yet_and_dashes_are_no_items() -> None:
    headings = ((40.0, "検査項目"), (200.0, "結果"), (260.0, "単位"), (330.0, "基準値"))
    rows = (
        ("総蛋白", "検査中", "g/dL", "6.6-8.1"), ("AST", "-", "U/L", "13-30"), ("ALT", "測定不能", "U/L", "10-42"),
        ("尿蛋白", "-", "", "(-)"), ("CRP", "未着", "mg/dL", "0.14以下"),
    )  # fmt: skip
    assert _said(read_items([_page(*_table(headings, *rows))])) == [
        ("ALT", "測定不能", "U/L"),
        ("尿蛋白", "-", None),
    ]


def test_leaders_between_name_and_value() -> None:
    page = _page(((40.0, "WBC........8.5"),), ((40.0, "CRP"), (100.0, "0.31")), ((40.0, "HbA1c…… 5.8"),))
    assert sorted(t.text for t in leaders_cut(tokens_of(page)) if t.text[0] in "W8H5") == [
        "5.8",
        "8.5",
        "HbA1c……",
        "WBC",
    ]
    items = read_items([page])
    assert [(i.name, i.value) for i in items] == [("WBC", "8.5"), ("CRP", "0.31"), ("HbA1c", "5.8")]


def test_names_that_could_be_units_and_methods_that_look_like_one() -> None:
    page = _page(((40.0, "UN"), (90.0, "43.7"), (160.0, "UA"), (210.0, "5.3")))
    assert [(i.name, i.value) for i in read_items([page])] == [("UN", "43.7"), ("UA", "5.3")]
    headings = ((40.0, "検査項目"), (200.0, "結果"))
    table = _table(headings, ("マイコプラズマ抗体(PA)", "×40"), ("CRP(mg/dL)", "0.31"))
    assert _said(read_items([_page(*table)])) == [
        ("マイコプラズマ抗体(PA)", "×40", None),
        ("CRP", "0.31", "mg/dL"),
    ]


def test_a_range_grown_onto_its_unit() -> None:
    headings = ((40.0, "検査項目"), (200.0, "結果"), (260.0, "単位"))
    items = read_items([_page(*_table(headings, ("eGFR", "41.4", "mL/min/1.73m²60.0 - 110.0")))])
    assert [(i.unit, i.reference_range) for i in items] == [("mL/min/1.73m²", "60.0 - 110.0")]


def test_a_sections_word_in_front_is_not_the_names() -> None:
    headings = ((60.0, "検査項目"), (200.0, "結果"), (260.0, "単位"))
    names = ("総蛋白", "AST", "ALT", "CRP", "尿酸", "血糖")
    lines = _table(headings, *((name, "6.8", "mg/dL") for name in names))
    lines[3] = ((40.0, "便"), *lines[3])
    assert [i.name for i in read_items([_page(*lines)])] == list(names)


def test_long_names_stay_whole_beside_a_column_of_values() -> None:
    headings = ((40.0, "Investigation"), (190.0, "Observed Value Status"), (330.0, "Unit"))
    names = ("Glucose", "Urea", "Sodium", "Potassium", "Cyclic Citrullinated Peptide AB", "CYFRA 21-1")
    rows = [(name, "6.8", "mg/dL") for name in names]
    assert [i.name for i in read_items([_page(*_table(headings, *rows))])] == list(names)


def test_signs_misread_behind_a_unit_are_put_right() -> None:
    assert [repair_recognised(u) for u in ("μg/mL.", "%.", "%0", "mg/dL")] == ["μg/mL", "%", "‰", "mg/dL"]


def test_a_mark_between_name_and_value_and_a_unit_in_brackets_behind_it() -> None:
    headings = ((40.0, "Investigations"), (200.0, "Results"), (300.0, "Ref. limits"))
    rows = [(name, "6.8（mg/dL）", "3-5") for name in ("Glucose", "Chloride", "Sodium")]
    lines = _table(headings, *rows)
    lines[2] = (*lines[2], (150.0, "*"))
    items = read_items([_page(*lines)])
    assert _said(items) == [
        ("Glucose", "6.8", "mg/dL"),
        ("Chloride", "6.8", "mg/dL"),
        ("Sodium", "6.8", "mg/dL"),
    ]
    assert [i.flag for i in items] == [None, Flag.ABNORMAL, None]


def test_leaders_too_long_to_be_part_of_a_name() -> None:
    lines = [
        ((40.0, f"{name} {'.' * (42 - len(name))}"), (290.0, value), (360.0, "mg/dL"))
        for name, value in (("IP", "3.2"), ("Ca", "9.3"), ("総蛋白", "6.8"))
    ]
    assert [i.name for i in read_items([_page(*lines)])] == ["IP", "Ca", "総蛋白"]


def test_cards_set_about_their_middle() -> None:
    lines = [
        ((90.0, "UA"), (240.0, "IP"), (380.0, "総蛋白")),
        ((60.0, "7.8"), (90.0, "▲"), (102.0, "mg/dL"), (222.0, "3.6"), (246.0, "mg/dL"),
         (376.0, "6.8"), (400.0, "g/dL")),
        ((70.0, "(3.7～7.0)"), (220.0, "(2.7～4.6)"), (376.0, "(6.6～8.1)")),
    ]  # fmt: skip
    assert [(i.name, i.value, i.unit, i.reference_range) for i in read_items([_page(*lines, pitch=14)])] == [
        ("UA", "7.8", "mg/dL", "3.7～7.0"),
        ("IP", "3.6", "mg/dL", "2.7～4.6"),
        ("総蛋白", "6.8", "g/dL", "6.6～8.1"),
    ]


def test_a_head_set_as_a_grid_gives_no_results_and_no_headings() -> None:
    lines = [
        ((40.0, "患者ID"), (140.0, "患者氏名"), (280.0, "年齢")),
        ((40.0, "00012345"), (140.0, "山田 太郎 殿"), (280.0, "36 歳")),
        ((40.0, "誕生日"), (140.0, "検査日時")),
        ((40.0, "昭和63年11月4日"), (140.0, "2025/05/12 12:07")),
        ((40.0, "白血球数"), (120.0, "4.6"), (150.0, "10^3/μL"), (300.0, "好中球"), (400.0, "53.4"), (440.0, "%")),
        ((40.0, "赤血球数"), (120.0, "4.5"), (150.0, "10^6/μL"), (300.0, "リンパ球"), (400.0, "11.0"), (440.0, "%")),
        ((40.0, "【電解質】"), (300.0, "単球"), (400.0, "4.2"), (440.0, "%")),
        ((40.0, "Na"), (120.0, "140"), (150.0, "mmol/L"), (300.0, "好酸球"), (400.0, "2.9"), (440.0, "%")),
    ]  # fmt: skip
    assert sorted(_said(read_items([_page(*lines)]))) == sorted(
        [
            ("白血球数", "4.6", "10^3/μL"), ("好中球", "53.4", "%"), ("赤血球数", "4.5", "10^6/μL"),
            ("リンパ球", "11.0", "%"), ("単球", "4.2", "%"), ("Na", "140", "mmol/L"), ("好酸球", "2.9", "%"),
        ]
    )  # fmt: skip


def test_short_names_behind_codes_and_a_unit_of_one_character() -> None:
    headings = ((40.0, "コード"), (140.0, "検査項目名称"), (290.0, "結果"), (360.0, "H/L"), (420.0, "単位"))
    names = (
        ("1642", "総コレステロール"),
        ("0132", "LDL-C"),
        ("1798", "FT4"),
        ("0350", "KL-6"),
        ("1101", "APTT"),
    )
    lines = [headings]
    for code, name in names:
        unit = ((392.0, "秒"),) if name == "APTT" else ((400.0, "U/mL"),)
        lines.append(((38.0, code), (86.0, name), (300.0, "23.2"), *unit))
    assert _said(read_items([_page(*lines)])) == [
        (name, "23.2", "秒" if name == "APTT" else "U/mL") for _, name in names
    ]


def test_headings_of_dates_down_closer_than_cells_and_a_short_form_like_a_unit() -> None:
    headings = (
        (40.0, "採取日"),
        (130.0, "AST (U/L)"),
        (210.0, "マグネシウム (mg/dL) ヘモグロビンA1c (%)"),
        (420.0, "TG (mg/dL)"),
    )
    row = ((40.0, "2024/5/7"), (150.0, "23"), (250.0, "2.6"), (355.0, "5.9"), (440.0, "130"))
    assert _said(read_items([_page(headings, row)])) == [
        ("AST", "23", "U/L"), ("マグネシウム", "2.6", "mg/dL"), ("ヘモグロビンA1c", "5.9", "%"), ("TG", "130", "mg/dL"),
    ]  # fmt: skip
    listed = [((40.0, "マグネシウム (Mg)"), (200.0, "2.3"), (240.0, "mg/dL"))] * 3
    assert {(i.name, i.unit) for i in read_items([_page(*listed)])} == {("マグネシウム (Mg)", "mg/dL")}


def test_who_measured_and_approved_is_no_result() -> None:
    headings = ((40.0, "項目"), (160.0, "結果"), (240.0, "単位"), (320.0, "基準値"))
    rows = (("総蛋白", "6.8", "g/dL", "6.6-8.1"), ("検査者 見本", "花子", "承認", "手本"))
    assert _said(read_items([_page(*_table(headings, *rows))])) == [("総蛋白", "6.8", "g/dL")]


def test_pairs_of_name_and_value_by_colon() -> None:
    lines = [((40.0, "総蛋白：6.8 g/dL (6.6～8.1)"),), ((40.0, "RBC: 450万 /μL"), (200.0, "AST：45 U/L H"))]
    items = read_items([_page(*lines)])
    assert _said(items) == [("総蛋白", "6.8", "g/dL"), ("RBC", "450", "万/μL"), ("AST", "45", "U/L")]
    assert [i.flag for i in items] == [None, None, Flag.HIGH]


def test_dates_under_this_time_and_last_time() -> None:
    lines = [
        (
            (40.0, "検査項目"),
            (160.0, "基準値"),
            (250.0, "今回"),
            (310.0, "前回"),
            (370.0, "前々回"),
            (440.0, "判定"),
        ),
        ((250.0, "R6.3.5"), (310.0, "R5.3.6"), (370.0, "R4.3.1")),
        ((40.0, "γ-GTP"), (160.0, "50以下"), (250.0, "88"), (310.0, "60"), (370.0, "45"), (440.0, "C")),
    ]
    assert [(i.name, i.value, i.effective) for i in read_items([_page(*lines)])] == [
        ("γ-GTP", "88", "2024-03-05"),
        ("γ-GTP", "60", "2023-03-06"),
        ("γ-GTP", "45", "2022-03-01"),
    ]


def test_short_years_behind_the_day_are_those_of_the_document() -> None:
    headings = ((40.0, "Analyte"), (180.0, "Units"), (260.0, "03/05/24"), (340.0, "02/05/24"))
    items = read_items([_page(headings, *_table(headings, ("Sodium", "mmol/L", "140", "133"))[1:])], 2024)
    assert [(i.value, i.effective) for i in items] == [("140", "2024-03-05"), ("133", "2024-02-05")]


def test_material_method_and_comment_of_a_row_go_with_its_result() -> None:
    headings = (
        (40.0, "検査項目"), (150.0, "材料"), (200.0, "結果"), (260.0, "単位"), (320.0, "検査方法"), (440.0, "コメント"),
    )  # fmt: skip
    rows = (
        ("AST", "血清", "45", "U/L", "JSCC標準化対応法", "溶血(±)"),
        ("CRP", "血清", "0.12", "mg/dL", "ラテックス凝集法", ""),
        ("尿糖", "尿", "(-)", "", "試験紙法", "-"),
    )
    items = read_items([_page(*_table(headings, *rows))])
    assert [(i.name, i.value, i.specimen, i.method, i.comment) for i in items] == [
        ("AST", "45", "血清", "JSCC標準化対応法", "溶血(±)"),
        ("CRP", "0.12", "血清", "ラテックス凝集法", None),
        ("尿糖", "(-)", "尿", "試験紙法", None),
    ]


def test_dates_and_times_over_the_line_of_names_units_and_ranges_head_its_columns() -> None:
    dates = ((60.0, "採取日"), (300.0, "2025/11/28"), (400.0, "2025/12/09"), (500.0, "2025/12/14"))
    times = ((60.0, "採取時刻"), (305.0, "08:59"), (405.0, "08:22"), (505.0, "08:37"))
    names = ((60.0, "検査項目"), (150.0, "単位"), (210.0, "基準範囲"))
    rows = (
        (
            (40.0, "WBC"),
            (150.0, "10^3/μL"),
            (210.0, "3.3-8.6"),
            (310.0, "8.1"),
            (410.0, "3.2↓"),
            (510.0, "4.3"),
        ),
        ((40.0, "Hb"), (150.0, "g/dL"), (210.0, "11.6-14.8"), (310.0, "12.6"), (510.0, "14.6")),
        (
            (40.0, "CRP"),
            (150.0, "mg/dL"),
            (210.0, "0.14以下"),
            (310.0, "0.15↑"),
            (410.0, "<0.10"),
            (510.0, "0.19↑"),
        ),
    )
    for head in ((dates, times, names), (dates, names)):
        items = read_items([_page(*head, *rows)])
        said = [(i.name, i.value, i.unit, i.reference_range, (i.effective or "")[:10]) for i in items]
        assert said[:3] == [
            ("WBC", "8.1", "10^3/μL", "3.3-8.6", "2025-11-28"),
            ("WBC", "3.2", "10^3/μL", "3.3-8.6", "2025-12-09"),
            ("WBC", "4.3", "10^3/μL", "3.3-8.6", "2025-12-14"),
        ]
        assert [i.value for i in items if i.name == "Hb"] == ["12.6", "14.6"]
        assert [i.value for i in items if i.name == "CRP"] == ["0.15", "<0.10", "0.19"]
        assert {(i.effective or "")[10:] for i in items} == (
            {"T08:59", "T08:22", "T08:37"} if times in head else {""}
        )


def test_a_name_that_could_be_a_unit_may_have_a_mark_before_its_result() -> None:
    lines = [
        ((40.0, "APTT-R"), (140.0, "1.02"), (200.0, "(0.90～1.13)"), (300.0, "UA"), (360.0, "H"), (400.0, "8.4"),
         (440.0, "mg/dL"), (500.0, "(3.7～7.8)")),
        ((40.0, "FDP"), (140.0, "3.1"), (165.0, "μg/mL"), (200.0, "(5.0以下)"), (300.0, "Mg"), (360.0, "↓"),
         (400.0, "1.4"), (440.0, "mg/dL"), (500.0, "(1.8～2.4)")),
    ]  # fmt: skip
    assert [(i.name, i.value, i.unit, i.flag) for i in read_items([_page(*lines)])] == [
        ("APTT-R", "1.02", None, None),
        ("UA", "8.4", "mg/dL", Flag.HIGH),
        ("FDP", "3.1", "μg/mL", None),
        ("Mg", "1.4", "mg/dL", Flag.LOW),
    ]
