"""What stands at the edges of a table row's parts and is not of them: signs behind its name, marks beside its range."""

from __future__ import annotations

from collections.abc import Sequence

from inference.structure.geometry import Row, Token
from inference.structure.lexemes import unit_here
from inference.structure.marks import parse_mark


def without_blanks(label: Sequence[Token], gap: float) -> Row:
    """A row's name without the signs apart behind it, which stand for an empty cell: `gap` line heights or
    more from it."""
    end = len(label)
    while (
        end > 1
        and not any(c.isalnum() for c in label[end - 1].text)
        and not unit_here(label[end - 1].text)
        and label[end - 1].x0 - label[end - 2].x1 > gap * label[end - 1].height
    ):
        end -= 1
    return tuple(label[:end])


def mark_off(ranges: Row) -> tuple[Row, Row]:
    """The tokens of a column of ranges, and the mark that stands beside them without a column of its own."""
    for mark, rest in ((ranges[-1:], ranges[:-1]), (ranges[:1], ranges[1:])):
        if rest and parse_mark(mark[0].text) and not any(c.isdigit() for c in mark[0].text):
            return rest, mark
    return ranges, ()
