"""A printed reference range as Observation.referenceRange: the printed text always, low and high when read."""

from __future__ import annotations

import re
import unicodedata

from mappers.fhir.element import text, without_empty
from mappers.fhir.json_text import Resource
from mappers.fhir.value import Number, number, quantity

_BETWEEN = re.compile(r"(?P<low>[+-]?[\d.,]+)\s*(?:~|-|–|—|―|〜|to)\s*(?P<high>[+-]?[\d.,]+)")
_SEX = re.compile(r"[MF男女]")


def reference_range(printed: str | None, unit: str | None, ucum: str | None) -> list[Resource]:
    """Zero or one range. Bounds are given only when the text is one plain range or one plain limit.

    A range per sex (`M:13.7-16.8 F:11.6-14.8`) stays text: which one holds is not for the mapper to say.
    An exclusive limit (`<5.0`, `10未満`) also stays text: low and high are inclusive (FHIR R4 Observation).
    """
    shown = text(printed)
    if shown is None:
        return []
    low, high = _bounds(unicodedata.normalize("NFKC", shown).strip("()[] "))
    return [
        without_empty(
            {
                "low": quantity(low, unit, ucum) if low else None,
                "high": quantity(high, unit, ucum) if high else None,
                "text": shown,
            }
        )
    ]


def _bounds(plain: str) -> tuple[Number | None, Number | None]:
    if _SEX.search(plain):
        return None, None
    between = _BETWEEN.fullmatch(plain)
    if between:
        low, high = number(between["low"]), number(between["high"])
        return (low, high) if low and high and low.value <= high.value else (None, None)
    open_ended = re.fullmatch(r"([\d.,]+)\s*[~〜-]", plain) or re.fullmatch(r"[~〜]\s*([\d.,]+)", plain)
    if open_ended:
        bound = number(open_ended[1])
        return (None, bound) if plain[0] in "~〜" else (bound, None)
    limit = number(plain)
    if limit is None or limit.comparator not in ("<=", ">="):
        return None, None
    bound = Number(limit.value)
    return (None, bound) if limit.comparator == "<=" else (bound, None)
