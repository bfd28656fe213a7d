"""Words one letter away from exactly one word that reports print: headings, names and units misread once.

Where the recogniser doubts a letter but does not name the right one, the word itself tells: 恩者番号 is 患者番号,
mmo/L is mmol/L. A word that is known stands; so does one near two known words, and nothing is done to digits:
none is changed, added or taken away. The lists are those of `inference.engines.spelling`, made by hand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from inference.engines.letters import Letter
from inference.structure.units import is_unit

_DOUBTED = 0.97
_LEAST_ALONE = 3  # letters of the known word
_LEAST_LATIN = 6
_LEAST_JAPANESE = 5
_LATIN = re.compile(r"[A-Za-z]+")
_STROKES = "!|'`´\\"  # of no word here, however clearly read
_THIN = "ilIt"  # letters of a Latin name that look alike
_ANY = "\0"
_LEAST_SURE, _SURE = 0.5, 0.85  # confidence of a letter put right


@dataclass(frozen=True, slots=True)
class Nearby:
    """Words by what is left of them when one letter is hidden (`hidden`) or lost from within (`lost`)."""

    words: frozenset[str]
    hidden: Mapping[str, frozenset[str]]
    lost: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Nearby:
        """The words as a table to look up."""
        known = frozenset(words)
        hidden: dict[str, set[str]] = defaultdict(set)
        lost: dict[str, set[str]] = defaultdict(set)
        for word in known:
            for i, letter in enumerate(word):
                if not letter.isdigit():
                    hidden[word[:i] + _ANY + word[i + 1 :]].add(word)
                    if 0 < i < len(word) - 1:
                        lost[word[:i] + word[i + 1 :]].add(word)
        return cls(known, _frozen(hidden), _frozen(lost))

    def with_one_changed(self, text: str, places: Iterable[int]) -> str | None:
        """The one known word that differs at one of the places; None where none or several do."""
        found = {
            word
            for i in places
            if not text[i].isdigit()
            for word in self.hidden.get(text[:i] + _ANY + text[i + 1 :], ())
        }
        return found.pop() if len(found) == 1 and text not in self.words else None

    def with_one_lost(self, text: str) -> str | None:
        """The one known word with a letter more within; None where none or several have."""
        found = self.lost.get(text, frozenset())
        return next(iter(found)) if len(found) == 1 and text not in self.words else None


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in table.items()}


def nearest(letters: Sequence[Letter], alone: Nearby, names: Nearby) -> tuple[Letter, ...]:
    """The letters of a word put right as a word that stands alone, else as a run of Latin or Japanese in a name."""
    text = "".join(letter.text for letter in letters)
    if len(text) != len(letters):
        return tuple(letters)
    doubted = [i for i, letter in enumerate(letters) if letter.score < _DOUBTED or letter.text in _STROKES]
    stem = re.split(r"[:：(（]", text, maxsplit=1)[0]
    if is_unit(text):  # whatever it is near: U/L is not U/mL
        return tuple(letters)
    word = alone.with_one_changed(stem, [i for i in doubted if i < len(stem)]) or alone.with_one_lost(stem)
    if word is not None and len(word) >= _LEAST_ALONE and stem.lower() not in names.words:
        return _respelt(letters, 0, len(stem), word)
    for start, end in _runs(text):
        least = _LEAST_LATIN if text[start].isascii() else _LEAST_JAPANESE
        latin = text[start].isascii()
        here = [i - start for i in range(start, end) if i in doubted or (latin and text[i] in _THIN)]
        if end - start >= least and here:
            word = names.with_one_changed(text[start:end].lower(), here)
            if word is not None:
                return _respelt(letters, start, end, word)
    return tuple(letters)


def _runs(text: str) -> list[tuple[int, int]]:
    japanese = re.finditer(r"[ぁ-ヿ一-鿿]+", text)
    return [m.span() for m in (*_LATIN.finditer(text), *japanese)]


def _respelt(letters: Sequence[Letter], start: int, end: int, word: str) -> tuple[Letter, ...]:
    """The letters from start to end as the word: as long, or one longer, whose letter stands between its own."""
    old = list(letters[start:end])
    if len(word) > len(old):
        at = next((i for i, letter in enumerate(old) if letter.text != word[i]), len(old))
        between = (old[at - 1].at + old[at].at) / 2
        old.insert(at, Letter(word[at], 0.0, between))
    new = [
        letter
        if letter.text.lower() == text.lower() and letter.score > 0
        else replace(letter, text=text, score=min(max(letter.score, _LEAST_SURE), _SURE))
        for letter, text in zip(old, word, strict=True)
    ]
    return (*letters[:start], *new, *letters[end:])
