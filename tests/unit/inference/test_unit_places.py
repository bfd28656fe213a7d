"""Where a unit may stand: in a column of its own, over a column, at the right of a box, behind a row, in a title."""

from __future__ import annotations

from inference.structure import microbiology, urinalysis
from inference.structure.charts import may_be_name
from tests.unit.inference.printed_lines import page, said


def test_each_result_column_has_the_units_right_of_it() -> None:
    lines = [
        [(40, "項目"), (150, "測定値"), (220, "単位"), (300, "1日量"), (370, "単位")],
        [(40, "尿蛋白"), (155, "101"), (220, "mg/dL"), (305, "1.25"), (370, "g/日")],
        [(40, "尿糖"), (160, "37"), (220, "mg/dL"), (305, "0.45"), (370, "g/日")],
        [(40, "尿酸"), (155, "21.3"), (220, "mg/dL"), (305, "0.26"), (370, "g/日")],
    ]
    found = said(urinalysis.read_items([page(*lines)]))
    assert found["尿蛋白"][:2] == ("101", "mg/dL")
    assert found["尿蛋白 1日量"][:2] == ("1.25", "g/日")
    assert found["尿酸 1日量"][:2] == ("0.26", "g/日")


def test_unit_of_mics_in_the_line_of_the_tables_title() -> None:
    lines = [
        [(40, "Organism: Escherichia coli")],
        [],
        [(40, "Susceptibility Information"), (350, "MIC in µg/mL")],
        [(40, "Antimicrobial"), (200, "MIC"), (260, "Interpretation")],
        [(40, "Ampicillin"), (200, ">=64"), (260, "R")],
        [(40, "Cefazolin"), (200, "4"), (260, "S")],
        [(40, "Levofloxacin"), (200, "1"), (260, "S")],
    ]
    found = {i.name: i.unit for i in microbiology.read_items([page(*lines)])}
    assert found["Cefazolin"] == "µg/mL"


def test_a_line_without_a_name_is_no_parameter() -> None:
    assert not may_be_name("")
