"""Tables with items across and times down: each line is a date with its results under the items' names.

採取日        AST    ALT   CRE
単位          U/L    U/L   mg/dL
基準値        13-30  10-42 0.65-1.07
2026/04/21    24     31H   0.92
2026/04/14    22           0.90
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.structure.analytes import is_analyte
from inference.structure.dates import find_date, is_date
from inference.structure.geometry import Row, Token, cells_of, join, rows_of
from inference.structure.heading_words import Role, role_of
from inference.structure.marks import parse_mark
from inference.structure.named_units import name_and_unit
from inference.structure.ranges import is_range
from inference.structure.sequences import RowParts
from inference.structure.units import is_unit
from inference.structure.values import parse_value

FEWEST_NAMES = 3  # known items in a line that make it a line of names
_CELL_GAP = 0.8  # line heights


@dataclass(frozen=True, slots=True)
class Dated:
    """One result and the day its line begins with."""

    parts: RowParts
    effective: str | None


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    name: Row
    unit: Row = ()
    range: Row = ()


def transposed_results(tokens: Sequence[Token], year: int | None) -> list[Dated]:
    """The results of all tables of the page that stand so, or [] where none does."""
    out: list[Dated] = []
    columns: list[_Column] = []
    for row in rows_of(tokens):
        cells = _cut_behind_units(cells_of(row, _CELL_GAP))
        named = [cell for cell in cells if _is_name(join(cell))]
        others = [cell for cell in cells if cell not in named and not _unknown(cell)]
        if len(named) >= FEWEST_NAMES and 2 * len(named) >= len(cells) and len(others) <= 1:
            columns = [_Column(_middle(cell), cell) for cell in cells if cell in named or _unknown(cell)]
        elif columns:
            columns = _described(columns, cells)
            out += _results(columns, cells, year)
    return out


def _cut_behind_units(cells: Sequence[Row]) -> list[Row]:
    """Headings closer together than a cell's gap (`Mg (mg/dL) HbA1c (%)`) apart: a unit in brackets ends one. Units
    alone (`(%) (10^4/μL)`) are one each."""
    out: list[Row] = []
    for cell in cells:
        start = 0
        alone = all(map(_bracketed_unit, cell))
        for i, token in enumerate(cell[:-1], 1):
            if (alone or i > start + 1) and _bracketed_unit(token):
                out.append(cell[start:i])
                start = i
        out.append(cell[start:])
    return out


def _bracketed_unit(token: Token) -> bool:
    text = token.text
    return text[0] == "(" and text[-1] == ")" and is_unit(text[1:-1])


def _is_name(text: str) -> bool:
    taken = name_and_unit(text, recognised=False)
    return role_of(text) is None and is_analyte(taken[0] if taken else text)


def _unknown(cell: Row) -> bool:
    """A name that is in no list, among names that are: neither a heading word, a date nor a value."""
    text = join(cell)
    return any(c.isalpha() for c in text) and role_of(text) is None and not is_date(text) and not _leads(text)


def _leads(text: str) -> bool:
    """A word that heads the column of dates."""
    return text.endswith(("日", "日時", "日付", "時刻")) or text.casefold() in ("date", "time", "collected")


def _described(columns: list[_Column], cells: Sequence[Row]) -> list[_Column]:
    """The columns with their units or ranges where this line has them, else unchanged."""
    first = role_of(join(cells[0]))
    body = cells[1:] if first is not None else cells
    if not body or is_date(join(cells[0])):
        return columns
    under = _under(columns, body)
    if len(under) != len(body):
        return columns
    if first is Role.UNIT or all(is_unit(join(cell), in_unit_column=True) for cell in body):
        return [replace(c, unit=under.get(i, c.unit)) for i, c in enumerate(columns)]
    if first is Role.RANGE or all(is_range(join(cell)) for cell in body):
        return [replace(c, range=under.get(i, c.range)) for i, c in enumerate(columns)]
    return columns


def _results(columns: Sequence[_Column], cells: Sequence[Row], year: int | None) -> list[Dated]:
    """Results of a line that begins with a date; [] for any other line."""
    stamp = find_date(join(cells[0]), year)  # `2025/ 1/ 5` is padded
    if stamp is None or not is_date(join(cells[0])[: stamp.end], year):
        return []
    body: list[Row] = []
    for cell in cells[1:]:
        if body and parse_mark(join(cell)) and parse_value(join(cell)) is None:
            body[-1] = (*body[-1], *cell)
        else:
            body.append(cell)
    return [
        Dated(
            RowParts(name=columns[i].name, value=cell, unit=columns[i].unit, range=columns[i].range),
            stamp.iso,
        )
        for i, cell in _under(columns, body).items()
        if parse_value(join(cell))
    ]


def _under(columns: Sequence[_Column], cells: Sequence[Row]) -> dict[int, Row]:
    """Cells by the column whose middle is nearest, where that is clearly nearer than the next one's."""
    reach = min((b.x - a.x for a, b in pairwise(columns)), default=0.0) * 0.45
    found: dict[int, Row] = {}
    for cell in cells:
        nearest = min(range(len(columns)), key=lambda i: abs(columns[i].x - _middle(cell[:1])))
        if abs(columns[nearest].x - _middle(cell[:1])) <= reach and nearest not in found:
            found[nearest] = cell
    return found


def _middle(cell: Row) -> float:
    return (cell[0].x0 + cell[-1].x1) / 2
