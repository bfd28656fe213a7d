"""Blood gases: printouts, twins in columns and blocks, names over values, times down and across."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inference.structure.blood_gas import read_items
from inference.structure.geometry import tokens_of
from inference.structure.named_rows import names_repaired
from inference.structure.names import Names
from tests.unit.inference.printed_lines import page, said


def test_printout_with_ranges_in_brackets_and_arrows() -> None:
    sheet = page(
        [(20, "FO2(I)"), (110, "21.0"), (140, "%")],
        [(20, "pH"), (110, "7.312"), (145, "↓"), (200, "[ 7.350 - 7.450 ]")],
        [(20, "pCO2"), (110, "48.2"), (145, "↑"), (155, "mmHg"), (200, "[ 35.0 - 45.0 ]")],
        [(20, "cBase(B)c"), (110, "-3.4"), (155, "mmol/L"), (200, "[ -2.0 - 2.0 ]")],
        [(20, "pH(T)"), (110, "7.301")],
    )
    items = read_items((sheet,))
    assert said(items) == {
        "FO2(I)": ("21.0", "%", None),
        "pH": ("7.312", None, "L"),
        "pCO2": ("48.2", "mmHg", "H"),
        "cBase(B)c": ("-3.4", "mmol/L", None),
        "pH(T)": ("7.301", None, None),
    }
    ranges = {i.name: i.reference_range for i in items}
    assert ranges["pH"] == "7.350 - 7.450"
    assert ranges["cBase(B)c"] == "-2.0 - 2.0"


def test_one_date_with_its_time_behind_a_label_heads_no_columns() -> None:
    sheet = page(
        [(20, "測定日時"), (110, "2026-11-03"), (190, "03:12")],
        [(20, "pH"), (120, "7.321"), (165, "↓"), (195, "7.350"), (228, "-"), (236, "7.450")],
        [(20, "pCO2"), (120, "52.4"), (165, "↑"), (195, "35.0"), (228, "-"), (236, "45.0"), (290, "mmHg")],
    )
    items = {i.name: i for i in read_items((sheet,))}
    assert said(list(items.values())) == {"pH": ("7.321", None, "L"), "pCO2": ("52.4", "mmHg", "H")}
    assert items["pH"].reference_range == "7.350 - 7.450"
    assert items["pH"].effective is None, "the report's own, which has the time of day"


def test_corrected_column_is_a_twin_named_by_its_heading_without_the_temperature() -> None:
    sheet = page(
        [(40, "項目"), (140, "測定値(37.0℃)"), (240, "体温補正値(38.5℃)"), (360, "単位"), (430, "基準範囲")],
        [(40, "pH"), (150, "7.412"), (250, "7.390"), (430, "7.350～7.450")],
        [(40, "pCO2"), (150, "38.1"), (250, "40.6"), (360, "mmHg"), (430, "35～45")],
        [(40, "HCO3-"), (150, "24.0"), (360, "mmol/L"), (430, "22～26")],
    )
    assert said(read_items((sheet,))) == {
        "pH": ("7.412", None, None),
        "pH 体温補正値": ("7.390", None, None),
        "pCO2": ("38.1", "mmHg", None),
        "pCO2 体温補正値": ("40.6", "mmHg", None),
        "HCO3-": ("24.0", "mmol/L", None),
    }


def test_blocks_tell_twins_apart_and_the_measured_block_adds_nothing() -> None:
    sheet = page(
        [(40, "Measured (37.0 C)"), (300, "Corrected (35.2 C)")],
        [(45, "pH"), (140, "7.40"), (305, "pH"), (400, "7.43")],
        [(45, "pO2"), (140, "88"), (170, "mmHg"), (305, "pO2"), (400, "79"), (430, "mmHg")],
    )
    assert said(read_items((sheet,))) == {
        "pH": ("7.40", None, None),
        "pO2": ("88", "mmHg", None),
        "pH Corrected": ("7.43", None, None),
        "pO2 Corrected": ("79", "mmHg", None),
    }


def test_names_over_their_values() -> None:
    sheet = page(
        [(40, "pH"), (140, "pCO2"), (240, "Lac")],
        [(40, "7.298"), (140, "51.0"), (175, "mmHg"), (240, "4.2"), (270, "mmol/L")],
    )
    assert said(read_items((sheet,))) == {
        "pH": ("7.298", None, None),
        "pCO2": ("51.0", "mmHg", None),
        "Lac": ("4.2", "mmol/L", None),
    }


def test_times_down_and_parameters_across() -> None:
    sheet = page(
        [(40, "採血日時"), (170, "pH"), (240, "pCO2"), (310, "BE")],
        [(40, "単位"), (235, "mmHg"), (300, "mmol/L")],
        [(40, "2026/02/01 06:10"), (165, "7.31"), (240, "49.0"), (310, "-2.1")],
        [(40, "2026/02/01 12:40"), (165, "7.38"), (240, "41.5"), (310, "+0.4")],
    )
    read = [(i.name, i.value, i.unit, i.effective) for i in read_items((sheet,))]
    assert ("BE", "+0.4", "mmol/L", "2026-02-01T12:40") in read
    assert ("pCO2", "49.0", "mmHg", "2026-02-01T06:10") in read
    assert len(read) == 6


def test_a_column_with_a_heading_in_no_list_is_named_by_it() -> None:
    sheet = page(
        [(40, "項目"), (150, "酸素投与前"), (250, "酸素投与後"), (350, "単位")],
        [(40, "pO2"), (160, "58.0"), (260, "91.2"), (350, "mmHg")],
        [(40, "sO2"), (160, "88"), (260, "97"), (350, "%")],
    )
    assert said(read_items((sheet,)))["pO2 酸素投与後"] == ("91.2", "mmHg", None)


def test_device_names_and_head_lines_are_no_results() -> None:
    sheet = page(
        [(20, "BLOOD GAS ANALYZER 900")],
        [(20, "測定日時"), (80, "2026/03/01 11:51")],
        [(20, "患者ID"), (80, "00104471")],
        [(20, "pH"), (110, "7.40")],
        [(20, "pO2"), (110, "90.1"), (140, "mmHg")],
    )
    assert set(said(read_items((sheet,)))) == {"pH", "pO2"}


def test_recognised_zeros_in_names_and_spaces_in_units_are_put_right() -> None:
    lines = (
        [(20, "p02:"), (110, "109.5mmHg")],
        [(20, "HCO3-"), (110, "22.0"), (140, "m"), (147, "m"), (154, "ol/L")],
        [(20, "Lac"), (110, "1.1"), (140, "mmol/L")],
    )
    assert said(read_items((replace(page(*lines), recognised=True),))) == {
        "pO2": ("109.5", "mmHg", None),
        "HCO3-": ("22.0", "mmol/L", None),
        "Lac": ("1.1", "mmol/L", None),
    }


def test_marks_in_brackets_in_front_and_ranges_against_units() -> None:
    sheet = page(
        [(52, "pH"), (110, "7.312"), (200, "[7.350 - 7.450]")],
        [(40, "(H)PCO2"), (110, "46.8"), (145, "mmHg[35.0 - 45.0]")],
        [(40, "(L) Na"), (110, "132"), (145, "mmol/L"), (200, "[136 - 146]")],
    )
    items = read_items((sheet,))
    assert said(items) == {
        "pH": ("7.312", None, None),
        "PCO2": ("46.8", "mmHg", "H"),
        "Na": ("132", "mmol/L", "L"),
    }
    assert [i.reference_range for i in items] == ["7.350 - 7.450", "35.0 - 45.0", "136 - 146"]


def test_headings_in_the_middle_over_names_that_begin_far_left() -> None:
    sheet = page(
        [(110, "項目"), (230, "単位"), (280, "2026/01/27 06:10"), (400, "2026/01/27 18:20")],
        [(20, "pH"), (310, "7.346"), (340, "L"), (430, "7.370")],
        [(20, "pCO2"), (230, "mmHg"), (430, "46.4"), (460, "H")],
    )
    read = [(i.name, i.value, i.flag, i.effective) for i in read_items((sheet,))]
    assert read == [
        ("pH", "7.346", "L", "2026-01-27T06:10"),
        ("pH", "7.370", None, "2026-01-27T18:20"),
        ("pCO2", "46.4", "H", "2026-01-27T18:20"),
    ]


def test_running_line_with_commas() -> None:
    sheet = page([(40, "血液ガス: pH 7.352, pCO2 48.1 mmHg, pO2 62.0 mmHg, BE 1.2, SaO2 91.2 %")])
    assert said(read_items((sheet,))) == {
        "pH": ("7.352", None, None),
        "pCO2": ("48.1", "mmHg", None),
        "pO2": ("62.0", "mmHg", None),
        "BE": ("1.2", None, None),
        "SaO2": ("91.2", "%", None),
    }


def test_year_alone_over_days_without_one_and_no_title_behind_names() -> None:
    lines = [
        [(20, "血液ガス時系列")],
        [(400, "2025年")],
        [(40, "採血日"), (150, "11/13"), (250, "11/14")],
        [(40, "採血時刻"), (150, "16:28"), (250, "04:22")],
        [(40, "pH"), (150, "7.425"), (250, "7.321")],
        [(40, "PaCO2"), (150, "40.1"), (250, "39.8")],
    ]
    read = [(i.name, i.value, i.effective) for i in read_items((page(*lines),))]
    assert read[:2] == [("pH", "7.425", "2025-11-13T16:28"), ("pH", "7.321", "2025-11-14T04:22")]
    undated = read_items((page(lines[0], *lines[2:]),))
    assert [i.name for i in undated] == ["pH", "pH", "PaCO2", "PaCO2"]


def test_recognition_blurs_a_mark_before_a_name_and_a_speck_before_a_grade() -> None:
    names = Names(("O2SAT", "PRO"))
    sheet = page([(40, "(1)02SAT"), (120, "90.4")], [(40, "PRO"), (120, ".3+")])
    found = {t.text for t in names_repaired(tokens_of(sheet), names)}
    assert {"O2SAT", "PRO", "3+"} <= found
    assert ".3+" not in found


def test_a_column_headed_by_the_patients_temperature_is_a_twin_with_the_rows_range() -> None:
    sheet = page(
        [(40, "項目"), (140, "測定値"), (240, "患者体温"), (360, "単位"), (430, "基準範囲")],
        [(40, "pH"), (150, "7.518"), (250, "7.539"), (430, "7.350-7.450")],
        [(40, "pCO2"), (150, "48.6"), (250, "48.8"), (360, "mmHg"), (430, "35.0-45.0")],
        [(40, "pO2"), (150, "70.6"), (250, "71.2"), (360, "mmHg"), (430, "80.0-100.0")],
    )
    items = read_items((sheet,))
    assert said(items)["pCO2 患者体温"] == ("48.8", "mmHg", None)
    assert {i.name: i.reference_range for i in items}["pH 患者体温"] == "7.350-7.450"


def test_a_temperature_before_a_colon_is_a_setting_and_no_heading_of_twins() -> None:
    sheet = page(
        [(40, "Patient temp: 35.3 °C"), (250, "FiO2:"), (330, "21 %")],
        [(40, "pH"), (150, "7.54"), (250, "(7.35-7.45)")],
        [(40, "pCO2"), (150, "42.9"), (190, "mmHg"), (250, "(35-45)")],
    )
    assert said(read_items((sheet,))) == {
        "Patient temp": ("35.3", "°C", None),
        "FiO2": ("21", "%", None),
        "pH": ("7.54", None, None),
        "pCO2": ("42.9", "mmHg", None),
    }


def test_initials_are_no_names_and_times_no_results() -> None:
    sheet = page(
        [(40, "pH"), (150, "7.54")],
        [(40, "pCO2"), (150, "42.9"), (190, "mmHg")],
        [(40, "K. Azumi, MD"), (150, "14:37")],
        [(40, "T"), (150, "20:20")],
    )
    assert list(said(read_items((sheet,)))) == ["pH", "pCO2"]


def test_marks_in_a_column_in_front_of_the_names() -> None:
    sheet = page(
        [(90, "pH"), (200, "7.448")],
        [(60, "H"), (90, "PaCO2"), (200, "45.7"), (240, "mmHg")],
        [(60, "L"), (90, "ABE"), (200, "-2.8"), (240, "mmol/L")],
    )
    assert said(read_items((sheet,)))["PaCO2"] == ("45.7", "mmHg", "H")
    assert said(read_items((sheet,)))["ABE"] == ("-2.8", "mmol/L", "L")


def test_a_temperature_without_twins_below_is_a_setting() -> None:
    sheet = page(
        [(40, "患者体温"), (200, "37.9 ℃")],
        [(40, "pH"), (150, "7.54")],
        [(40, "pCO2"), (150, "42.9"), (190, "mmHg")],
    )
    assert said(read_items((sheet,)))["患者体温"] == ("37.9", "℃", None)


def test_a_mark_between_the_name_and_twins_is_the_measured_ones() -> None:
    sheet = page(
        [(40, "項目"), (190, "測定値(37℃)"), (290, "体温補正値(37.9℃)"), (430, "基準範囲")],
        [(40, "pH"), (150, "*"), (210, "7.276"), (330, "7.326"), (430, "7.35-7.45")],
        [(40, "pCO2"), (210, "44.9"), (330, "45.3"), (430, "35.0-45.0")],
        [(40, "pO2"), (150, "*"), (210, "122.1"), (330, "121.1"), (430, "80.0-105.0")],
    )
    flags = {i.name: i.flag.value if i.flag else None for i in read_items((sheet,))}
    assert flags == {
        "pH": "A", "pH 体温補正値": None, "pCO2": None, "pCO2 体温補正値": None, "pO2": "A", "pO2 体温補正値": None,
    }  # fmt: skip


def test_a_temperature_setting_heads_no_columns() -> None:
    sheet = page(
        [(40, "患者体温"), (200, "39.2 °C")],
        [(40, "pH"), (200, "7.325"), (280, "[7.350 - 7.450]")],
        [(40, "pCO2"), (200, "35.0 mmHg"), (280, "[35.0 - 45.0]")],
    )
    ranges = {i.name: i.reference_range for i in read_items((sheet,))}
    assert ranges == {"患者体温": None, "pH": "7.350 - 7.450", "pCO2": "35.0 - 45.0"}


def test_arrows_against_units_marks_behind_names_and_their_legend() -> None:
    sheet = page(
        [(20, "BLOOD GAS"), (200, "09:12")],
        [(20, "Temp"), (120, "38.1"), (160, "C")],
        [(20, "pO2"), (120, "61.0"), (150, "↓mmHg"), (230, "[83.0 - 108.0]")],
        [(20, "sO2"), (120, "90.4"), (150, "↓%"), (230, "[95.0 - 99.0]")],
        [(20, "FCOHb"), (120, "3.1"), (150, "↑%"), (230, "[0.5 - 1.5]")],
        [(20, "cBase(B)c"), (120, "-3.2"), (165, "mmol/L")],
        [(20, "Anion Gap,K+c"), (120, "19.0"), (165, "mmol/L")],
        [(20, "p50(st)e"), (120, "26.4"), (165, "mmHg")],
        [(20, "c"), (30, "Calculated value(s)"), (120, "0399"), (150, "Value not reported")],
        [(20, "e"), (30, "Estimated value(s)")],
    )
    assert said(read_items((sheet,))) == {
        "Temp": ("38.1", "C", None),
        "pO2": ("61.0", "mmHg", "L"),
        "sO2": ("90.4", "%", "L"),
        "FCOHb": ("3.1", "%", "H"),
        "cBase(B)c": ("-3.2", "mmol/L", None),
        "Anion Gap,K+c": ("19.0", "mmol/L", None),
        "p50(st)e": ("26.4", "mmHg", None),
    }


@pytest.mark.parametrize(
    "line",
    [
        "Targets: pH 7.30-7.45, PaO2 60-100 mmHg. Sample volume 1 mL each.",
        "Goal: PaCO2 35-45 mmHg, SaO2 92 % or more.",
        "目標： pH 7.30以上、 PaO2 60 mmHg 以上",
    ],
)
def test_aims_below_a_list_are_no_results(line: str) -> None:
    sheet = page(
        [(40, "pH"), (150, "7.31")],
        [(40, "PaCO2"), (150, "51.2"), (200, "mmHg")],
        [(40, "PaO2"), (150, "70.4"), (200, "mmHg")],
        [(40, line)],
    )
    assert list(said(read_items((sheet,)))) == ["pH", "PaCO2", "PaO2"]


def test_marks_in_brackets_against_units() -> None:
    sheet = page(
        [(20, "pH"), (120, "7.51"), (200, "7.35-7.45")],
        [(20, "pCO2"), (120, "29.4"), (160, "mmHg(L)"), (230, "32-48")],
        [(20, "cLac"), (120, "4.4"), (160, "mmol/L↑"), (230, "0.5-1.6")],
    )
    found = said(read_items((sheet,)))
    assert (found["pCO2"], found["cLac"]) == (("29.4", "mmHg", "L"), ("4.4", "mmol/L", "H"))


def test_a_unit_behind_the_last_of_several_times_is_all_of_theirs() -> None:
    sheet = page(
        [(20, "項目"), (100, "06:10"), (180, "10:20"), (260, "14:30")],
        [(20, "pH"), (100, "7.41"), (180, "7.38"), (260, "7.36"), (400, "7.35-7.45")],
        [
            (20, "pCO2"),
            (100, "41.2"),
            (180, "44.0"),
            (208, "H"),
            (260, "39.9"),
            (330, "mmHg"),
            (400, "35-45"),
        ],
        [(20, "Na+"), (100, "141"), (180, "139"), (260, "140"), (330, "mmol/L"), (400, "136-146")],
    )
    found = [(i.name, i.value, i.unit) for i in read_items((sheet,), 2026)]
    assert [unit for name, _, unit in found if name == "pCO2"] == ["mmHg"] * 3
    assert [unit for name, _, unit in found if name == "Na+"] == ["mmol/L"] * 3


def test_a_temperature_has_the_letter_behind_it() -> None:
    sheet = page(
        [(20, "pH"), (110, "7.39")],
        [(20, "pCO2"), (110, "40.1"), (150, "mmHg")],
        [(20, "Temp"), (110, "38.2"), (134, "C")],
    )
    assert ("Temp", "38.2", "C") in [(i.name, i.value, i.unit) for i in read_items((sheet,))]


def test_units_headed_in_the_line_of_times_below_the_dates() -> None:
    sheet = page(
        [(20, "Date"), (160, "3-Mar-2026"), (230, "3-Mar-2026"), (300, "4-Mar-2026")],
        [(20, "Time"), (100, "Unit"), (170, "05:10"), (240, "13:20"), (310, "02:30")],
        [(20, "pH"), (170, "7.331"), (240, "7.402"), (310, "7.418")],
        [(20, "PaCO2"), (100, "mmHg"), (170, "51.2"), (195, "H"), (240, "38.8"), (310, "36.0")],
        [(20, "BE"), (100, "mEq/L"), (170, "-3.1"), (310, "1.4")],
    )
    assert [(i.name, i.value, i.unit, i.effective) for i in read_items((sheet,))] == [
        ("pH", "7.331", None, "2026-03-03T05:10"),
        ("pH", "7.402", None, "2026-03-03T13:20"),
        ("pH", "7.418", None, "2026-03-04T02:30"),
        ("PaCO2", "51.2", "mmHg", "2026-03-03T05:10"),
        ("PaCO2", "38.8", "mmHg", "2026-03-03T13:20"),
        ("PaCO2", "36.0", "mmHg", "2026-03-04T02:30"),
        ("BE", "-3.1", "mEq/L", "2026-03-03T05:10"),
        ("BE", "1.4", "mEq/L", "2026-03-04T02:30"),
    ]
