"""Rows of a headed table whose result is a word in no list (`同定抗体  抗E`), in line with rows of known results."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import has_letters
from inference.structure.columns import Cells
from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.headers import Panel
from inference.structure.heading_words import Role
from inference.structure.labels import begins_with_label
from inference.structure.values import parse_value

_LONGEST = 10  # characters
_FEWEST = 2  # rows that it must stand in line with
_NEXT = 4.0  # line heights to the nearest of them
_ALIGNED = 1.0


def holds_a_word(panel: Panel, cells: Cells, rows: Sequence[Cells]) -> bool:
    """Whether a row has a name and a word in the place of the table's one result, as its other rows have results."""
    results = [i for i, h in enumerate(panel.headings) if h.role is Role.VALUE]
    names = [i for i, h in enumerate(panel.headings) if h.role is Role.NAME and h.text]
    if len(results) != 1 or not names:
        return False
    value, name = cells[results[0]], next((cells[i] for i in names if cells[i]), ())
    filled = {h.role for h, cell in zip(panel.headings, cells, strict=True) if cell}
    if not name or not _may_be_answer(value) or not filled <= {Role.NAME, Role.VALUE, Role.NOTE}:
        return False
    alike = [
        other[results[0]]
        for other in rows
        if parse_value(join(other[results[0]])) is not None
        and any(other[i] and _near(other[i][0].x0, name[0].x0, name[0]) for i in names)
        and _in_line(other[results[0]], value)
    ]
    apart = min((abs(cell[0].y - value[0].y) for cell in alike), default=float("inf"))
    return len(alike) >= _FEWEST and apart <= _NEXT * value[0].height


def _may_be_answer(cell: Row) -> bool:
    text = join(cell)
    plain = (
        bool(cell) and len(text) <= _LONGEST and has_letters(text) and not any(c in text for c in "。、:：,")
    )
    return plain and len(cells_of(cell, 1.0)) == 1 and not begins_with_label(text)


def _in_line(a: Row, b: Row) -> bool:
    """Whether two cells begin, end or have their middles under each other."""
    pairs = ((a[0].x0, b[0].x0), (a[-1].x1, b[-1].x1), ((a[0].x0 + a[-1].x1) / 2, (b[0].x0 + b[-1].x1) / 2))
    return any(_near(one, other, b[0]) for one, other in pairs)


def _near(a: float, b: float, token: Token) -> bool:
    return abs(a - b) <= _ALIGNED * token.height
