"""A line of measurements cut into its words: names, separators, numbers, units, ranges, marks, brackets.

Works on the text of a cell, not on its tokens, because pages print `HR:72bpm`, `HR : 72 bpm` and `HR 72bpm` alike
and recognition joins what stands close. Each lexeme remembers the tokens that carry it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inference.readable import fold, listed
from inference.structure.geometry import Row, Token, cells_of
from inference.structure.marks import parse_mark
from inference.structure.names import Names
from inference.structure.ranges import is_range, is_span
from inference.structure.units import is_unit


class Kind(StrEnum):
    """What a lexeme is by its looks."""

    WORD = "word"
    KNOWN = "known"  # a name of the type's list
    SEPARATOR = "separator"
    NUMBER = "number"  # also composites: 380/410, 60/45/30
    UNIT = "unit"
    RANGE = "range"
    MARK = "mark"
    BRACKET = "bracket"  # in brackets, neither unit nor range
    ANSWER = "answer"  # a graded or worded result: (-), 1+, mild


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a line; `gap` is the distance to the piece before, in line heights (0 inside a run)."""

    kind: Kind
    text: str
    tokens: Row
    gap: float
    cell: int  # number of its cell on the line


_Piece = tuple[Kind, str, Row, bool]
"""Kind, text, tokens and whether a space stands before it."""
_METHOD_LETTERS = (3, 4)  # of a method's abbreviation behind a name
_SPACE = 0.3  # line heights, about
_NUMERAL = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SIGNED = rf"[+\-−±]?\s?(?:{_NUMERAL})"
_NUMBER = re.compile(
    r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?!\d|:|/)|\d{1,3}時間\d{1,2}分(?!\w)|"  # a duration
    r"\d+(?:\.\d+)?(?:\s?[×xX]\s?\d+(?:\.\d+)?){1,2}(?![\^\d.])|"  # a size: 76×31
    rf"(?:<=|>=|[<>≤≥≦≧約])?\s?{_SIGNED}(?:\s?[/／]\s?[+\-−]?(?:{_NUMERAL}|-{{2,3}}|\*)){{0,3}}(?:以上|以下|未満)?"
)
_SPAN = re.compile(
    rf"[+\-−]?(?:{_NUMERAL})(?:\s?[~〜～–]\s?|-| - |- )[+\-−]?(?:{_NUMERAL})"
)  # `80 -6` is two
_BOUND = re.compile(rf"(?:{_NUMERAL})\s?(?:以上|以下|未満|超)|[<>≤≥≦≧]=?\s?(?:{_NUMERAL})")
_BRACKET = re.compile(r"[(\[（［【〔<＜]([<>≦≧≤≥]?[^()\[\]（）［］【】〔〕<>]{1,40})[)\]）］】〕>＞]")
_SEPARATOR = re.compile(r"\s*(?:[:：=＝]|\.{3,}|…+|[・･]{2,})\s*")
_UNIT_RUN = re.compile(r"[A-Za-zμµΩ°℃%‰/·²³³\-⁻¹*^0-9.一-龥かヶカｍ㎜㎝㎡㎖]+")
_GRADED = re.compile(
    r"[(（]\s?(?:[-−+±ー]{1,3}|\d\s?\+|\+\s?\d)\s?[)）]|\d\s?\+(?!\d)|\+{1,4}(?![\d.])|±(?!\s?\d)"
)
_REFERENCE = re.compile(
    r"^(?:基準値?|基準範囲|正常値?|正常範囲|参考値?|normal|ref(?:erence)?|n|nl|nv)\s?[:：.]?\s?",
    re.IGNORECASE,
)
_MORE_UNITS = frozenset(
    listed("""
° deg degree degrees 拍/分 拍 回/分 beats/min beats 度 ms msec sec s mv m cm mm l ml g ㎜ ㎝ ㎡ ㎖ 歳 l/s l/sec
cm2 m2 ml/m2 g/m2 /min /分 mmhg m/s cm/s % dyn·s/cm5 dyne ohm ω ml/min/mmhg ml/min/mmhg/l v j 年 年間 ヶ月
か月 カ月 years year yrs months month days day hours hrs 日 時間 時間/日 時間/夜 hours/day hr/day h/day
min/day min-1 分-1 回 回/時 回/時間 回/日 回/h events/h /h /hr /時 歩 歩/日 steps steps/day 件 ohms ppm kcal
liters liter litres litre liters/s
liters/sec l/秒 kcal/日 km l/分 ml/分 l/min cmh2o hpa 個 kω 点 秒 bpm breaths/min min 分/日 μv 日間 ヶ月間
g/単位 mg/dl/単位 g/u mg/dl/u mmol/l/u mmol/l/単位
単位/h 単位/hr 単位/時 単位/時間 単位/日 単位/回 units units/h units/hr
""")
)


_UNITS_ALONE = "%％Ω℃°年歩回件秒V"
"""Units of one character that are units even in a cell of their own."""


def unit_here(text: str) -> bool:
    """Whether the text is a unit, also those that measuring devices print (`deg`, `拍/分`)."""
    key = fold(text)
    return key in _MORE_UNITS or is_unit(text, in_unit_column=True)


def lexemes_of(row: Row, names: Names, answers: frozenset[str]) -> list[Lexeme]:
    """The pieces of a line, left to right; `answers` are folded words that are results."""
    out: list[Lexeme] = []
    last: Token | None = None
    for number, cell in enumerate(cells_of(row, 1.0)):
        gap = 0.0 if last is None else (cell[0].x0 - last.x1) / max(min(cell[0].height, last.height), 1.0)
        pieces = _cut(cell, names, answers)
        for place, (kind, text, tokens, spaced) in enumerate(pieces):
            out.append(Lexeme(kind, text, tokens, gap if place == 0 else _SPACE * spaced, number))
        last = cell[-1]
    return out


def _cut(cell: Sequence[Token], names: Names, answers: frozenset[str]) -> list[_Piece]:
    text, owners = _text_with_owners(cell)
    out: list[_Piece] = []
    at, word_from = 0, 0

    def put(kind: Kind, start: int, end: int) -> None:
        piece = text[start:end].strip()
        carriers = tuple(dict.fromkeys(o for o in owners[start:end] if o is not None))
        if piece and carriers:
            out.append((kind, piece, carriers, text[start].isspace() or text[:start].endswith(" ")))

    while at < len(text):
        kind, end = _lexeme_at(text, at, names, answers, out[-1][0] if out and word_from == at else None)
        if kind is None:
            at += 1
            continue
        put(Kind.WORD, word_from, at)
        put(kind, at, end)
        at = word_from = end
        while at < len(text) and text[at].isspace():
            at += 1
            word_from = at
    put(Kind.WORD, word_from, len(text))
    return out


def _text_with_owners(cell: Sequence[Token]) -> tuple[str, list[Token | None]]:
    text, owners = "", list[Token | None]()
    for i, token in enumerate(cell):
        if i:
            gap = (token.x0 - cell[i - 1].x1) / max(min(token.height, cell[i - 1].height), 1.0)
            if gap >= 0.15:
                text += " "
                owners.append(None)
        text += token.text
        owners += [token] * len(token.text)
    return text, owners


def _lexeme_at(
    text: str, at: int, names: Names, answers: frozenset[str], before: Kind | None
) -> tuple[Kind | None, int]:
    """The lexeme that begins at `at` and its end; (None, at) where a word goes on."""
    if text[at].isspace():
        return None, at
    starts = at == 0 or not text[at - 1].isalnum() or before is not None
    if match := _SEPARATOR.match(text, at):
        inside = at > 0 and text[at - 1].isdigit() and text[match.end() : match.end() + 1].isdigit()
        if match.end() > match.start() and not (inside and match.group().strip() == ":"):
            return Kind.SEPARATOR, match.end()
    if starts and (end := names.end_at(text, at)) > at:
        unit_end = _unit_end(text, at) if before is Kind.NUMBER else at
        if unit_end >= end and not text[at:unit_end].isupper():
            return Kind.UNIT, unit_end  # `264 ms` beside MS, the mitral stenosis
        return Kind.KNOWN, end
    if (match := _GRADED.match(text, at)) and starts:
        return Kind.ANSWER, match.end()
    if match := _BRACKET.match(text, at):
        if at and _pair_inside(text, match.start(1), match.end(1), names):
            return Kind.BRACKET, at + 1  # `mild (TR-PG 24 mmHg)`: a pair of its own
        if before is Kind.KNOWN and match[1].isupper() and len(match[1]) in _METHOD_LETTERS:
            return Kind.BRACKET, match.end()  # `EDV(MOD)` is no moderate one
        return _bracket_kind(match[1], answers), match.end()
    if starts:
        return _valued_at(text, at, answers, before)
    return None, at


def _valued_at(text: str, at: int, answers: frozenset[str], before: Kind | None) -> tuple[Kind | None, int]:
    if before is Kind.NUMBER and text[at] == "H" and not text[at + 1 : at + 2].isalnum():
        return Kind.MARK, at + 1  # never hours; `L` may be litres
    if before in (Kind.NUMBER, Kind.RANGE, Kind.MARK) and (end := _unit_end(text, at)) > at:
        return Kind.UNIT, end
    if (match := _SPAN.match(text, at)) and is_span(match.group()) and _number_ends(text, match.end()):
        return Kind.RANGE, match.end()
    if (match := _BOUND.match(text, at)) and before in (Kind.NUMBER, Kind.UNIT, Kind.MARK):
        return Kind.RANGE, match.end()
    if (match := _NUMBER.match(text, at)) and _number_ends(text, match.end()):
        return Kind.NUMBER, match.end()
    run = re.match(r"\S+", text[at:])
    word = run.group() if run else ""
    if fold(word) in answers:
        return Kind.ANSWER, at + len(word)
    if before in (Kind.NUMBER, Kind.UNIT) and parse_mark(word):
        return Kind.MARK, at + len(word)
    rest = text[at:].strip()
    if fold(rest) in answers:
        return Kind.ANSWER, len(text)
    if at == 0 and parse_mark(rest) and not rest.isalpha():
        return Kind.MARK, len(text)
    if at == 0 and unit_here(rest) and (len(rest) > 1 or rest in _UNITS_ALONE):
        return Kind.UNIT, len(text)
    return None, at


def _pair_inside(text: str, start: int, end: int, names: Names) -> bool:
    """Whether a bracket's text has a known name and a number after it."""
    for at in range(start, end):
        if at == start or not text[at - 1].isalnum():
            after = names.end_at(text, at)
            if at < after < end and re.match(r"\D{0,3}\d", text[after:end]):
                return True
    return False


def _bracket_kind(inside: str, answers: frozenset[str]) -> Kind:
    if fold(inside) in answers or _GRADED.fullmatch(f"({inside})"):
        return Kind.ANSWER  # before units: `mild` reads as one, too
    bare = _REFERENCE.sub("", inside).strip()
    if is_range(bare) or _SPAN.fullmatch(bare):
        return Kind.RANGE
    words = bare.split(" ")
    if len(words) > 1 and is_range(" ".join(words[:-1])) and unit_here(words[-1]):
        return Kind.RANGE
    if unit_here(inside):
        return Kind.UNIT
    if parse_mark(inside):
        return Kind.MARK
    return Kind.BRACKET


def _number_ends(text: str, at: int) -> bool:
    """Whether a number may end here: before nothing, a space, a bracket or a unit, but not inside a word."""
    if at >= len(text) or text[at].isspace() or text[at] in "()[]（）,、;:*↑↓。<＜":
        return True
    if parse_mark(text[at:].split(" ")[0].strip("()")):
        return True
    return _unit_end(text, at) > at


def _unit_end(text: str, at: int) -> int:
    """Where the longest unit that begins at `at` ends; `at` where none does."""
    match = _UNIT_RUN.match(text, at)
    if match is None:
        return at
    run = match.group()
    for size in range(len(run), 0, -1):
        following = run[size : size + 1]
        dashed = re.match(r"-[A-Za-z]", text[at + size :]) is not None
        joined = dashed or (following.isalnum() and not (run[size - 1].isascii() ^ following.isascii()))
        if not joined and unit_here(run[:size]):
            return at + size
    return at
