"""Cards: each item's name over its value, with the unit beside the value and the range beneath."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import has_letters
from inference.structure.dates import find_date
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of
from inference.structure.labels import begins_with_label
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range, is_span
from inference.structure.sequences import RowParts
from inference.structure.units import is_unit
from inference.structure.values import parse_value

_REACH = 3.2  # line heights from a name down to its value, and from a value down to its range
_RANGE_LABEL = re.compile(
    r"(?:施設|共用)?(?:基準|正常|参考|目標)(?:値|範囲)?|ref(?:erence)?\.?(?: ?range)?|normal", re.IGNORECASE
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
            name = _over(parts.value, names, line_height(tokens))
            if name:
                ranges = parts.range or _range_under(parts.value, below, line_height(tokens))
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
        and not is_unit(text)
        and not is_range(text)
        and not begins_with_label(text)
        and not _RANGE_LABEL.match(text)
        and find_date(text) is None
    )


def _over(value: Row, names: Sequence[Row], height: float) -> Row:
    """The lowest name over the value: it begins near where the value does, or stands over it."""
    fitting = [
        name
        for name in names
        if abs(name[0].x0 - value[0].x0) <= 2 * height
        or (name[0].x0 <= value[0].x and name[-1].x1 >= value[-1].x)
    ]
    return max(fitting, key=lambda name: name[0].y, default=())


def _range_under(value: Row, cells: Sequence[Row], height: float) -> Row:
    for cell in cells:
        if cell[0].x0 - 2 * height <= value[0].x0 and cell[-1].x1 >= value[0].x0:
            body = tuple(t for t in cell if not _RANGE_LABEL.fullmatch(t.text.strip("():：")))
            if body and is_range(join(body)):
                return body
    return ()
