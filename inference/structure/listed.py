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
    return [item for parts, item in read if parts in sure or _in_line(parts, sure, height)]


def _in_line(parts: RowParts, sure: Sequence[RowParts], height: float) -> bool:
    """Whether name and value begin (or the value ends) where those of several sure rows do."""
    alike = 0
    for other in sure:
        names = abs(other.name[0].x0 - parts.name[0].x0) <= _ALIGNED * height
        left = abs(other.value[0].x0 - parts.value[0].x0) <= _ALIGNED * height
        right = abs(other.value[-1].x1 - parts.value[-1].x1) <= _ALIGNED * height
        alike += names and (left or right)
    return alike >= _ALIKE
