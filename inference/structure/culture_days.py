"""Cultures of several days in one list: which day each line is of.

採取日        材料    検出菌             菌量
2025/10/30    喀痰    S. aureus          1+         <- a line of organisms begins with its day,
                      C. albicans        2+         <- which lines below it share
2025/11/05    膿      S. aureus          3+         <- the same organism, grown again
"""

from __future__ import annotations

from collections.abc import Sequence

from inference.structure.dates import find_date
from inference.structure.geometry import Row, cells_of, join
from inference.structure.organisms import Mention

_CELL_GAP = 0.9  # line heights
_FEWEST_DAYS = 2


def days_of(rows: Sequence[Row], mentions: Sequence[Mention], year: int | None) -> list[str | None]:
    """For each line the day (or time) of its culture; all None where the lines are not of several days."""
    named = {id(token) for mention in mentions for token in mention.tokens}
    days: list[str | None] = []
    last: str | None = None
    told: set[str] = set()
    edge = 0.0
    for row in rows:
        first = cells_of(row, _CELL_GAP)[0]
        found = find_date(join(first), year)
        grown = any(id(token) in named for token in row)
        if found is not None and found.start == 0 and grown:
            last, edge = found.iso, first[0].x0
            told.add(found.iso)
        elif not grown and row[0].x0 <= edge:
            last = None  # another list, or the page's foot
        days.append(last if grown else None)
    return days if len(told) >= _FEWEST_DAYS else [None] * len(rows)
