"""Units that a heading prints over a column of results (`結果(%)`), for results read without their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.structure.geometry import Row, around, cells_of, join
from inference.structure.heading_words import Role, role_of
from inference.structure.named_units import name_and_unit
from inference.structure.values import is_number
from mappers.model import Box, Item

_CELL_GAP = 0.9
_NEXT = 4.0  # heights from one line of a column to the next


@dataclass(frozen=True, slots=True)
class _Head:
    unit: str
    box: Box


def with_units_over(items: Sequence[Item], rows: Sequence[Row]) -> list[Item]:
    """A page's items, numbers without a unit with that of the heading of results over their column.

    A column goes on as long as its results follow each other closely.
    """
    heads = [head for row in rows for cell in cells_of(row, _CELL_GAP) if (head := _head(cell)) is not None]
    out = list(items)
    for head in heads:
        last = head.box
        for at in sorted(range(len(out)), key=lambda i: _top(out[i])):
            box = out[at].box
            if box is None or box.y0 < last.y0 or box.x1 <= head.box.x0 or box.x0 >= head.box.x1:
                continue
            if box.y0 - last.y1 > _NEXT * (last.y1 - last.y0):
                break
            last = box
            if not out[at].unit and is_number(out[at].value):
                out[at] = replace(out[at], unit=head.unit)
    return out


def _head(cell: Row) -> _Head | None:
    """A heading of results with its unit."""
    taken = name_and_unit(join(cell), recognised=False)
    if taken is None or role_of(taken[0]) is not Role.VALUE:
        return None
    return _Head(taken[1], around(cell))


def _top(item: Item) -> float:
    return item.box.y0 if item.box else 1.0
