"""Tables with named columns: which cell belongs to which row and column."""

from __future__ import annotations

from dataclasses import replace

from inference.structure.geometry import join, tokens_of
from inference.structure.matrix import Matrix, Vocabulary, matrices_of
from tests.unit.inference.sheets import PERSON, Sheet, Text

SPIROMETRY = Vocabulary(
    measured=lambda t: t == "実測値",
    named=lambda t: t in ("予測値", "%予測", "LLN"),
    group=lambda t: t in ("吸入前", "吸入後"),
)
LEADS_AND_ST = Vocabulary(named=lambda t: t in ("ST", "II"), fewest=3)
LEADS = Vocabulary(named=lambda t: t in ("RA", "RV", "LV"))


def matrices(texts: list[Text], words: Vocabulary) -> list[Matrix]:
    page = Sheet("matrix", tuple(texts), (), PERSON, None).words()
    return matrices_of(tokens_of(page), words)


def cells(matrix: Matrix) -> dict[str, str]:
    return {
        f"{join(row.label)} {column.suffix}".strip(): join(tokens)
        for row in matrix.rows
        for column, tokens in row.cells
    }


def line(y: float, *texts: tuple[float, str]) -> list[Text]:
    return [Text(x, y, text) for x, text in texts]


def test_columns_name_their_cells_and_empty_cells_stay_empty() -> None:
    texts = [
        *line(100, (40, "項目"), (120, "単位"), (170, "実測値"), (230, "予測値(L)"), (300, "%予測(%)")),
        *line(115, (40, "VC"), (120, "L"), (175, "3.12"), (235, "3.60"), (305, "86.7")),
        *line(130, (40, "TV"), (120, "L"), (175, "0.55")),
        *line(145, (40, "IC"), (120, "L"), (175, "2.10"), (305, "95.0")),
    ]
    (matrix,) = matrices(texts, SPIROMETRY)
    assert cells(matrix) == {
        "VC": "3.12",
        "VC 予測値": "3.60",
        "VC %予測": "86.7",
        "TV": "0.55",
        "IC": "2.10",
        "IC %予測": "95.0",
    }
    assert [c.unit for c in matrix.columns] == ["", "L", "%"]
    assert join(matrix.rows[0].unit) == "L"


def test_groups_above_repeated_columns_come_first_in_the_suffix() -> None:
    texts = [
        *line(100, (150, "吸入前"), (290, "吸入後")),
        *line(115, (40, "項目"), (120, "実測値"), (180, "%予測"), (260, "実測値"), (320, "%予測")),
        *line(130, (40, "FVC"), (125, "3.12"), (185, "86.7"), (265, "3.30"), (325, "91.7")),
        *line(145, (40, "FEV1"), (125, "2.12"), (185, "76.7"), (265, "2.40"), (325, "84.1")),
    ]
    (matrix,) = matrices(texts, SPIROMETRY)
    assert cells(matrix)["FVC 吸入前"] == "3.12"
    assert cells(matrix)["FEV1 吸入後 %予測"] == "84.1"


def test_leads_over_columns_need_no_heading_for_the_names() -> None:
    texts = [
        *line(100, (150, "RA"), (210, "RV"), (270, "LV")),
        *line(115, (40, "リード抵抗"), (145, "450"), (205, "520"), (265, "610"), (320, "Ω")),
        *line(130, (40, "閾値"), (145, "0.75"), (205, "0.50")),
    ]
    (matrix,) = matrices(texts, LEADS)
    assert cells(matrix)["リード抵抗 LV"].startswith("610")
    assert cells(matrix)["閾値 RV"] == "0.50"
    assert "閾値 LV" not in cells(matrix)


def test_tables_side_by_side_are_two_matrices() -> None:
    texts = [
        *line(
            100, (40, "項目"), (100, "実測値"), (160, "%予測"), (300, "項目"), (360, "実測値"), (420, "%予測")
        ),
        *line(115, (40, "VC"), (105, "3.12"), (165, "86.7"), (300, "FVC"), (365, "3.30"), (425, "91.7")),
        *line(130, (40, "IC"), (105, "2.12"), (165, "76.7"), (300, "FEV1"), (365, "2.40"), (425, "84.1")),
    ]
    left, right = matrices(texts, SPIROMETRY)
    assert cells(left) == {"VC": "3.12", "VC %予測": "86.7", "IC": "2.12", "IC %予測": "76.7"}
    assert cells(right)["FEV1 %予測"] == "84.1"


def test_a_line_of_prose_is_no_heading() -> None:
    assert matrices(line(100, (40, "実測値は予測値を下回る")), SPIROMETRY) == []


def test_an_unknown_heading_among_known_ones_names_its_column() -> None:
    texts = [
        *line(100, (40, "肺機能"), (120, "実測値"), (180, "予測値"), (240, "%予測"), (300, "施設比")),
        *line(115, (40, "VC"), (125, "3.12"), (185, "3.60"), (245, "86.7"), (305, "1.02")),
    ]
    (matrix,) = matrices(texts, SPIROMETRY)
    assert cells(matrix) == {"VC": "3.12", "VC 予測値": "3.60", "VC %予測": "86.7", "VC 施設比": "1.02"}


def test_a_table_shows_itself_by_its_body() -> None:
    texts = [
        *line(100, (40, "Lead"), (120, "P amp"), (200, "Q amp"), (280, "ST J")),
        *line(115, (125, "mV"), (205, "mV"), (285, "mV")),
        *line(130, (40, "I"), (125, "0.07"), (205, "-0.05"), (285, "-0.02")),
        *line(145, (40, "aVR"), (125, "0.10"), (205, "---"), (285, "0.18")),
        *line(160, (40, "V1"), (125, "0.19"), (205, "-0.12"), (285, "0.45")),
    ]
    (matrix,) = matrices(texts, Vocabulary())
    read = cells(matrix)
    assert read["I P amp"] == "0.07"
    assert read["aVR ST J"] == "0.18"
    assert read["V1 Q amp"] == "-0.12"
    assert [c.unit for c in matrix.columns] == ["mV", "mV", "mV"]


def test_a_table_shown_by_its_body_leaves_the_pairs_beside_and_below_it() -> None:
    texts = [
        *line(100, (150, "基部"), (200, "中部"), (250, "心尖部")),
        *line(115, (40, "前壁"), (155, "1"), (205, "2"), (255, "1"), (400, "LVDd"), (460, "52 mm")),
        *line(130, (400, "LVDs"), (460, "31 mm")),
        *line(145, (40, "側壁"), (155, "3"), (205, "1"), (255, "―")),
        *line(160, (40, "下壁"), (155, "1"), (205, "1"), (255, "2")),
        *line(190, (40, "運動耐容能"), (150, "10.5 METs"), (250, "運動時間"), (330, "6.1 分")),
    ]
    (matrix,) = matrices(texts, Vocabulary())
    assert [join(row.label) for row in matrix.rows] == ["前壁", "側壁", "下壁"]
    assert [join(cell) for row in matrix.rows for _, cell in row.cells][:3] == ["1", "2", "1"]


def test_lines_over_time_and_of_people_are_no_table_of_their_body() -> None:
    over_time = [
        *line(100, (40, "日時"), (150, "最大HR"), (220, "VPC")),
        *line(115, (40, "4/28 9時"), (150, "79"), (220, "32")),
        *line(130, (40, "4/28 11時"), (150, "77"), (220, "43")),
        *line(145, (40, "4/28 13時"), (150, "115"), (220, "20")),
    ]
    assert matrices(over_time, Vocabulary()) == []
    two_rows = [
        *line(100, (150, "身長"), (220, "体重"), (290, "年齢")),
        *line(115, (40, "入院時"), (150, "171"), (220, "66"), (290, "54")),
        *line(130, (40, "退院時"), (150, "171"), (220, "64"), (290, "54")),
    ]
    assert matrices(two_rows, Vocabulary()) == []


def test_numbered_trials_head_columns_of_their_own() -> None:
    texts = [
        *line(100, (40, "Measurement"), (150, "Value"), (200, "Unit"), (250, "#1"), (300, "#2"), (350, "#3 Method")),
        *line(115, (40, "IVSd"), (150, "0.98"), (200, "cm"), (250, "1.01"), (300, "0.96"), (370, "Avg.")),
        *line(130, (40, "LVIDd"), (150, "4.37"), (200, "cm"), (250, "4.34"), (300, "4.35"), (350, "4.41 Avg.")),
    ]  # fmt: skip
    (matrix,) = matrices(texts, Vocabulary())
    assert cells(matrix)["LVIDd #2"] == "4.35"
    assert cells(matrix)["IVSd"] == "0.98"


def test_a_heading_of_two_words_and_a_unit_that_heads_a_column() -> None:
    texts = [
        *line(100, (40, "Stage"), (120, "Time"), (180, "Speed"), (240, "METs"), (300, "ST II")),
        *line(112, (118, "(min:s)"), (178, "(km/h)"), (305, "(mm)")),
        *line(125, (40, "Supine"), (120, "1:07"), (180, "0.0"), (240, "1.0"), (300, "-0.4")),
        *line(137, (40, "Stage 1"), (120, "2:23"), (180, "2.7"), (240, "4.8"), (300, "-0.4")),
        *line(149, (40, "Recovery"), (120, "1:22"), (180, "0.0"), (240, "3.1"), (300, "-1.2")),
    ]
    (matrix,) = matrices(texts, LEADS_AND_ST)
    read = cells(matrix)
    assert read["Supine Time"] == "1:07"
    assert read["Stage 1 ST II"] == "-0.4"
    assert read["Recovery METs"] == "3.1"
    assert [c.unit for c in matrix.columns] == ["min:s", "km/h", "", "mm"]


def test_a_lost_sign_and_a_misread_one_in_brackets_are_restored() -> None:
    texts = [
        *line(100, (170, "吸入前"), (290, "吸入後"), (400, "変化率")),
        *line(
            115, (40, "項目"), (150, "実測値"), (210, "%予測"), (270, "実測値"), (330, "予測"), (405, "(8)")
        ),
        *line(130, (40, "IC"), (155, "2.10"), (212, "71.5"), (275, "2.31"), (332, "78.6"), (402, "+10.0")),
        *line(145, (40, "MMF"), (155, "1.22"), (212, "40.1"), (275, "1.40"), (332, "46.0"), (402, "+14.8")),
    ]
    page = replace(Sheet("matrix", tuple(texts), (), PERSON, None).words(), recognised=True)
    words = replace(
        SPIROMETRY, measured=lambda t: t == "実測値", named=lambda t: t in ("%予測", "予測", "変化率")
    )
    (matrix,) = matrices_of(tokens_of(page), words)
    assert cells(matrix)["MMF 吸入後 %予測"] == "46.0"
    assert "(%)" in [t.text for t in tokens_of(page)]


def test_a_heading_one_letter_off_is_its_twin_of_the_table_beside() -> None:
    heads = ("検査項目", "実測値", "単位", "基準値")
    x = (40, 100, 140, 170)
    texts = [
        *line(100, *zip(x, heads, strict=True)),
        *line(100, *zip((a + 200 for a in x), ("検査項目", "実測鏡", "単位", "基準値"), strict=True)),
        *line(115, (40, "AOD"), (105, "31"), (140, "mm"), (240, "MVA"), (305, "4.1"), (340, "cm2")),
        *line(130, (40, "LAD"), (105, "38"), (140, "mm"), (240, "AVA"), (305, "2.6"), (340, "cm2")),
    ]
    read = [cells(m) for m in matrices(texts, SPIROMETRY)]
    assert read == [{"AOD": "31", "LAD": "38"}, {"MVA": "4.1", "AVA": "2.6"}]


def test_one_unit_misread_and_a_blank_with_a_speck_lose_no_table() -> None:
    texts = [
        *line(100, (40, "Phase"), (120, "Belt"), (180, "Pulse"), (240, "Load"), (300, "ST aVF")),
        *line(112, (120, "kmh"), (180, "bpm"), (240, "W"), (300, "mm")),
        *line(125, (40, "Seated"), (120, "»-"), (180, "71"), (240, "0"), (300, "-0.1")),
        *line(137, (40, "Phase 1"), (120, "2.7"), (180, "96"), (240, "50"), (300, "-0.3")),
        *line(149, (40, "Phase 2"), (120, "4.0"), (180, "121"), (240, "75"), (300, "-0.9")),
    ]
    (matrix,) = matrices(texts, Vocabulary(named=lambda t: t == "nothing", fewest=4))
    assert cells(matrix)["Seated Pulse"] == "71"
    assert cells(matrix)["Phase 2 ST aVF"] == "-0.9"
    assert [c.unit for c in matrix.columns] == ["kmh", "bpm", "W", "mm"]


def test_a_heading_a_line_above_the_others_heads_a_column() -> None:
    texts = [
        *line(100, (150, "予測値"), (230, "吸入前"), (390, "吸入後")),
        *line(113, (220, "実測値"), (290, "%予測"), (380, "実測値"), (450, "%予測")),
        *line(128, (40, "FVC"), (170, "3.82"), (240, "3.04"), (310, "80"), (400, "3.17"), (470, "83")),
        *line(143, (40, "FEV1"), (170, "3.68"), (240, "2.84"), (310, "77"), (400, "3.17"), (470, "86")),
        *line(158, (40, "SVC"), (170, "4.03"), (240, "3.22"), (310, "80")),
    ]
    (matrix,) = matrices(texts, SPIROMETRY)
    read = cells(matrix)
    assert read["FVC 予測値"] == "3.82"
    assert read["FVC 吸入後 %予測"] == "83"
    assert read["SVC 吸入前"] == "3.22"
