"""Heading lines over one another: dates and times above, names, units and ranges below, as tables of a course print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inference.readable import fold
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.geometry import Row, cells_of, join
from inference.structure.headers import Heading
from inference.structure.heading_words import Role, role_of

_CLOCK_WORDS = frozenset(("time", "date", "時刻", "時間", "採取時刻", "採血時刻", "日付", "採取日", "採血日"))
_RESULTS = frozenset((Role.VALUE, Role.DATED, Role.PREVIOUS))
_OF_ROWS = frozenset((Role.NAME, Role.UNIT, Role.RANGE))
_FEWEST_DATES = 2

Start = tuple[int, tuple[Heading, ...]]
"""A heading line by its number, and its headings."""


def with_headings_below(starts: Sequence[Start], rows: Sequence[Row], year: int | None) -> list[Start]:
    """The heading lines, those of dates alone together with the line of names, units or ranges right below them.

    Times may stand between the two. The table then begins below the last of these lines.
    """
    out: list[Start] = []
    joined: set[int] = set()
    for number, headings in starts:
        if number in joined:
            continue
        whole = _joined(number, headings, rows, year)
        if whole is not None:
            joined.add(whole[0])
        out.append(whole or (number, headings))
    return out


def _joined(
    number: int, headings: tuple[Heading, ...], rows: Sequence[Row], year: int | None
) -> Start | None:
    dates = [h for h in headings if h.role is Role.DATED]
    if len(dates) < _FEWEST_DATES or any(h.role in _OF_ROWS for h in headings):
        return None
    below = list(rows[number + 1 : number + 3])
    timed, rest = with_dates_below(headings, below, year)
    at = number + 1 + len(below) - len(rest)
    beside = _beside_results(rest[0]) if rest else ()
    if not beside or any(b.x0 < d.x1 and b.x1 > d.x0 for b in beside for d in dates):
        return None
    return at, tuple(sorted((*(h for h in timed if h.role in _RESULTS), *beside), key=lambda h: h.x0))


def _beside_results(row: Row) -> tuple[Heading, ...]:
    """The headings of a line that heads names and what stands beside results, and nothing else; () for any other."""
    found = []
    for cell in cells_of(row, 0.9):
        role = role_of(join(cell))
        if role is None or role in _RESULTS:
            return ()
        found.append(Heading(role, cell[0].x0, cell[-1].x1, text=join(cell)))
    return tuple(found) if any(h.role is Role.NAME for h in found) else ()


def with_dates_below(
    headings: tuple[Heading, ...], below: list[Row], year: int | None
) -> tuple[tuple[Heading, ...], list[Row]]:
    """A second heading line of dates or times under result headings is theirs."""
    if not below:
        return headings, below
    cells = cells_of(below[0], 0.9)
    if len(cells) > 1 and fold(join(cells[0])) in _CLOCK_WORDS:
        cells = cells[1:]
    stamps = [(part, join(part)) for cell in cells for part in _dates_in(cell, year)]
    if not stamps or not all(is_date(text, year) or find_time(text) for _, text in stamps):
        return headings, below
    out = []
    for heading in headings:
        effective = heading.effective
        near = [text for cell, text in stamps if cell[0].x0 < heading.x1 + 8 and cell[-1].x1 > heading.x0 - 8]
        if near and heading.role in (Role.VALUE, Role.DATED, Role.PREVIOUS):
            date, time = find_date(near[0], year), find_time(near[0])
            if date is not None and not heading.effective:
                effective = date.iso
            elif time and effective and "T" not in effective:
                effective = f"{effective}T{time}"
        out.append(replace(heading, effective=effective))
    return tuple(out), below[1:]


def _dates_in(cell: Row, year: int | None) -> list[Row]:
    """The dates that stand so near that they are one cell, each on its own; any other cell whole."""
    apart = len(cell) > 1 and all(is_date(token.text, year) for token in cell)
    return [(token,) for token in cell] if apart else [cell]
