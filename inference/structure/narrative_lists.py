"""Labelled values of narratives that their list shows: short labels under each other, each with a short value.

    体温     36.4 ℃            HER2    3+      p53    (+)
    血圧     136/70 mmHg       Ki-67   53 %    CPS    22
    JCS      I-1               CDX2    (+)     MSI    stable

Most values must look like results; then the list's other ones are believed, too. Labels of the person, headings that
conclude and rows of tables are no such list. Lengths are pixels of the level page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from inference.readable import width_units
from inference.structure.geometry import Row, join, line_height
from inference.structure.labelled import is_value_label, label_text
from inference.structure.labels import begins_with_label, is_label
from inference.structure.narrative_blocks import Line, after, heading_key
from inference.structure.narrative_words import CONCLUDING_KEYS, PLAIN_KEYS
from inference.structure.values import parse_value

_FEWEST = 3  # pairs under each other
_FEWEST_ABREAST = 4  # of several columns on two lines or more
_ALIGNED = 0.6  # line heights
_STEP = 3.2  # line heights from one pair to the next
_LONGEST_LABEL = 24
_LONGEST_VALUE = 24
_BLANK = re.compile(r"[-−–—―*/.・…\s]*")
_COLON = re.compile(r"^(.{1,36}?)\s*[:：=＝]\s*(.*)$")
_COLONS = ":：=＝"
_NUMBER_OR_STAGE = re.compile(r"[<>≦≧≤≥]?\s?\d|[cpyr]{0,2}[TNM](?:\d|X|is)")
_PROSE = re.compile(r"[。、]|[ぁ-ん]{4,}")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with the value behind it on its line."""

    label: Row
    value: Row
    y: float

    @property
    def name(self) -> str:
        """The label as printed."""
        return label_text(join(self.label))

    @property
    def sure(self) -> bool:
        """Whether label or value look like those of a result."""
        return is_value_label(join(self.label)) or parse_value(join(self.value)) is not None


def listed_pairs(lines: Sequence[Line]) -> list[Pair]:
    """The pairs of all lists of a page whose labels are in no list of words."""
    height = line_height([token for line in lines for token in line.tokens])
    pairs: list[Pair] = []
    for y, group in groupby(lines, key=lambda line: line.y):
        pairs += _pairs_of([line.tokens for line in group], y)
    runs = _runs(pairs, lines, height)
    believed = [pair for run in runs if _believed(run, runs) for pair in run]
    return [p for p in believed if not is_value_label(join(p.label)) and _tells(p)]


def _tells(pair: Pair) -> bool:
    """Whether a pair is a result's: behind the heading of a part or of preparations, only a number or a stage is."""
    plain = heading_key(pair.name) in PLAIN_KEYS
    return not plain or _NUMBER_OR_STAGE.match(join(pair.value)) is not None


def _pairs_of(cells: Sequence[Row], y: float) -> list[Pair]:
    """The pairs of a line; none of a line of the person's or of a row with several values."""
    if any(is_label(join(c)) or begins_with_label(join(c)) for c in cells):
        return []
    out: list[Pair] = []
    place = 0
    while place < len(cells):
        inside = _inside(cells[place], y)
        following = cells[place + 1] if place + 1 < len(cells) else ()
        if inside is not None:
            out.append(inside)
        elif following and _may_head(join(cells[place])) and _may_be_value(join(_bare(following))):
            out.append(Pair(cells[place], _bare(following), y))
            place += 1
        elif out and parse_value(join(cells[place])) is not None:
            return []
        place += 1
    return out


def _inside(cell: Row, y: float) -> Pair | None:
    """The pair that one cell prints: with a colon, or a label with a number and its unit."""
    text = join(cell)
    match = _COLON.match(text)
    if match:
        value = after(cell, text, match.start(2)) if match[2] else ()
        told = bool(value) and _may_head(match[1]) and _may_be_value(join(value))
        label = _before_colon(cell)
        return Pair(label, value, y) if told and label else None
    for size in range(1, len(cell)):
        found = parse_value(join(cell[size:])) if _may_head(join(cell[:size])) else None
        if found is not None:
            return Pair(cell[:size], cell[size:], y) if found.unit or found.text[-1:] in ")+" else None
    return None


def _before_colon(cell: Row) -> Row:
    """The words before a cell's first colon, one that goes on behind it (`結節径:24`) cut there."""
    at = next(n for n, token in enumerate(cell) if any(c in token.text for c in _COLONS))
    front = re.split(f"[{_COLONS}]", cell[at].text, maxsplit=1)[0]
    cut = cell[at].x0 + (cell[at].x1 - cell[at].x0) * width_units(front) / width_units(cell[at].text)
    return (*cell[:at], replace(cell[at], text=front, x1=cut)) if front else cell[:at]


def _bare(value: Row) -> Row:
    """A value without the colon that stands in its cell."""
    text = join(value)
    start = len(text) - len(text.lstrip(_COLONS + " "))
    return after(value, text, start) if start else value


def _may_head(text: str) -> bool:
    bare = label_text(text)
    if not bare or len(bare) > _LONGEST_LABEL or _PROSE.search(bare) or parse_value(bare) is not None:
        return False
    if any(c in bare for c in _COLONS):
        return False
    plain = is_label(bare) or begins_with_label(bare) or heading_key(bare) in CONCLUDING_KEYS
    return not plain and any(c.isalpha() for c in bare)


def _may_be_value(text: str) -> bool:
    if not text or len(text) > _LONGEST_VALUE or _PROSE.search(text) or _BLANK.fullmatch(text):
        return False
    if any(c in text for c in _COLONS):
        return False
    key = heading_key(text)
    return not (is_label(text) or begins_with_label(text) or key in CONCLUDING_KEYS | PLAIN_KEYS)


def _runs(pairs: Sequence[Pair], lines: Sequence[Line], height: float) -> list[list[Pair]]:
    """Pairs whose labels begin under each other without another line between."""
    runs: list[list[Pair]] = []
    for pair in pairs:
        for run in runs:
            last = run[-1]
            near = abs(last.label[0].x0 - pair.label[0].x0) <= _ALIGNED * height
            if near and last.y < pair.y <= last.y + _STEP * height and not _parted(last, pair, lines, height):
                run.append(pair)
                break
        else:
            runs.append([pair])
    return runs


def _parted(above: Pair, below: Pair, lines: Sequence[Line], height: float) -> bool:
    x0 = above.label[0].x0
    return any(above.y < line.y < below.y and abs(line.x0 - x0) <= _ALIGNED * height for line in lines)


def _believed(run: Sequence[Pair], runs: Sequence[Sequence[Pair]]) -> bool:
    """Whether enough pairs stand under each other, or abreast in several columns, and most look like results."""
    ys = {pair.y for pair in run}
    abreast = [pair for other in runs for pair in other if pair.y in ys]
    many = len(run) >= _FEWEST or (len(run) > 1 and len(abreast) >= _FEWEST_ABREAST)
    return many and sum(pair.sure for pair in abreast) * 2 >= len(abreast)
