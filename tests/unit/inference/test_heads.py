"""Whom and when a head names, in the ways that hospitals lay it out. All persons are invented."""

from __future__ import annotations

import pytest

from inference.structure.announced import person_name, sex_word
from inference.structure.dates import find_date
from inference.structure.person import Head, read_head
from mappers.model import PrintedPatient, Sex
from tests.unit.inference.sheets import PERSON, Sheet, Text

WHO = PrintedPatient("00012345", "山田 太郎", "1960-04-05", Sex.MALE)


def _head(*lines: tuple[tuple[float, str], ...] | str) -> Head:
    texts = []
    for i, line in enumerate(lines):
        cells = ((40.0, line),) if isinstance(line, str) else line
        texts += [Text(x, 40 + 16 * i, text) for x, text in cells]
    return read_head([Sheet("head", tuple(texts), (), PERSON, None).words()])


@pytest.mark.parametrize(
    "lines",
    [
        ("患者番号：00012345　氏名：山田　太郎　様", "生年月日：昭35.4.5　性別：男"),
        ("登録番号 00012345", "お名前 山田 太郎 殿", "生年月日 1960年(昭和35年)4月5日 男性"),
        (((40, "患者ID"), (140, "患者氏名"), (260, "生年月日"), (400, "性別")),
         ((40, "00012345"), (140, "山田　太郎"), (260, "S35.4.5"), (400, "男"))),
        (((40, "氏名"), (140, "山田　太郎")), ((40, "ID"), (140, "00012345")),
         ((40, "生年月日"), (140, "昭和35年 4月 5日")),
         ((40, "年齢/性別"), (140, "63歳/男"))),
        ("山田　太郎　様　　ID 00012345　　昭和35年4月5日生　男",),
        ("架空病院　御中", "担当医：鈴木 一郎　検査技師：佐藤 花子", "患者氏名：山田 太郎　患者ID：00012345",
         "生年月日 1960/04/05　性別 男"),
        ("紹介先：見本病院　内科　鈴木 一郎 先生", "紹介元医師：佐藤 花子", "患者氏名　山田 太郎", "カルテNo. 00012345",
         "生年月日 昭和35年4月5日 (63歳)　性別 男"),
        ("保護者 山田 花子 様", "氏名 山田 太郎 様　診察券番号 00012345", "S35/04/05生 男"),
    ],
)  # fmt: skip
def test_the_patient_is_found_and_nobody_else(lines: tuple[str, ...]) -> None:
    assert _head(*lines).patient == WHO


def test_a_name_in_kana_alone_is_the_name() -> None:
    assert _head("患者ID：00012345　フリガナ：ヤマダ　タロウ").patient.name == "ヤマダ タロウ"
    assert _head("フリガナ：ヤマダ　タロウ", "氏名：山田　太郎").patient.name == "山田 太郎"


def test_an_english_head() -> None:
    head = _head(
        "Patient: DOE, JANE   MRN: ZZ-448812",
        "DOB: 19-Jul-1971   Age/Sex: 52 Y / F",
        "Ordering Physician: Roe, Richard MD   Collected: 02/05/2024 07:45",
    )
    assert head.patient == PrintedPatient("ZZ-448812", "DOE, JANE", "1971-07-19", Sex.FEMALE)
    assert head.effective == "2024-02-05T07:45"


@pytest.mark.parametrize(
    "lines",
    [
        ("担当医：鈴木 一郎", "検査責任者　佐藤 花子"),
        ("ご家族 様",),
        ("見本クリニック 殿",),
        ("関係者各位 様",),
        ("氏名：見本総合病院",),
        ("患者氏名：　　主治医：鈴木 一郎",),
    ],
)
def test_staff_places_and_relatives_are_not_the_patient(lines: tuple[str, ...]) -> None:
    assert _head(*lines).patient.name is None


@pytest.mark.parametrize(
    ("lines", "effective"),
    [
        (("2024/03/05 08:15 採血",), "2024-03-05T08:15"),
        (("検査結果", "2024年3月5日"), "2024-03-05"),
        (("報告日 2024/03/07", "採取日 2024/03/05"), "2024-03-05"),
        (("2024/03/05", "2024/03/09"), None),
    ],
)
def test_when_the_specimen_was_taken(lines: tuple[str, ...], effective: str | None) -> None:
    assert _head(*lines).effective == effective


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("昭33.4.1", "1958-04-01"), ("S33/4/1", "1958-04-01"), ("昭和 33 年 4 月 1 日", "1958-04-01"),
        ("明治45年7月29日", "1912-07-29"), ("M45.7.29", "1912-07-29"), ("大正元年8月1日", "1912-08-01"),
        ("T3-5-6", "1914-05-06"), ("平成元年1月8日", "1989-01-08"), ("H31.4.30", "2019-04-30"),
        ("令和2年2月29日", "2020-02-29"), ("R6/03/05", "2024-03-05"), ("1958年(昭和33年)4月1日", "1958-04-01"),
        ("昭和33年(1958年)4月1日", "1958-04-01"), ("1958(S33)/4/1", "1958-04-01"), ("S33(1958).4.1", "1958-04-01"),
        ("01-Apr-1958", "1958-04-01"), ("Apr 1, 1958", "1958-04-01"), ("01.04.1958", "1958-04-01"),
        ("04/01/1958", "1958-04-01"), ("19580401", "1958-04-01"), ("１９５８年４月１日", "1958-04-01"),
    ],
)  # fmt: skip
def test_dates_of_every_era_and_hand(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.day == iso


@pytest.mark.parametrize(
    ("text", "sex"),
    [("男", "male"), ("45 Y / F", "female"), ("(女)", "female"), ("1:男", "male"), ("男・女", None), ("M / F", None),
     ("不明", None)],
)  # fmt: skip
def test_sex(text: str, sex: str | None) -> None:
    assert sex_word(text) == sex


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("山田　太郎　様", "山田　太郎"), ("Mr. John Smith", "John Smith"), ("山田 太郎（ヤマダ タロウ）", "山田 太郎"),
        ("山田 太郎 男", "山田 太郎"), ("山田 女里子", "山田 女里子"),
        ("鈴木 一郎 先生", None), ("見本病院", None), ("Dr. John Smith", None), ("男", None), ("12345", None),
    ],
)  # fmt: skip
def test_names(text: str, name: str | None) -> None:
    assert person_name(text) == name
