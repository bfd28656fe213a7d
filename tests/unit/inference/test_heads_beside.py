"""A person's block without labels beside a cart's measurements, and values that look like dates or times."""

from __future__ import annotations

from inference.structure.structure import structure
from tests.unit.inference.pages_of_text import Row, page, read, said

LEADS: list[Row] = [
    [(40, "YAMADA, Taro"), (220, "11-May-2026 08:30:00"), (420, "Invented Clinic")],
    [(40, "ID:7654321")],
    [(40, "02-Mar-1961 (64 yr)"), (220, "Vent. rate"), (320, "71 BPM")],
    [(40, "Male"), (220, "PR interval"), (320, "150 ms")],
    [(220, "QRS duration"), (320, "92 ms")],
    [(220, "P-R-T axes"), (320, "41 22 37")],
]


def test_a_block_without_labels_beside_measurements() -> None:
    found = structure([page("", LEADS, head="")])
    assert found.patient.id == "7654321"
    assert found.patient.sex == "male"
    assert found.patient.birth_date == "1961-03-02"
    assert (found.patient.name, found.effective) == ("YAMADA, Taro", "2026-05-11T08:30")


def test_axes_with_degrees_are_no_date() -> None:
    rows: list[Row] = [
        [(40, "心拍数"), (120, ": 70 bpm"), (220, "P-QRS-T軸"), (320, ": 28/11/20 °")],
        [(40, "PR時間"), (120, ": 160 ms"), (220, "RV5"), (320, ": 1.20 mV")],
    ]
    assert ("P-QRS-T軸", "28/11/20", "°") in said(read("標準12誘導心電図", rows))


def test_a_name_that_ends_in_a_digit_before_its_colon() -> None:
    rows: list[Row] = [
        [(40, "体温：36.5 ℃"), (160, "FiO2：40 %")],
        [(40, "pH"), (160, "7.401")],
        [(40, "pCO2"), (160, "39.0"), (240, "mmHg")],
        [(40, "pO2"), (160, "88.0"), (240, "mmHg")],
    ]
    assert ("FiO2", "40", "%") in said(read("血液ガス検査", rows))
