"""Vertical writing beside a table (生/化/学): it names a section and belongs to none of the lines it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from inference.structure.geometry import Token
from inference.structure.marks import parse_mark
from inference.structure.units import is_unit
from inference.structure.values import parse_value

_PITCH = 2.5  # heights from one letter to the next
_TALL = 0.7  # of the height that letters under each other would take
_TALL_LATIN = 1.2  # the same for Latin letters and digits
_BULLETS = "・･"  # among the kana by their code
_WORD_GAP = 0.8  # heights from a word to the next one of its name
_ALIGNED = 0.35  # heights their middles may differ


def without_upright(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without letters that stand under each other in a strip of their own."""
    letters = [t for t in tokens if _letter(t.text)]
    upright = {
        id(t)
        for t in letters
        if any(_neighbours(t, other) and _spell(t, other) for other in letters)
        and all(_letter(o.text) or not _same_strip(t, o) for o in tokens if _near(t, o))
        and not any(_goes_before(o, t) for o in tokens)
    }
    return tuple(
        t for t in tokens if id(t) not in upright and not (is_tall(t) and all(map(_japanese, t.text)))
    )


def without_strips(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without vertical words that a recogniser read as one, where they stand in a strip of their own.

    A heading written so has its column below it and stays.
    """
    tall = {id(t) for t in tokens if is_tall(t) and all(map(_japanese, t.text))}
    return tuple(
        t for t in tokens if id(t) not in tall or any(_heads(t, o) for o in tokens if id(o) not in tall)
    )


def _heads(tall: Token, other: Token) -> bool:
    """Whether the other may stand in the column that a vertical word heads; a line that runs across does not."""
    return _same_strip(tall, other) and _near(tall, other) and abs(other.x - tall.x) <= tall.x1 - tall.x0


def is_tall(token: Token) -> bool:
    """Several letters in a box far higher than wide: a recogniser read the vertical word as one. A lying `kg` is as
    high as it is wide, and no unit stands downwards. Latin letters are half as wide as they are high: a lying `ID` in
    a box with some room is still no vertical word."""
    letters = len(token.text)
    least = _TALL_LATIN if token.text.isascii() else _TALL
    tall = letters > 1 and token.height > least * letters * (token.x1 - token.x0)
    return tall and not is_unit(token.text, in_unit_column=True)


def _letter(text: str) -> bool:
    """One kana or kanji that is no mark, no answer and no bullet."""
    told = parse_mark(text) is not None or parse_value(text) is not None
    return len(text) == 1 and _japanese(text) and text not in _BULLETS and not told


def _japanese(letter: str) -> bool:
    return "\u3041" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff"


def _neighbours(a: Token, b: Token) -> bool:
    apart = abs(a.y - b.y)
    return abs(a.x - b.x) <= _ALIGNED * a.height and 0.6 * a.height <= apart <= _PITCH * a.height


def _spell(a: Token, b: Token) -> bool:
    """Whether two letters may be of one word: not 秒 over 秒, nor 秒 over 個, in a column of units."""
    return not (is_unit(a.text, in_unit_column=True) and is_unit(b.text, in_unit_column=True))


def _goes_before(word: Token, letter: Token) -> bool:
    """Whether a letter is the last word of a line's name: `視力 裸眼 右` over `視力 裸眼 左`."""
    level = abs(word.y - letter.y) <= 0.4 * letter.height
    return level and len(word.text) > 1 and 0 <= letter.x0 - word.x1 <= _WORD_GAP * letter.height


def _near(a: Token, b: Token) -> bool:
    return abs(a.y - b.y) <= 4 * a.height


def _same_strip(a: Token, b: Token) -> bool:
    return b.x0 < a.x1 and a.x0 < b.x1
