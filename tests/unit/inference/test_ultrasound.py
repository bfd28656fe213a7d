"""Ultrasound of the belly and of arteries: typed by what is measured, sides as columns, sizes as one value."""

from __future__ import annotations

from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import Row, read, said


def test_a_sheet_of_measured_organs_is_typed_by_its_names() -> None:
    rows: list[Row] = [
        [(40, "計測部位"), (200, "計測値")],
        [(40, "門脈径"), (200, "10.2 mm")],
        [(40, "胆嚢壁厚"), (200, "2.1 mm")],
        [(40, "脾臓"), (200, "88×34 mm")],
        [(40, "右腎長径"), (200, "101 mm")],
        [(40, "左腎長径"), (200, "99 mm")],
    ]
    found = read("腹部超音波検査 記録", rows)
    assert found.document_type is DocumentType.ECHOCARDIOGRAPHY
    assert ("脾臓", "88×34", "mm") in said(found)
    assert len(found.items) == 5


def test_the_same_title_over_prose_stays_a_narrative() -> None:
    rows: list[Row] = [
        [(40, "所見")],
        [(40, "肝臓：辺縁鈍、内部エコーは粗。")],
        [(40, "胆嚢：結石を認める。")],
        [(40, "超音波診断")],
        [(40, "慢性肝障害")],
    ]
    assert read("腹部超音波検査報告書", rows).document_type is DocumentType.NARRATIVE


def test_sides_are_columns_and_labelled_words_values() -> None:
    rows: list[Row] = [
        [(40, "計測項目"), (160, "単位"), (230, "右"), (330, "左")],
        [(40, "CCA IMT max"), (160, "mm"), (230, "0.9"), (330, "1.0")],
        [(40, "ICA PSV"), (160, "cm/s"), (230, "71"), (330, "84")],
        [(40, "VA EDV"), (160, "cm/s"), (230, "16"), (330, "19")],
        12,
        [(40, "プラーク性状：高輝度・石灰化")],
    ]
    found = read("頸動脈超音波検査 報告書", rows)
    assert found.document_type is DocumentType.ECHOCARDIOGRAPHY
    assert said(found) == [
        ("CCA IMT max 右", "0.9", "mm"),
        ("CCA IMT max 左", "1.0", "mm"),
        ("ICA PSV 右", "71", "cm/s"),
        ("ICA PSV 左", "84", "cm/s"),
        ("VA EDV 右", "16", "cm/s"),
        ("VA EDV 左", "19", "cm/s"),
        ("プラーク性状", "高輝度・石灰化", None),
    ]


def test_who_read_is_no_statement() -> None:
    rows: list[Row] = [
        [(40, "Reading: K. Yamada, MD")],
        [(40, "LVIDd"), (140, "4.4 cm")],
        [(40, "LVIDs"), (140, "2.9 cm")],
    ]
    found = read("Transthoracic Echocardiogram", rows, head="Name: TEST, Hanako  MRN: 0001234")
    assert said(found) == [("LVIDd", "4.4", "cm"), ("LVIDs", "2.9", "cm")]
