"""Prints of devices without kanji: names, labels of the person and lead blocks."""

from __future__ import annotations

from inference.structure.kana_readings import half_width, kana_forms
from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import Row, read, said


def test_readings_only_where_every_kanji_has_one() -> None:
    assert kana_forms(("電池電圧", "リード抵抗", "モード", "弁口面積")) == (
        "デンチデンアツ",
        "リードテイコウ",
    )
    assert half_width("セイベツ ID") == "ｾｲﾍﾞﾂ ID"


def test_a_programmer_strip_in_kana() -> None:
    rows: list[Row] = [
        [(40, "ｶﾝｼﾞｬﾒｲ 佐藤 一郎"), (300, "ｾｲﾍﾞﾂ 男")],
        [(40, "ﾃﾞﾝﾁﾃﾞﾝｱﾂ"), (200, "2.90 V")],
        [(40, "ﾓｰﾄﾞ"), (200, "VVI")],
        10,
        [(40, "[Atrial]")],
        [(40, "ｼｷｲﾁ"), (200, "0.80 V")],
        [(40, "ﾘｰﾄﾞﾃｲｺｳ"), (200, "510 ohm")],
        10,
        [(40, "[Ventricular]")],
        [(40, "ｼｷｲﾁ"), (200, "0.90 V")],
        [(40, "ﾘｰﾄﾞﾃｲｺｳ"), (200, "620 ohm")],
        8,
        [(40, "ﾓｰﾄﾞｽｲｯﾁ"), (200, "3 回")],
    ]
    found = read("PROGRAMMER", rows, head="2026/02/01 09:10")
    assert found.document_type is DocumentType.DEVICE_REPORT
    assert (found.patient.name, found.patient.sex) == ("佐藤 一郎", "male")
    assert said(found) == [
        ("ﾃﾞﾝﾁﾃﾞﾝｱﾂ", "2.90", "V"),
        ("ﾓｰﾄﾞ", "VVI", None),
        ("ｼｷｲﾁ Atrial", "0.80", "V"),
        ("ﾘｰﾄﾞﾃｲｺｳ Atrial", "510", "ohm"),
        ("ｼｷｲﾁ Ventricular", "0.90", "V"),
        ("ﾘｰﾄﾞﾃｲｺｳ Ventricular", "620", "ohm"),
        ("ﾓｰﾄﾞｽｲｯﾁ", "3", "回"),
    ]


def test_a_monitors_trend_is_the_devices_though_its_names_are_a_charts() -> None:
    rows: list[Row] = [
        [(40, "時刻"), (120, "HR"), (200, "RR"), (280, "SpO2"), (360, "CVP")],
        *(
            [(40, f"0{h}:00"), (120, str(60 + h)), (200, str(12 + h)), (280, "97"), (360, "8")]
            for h in range(4)
        ),
    ]
    assert read("ベッドサイドモニタ トレンド表", rows).document_type is DocumentType.DEVICE_REPORT
    assert read("重症経過表", rows).document_type is DocumentType.VITALS


def test_a_date_that_nobody_of_that_age_was_born_on_is_no_birth_date() -> None:
    rows: list[Row] = [
        [(40, "時刻"), (120, "HR"), (200, "RR"), (280, "SpO2")],
        *([(40, f"0{h}:00"), (120, "70"), (200, "14"), (280, "98")] for h in range(4)),
    ]
    found = read("ベッドサイドモニタ トレンド表", rows, head="0012345   佐藤 一郎   男   71歳   2025/03/04")
    assert (found.patient.name, found.patient.birth_date) == ("佐藤 一郎", None)
