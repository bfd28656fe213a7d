"""Tables over time that their shape alone proves: lines that begin with a date or time, numbers under each other.

    日付          朝                夜        体重        <- groups (optional) over names
            最高血圧 脈拍    最高血圧 脈拍
              mmHg  拍/分      mmHg  拍/分     kg         <- units, ranges (optional), in any order
    8/1       105    84        157    82      55.0
    8/2       160    76        106    86      54.7

No list of names is asked: the numbers tell the columns, and each column's heading is what stands over it
(grid_heads). Lengths are pixels of the level page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.structure.geometry import Row, Token, cells_of, join, rows_of
from inference.structure.grid_heads import headed
from inference.structure.marks import parse_mark
from inference.structure.stamps import Stamp, stamp_of
from inference.structure.values import parse_value

_CELL_GAP = 0.75  # line heights between two cells
_MARK_GAP = 3.0  # line heights from a value to its mark
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 2
_MOSTLY = 0.8  # of a column's cells that are results
_LONGEST_STAMP = 3  # words
BLANK = re.compile(r"[-−–—―‐*/.・…‥ー~～〃“”„«»\s]*")


@dataclass(frozen=True, slots=True)
class GridCell:
    """One filled cell under its column's heading, of the time of its line."""

    name: str
    unit: str
    range: str
    tokens: Row
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class _Line:
    stamp: Stamp
    stamped: Row  # the tokens that print it
    cells: tuple[Row, ...]


def dated_grids(tokens: Sequence[Token], year: int | None) -> list[list[GridCell]]:
    """The cells of all such tables of a page, by table and line."""
    rows = rows_of(tokens)
    out: list[list[GridCell]] = []
    at = 0
    while at < len(rows):
        lines, end = _lines(rows, at, year)
        filled = [line for line in lines if line.cells]
        if len(filled) >= _FEWEST_LINES:
            top = min(t.y - t.height / 2 for t in rows[at])
            out.append(_cells([t for t in tokens if t.y < top], filled))
        at = max(end, at + 1)
    return [cells for cells in out if cells]


def _lines(rows: Sequence[Row], at: int, year: int | None) -> tuple[list[_Line], int]:
    """Stamped lines one below the other from a row on, and the first row that is none; lines that hold a day alone
    give it to those below."""
    lines: list[_Line] = []
    day: str | None = None
    while at < len(rows):
        stamp, size = _leading(rows[at], year)
        stamped = rows[at][:size]
        if stamp is None or (lines and not _aligned(lines[-1].stamped, stamped)):
            break
        day = stamp.day or day
        lines.append(_Line(Stamp(day, stamp.time), stamped, tuple(_with_marks(rows[at][size:]))))
        at += 1
    return lines, at


def _leading(row: Row, year: int | None) -> tuple[Stamp | None, int]:
    """The stamp that a line begins with and how many words print it."""
    for size in range(min(_LONGEST_STAMP, len(row)), 0, -1):
        text = join(row[:size])
        stamp = stamp_of(text, year)
        day = stamp_of(join(row[: size - 1]), year) if size > 1 else None
        clock = stamp_of(row[size - 1].text, year) if day else None
        if stamp is None and day and clock and clock.time and not day.time and not clock.day:
            stamp = clock.over(day)
        if stamp is not None and not (size > 1 and row[size - 1].text.isdigit()):
            return stamp, size
    return None, 0


def _aligned(above: Row, below: Row) -> bool:
    """Whether two stamps stand in one column."""
    return above[0].x0 < below[-1].x1 and below[0].x0 < above[-1].x1


def _with_marks(row: Row) -> list[Row]:
    """A line's cells, each with the mark that stands apart beside it (`601  H`)."""
    cells: list[Row] = []
    for cell in cells_of(row, _CELL_GAP):
        text = join(cell)
        near = bool(cells) and cell[0].x0 - cells[-1][-1].x1 <= _MARK_GAP * cell[0].height
        if near and parse_mark(text) and not BLANK.fullmatch(text):
            cells[-1] = (*cells[-1], *cell)
        else:
            cells.append(cell)
    return cells


def _cells(above: Sequence[Token], lines: Sequence[_Line]) -> list[GridCell]:
    columns = _columns(lines)
    if len(columns) < _FEWEST_COLUMNS:
        return []
    left = max(line.stamped[-1].x1 for line in lines)
    heads = headed(above, columns, min(left, columns[0][0]))
    out = []
    for line in lines:
        for cell in line.cells:
            place = _column(cell, columns)
            if place is not None and (head := heads[place]) is not None and parse_value(join(cell)):
                out.append(GridCell(head.name, head.unit, head.range, cell, line.stamp))
    return out


def _columns(lines: Sequence[_Line]) -> list[tuple[float, float]]:
    """Left and right of each column of results; a column of words is none."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted(_extent(c) for line in lines for c in line.cells if _is_result(c)):
        if spans and x0 < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    kept = []
    for span in spans:
        inside = [c for line in lines for c in line.cells if _column(c, [span]) is not None]
        misread = sum(map(_is_misread, inside))
        if misread * 2 <= len(inside) and sum(map(_is_result, inside)) >= _MOSTLY * (len(inside) - misread):
            kept.append(span)
    return kept


def _is_misread(cell: Row) -> bool:
    """Whether a cell is one character for which recognition took a digit: `日` for a slashed 0."""
    return len(join(cell)) == 1 and "\u4e00" <= join(cell) <= "\u9fff"


def _extent(cell: Row) -> tuple[float, float]:
    return cell[0].x0, cell[-1].x1


def _is_result(cell: Row) -> bool:
    text = join(cell)
    return parse_value(text) is not None or bool(BLANK.fullmatch(text))


def _column(cell: Row, columns: Sequence[tuple[float, float]]) -> int | None:
    """The one column that a cell stands in."""
    x0, x1 = _extent(cell)
    over = [i for i, (left, right) in enumerate(columns) if x0 < right and left < x1]
    return over[0] if len(over) == 1 else None
