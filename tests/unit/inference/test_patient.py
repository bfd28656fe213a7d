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


@pytest.mark.parametrize(
    ("printed", "filed"),
    [
        ("キヨウコ", "キョウコ"),
        ("ｱｵﾔﾏ ｷﾖｳｺ", "アオヤマ キョウコ"),
        ("ohno kyoko", "Oono Kyouko"),
        ("SHIN'ICHI ABE", "Abe Shinichi"),
        ("Sinzi Matuo", "Matsuo Shinji"),
        ("Homma, Jumpei", "Honma Junpei"),
    ],
)
def test_spellings_of_one_name_are_one(printed: str, filed: str) -> None:
    groups = PersonName(alphabetic=filed) if filed.isascii() else PersonName(phonetic=filed)
    assert compare(PrintedPatient(name=printed), PatientIdentity(name=groups), recognised=False) == (
        False,
        (),
    )


@pytest.mark.parametrize(
    "printed",
    [
        PrintedPatient("00012345-7", "高崎 健次郎", None),
        PrintedPatient("000123457", None, "1960-04-05"),
        PrintedPatient("HP00012345", "高崎 健次郎", None),
        PrintedPatient("00012345", "高崎", None),
        PrintedPatient(None, "K. Takasaki", "1960-04-05"),
        PrintedPatient("12345", "Takasaki, Kenjirou M.", None),
    ],
)
def test_what_agrees_in_part_passes_beside_what_agrees_fully(printed: PrintedPatient) -> None:
    assert compare(printed, FILED, recognised=False) == (False, ())


@pytest.mark.parametrize(
    ("printed", "answer"),
    [
        (PrintedPatient("000123457", None, None), (True, ("id",))),
        (PrintedPatient("000123457", "中村 良子", None), (True, ("id", "name"))),
        (PrintedPatient("99912345", "高崎 健次郎", None), (True, ("id",))),
        (PrintedPatient(None, "高崎", None), (None, ())),
        (PrintedPatient(None, "中村", None), (True, ("name",))),
        (PrintedPatient(None, "K. Takagi", "1960-04-05"), (True, ("name",))),
        (PrintedPatient(None, "高崎", "1971-10-10"), (True, ("name", "birth_date"))),
    ],
)
def test_part_alone_is_not_enough(
    printed: PrintedPatient, answer: tuple[bool | None, tuple[str, ...]]
) -> None:
    assert compare(printed, FILED, recognised=True) == answer


@pytest.mark.parametrize(
    "printed",
    [
        PrintedPatient(None, "高崎 健太郎", "1960-04-05"),  # a twin: the birth date is his, too
        PrintedPatient("00012346", "高崎 健太郎", "1960-04-05"),  # registered one after the other
        PrintedPatient("00012346", "高崎 健太郎", None),
        PrintedPatient("00012346", "高崎 健次郎", "1961-04-05"),  # a namesake
    ],
)
def test_twins_and_namesakes_are_others_also_on_pictures(printed: PrintedPatient) -> None:
    assert compare(printed, FILED, recognised=True)[0] is True


def test_a_cut_id_says_nothing_where_it_was_read_from_pixels() -> None:
    cut = PrintedPatient("0001", "高崎 健次郎", None)
    assert compare(cut, FILED, recognised=True) == (False, ())
    assert compare(cut, FILED, recognised=False) == (True, ("id",))
    assert compare(PrintedPatient("0001", None, None), FILED, recognised=True) == (None, ())
    assert compare(PrintedPatient("0002", "高崎 健次郎", None), FILED, recognised=True) == (True, ("id",))
    assert compare(PrintedPatient("0001", "中村 良子", None), FILED, recognised=True) == (True, ("name",))
    assert compare(PrintedPatient("012345", None, None), FILED, recognised=True) == (False, ()), (
        "leading zeros"
    )
    assert compare(PrintedPatient("2345", None, None), FILED, recognised=True) == (None, ())
    other = PatientIdentity("71012345", "", FILED.name, FILED.birth_date)
    assert compare(PrintedPatient("1012345", None, None), other, recognised=True)[0] is True, (
        "may be a whole id"
    )
    assert compare(PrintedPatient("1012345", "高崎 健次郎", None), other, recognised=True) == (False, ())


def test_half_a_family_name_passes_beside_id_and_birth_date_on_pictures_alone() -> None:
    left = PrintedPatient("00012345", "高山", "1960-04-05")
    assert compare(left, FILED, recognised=True) == (False, ())
    assert compare(left, FILED, recognised=False)[0] is True
    assert compare(PrintedPatient("00012345", "高山", None), FILED, recognised=True)[0] is True
    assert compare(PrintedPatient("00012345", "中山", "1960-04-05"), FILED, recognised=True)[0] is True


def test_a_garbled_name_passes_beside_id_and_birth_date_on_pictures_alone() -> None:
    garbled = PrintedPatient("00012345", "高崎 建欠郎", "1960-04-05")
    assert compare(garbled, FILED, recognised=True) == (False, ())
    assert compare(garbled, FILED, recognised=False) == (True, ("name",))
    assert compare(PrintedPatient("00012345", "高崎 建欠郎", None), FILED, recognised=True)[0] is True
    assert compare(PrintedPatient("00012345", "中村 建太郎", "1960-04-05"), FILED, recognised=True)[0] is True


@pytest.mark.parametrize(
    "name",
    [
        "タカサキケンジロウ 高崎 健次郎",
        "高崎健次郎タカサキケンジロウ",
        "高崎 健次郎 ﾀｶｻｷ ｹﾝｼﾞﾛｳ",
        "患者高崎 健次郎",
        "患者氏名:高崎健次郎 吉田",
        "高崎 健次郎 日生",
        "KENJIROU TAKASAKI 高崎 健次郎",
    ],
)
def test_a_name_is_found_beside_its_reading_a_label_or_a_stamp(name: str) -> None:
    assert compare(PrintedPatient("00012345", name, None), FILED, recognised=False) == (False, ())


@pytest.mark.parametrize(
    "name",
    [
        "ナカムラリョウコ 中村 良子",
        "大高崎 健次郎",
        "中村 良子 高崎 健次郎",  # whoever comes second is a doctor or a relative
        "タカサキケンジロウ 高先 建二朗",  # kanji say more than how they are read
        "患者中村 良子",
    ],
)
def test_another_name_is_none_of_the_filed_ones_parts(name: str) -> None:
    assert compare(PrintedPatient("00012345", name, None), FILED, recognised=False) == (True, ("name",))
