"""The header of a chart over time: lines of days and times, one under the other, and what else heads its columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import fold
from inference.structure.dates import in_order
from inference.structure.geometry import Row, cells_of, join, line_height, row_y
from inference.structure.heading_words import Role, role_of
from inference.structure.labels import is_label, time_label
from inference.structure.stamps import DATE_WORDS, TIME_WORDS, Stamp, stamp_of
from inference.structure.values import parse_value

CELL_GAP = 0.75  # line heights between two cells
_ASIDE = (Role.NAME, Role.UNIT, Role.RANGE, Role.FLAG, Role.NOTE, Role.CODE, Role.SECTION)
_HEADER_REACH = 4.5  # line heights between lines of one header: rows may be set wide
_FEWEST_CONDITIONS = 3  # times that words stand over


@dataclass(frozen=True, slots=True)
class Time:
    """A column of a chart: where its heading stands, and the time it is of."""

    x0: float
    x1: float
    stamp: Stamp
    other: bool = False  # a column of units, aims or ranges among the times
    units: bool = False
    condition: str = ""  # what stands over the time: `30分` of a load

    @property
    def x(self) -> float:
        """Horizontal centre, in pixels."""
        return (self.x0 + self.x1) / 2


def times_at(rows: Sequence[Row], at: int, year: int | None) -> tuple[list[Time], int]:
    """The time columns of the header that begins at a row, and the first row below it; ([], at) for none."""
    first = _stamps(rows[at], year)
    if not first:
        return [], at
    following = at + 1
    lines = [first]
    while following < len(rows) and len(lines) < 3:
        close = row_y(rows[following]) - row_y(rows[following - 1]) <= _HEADER_REACH * line_height(rows[at])
        more = _stamps(rows[following], year, beside=True) if close else []
        if not more:
            break
        lines.append(more)
        following += 1
    most = max(lines, key=len)
    if len(most) < 2:
        return [], at
    times = most
    for line in lines:
        if line is not most:
            held = _held(most, line)
            times = [replace(t, stamp=t.stamp.over(h)) for t, h in zip(times, held, strict=True)]
    if following < len(rows) and (parted := _parted(times, rows[following])):
        times, following = parted, following + 1
    top = at
    if at and (told := _under_conditions(times, rows[at - 1], year)):
        times, top = told, at - 1
    others = [o for row in rows[top:following] for o in _others(row, times, year)]
    return [*times, *others], following


def _parted(times: Sequence[Time], row: Row) -> list[Time]:
    """The columns that each time has of its own, the same under all (設定 実測), or [] where a line heads none."""
    cells = cells_of(row, CELL_GAP)
    each, over = divmod(len(cells), len(times))
    texts = [join(cell) for cell in cells]
    if over or each < 2 or texts != texts[:each] * len(times) or len(set(texts[:each])) < each:
        return []
    if any(text[0].isdigit() or parse_value(text) or not any(map(str.isalpha, text)) for text in texts):
        return []
    middles = [(cells[i][0].x0 + cells[i + each - 1][-1].x1) / 2 for i in range(0, len(cells), each)]
    if any(nearest(times, x) is not t for x, t in zip(middles, times, strict=True)):
        return []
    told = ["" if role_of(text) is Role.VALUE else text for text in texts]
    spans = [(c[0].x0, c[-1].x1) for c in cells]
    return [Time(*spans[i], times[i // each].stamp, condition=told[i]) for i in range(len(cells))]


def nearest(times: Sequence[Time], x: float) -> Time:
    """The column whose centre is nearest to a place."""
    return min(times, key=lambda t: abs(t.x - x))


def _under_conditions(times: list[Time], above: Row, year: int | None) -> list[Time]:
    """The times with the words that stand over each (負荷前 30分 60分), or [] where the line above has none."""
    over: dict[int, str] = {}
    for cell in cells_of(above, CELL_GAP):
        at = [i for i, t in enumerate(times) if cell[0].x0 < t.x1 and t.x0 < cell[-1].x1]
        told = any(c.isalpha() for c in join(cell)) and stamp_of(join(cell), year) is None
        if len(at) == 1 and told and not is_label(join(cell)):
            over[at[0]] = join(cell)
    if len(times) < _FEWEST_CONDITIONS or len(set(over.values())) < len(times):
        return []
    return [replace(t, condition=over[i]) for i, t in enumerate(times)]


def _others(row: Row, times: Sequence[Time], year: int | None) -> list[Time]:
    """The headings beside the times (項目, 単位, 目標) of a header's line."""
    cells = [cell for cell in cells_of(row, CELL_GAP) if None in _stamped_parts(cell, year, hours=True)]
    return [
        Time(c[0].x0, c[-1].x1, Stamp(), other=True, units=role_of(join(c)) is Role.UNIT)
        for c in cells
        if c[-1].x1 < times[0].x0 or c[0].x0 > times[-1].x1
    ]


def _held(times: Sequence[Time], days: Sequence[Time]) -> list[Stamp]:
    """The day that each time column stands under.

    A day begins where the times of day begin anew; where that does not tell, columns are shared out in order so that
    days stand as near as can be to the middle or to the beginning of theirs.
    """
    if len(days) >= len(times):
        return [min(days, key=lambda d: abs(d.x - t.x)).stamp for t in times]
    clock = [t.stamp.time or "" for t in times]
    anew = [i for i in range(1, len(times)) if clock[i] <= clock[i - 1]]
    if all(clock) and len(anew) == len(days) - 1:
        return [days[sum(at <= i for at in anew)].stamp for i in range(len(times))]
    half = min((b.x - a.x for a, b in pairwise(times)), default=0.0) / 2

    def centred(day: Time, group: Sequence[Time]) -> float:
        return abs(day.x - (group[0].x + group[-1].x) / 2)

    def begun(day: Time, group: Sequence[Time]) -> float:
        return abs(day.x0 - (group[0].x - half))

    _, cuts = min((_shared_out(times, days, fit) for fit in (centred, begun)), key=lambda pair: pair[0])
    ends = [*cuts, len(times)]
    return [day.stamp for day, a, b in zip(days, [0, *cuts], ends, strict=True) for _ in range(b - a)]


def _shared_out(
    times: Sequence[Time], days: Sequence[Time], fit: Callable[[Time, Sequence[Time]], float]
) -> tuple[float, list[int]]:
    """The least misfit of columns shared out to days in order, and the column where each later day begins."""
    best: list[tuple[float, list[int]]] = [(fit(days[0], times[: end + 1]), []) for end in range(len(times))]
    for day in days[1:]:
        best = [
            min(
                (
                    (best[cut - 1][0] + fit(day, times[cut : end + 1]), [*best[cut - 1][1], cut])
                    for cut in range(1, end + 1)
                ),
                default=(float("inf"), []),
                key=lambda pair: pair[0],
            )
            for end in range(len(times))
        ]
    return best[-1]


def _stamps(row: Row, year: int | None, *, beside: bool = False) -> list[Time]:
    """The stamps of a line of dates or times (headings of other columns aside), or [] for any other line."""
    cells = cells_of(row, CELL_GAP)
    label = fold(join(cells[0])).strip(":[]()【】■●")
    labelled = label in TIME_WORDS or label in DATE_WORDS
    body = cells[1:] if labelled or stamp_of(join(cells[0]), year) is None else cells
    if not labelled:
        body = _without_headings(body)
    found = []
    for cell in body:
        for part in _stamped_parts(cell, year, hours=label in TIME_WORDS):
            if part is None:
                if labelled and time_label(join(cell)) is None and not is_label(join(cell)):
                    continue
                return []
            found.append(part)
    if body is not cells and not labelled and not in_order([t.stamp.day for t in found if t.stamp.day]):
        return []  # `食事 朝  10/8  7/5  10/10`: eaten of what was served
    return found if len(found) >= 2 or (found and (beside or labelled)) else []


def _without_headings(cells: list[Row]) -> list[Row]:
    """The cells without known headings of a table's other columns at either end."""
    while len(cells) > 1 and role_of(join(cells[0])) in _ASIDE:
        cells = cells[1:]
    while len(cells) > 1 and role_of(join(cells[-1])) in _ASIDE:
        cells = cells[:-1]
    return cells


def _stamped_parts(cell: Row, year: int | None, *, hours: bool) -> list[Time | None]:
    whole = stamp_of(join(cell), year, hours=hours)
    if whole is not None:
        return [Time(cell[0].x0, cell[-1].x1, whole)]
    parts = [(t, stamp_of(t.text, year, hours=hours)) for t in cell]
    if len(cell) > 1 and all(s is not None for _, s in parts):
        return [Time(t.x0, t.x1, s) for t, s in parts if s is not None]
    return [None]
