"""Causes found on layouts nobody here had drawn before: each with the smallest page that shows it."""

from __future__ import annotations

import pytest

from inference.patient import compare
from inference.structure.named_units import name_and_unit
from inference.structure.ranges import bounds_joined
from inference.structure.structure import Structured, structure
from inference.structure.units import is_unit
from inference.structure.values import parse_value
from mappers.model import DocumentType, Flag, PatientIdentity, PersonName, PrintedPatient, Sex
from tests.unit.inference.sheets import PERSON, Sheet, Text

ROWS = (
    ("総蛋白", "6.8", "g/dL", "6.6-8.1"), ("AST", "45", "U/L", "13-30"), ("クレアチニン", "0.92", "mg/dL", "0.65-1.07"),
    ("CRP", "0.31", "mg/dL", "0.00-0.14"), ("ヘモグロビン", "13.2", "g/dL", "13.7-16.8"),
)  # fmt: skip
TITLE = (Text(220, 40, "臨床検査報告書", 16),)


def _read(*texts: Text) -> Structured:
    page = Sheet("page", tuple(t for t in texts if t.text), (), PERSON, None)
    return structure([page.words()])


def _table(columns: tuple[tuple[float, str, str], ...], y: float = 112) -> list[Text]:
    """ROWS under headings; a column's third word says what stands in it: n, v, u, r or a format of them."""
    texts = [Text(x, y, heading) for x, heading, _ in columns]
    for i, (name, value, unit, reference) in enumerate(ROWS):
        fields = {"n": name, "v": value, "u": unit, "r": reference}
        for x, _, pattern in columns:
            texts.append(Text(x, y + 18 * (i + 1), pattern.format(**fields)))
    return texts


def _said(found: Structured) -> list[tuple[str, str, str | None, str | None]]:
    return [(i.name, i.value, i.unit, i.reference_range) for i in found.items]


@pytest.mark.parametrize(
    "columns",
    [
        ((40, "項目名(単位)", "{n}({u})"), (200, "結果", "{v}"), (300, "(基準値)", "{r}")),
        ((40, "成績", "{v}"), (90, "単位", "{u}"), (180, "検査項目", "{n}"), (360, "参考基準値", "{r}")),
        (
            (40, "項　　目", "{n}"),
            (200, "結　　果", "{v}"),
            (300, "単　位", "{u}"),
            (400, "基 準 範 囲", "{r}"),
        ),
    ],
    ids=["unit behind the name", "result before the name", "letters set apart"],
)
def test_tables_of_other_houses(columns: tuple[tuple[float, str, str], ...]) -> None:
    assert _said(_read(*TITLE, *_table(columns))) == list(ROWS)


def test_names_that_only_their_units_tell_apart_keep_them() -> None:
    texts = [Text(40, 112, "検査項目"), Text(200, 112, "結果")]
    for i, (name, value) in enumerate(
        (("好中球(%)", "55.1"), ("好中球(/μL)", "3850"), ("CRP(mg/dL)", "0.3"))
    ):
        texts += [Text(40, 130 + 18 * i, name), Text(200, 130 + 18 * i, value)]
    said = [(i.name, i.unit) for i in _read(*TITLE, *texts).items]
    assert said == [("好中球(%)", "%"), ("好中球(/μL)", "/μL"), ("CRP", "mg/dL")]


@pytest.mark.parametrize("name", ["PT(INR)", "LD(IFCC)", "AST(GOT)", "HbA1c(NGSP)", "(mg/dL)"])
def test_brackets_that_are_no_unit_stay(name: str) -> None:
    assert name_and_unit(name, recognised=False) is None


def test_items_across_and_dates_down() -> None:
    names = (("AST", "U/L", "13-30"), ("ALT", "U/L", "10-42"), ("CRE", "mg/dL", "0.65-1.07"))
    days = (("2026/04/21", ("24", "31H", "0.92")), ("2026/04/14", ("22", "", "0.90")))
    texts = [Text(40, 80, "採取日"), Text(40, 95, "単位"), Text(40, 110, "基準値")]
    for k, (name, unit, reference) in enumerate(names):
        texts += [
            Text(160 + 80 * k, 80, name),
            Text(158 + 80 * k, 95, unit),
            Text(155 + 80 * k, 110, reference),
        ]
    for i, (day, values) in enumerate(days):
        texts.append(Text(40, 130 + 18 * i, day))
        texts += [Text(162 + 80 * k, 130 + 18 * i, value) for k, value in enumerate(values)]
    found = _read(*TITLE, *texts)
    assert [(i.name, i.value, i.unit, i.reference_range, i.flag, i.effective) for i in found.items] == [
        ("AST", "24", "U/L", "13-30", None, "2026-04-21"),
        ("ALT", "31", "U/L", "10-42", Flag.HIGH, "2026-04-21"),
        ("CRE", "0.92", "mg/dL", "0.65-1.07", None, "2026-04-21"),
        ("AST", "22", "U/L", "13-30", None, "2026-04-14"),
        ("CRE", "0.90", "mg/dL", "0.65-1.07", None, "2026-04-14"),
    ]


def test_vertical_sections_belong_to_no_line() -> None:
    table = _table(
        ((70, "検査項目", "{n}"), (210, "結果", "{v}"), (280, "単位", "{u}"), (350, "基準値", "{r}"))
    )
    upright = [Text(46, 141 + 11 * i, letter) for i, letter in enumerate("生化学")]
    assert _said(_read(*TITLE, *table, *upright)) == list(ROWS)


def test_a_mark_between_name_and_value_is_never_the_name() -> None:
    texts = []
    for i, (name, value, unit, reference) in enumerate(ROWS):
        y = 120 + 18 * i
        texts += [Text(50, y, name), Text(150, y, "H" if i == 1 else ""), Text(200, y, value)]
        texts += [Text(250, y, unit), Text(340, y, reference)]
    found = _read(*TITLE, *texts)
    assert _said(found) == list(ROWS)
    assert [i.flag for i in found.items] == [None, Flag.HIGH, None, None, None]


def test_a_span_is_a_result_only_where_a_field_is_counted() -> None:
    texts = [Text(x, 112, t) for x, t in ((40, "検査項目"), (200, "結果"), (280, "単位"), (350, "基準値"))]
    rows = (("沈渣 赤血球", "1-4", "/HPF", "4以下"), ("CRP", "0.3-0.5", "mg/dL", "0.14以下"), *ROWS)
    for i, row in enumerate(rows):
        texts += [Text(x, 130 + 18 * i, t) for x, t in zip((40, 200, 280, 350), row, strict=True)]
    said = _said(_read(*TITLE, *texts))
    assert said[0] == ("沈渣 赤血球", "1-4", "/HPF", "4以下")
    assert said[1:] == list(ROWS)


def test_a_bound_after_a_span_is_no_result_where_no_heading_says_which() -> None:
    texts = [
        Text(40, 130, "沈渣赤血球"),
        Text(200, 130, "1-4"),
        Text(280, 130, "/HPF"),
        Text(350, 130, "4以下"),
    ]
    assert _read(*TITLE, *texts).items == ()


def test_the_year_over_the_dates_and_times_under_them() -> None:
    texts = [Text(40, 112, "Date"), Text(40, 124, "Time"), Text(420, 112, "Units")]
    for x, day, time in ((200, "20-Apr-26", "05:55"), (300, "21-Apr-26", "06:10")):
        texts += [Text(x, 112, day), Text(x, 124, time)]
    for i, (name, value, unit, _) in enumerate(ROWS):
        texts += [
            Text(40, 142 + 18 * i, name),
            Text(200, 142 + 18 * i, value),
            Text(300, 142 + 18 * i, value),
        ]
        texts.append(Text(420, 142 + 18 * i, unit))
    found = _read(*TITLE, *texts)
    assert {i.effective for i in found.items} == {"2026-04-20T05:55", "2026-04-21T06:10"}
    assert len(found.items) == 2 * len(ROWS)

    japanese = [Text(40, 112, "項目名"), *(Text(x, 100, "2026年") for x in (200, 260))]
    japanese += [Text(200, 112, "5/12"), Text(260, 112, "5/01")]
    for i, (name, value, _, _) in enumerate(ROWS):
        japanese += [Text(40, 130 + 18 * i, name), Text(260, 130 + 18 * i, value)]
    found = _read(*TITLE, *japanese)
    assert {i.effective for i in found.items} == {"2026-05-01"}
    assert len(found.items) == len(ROWS)


def test_foot_lines_are_no_results() -> None:
    table = _table(
        ((40, "結果", "{v}"), (110, "単位", "{u}"), (190, "検査項目", "{n}"), (380, "基準値", "{r}"))
    )
    foot = [
        Text(60, 260, "お名前"),
        Text(110, 260, "山田　太郎　様（ヤマダ）"),
        Text(330, 260, "診察券番号 00012345"),
    ]
    foot += [
        Text(60, 280, "生年月日"),
        Text(110, 280, "昭和35年4月5日　男"),
        Text(40, 300, "※基準値は参考です。　1/1"),
    ]
    found = _read(*TITLE, *table, *foot)
    assert _said(found) == list(ROWS)
    assert found.patient == PrintedPatient("00012345", "山田 太郎", "1960-04-05", Sex.MALE)


def test_a_head_whose_values_stand_under_their_labels() -> None:
    cells = (
        (40, "カルテNo.", "00012345"), (130, "患者名", "山田　太郎　様"), (250, "性別", "男"), (290, "年齢", "64歳"),
        (340, "生年月日", "S35.4.5"), (430, "採取日", "2026/04/21"), (510, "受付日", "2026/04/22"),
    )  # fmt: skip
    head = [Text(x, 70, label, 7) for x, label, _ in cells] + [Text(x, 86, value) for x, _, value in cells]
    table = _table(
        ((40, "検査項目", "{n}"), (210, "結果", "{v}"), (280, "単位", "{u}"), (350, "基準値", "{r}"))
    )
    found = _read(*TITLE, *head, *table)
    assert found.patient == PrintedPatient("00012345", "山田 太郎", "1960-04-05", Sex.MALE)
    assert found.effective == "2026-04-21"


@pytest.mark.parametrize(
    "line",
    [
        "患者番号：00012345 山田　太郎 様 男 S35.4.5 生",
        "山田　太郎　様　　ID 00012345　　昭和35年4月5日生まれ　男性",
        "IDNo. 00012345　　患者氏名　山田　太郎　殿　　1960/04/05生　　（男）",
    ],
)
def test_a_person_in_one_line_without_labels(line: str) -> None:
    assert _read(Text(40, 60, line), *_table(((40, "検査項目", "{n}"), (210, "結果", "{v}")))).patient == (
        PrintedPatient("00012345", "山田 太郎", "1960-04-05", Sex.MALE)
    )


@pytest.mark.parametrize(
    "title", ["PATIENT INFORMATION", "Patient Instructions", "Test Name　　　In Range　　　Result"]
)
def test_titles_and_table_heads_name_nobody(title: str) -> None:
    assert _read(Text(40, 60, title), Text(40, 80, "SAMPLE,ALEX")).patient.name is None


def test_a_birth_date_without_century_is_not_guessed() -> None:
    assert _read(Text(40, 60, "DOB: 12-Mar-34　　MRN: 12345")).patient.birth_date is None


def test_day_and_month_exchanged_are_no_other_person() -> None:
    filed = PatientIdentity(id="12345", name=PersonName("Sample Alex"), birth_date="1934-06-01")
    swapped = PrintedPatient("12345", "Alex Sample", "1934-01-06")
    assert compare(swapped, filed, recognised=False) == (False, ())
    assert compare(PrintedPatient(birth_date="1934-01-06"), filed) == (None, ())
    other = PrintedPatient("12345", "Alex Sample", "1934-01-07")
    assert compare(other, filed, recognised=False) == (True, ("birth_date",))


def test_a_pathology_title_over_chemistry_is_a_laboratory_report() -> None:
    names = (
        "Sodium",
        "Potassium",
        "Chloride",
        "Glucose",
        "Creatinine",
        "AST",
        "ALT",
        "ALP",
        "LDH",
        "Calcium",
    )
    texts = [Text(40, 112, "Test"), Text(200, 112, "Result"), Text(280, 112, "Units")]
    for i, name in enumerate(names):
        texts += [
            Text(40, 130 + 16 * i, name),
            Text(200, 130 + 16 * i, str(3 + i)),
            Text(280, 130 + 16 * i, "mmol/L"),
        ]
    assert _read(Text(40, 40, "CUMULATIVE PATHOLOGY REPORT"), *texts).document_type is DocumentType.LAB_REPORT
    few = texts[:3] + texts[3:9]
    assert _read(Text(40, 40, "PATHOLOGY REPORT"), *few).document_type is not DocumentType.LAB_REPORT


@pytest.mark.parametrize(
    ("text", "joined"),
    [("6.6 8.1", "6.6-8.1"), ("8.1 6.6", "8.1 6.6"), ("6.6-8.1", "6.6-8.1"), ("(-)", "(-)")],
)
def test_bounds_of_two_columns_are_one_range(text: str, joined: str) -> None:
    assert bounds_joined(text) == joined


def test_titres_are_results_and_bare_numbers_are_no_units() -> None:
    titre = parse_value("×80")
    assert titre is not None
    assert titre.text == "×80"
    assert parse_value("×10^3/μL") is None
    assert not is_unit("102", in_unit_column=True)
    assert is_unit("Thousand/uL")
