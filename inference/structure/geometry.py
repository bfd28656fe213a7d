"""Words on a page as tokens in straightened pixels, and their grouping into rows and runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from inference.readable import PageWords, printed, width_units
from inference.structure.recognised_text import put_right, triangles_put_right
from inference.structure.time_rows import times_put_right
from inference.structure.units import is_unit
from mappers.model import Box

_COLUMN_EDGE = 0.4  # line heights within which words of a column begin
_TALL = 1.7  # times the height of usual print
_BESIDE = 2.0  # line heights from a tall number to its unit
_BELOW = 3.0  # line heights from a name to the unit under it
_LEVEL = 0.5  # line heights between the middles of words on one line
_ARROWS = "↑↓"
_NUMBER = re.compile(r"[<>]?\d{1,4}(?:\.\d+)?")
_OHMS = ("0", "Q", "O", "Ｑ")
_RATE = re.compile(r"率(?:$|[(（])|^[Ss][paPvV]?O[2₂](?:$|[(（:：])|酸素飽和度")
_RESISTANCE = re.compile(r"(?:抵抗|インピーダンス)$")
_PERCENTS = ("8", "96", "98", "9", "$", "X", "号")  # what a per cent sign is read as
_LIKE_TIME = re.compile(r"(?=.*[A-Za-z|])\w{1,2}:\w\w")
_EIGHT_FRAMED = re.compile(r"\[(?:8|96|98)\]$")
_FRAMED = re.compile(r"\[([^\[\]]+)\]$")
_LITRES = ("1", "I", "l", "|")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})?[%％]")
_PERCENT_TWICE = re.compile(rf"{_PERCENT.pattern}[689]")  # its second circle read again
_SHARES_SHARE = 0.5
_FEWEST_UNITS = 2
_UNITS_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Token:
    """A word without spaces. `x0`, `x1`, `y` (centre) and `height` are pixels of the page made level."""

    text: str
    box: Box
    x0: float
    x1: float
    y: float
    height: float
    confidence: float

    @property
    def x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2


Row = tuple[Token, ...]
"""Tokens on one line, left to right."""


@lru_cache(maxsize=8)  # every reader and the verification ask for them
def tokens_of(page: PageWords) -> tuple[Token, ...]:
    """The page's words, split at spaces, made level by the page's slope."""
    tokens: list[Token] = []
    width, height_px = page.width_px, page.height_px
    for word in page.words:
        text = printed(put_right(word.text) if page.recognised else word.text)
        if page.recognised and " " in text and _one_unit(text):
            text = text.replace(" ", "")
        for piece, level in _split_at_spaces(text, word.box):
            box = page.placement.box(level) if page.placement else level
            x0, x1 = level.x0 * width, level.x1 * width
            y = (level.y0 + level.y1) / 2 * height_px - page.slope * (x0 + x1) / 2
            tilt = abs(page.slope) * (x1 - x0)
            height = max((level.y1 - level.y0) * height_px - tilt, 1.0)
            tokens.append(Token(piece, box, x0, x1, y, height, word.confidence))
    tokens = _units_raised(tokens)
    if not page.recognised:
        return tuple(tokens)
    return _percents_put_right(_times_put_right(_triangles_put_right(tokens)))


def _times_put_right(tokens: Sequence[Token]) -> list[Token]:
    if not any(_LIKE_TIME.fullmatch(t.text) for t in tokens):
        return list(tokens)
    mended: dict[int, str] = {}
    for row in rows_of(tokens):
        right = times_put_right([t.text for t in row])
        mended |= {id(t): text for t, text in zip(row, right, strict=True) if t.text != text}
    return [replace(t, text=mended.get(id(t), t.text)) for t in tokens]


def _triangles_put_right(tokens: Sequence[Token]) -> list[Token]:
    texts = triangles_put_right([t.text for t in tokens])
    return [t if t.text == text else replace(t, text=text) for t, text in zip(tokens, texts, strict=True)]


def _units_raised(tokens: list[Token]) -> list[Token]:
    """The tokens with units at the foot of much taller numbers put on the line of those (`8.2 %` of a card)."""
    tall = line_height(tokens) * _TALL
    numbers = [t for t in tokens if t.height >= tall and t.text[0].isdigit()]
    return [_raised(t, numbers) for t in tokens] if numbers else tokens


def _raised(token: Token, numbers: Sequence[Token]) -> Token:
    if not is_unit(token.text, in_unit_column=True):
        return token
    beside = [
        n
        for n in numbers
        if n.height >= _TALL * token.height
        and abs(n.y - token.y) <= n.height / 2
        and 0 <= token.x0 - n.x1 <= _BESIDE * token.height
    ]
    return replace(token, y=beside[0].y) if beside else token


def _percents_put_right(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """An 8 or 96 in a column of units is a misread per cent sign; so is an 8 in brackets below a rate's name, and one
    behind a rate's number. Behind a resistance's number, what looks like an omega is one."""
    tokens = [
        replace(t, text="Ω") if t.text in _OHMS and _named_so(t, tokens, _RESISTANCE) else t for t in tokens
    ]
    return tuple(_sign_put_right(t, tokens) for t in tokens)


def _sign_put_right(token: Token, tokens: Sequence[Token]) -> Token:
    text = token.text
    if text in _PERCENTS and _among_units(token, tokens):
        return replace(token, text="%")
    if text == "8" and _named_so(token, tokens, _RATE):
        return replace(token, text="%")
    if text == "(8)" and _below_rate(token, tokens):
        return replace(token, text="(%)")
    if _EIGHT_FRAMED.search(text) and sum(_framed_unit(t.text) for t in tokens) >= _FEWEST_UNITS:
        return replace(token, text=_EIGHT_FRAMED.sub("[%]", text))
    if text == "m" and _among_units(token, tokens, "mm"):
        return replace(token, text="mm")
    if (
        text in _LITRES
        and _among_units(token, tokens)
        and _column_texts(token, tokens).count("L") >= _FEWEST_UNITS
    ):
        return replace(token, text="L")
    if _PERCENT_TWICE.fullmatch(text) and _among_percents(token, tokens):
        return replace(token, text=text[:-1])
    return token


def _below_rate(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether the word right above a token is the name of a rate (改善率)."""
    over = [t for t in tokens if t.x0 < token.x < t.x1 and 0 < token.y - t.y <= _BELOW * token.height]
    return any(t.text.endswith(("率", "%")) and any(c.isalpha() for c in t.text) for t in over)


def _named_so(token: Token, tokens: Sequence[Token], name: re.Pattern[str]) -> bool:
    """Whether a token stands close behind a number, a mark between them aside, whose line is named so."""
    line = [t for t in tokens if t.x < token.x and abs(t.y - token.y) < _LEVEL * token.height]
    line.sort(key=lambda t: -t.x)
    if line and line[0].text in _ARROWS and token.x0 - line[0].x1 < token.height:
        token, *line = line
    if not line or not _NUMBER.fullmatch(line[0].text) or token.x0 - line[0].x1 > token.height:
        return False
    words = [t.text for t in line[1:] if any(c.isalpha() for c in t.text)]
    return any(name.search(word) for word in words[:2])


def _among_units(token: Token, tokens: Sequence[Token], unit: str = "") -> bool:
    """Whether a token stands in a column of units, of `unit` where one is told."""
    column = _column(token, tokens)
    units = [t.text for t in column if is_unit(t.text, in_unit_column=True)]
    if len(units) < _FEWEST_UNITS or len(units) < _UNITS_SHARE * len(column):
        return False
    return not unit or sum(text == unit for text in units) >= _UNITS_SHARE * len(units)


def _framed_unit(text: str) -> bool:
    """Whether a text ends with a unit in square brackets (`HR[bpm]`)."""
    framed = _FRAMED.search(text)
    return framed is not None and is_unit(framed[1], in_unit_column=True)


def _among_percents(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether what stands in a token's column are numbers with per cent signs."""
    column = _column(token, tokens)
    shares = sum(bool(_PERCENT.fullmatch(t.text)) for t in column)
    return shares >= _FEWEST_UNITS and shares >= _SHARES_SHARE * len(column)


def _column_texts(token: Token, tokens: Sequence[Token]) -> list[str]:
    return [t.text for t in _column(token, tokens)]


def _column(token: Token, tokens: Sequence[Token]) -> list[Token]:
    """The tokens that begin where one begins, itself aside."""
    reach = _COLUMN_EDGE * token.height
    return [t for t in tokens if t is not token and abs(t.x0 - token.x0) <= reach]


def _one_unit(text: str) -> bool:
    """`mmo l/L`: recognition puts spaces into units."""
    return all(any(c.isalpha() for c in piece) for piece in text.split(" ")) and is_unit(
        text.replace(" ", "")
    )


def _split_at_spaces(text: str, box: Box) -> Iterable[tuple[str, Box]]:
    pieces = text.split(" ")
    if len(pieces) == 1:
        return [(text, box)] if text else []
    total, at = width_units(text), 0.0
    out = []
    for piece in pieces:
        share = width_units(piece) if piece else 0.0
        x0 = box.x0 + (box.x1 - box.x0) * at / total
        x1 = box.x0 + (box.x1 - box.x0) * (at + share) / total
        if piece:
            out.append((piece, Box(x0, box.y0, x1, box.y1)))
        at += share + 1.0
    return out


def line_height(tokens: Sequence[Token]) -> float:
    """Median height of the tokens, in pixels; 1 where there are none."""
    return median(t.height for t in tokens) if tokens else 1.0


def rows_of(tokens: Iterable[Token]) -> list[Row]:
    """Tokens grouped into lines, top to bottom, each left to right.

    A token joins the line whose mean centre is within half the smaller height; level pages only.
    """
    open_rows: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.y):
        for row in reversed(open_rows[-3:]):
            centre = sum(t.y for t in row) / len(row)
            reach = 0.5 * min(token.height, median(t.height for t in row))
            if abs(token.y - centre) <= reach:
                row.append(token)
                break
        else:
            open_rows.append([token])
    rows = [tuple(sorted(row, key=lambda t: t.x0)) for row in open_rows]
    return sorted(rows, key=row_y)


def row_y(row: Sequence[Token]) -> float:
    """Mean centre of a row in pixels."""
    return sum(t.y for t in row) / len(row)


def join(tokens: Sequence[Token]) -> str:
    """The text of neighbouring tokens, with a space where the page has a gap."""
    if not tokens:
        return ""
    text, last = tokens[0].text, tokens[0]
    for token in tokens[1:]:
        gap = (token.x0 - last.x1) / max(min(token.height, last.height), 1.0)
        text += ("" if gap < 0.15 else " ") + token.text
        last = token
    return text


def cells_of(row: Sequence[Token], gap_heights: float = 1.0) -> list[Row]:
    """A row cut where the gap is wider than `gap_heights` line heights."""
    cells: list[list[Token]] = []
    for token in row:
        if cells and token.x0 - cells[-1][-1].x1 <= gap_heights * min(token.height, cells[-1][-1].height):
            cells[-1].append(token)
        else:
            cells.append([token])
    return [tuple(cell) for cell in cells]


def around(tokens: Sequence[Token]) -> Box:
    """The box around tokens, as page fractions."""
    box = tokens[0].box
    for token in tokens[1:]:
        box = box.union(token.box)
    return box


def mean_confidence(tokens: Sequence[Token]) -> float:
    """Least sure word decides half, the mean the other half."""
    if not tokens:
        return 0.0
    scores = [t.confidence for t in tokens]
    return (min(scores) + sum(scores) / len(scores)) / 2
