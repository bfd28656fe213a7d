"""Echocardiograms as tables: sections, dates across, results that could not be had."""

from __future__ import annotations

from tests.unit.inference.pages_of_text import read, said


def test_sections_of_a_table_with_an_indexed_column() -> None:
    found = read(
        "Transthoracic Echocardiogram",
        [
            [(40.0, "BSA: 1.81 m²"), (190.0, "BP: 98/59 mmHg"), (340.0, "HR: 51 bpm")],
            20,
            [(40.0, "Measurement"), (190.0, "Value"), (290.0, "Indexed"), (400.0, "Normal")],
            [(40.0, "Left Atrium")],
            [(44.0, "LA diameter"), (190.0, "4.3 cm"), (400.0, "3.0-4.0")],
            [(44.0, "LA volume"), (190.0, "74 mL"), (280.0, "41.7 mL/m²"), (400.0, "18-58")],
            [(44.0, "IVC"), (190.0, "9 mm"), (400.0, "<=21")],
            [(40.0, "Diastology")],
            [(44.0, "E/A ratio"), (190.0, "1.4")],
        ],
        "Name: YAMADA Taro  ID: 0001234",
    )
    assert said(found) == [
        ("BSA", "1.81", "m²"),
        ("BP", "98/59", "mmHg"),
        ("HR", "51", "bpm"),
        ("LA diameter", "4.3", "cm"),
        ("LA volume", "74", "mL"),
        ("LA volume Indexed", "41.7", "mL/m²"),
        ("IVC", "9", "mm"),
        ("E/A ratio", "1.4", None),
    ]


def test_results_that_could_not_be_had() -> None:
    found = read(
        "心臓超音波検査",
        [
            [(40.0, "計測項目"), (190.0, "計測値"), (250.0, "単位"), (290.0, "基準値")],
            [(40.0, "左房径 (LAD)"), (190.0, "39"), (250.0, "mm"), (290.0, "19-40")],
            [(40.0, "下大静脈径 (IVC)"), (190.0, "描出不良"), (250.0, "mm"), (290.0, "≦21")],
            [(40.0, "E/e'"), (190.0, "計測できず"), (290.0, "≦15")],
            [(40.0, "TRPG"), (190.0, "算出不可"), (250.0, "mmHg"), (290.0, "≦30")],
        ],
    )
    assert said(found)[1:] == [
        ("下大静脈径 (IVC)", "描出不良", "mm"),
        ("E/e'", "計測できず", None),
        ("TRPG", "算出不可", "mmHg"),
    ]


def test_dates_across_with_names_of_one_letter() -> None:
    found = read(
        "心エコー経過",
        [
            [(40.0, "項目 [単位]"), (150.0, "2025/10/27"), (250.0, "2025/03/17"), (350.0, "2024/07/05")],
            [(40.0, "LAD [mm]"), (150.0, "41"), (250.0, "45"), (350.0, "41")],
            [(40.0, "ZQV [mm]"), (150.0, "52"), (250.0, "49"), (350.0, "46")],
            [(40.0, "E [m/s]"), (150.0, "0.39"), (250.0, "0.41"), (350.0, "0.40")],
            [(40.0, "A [m/s]"), (150.0, "0.69"), (250.0, "0.73"), (350.0, "0.63")],
        ],
    )
    assert [(i.value, i.unit, i.effective) for i in found.items if i.name == "E"] == [
        ("0.39", "m/s", "2025-10-27"),
        ("0.41", "m/s", "2025-03-17"),
        ("0.40", "m/s", "2024-07-05"),
    ]
