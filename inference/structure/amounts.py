"""How much of an organism grew: `3+`, `少数`, `10^5 CFU/mL`, `1×10⁵`, `>100,000 CFU/mL`, `10の5乗以上`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import fold
from inference.structure.culture_words import AMOUNT_HEADINGS, AMOUNTS
from inference.structure.geometry import Row, Token, join
from inference.structure.values import ValueKind, parse_value

_WORDS = frozenset(fold(w) for w in AMOUNTS)
_HEADS = frozenset(fold(w) for w in AMOUNT_HEADINGS)
_UNIT = r"(?:CFU|cfu|コロニー|個|colonies)?\s?/\s?(?:mL|ml|mℓ|g|plate|枝|本)|CFU|cfu|コロニー|colonies"
_COMPARATOR = r"(?:<=|>=|[<>≤≥≦≧])?\s?"
_COUNT = re.compile(
    rf"(?P<value>{_COMPARATOR}(?:\d+(?:\.\d+)?\s?[x×]\s?)?10(?:\^|\*\*|の|E)?\s?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}乗?(?:[-~～]10\^?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})?(?:以上|以下|未満)?"
    rf"|{_COMPARATOR}\d{{1,3}}(?:,\d{{3}})+(?:\s?[-~～]\s?\d{{1,3}}(?:,\d{{3}})+)?|{_COMPARATOR}\d{{1,7}}(?:\.\d+)?)"
    rf"\s?(?P<unit>{_UNIT})?(?P<after>以上|以下|未満)?"
)
_UNIT_GAP = 6.0  # line heights
_POWER = re.compile(r".*(?:10\^|10[⁰¹²³⁴⁵⁶⁷⁸⁹]|乗|,\d{3}).*")


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount, its unit ("" where none) and the tokens that carry it."""

    value: str
    unit: str
    carriers: Row


def amount_of(tokens: Sequence[Token], counted: bool = False) -> Amount | None:
    """The first amount among the tokens; a bare number counts only where `counted` says that a count stands here."""
    at = 0
    while at < len(tokens):
        for size in (5, 4, 3, 2, 1):
            group = tuple(tokens[at : at + size])
            near = all(b.x0 - a.x1 <= 1.6 * a.height for a, b in pairwise(group))
            if len(group) == size and near:
                found = _amount(group, counted)
                if found is not None:
                    return _with_unit(found, tokens[at + size : at + size + 1])
        at += 1
    return None


def _with_unit(found: Amount, following: Sequence[Token]) -> Amount:
    """The amount with its unit where that stands a little apart."""
    if not following or found.unit or not found.value[-1].isalnum():
        return found
    near = following[0].x0 - found.carriers[-1].x1 <= _UNIT_GAP * following[0].height
    if near and re.fullmatch(_UNIT, following[0].text):
        return replace(found, unit=following[0].text)
    return found


def is_amount_heading(text: str) -> bool:
    """Whether a text heads amounts (`菌量`)."""
    return fold(text).strip(":()[]【】") in _HEADS


def _amount(group: Row, counted: bool) -> Amount | None:
    text = join(group)
    if fold(text) in _WORDS or fold(text).strip("()") in _WORDS:
        return Amount(text, "", group)
    match = _COUNT.fullmatch(text)
    if match and (
        match["unit"] or _POWER.fullmatch(match["value"]) or (counted and match["value"].isdigit())
    ):
        value = match["value"].strip()
        unit = (match["unit"] or "").strip()
        carriers = tuple(t for t in group if not unit or t.text != unit) or group
        if match["after"]:
            return Amount(text, "", group)
        return Amount(value, unit, carriers)
    value_found = parse_value(text)
    if (
        value_found is not None
        and value_found.kind is ValueKind.GRADED
        and text not in ("-", "--", "---", "ー")
    ):
        return Amount(value_found.text, "", group)
    return None
