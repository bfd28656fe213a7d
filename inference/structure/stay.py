"""The day of discharge that a discharge summary prints: what it says is of that day."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import PageWords
from inference.structure.dates import find_date
from inference.structure.geometry import Row, cells_of, join, rows_of, tokens_of

_LABEL = re.compile(
    r"退院(?:年月)?日時?|(?:date of )?discharged?(?: date| on)?|date of discharge", re.IGNORECASE
)
_STAY = re.compile(r"入院期間|在院期間|(?:length|period) of (?:stay|hospitali[sz]ation)", re.IGNORECASE)
_GAP = 1.0  # line heights between cells
_UNDER = 3.0  # line heights that a day may stand aside of the label above it
_BEHIND = 4  # characters between a label and its day


def discharge_day(pages: Sequence[PageWords], year: int | None) -> str | None:
    """The first day of discharge printed behind or under its label, YYYY-MM-DD; None where there is none."""
    for page in pages:
        rows = rows_of(tokens_of(page))
        for number, row in enumerate(rows):
            day = _beside(join(row), year) or _below(row, rows[number + 1 : number + 2], year)
            if day is not None:
                return day
    return None


def _beside(text: str, year: int | None) -> str | None:
    for label in _LABEL.finditer(text):
        found = find_date(text[label.end() :], year)
        if found is not None and found.start <= _BEHIND:
            return found.day
    stay = _STAY.search(text)
    first = find_date(text[stay.end() :], year) if stay else None
    if stay is None or first is None:
        return None
    last = find_date(text[stay.end() + first.end :], year)
    return last.day if last else None


def _below(row: Row, below: Sequence[Row], year: int | None) -> str | None:
    for label in cells_of(row, _GAP):
        if not _LABEL.fullmatch(join(label).strip(" :：")):
            continue
        for cell in (cell for line in below for cell in cells_of(line, _GAP)):
            found = find_date(join(cell), year)
            edges = (
                abs(cell[0].x0 - label[0].x0),
                abs(cell[0].x0 + cell[-1].x1 - label[0].x0 - label[-1].x1) / 2,
            )
            if found is not None and min(edges) <= _UNDER * label[0].height:
                return found.day
    return None
