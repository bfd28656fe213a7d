"""Totals against their parts, and indices against what they are reckoned from.

All amounts are in each item's first unit of the table of limits. A relation is only asked where all its items are
there from the same time; the tolerances leave room for rounding and for how analysers reckon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Amounts = Mapping[str, float]
"""Amounts by the key of the table of limits."""

_CELLS = ("neut", "stab", "seg", "lymph", "mono", "eos", "baso", "atly")
_COMPLETE = ("lymph", "mono", "eos", "baso")
_WHOLE_PERCENT = (94.0, 106.0)


@dataclass(frozen=True, slots=True)
class Relation:
    """Items that must agree, and whether their amounts do."""

    keys: tuple[str, ...]
    holds: Callable[[Amounts], bool]


def _not_above(part: str, total: str, room: float) -> Relation:
    return Relation((part, total), lambda a: a[part] <= a[total] + room)


def _near(keys: tuple[str, ...], reckoned: Callable[[Amounts], float], share: float) -> Relation:
    """The first item is what the others make, within a share of it."""
    return Relation(keys, lambda a: abs(a[keys[0]] - reckoned(a)) <= share * abs(a[keys[0]]) + 1e-9)


RELATIONS = (
    _not_above("alb", "tp", 0.0),
    _not_above("dbil", "tbil", 0.1),
    _not_above("hdl", "tc", 0.0),
    _not_above("ldl", "tc", 0.0),
    _not_above("fe", "tibc", 20.0),
    _not_above("dbp", "sbp", 0.0),
    _near(("mcv", "ht", "rbc"), lambda a: a["ht"] * 10 / a["rbc"], 0.06),
    _near(("mch", "hb", "rbc"), lambda a: a["hb"] * 10 / a["rbc"], 0.06),
    _near(("mchc", "hb", "ht"), lambda a: a["hb"] * 100 / a["ht"], 0.06),
    _near(("tibc", "fe", "uibc"), lambda a: a["fe"] + a["uibc"], 0.08),
    _near(("ag", "alb", "tp"), lambda a: a["alb"] / max(a["tp"] - a["alb"], 0.1), 0.2),
)


def disagreeing(amounts: Amounts) -> Iterator[tuple[str, ...]]:
    """The keys of each relation that does not hold."""
    for relation in RELATIONS:
        if all(amounts.get(key) for key in relation.keys) and not relation.holds(amounts):
            yield relation.keys
    yield from _cells(amounts)


def _cells(amounts: Amounts) -> Iterator[tuple[str, ...]]:
    """White cells in per cent: never above a hundred together, and a whole count not below."""
    there = [key for key in _CELLS if key in amounts]
    if "neut" in there:
        there = [key for key in there if key not in ("stab", "seg")]
    total = sum(amounts[key] for key in there)
    low, high = _WHOLE_PERCENT
    complete = all(key in there for key in _COMPLETE) and ("neut" in there or "seg" in there)
    if len(there) > 1 and (total > high or (complete and total < low)):
        yield tuple(there)
