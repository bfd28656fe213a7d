"""The words of a page as lines of text, where they stand, and which of them head a table.

What a model is told of a page's words, and where a page may be cut: both need lines, not words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from inference.readable import PageWords
from inference.structure.geometry import Row, Token, cells_of, join, rows_of, tokens_of
from inference.structure.headers import headings_of
from inference.structure.values import parse_value

_CELL_GAP = 0.9  # line heights from which on the gap between two words parts cells
_WORD_GAP = 0.15
_CLOSE = 1.9  # line heights between a heading row and a second one over it
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a page: from where to where it stands, in fractions of the page's height, and what it says."""

    top: float
    bottom: float
    text: str  # cells parted by tabs
    results: int = 0  # cells that could be a result: about the values that it holds
    heads: bool = False  # it heads the columns of a table

    @property
    def middle(self) -> float:
        """Its middle, as a fraction of the page's height."""
        return (self.top + self.bottom) / 2


def lines_of_text(page: PageWords) -> tuple[TextLine, ...]:
    """The lines of a page, top to bottom."""
    rows = rows_of(tokens_of(page))
    heads = _heading_rows(rows)
    return tuple(_line(row, page, at in heads) for at, row in enumerate(rows))


def word_height_px(page: PageWords) -> float:
    """Median height of the page's words in its own pixels; 0 where there are none."""
    heights = [token.height for token in tokens_of(page)]
    return float(median(heights)) if heights else 0.0


def report_lines(text: str) -> tuple[TextLine, ...]:
    """Lines of report text that never had a layout; each takes an equal share of the page's height."""
    rows = text.split("\n")
    return tuple(
        TextLine(at / len(rows), (at + 1) / len(rows), row.rstrip(), _results(re.split(r"\s+|[:：]", row)))
        for at, row in enumerate(rows)
    )


def _line(row: Row, page: PageWords, heads: bool) -> TextLine:
    height = max(page.height_px, 1)
    top = min(t.y - t.height / 2 for t in row) / height
    bottom = max(t.y + t.height / 2 for t in row) / height
    results = _results(join(cell) for cell in cells_of(row, _CELL_GAP))
    return TextLine(max(top, 0.0), min(bottom, 1.0), cells_text(row), results, heads)


def _results(cells: Iterable[str]) -> int:
    """How many of the texts could be a result: a number or an answer, perhaps with mark or unit."""
    return sum(bool(text) and parse_value(text) is not None for text in cells)


def cells_text(row: Sequence[Token]) -> str:
    """A row's text: a space where its page has a gap, a tab where a cell ends."""
    text = row[0].text if row else ""
    for before, token in pairwise(row):
        gap = (token.x0 - before.x1) / max(min(token.height, before.height), 1.0)
        text += ("\t" if gap > _CELL_GAP else " " if gap > _WORD_GAP else "") + token.text
    return text


def _heading_rows(rows: Sequence[Row]) -> set[int]:
    """Places of rows that head a table, with a row of groups of columns right over them."""
    found = {at for at, row in enumerate(rows) if headings_of(row, None)}
    over = set()
    for at in found:
        above = rows[at - 1] if at else ()
        if above and at - 1 not in found and not any(_NUMBER.search(t.text) for t in above):
            height = median(t.height for t in rows[at])
            if len(above) > 1 and rows[at][0].y - above[0].y <= _CLOSE * height:
                over.add(at - 1)
    return found | over
