"""Dates and times as Japanese and English systems print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from samples.making.people import era

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _era_zero(day: date) -> str:
    letter_year, month, dom = era(day, short=True).split(".")
    name = {"R": "令和", "H": "平成", "S": "昭和"}[letter_year[0]]
    return f"{name}{int(letter_year[1:]):02d}年{month}月{dom}日"


def _era_short(day: date, mark: str, *, zeros: bool = True) -> str:
    letter_year, month, dom = era(day, short=True).split(".")
    parts = [letter_year[1:], month, dom]
    return letter_year[0] + mark.join(p if zeros else str(int(p)) for p in parts)


JAPANESE: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d:%Y/%m/%d}",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d:%Y}年{d:%m}月{d:%d}日",
    lambda d: f"{d:%Y.%m.%d}",
    lambda d: f"{d:%Y-%m-%d}",
    era,
    _era_zero,
    lambda d: _era_short(d, "."),
    lambda d: _era_short(d, "/"),
    lambda d: _era_short(d, ".", zeros=False),
)
ENGLISH: tuple[Callable[[date], str], ...] = (
    lambda d: f"{d:%Y-%m-%d}",
    lambda d: f"{d.day:02d}-{_MONTHS[d.month - 1]}-{d.year}",
    lambda d: f"{d.day} {_MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{_MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d:%Y/%m/%d}",
)


@dataclass(frozen=True, slots=True)
class Dating:
    """A sheet's way to print days and times; `birth` is often another one."""

    day: Callable[[date], str]
    time: Callable[[datetime], str]
    birth: Callable[[date], str]

    def moment(self, when: datetime) -> str:
        """Day and time."""
        return f"{self.day(when.date())} {self.time(when)}"

    def short(self, when: datetime) -> str:
        """Month and day only."""
        return f"{when.month}/{when.day}"


def dating(rng: Random, *, english: bool = False) -> Dating:
    """A way by chance."""
    days = ENGLISH if english else JAPANESE
    colon: Callable[[datetime], str] = lambda m: f"{m:%H:%M}"  # noqa: E731
    times = (colon,) if english else (colon, colon, colon, lambda m: f"{m.hour}時{m.minute:02d}分")
    day = rng.choice(days)
    return Dating(day, rng.choice(times), rng.choice((day, rng.choice(days))))


def recent(rng: Random) -> datetime:
    """A working moment of the last two years before 2026-11."""
    day = date(2024, 11, 1) + timedelta(days=rng.randrange(740))
    return datetime(day.year, day.month, day.day, rng.randrange(7, 18), rng.randrange(60))


def stamp(when: datetime, *, time: bool = True) -> str:
    """`effective` of a moment, with its time or only its day."""
    return when.strftime("%Y-%m-%dT%H:%M" if time else "%Y-%m-%d")
