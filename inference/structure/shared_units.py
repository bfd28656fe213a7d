"""A unit printed once behind a line of values: `IMPEDANCE   582   620 OHM` under two leads.

One parameter has one unit whatever the lead, so that a bare number takes the unit of the value right of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from inference.structure.values import parse_value
from mappers.model import Item


def units_along_lines(items: Sequence[Item], is_lead: Callable[[str], bool]) -> list[Item]:
    """The items, bare numbers of a lead with the unit that another lead's value on their line has."""
    return [_shared(item, items, is_lead) for item in items]


def _shared(item: Item, items: Sequence[Item], is_lead: Callable[[str], bool]) -> Item:
    parameter, _, lead = item.name.rpartition(" ")
    if item.unit or not parameter or not is_lead(lead) or parse_value(item.value) is None:
        return item
    units = {
        other.unit
        for other in items
        if other.unit
        and other.name.rpartition(" ")[0] == parameter
        and is_lead(other.name.rpartition(" ")[2])
        and _right_of(other, item)
    }
    return replace(item, unit=units.pop()) if len(units) == 1 else item


def _right_of(other: Item, item: Item) -> bool:
    """Whether the other's value stands on the item's line, farther right."""
    a, b = item.box, other.box
    if a is None or b is None or item.page != other.page or b.x0 <= a.x0:
        return False
    return abs((a.y0 + a.y1) - (b.y0 + b.y1)) < min(a.y1 - a.y0, b.y1 - b.y0)
