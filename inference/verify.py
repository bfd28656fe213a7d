"""Does the page itself carry each value? Asked of every engine's answer, trusting none of its boxes.

An item is verified when its value, with sign, comparator and decimal point, stands whole in the page's own
words, on a line that also carries its name. The box is taken from the words that match, never from the engine.
A value the page does not carry keeps no box and little confidence: a person must look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import PageWords, fold, fold_value
from inference.structure.analytes import blurred
from inference.structure.geometry import Row, Token, around, mean_confidence, row_y, rows_of, tokens_of
from mappers.model import Box, Extraction, Item

NOT_ON_PAGE = "the value is not in the page's words near its name"
UNSUPPORTED_CONFIDENCE = 0.2
_NAME_SHARE = 0.6  # of a name's character pairs that its line must show
_RUN_GAP = 1.0  # line heights between words of one value
_NEAR_ROWS = 1.3  # line pitches: a value may stand a little above or below its name


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    y: float
    text: str  # folded
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Match:
    tokens: tuple[Token, ...]
    y: float
    whole: bool  # the value is all that its words say


def verify(extraction: Extraction, pages: Sequence[PageWords]) -> Extraction:
    """The extraction with `verified`, `box`, `confidence` and warnings set from the pages' own words."""
    lines = {page.number: _lines(page) for page in pages}
    taken: set[tuple[int, Box, str]] = set()
    items = []
    for item in extraction.items:
        items.append(_verify_item(item, lines, taken))
    return replace(extraction, items=tuple(items))


def _lines(page: PageWords) -> list[_Line]:
    lines = []
    for row in rows_of(tokens_of(page)):
        text = fold("".join(t.text for t in row))
        lines.append(_Line(row, row_y(row), text, _pairs(blurred(text))))
    return lines


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))


def _verify_item(
    item: Item,
    lines: dict[int, list[_Line]],
    taken: set[tuple[int, Box, str]],
) -> Item:
    candidates = _near_name(item, lines.get(item.page, []))
    fresh = [m for m in candidates if (item.page, around(m.tokens), item.value) not in taken]
    if not fresh:
        return replace(
            item,
            verified=False,
            box=None,
            confidence=min(item.confidence, UNSUPPORTED_CONFIDENCE),
            warnings=(*item.warnings, NOT_ON_PAGE) if NOT_ON_PAGE not in item.warnings else item.warnings,
        )
    match = min(fresh, key=lambda m: (not m.whole, _distance(item.box, around(m.tokens))))
    box = around(match.tokens)
    taken.add((item.page, box, item.value))
    read = mean_confidence(match.tokens)
    return replace(item, verified=True, box=box, confidence=min(item.confidence, read))


def _near_name(item: Item, lines: Sequence[_Line]) -> list[_Match]:
    """Where the value stands on lines that carry the name, best-named lines first."""
    name = blurred(item.name)
    scored = [(_name_share(name, line), line) for line in lines]
    best = max((score for score, _ in scored), default=0.0)
    if best < _NAME_SHARE:
        return []
    named = [line for score, line in scored if score >= max(_NAME_SHARE, best - 0.1)]
    on_line = [m for line in named for m in _matches(item.value, line)]
    if on_line:
        return on_line
    pitch = _pitch(lines)
    near = [
        line
        for line in lines
        if line not in named and any(abs(line.y - n.y) <= _NEAR_ROWS * pitch for n in named)
    ]
    others = [line for line in near if not _has_own_name(line, named)]
    return [m for line in others for m in _matches(item.value, line)]


def _name_share(name: str, line: _Line) -> float:
    """How much of a folded name a line shows, 0 to 1; one letter (`K`) must stand as a word of its own."""
    if len(name) == 1:
        return float(any(_alone(name, blurred(fold(token.text))) for token in line.row))
    wanted = _pairs(name)
    return len(wanted & line.pairs) / len(wanted)


def _alone(letter: str, text: str) -> bool:
    return any(
        c == letter and not text[max(at - 1, 0) : at].isalnum() and not text[at + 1 : at + 2].isalnum()
        for at, c in enumerate(text)
    )


def _has_own_name(line: _Line, named: Sequence[_Line]) -> bool:
    """A line that begins as far left as the named ones and with letters is another result's line."""
    first = line.row[0]
    return any(c.isalpha() for c in first.text) and any(first.x0 <= n.row[0].x1 for n in named)


def _pitch(lines: Sequence[_Line]) -> float:
    steps = sorted(b.y - a.y for a, b in pairwise(lines))
    return steps[len(steps) // 2] if steps else 0.0


def _matches(value: str, line: _Line) -> list[_Match]:
    key = fold_value(value)
    if not key:
        return []
    found = []
    for run in _runs(line.row):
        text, owners = "", []
        for token in run:
            folded = fold_value(token.text)
            text += folded
            owners += [token] * len(folded)
        for match in re.finditer(re.escape(key), text):
            start, end = match.span()
            if _cuts_a_number(text, start, end, owners):
                continue
            tokens = tuple(dict.fromkeys(owners[start:end]))
            found.append(_Match(tokens, line.y, fold_value("".join(t.text for t in tokens)) == key))
    return found


def _runs(row: Row) -> list[list[Token]]:
    runs: list[list[Token]] = []
    for token in row:
        if runs and token.x0 - runs[-1][-1].x1 <= _RUN_GAP * min(token.height, runs[-1][-1].height):
            runs[-1].append(token)
        else:
            runs.append([token])
    return runs


_NUMERIC = re.compile(r"[\d.,]")
_TIGHT = re.compile(r"[<>=±+\-~]")


def _cuts_a_number(text: str, start: int, end: int, owners: Sequence[Token]) -> bool:
    """Whether the match is only part of a longer number, or leaves off a sign or comparator before it."""
    first, last = text[start], text[end - 1]
    if start and _NUMERIC.match(first):
        before = text[start - 1]
        same = owners[start - 1] is owners[start]
        if _NUMERIC.match(before) and (same or before == "." or first == "."):
            return True
        if _TIGHT.match(before) and before not in "+~":
            return True
        if before in "~" and same:
            return True
    if end < len(text) and _NUMERIC.match(last):
        after = text[end]
        same = owners[end] is owners[end - 1]
        if _NUMERIC.match(after) and (same or after in ".,"):
            return True
        if same and after in "-~+/:^e":
            return True
    return False


def _distance(told: Box | None, seen: Box) -> float:
    """How far the words are from where the engine says; only orders equal matches."""
    if told is None:
        return seen.x0
    return abs((told.x0 + told.x1) - (seen.x0 + seen.x1)) + abs((told.y0 + told.y1) - (seen.y0 + seen.y1))
