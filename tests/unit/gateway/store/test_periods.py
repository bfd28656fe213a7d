"""FHIR dates as periods."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store.periods import is_date, period

TOKYO = ZoneInfo("Asia/Tokyo")
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026", "2025-12-31T15:00:00.000000Z", "2026-12-31T14:59:59.999999Z"),
        ("2024-02", "2024-01-31T15:00:00.000000Z", "2024-02-29T14:59:59.999999Z"),
        ("2026-11-22", "2026-11-21T15:00:00.000000Z", "2026-11-22T14:59:59.999999Z"),
        ("2026-11-22T08:10", "2026-11-21T23:10:00.000000Z", "2026-11-21T23:10:59.999999Z"),
        ("2026-11-22T08:10:05Z", "2026-11-22T08:10:05.000000Z", "2026-11-22T08:10:05.999999Z"),
        ("2026-11-22T08:10:05.5-05:00", "2026-11-22T13:10:05.500000Z", "2026-11-22T13:10:05.599999Z"),
        ("2026-11-22T08:10:05.123456789Z", "2026-11-22T08:10:05.123456Z", "2026-11-22T08:10:05.123456Z"),
    ],
)
def test_a_date_is_as_long_as_it_says(value: str, first: str, last: str) -> None:
    assert period(value, TOKYO) == (first, last)


def test_the_day_the_clocks_change_ends_at_midnight() -> None:
    assert period("2026-03-29", PARIS) == ("2026-03-28T23:00:00.000000Z", "2026-03-29T21:59:59.999999Z")


@pytest.mark.parametrize("value", ["0001", "9999", "9999-12-31", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_time_do_not_overflow(value: str) -> None:
    first, last = period(value, TOKYO)
    assert len(first) == len(last) == 27
    assert first <= last


@pytest.mark.parametrize(
    "value",
    ["", "26", "2026-1", "2026-13", "2026-02-30", "2026-11-22T", "2026-11-22T08", "2026-11-22 08:10", "0000"],
)
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        period(value, TOKYO)


def test_only_date_parameters_hold_dates() -> None:
    assert is_date("date", "2026-11-22")
    assert not is_date("code", "2026")
    assert not is_date("date", "unknown")


@given(st.datetimes(min_value=datetime(1800, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_a_moment_lies_within_its_second_minute_day_month_and_year(moment: datetime) -> None:
    text = moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    inner = period(text, UTC)
    assert inner == (text, text)
    for shorter in (f"{text[:19]}Z", f"{text[:16]}Z", text[:10], text[:7], text[:4]):
        outer = period(shorter, UTC)
        assert outer[0] <= inner[0] <= inner[1] <= outer[1]
        inner = outer
