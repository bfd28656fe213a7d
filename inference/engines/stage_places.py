"""cT, cN and cM under each other, read as CT, CN and CM: a small c with nothing beside it looks like a large one.

CT alone is a method and PT a test; with N and M in the same column they are the parts of a stage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.types import Word

_PART = re.compile(r"([CPcp])([TNM])")
_EDGE = 0.7  # heights that edges of a column differ
_REACH = 10.0  # heights up and down
_SURE = 0.9


def stages_by_place(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, parts of a stage with their prefix small."""
    parts = [(word, match) for word in words if (match := _PART.fullmatch(word.text))]
    staged = {
        id(word)
        for word, match in parts
        if {"T", "N", "M"} <= {o[2] for other, o in parts if _one_column(word, other) and _same(match, o)}
    }
    return tuple(
        replace(word, text=word.text[0].lower() + word.text[1], confidence=min(word.confidence, _SURE))
        if id(word) in staged and word.text[0].isupper()
        else word
        for word in words
    )


def _same(a: re.Match[str], b: re.Match[str]) -> bool:
    return a[1].lower() == b[1].lower()


def _one_column(a: Word, b: Word) -> bool:
    height = a.box.y1 - a.box.y0
    return abs(a.box.x0 - b.box.x0) < _EDGE * height and abs(a.box.y0 - b.box.y0) < _REACH * height
