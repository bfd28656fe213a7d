"""Is an item's unit the one printed at its value? A right number in a wrong unit is a wrong result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.page_lines import Line, Match
from inference.readable import fold_unit
from inference.structure.geometry import Token
from inference.structure.units import is_unit, repair_recognised

UNIT_DIFFERS = "unit-differs-from-page"  # another unit stands at the value
UNIT_NOT_ON_PAGE = "unit-not-on-page"
MOST_CONFIDENT = 0.6
"""The most that an item with either warning is trusted, as with every warning on units (inference.plausibility)."""

_MOST_WORDS = 3  # of a unit printed with spaces


def unit_warning(
    unit: str | None, match: Match, line: Line, lines: Sequence[Line], recognised: bool
) -> str | None:
    """What is wrong with a unit said of the value at `match` on `line` of the page's `lines`; None: nothing."""
    key = _key(unit or "", recognised=False)
    if not key or _shows(key, line, recognised):
        return None
    over = [
        Line(tuple(t for t in other.row if _over(t, match)), other.y, "", frozenset())
        for other in lines
        if other.y < line.y
    ]
    if any(_shows(key, column, recognised) for column in over):
        return None
    if _nearest_unit(match, line, recognised):
        return UNIT_DIFFERS
    return None if any(_shows(key, other, recognised) for other in lines) else UNIT_NOT_ON_PAGE


def _shows(key: str, line: Line, recognised: bool) -> bool:
    """Whether the line prints the unit, alone, in brackets, behind a number, or over several words."""
    if any(key == found for found in _units(line.row, recognised)):
        return True
    whole = re.compile(rf"(?<![a-z/]){re.escape(key)}(?![a-z/])")
    return any(whole.search(_key(token.text, recognised)) for token in line.row)


def _units(row: Sequence[Token], recognised: bool) -> list[str]:
    texts = [token.text for token in row]
    return [
        _key("".join(texts[at : at + size]), recognised)
        for at in range(len(texts))
        for size in range(1, min(_MOST_WORDS, len(texts) - at) + 1)
    ]


def _nearest_unit(match: Match, line: Line, recognised: bool) -> bool:
    """Whether some unit stands right of the value on its line."""
    right = [t for t in line.row if t.x0 >= match.tokens[-1].x1]
    return any(is_unit(repair_recognised(t.text) if recognised else t.text) for t in right)


def _over(token: Token, match: Match) -> bool:
    side = match.tokens[0].height
    return token.x1 > match.tokens[0].x0 - side and token.x0 < match.tokens[-1].x1 + side


def _key(text: str, recognised: bool) -> str:
    return fold_unit(repair_recognised(text) if recognised else text).strip("()[]{}（）［］")
