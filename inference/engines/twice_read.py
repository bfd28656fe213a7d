"""A digit read twice: the box found around a unit began within the number before it.

`15` and `5 mg/dL`, or `15` and `5mg/dL`, where 15 mg/dL is printed: no two numbers stand so close.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.structure.units import is_unit
from inference.types import Word

_WITH_UNIT = re.compile(r"([0-9])\s?(\D.*)")
_TOUCHING = 0.3  # heights from a number to what is no number of its own
_LINE = 0.5  # heights that words of a line differ


def once_only(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, units without the last digit of the number that they touch."""
    return tuple(_once(word, words) for word in words)


def _once(word: Word, words: Sequence[Word]) -> Word:
    match = _WITH_UNIT.fullmatch(word.text)
    if not match or not is_unit(match[2], in_unit_column=True):
        return word
    height = word.box.y1 - word.box.y0
    touched = any(
        other.text.endswith(match[1])
        and other.text.replace(".", "", 1).isdigit()
        and abs(word.box.x0 - other.box.x1) < _TOUCHING * height
        and abs(word.box.y0 - other.box.y0) < _LINE * height
        for other in words
        if other is not word
    )
    return replace(word, text=match[2]) if touched else word
