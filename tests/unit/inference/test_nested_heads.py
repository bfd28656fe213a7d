"""Headings in several lines over tables whose lines begin with a time."""

from __future__ import annotations

from mappers.model import DocumentType
from tests.unit.inference.pages_of_text import Row, read, said

HEAD = "氏名：山田 太郎 様　ID：00012345　検査日：2026/08/20"
LATIN = "Name: YAMADA Taro  ID: 0001234  Date: 2026-08-20"
X = (40, 90, 150, 200, 250, 310, 370, 430)


def _line(*cells: str, x: tuple[int, ...] = X) -> Row:
    return [(float(at), text) for at, text in zip(x, cells, strict=False) if text]


def _hours(*lines: tuple[str, ...]) -> list[Row]:
    return [_line(f"{14 + hour}:00", *line) for hour, line in enumerate(lines)]


BEATS = _hours(
    ("", "60", "50", "70", "1", "2", "1.2"),
    ("", "61", "51", "71", "3", "4", "1.3"),
    ("", "62", "52", "72", "5", "6", "1.4"),
)


def test_a_group_over_names_that_come_once_gives_name_and_unit() -> None:
    rows = [
        [(40.0, "時刻"), (183.0, "脈拍数 (bpm)"), (310.0, "上室性"), (370.0, "心室性"), (430.0, "休止")],
        _line("", "", "平均", "最小", "最大", "(拍)", "(拍)", "(回)"),
        *BEATS,
    ]
    assert said(read("ホルター心電図", rows, HEAD))[:6] == [
        ("脈拍数 平均", "60", "bpm"),
        ("脈拍数 最小", "50", "bpm"),
        ("脈拍数 最大", "70", "bpm"),
        ("上室性", "1", "拍"),
        ("心室性", "2", "拍"),
        ("休止", "1.2", "回"),
    ]


def test_names_of_two_lines_stand_between_group_and_parts() -> None:
    rows = [
        [(200.0, "心拍数")],
        _line("時間", "", "", "", "", "PVC", "PAC", "最長RR"),
        _line("", "", "平均", "最低", "最高"),
        _line("", "", "bpm", "bpm", "bpm", "個", "個", "秒"),
        *BEATS,
    ]
    assert said(read("ホルター心電図", rows, HEAD))[:4] == [
        ("心拍数 平均", "60", "bpm"),
        ("心拍数 最低", "50", "bpm"),
        ("心拍数 最高", "70", "bpm"),
        ("PVC", "1", "個"),
    ]


def test_spans_of_hours_and_words_over_parts() -> None:
    rows = [
        [(40.0, "Hour"), (180.0, "Heart rate (bpm)"), (313.0, "VE"), (373.0, "SVE"), (430.0, "Pauses")],
        _line("", "", "Min", "Mean", "Max", "total", "total", "(>2 s)"),
        *([(40.0, f"{cells[0][1]}-{15 + n}:00"), *cells[1:]] for n, cells in enumerate(map(list, BEATS))),
    ]
    found = read("Holter report", rows, LATIN)
    assert said(found)[2:6] == [
        ("Heart rate Max", "70", "bpm"),
        ("VE total", "1", None),
        ("SVE total", "2", None),
        ("Pauses (>2 s)", "1.2", None),
    ]
    assert found.items[0].effective == "2026-08-20T14:00"


def test_letters_of_a_pressure_are_names_and_no_units() -> None:
    rows = [
        [(40.0, "TIME"), (150.0, "HR"), (249.0, "NIBP"), (370.0, "RESP")],
        _line("", "", "bpm", "S", "D", "M", "/min"),
        [(249.0, "mmHg")],
        *_hours(
            ("", "60", "118", "64", "82", "10"),
            ("", "61", "---", "---", "---", "15"),
            ("", "72", "148", "81", "103", "25"),
        ),
    ]
    found = read("Tabular trend", rows, LATIN)
    assert found.document_type is DocumentType.VITALS
    assert said(found)[:5] == [
        ("HR", "60", "bpm"),
        ("NIBP S", "118", "mmHg"),
        ("NIBP D", "64", "mmHg"),
        ("NIBP M", "82", "mmHg"),
        ("RESP", "10", "/min"),
    ]


def test_a_group_above_one_line_of_names_takes_only_their_parts() -> None:
    rows = [
        [(243.0, "ART (mmHg)")],
        _line("Time", "", "HR", "SYS", "DIA", "MEAN", "SpO2", "Resp"),
        *_hours(
            ("", "88", "120", "60", "80", "98", "12"),
            ("", "89", "121", "61", "81", "97", "13"),
            ("", "90", "122", "62", "82", "96", "14"),
        ),
    ]
    assert said(read("Tabular trend", rows, LATIN))[:5] == [
        ("HR", "88", None),
        ("ART SYS", "120", "mmHg"),
        ("ART DIA", "60", "mmHg"),
        ("ART MEAN", "80", "mmHg"),
        ("SpO2", "98", None),
    ]


def test_two_groups_beside_a_column_of_its_own_and_remarks() -> None:
    rows = [
        [(40.0, "月日"), (125.0, "食事量"), (285.0, "排泄"), (370.0, "体重"), (430.0, "備考")],
        _line("", "朝", "昼", "夕", "尿 (mL)", "便 (回)", "(kg)"),
        _line("4/1", "10/4", "3/9", "7/6", "1846", "0", "55.6", "清拭"),
        _line("4/2", "10/8", "9/4", "8/9", "1318", "2", "", ""),
        _line("4/3", "8/3", "4/7", "4/10", "723", "2", "55.5", ""),
    ]
    assert said(read("温度板", rows, HEAD))[:6] == [
        ("食事量 朝", "10/4", None),
        ("食事量 昼", "3/9", None),
        ("食事量 夕", "7/6", None),
        ("排泄 尿", "1846", "mL"),
        ("排泄 便", "0", "回"),
        ("体重", "55.6", "kg"),
    ]
