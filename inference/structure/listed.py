"""Lists without headings: name, value, unit and range follow each other on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inference.readable import PageWords
from inference.structure.analytes import is_analyte
from inference.structure.earlier_below import earlier_of
from inference.structure.geometry import Token, line_height, row_y, rows_of
from inference.structure.result_row import make_item
from inference.structure.sequences import RowParts, parts_of_row
from mappers.model import Item, Sex

_ALIKE = 2  # rows that must stand alike before one more is believed for its place alone
_FEWEST_ABREAST = 3  # lines of a second column without units or known names
_ALIGNED = 0.7  # line heights
_STEP = 3.0  # line heights from a result to an earlier one under it


def listed_items(
    tokens: Sequence[Token], page: PageWords, sex: Sex | None, year: int | None = None
) -> list[Item]:
    """Results of a page's lines: those with a unit, a range or a known name, and what stands in line with them.

    A line of a date and a result under a result is an earlier one of the same name.
    """
    read: list[tuple[RowParts, Item]] = []
    earlier: list[tuple[Item, Item]] = []
    over: tuple[RowParts, Item] | None = None
    below = 0.0
    for row in rows_of(tokens):
        near = over is not None and row_y(row) - below <= _STEP * row[0].height
        before = earlier_of(row, over[0], year) if over and near else None
        if over and before:
            item = make_item(before.parts, page, before.effective, sex)
            earlier += [(over[1], _as_earlier(item, over[1], before.label))] if item else []
        else:
            made = [(parts, make_item(parts, page, None, sex)) for parts in parts_of_row(row)]
            read += [(parts, item) for parts, item in made if item is not None]
            over = read[-1] if len(made) == 1 and made[0][1] is not None else None
        below = row_y(row)
    sure = [parts for parts, item in read if item.unit or item.reference_range or is_analyte(item.name)]
    height = line_height(tokens)
    kept = [parts for parts, _ in read if parts in sure or _in_line(parts, sure, height)]
    every = [parts for parts, _ in read]
    return [
        one
        for parts, item in read
        if parts in kept or _second_column(parts, every, kept, height)
        for one in (item, *(old for newer, old in earlier if newer is item))
    ]


def _as_earlier(item: Item, newer: Item, label: str) -> Item:
    name = f"{newer.name} {label}".rstrip()
    return replace(item, name=name, unit=item.unit or newer.unit, reference_range=None)


def _in_line(parts: RowParts, sure: Sequence[RowParts], height: float) -> bool:
    """Whether name and value begin (or the value ends) where those of several sure rows do."""
    alike = 0
    for other in sure:
        names = abs(other.name[0].x0 - parts.name[0].x0) <= _ALIGNED * height
        left = abs(other.value[0].x0 - parts.value[0].x0) <= _ALIGNED * height
        right = abs(other.value[-1].x1 - parts.value[-1].x1) <= _ALIGNED * height
        alike += names and (left or right)
    return alike >= _ALIKE


def _second_column(
    parts: RowParts, every: Sequence[RowParts], kept: Sequence[RowParts], height: float
) -> bool:
    """Whether a part stands in a regular column of names and values, each line of which has a result beside."""
    column = [other for other in every if _alike(parts, other, height)]
    return len(column) >= _FEWEST_ABREAST and all(
        any(_abreast(other, one) for one in kept if one not in column) for other in column
    )


def _alike(parts: RowParts, other: RowParts, height: float) -> bool:
    """Whether names begin in line, and values begin, end or have their middles so."""
    a, b = parts.value, other.value
    starts, ends = a[0].x0 - b[0].x0, a[-1].x1 - b[-1].x1
    names = abs(parts.name[0].x0 - other.name[0].x0)
    edges = min(abs(starts), abs(ends), abs(starts + ends) / 2)
    return max(names, edges) <= _ALIGNED * height


def _abreast(a: RowParts, b: RowParts) -> bool:
    return abs(a.name[0].y - b.name[0].y) <= a.name[0].height / 2
