"""Tables with named columns: which cell belongs to which row and column."""

from __future__ import annotations

from inference.structure.geometry import join, tokens_of
from inference.structure.matrix import Matrix, Vocabulary, matrices_of
from tests.unit.inference.sheets import PERSON, Sheet, Text

SPIROMETRY = Vocabulary(
    measured=lambda t: t == "実測値",
    named=lambda t: t in ("予測値", "%予測", "LLN"),
    group=lambda t: t in ("吸入前", "吸入後"),
)
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
