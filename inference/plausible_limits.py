"""What values of common items can be in a living person: names, units and wide limits.

`plausible_limits.csv` is hand-made from general knowledge, wide on purpose, and no reference range: beyond a limit
a misread value is far likelier than a true one. One line for each unit that an item is printed in; the lines of a
key after its first leave the names out. `factor` times the value is the value in the key's first unit (for white
cells and platelets: per microlitre), so that items can be reckoned with one another.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from inference.readable import fold, fold_unit


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one item in one unit; both ends are still possible."""

    key: str
    units: frozenset[str]  # folded; "" where it is printed without
    factor: float
    low: float
    high: float


def limits_of(name: str) -> tuple[Limits, ...]:
    """The limits of an item, one for each of its units; () where its name is not in the table."""
    table = _by_name()
    key = fold(name)
    found = table.get(key) or table.get(re.sub(r"[(\[].*?[)\]]", "", key))
    return found or ()


def in_unit(limits: tuple[Limits, ...], unit: str | None) -> Limits | None:
    """Those of the printed unit; None where the unit is none of the item's, or none is printed."""
    key = fold_unit(unit or "")
    return next((line for line in limits if key in line.units), None)


@cache
def _by_name() -> dict[str, tuple[Limits, ...]]:
    text = files(__package__).joinpath("plausible_limits.csv").read_text(encoding="utf-8")
    names: dict[str, list[str]] = {}
    lines: dict[str, list[Limits]] = {}
    for row in csv.DictReader(text.splitlines()):
        key = row["key"]
        names.setdefault(key, []).extend(n for n in row["names"].split("|") if n)
        units = frozenset(fold_unit(unit) for unit in row["units"].split("|"))
        line = Limits(key, units, float(row["factor"]), float(row["low"]), float(row["high"]))
        lines.setdefault(key, []).append(line)
    table: dict[str, tuple[Limits, ...]] = {}
    for key, listed in names.items():
        for name in listed:  # a share and a count (`好中球` in % and /μL) may have one name
            table[fold(name)] = (*table.get(fold(name), ()), *lines[key])
    return table
