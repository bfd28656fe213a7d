"""A small `I` of an interpretation read as a number: put right where S, I and R stand above and below it.

`I` and `1` look the same in many fonts, however clearly seen. In a column of susceptibility letters it is the
letter; among MICs, where 1 is common too, it stays a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inference.types import Word

_STROKES = frozenset("1lI|｜Ⅰ")
_LETTERS = frozenset("SR")
_LEAST_LETTERS = 2  # neighbours that must be S or R
_NEAREST = 4  # of the column that are looked at
_REACH = 8.0  # heights up and down
_EDGE = 0.7  # heights that the middles of a column differ
_SURE = 0.9


def letters_by_place(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, strokes among S and R read as `I`, with less confidence."""
    return tuple(
        replace(word, text="I", confidence=min(word.confidence, _SURE))
        if word.text in _STROKES and word.text != "I" and _among_letters(word, words)
        else word
        for word in words
    )


def _among_letters(word: Word, words: Sequence[Word]) -> bool:
    """Whether all that stands nearest above and below is S, R or strokes, and two at least are letters."""
    height = word.box.y1 - word.box.y0
    middle = (word.box.x0 + word.box.x1) / 2
    column = sorted(
        (abs(other.box.y0 - word.box.y0), other.text)
        for other in words
        if other is not word
        and abs(other.box.y0 - word.box.y0) < _REACH * height
        and abs((other.box.x0 + other.box.x1) / 2 - middle) < _EDGE * height
    )
    nearest = [text for _, text in column[:_NEAREST]]
    letters = sum(text in _LETTERS for text in nearest)
    headings = sum(len(text) > 1 for text in nearest)
    return letters >= _LEAST_LETTERS and letters + headings + sum(t in _STROKES for t in nearest) == len(
        nearest
    )
