"""Documents made strange: what a layout that nobody has seen does to a reader, without drawing one.

A reader knows the words of the layouts that it was built with, so on those it errs less than on new ones, and
confidence fitted there alone would promise too much. Here words beside the results (headings, labels, remarks) and
some names of results are turned into words that no vocabulary holds, of the same letters and width (the text
backwards), and a few of the former are left out; the truth's names change along. What is read from such pages, right
and wrong, is fitted beside what is read from the pages as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from inference.readable import PageWords, fold
from inference.types import Word
from mappers.model import Extraction, Item

STRANGE_WORDS = 0.35  # share of the other words turned around
LOST_WORDS = 0.08  # share of the other words left out
STRANGE_NAMES = 0.1  # share of the words of names turned around
_LETTERS = 2  # shorter words stay as they are


def roughened(
    pages: Sequence[PageWords], truth: Extraction, rng: Random
) -> tuple[tuple[PageWords, ...], Extraction]:
    """The pages and their truth with some words made strange; the same word is strange wherever it stands."""
    names = {fold(piece) for item in truth.items for piece in item.name.split(" ")}
    told = {fold(t) for i in truth.items for t in (i.value, i.unit or "", i.reference_range or "") if t}
    fates: dict[str, str | None] = {}

    def fate(text: str) -> str | None:
        key = fold(text)
        if key not in fates:
            fates[key] = _fate(text, key, names, told, rng)
        strange = fates[key]
        return text if strange == key else strange

    changed = tuple(
        replace(page, words=tuple(w for word in page.words if (w := _with_text(word, fate(word.text)))))
        for page in pages
    )
    strange = {key: new for key, new in fates.items() if key in names and new and new != key}
    items = tuple(_renamed(item, strange) for item in truth.items)
    return changed, replace(truth, items=items)


def _fate(text: str, key: str, names: set[str], told: set[str], rng: Random) -> str | None:
    """What becomes of a word: itself (its key), another text, or nothing."""
    if len(key) < _LETTERS or not all(c.isalpha() or c in "ー・" for c in key):
        return key  # numbers, units, words in brackets
    if any(key in t or t in key for t in told if len(t) >= _LETTERS):
        return key
    if key in names:
        return text[::-1] if rng.random() < STRANGE_NAMES else key
    if any(key in n or n in key for n in names if len(n) >= _LETTERS):
        return key  # printed otherwise than the truth tells it
    chance = rng.random()
    if chance < LOST_WORDS:
        return None
    return text[::-1] if chance < LOST_WORDS + STRANGE_WORDS else key


def _with_text(word: Word, text: str | None) -> Word | None:
    return None if text is None else replace(word, text=text)


def _renamed(item: Item, strange: dict[str, str]) -> Item:
    return replace(item, name=" ".join(strange.get(fold(p), p) for p in item.name.split(" ")))
