"""A list of names with values right of a table whose heading line it shares.

Zone   Rate            AP            58.6 %
VF     207 bpm         BiV pacing    97.2 %
VT     171 bpm         VT episodes   5
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from inference.structure.geometry import Row, cells_of, join, row_y
from inference.structure.values import parse_value

_CELL_GAP = 0.9  # line heights
_FEWEST = 2  # lines of the list

Begins = Callable[[str], bool]
"""Whether a text begins with a name of the type's list."""


def list_beside(rows: Sequence[Row], begins: Begins, is_head: Callable[[Row], bool]) -> float | None:
    """The left end of such a list's names (pixels), None where there is none."""
    for row in rows:
        x = behind_heads(row, begins, is_head)
        if x is None:
            continue
        reach = row[0].height
        same = [row_y(r) for r in rows if any(abs(s - x) <= reach for s in _names_with_values(r, begins))]
        between = [t for r in rows for t in r if row_y(row) <= t.y <= max(same)]
        if len(same) >= _FEWEST and not any(t.x0 < x - 1 < t.x1 for t in between):
            return x - 1
    return None


def behind_heads(row: Row, begins: Begins, is_head: Callable[[Row], bool]) -> float | None:
    """Where a name with its value begins behind the headings of a table, None where a line has no such two."""
    starts = _names_with_values(row, begins)
    heads = tuple(t for t in row if starts and t.x1 < starts[0])
    return starts[0] if heads and is_head(heads) else None


def _names_with_values(row: Row, begins: Begins) -> list[float]:
    """The left ends of a line's known names whose value is the next cell."""
    cells = cells_of(row, _CELL_GAP)
    return [a[0].x0 for a, b in pairwise(cells) if begins(join(a)) and parse_value(b[0].text)]
