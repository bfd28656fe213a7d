"""The grammar of printed results, units, ranges, marks and dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.readable import fold_value, listed
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range, is_span, split_range_and_unit
from inference.structure.units import is_unit, repair_recognised
from inference.structure.values import ValueKind, parse_value
from mappers.model import Flag

UNITS = """
g/dL U/L IU/L 10^3/μL ×10⁴/μL x10*3/uL 万/μL % mL/min/1.73m² mmol/L mEq/L COI ng/mL mg/gCr 秒 mm/h μIU/mL fL pg
個/HPF /HPF K/uL LogIU/mL ㎎/㎗ copies/mL mOsm/kg /WF Leu/μL Ery/μL 1/min/mmHg 1/cmH2O/s
"""


@pytest.mark.parametrize(
    ("text", "value", "flag", "unit"),
    [
        ("6.8", "6.8", None, None),
        ("８．５０", "8.50", None, None),
        ("1,234.5", "1,234.5", None, None),
        ("-2.3", "-2.3", None, None),
        ("<0.10", "<0.10", None, None),
        ("≧1000", "≧1000", None, None),
        ("0.5未満", "0.5未満", None, None),
        ("40倍", "40倍", None, None),
        ("128/76", "128/76", None, None),
        ("45H", "45", Flag.HIGH, None),
        ("45 HH", "45", Flag.HIGH, None),
        ("L 3.5", "3.5", Flag.LOW, None),
        ("*12.5", "12.5", Flag.ABNORMAL, None),
        ("12.5↑", "12.5", Flag.HIGH, None),
        ("12.5▼", "12.5", Flag.LOW, None),
        ("6.8g/dL", "6.8", None, "g/dL"),
        ("6.8 g/dL", "6.8", None, "g/dL"),
        ("45H U/L", "45", Flag.HIGH, "U/L"),
        ("(-)", "(-)", None, None),
        ("（±）", "(±)", None, None),
        ("1+", "1+", None, None),
        ("(2+)", "(2+)", None, None),
        ("陰性", "陰性", None, None),
        ("陰性(-)", "陰性(-)", None, None),
        ("測定不能", "測定不能", None, None),
        ("Negative", "Negative", None, None),
    ],
)
def test_results_are_read_as_printed(text: str, value: str, flag: Flag | None, unit: str | None) -> None:
    read = parse_value(text)
    assert read is not None
    assert (read.text, read.flag, read.unit) == (value, flag, unit)


@pytest.mark.parametrize(
    "text", ["13-30", "3.3～8.6", "g/dL", "総蛋白", "AST(GOT)", "H", "2024/03/05", "", "1.2.3"]
)
def test_what_is_no_result_is_refused(text: str) -> None:
    assert parse_value(text) is None


@given(
    st.decimals(min_value=-9999, max_value=99999, places=2, allow_nan=False),
    st.sampled_from(["", "<", ">", "≦"]),
    st.sampled_from(["", "H", "L", " H", "↑"]),
)
def test_digits_sign_and_point_are_never_changed(number: object, comparator: str, mark: str) -> None:
    printed = f"{comparator}{number}"
    read = parse_value(printed + mark)
    assert read is not None
    assert read.text == printed
    assert read.kind is ValueKind.NUMBER
    assert (read.flag is not None) == bool(mark)


@given(st.text(max_size=24))
def test_a_value_is_always_a_piece_of_its_text(text: str) -> None:
    read = parse_value(text)
    if read is not None:
        assert fold_value(read.text) in fold_value(text)


@pytest.mark.parametrize(
    "text",
    listed(UNITS),
)
def test_units_of_laboratories(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize(
    "text", ["総蛋白", "AST", "13-30", "6.8", "H", "U/L 10-42", "陰性", "検査", "IgG", "note"]
)
def test_not_units(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("read", "proper"),
    [
        ("103/μL", "10^3/μL"),
        ("10~6/μL", "10^6/μL"),
        ("10°3/μL", "10^3/μL"),
        ("KuL", "K/uL"),
        ("MμL", "M/μL"),
        ("muL", "muL"),
        ("mmo l/L", "mmol/L"),
        ("mg/dl", "mg/dL"),
        ("g/dL", "g/dL"),
        ("nonsense", "nonsense"),
    ],
)
def test_garbled_units_are_put_right(read: str, proper: str) -> None:
    assert repair_recognised(read) == proper


@pytest.mark.parametrize(
    "text", ["3.3-8.6", "3.3～8.6", "3.3 ~ 8.6", "<5.0", "5.0以下", "60以上", "(13-30)", "男 13.7-16.8"]
)
def test_ranges(text: str) -> None:
    assert is_range(text)


def test_a_bound_is_a_range_but_no_span() -> None:
    assert not is_span("5.0以下")
    assert is_span("13-30")
    assert split_range_and_unit("13-30 U/L") == ("13-30", "U/L")


@pytest.mark.parametrize(
    ("text", "flag"), [("H", "H"), ("(L)", "L"), ("*H", "H"), ("高", "H"), ("▼", "L"), ("*", "A")]
)
def test_marks(text: str, flag: str) -> None:
    assert parse_mark(text) == Flag(flag)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024/03/05 08:15", "2024-03-05T08:15"),
        ("2024/03/0508:15", "2024-03-05T08:15"),  # as OCR gives it, without the space
        ("令和6年3月5日", "2024-03-05"),
        ("R6.3.5", "2024-03-05"),
        ("平成元年1月8日", "1989-01-08"),
        ("S35.4.5", "1960-04-05"),
        ("20240305", "2024-03-05"),
        ("2024年3月5日(火) 午後2時05分", "2024-03-05T14:05"),
        ("5-Mar-2024", "2024-03-05"),
        ("Mar 5, 2024 2:05 PM", "2024-03-05T14:05"),
        ("07/19/1971", "1971-07-19"),
        ("19/07/1971", "1971-07-19"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.iso == iso


def test_what_is_no_date() -> None:
    assert find_date("2024/13/45") is None
    assert not is_date("13-30")
    assert find_time("08:15") == "08:15"
    assert is_date("03/05", 2024)
    assert not is_date("03/05")
