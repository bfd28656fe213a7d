"""Values under their names: a strip of boxes with the names on one line and the values on the next.

HR (bpm)   PR (ms)   QRS (ms)   QTc (ms)
   72        168        92         410
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of
from inference.structure.lexemes import unit_here
from inference.structure.names import Names
from inference.structure.row_names import RowName, row_names

_GAP = 0.9  # line heights between two boxes
_CLOSE_GAP = 0.4  # the same, where all names are known
_SHARE_KNOWN = 6  # tenths of the names
_REACH = 3.2  # line heights from names to values
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Stacked:
    """One name with the cell that stands under it."""

    name: RowName
    label: Row
    cell: Row
    unit: str


def stacked_values(tokens: Sequence[Token], names: Names, is_value: Callable[[Row], bool]) -> list[Stacked]:
    """The values of a page that stand under their names, top to bottom; `is_value` says which cells are values."""
    rows = rows_of(tokens)
    height = line_height(tokens)
    out: list[Stacked] = []
    for number, row in enumerate(rows[:-1]):
        below = [cells_of(r, _GAP) for r in rows[number + 1 : number + 4]]
        out += _named(cells_of(row, _GAP), below, height, names, is_value) or _named(
            cells_of(row, _CLOSE_GAP), below, height, names, is_value, all_known=True
        )
        if len(cells_of(row, _GAP)) == 1 and any(abs(s.label[0].x0 - row[0].x0) <= height for s in out):
            out += _alone(row, below, height, names, is_value)
    return out


def _alone(
    row: Row,
    below: Sequence[Sequence[Row]],
    height: float,
    names: Names,
    is_value: Callable[[Row], bool],
) -> list[Stacked]:
    """The value under a known name that stands alone in the last line of a strip's boxes."""
    label = row_names([row], names)[0]
    cells = below[0]
    near = _within_reach(row, cells[0], height)
    if label.text not in names or is_value(row) or len(cells) != 1 or not near or not is_value(cells[0]):
        return []
    return [Stacked(label, row, cells[0], "")] if _nearest([(label, row)], cells[0]) is not None else []


def _named(
    cells: Sequence[Row],
    below: Sequence[Sequence[Row]],
    height: float,
    names: Names,
    is_value: Callable[[Row], bool],
    *,
    all_known: bool = False,
) -> list[Stacked]:
    """The values under a line of names; [] where it is none, or has an unknown name where all must be known."""
    labels = row_names(cells, names)
    known = sum(label.text in names for label in labels)
    least = 10 if all_known else _SHARE_KNOWN
    if len(cells) < _FEWEST or known < _FEWEST or known * 10 < least * len(cells):
        return []
    if any(is_value(cell) for cell in cells):
        return []
    return _below(list(zip(labels, cells, strict=True)), below, height, is_value)


def _below(
    named: Sequence[tuple[RowName, Row]],
    rows: Sequence[Sequence[Row]],
    height: float,
    is_value: Callable[[Row], bool],
) -> list[Stacked]:
    units: dict[int, str] = {}
    for cells in rows:
        if not cells or not _within_reach(named[0][1], cells[0], height):
            break
        under = _in_boxes(named, cells) or {
            i: cell for cell in cells if (i := _nearest(named, cell)) is not None
        }
        if under and all(unit_here(join(cell).strip("()[]")) for cell in under.values()):
            units = {i: join(cell).strip("()[]") for i, cell in under.items()}
            continue
        valued = {i: cell for i, cell in under.items() if is_value(cell)}
        if len(valued) >= max(_FEWEST, (len(named) + 1) // 2) and len(valued) == len(under) == len(cells):
            return [
                Stacked(named[i][0], named[i][1], cell, units.get(i, ""))
                for i, cell in sorted(valued.items())
            ]
        break
    return []


def _within_reach(label: Row, cell: Row, height: float) -> bool:
    """Whether a cell stands near enough below a name; large print is measured from nearer its top."""
    tallest = max(cell, key=lambda token: token.height)
    larger = max(tallest.height - height, 0.0) / 2
    return tallest.y - row_y(label) - larger <= _REACH * height


def _in_boxes(named: Sequence[tuple[RowName, Row]], cells: Sequence[Row]) -> dict[int, Row]:
    """The cells by their names, where as many stand in one line, each right of where its name begins and left of the
    next name: boxes with the name at the top left and the value at the bottom right. {} for any other."""
    if len(cells) != len(named):
        return {}
    starts = [label[0].x0 - 0.5 * label[0].height for _, label in named]
    ends = [*starts[1:], float("inf")]
    fits = [a <= c[0].x0 and c[-1].x1 < b for c, a, b in zip(cells, starts, ends, strict=True)]
    return dict(enumerate(cells)) if all(fits) else {}


def _nearest(named: Sequence[tuple[RowName, Row]], cell: Row) -> int | None:
    """The name over a cell: where their spans overlap, the one whose middle is nearest."""
    x0, x1 = cell[0].x0, cell[-1].x1
    over = [
        (abs((label[0].x0 + label[-1].x1) - (x0 + x1)), i)
        for i, (_, label) in enumerate(named)
        if label[0].x0 - cell[0].height < x1 and x0 < label[-1].x1 + cell[0].height
    ]
    return min(over)[1] if over else None
