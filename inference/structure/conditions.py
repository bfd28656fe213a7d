"""Tables of the same measurements under several conditions, with no time of day: parts of a day, postures, rounds.

                収縮期血圧 (mmHg)  拡張期血圧 (mmHg)  脈拍       <- parameters across, conditions down
    昼間              132                78            72
    夜間              118                70            61

                24時間   昼間   夜間    単位                      <- or the other way round
    収縮期血圧    128     132    118    mmHg

Parameters are known by the caller's predicate, conditions by standing where the table needs them: any words will do.
A cell's name is the row's and then the column's (`昼間 収縮期血圧`, `収縮期血圧 昼間`). Lengths are pixels of the level
page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.structure.charts import bare_name, unit_like
from inference.structure.geometry import Row, cells_of, join
from inference.structure.heading_words import Role, role_of
from inference.structure.labels import is_label
from inference.structure.stamps import stamp_of
from inference.structure.units import bare_unit
from inference.structure.values import parse_value

IsName = Callable[[str], bool]
_CELL_GAP = 0.75  # line heights between two cells
_FEWEST = 2  # lines of a table, and columns
_LONGEST = 16  # letters of a condition
_BLANK = re.compile(r"[-−–—―‐*/.・…ー~\s]*")
_MEASURED = re.compile(
    r"[<>]?\d[\d.,]*\s?(?!時|日|分|回|週|h|min|%値)\D{1,8}"
)  # `637 ohm`, but also `24時間`
_LABELLED = re.compile(r"[^\d:：]*[^\W\d][^:：]*[:：]")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: its name, the condition in it, the unit printed with its parameter, its content."""

    name: str
    condition: str
    unit: str
    tokens: Row
    used: Row  # of the whole line and, for a line's first cell, of the heading


@dataclass(frozen=True, slots=True)
class _Head:
    """A column: a parameter or a condition, or what holds the lines' units."""

    name: str
    unit: str
    x0: float
    x1: float
    units: bool = False


def under_conditions(
    rows: Sequence[Row], is_name: IsName, is_place: IsName = lambda text: False
) -> list[Cell]:
    """The filled cells of all such tables of a page. Tables by what `is_place` knows (leads) are others'."""
    out: list[Cell] = []
    at = 0
    while at < len(rows):
        made, at = _table(rows, at, is_name)
        out += [] if any(is_place(cell.condition) for cell in made) else made
    return out


def _table(rows: Sequence[Row], at: int, is_name: IsName) -> tuple[list[Cell], int]:
    """The table that a row heads, and the first row behind it; [] and the next row where it heads none."""
    following = at + 1
    for heads, fits in ((_parameters(rows[at], is_name), False), (_conditions(rows[at], is_name), True)):
        if not heads:
            continue
        units = _units_below(rows[following], heads) if following < len(rows) else []
        end = following + bool(units)
        columns = units or heads
        lines: list[list[Cell]] = []
        while end < len(rows) and (
            (line := _line(rows[end], columns, is_name, named=fits)) or _is_beside(rows[end], columns)
        ):
            lines += [line] if line else []
            end += 1
        if len(lines) >= _FEWEST and max(map(len, lines)) >= _FEWEST:
            first = replace(lines[0][0], used=(*lines[0][0].used, *rows[at]))
            return [first, *lines[0][1:], *(c for line in lines[1:] for c in line)], end
    return [], following


def _parameters(row: Row, is_name: IsName) -> list[_Head]:
    """The columns of a line of parameters, a corner in front aside; the last one may be of remarks (name "")."""
    heads = []
    cells = cells_of(row, _CELL_GAP)
    for place, cell in enumerate(cells):
        name, unit = bare_name(join(cell))
        if is_name(name):
            heads.append(_Head(name, unit, cell[0].x0, cell[-1].x1))
        elif place == len(cells) - 1 and _is_condition(name):
            heads.append(_Head("", "", cell[0].x0, cell[-1].x1))
        elif place or _is_number(join(cell)):
            return []
    return heads if sum(bool(h.name) for h in heads) >= _FEWEST else []


def _conditions(row: Row, is_name: IsName) -> list[_Head]:
    """The columns of a line of words that are no parameters, none of them the heading of results."""
    cells = cells_of(row, _CELL_GAP)
    roles = [role_of(join(cell)) for cell in cells]
    if roles[0] in (Role.NAME, Role.CODE):
        cells, roles = cells[1:], roles[1:]
    heads = []
    for cell, role in zip(cells, roles, strict=True):
        text, unit = bare_name(join(cell))
        if role in (Role.VALUE, Role.DATED, Role.RANGE, Role.FLAG, Role.NOTE) or not _is_condition(text):
            return []
        if is_name(text) or stamp_of(text, None) is not None:
            return []
        heads.append(_Head(text, unit, cell[0].x0, cell[-1].x1, units=role is Role.UNIT))
    conditions = [h.name for h in heads if not h.units]
    measured = any(_MEASURED.fullmatch(name) for name in conditions)
    return heads if len(conditions) >= _FEWEST and not measured else []


def _is_condition(text: str) -> bool:
    """Whether a text may name a condition: short, with letters, no label of the page's head."""
    return (
        len(text) <= _LONGEST and any(c.isalpha() for c in text) and not is_label(text) and "：" not in text
    )


def duration_of(text: str) -> tuple[str, str] | None:
    """Number and unit of a length of time whose unit alone is no unit elsewhere: `34 分`, `2 日`."""
    match = re.fullmatch(r"([<>≦≧]?\d[\d.,]*)\s?([分日時])", text)
    return (match[1], match[2]) if match else None


def _is_number(text: str) -> bool:
    if duration_of(text):
        return True
    value = parse_value(text)
    return value is not None and bool(_DIGITS.match(text.lstrip("+-−<>≦≧ ")))


def _units_below(row: Row, heads: Sequence[_Head]) -> list[_Head]:
    """The columns with the units of a second heading line, or [] where the row is none."""
    cells = cells_of(row, 0.5)
    if len(cells) < _FEWEST or not all(unit_like(bare_unit(join(cell))) for cell in cells):
        return []
    out = list(heads)
    for cell in cells:
        at = _column(cell, out)
        out[at] = replace(out[at], unit=out[at].unit or bare_unit(join(cell)))
    return out


def _line(row: Row, heads: Sequence[_Head], is_name: IsName, *, named: bool) -> list[Cell]:
    """The filled cells of a table's line, or [] where the row is none: its name stands left, numbers under heads."""
    cells = _own_cells(row)
    row = tuple(t for cell in cells for t in cell)
    label, unit = bare_name(join(cells[0]))
    rest = cells[1:]
    known = is_name(label)
    if not rest or cells[0][-1].x1 > heads[0].x1 or known is not named or not _is_condition(label):
        return []
    if rest and unit_like(bare_unit(join(rest[0]))) and rest[0][-1].x1 < heads[0].x0:
        unit, rest = bare_unit(join(rest[0])), rest[1:]
    if (
        len(rest) > _FEWEST
        and unit_like(last := bare_unit(join(rest[-1])))
        and not any(h.units for h in heads)
    ):
        unit, rest = unit or last, rest[:-1]
    placed = [(heads[_column(cell, heads)], cell) for cell in rest]
    if len({head for head, _ in placed}) < len(placed):
        return []
    unit = next((bare_unit(join(cell)) for head, cell in placed if head.units), unit)
    values = [(h, c) for h, c in placed if h.name and not h.units and not _BLANK.fullmatch(join(c))]
    if not values or not all(_is_number(join(cell)) for _, cell in values):
        return []
    return [
        Cell(f"{label} {head.name}", head.name if named else label, head.unit or unit, cell, row)
        for head, cell in values
    ]


def _own_cells(row: Row) -> list[Row]:
    """A line's cells without a list of labels with colons right of the table (`DW： 47.3 kg`)."""
    cells = cells_of(row, _CELL_GAP)
    cut = next((i for i, c in enumerate(cells) if i >= _FEWEST and _LABELLED.match(join(c))), len(cells))
    return cells[:cut]


def _is_beside(row: Row, heads: Sequence[_Head]) -> bool:
    """Whether a line is of such a list alone: it begins right of the table's first columns."""
    first = cells_of(row, _CELL_GAP)[0]
    return row[0].x0 > heads[_FEWEST - 1].x1 and bool(_LABELLED.match(join(first)))


def _column(cell: Row, heads: Sequence[_Head]) -> int:
    """The column a cell stands in: the one it overlaps, else the nearest."""
    x0, x1 = cell[0].x0, cell[-1].x1

    def apart(at: int) -> tuple[float, float]:
        head = heads[at]
        return max(head.x0 - x1, x0 - head.x1, 0.0), abs((head.x0 + head.x1) - (x0 + x1))

    return min(range(len(heads)), key=apart)
