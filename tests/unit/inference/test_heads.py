"""Whom and when a head names, in the ways that hospitals lay it out. All persons are invented."""

from __future__ import annotations

import pytest

from inference.readable import PageWords
from inference.structure.announced import person_name, sex_word
from inference.structure.dates import find_date
from inference.structure.labels import Label
from inference.structure.person import Head, read_head
from inference.structure.unlabelled import told_without_labels
from inference.types import Word
from mappers.model import Box, PrintedPatient, Sex
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
        ("受診番号 77120", "氏名 山田 太郎 様　　ID 00012345　　男性　　1960年4月5日生"),
        ("健診No. 8-114", "患者番号：00012345　氏名：山田　太郎　様", "生年月日：昭35.4.5　性別：男"),
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
        # labels over values: begun under them, in their middle, after an indent; a sex headed 性
        (((40, "患者番号"), (140, "患者氏名"), (260, "性"), (320, "誕生日")),
         ((40, "00012345"), (140, "山田　太郎　殿"), (260, "男"), (320, "1960年4月5日 (63歳)")),
         ((40, "担当医"), (140, "採取日時")), ((40, "佐藤 花子"), (140, "2024/02/05 07:45"))),
        (((60, "ID番号"), (170, "フリガナ"), (290, "患者名"), (400, "性")),
         ((52, "00012345"), (150, "ヤマダ タロウ"), (275, "山田　太郎　様"), (400, "男")),
         ((60, "生年月日"), (170, "病棟")), ((60, "S35.4.5"), (170, "5西病棟"))),
        (((80, "患者No."), (200, "漢字氏名"), (340, "性"), (420, "年齢"), (470, "生年月日")),
         ((40, "00012345"), (140, "山田 太郎 殿"), (300, "男"), (390, "63才"), (440, "1960.04.05"))),
        # no labels at all
        ("00012345 ヤマダ タロウ 山田 太郎 様 63歳 男 1960/4/5生",),
        ("山田 太郎　00012345　1960.04.05 (63歳)　M",),
        (((40, "性"), (100, "男")), ((40, "カルテ番号 00012345"), (200, "患者名"), (260, "山田 太郎")),
         "生年月日 昭和35年4月5日"),
        # labels for some of it; kana over the name in a grid; a label that says in which script
        ("山田　太郎　殿　(ヤマダ タロウ)", "ID:00012345 M 63Y 1960/04/05"),
        ("ID 00012345   山田 太郎   (男 63歳)", "1960年4月5日生"),
        (((40, "氏名"), (140, "患者番号"), (300, "生年月日")), ((40, "フリガナ ヤマダ タロウ"),),
         ((40, "山田　太郎"), (140, "00012345"), (300, "1960/04/05")), ((40, "性別"), (100, "男"))),
        ("受診者氏名（漢字）　山田　太郎", "受診者番号　00012345", "生年月日　昭和　35年　4月　5日　男"),
        (((40, "お名前"), (100, "山田 太郎 殿"), (300, "病理番号 24-83520")), "No.00012345 63歳 男 S35.4.5生"),
        ("保護者 山田 花子 様", "氏名 山田 太郎 様　診察券番号 00012345", "S35/04/05生 男"),
    ],
)  # fmt: skip
def test_the_patient_is_found_and_nobody_else(lines: tuple[str, ...]) -> None:
    assert _head(*lines).patient == WHO


@pytest.mark.parametrize(
    "line",
    [
        "No. 00012345 山田 太郎 殿 1960/04/05 生 男性 透析室",
        "00012345 山田 太郎 様 男 S35.4.5生 体温 35.7 ℃ FiO2 40 %",
        "至急検査結果 00012345 山田 太郎 殿 男 63才 S35/04/05生",
        "00012345 山田 太郎 様 男 S35.4.5 生 (63) 00012345 山田 太郎 様 男 S35.4.5 生 (63)",
        "[00012345] 山田 太郎 様 男 S35/04/05 生 西館6階",
        "00012345 山田 太郎 殿 男性 63歳 生年月日 1960年04月05日",
    ],
)
def test_the_person_among_other_words_of_a_line(line: str) -> None:
    assert _head(line).patient == WHO


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("DOE, Jane ID: 6996-2596 Born: 19-Jul-1964 Female", "DOE, Jane"),
        ("山田 太郎　ID：00012345　生年月日：1960/04/05", "山田 太郎"),
        ("HCU 463号室 山田 太郎 様", "山田 太郎"),
        ("（患者氏名） 山田 太郎 殿", "山田 太郎"),
        ("利用者氏名: 山田 太郎", "山田 太郎"),
        ("Echo Worksheet ID: 6996-2596", None),
        ("経過 一覧 ID: 00012345", None),
        ("架空病院 内科 ID: 00012345 生年月日 1960/04/05", None),
    ],
)
def test_a_name_in_front_of_labels_or_behind_a_room(line: str, name: str | None) -> None:
    assert _head(line).patient.name == name


def test_labels_of_a_clients_number_and_of_birth_with_sex() -> None:
    head = _head("利用者番号: 00012345", "DOB / Sex: 05-Apr-1960 / M")
    assert (head.patient.id, head.patient.birth_date) == ("00012345", "1960-04-05")


def test_an_english_line_without_labels() -> None:
    head = _head("YAMADA, Taro No. 00012345 born 05-Apr-1960 Male")
    assert head.patient == PrintedPatient("00012345", "YAMADA Taro", "1960-04-05", Sex.MALE)


@pytest.mark.parametrize(
    "line",
    [
        "0012345 外来 男",
        "鈴木 一郎 先生 男 45歳",
        "00123 山田 太郎 2025/1/2",
        "検査部 12345 男",
        "00123 WBC 5.4 H",
    ],
)
def test_a_line_that_may_be_anybodys_names_no_patient(line: str) -> None:
    assert told_without_labels(line) is None


@pytest.mark.parametrize(
    "other", ["Lab ID: 758213-2", "検体ID 758213", "Device ID 75-8213", "担当者ID：75821"]
)
def test_the_id_of_a_thing_or_of_staff_is_not_the_patients(other: str) -> None:
    assert _head(((40, "Patient Name: DOE, Jane"), (320, other))).patient.id is None
    assert _head(((40, other), (320, "患者ID 00012345"))).patient.id == "00012345"
    assert _head(((40, "ID 00012345"), (320, other))).patient.id == "00012345"


def test_an_examinations_date_is_no_birth_date() -> None:
    head = _head("00012345 山田 太郎 63歳", "検査日 2024/02/05 07:45")
    assert head.patient == PrintedPatient("00012345", "山田 太郎", None, None)
    assert head.effective == "2024-02-05T07:45"
    assert told_without_labels("2024/02/05 07:45 00012345 山田 太郎 男") == {
        Label.ID: "00012345", Label.SEX: "male", Label.NAME: "山田 太郎",
    }  # fmt: skip


def test_a_day_on_which_nobody_so_old_was_born_is_the_examinations() -> None:
    head = _head("7932722 山田 太郎 男 76歳 2026/02/19")
    assert head.patient == PrintedPatient("7932722", "山田 太郎", None, Sex.MALE)
    head = _head("7932722 山田 太郎 男 76歳 1950/02/19")
    assert head.patient.birth_date == "1950-02-19"


def test_english_heads_as_grids_and_without_colons() -> None:
    grid = _head(
        ((40, "Patient"), (180, "ID"), (300, "Sex"), (380, "Date of Birth")),
        ((40, "Jane Doe"), (180, "15151348"), (300, "Female"), (380, "Feb 2, 1956")),
        ((40, "Collected"),),
        ((40, "3 Jun 2026"),),
    )
    assert grid.patient == PrintedPatient("15151348", "Jane Doe", "1956-02-02", Sex.FEMALE)
    assert grid.effective == "2026-06-03"
    line = _head(((40, "Name DOE, JANE"), (200, "MRN 00085930"), (320, "Sex Female"), (420, "Age 58 yrs")))
    assert line.patient == PrintedPatient("00085930", "DOE, JANE", None, Sex.FEMALE)
    ages = _head("Patient Name : Mr. JOHN DOE", "Age/Gender : 63 Y 2 M 3 D /M", "UHID/MR No : AH.0012345")
    assert ages.patient == PrintedPatient("AH.0012345", "JOHN DOE", None, Sex.MALE)


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
        ("星川 浩二 ホシカワコウジ", "星川 浩二"), ("星川浩二 ホシカワ コウジ", "星川浩二"),
        ("長谷川 マリア", "長谷川 マリア"),
        ("山田 太郎 男", "山田 太郎"), ("山田 女里子", "山田 女里子"), ("様子 花", "様子 花"),
        ("山田 太郎 45歳 男", "山田 太郎"), ("山田太郎様検体材料:喀痰", "山田太郎"),
        ("山田 太郎 身長 168.0 cm 体重 62.5 kg", "山田 太郎"), ("山田 太郎 年齢:45", "山田 太郎"),
        ("鈴木 一郎 先生", None), ("見本病院", None), ("Dr. John Smith", None), ("男", None), ("12345", None),
    ],
)  # fmt: skip
def test_names(text: str, name: str | None) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize(
    ("lines", "effective"),
    [
        (("Patient ID: 10572240", "Session date: 2024/03/21 16:09   Implanted: 2021/10/03"), "2024-03-21T16:09"),
        (("患者ID 10572240", "データ取込日時 R06.07.11 11:14　植込日 R03.10.03"), "2024-07-11T11:14"),
        (("ID 10572240", "Date of interrogation 21 Mar 2024", "Next visit date 20 Jun 2024"), "2024-03-21"),
        (((((40, "患者氏名"), (140, "来室日時"), (300, "登録年月日"))),
          (((40, "山田 太郎"), (140, "2024/03/21 16:09"), (300, "2020/01/05")))), "2024-03-21T16:09"),
        ((((40, "YAMADA Taro"), (200, "ID: P0748809"), (360, "Jun 18, 2025 11:19")), "DOB: Apr 12, 1943   Sex: Male"),
         "2025-06-18T11:19"),
    ],
)  # fmt: skip
def test_the_time_of_the_examination_behind_labels_in_no_list(lines: tuple[str, ...], effective: str) -> None:
    assert _head(*lines).effective == effective


def test_dates_of_other_times_are_not_the_examinations() -> None:
    assert _head("ID 10572240   植込日 2021/10/03   次回予約日 2024/10/03").effective is None


@pytest.mark.parametrize(
    ("lines", "who"),
    [
        (("R", "06697730", "武田 勝", "1933/07/16 M", "2025/10/03 CHEST PA"),
         PrintedPatient("06697730", "武田 勝", "1933-07-16", Sex.MALE)),
        (("7433908", "Yuichi Matsui", "M", "23 Apr 1980", "19 Jun 2025 14:02"),
         PrintedPatient("7433908", "Yuichi Matsui", "1980-04-23", Sex.MALE)),
        (("16377711", "冨田 澄江", "1968/09/07", "F", "2026/01/20 11:23"),
         PrintedPatient("16377711", "冨田 澄江", "1968-09-07", Sex.FEMALE)),
        (("00751684 宮城 昭夫", "1939/12/01 M", "L"), PrintedPatient("00751684", "宮城 昭夫", "1939-12-01", Sex.MALE)),
        (("武田 勝", "ID:C6697730", "1933.07.16 M"), PrintedPatient("C6697730", "武田 勝", "1933-07-16", Sex.MALE)),
        (("3512415", "WAKUI TAKUMI"), PrintedPatient("3512415", "WAKUI TAKUMI", None, None)),
        (("20240001", "承諾書"), PrintedPatient()),
        (("0123456", "ひばり野病院"), PrintedPatient()),
    ],
)  # fmt: skip
def test_a_person_burnt_into_a_pictures_corner(lines: tuple[str, ...], who: PrintedPatient) -> None:
    assert _head(*lines).patient == who


def test_a_date_right_behind_a_number_is_no_part_of_it() -> None:
    words = ((0.1, "患者番号：08862321"), (0.2605, "1956/06/07生(69歳・女)"))
    page = PageWords(
        1, 1000, 1400, tuple(Word(text, Box(x, 0.05, x + 0.16, 0.064)) for x, text in words), recognised=True
    )
    patient = read_head([page]).patient
    assert (patient.id, patient.birth_date) == ("08862321", "1956-06-07")


def test_a_grid_whose_first_label_was_misread() -> None:
    head = _head(
        ((60, "力ナ"), (170, "診察券番号"), (290, "氏名"), (400, "生年月日")),
        ((40, "クマガイ タクヤ"), (170, "0002930532"), (280, "熊谷 拓也"), (390, "1955年06月05日")),
        ((130, "性別"), (350, "検査日時")),
        ((135, "男"), (330, "2025年08月20日13:50")),
    )
    assert head.patient == PrintedPatient("0002930532", "熊谷 拓也", "1955-06-05", Sex.MALE)
    assert head.effective == "2025-08-20T13:50"


def test_a_label_in_two_languages_is_no_part_of_the_name() -> None:
    assert _head(
        "ID番号: 0002046465", "氏名 Name: 藤井 恵子   生年月日 DOB: 1981.10.03"
    ).patient == PrintedPatient("0002046465", "藤井 恵子", "1981-10-03", None)


def test_a_line_of_dates_behind_their_labels_is_no_tables_head() -> None:
    head = _head(
        ((40, "採取日"), (120, "R07.10.04 09:51"), (300, "検体受領"), (400, "R07.10.04 10:16")),
        ((40, "作成日"), (120, "R07.10.05 13:20")),
    )
    assert head.effective == "2025-10-04T09:51"


def test_a_urine_sample_has_the_time_it_was_passed() -> None:
    assert _head("氏名 山田 太郎   ID 665544   採尿 2026/10/11 09:00").effective == "2026-10-11T09:00"


def test_a_date_behind_nothing_but_date_is_the_examinations() -> None:
    head = _head("Patient name John Doe   Patient No. 51983   DOB 28 Jun 1970   Date 17 Jun 2025")
    assert head.effective == "2025-06-17"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("加藤 香織 院長確認印", "加藤 香織"),
        ("加藤　香織　様　　確認印", "加藤　香織"),
        ("山田 太郎 検収済", "山田 太郎"),
        ("印南 花子", "印南 花子"),
        ("佐藤 弘済", "佐藤 弘済"),
    ],
)
def test_the_label_of_a_stamp_beside_a_name_is_no_part_of_it(printed: str, name: str) -> None:
    assert person_name(printed) == name


def test_a_doctors_name_and_a_label_in_kana_are_not_the_patients() -> None:
    head = _head(
        ((40, "患者番号"), (140, "00012345"), (300, "所在地"), (380, "架空県見本市 1-2")),
        ((40, "生年月日"), (140, "昭和35年4月5日"), (300, "保険医氏名"), (380, "鈴木 一郎")),
    )
    assert head.patient.name is None
    assert person_name("セイベ ッ") is None


def test_names_behind_a_kana_label_and_before_the_rest_of_a_birth_date() -> None:
    assert _head(((40, "ナマエ; "), (140, "山田 太郎"))).patient.name == "山田 太郎"
    assert person_name("山田 太郎 日生") == "山田 太郎"


def test_a_date_of_years_before_the_collection_is_the_birth_of_who_stands_with_it() -> None:
    head = _head("山田 太郎  ID 00012345  M  1960-04-05  採血 2026-09-08 09:31  外来")
    assert (head.patient, head.effective) == (WHO, "2026-09-08T09:31")
    assert _head("山田 太郎  ID 00012345  M  2026-09-07  採血 2026-09-08 09:31").patient.birth_date is None
    assert _head("1960-04-05  採血 2026-09-08 09:31  M").patient.name is None


def test_times_and_numbers_under_other_words() -> None:
    head = _head(
        ((40, "Patient: DOE, Jane"), (300, "Sex: F")),
        "Record No.: 0093318",
        ((40, "Sampled"), (140, "2026-12-01 03:46")),
    )
    assert (head.patient.id, head.effective) == ("0093318", "2026-12-01T03:46")
    exam = _head(
        ((40, "Examination:"), (120, "CT abdomen, contrast"), (250, "Exam date:"), (330, "2026-05-02"))
    )
    assert exam.effective == "2026-05-02"


def test_a_birth_date_with_an_age_is_not_when_the_page_was_made() -> None:
    head = _head(((30.0, "経過表"), (120.0, "0863-9500"), (200.0, "架空 昭二様"), (300.0, "男性"), (350.0, "S17.04.20"),
                  (420.0, "(83歳)"), (470.0, "内科")))  # fmt: skip
    assert head.effective is None
