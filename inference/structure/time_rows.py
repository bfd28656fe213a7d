"""Rows of times at even steps (`06:00 07:00 08:00`) in which recognition misread one character of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LIKE = re.compile(r"[0-9A-Za-z|]{1,2}:[0-9A-Za-z|]{2}")
_FEWEST = 4  # times that tell the step
_DAY = 24 * 60


def times_put_right(texts: Sequence[str]) -> list[str]:
    """The texts of a line, those like times between two others put right where a single character stands against
    the step of all: `B7:00` between 06:00 and 08:00."""
    at = [n for n, text in enumerate(texts) if _TIME.fullmatch(text) or _LIKE.fullmatch(text)]
    minutes = [_minutes(texts[n]) for n in at]
    known = [m for m in minutes if m is not None]
    steps = {b - a for a, b in pairwise(minutes) if a is not None and b is not None}
    if len(known) < _FEWEST or len(steps) != 1:
        return list(texts)
    (step,) = steps
    out = list(texts)
    for place in range(1, len(at) - 1):
        before, after = minutes[place - 1], minutes[place + 1]
        if minutes[place] is None and before is not None and after is not None and after - before == 2 * step:
            out[at[place]] = _seen_as(texts[at[place]], before + step)
    return out


def _minutes(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def _seen_as(text: str, minutes: int) -> str:
    """The time where a text differs from it by one character that is no digit, else the text."""
    for time in (f"{minutes // 60:02}:{minutes % 60:02}", f"{minutes // 60}:{minutes % 60:02}"):
        if len(time) == len(text) and minutes < _DAY:
            other = [a for a, b in zip(text, time, strict=True) if a != b]
            if len(other) == 1 and not other[0].isdigit():
                return time
    return text
