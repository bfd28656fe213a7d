"""Cards: each item's name over its value, with the unit beside the value and the range beneath."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import has_letters
from inference.structure.analytes import is_analyte
from inference.structure.dates import find_date
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of
from inference.structure.labels import begins_with_label
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range, is_span
from inference.structure.sequences import RowParts
from inference.structure.units import is_unit
from inference.structure.values import parse_value

_REACH = 3.2  # line heights from a name down to its value, and from a value down to its range
RANGE_LABEL = re.compile(
    r"(?:施設|共用)?(?:基準|正常|参考|目標)(?:値|範囲)?|ref(?:erence)?\.?(?: ?range)?|normal|targets?|goals?",
    re.IGNORECASE,
)


def card_results(tokens: Sequence[Token]) -> list[RowParts]:
    """Results whose name stands over them, of lines that hold no name themselves."""
    rows = [(row, cells_of(row, 1.0)) for row in rows_of(tokens)]
    reach = _REACH * line_height(tokens)
    out = []
    for i, (row, cells) in enumerate(rows):
        if not _nameless(cells):
            continue
        above = [c for r, line in rows[max(i - 3, 0) : i] if row_y(row) - row_y(r) <= reach for c in line]
        below = [c for r, line in rows[i + 1 : i + 4] if row_y(r) - row_y(row) <= reach for c in line]
        names = [cell for cell in above if _is_name(join(cell))]
        for parts in _values_of(cells):
            card = (*parts.value, *parts.mark, *parts.unit)
            name = _over(card, names, line_height(tokens))
            if name:
                ranges = parts.range or _range_under(card, below, line_height(tokens))
                out.append(RowParts(name, parts.value, parts.unit, ranges, parts.mark))
    return out


def _nameless(cells: Sequence[Row]) -> bool:
    """A line of values, units, marks and ranges only."""
    tokens = [token for cell in cells for token in cell]
    return any(parse_value(cell[0].text) or parse_value(join(cell)) for cell in cells) and all(
        parse_value(t.text)
        or is_unit(t.text, in_unit_column=True)
        or parse_mark(t.text)
        or is_span(t.text)
        or not has_letters(t.text)
        for t in tokens
    )


def _values_of(cells: Sequence[Row]) -> list[RowParts]:
    """The line cut at each value; its unit, mark and range follow it."""
    out: list[RowParts] = []
    for token in (t for cell in cells for t in cell):
        text = token.text
        last = out[-1] if out else None
        if last and parse_mark(text) and not parse_value(text):
            out[-1] = RowParts((), last.value, last.unit, last.range, (token,))
        elif last and is_span(text):
            out[-1] = RowParts((), last.value, last.unit, (token,), last.mark)
        elif parse_value(text):
            out.append(RowParts((), (token,)))
        elif last and is_unit(text, in_unit_column=True):
            out[-1] = RowParts((), last.value, (*last.unit, token), last.range, last.mark)
    return out


def _is_name(text: str) -> bool:
    return (
        has_letters(text)
        and len(text) <= 40
        and not parse_value(text)
        and (not is_unit(text) or is_analyte(text))  # `UA`, `Mg`
        and not is_range(text)
        and not begins_with_label(text)
        and not RANGE_LABEL.match(text)
        and find_date(text) is None
    )


def _over(card: Row, names: Sequence[Row], height: float) -> Row:
    """The lowest name over the value and its unit: it begins near where they do, or most of one is over the other."""
    fitting = [
        name for name in names if abs(name[0].x0 - card[0].x0) <= 2 * height or _above_each_other(name, card)
    ]
    return max(fitting, key=lambda name: (name[0].y, -_apart(name, card)), default=())


def _above_each_other(a: Row, b: Row) -> bool:
    """Whether at least half of the narrower is over or under the other."""
    (left, right), (start, end) = _extent(a), _extent(b)
    return 2 * (min(right, end) - max(left, start)) >= min(right - left, end - start)


def _apart(a: Row, b: Row) -> float:
    """How far apart two texts under each other stand, by the nearest of left edges and middles."""
    (left, right), (start, end) = _extent(a), _extent(b)
    return min(abs(left - start), abs(left + right - start - end) / 2)


def _extent(cell: Row) -> tuple[float, float]:
    return min(t.x0 for t in cell), max(t.x1 for t in cell)


def _range_under(card: Row, cells: Sequence[Row], height: float) -> Row:
    for cell in cells:
        begins = cell[0].x0 - 2 * height <= card[0].x0 and cell[-1].x1 >= card[0].x0
        if begins or _above_each_other(cell, card):
            body = tuple(t for t in cell if not RANGE_LABEL.fullmatch(t.text.strip("():：")))
            if body and is_range(join(body)):
                return body
    return ()
