"""Can these values be true? Unit against item, value against life, mark against range, totals against parts.

A breach adds a named warning and lowers the item's confidence; values, units and marks stay as they were read. The
checks know a few hand-made facts (`plausible_limits.csv`) and what the document itself prints; an item they do not
know passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from inference.plausible_limits import in_unit, limits_of
from inference.plausible_parts import disagreeing
from inference.readable import fold, fold_value
from mappers.model import DocumentType, Extraction, Flag, Item


class Breach(StrEnum):
    """Codes of the warnings: stable words (docs/plausibility.md)."""

    UNIT = "unit-unexpected"  # the item is not measured in this unit
    LIMITS = "value-beyond-limits"  # no living person has this value
    SLIP = "decimal-slip"  # beyond what can be, and within it with the point moved
    FLAG = "flag-against-range"  # the printed mark contradicts the printed range
    PARTS = (
        "parts-disagree"  # a part above its total, a count that does not add up, an index that does not fit
    )


MOST_CONFIDENT: dict[Breach, float] = {
    Breach.UNIT: 0.6, Breach.LIMITS: 0.3, Breach.SLIP: 0.3, Breach.FLAG: 0.6, Breach.PARTS: 0.6,
}  # fmt: skip
"""The most that an item with the warning is trusted: below any review threshold that makes sense."""

_ASKED = frozenset((DocumentType.LAB_REPORT, DocumentType.BLOOD_GAS, DocumentType.VITALS))
_NUM = r"[+\-]?\d+(?:\.\d+)?"
_NUMBER = re.compile(_NUM)
_BETWEEN = re.compile(rf"[(\[]?({_NUM})(?:-|~|〜|ー|to)({_NUM})[)\]]?")
_UPPER = re.compile(rf"(?:<=?|=<|~|〜)({_NUM})|({_NUM})(?:以下|未満)")
_LOWER = re.compile(rf"(?:>=?|=>)({_NUM})|({_NUM})(?:以上|超|~|〜)")
_SLIPS = (10.0, 100.0, 0.1, 0.01)
_FAR = 4.0  # times a range's end: beyond, a point may have moved
_NEAR = 2.5  # times a range's ends: within, the moved value is an everyday one


def plausible(extraction: Extraction) -> Extraction:
    """The extraction with warnings and lowered confidence on items that can hardly be true; nothing else changes."""
    if extraction.document_type not in _ASKED:
        return extraction
    apart = _parts_apart(extraction.items)
    items = []
    for at, item in enumerate(extraction.items):
        breaches = _breaches_of(item) + ([Breach.PARTS] if at in apart else [])
        items.append(_warned(item, breaches))
    return replace(extraction, items=tuple(items))


def _warned(item: Item, breaches: Sequence[Breach]) -> Item:
    new = tuple(b.value for b in breaches if b.value not in item.warnings)
    if not new:
        return item
    most = min(MOST_CONFIDENT[b] for b in breaches)
    return replace(item, warnings=(*item.warnings, *new), confidence=min(item.confidence, most))


def _breaches_of(item: Item) -> list[Breach]:
    found: list[Breach] = []
    number, bounds = _number(item.value), bounds_of(item.reference_range)
    limits = limits_of(item.name)
    here = in_unit(limits, item.unit)
    if limits and item.unit and here is None:
        found.append(Breach.UNIT)
    if number is not None:
        slipped = _slipped(number, item, bounds)
        lines = (here,) if here else () if item.unit else limits
        if lines and not any(line.low <= number <= line.high for line in lines):
            moved = any(line.low <= number * by <= line.high for line in lines for by in _SLIPS)
            found.append(Breach.SLIP if moved and (slipped or bounds == (None, None)) else Breach.LIMITS)
        elif slipped:
            found.append(Breach.SLIP)
        if _flag_contradicts(number, item.flag, bounds):
            found.append(Breach.FLAG)
    return found


def _number(value: str) -> float | None:
    """The value where it is one plain number: `<0.1` and `1+` say too little to judge."""
    key = fold_value(value)
    return float(key) if _NUMBER.fullmatch(key) else None


def bounds_of(reference_range: str | None) -> tuple[float | None, float | None]:
    """Low and high end of a printed range; None for an end that it does not have or that is no number."""
    key = fold_value(reference_range or "")
    if match := _BETWEEN.fullmatch(key):
        return float(match[1]), float(match[2])
    if match := _UPPER.fullmatch(key):
        return None, float(match[1] or match[2])
    if match := _LOWER.fullmatch(key):
        return float(match[1] or match[2]), None
    return None, None


def _flag_contradicts(number: float, flag: Flag | None, bounds: tuple[float | None, float | None]) -> bool:
    low, high = bounds
    if flag is Flag.HIGH:
        return high is not None and (number < high or (number == high and low is not None))
    if flag is Flag.LOW:
        return low is not None and number >= low
    if flag is Flag.NORMAL:
        return (low is not None and number < low) or (high is not None and number > high)
    return False


def _slipped(number: float, item: Item, bounds: tuple[float | None, float | None]) -> bool:
    """Whether the point was lost: the range has decimals, the value has none, and is everyday only with them."""
    low, high = bounds
    if low is None or high is None or low <= 0 or "." in item.value:
        return False
    decimals = (
        len(fold(item.reference_range or "").rpartition(".")[2]) if "." in (item.reference_range or "") else 0
    )
    if not decimals or number <= high * _FAR:
        return False
    moved = number / 10.0 ** min(decimals, 3)
    return low / _NEAR <= moved <= high * _NEAR


def _parts_apart(items: Sequence[Item]) -> set[int]:
    """Places of items whose totals and parts, printed for one time, do not agree."""
    groups: dict[str | None, dict[str, tuple[int, float]]] = {}
    for at, item in enumerate(items):
        number = _number(item.value)
        here = in_unit(limits_of(item.name), item.unit)
        if number is not None and here is not None:
            groups.setdefault(item.effective, {}).setdefault(here.key, (at, number * here.factor))
    apart: set[int] = set()
    for group in groups.values():
        for keys in disagreeing({key: amount for key, (_, amount) in group.items()}):
            apart.update(group[key][0] for key in keys)
    return apart
