"""Lung function: columns name what is no measured value; units and percentages go where they belong."""

from __future__ import annotations

from inference.structure.spirometry import read_items
from tests.unit.inference.sheets import PERSON, Sheet, Text


def said(*lines: tuple[float, str, float]) -> dict[str, tuple[str, str | None]]:
    sheet = Sheet("lungs", tuple(Text(x, y, text) for x, text, y in lines), (), PERSON, None)
    return {i.name: (i.value, i.unit) for i in read_items([sheet.words()], 2026)}


def test_percent_columns_have_their_own_unit_and_scores_none() -> None:
    found = said(
        (40, "項目", 100), (100, "実測値", 100), (160, "予測値", 100), (220, "%予測", 100), (280, "Z-score", 100),
        (40, "FVC (L)", 115), (105, "3.12", 115), (165, "3.60", 115), (225, "86.7", 115), (285, "-0.42", 115),
    )  # fmt: skip
    assert found == {
        "FVC": ("3.12", "L"),
        "FVC 予測値": ("3.60", "L"),
        "FVC %予測": ("86.7", "%"),
        "FVC Z-score": ("-0.42", None),
    }


def test_the_last_row_of_a_table_over_a_judgement_is_no_part_of_it() -> None:
    found = said(
        (130, "単位", 100), (180, "予測値", 100), (260, "実測値", 100),
        (67, "FEV1.0", 115), (135, "L", 115), (190, "2.61", 115), (270, "1.72", 115),
        (82, "PEF", 130), (115, "L/s", 130), (190, "7.9", 130), (270, "4.6", 130),
        (50, "判定：閉塞性換気障害", 148),
    )  # fmt: skip
    assert found == {
        "FEV1.0 予測値": ("2.61", "L"),
        "FEV1.0": ("1.72", "L"),
        "PEF 予測値": ("7.9", "L/s"),
        "PEF": ("4.6", "L/s"),
        "判定": ("閉塞性換気障害", None),
    }


def test_a_column_of_its_own_beside_groups_belongs_to_none() -> None:
    found = said(
        (205, "吸入前", 100), (325, "吸入後", 100),
        (40, "項目", 115), (120, "予測値", 115), (180, "実測値", 115), (240, "%予測", 115), (300, "実測値", 115),
        (360, "%予測", 115), (420, "改善率(%)", 115),
        (40, "FEV1", 130), (80, "L", 130), (125, "2.80", 130), (185, "1.92", 130), (245, "68.6", 130),
        (305, "2.21", 130), (365, "78.9", 130), (430, "15.1", 130),
    )  # fmt: skip
    assert found == {
        "FEV1 予測値": ("2.80", "L"),
        "FEV1 吸入前": ("1.92", "L"),
        "FEV1 吸入前 %予測": ("68.6", "%"),
        "FEV1 吸入後": ("2.21", "L"),
        "FEV1 吸入後 %予測": ("78.9", "%"),
        "FEV1 改善率": ("15.1", "%"),
    }


def test_a_table_turned_round() -> None:
    found = said(
        (100, "VC(L)", 100), (160, "FVC(L)", 100), (220, "FEV1(L)", 100),
        (40, "実測値", 115), (102, "3.21", 115), (162, "3.10", 115), (222, "2.31", 115),
        (40, "%予測", 130), (102, "93.0", 130), (162, "89.9", 130), (222, "82.5", 130),
    )  # fmt: skip
    assert found["FVC"] == ("3.10", "L")
    assert found["FEV1 %予測"] == ("82.5", "%")


def test_numbers_pushed_off_their_headings_are_taken_in_order() -> None:
    found = said(
        (130, "PRED", 100), (190, "MEAS", 100), (250, "%PRED", 100),
        (40, "FVC (L)", 115), (130, "3.45", 115), (190, "3.10", 115), (250, "90", 115),
        (40, "RV (L)", 130), (130, "1.80", 130), (190, "2.10", 130), (250, "117", 130),
        (40, "DLCO (mL/min/mmHg)", 145), (185, "20.1", 145), (245, "15.2", 145), (310, "76", 145),
    )  # fmt: skip
    assert found["DLCO"] == ("15.2", "mL/min/mmHg")
    assert found["DLCO PRED"] == ("20.1", "mL/min/mmHg")
    assert found["DLCO %PRED"] == ("76", "%")


def test_the_body_and_placeholders_are_no_results() -> None:
    found = said(
        (40, "身長", 60), (80, "165.0 cm", 60), (160, "体重", 60), (200, "60.0 kg", 60),
        (40, "項目", 100), (100, "実測値", 100), (160, "%予測", 100),
        (40, "ERV", 115), (105, "1.02", 115), (165, "--", 115),
    )  # fmt: skip
    assert found == {"ERV": ("1.02", None)}


def test_a_judgement_is_a_statement_and_a_remark_is_none() -> None:
    found = said((40, "換気障害分類 : 閉塞性", 100), (40, "コメント : 良好な努力が得られた", 130))
    assert found == {"換気障害分類": ("閉塞性", None)}


def test_a_source_of_norms_and_a_framed_heading_end_a_judgement() -> None:
    found = said(
        (40, "Interpretation", 100), (46, "Normal spirometry.", 114), (40, "Reference values: GLI 2012", 134)
    )
    assert found == {"Interpretation": ("Normal spirometry", None)}
    found = said(
        (40, "【判定】", 100), (46, "混合性換気障害", 114), (40, "【換気機能の経過】", 134), (46, "不変", 148)
    )
    assert found == {"判定": ("混合性換気障害", None)}


def test_further_columns_may_stand_in_brackets_behind_the_value() -> None:
    found = said((40, "FVC 3.88 L (予測値 3.92、対予測値比 98.9%)", 100))
    assert found == {
        "FVC": ("3.88", "L"),
        "FVC 予測値": ("3.92", "L"),
        "FVC 対予測値比": ("98.9", "%"),
    }


def test_a_remark_in_brackets_is_no_column() -> None:
    assert said((40, "FVC 3.88 L (3回目)", 100)) == {"FVC": ("3.88", "L")}


def test_rows_of_a_table_without_its_headings_are_left_to_a_person() -> None:
    rows = [
        ("SVC (L)", "4.33", "3.46", "2.20"),
        ("FVC (L)", "4.06", "3.25", "2.09"),
        ("IC (L)", "2.8", "2.3", "1.6"),
    ]
    found = said(
        *(
            (x, text, 100.0 + 16 * n)
            for n, row in enumerate(rows)
            for x, text in zip((40.0, 200.0, 280.0, 360.0), row, strict=True)
        ),
        (40, "PEF 4.12 L/s", 170),
    )
    assert found == {"PEF": ("4.12", "L/s")}


def test_one_letter_in_brackets_is_a_kind_and_no_unit() -> None:
    found = said(
        (40, "努力肺活量", 100), (140, "単位", 100), (200, "予測値", 100), (270, "実測値", 100),
        (40, "FVC", 115), (140, "L", 115), (200, "3.70", 115), (270, "4.26", 115),
        (40, "FEV1.0%(G)", 130), (140, "%", 130), (200, "64.0", 130), (270, "41.6", 130),
        (40, "FEV1.0%(T)", 145), (140, "%", 145), (200, "60.0", 145), (270, "40.6", 145),
    )  # fmt: skip
    assert found["FEV1.0%(G)"] == ("41.6", "%")
    assert found["FEV1.0%(T) 予測値"] == ("60.0", "%")


def test_a_row_of_percents_with_the_sign_in_brackets() -> None:
    x = (40.0, 140.0, 220.0, 300.0)
    lines = [
        ("", "VC (L)", "FVC (L)", "FEV1.0 (L)"),
        ("実測値", "2.99", "2.14", "1.77"),
        ("予測値", "3.91", "3.47", "2.58"),
        ("対予測値(%)", "76.4", "61.7", "68.4"),
    ]
    texts = [
        Text(at, 60 + 16 * i, text)
        for i, line in enumerate(lines)
        for at, text in zip(x, line, strict=True)
        if text
    ]
    items = read_items([Sheet("page", tuple(texts), (), PERSON, None).words()])
    said = {(i.name, i.value, i.unit) for i in items}
    assert {("VC", "2.99", "L"), ("VC 対予測値", "76.4", "%"), ("FEV1.0 対予測値", "68.4", "%")} <= said
    assert len(said) == 9


def test_the_axis_of_a_curve_gives_no_unit_to_what_stands_beside_it() -> None:
    assert said((40, "Flow (L/s)", 100), (240, "改善量", 100), (300, "170 mL", 100)) == {
        "改善量": ("170", "mL")
    }


def test_a_table_without_a_column_of_results_beside_another_is_no_fault() -> None:
    rows = (
        (40, "FVC", 132),
        (120, "3.12", 132),
        (300, "IC", 132),
        (40, "VC", 147),
        (120, "3.40", 147),
        (300, "ERV", 147),
    )
    heads = (
        (300, "11/11 13:23", 100),
        (40, "項目", 116),
        (120, "実測値", 116),
        (300, "項目", 116),
        (400, "単位", 116),
    )
    assert said(*heads, *rows)["VC"][0] == "3.40"
