"""FHIR dates as comparable periods (FHIR R4 search §3.1.1.5.7): from the first instant to the last, in UTC.

A date says as much as it says: `2026-11` is the whole month. Both ends are text of one width
(`2026-11-22T04:20:59.123456Z`), so that comparing text compares time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta, tzinfo

DATE_PARAMS = frozenset(
    {
        "date",
        "birthdate",
        "recorded",
        "issued",
        "created",
        "period",
        "authored",
        "indexed",
        "collected",
        "started",
    }
)
"""Search parameters of type date among those the results API knows."""

_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_TICK = timedelta(microseconds=1)
_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def is_date(param: str, value: str) -> bool:
    """Whether this value of this search parameter is a date to be stored as a period."""
    return param in DATE_PARAMS and _DATE.fullmatch(value) is not None


def end_of(param: str) -> str:
    """The name under which a period's end is indexed, beside its start under the parameter's own."""
    return f"{param}:end"


def period(value: str, zone: tzinfo) -> tuple[str, str]:
    """First and last instant of a FHIR date, dateTime or instant; `zone` where the value has none.

    Raises ValueError for what is no date.
    """
    found = _DATE.fullmatch(value)
    if found is None:
        raise ValueError("not a FHIR date: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    if offset:
        zone = UTC if offset == "Z" else datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo or zone
    microsecond = int((fraction or "0")[:6].ljust(6, "0"))
    start = datetime(
        int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)
    )
    start = start.replace(microsecond=microsecond, tzinfo=zone)
    if fraction:
        length = timedelta(microseconds=10 ** max(0, 6 - len(fraction)))
    elif hour:
        length = timedelta(seconds=1) if second else timedelta(minutes=1)
    else:
        length = timedelta(days=_days(start.year, start.month, bool(month), bool(day)))
    return _text(start), _text(_last(start, length))


def _days(year: int, month: int, has_month: bool, has_day: bool) -> int:
    if has_day:
        return 1
    if has_month:
        return monthrange(year, month)[1]
    return 366 if monthrange(year, 2)[1] == 29 else 365


def _last(start: datetime, length: timedelta) -> datetime:
    try:
        return start + length - _TICK  # wall-clock arithmetic: a day of 23 hours still ends at midnight
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _text(moment: datetime) -> str:
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        moment = (datetime.min if moment.year == 1 else datetime.max).replace(tzinfo=UTC)
    text = moment.strftime(_FORMAT)
    return text.rjust(27, "0")  # strftime writes the year 987 in three digits
