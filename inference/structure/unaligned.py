"""Lists and tables side by side whose lines do not stand level, so that no line of one side is the other's.

Battery                   Lead        RA     RV
  Voltage    2.9 V
                          Threshold   0.5    0.7
  Longevity  7 years
                          Impedance   480    510
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from inference.readable import PageWords
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of, tokens_of
from inference.structure.sections import beside, cut

_CELL_GAP = 2.0  # line heights
_SAME_EDGE = 0.4  # line heights
_INDENT = 2.0  # line heights that a heading may begin left of its names
_GUTTER = 2.0  # line heights
_LEVEL = 0.25  # line heights between the middles of lines that stand level
_FEWEST = 3  # lines with names on either side
_MOST_LEVEL = 0.5  # of the lines of a side that may stand level with one of the other by chance


def halves(page: PageWords, begins: Callable[[str], bool]) -> list[PageWords]:
    """The page's parts where it has such sides: above them, left, right, below them; else the page alone."""
    rows = rows_of(tokens_of(page))
    height = line_height(tokens_of(page))
    for named in _edges(rows, height, begins):
        found = _sides(rows, named, height, begins)
        if found is None:
            continue
        x, first, last = found
        above, below = row_y(rows[first]) - 0.7 * height, row_y(rows[last]) + 0.7 * height
        parts: list[PageWords] = []
        for part in cut(page, [above, below]):
            parts += beside(part, [x]) if _is_between(part, above, below) else halves(part, begins)
        return [part for part in parts if part.words]
    return [page]


def _is_between(part: PageWords, above: float, below: float) -> bool:
    return all(above < token.y < below for token in tokens_of(part))


def _edges(rows: Sequence[Row], height: float, begins: Callable[[str], bool]) -> list[list[Row]]:
    """The cells with known names that begin at the same place right of others' lines, most first."""
    cells = [cell for row in rows for cell in cells_of(row, _CELL_GAP) if begins(join(cell))]
    groups: list[list[Row]] = []
    for cell in sorted(cells, key=lambda c: c[0].x0):
        if groups and cell[0].x0 - groups[-1][0][0].x0 <= _SAME_EDGE * height:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return sorted((g for g in groups if len(g) >= _FEWEST), key=len, reverse=True)


def _sides(
    rows: Sequence[Row], named: Sequence[Row], height: float, begins: Callable[[str], bool]
) -> tuple[float, int, int] | None:
    """Where the right side begins, and the first and last line of both, if `named` are the right one's names."""
    edge = min(cell[0].x0 for cell in named)
    inside = [i for i, row in enumerate(rows) if any(t is cell[0] for cell in named for t in row)]
    x = _gutter([t for row in rows[inside[0] : inside[-1] + 1] for t in row], edge, height)
    if x is None:
        return None
    for run in _runs(rows, edge, height):
        left, right = (
            rows_of([t for i in run for t in rows[i] if (t.x0 < x) is is_left]) for is_left in (True, False)
        )
        led, named_right = _named(left, begins), _named(right, begins)
        level = [r for r in named_right if any(abs(row_y(r) - row_y(o)) <= _LEVEL * height for o in left)]
        if min(len(led), len(named_right)) >= _FEWEST and len(level) <= _MOST_LEVEL * len(named_right):
            return x, run[0], run[-1]
    return None


def _runs(rows: Sequence[Row], edge: float, height: float) -> list[range]:
    """Lines in sequence that have nothing right of an edge but what begins there, and nothing across it."""
    out: list[range] = []
    first: int | None = None
    for i, row in enumerate((*rows, ())):
        right = next((t.x0 for t in row if t.x0 >= edge - _INDENT * height), edge)
        crossed = any(t.x0 < edge - _INDENT * height and t.x1 > edge for t in row)
        fits = bool(row) and not crossed and right <= edge + _SAME_EDGE * height
        if fits and first is None:
            first = i
        elif not fits and first is not None:
            out.append(range(first, i))
            first = None
    return out


def _named(rows: Sequence[Row], begins: Callable[[str], bool]) -> list[Row]:
    return [row for row in rows if begins(join(cells_of(row, _CELL_GAP)[0]))]


def _gutter(tokens: Sequence[Token], edge: float, height: float) -> float | None:
    """The right end of the empty strip right in front of an edge."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((t.x0, t.x1) for t in tokens):
        if spans and x0 <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    for (_, before), (after, _) in pairwise(spans):
        if after - before >= _GUTTER * height and edge - _INDENT * height <= after <= edge + 1:
            return after - 1
    return None
