"""Units printed behind the name, `CRP(mg/dL)`: taken off the name where the row has no unit of its own.

Names that would become equal (`好中球(%)` and `好中球(/μL)`) keep their bracket, so that two results are never
one name; kinds of a ratio (`PT(INR)`, `PT(比)`) are part of the name, not units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import fold, fold_unit
from inference.structure.units import is_unit, repair_recognised
from mappers.model import Item

_BRACKETED = re.compile(r"(.*\S)\s?[(\[（［【〔]\s?([^()\[\]（）]{1,24}?)\s?[)\]）］】〕]")
_PART_OF_NAME = frozenset(
    [
        "inr",
        "ratio",
        "比",
        "index",
        "pt",
        "ca",
        "pa",
        "si",
        "tu",
        "od",
        "sd",
        "log",
        "d",
        "h",
        "l",
        "g",
        "n",
        "s",
        "m",
        "ia",
        "個",
        "日",
        "時",
        "度",
    ]
)
"""Kinds and methods of a test (`PT(INR)`, `マイコプラズマ抗体(PA)`) that would pass for units."""


def name_and_unit(text: str, recognised: bool) -> tuple[str, str] | None:
    """The name without the unit in its last brackets, and that unit; None where there is none."""
    match = _BRACKETED.fullmatch(text)
    if match is None:
        return None
    unit = repair_recognised(match[2]) if recognised else match[2]
    if fold(unit) in _PART_OF_NAME or not is_unit(unit) or not any(c.isalpha() for c in match[1]):
        return None
    return match[1], unit


def units_off_names(items: Sequence[Item], recognised: bool) -> tuple[Item, ...]:
    """The items with units that stand in their names moved to where units belong."""
    found = [None if item.unit else name_and_unit(item.name, recognised) for item in items]
    bare = [(fold(taken[0]) if taken else fold(item.name)) for item, taken in zip(items, found, strict=True)]
    units: dict[str, set[str]] = {}
    for key, item, taken in zip(bare, items, found, strict=True):
        units.setdefault(key, set()).add(fold_unit((taken[1] if taken else item.unit) or ""))
    out = []
    for item, taken, key in zip(items, found, bare, strict=True):
        if taken is None:
            out.append(item)
        else:
            out.append(replace(item, name=taken[0] if len(units[key]) == 1 else item.name, unit=taken[1]))
    return tuple(out)
