"""Which column each word of a row belongs to, from where it stands and what it looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from inference.readable import has_letters
from inference.structure.geometry import Row, Token, line_height, rows_of
from inference.structure.headers import Heading, Panel, split_panels
from inference.structure.heading_words import Role
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range, is_span
from inference.structure.units import is_unit
from inference.structure.values import parse_value

Cells = tuple[tuple[Token, ...], ...]
"""For each heading of a panel, the tokens of one row that stand in its column."""

_UNLIKELY = 4.0
_FARTHEST = 12.0
_WORD_GAP = 0.5  # line heights between words of one cell
_GOING_ON = 0.5
_PULLED_APART = 2.0  # the cost of giving words so close to two columns


def panels_below(headings: Sequence[Heading], tokens: Sequence[Token]) -> list[Panel]:
    """The panels of a heading row, bounded where the page has its clearest vertical gap between them."""
    first_result = min((h.x0 for h in headings if h.role is Role.VALUE), default=0.0)
    in_front = sum(t.x1 < first_result and has_letters(t.text) and not parse_mark(t.text) for t in tokens)
    groups = split_panels(headings, names_in_front=in_front > len(rows_of(tokens)) // 3)
    bounds = [float("-inf")]
    for before, after in pairwise(groups):
        bounds.append(clearest_gap((*tokens, *headings), before[-1].x0, after[0].x1))
    bounds.append(float("inf"))
    panels = []
    for group, left, right in zip(groups, bounds, bounds[1:], strict=False):
        unnamed: tuple[Heading, ...] = ()
        if not any(h.role is Role.NAME for h in group):
            first = min((h.x0 for h in group), default=0.0)
            inside = [t.x0 for t in tokens if left < t.x < first]
            start = min(inside, default=first)
            unnamed = (Heading(Role.NAME, start, max(start, first - 1)),)
        panels.append(Panel(tuple(sorted((*unnamed, *group), key=lambda h: h.x0)), left, right))
    return panels


def clearest_gap(printed: Sequence[Token | Heading], left: float, right: float) -> float:
    """The middle of the widest strip between `left` and `right` that the fewest words cross."""
    edges = sorted({left, right} | {x for t in printed for x in (t.x0, t.x1) if left < x < right})
    best, where = (float("inf"), 0.0), (left + right) / 2
    for a, b in pairwise(edges):
        crossing = sum(t.x0 < b and t.x1 > a for t in printed)
        if (crossing, a - b) < best:
            best, where = (crossing, a - b), (a + b) / 2
    return where


@dataclass(frozen=True, slots=True)
class _Extent:
    role: Role
    x0: float
    x1: float
    learned: bool = False


def assign_rows(panel: Panel, tokens: Sequence[Token]) -> list[tuple[Row, Cells]]:
    """The panel's rows with their tokens given to columns.

    Twice: first by the headings alone, then by where the columns' contents were found to stand.
    """
    rows = rows_of(t for t in tokens if panel.left < t.x <= panel.right)
    height = line_height(tokens)
    extents = [_Extent(h.role, h.x0, h.x1) for h in panel.headings]
    first = [_assign(row, extents, height) for row in rows]
    extents = [_learn(extent, i, first) for i, extent in enumerate(extents)]
    names = next((i for i, h in enumerate(panel.headings) if h.role is Role.NAME), None)
    assigned = [(row, _assign(row, extents, height)) for row in rows]
    return assigned if names is None else _sections_off(assigned, names, height)


def _sections_off(assigned: list[tuple[Row, Cells]], names: int, height: float) -> list[tuple[Row, Cells]]:
    """Words left of where the names of most rows begin (a section's) taken from the names they stand before."""
    begins = sorted(cells[names][0].x0 for _, cells in assigned if cells[names])
    if len(begins) < 5:
        return assigned
    usual = begins[len(begins) // 2]
    out = []
    for row, cells in assigned:
        kept = tuple(t for t in cells[names] if t.x1 >= usual - 0.2 * height)
        if kept and len(kept) < len(cells[names]) and abs(kept[0].x0 - usual) <= height:
            out.append((row, (*cells[:names], kept, *cells[names + 1 :])))
        else:
            out.append((row, cells))
    return out


def _learn(extent: _Extent, column: int, rows: Sequence[Cells]) -> _Extent:
    cells = [cells[column] for cells in rows if cells[column] and sum(map(bool, cells)) > 1]
    cells = [cell for cell in cells if misfit(cell[0].text, extent.role) < _UNLIKELY]
    if extent.role is Role.CODE:
        cells = [cell[:1] for cell in cells]  # a code is one word: a short name behind it is none of it
    if len(cells) < 3:
        return extent
    lefts = sorted(cell[0].x0 for cell in cells)
    rights = sorted(cell[-1].x1 for cell in cells)
    tenth = len(cells) // 10
    return replace(extent, x0=lefts[tenth], x1=rights[-1 - tenth], learned=True)


def _assign(row: Row, extents: Sequence[_Extent], height: float) -> Cells:
    """Cheapest way to give each token a column without crossing (tokens and columns both left to right)."""
    columns = len(extents)
    if not row:
        return tuple(() for _ in extents)
    best = [[0.0] * columns for _ in row]
    back = [[0] * columns for _ in row]
    for i, token in enumerate(row):
        low, low_at = float("inf"), 0
        apart = _PULLED_APART if i and token.x0 - row[i - 1].x1 < _WORD_GAP * height else 0.0
        for j, extent in enumerate(extents):
            here = _cost(token, extent, height)
            on = _goes_on(token, extent, here) if apart else here
            if i and on + best[i - 1][j] <= here + low + apart:
                best[i][j], back[i][j] = on + best[i - 1][j], j
            else:
                best[i][j], back[i][j] = here + (low + apart if i else 0.0), low_at
            if i and best[i - 1][j] <= low:
                low, low_at = best[i - 1][j], j
    column = min(range(columns), key=lambda j: best[-1][j])
    chosen = []
    for i in range(len(row) - 1, -1, -1):
        chosen.append(column)
        column = back[i][column]
    chosen.reverse()
    return tuple(tuple(t for t, c in zip(row, chosen, strict=True) if c == j) for j in range(columns))


def _goes_on(token: Token, extent: _Extent, cost: float) -> float:
    """The cost of a word close behind another of a long name or remark: how far the column goes says little."""
    if extent.role not in (Role.NAME, Role.NOTE):
        return cost
    return min(cost, misfit(token.text, extent.role) + _GOING_ON)


def _cost(token: Token, extent: _Extent, height: float) -> float:
    if extent.learned:
        outside = max(extent.x0 - token.x, token.x - extent.x1, 0.0)
        centre = abs(token.x - (extent.x0 + extent.x1) / 2) / max(extent.x1 - extent.x0, height)
        distance = outside / height * 1.5 + min(centre, 1.0) * 0.3
    else:
        middle = abs(token.x - (extent.x0 + extent.x1) / 2)
        distance = min(abs(token.x0 - extent.x0), abs(token.x1 - extent.x1), middle) / height
    return min(distance, _FARTHEST) + misfit(token.text, extent.role)


@lru_cache(maxsize=4096)
def misfit(text: str, role: Role) -> float:
    """How unlike a column's kind a word looks: 0 fits, 4 hardly ever."""
    if role in (Role.VALUE, Role.PREVIOUS, Role.DATED):
        return _misfit_value(text)
    if role is Role.NAMED:
        return min(_misfit_value(text), 1.0)
    if role is Role.UNIT:
        if is_unit(text, in_unit_column=True):
            return 0.0
        return _UNLIKELY if parse_value(text) or is_span(text) else 2.0
    if role is Role.RANGE:
        if is_range(text):
            return 0.0
        if is_unit(text):
            return 2.5
        return 1.0 if parse_value(text) or text in "-~～〜" else 1.5
    if role is Role.FLAG:
        if parse_mark(text) or (len(text) == 1 and text.isalpha() and not is_unit(text)):
            return 0.0
        return _UNLIKELY
    if role is Role.NAME:
        return _misfit_name(text)
    if role is Role.CODE:
        return 0.0 if text.isascii() and any(c.isdigit() for c in text) else 3.0
    return 1.0


def _misfit_value(text: str) -> float:
    if is_span(text):
        return _UNLIKELY
    if parse_value(text):
        return 0.0
    if parse_mark(text):
        return 1.0
    return 2.5 if is_unit(text) else 2.0


def _misfit_name(text: str) -> float:
    if is_span(text):
        return _UNLIKELY
    if parse_value(text):
        return 2.5
    return 1.5 if is_unit(text) else 0.0
