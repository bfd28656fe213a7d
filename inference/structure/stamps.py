"""Dates and times of day as headings and first columns of charts print them: `3/5`, `3月5日(木)`, `6時`, `14:05`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from inference.readable import fold, listed
from inference.structure.dates import find_date, find_time

_OF_DAY = re.compile(r"\(?[月火水木金土日](?:曜日?)?\)?")
_HOUR = re.compile(r"([01]?\d|2[0-4])(?:時|h|:00)?", re.IGNORECASE)
_TO_TIME = re.compile(r"(?<=\d)\s?[-~〜～–]\s?(?:\d{1,2}:\d\d)?$")  # a span of time is of its beginning
TIME_WORDS = frozenset(
    fold(word)
    for word in listed("""
時刻 時間 時 測定時刻 検温時刻 記録時刻 観察時刻 実施時刻 測定時間 採取時刻 採血時刻 採取時間 採血時間 点検時刻
点検時間 チェック時刻 計測時刻 確認時刻 入力時刻 time hour hours
""")
)
DATE_WORDS = frozenset(
    fold(word)
    for word in listed("""
日付 月日 日 年月日 測定日 日時 測定日時 記録日時 記録日 観察日時 検温日時 検査日 受診日 来院日 外来日
評価日 チェック日 fu日 入院日 実施日 date day date/time datetime date&time checkdate visit session follow-up
interrogationdate
""")
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, a time of day or both, as far as printed; ISO parts."""

    day: str | None = None
    time: str | None = None

    def over(self, other: Stamp) -> Stamp:
        """This stamp with what it lacks from another."""
        return Stamp(self.day or other.day, self.time or other.time)

    def iso(self, day: str | None) -> str | None:
        """YYYY-MM-DD[THH:MM], with the chart's `day` where the stamp has none."""
        at = self.day or day
        return f"{at}T{self.time}" if at and self.time else at


def stamp_of(text: str, year: int | None, *, hours: bool = False) -> Stamp | None:
    """The stamp in a text that is nothing else; `hours` lets a bare number be an hour."""
    text = unicodedata.normalize("NFKC", text).strip()
    time = find_time(_TO_TIME.sub("", text))
    if time:
        return Stamp(None, time)
    found = find_date(text, year)
    if found is not None and not _OF_DAY.sub("", text[: found.start] + text[found.end :]).strip(" ~-()"):
        day, _, clock = found.iso.partition("T")
        return Stamp(day, clock or None)
    match = _HOUR.fullmatch(text)
    if match and (hours or not text.isdigit()):
        return Stamp(None, f"{int(match[1]) % 24:02d}:00")
    return None
