"""Is the printed person the filed one? People are invented."""

from __future__ import annotations

import pytest

from inference.patient import compare
from mappers.model import PatientIdentity, PersonName, PrintedPatient

FILED = PatientIdentity(
    "00012345", "", PersonName("Takasaki Kenjirou", "高崎 健次郎", "タカサキ ケンジロウ"), "1960-04-05"
)


@pytest.mark.parametrize(
    "printed",
    [
        PrintedPatient("00012345", "高崎 健次郎", "1960-04-05"),
        PrintedPatient("12345", "髙﨑　健次郎 様", "1960-04-05"),
        PrintedPatient("000-123-45", "高崎健次郎殿", None),
        PrintedPatient("１２３４５", "ﾀｶｻｷ ｹﾝｼﾞﾛｳ", None),
        PrintedPatient(None, "たかさき けんじろう さん", None),
        PrintedPatient(None, "KENJIROU TAKASAKI", None),
        PrintedPatient("00012345", None, None),
    ],
)
def test_the_same_person_however_printed(printed: PrintedPatient) -> None:
    assert compare(printed, FILED, recognised=False) == (False, ())


@pytest.mark.parametrize(
    ("printed", "reasons"),
    [
        (PrintedPatient("00099999", "高崎 健次郎", "1960-04-05"), ("id",)),
        (PrintedPatient("00012345", "中村 良子", "1960-04-05"), ("name",)),
        (PrintedPatient("00012345", "高崎 健次郎", "1961-05-04"), ("birth_date",)),
        (PrintedPatient("00054321", "中村 良子", "1980-12-31"), ("id", "name", "birth_date")),
        (PrintedPatient(None, "中村 良子", None), ("name",)),
    ],
)
def test_another_person_is_named_by_field_only(printed: PrintedPatient, reasons: tuple[str, ...]) -> None:
    assert compare(printed, FILED) == (True, reasons)


def test_one_misread_character_is_forgiven_only_with_support_and_only_from_pixels() -> None:
    misread = PrintedPatient("00012346", "高崎 健次郎", "1960-04-05")
    assert compare(misread, FILED, recognised=True) == (False, ())
    assert compare(misread, FILED, recognised=False) == (True, ("id",))
    assert compare(PrintedPatient("00012346", None, None), FILED, recognised=True) == (True, ("id",))


@pytest.mark.parametrize(
    ("printed", "filed"),
    [
        ("渡邊 武", "渡辺 武"),
        ("渡邉 武", "渡邊 武"),
        ("齋藤 花", "斎藤 花"),
        ("齊藤 花", "斉藤 花"),
        ("濵田 海", "浜田 海"),
        ("澤田 実", "沢田 實"),
    ],
)
def test_forms_of_a_character_are_one(printed: str, filed: str) -> None:
    who = PatientIdentity(name=PersonName(ideographic=filed))
    assert compare(PrintedPatient(name=printed), who, recognised=False) == (False, ())


def test_nothing_to_compare_is_unknown() -> None:
    assert compare(PrintedPatient(), FILED) == (None, ())
    kana_only = PatientIdentity(name=PersonName(phonetic="ヤマダ タロウ"))
    assert compare(PrintedPatient(name="山田 太郎"), kana_only) == (None, ())
