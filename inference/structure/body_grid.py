"""Tables that their bodies show: any headings over lines of a name with numbers or answers in a row of columns.

Lead   P amp   Q amp   ST J     <- words that nobody need know
       mV      mV      mV       <- units, perhaps
I      0.07    -0.05   -0.02    <- three lines at least, each number under a heading of its own
II     0.05    ---     -0.08
V1     0.10    -0.15    0.11
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.structure.dates import find_date, find_time
from inference.structure.geometry import Row, cells_of, join, line_height
from inference.structure.headers import Heading
from inference.structure.heading_words import Role
from inference.structure.lexemes import unit_here
from inference.structure.matrix_headings import (
    CELL_GAP,
    Head,
    Vocabulary,
    heads_in,
    units_alone,
    without_unit,
)
from inference.structure.units import bare_unit
from inference.structure.values import parse_value

_FEWEST_LINES = 3
_FEWEST_CELLS = 2  # in most lines
_LONGEST = 20  # characters of a heading
_WORD_GAP = 0.6  # line heights between the words of one heading
_ASIDE = 2.0  # line heights from a column's heading to its contents
_ANY_YEAR = 2000  # a leap year: whether `2/29` is a date


@dataclass(frozen=True, slots=True)
class BodyGrid:
    """The headings of a table, how many of the lines below are its own, and where it ends at the right."""

    heads: list[Head]
    lines: int
    right: float


def body_grid(row: Row, below: Sequence[Row], words: Vocabulary) -> BodyGrid | None:
    """The table under a line of headings, known by its body alone; None where there is none."""
    cells = cells_of(row, CELL_GAP)
    units = sum(unit_here(bare_unit(join(cell))) for cell in cells)  # METs may head a column
    if len(cells) < _FEWEST_CELLS or units * 2 > len(cells) or any(_no_heading(c, words) for c in cells):
        return None
    spans = [span for cell in cells for span in _spans(cell, words)]
    height = line_height(row)
    right = max(span.heading.x1 for span in spans) + _ASIDE * height
    body: list[list[Row]] = []
    lines, edge = 0, float("inf")
    for number, line in enumerate(below):
        inside, outside = _parted(cells_of(line, CELL_GAP), right)
        if outside and inside:
            edge = min(edge, outside[0][0].x0 - 0.5)
        if not inside or (not body and units_alone(inside)) or len(inside) == 1:
            continue
        if not _fits(inside, words) or not _each_its_own(inside, spans):
            break
        body.append(inside)
        lines = number + 1
    return _grid(spans, body, lines, edge, words)


def _grid(
    spans: Sequence[Head], body: Sequence[Sequence[Row]], lines: int, right: float, words: Vocabulary
) -> BodyGrid | None:
    wide = [line for line in body if len(line) > _FEWEST_CELLS]
    if len(body) < _FEWEST_LINES or len(wide) * 2 <= len(body):
        return None
    names_end = max(line[0][-1].x1 for line in body)
    heads = [_at_corner(h) if i == 0 and h.heading.x0 < names_end else h for i, h in enumerate(spans)]
    values = [h for h in heads if h.heading.role is Role.VALUE]
    if len(values) < _FEWEST_CELLS:
        return None
    turned = sum(words.row(h.text) for h in values) * 2 > len(values)
    kinds = sum(_is_kind(join(line[0]), words) for line in body) * 2 > len(body)
    return None if turned and kinds else BodyGrid(heads, lines, right)


def _is_kind(text: str, words: Vocabulary) -> bool:
    return words.measured(text) or words.named(text) or words.group(text)


def _at_corner(head: Head) -> Head:
    return Head(head.text, "", Heading(Role.NAME, head.heading.x0, head.heading.x1))


def _no_heading(cell: Row, words: Vocabulary) -> bool:
    text = join(cell)
    told = parse_value(text) is not None or words.answer(text) or find_date(text) is not None
    return told or len(text) > _LONGEST or text[-1] in ":：" or not any(c.isalnum() for c in text)


def _spans(cell: Row, words: Vocabulary) -> list[Head]:
    """The headings in a cell: those that are known, else one of unknown words."""
    known = heads_in(cell, words)
    apart = any(b.x0 - a.x1 > _WORD_GAP * a.height for a, b in pairwise(cell))
    if len(known) == 1 or (known and apart):  # `ST II` is one heading, whatever its words are elsewhere
        return known
    text, unit = without_unit(join(cell))
    return [Head(text, unit, Heading(Role.VALUE, cell[0].x0, cell[-1].x1))]


def _parted(cells: Sequence[Row], right: float) -> tuple[list[Row], list[Row]]:
    """A line's cells under the headings, and those right of all headings."""
    inside = [cell for cell in cells if cell[0].x0 < right]
    return inside, list(cells[len(inside) :])


def _fits(cells: Sequence[Row], words: Vocabulary) -> bool:
    """Whether a line is a name with numbers or answers behind it."""
    name = join(cells[0])
    if parse_value(name) is not None or name[-1] in ":：" or not any(c.isalpha() for c in name):
        return False
    if find_date(name, _ANY_YEAR) is not None or find_time(name) is not None:
        return False  # a table over time is the dated grid's
    return all(
        parse_value(cell[0].text) is not None or words.answer(join(cell)) or _is_blank(join(cell))
        for cell in cells[1:]
    )


def _is_blank(text: str) -> bool:
    """Whether a cell holds nothing: a dash, a stroke, or what recognition makes of one (`»-`)."""
    return not any(c.isalnum() for c in text)


def _each_its_own(line: Sequence[Row], heads: Sequence[Head]) -> bool:
    """Whether each number of a line stands nearest to another heading, and not far from it."""
    taken = set()
    for cell in line[1:]:
        gaps = [max(h.heading.x0 - cell[-1].x1, cell[0].x0 - h.heading.x1, 0.0) for h in heads]
        middles = [abs((h.heading.x0 + h.heading.x1) / 2 - (cell[0].x0 + cell[-1].x1) / 2) for h in heads]
        nearest = min(range(len(heads)), key=lambda i: (gaps[i], middles[i]))
        if nearest in taken or gaps[nearest] > _ASIDE * cell[0].height:
            return False
        taken.add(nearest)
    return True
