"""Does the page itself carry each value? Asked of every engine's answer, trusting none of its boxes.

An item is verified when its value, with sign, comparator and decimal point, stands whole in the page's own
words, where its name says: on a line that also carries the name, in a column under it, or as a statement of
several lines (inference.named_places), and its unit is the one printed for it (inference.units_beside). The box is
taken from the words that match, never from the engine. A value the page does not carry keeps no box and little
confidence, one with another unit its box: a person must look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.named_places import in_columns, statements
from inference.others_places import Headings, Others, is_anothers
from inference.page_lines import (
    Line,
    Match,
    lines_of,
    matches,
    name_share,
    pitch,
    runs_of,
    runs_spelling,
    shows_whole,
)
from inference.readable import PageWords, fold
from inference.structure.analytes import blurred
from inference.structure.geometry import Token, around, mean_confidence
from inference.units_beside import unit_warning
from mappers.model import Box, Extraction, Item

NOT_ON_PAGE = "the value is not in the page's words near its name"
UNSUPPORTED_CONFIDENCE = 0.2
CONFUSED_CONFIDENCE = 0.5
"""The most for a value of which recognition read a digit as a letter: verified, and for a person to look at."""
_NAME_SHARE = 0.6  # of a name's character pairs that its line must show
_LINE_STEP = 2.2  # line heights from one line of a text to the next
_NEAR_ROWS = 1.3  # line pitches: a value may stand a little above or below its name


def verify(extraction: Extraction, pages: Sequence[PageWords]) -> Extraction:
    """The extraction with `verified`, `box`, `confidence` and warnings set from the pages' own words."""
    sheets = {page.number: _Sheet(tuple(lines_of(page)), page.recognised) for page in pages}
    by_page: dict[int, list[Item]] = {}
    for item in extraction.items:
        by_page.setdefault(item.page, []).append(item)
    headings = {number: Headings() for number in by_page}
    taken: set[tuple[int, Box, str]] = set()
    items = []
    for item in extraction.items:
        others = Others.of(item, by_page[item.page], headings[item.page])
        items.append(_verify_item(item, sheets.get(item.page, _NO_SHEET), taken, others))
    return replace(extraction, items=tuple(items))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page's lines, and whether they were read from pixels."""

    lines: tuple[Line, ...]
    recognised: bool


_NO_SHEET = _Sheet((), False)


def _verify_item(item: Item, sheet: _Sheet, taken: set[tuple[int, Box, str]], others: Others) -> Item:
    if not any(c.isalpha() for c in item.name):  # digits stand anywhere: nothing says whose the value is
        return _unsupported(item)
    match = place_of(item, sheet.lines, taken, others, sheet.recognised)
    most = 1.0
    if match is None and sheet.recognised:
        match = _mistaken_place(item, sheet.lines, taken, others)
        most = CONFUSED_CONFIDENCE
    if match is None:
        return _unsupported(item)
    box = around(match.tokens)
    wrong = unit_warning(item, match, sheet.lines, others.names, sheet.recognised)
    if wrong is not None:
        return _unsupported(item, wrong, box)
    taken.add((item.page, box, item.value))
    sure = min(item.confidence, mean_confidence(match.tokens), most)
    return replace(item, verified=True, box=box, confidence=sure)


def _unsupported(item: Item, why: str = NOT_ON_PAGE, box: Box | None = None) -> Item:
    return replace(
        item,
        verified=False,
        box=box,
        confidence=min(item.confidence, UNSUPPORTED_CONFIDENCE),
        warnings=(*item.warnings, why) if why not in item.warnings else item.warnings,
    )


def place_of(
    item: Item, lines: Sequence[Line], taken: set[tuple[int, Box, str]], others: Others, recognised: bool
) -> Match | None:
    """Where the value stands on its page's lines, places in `taken` (page, box, value) left out; None: nowhere.

    Of several places the one that the engine's box holds, then one with the item's unit, then the nearest."""

    def has_unit(m: Match) -> bool:
        return unit_warning(item, m, lines, others.names, recognised) is None

    fresh: list[Match] = []
    for look in (_near_name, in_columns, statements):
        found = look(item, lines)
        if look is not statements:
            found = [m for m in found if not _is_elsewhere(m, item, lines, others)]
        fresh += [m for m in found if (item.page, around(m.tokens), item.value) not in taken]
        if any(_meets(item.box, m) for m in fresh):
            break
        if (item.box is None or look is in_columns) and any(map(has_unit, fresh)):
            break
    if len(fresh) < 2:
        return fresh[0] if fresh else None
    return min(
        fresh,
        key=lambda m: (
            not _meets(item.box, m),
            not has_unit(m),
            not m.whole,
            _distance(item.box, around(m.tokens)),
        ),
    )


def _is_elsewhere(match: Match, item: Item, lines: Sequence[Line], others: Others) -> bool:
    at = next((n for n, line in enumerate(lines) if match.tokens[0] in line.row), None)
    return at is not None and is_anothers(match, item, lines[at], lines[:at], others)


def _mistaken_place(
    item: Item, lines: Sequence[Line], taken: set[tuple[int, Box, str]], others: Others
) -> Match | None:
    """Where the value stands on its name's line if a letter there is a misread digit (`1O.5`)."""
    name = blurred(item.name)
    found = [
        match
        for line in lines
        if shows_whole(name, line)
        for match in matches(item.value, line, mistaken=True)
        if not _is_elsewhere(match, item, lines, others)
        and (item.page, around(match.tokens), item.value) not in taken
    ]
    return found[0] if len(found) == 1 else None


def _near_name(item: Item, lines: Sequence[Line]) -> list[Match]:
    """Where the value stands on lines that carry the name, best-named lines first."""
    name = blurred(item.name)
    scored = [(name_share(name, line), line) for line in lines]
    best = max((score for score, _ in scored), default=0.0)
    if best < _NAME_SHARE:
        return []
    whole = [line for line in lines if shows_whole(name, line)]  # then what only resembles it is another's
    named = whole or [line for score, line in scored if score >= max(_NAME_SHARE, best - 0.1)]
    on_line = [m for line in named for m in matches(item.value, line)]
    on_line = on_line or [
        m for a, b in pairwise(lines) if a in whole for m in _wrapped(item.value, name, a, b)
    ]
    if on_line:
        return on_line
    reach = _NEAR_ROWS * pitch(lines)
    near = [line for line in lines if line not in named and any(abs(line.y - n.y) <= reach for n in named)]
    others = [line for line in near if not _has_own_name(line, named)]
    return [
        m for line in others for m in matches(item.value, line) if not _is_anothers(m, name, named, reach)
    ]


def _wrapped(value: str, name: str, line: Line, below: Line) -> list[Match]:
    """Where the value begins the line below one that ends with the name: text broken between the two."""
    ends = any(end == len(line.row) for _, end in runs_spelling(name, line))
    near = below.y - line.y <= _LINE_STEP * line.row[-1].height and below.row[0].x0 < line.row[-1].x0
    return [m for m in matches(value, below) if m.tokens[0] is below.row[0]] if ends and near else []


def _is_anothers(match: Match, name: str, named: Sequence[Line], reach: float) -> bool:
    """Whether the named line shows another name over (or under) the value: then it is that column's."""
    first, last = match.tokens[0], match.tokens[-1]
    over = [
        run
        for line in named
        if abs(line.y - match.y) <= reach
        for run in runs_of(line.row)
        if any(token.x0 < last.x1 and token.x1 > first.x0 for token in run)
    ]
    heads = [run for run in over if any(c.isalpha() for token in run for c in token.text)]
    return bool(heads) and not any(_says(run, name) for run in heads)


def _says(heading: Sequence[Token], name: str) -> bool:
    """Whether a heading's words have a blurred name, or one of them is a part of it."""
    words = [blurred(fold(token.text)) for token in heading]
    return name in "".join(words) or any(word in name for word in words if any(c.isalpha() for c in word))


def _has_own_name(line: Line, named: Sequence[Line]) -> bool:
    """A line that begins as far left as the named ones and with letters is another result's line."""
    first = line.row[0]
    return any(c.isalpha() for c in first.text) and any(first.x0 <= n.row[0].x1 for n in named)


def _meets(told: Box | None, match: Match) -> bool:
    """Whether a match stands where the engine says: chooses among places that the words allow, makes none."""
    if told is None:
        return False
    seen = around(match.tokens)
    x, y = (seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2
    return told.x0 <= x <= told.x1 and told.y0 <= y <= told.y1


def _distance(told: Box | None, seen: Box) -> float:
    """How far the words are from where the engine says; only orders equal matches."""
    if told is None:
        return seen.x0
    return abs((told.x0 + told.x1) - (seen.x0 + seen.x1)) + abs((told.y0 + told.y1) - (seen.y0 + seen.y1))
