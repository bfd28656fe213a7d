"""MICs and S/I/R letters as susceptibility tables print them, apart or in one: `<=0.5 S`, `>16(R)`, `S(≦1)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from inference.readable import fold
from inference.structure.culture_words import LETTERS
from inference.structure.geometry import Row, Token, join
from inference.structure.units import is_unit

_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
_COMPARATOR = r"(?:<=|>=|=<|=>|[<>≤≥≦≧＜＞])"
_MIC = re.compile(rf"{_COMPARATOR}?\s?{_NUMBER}(?:\s?/\s?{_COMPARATOR}?{_NUMBER})?(?:以下|以上|未満)?")
_LETTER = r"[SIR](?!\w)|SDD|S-DD|NS"
_BOTH = re.compile(
    rf"(?P<mic>{_MIC.pattern})\s*[/(（\[:]?\s*(?P<letter>{_LETTER})\s*[*※]?[)）\]]?"
    rf"|(?P<letter2>{_LETTER})\s*[/(（\[:]?\s*(?P<mic2>{_MIC.pattern})\s*[)）\]]?"
)
_TICKS = frozenset("○◯●レ✓✔◎*＊■☑×")


class AnswerKind(StrEnum):
    """What a piece of a susceptibility row is."""

    MIC = "mic"
    LETTER = "letter"
    BOTH = "both"
    UNIT = "unit"
    TICK = "tick"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Answer:
    """A piece of a susceptibility row: MIC as printed, letter S, I or R, and what is printed for the letter."""

    kind: AnswerKind
    tokens: Row
    mic: str = ""
    letter: str = ""
    printed: str = ""

    @property
    def x(self) -> float:
        """Horizontal centre."""
        return (self.tokens[0].x0 + self.tokens[-1].x1) / 2


def letter_of(text: str) -> str:
    """S, I or R where the text is an interpretation in letters or words, else ""."""
    return LETTERS.get(fold(text).strip("()[]*※"), "")


def answers_of(tokens: Sequence[Token]) -> list[Answer]:
    """The pieces of what stands right of a drug, left to right."""
    out: list[Answer] = []
    at = 0
    while at < len(tokens):
        for size in (4, 3, 2, 1):
            group = tuple(tokens[at : at + size])
            if len(group) < size or (size > 1 and not _close(group)):
                continue
            found = _answer(group)
            if found.kind is not AnswerKind.OTHER or size == 1:
                out.append(found)
                at += size
                break
    return out


def _close(group: Row) -> bool:
    """Tokens about a space apart; only what a comparator, a bracket or a slash holds together is one."""
    near = all(b.x0 - a.x1 <= 0.8 * a.height for a, b in pairwise(group))
    text = [t.text for t in group]
    joined = any(re.fullmatch(rf"{_COMPARATOR}|[/(]", w) or w.startswith(("(", "（", "/")) for w in text)
    return near and joined


def _answer(group: Row) -> Answer:
    text = join(group).strip()
    if letter_of(text):
        return Answer(AnswerKind.LETTER, group, letter=letter_of(text), printed=text.strip("()[]（）"))
    if _MIC.fullmatch(text):
        return Answer(AnswerKind.MIC, group, mic=text)
    both = _BOTH.fullmatch(text)
    if both:
        mic = both["mic"] or both["mic2"]
        letter = both["letter"] or both["letter2"]
        return Answer(AnswerKind.BOTH, group, mic=mic.strip(), letter=letter_of(letter), printed=letter)
    if is_unit(text):
        return Answer(AnswerKind.UNIT, group, printed=text)
    if text in _TICKS:
        return Answer(AnswerKind.TICK, group)
    with_unit = re.fullmatch(rf"(?P<mic>{_MIC.pattern})\s?(?P<unit>[μµum]g/m[lL]|mm)", text)
    if with_unit:
        return Answer(AnswerKind.MIC, group, mic=with_unit["mic"], printed=with_unit["unit"])
    return Answer(AnswerKind.OTHER, group, printed=text)
