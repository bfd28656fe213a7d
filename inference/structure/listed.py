"""Lists without headings: name, value, unit and range follow each other on a line."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords
from inference.structure.analytes import is_analyte
from inference.structure.geometry import Token, line_height, rows_of
from inference.structure.result_row import make_item
from inference.structure.sequences import RowParts, parts_of_row
from mappers.model import Item, Sex

_ALIKE = 2  # rows that must stand alike before one more is believed for its place alone
_FEWEST_ABREAST = 3  # lines of a second column without units or known names
_ALIGNED = 0.7  # line heights


def listed_items(tokens: Sequence[Token], page: PageWords, sex: Sex | None) -> list[Item]:
    """Results of a page's lines: those with a unit, a range or a known name, and what stands in line with them."""
    read: list[tuple[RowParts, Item]] = []
    for row in rows_of(tokens):
        for parts in parts_of_row(row):
            item = make_item(parts, page, None, sex)
            if item is not None:
                read.append((parts, item))
    sure = [parts for parts, item in read if item.unit or item.reference_range or is_analyte(item.name)]
    height = line_height(tokens)
    kept = [parts for parts, _ in read if parts in sure or _in_line(parts, sure, height)]
    every = [parts for parts, _ in read]
    return [item for parts, item in read if parts in kept or _second_column(parts, every, kept, height)]


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
