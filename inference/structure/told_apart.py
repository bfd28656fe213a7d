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
from inference.structure.geometry import Row, Token, around, join, rows_of
from mappers.model import Box, Item

_TITLE = re.compile(r"[【＜<〈《\[［]\s?([^【】＜＞<>〈〉《》\[\]［］\d]{2,12})\s?[】＞>〉》\]］]")
_FEWEST = 3  # names that come again
_MOSTLY = 0.8  # of a page's items that do


@dataclass(frozen=True, slots=True)
class _Titled:
    text: str
    box: Box
    effective: str | None  # of the date beside the title


def told_apart(items: Sequence[Item], tokens: Sequence[Token], year: int | None) -> list[Item]:
    """A page's items, those of one name and time told apart by their titles where that tells all apart."""
    counts = Counter((item.name, item.effective) for item in items)
    again = [item for item in items if counts[item.name, item.effective] > 1]
    titles = [t for row in rows_of(tokens) for t in _titles(row, year)] if len(again) > _FEWEST else []
    if len({t.text for t in titles}) < 2 or len(again) < _MOSTLY * len(items):
        return list(items)
    out = [_under(item, titles) for item in items]
    named = Counter((item.name, item.effective) for item in out)
    return out if max(named.values()) == 1 else list(items)


def _titles(row: Row, year: int | None) -> list[_Titled]:
    """The titles of a line, each with the date that stands before the next one."""
    at = [i for i, token in enumerate(row) if _TITLE.fullmatch(token.text)]
    found = []
    for start, end in zip(at, [*at[1:], len(row)], strict=False):
        date = find_date(join(row[start + 1 : end]), year) if start + 1 < end else None
        text = _TITLE.sub(r"\1", row[start].text).strip()
        found.append(_Titled(text, around(row[start : start + 1]), date.iso if date else None))
    return found


def _under(item: Item, titles: Sequence[_Titled]) -> Item:
    """The item with the title that it stands under: the lowest above it that begins left of it, the nearest."""
    box = item.box
    above = [t for t in titles if box and t.box.y1 <= box.y0 and t.box.x0 <= box.x1]
    if not above:
        return item
    title = max(above, key=lambda t: (round(t.box.y0, 2), t.box.x0))
    return replace(item, name=f"{item.name} {title.text}", effective=item.effective or title.effective)
