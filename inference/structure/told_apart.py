"""The same results twice under titles of their own, side by side or below each other: before and after a dialysis.

    ＜透析前＞  採血日時 2026/05/17 08:54      ＜透析後＞  採血日時 2026/05/17 13:10
    クレアチニン  8.75  mg/dL                  クレアチニン  3.22  mg/dL

Names that come again at one time take the title they stand under (`クレアチニン 透析前`), and the time beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.structure.dates import find_date
from inference.structure.geometry import Row, Token, join, rows_of
from mappers.model import Box, Item

_TITLE = re.compile(r"[【＜<〈《\[［]\s?([^【】＜＞<>〈〉《》\[\]［］\d]{2,12})\s?[】＞>〉》\]］]")
_FEWEST = 3  # names that come again
_MOSTLY = 0.8  # of a page's items that do


@dataclass(frozen=True, slots=True)
class _Titled:
    text: str
    x: float  # left edge, pixels of the level page
    y: float
    effective: str | None  # of the date beside the title


def told_apart(items: Sequence[Item], tokens: Sequence[Token], year: int | None) -> list[Item]:
    """A page's items, those of one name and time told apart by their titles where that tells all apart."""
    counts = Counter((item.name, item.effective) for item in items)
    again = [item for item in items if counts[item.name, item.effective] > 1]
    titles = [t for row in rows_of(tokens) for t in _titles(row, year)] if len(again) > _FEWEST else []
    if len({t.text for t in titles}) < 2 or len(again) < _MOSTLY * len(items):
        return list(items)
    out = [_under(item, titles, tokens) for item in items]
    named = Counter((item.name, item.effective) for item in out)
    return out if max(named.values()) == 1 else list(items)


def _titles(row: Row, year: int | None) -> list[_Titled]:
    """The titles of a line, each with the date that stands before the next one."""
    at = [i for i, token in enumerate(row) if _TITLE.fullmatch(token.text)]
    found = []
    for start, end in zip(at, [*at[1:], len(row)], strict=False):
        date = find_date(join(row[start + 1 : end]), year) if start + 1 < end else None
        text = _TITLE.sub(r"\1", row[start].text).strip()
        found.append(_Titled(text, row[start].x0, row[start].y, date.iso if date else None))
    return found


def _under(item: Item, titles: Sequence[_Titled], tokens: Sequence[Token]) -> Item:
    """The item with the title that it stands under: the lowest above it that begins left of it, the nearest."""
    at = next((t for t in tokens if item.box and _inside(t.box, item.box)), None)
    above = [t for t in titles if at and t.y < at.y and t.x <= at.x1]
    if not above or at is None:
        return item
    lowest = max(t.y for t in above)
    title = max((t for t in above if lowest - t.y <= at.height), key=lambda t: t.x)
    return replace(item, name=f"{item.name} {title.text}", effective=item.effective or title.effective)


def _inside(part: Box, whole: Box) -> bool:
    x, y = (part.x0 + part.x1) / 2, (part.y0 + part.y1) / 2
    return whole.x0 <= x <= whole.x1 and whole.y0 <= y <= whole.y1
