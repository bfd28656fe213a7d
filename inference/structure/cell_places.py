"""Which column of a table each word of a row belongs to: names stand in front, the rest under their headings.

A row's words and the columns both run left to right, so the cheapest way without crossing is found (dynamic
programming), twice: by the headings alone, then by where the columns' contents were found to stand. Unlike
columns.assign_rows, which lab sheets use, a word in front of all other columns costs nothing as a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.structure.columns import misfit
from inference.structure.geometry import Row, Token, line_height
from inference.structure.headers import Heading
from inference.structure.heading_words import Role
from inference.structure.lexemes import unit_here
from inference.structure.values import is_number

Cells = tuple[Row, ...]
"""For each heading, the tokens of one row that stand in its column."""

_FARTHEST = 10.0  # line heights
_ASKEW = 0.25  # of the distance between middles, where a word stands under its heading
_TORN = 4.0  # a unit parted from the number it stands against
_PLACEHOLDERS = frozenset(("-", "--", "---", "―", "－", "/", "*"))
_ANSWER_ELSEWHERE = 1.5  # a word that answers, in a column of names, units or ranges
_NAME_NUMBER = 1.5  # a number in front of all columns is more often a part of the name (FEF 25-75)


@dataclass(frozen=True, slots=True)
class _Place:
    role: Role
    x0: float
    x1: float


def cells_by_column(
    headings: Sequence[Heading], rows: Sequence[Row], answer: Callable[[str], bool]
) -> list[Cells]:
    """For each row the tokens of each heading's column; `headings` left to right, pixels of the level page.

    `answer` says which words are values (mild, なし), beside those of values.parse_value.
    """
    height = line_height([t for row in rows for t in row])
    places = [_Place(h.role, h.x0, h.x1) for h in headings]
    places = _names_end(places, height)
    first = [_assign(row, places, height, answer) for row in rows]
    drawn = _values_left_of_heading(places, first, height)
    if drawn is not places:
        places, first = drawn, [_assign(row, drawn, height, answer) for row in rows]
    places = _names_end([_learned(place, i, first, answer) for i, place in enumerate(places)], height)
    return [_in_order(headings, _assign(row, places, height, answer)) for row in rows]


def _names_end(places: Sequence[_Place], height: float) -> list[_Place]:
    """Name columns reaching up to where the next column begins."""
    out = []
    for i, place in enumerate(places):
        if place.role is Role.NAME and i + 1 < len(places):
            left = float("-inf") if i == 0 else place.x0
            out.append(replace(place, x0=left, x1=max(places[i + 1].x0 - 0.2 * height, place.x0)))
        else:
            out.append(place)
    return out


def _values_left_of_heading(places: list[_Place], rows: Sequence[Cells], height: float) -> list[_Place]:
    """The columns with a value column drawn left to its numbers, where names took them all.

    A heading centred in a wide column stands far right of numbers that are set at the column's left.
    """
    for i, (name, value) in enumerate(pairwise(places)):
        if name.role is not Role.NAME or value.role is not Role.VALUE or any(cells[i + 1] for cells in rows):
            continue
        numbers = [t for cells in rows if (t := _number_apart(cells[i], height)) is not None]
        if len(numbers) < 2 or 2 * len(numbers) < len(rows):
            continue
        left, right = min(t.x0 for t in numbers), max(t.x1 for t in numbers)
        out = list(places)
        out[i] = replace(name, x1=left - 0.2 * height)
        out[i + 1] = replace(value, x0=left, x1=max(right, left))
        return out
    return places


def _number_apart(names: Row, height: float) -> Token | None:
    """The first number that stands a gap behind the words of a name."""
    for before, token in pairwise(names):
        if is_number(token.text):
            return token if token.x0 - before.x1 > height else None
    return None


def _learned(place: _Place, column: int, rows: Sequence[Cells], answer: Callable[[str], bool]) -> _Place:
    """A column's extent by its contents that look right, where there are at least two."""
    if place.role is Role.NAME:
        return place
    cells = [
        kept
        for cells in rows
        if (
            kept := tuple(
                t for t in cells[column] if misfit(t.text, place.role) < 2.0 and t.text[0] not in "(["
            )
        )
    ]
    if place.role is Role.VALUE:
        numbers = [tuple(t for t in cell if is_number(t.text) or answer(t.text)) for cell in cells]
        cells = [cell for cell in numbers if cell] or cells
    if len(cells) < 2:
        return place
    lefts = sorted(cell[0].x0 for cell in cells)
    rights = sorted(cell[-1].x1 for cell in cells)
    tenth = len(cells) // 10
    return replace(place, x0=lefts[tenth], x1=rights[-1 - tenth])


def _assign(row: Row, places: Sequence[_Place], height: float, answer: Callable[[str], bool]) -> Cells:
    columns = len(places)
    if not row:
        return tuple(() for _ in places)
    best = [[0.0] * columns for _ in row]
    back = [[0] * columns for _ in row]
    for i, token in enumerate(row):
        cheapest, cheapest_at = float("inf"), 0  # of the columns left of j
        tied = bool(i) and _tied(row[i - 1], token)
        for j, place in enumerate(places):
            torn = _TORN if tied and place.role is not Role.UNIT else 0.0
            low, low_at = (cheapest + torn, cheapest_at) if i else (0.0, 0)
            if i and best[i - 1][j] <= low:
                low, low_at = best[i - 1][j], j
            if i and best[i - 1][j] <= cheapest:
                cheapest, cheapest_at = best[i - 1][j], j
            best[i][j] = _cost(token, place, height, answer(token.text)) + low
            back[i][j] = low_at
    column = min(range(columns), key=lambda j: best[-1][j])
    chosen = []
    for i in range(len(row) - 1, -1, -1):
        chosen.append(column)
        column = back[i][column]
    chosen.reverse()
    return tuple(tuple(t for t, c in zip(row, chosen, strict=True) if c == j) for j in range(columns))


def _tied(before: Token, token: Token) -> bool:
    """Whether a word is the unit of the number it stands against (`0.32 秒`)."""
    near = token.x0 - before.x1 < 0.7 * token.height
    return near and is_number(before.text) and unit_here(token.text) and not is_number(token.text)


def _in_order(headings: Sequence[Heading], cells: Cells) -> Cells:
    """A row whose numbers are as many as its value columns, but not one in each: given in order.

    Long names and units push a row's numbers off their headings; a reader then counts.
    """
    values = [i for i, h in enumerate(headings) if h.role is Role.VALUE]
    if len(values) < 2 or all(cells[i] for i in values):
        return cells
    placed = [t for i in values for t in cells[i]]
    numbers = [t for t in placed if is_number(t.text) or t.text in _PLACEHOLDERS]
    if len(numbers) != len(values) or len(placed) != len(numbers):
        return cells
    out = list(cells)
    for i, number in zip(values, numbers, strict=True):
        out[i] = (number,)
    return tuple(out)


def _cost(token: Token, place: _Place, height: float, answers: bool) -> float:
    unlike = misfit(token.text, place.role)
    if place.role is Role.VALUE and token.text in _PLACEHOLDERS:
        unlike = 0.0
    if answers:
        unlike = 0.0 if place.role is Role.VALUE else max(unlike, _ANSWER_ELSEWHERE)
    if place.role is Role.NAME and token.x1 <= place.x1:
        return min(unlike, _NAME_NUMBER) * 0.5 if token.x0 >= place.x0 else _FARTHEST
    apart = max(token.x0 - place.x1, place.x0 - token.x1, 0.0) / height
    askew = abs(token.x - (place.x0 + place.x1) / 2) / height if place.role is not Role.NAME else 0.0
    return min(1.5 * apart, _FARTHEST) + _ASKEW * min(askew, 6.0) + unlike
