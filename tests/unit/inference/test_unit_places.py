"""Where a unit may stand: in a column of its own, over a column, at the right of a box, behind a row, in a title."""

from __future__ import annotations

from dataclasses import replace

from inference.structure import blood_gas, echocardiography, lab_report, microbiology, urinalysis, vitals
from inference.structure.charts import may_be_name
from tests.unit.inference.pages_of_text import read
from tests.unit.inference.pages_of_text import said as said_of
from tests.unit.inference.printed_lines import page, said
from tests.unit.inference.sheets import PERSON, Sheet, Text


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


def test_unit_at_the_right_of_a_box_whose_value_stands_below() -> None:
    lines = [
        [(40, "pH"), (140, "pCO2"), (200, "mmHg"), (240, "HCO3-"), (300, "mmol/L")],
        [(60, "7.351"), (165, "56.7"), (265, "31.0")],
    ]
    found = said(blood_gas.read_items([page(*lines)]))
    assert {name: value[1] for name, value in found.items()} == {
        "pH": None,
        "pCO2": "mmHg",
        "HCO3-": "mmol/L",
    }


def test_twins_under_headings_in_the_middle_over_their_boxes() -> None:
    lines = [
        [(103, "測定値"), (346, "体温補正値")],
        [(40, "pH"), (120, "pCO2"), (200, "pO2"), (285, "pH"), (365, "pCO2"), (445, "pO2")],
        [(50, "7.351"), (130, "56.7"), (210, "92.5"), (295, "7.399"), (375, "48.5"), (455, "74.7")],
    ]
    found = {i.name: i.value for i in blood_gas.read_items([page(*lines)])}
    assert found["pH"] == "7.351"
    assert found["pH 体温補正値"] == "7.399"
    assert found["pCO2 体温補正値"] == "48.5"


def test_line_of_units_that_recognition_garbled() -> None:
    lines = [
        [(40, "Time"), (110, "pH"), (170, "pCO2"), (230, "pO2"), (290, "sO2"), (340, "Na+"), (420, "PEEP")],
        [(170, "mmHg"), (230, "mmHg"), (312, "%mmol/L"), (420, "cmH20")],
        [
            (40, "08:13"),
            (110, "7.475"),
            (170, "51.5"),
            (230, "98.7"),
            (290, "90.2"),
            (340, "147"),
            (420, "9"),
        ],
        [
            (40, "09:37"),
            (110, "7.312"),
            (170, "37.2"),
            (230, "86.0"),
            (290, "91.9"),
            (340, "143"),
            (420, "8"),
        ],
    ]
    read_page = replace(page(*lines), recognised=True)
    found = [(i.name, i.value, i.unit) for i in blood_gas.read_items([read_page])]
    assert ("pCO2", "51.5", "mmHg") in found
    assert ("sO2", "91.9", "%") in found
    assert ("Na+", "147", "mmol/L") in found
    assert ("PEEP", "8", "cmH2O") in found


def test_per_cent_read_with_a_digit_in_a_line_of_units() -> None:
    lines = [
        [(40, "Time"), (110, "pCO2"), (170, "pO2"), (230, "HCO3-"), (290, "BE"), (350, "sO2")],
        [(110, "mmHg"), (170, "mmHg"), (230, "mmol/L"), (290, "mmol/L"), (350, "9%")],
        [(40, "08:13"), (110, "51.5"), (170, "98.7"), (230, "24.4"), (290, "-2.2"), (350, "90.2")],
        [(40, "09:37"), (110, "37.2"), (170, "86.0"), (230, "22.1"), (290, "+1.8"), (350, "91.9")],
    ]
    read_page = replace(page(*lines), recognised=True)
    found = [(i.name, i.value, i.unit) for i in blood_gas.read_items([read_page])]
    assert ("pCO2", "51.5", "mmHg") in found
    assert ("sO2", "91.9", "%") in found


def test_unit_in_the_heading_over_a_list() -> None:
    lines = [
        [(40, "有核細胞数"), (180, "22.7"), (220, "×10^4/μL"), (300, "10.0～25.0")],
        [(40, "M/E比"), (180, "1.39"), (300, "1.50～3.30")],
        [],
        [],
        [(60, "細胞のわけ"), (200, "結果(%)")],
        [(60, "前骨髄球"), (210, "2.7")],
        [(60, "骨髄球"), (210, "11.6")],
        [(60, "好酸球"), (210, "2.6")],
        [(60, "単球"), (210, "1.4")],
        [(60, "リンパ球"), (210, "17.8")],
    ]
    found = said(lab_report.read_items([page(*lines)]))
    assert found["好酸球"][:2] == ("2.6", "%")
    assert found["リンパ球"][:2] == ("17.8", "%")
    assert found["M/E比"][:2] == ("1.39", None)


def test_units_of_volts_under_the_headings_and_a_dash_in_a_cell() -> None:
    found = read(
        "ペースメーカ点検報告",
        [
            [(40, "リード"), (140, "波高値"), (240, "リード抵抗"), (340, "出力電圧")],
            [(145, "(mV)"), (250, "(Ω)"), (345, "(V)")],
            [(40, "RA"), (148, "1.1"), (252, "442"), (348, "3.9")],
            [(40, "RV"), (148, "9.1"), (252, "365"), (348, "3.2")],
            [(40, "LV"), (150, "―"), (252, "768"), (348, "2.2")],
        ],
    )
    assert ("出力電圧 RA", "3.9", "V") in said_of(found)
    assert ("リード抵抗 LV", "768", "Ω") in said_of(found)


def test_unit_behind_the_last_of_several_leads_is_the_rows() -> None:
    found = read(
        "PACEMAKER INTERROGATION",
        [
            [(200, "ATRIUM"), (280, "VENTRICLE")],
            [(40, "IMPEDANCE"), (210, "733"), (310, "507"), (345, "OHM")],
            [(40, "THRESHOLD"), (205, "0.52"), (305, "1.24"), (345, "V")],
            [(40, "PULSE WIDTH"), (210, "0.4"), (310, "0.4"), (345, "MS")],
        ],
    )
    assert ("IMPEDANCE ATRIUM", "733", "OHM") in said_of(found)
    assert ("THRESHOLD VENTRICLE", "1.24", "V") in said_of(found)


def test_values_at_the_bottom_right_of_their_boxes() -> None:
    lines = [
        [(40, "LVDd (mm)"), (150, "IVS (mm)"), (260, "E/A"), (370, "LAVI (mL/m2)")],
        [(125, "42"), (240, "8"), (345, "1.16"), (460, "35.1")],
    ]
    found = said(echocardiography.read_items([page(*lines)]))
    assert found["LVDd"][:2] == ("42", "mm")
    assert found["IVS"][:2] == ("8", "mm")
    assert found["LAVI"][:2] == ("35.1", "mL/m2")


def test_a_line_of_pairs_below_boxes_is_no_row_of_them() -> None:
    labels = (
        (45, "DcT (ms)"),
        (148, "e'(sep) (cm/s)"),
        (251, "E/e'"),
        (354, "TAPSE (mm)"),
        (457, "IVC (mm)"),
    )
    values = ((117, "248"), (220, "7.3"), (316, "15.7"), (432, "16"), (535, "12"))
    words = ((84, "AR"), (108, "moderate"), (196, "MR"), (220, "trivial"), (308, "TR"), (332, "trivial"))
    texts = [
        *(Text(x, 260, text, 9) for x, text in labels),
        *(Text(x, 282, text, 13) for x, text in values),
        *(Text(x, 314, text, 10.5) for x, text in ((40, "弁膜"), *words, (420, "PR"), (444, "moderate"))),
    ]
    found = said(echocardiography.read_items([Sheet("boxes", tuple(texts), (), PERSON, None).words()]))
    assert found["TAPSE"][:2] == ("16", "mm")
    assert found["TR"][:2] == ("trivial", None)


def test_large_print_below_its_label() -> None:
    texts = [
        *(Text(x, 100, label, 8) for x, label in ((40, "脈拍数"), (150, "呼吸数"), (260, "体温"))),
        *(Text(x, 132, value, 20) for x, value in ((48, "137"), (158, "18"), (268, "36.2"))),
        *(Text(x, 128, unit, 8) for x, unit in ((84, "回/分"), (184, "回/分"), (314, "℃"))),
        *(Text(40, 180 + 12 * n, "会話はできる。付き添いの家族の話による。", 8) for n in range(3)),
    ]
    words = Sheet("tiles", tuple(texts), (), PERSON, None).words()
    found = {i.name: (i.value, i.unit) for i in vitals.read_items([words])}
    assert found == {"脈拍数": ("137", "回/分"), "呼吸数": ("18", "回/分"), "体温": ("36.2", "℃")}


def test_a_line_without_a_name_is_no_parameter() -> None:
    assert not may_be_name("")
