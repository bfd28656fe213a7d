"""Values under their names: a strip of boxes with the names on one line and the values on the next.

HR (bpm)   PR (ms)   QRS (ms)   QTc (ms)
   72        168        92         410
"""

from __future__ import annotations

import re
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
_HEADING = re.compile(r"[【［\[〔<＜]\s?([^【】［］\[\]〔〕<>＜＞]{2,16}?)\s?[】］\]〕>＞]")


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
        starts = [s.label[0].x0 - row[0].x0 for s in out]
        if len(cells_of(row, _GAP)) == 1 and any(abs(start) <= height for start in starts):
            right = row[0].x0 + min((start for start in starts if start > height), default=height)
            out += _alone(row, below, height, names, is_value, right)
    return out


def under_headings(tokens: Sequence[Token], names: Names, is_value: Callable[[Row], bool]) -> list[Stacked]:
    """The values that stand alone under a known name set as a heading: `【肺年齢】` over `52 歳`."""
    rows = rows_of(tokens)
    height = line_height(tokens)
    out: list[Stacked] = []
    for number, row in enumerate(rows):
        for label in cells_of(row, _GAP):
            bare = _HEADING.fullmatch(join(label))
            if bare is None or bare[1] not in names:
                continue
            near = [
                cell
                for below in rows[number + 1 : number + 3]
                for cell in cells_of(below, _GAP)
                if label[0].x0 - height <= cell[0].x0 <= label[-1].x1 + height
                and row_y(below) - row_y(row) <= _REACH * height
            ]
            if near and is_value(near[0]) and unit_here(near[0][-1].text):
                out.append(Stacked(RowName(bare[1], ""), label, near[0], ""))
    return out


def _alone(
    row: Row,
    below: Sequence[Sequence[Row]],
    height: float,
    names: Names,
    is_value: Callable[[Row], bool],
    right: float,
) -> list[Stacked]:
    """The value under a known name that stands alone in the last line of a strip's boxes; `right` ends its box."""
    label = row_names([row], names)[0]
    cell = _in_boxes([(label, row)], below[0]).get(0)
    if cell is None or label.text not in names or is_value(row) or not is_value(cell):
        return []
    near = _within_reach(row, cell, height) and cell[-1].x1 < right
    return [Stacked(label, row, cell, "")] if near else []


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
        boxes = _in_boxes(named, cells)
        under = boxes or {i: cell for cell in cells if (i := _nearest(named, cell)) is not None}
        if under and all(unit_here(join(cell).strip("()[]")) for cell in under.values()):
            units = {i: join(cell).strip("()[]") for i, cell in under.items()}
            continue
        valued = {i: cell for i, cell in under.items() if is_value(cell)}
        whole = boxes or len(valued) == len(under) == len(cells)
        if len(valued) >= max(_FEWEST, (len(named) + 1) // 2) and whole:
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
    """The cells by their names, where each stands right of where its name begins and left of the next name: boxes
    with the name at the top left and the value at the bottom right, its unit perhaps apart from it. {} for any other,
    or where a box is empty."""
    starts = [label[0].x0 - 0.5 * label[0].height for _, label in named]
    boxes: dict[int, list[Row]] = {}
    for cell in cells:
        at = sum(start <= cell[0].x0 for start in starts) - 1
        if at < 0 or (at + 1 < len(starts) and cell[-1].x1 >= starts[at + 1]):
            return {}
        boxes.setdefault(at, []).append(cell)
    if len(boxes) < len(named) or any(not _is_one(parts) for parts in boxes.values()):
        return {}
    return {at: tuple(token for part in parts for token in part) for at, parts in boxes.items()}


def _is_one(parts: Sequence[Row]) -> bool:
    """Whether what stands in a box is one cell, or one and its unit."""
    return len(parts) == 1 or (len(parts) == 2 and unit_here(join(parts[1]).strip("()[]")))


def _nearest(named: Sequence[tuple[RowName, Row]], cell: Row) -> int | None:
    """The name over a cell: where their spans overlap, the one whose middle is nearest."""
    x0, x1 = cell[0].x0, cell[-1].x1
    over = [
        (abs((label[0].x0 + label[-1].x1) - (x0 + x1)), i)
        for i, (_, label) in enumerate(named)
        if label[0].x0 - cell[0].height < x1 and x0 < label[-1].x1 + cell[0].height
    ]
    return min(over)[1] if over else None
