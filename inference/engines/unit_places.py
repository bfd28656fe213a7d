"""A small `%`, `‰` or `℃` seen as something else, put right where units stand: in their column or row of `(units)`.
So is a `mol/L` that swallowed a letter beside a whole `mmol/L`.

A per cent sign of a fax is read 名, 9 6 or nothing known. What it is, its place tells: units above and below it at
the same edge, or units in brackets left and right of it. A number among numbers is never touched, and a number
becomes another never: only a doubted 8, 96, 9%, ... where every neighbour is a unit is the sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.structure.units import is_unit
from inference.types import Word

_LIKE = re.compile(r"名|米|冷|彩|谷|告|客|各|号|o|8|[x×]|9[6b%]|%[6%]|[o0]/[o0]|96[.,]|X|※|\*%|%\*")
_KANJI = re.compile(r"[一-鿿]")
_DOUBTED_KANJI = 0.75  # confidence below which a character alone among units is none that was printed
_LIKE_PER_MILLE = re.compile(r"[%％][0oO。]|[o0]/[o0][o0]|品")
_LIKE_IN_BRACKETS = re.compile(r"[(（](?:名|米|冷|9[6b%]|%[6%]|[o0]/[o0])[)）]?")
_CELSIUS_IN_BRACKETS = re.compile(r"[(（]\s?[°゜]?\s?[cC][)）]")
_MOLAR = re.compile(r"[a-zμµ]?mol/L")
_SAME_EDGE = 0.35  # heights that both edges of one unit printed twice differ
_MORE_ROUNDS = 3
_LEAST_UNITS = 2  # neighbours that must be units
_REACH = 6.0  # heights up and down
_EDGE = 0.7  # heights that edges of a column differ
_LINE = 0.5  # heights that words of a line differ
_LEAST_BRACKETS = 3
_SURE_NUMBER = 0.95  # confidence from which a number in a unit's place is one
_SURE = 0.85


def units_by_place(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, those that can only be `%`, `‰` or `℃` where they stand read so, with less confidence."""
    seen = tuple(_by_place(word, words) for word in words)
    for _ in range(_MORE_ROUNDS):
        seen = tuple(_per_cent(word, seen) for word in seen)  # a sign put right is a unit to the next one
    return seen


def _per_cent(word: Word, words: Sequence[Word]) -> Word:
    doubted = _KANJI.fullmatch(word.text) and word.confidence < _DOUBTED_KANJI
    doubted = doubted and not is_unit(word.text, in_unit_column=True)
    if (_LIKE.fullmatch(word.text) or doubted) and _among_units(word, words):
        return replace(word, text="%", confidence=min(word.confidence, _SURE))
    return word


def _by_place(word: Word, words: Sequence[Word]) -> Word:
    signed = _per_cent(word, words)
    if signed is not word:
        return signed
    if _LIKE_PER_MILLE.fullmatch(word.text) and _among_units(word, words):
        return replace(word, text="‰", confidence=min(word.confidence, _SURE))
    if word.text == "mol/L" and _as_wide_as_millimoles(word, words):
        return replace(word, text="mmol/L", confidence=min(word.confidence, _SURE))
    if _LIKE_IN_BRACKETS.fullmatch(word.text) and _among_bracketed(word, words):
        return replace(word, text="(%)", confidence=min(word.confidence, _SURE))
    if _CELSIUS_IN_BRACKETS.fullmatch(word.text) and _among_bracketed(word, words):
        return replace(word, text="(℃)", confidence=min(word.confidence, _SURE))
    return word


def _among_units(word: Word, words: Sequence[Word]) -> bool:
    """Whether what stands nearest above and below, edge to edge, is units; others as doubtful say nothing."""
    if _sure_number(word):
        return False
    height = word.box.y1 - word.box.y0
    column = [
        (abs(other.box.y0 - word.box.y0), other.text)
        for other in words
        if (_sure_number(other) or not _LIKE.fullmatch(other.text))
        and _LINE * height < abs(other.box.y0 - word.box.y0) < _REACH * height
        and abs(other.box.x0 - word.box.x0) < _EDGE * height
    ]
    nearest = [text for _, text in sorted(column)[: _LEAST_UNITS + 1]]
    return len(nearest) >= _LEAST_UNITS and all(is_unit(text, in_unit_column=True) for text in nearest)


def _as_wide_as_millimoles(word: Word, words: Sequence[Word]) -> bool:
    """Whether a `mmol/L` stands edge to edge with a `mol/L` that is as wide, on a page without other moles."""
    others = [other for other in words if other is not word and _MOLAR.fullmatch(other.text)]
    reach = _SAME_EDGE * (word.box.y1 - word.box.y0)
    return {other.text for other in others} <= {"mol/L", "mmol/L"} and any(
        abs(other.box.x0 - word.box.x0) < reach and abs(other.box.x1 - word.box.x1) < reach
        for other in others
        if other.text == "mmol/L"
    )


def _sure_number(word: Word) -> bool:
    return any(c.isdigit() for c in word.text) and word.confidence >= _SURE_NUMBER


def _among_bracketed(word: Word, words: Sequence[Word]) -> bool:
    """Whether all else on its line is in brackets, and most of it units."""
    height = word.box.y1 - word.box.y0
    line = [
        other.text
        for other in words
        if other is not word
        and abs(other.box.y0 + other.box.y1 - word.box.y0 - word.box.y1) < 2 * _LINE * height
    ]
    bracketed = [text for text in line if text[:1] in "(（" and text[-1:] in ")）"]
    units = [text for text in bracketed if is_unit(text.strip("()（）"), in_unit_column=True)]
    return len(units) >= _LEAST_BRACKETS and len(units) + 1 >= len(line)
