"""Dates as Japanese and English reports print them, to ISO 8601 (local time of the site).

Era years follow the eras' first days: 明治 1868, 大正 1912, 昭和 1926, 平成 1989, 令和 2019 (era year 1, also 元年).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_ERA_FIRST_YEAR = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}
_ERA_SHORT = {"明": "明治", "大": "大正", "昭": "昭和", "平": "平成", "令": "令和"} | {
    "M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"
}  # fmt: skip
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_SEP = r"\s?[/.\-年]\s?"
_ERA = re.compile(
    rf"(明治|大正|昭和|平成|令和|(?<![A-Za-z])[明大昭平令MTSHR])\s?\.?(\d{{1,2}}|元){_SEP}(\d{{1,2}})\s?[/.\-月]\s?(\d{{1,2}})(?!\d)日?"
)
_ERAS = r"(?:明治|大正|昭和|平成|令和|[明大昭平令MTSHR])"
_TWICE = re.compile(  # 1958年(昭和33年)3月4日, 1958(S33)/3/4, 昭和33年(1958年)3月4日, S33(1958).3.4
    rf"(?<!\d)((?:19|20)\d\d)年?\s?\(\s?{_ERAS}\s?\.?\s?(?:\d{{1,2}}|元)年?\s?\)\s?[/.\-年]?\s?(\d{{1,2}})\s?[/.\-月]\s?(\d{{1,2}})日?"
)
_TWICE_ERA_FIRST = re.compile(
    rf"{_ERAS}\s?\.?\s?(?:\d{{1,2}}|元)年?\s?\(\s?((?:19|20)\d\d)年?\s?\)\s?[/.\-年]?\s?(\d{{1,2}})\s?[/.\-月]\s?(\d{{1,2}})日?"
)
_DOTS = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?![\d.])")
_DASHES_MDY = re.compile(r"(?<![\d\-])(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)(?![\d\-])")
_YMD = re.compile(rf"(?<!\d)((?:19|20)\d\d){_SEP}(\d{{1,2}})\s?[/.\-月]\s?([0-3]?\d)日?")
_PACKED = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_DMON = re.compile(  # a time may touch the year: `24 May 202502:00`
    r"(?<!\d)(\d{1,2})[\s\-/]([A-Za-z]{3})[a-z]*\.?,?[\s\-/]((?:19|20)\d\d(?=\d\d:)|(?:19|20)?\d\d(?!\d))"
)
_MOND = re.compile(r"([A-Za-z]{3})[a-z]*\.?[\s\-](\d{1,2}),?[\s\-]((?:19|20)\d\d)")
_SLASH = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])'?(\d\d)[/.](\d{1,2})[/.](\d{1,2})(?![\d.]|\s?°)")
_MONTH_DAY = re.compile(r"(?<![\d/.])(\d{1,2})(?:/|月)(\d{1,2})日?(?![\d/.])")
_TIME = re.compile(
    r"\s?(?:\([月火水木金土日]\))?\s?(午前|午後|AM|PM)?\s?([01]?\d|2[0-3])\s?[:時]\s?([0-5]\d)分?(?::[0-5]\d)?\s?(AM|PM)?",
    re.I,
)
_TIME_PACKED = re.compile(r"\s([01]\d|2[0-3])([0-5]\d)(?![\d/.\-年:])")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO form and where it stood."""

    iso: str  # YYYY-MM-DD or YYYY-MM-DDTHH:MM
    start: int
    end: int

    @property
    def day(self) -> str:
        """The date without time."""
        return self.iso[:10]


@lru_cache(maxsize=4096)
def find_date(text: str, year: int | None = None) -> FoundDate | None:
    """The first date in a text, with the time right after it. `year` lets `03/05` count, as month and day."""
    flat = "".join(unicodedata.normalize("NFKC", c)[:1] or " " for c in text)
    best: FoundDate | None = None
    for pattern, read in _READERS:
        for match in pattern.finditer(flat):
            day = read(match)
            if day is not None and pattern is _SHORT_YEAR:
                day = _short_year_last(match, day, year)
            if day is not None and (best is None or match.start() < best.start):
                best = FoundDate(day.isoformat(), match.start(), match.end())
            if day is not None:
                break
    if best is None and year is not None:
        match_md = _MONTH_DAY.search(flat)
        day = _date(year, int(match_md[1]), int(match_md[2])) if match_md else None
        if match_md and day:
            best = FoundDate(day.isoformat(), match_md.start(), match_md.end())
    if best is None:
        return None
    time = _TIME.match(flat, best.end)
    if time is None:
        packed = _TIME_PACKED.match(flat, best.end)
        return FoundDate(f"{best.iso}T{packed[1]}:{packed[2]}", best.start, packed.end()) if packed else best
    return FoundDate(f"{best.iso}T{_clock(time)}", best.start, time.end())


def find_time(text: str) -> str | None:
    """A text that is only a time of day, as HH:MM."""
    match = _TIME.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return _clock(match) if match else None


def is_date(text: str, year: int | None = None) -> bool:
    """Whether the text is a date and nothing else."""
    found = find_date(text, year)
    return found is not None and not re.sub(
        r"[()\s月火水木金土日曜~]", "", text[: found.start] + text[found.end :]
    )


def _clock(match: re.Match[str]) -> str:
    hour = int(match[2])
    half = (match[1] or match[4] or "").upper()
    if half in ("午後", "PM") and hour < 12:
        hour += 12
    if half in ("午前", "AM") and hour == 12:
        hour = 0
    return f"{hour:02d}:{match[3]}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _era(match: re.Match[str]) -> date | None:
    era = _ERA_SHORT.get(match[1], match[1])
    number = 1 if match[2] == "元" else int(match[2])
    return _date(_ERA_FIRST_YEAR[era] + number - 1, int(match[3]), int(match[4])) if number else None


def _ymd(match: re.Match[str]) -> date | None:
    return _date(int(match[1]), int(match[2]), int(match[3]))


def _day_month_word(match: re.Match[str]) -> date | None:
    month = _MONTHS.get(match[2].lower())
    year = int(match[3])
    if year < 100:
        year += 2000 if year < 70 else 1900
    return _date(year, month, int(match[1])) if month else None


def _month_word_day(match: re.Match[str]) -> date | None:
    month = _MONTHS.get(match[1].lower())
    return _date(int(match[3]), month, int(match[2])) if month else None


def _slashes(match: re.Match[str]) -> date | None:
    """03/05/2024 is read the American way unless that is impossible."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    return _date(year, first, second) or _date(year, second, first)


def _short_year(match: re.Match[str]) -> date | None:
    return _date(2000 + int(match[1]), int(match[2]), int(match[3]))


def _short_year_last(match: re.Match[str], day: date, year: int | None) -> date:
    """`03/05/24` of a document of 2024 is its fifth of March, month first, where 2003 is far from it."""
    if year is None or abs(day.year - year) <= 1 or abs(2000 + int(match[3]) - year) > 1:
        return day
    return _date(2000 + int(match[3]), int(match[1]), int(match[2])) or day


def _day_first(match: re.Match[str]) -> date | None:
    """04.03.1958: dots are the European way, day first."""
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    return _date(year, month, day) or _date(year, day, month)


_READERS = (
    (_TWICE, _ymd),
    (_TWICE_ERA_FIRST, _ymd),
    (_DOTS, _day_first),
    (_DASHES_MDY, _slashes),
    (_ERA, _era),
    (_YMD, _ymd),
    (_PACKED, _ymd),
    (_DMON, _day_month_word),
    (_MOND, _month_word_day),
    (_SLASH, _slashes),
    (_SHORT_YEAR, _short_year),
)


def in_order(days: Sequence[str]) -> bool:
    """Whether days (ISO) that stand side by side may head columns: one after another, or newest first."""
    forth = sorted(days)
    return list(days) in (forth, forth[::-1]) and (len(set(days)) > 1 or len(days) <= 2)
