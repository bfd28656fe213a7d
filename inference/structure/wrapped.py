"""Table rows printed on two lines: a name alone above, its value, unit and range on the line beneath."""

from __future__ import annotations

from collections.abc import Sequence

from inference.structure.columns import Cells
from inference.structure.geometry import Row, join, line_height, row_y
from inference.structure.headers import Panel
from inference.structure.heading_words import Role
from inference.structure.labels import is_label
from inference.structure.values import parse_value

_NEAR = 2.2  # line heights from the name's line to the value's
_SECTION = "【[<＜《■●◆▼〔≪"
_ASIDE = ("(", "（", "材料", "検体", "方法", "※", "*")
_RESULTS = (Role.VALUE, Role.DATED)


def rows_unwrapped(panel: Panel, assigned: Sequence[tuple[Row, Cells]]) -> list[tuple[Row, Cells]]:
    """The rows of a panel with each name that stands alone given to the nameless result right under it.

    A method or material under the name (in brackets, `材料：血清`) does not make the result's line a named one.
    """
    out: list[tuple[Row, Cells]] = []
    waiting: tuple[Row, Cells] | None = None
    for row, cells in assigned:
        name = _of(panel, cells, (Role.NAME,))
        result = any(parse_value(join(c)) for c in _cells(panel, cells, _RESULTS))
        told = (*_RESULTS, Role.UNIT, Role.RANGE, Role.PREVIOUS, Role.NAMED)
        if name and not any(_cells(panel, cells, told)):
            if not (waiting and _aside(join(name))):
                waiting = None if join(name)[0] in _SECTION or is_label(join(name)) else (row, cells)
            continue
        if result and waiting and (not name or _aside(join(name))) and _close(waiting[0], row):
            out.append((row, _named(panel, waiting[1], cells)))
        else:
            out.append((row, cells))
        if result or name:
            waiting = None
    return out


def _cells(panel: Panel, cells: Cells, roles: tuple[Role, ...]) -> list[Row]:
    return [
        cell for heading, cell in zip(panel.headings, cells, strict=True) if heading.role in roles and cell
    ]


def _of(panel: Panel, cells: Cells, roles: tuple[Role, ...]) -> Row:
    return tuple(token for cell in _cells(panel, cells, roles) for token in cell)


def _named(panel: Panel, above: Cells, below: Cells) -> Cells:
    """The lower line's cells with the upper line's name."""
    return tuple(
        upper if heading.role is Role.NAME else lower
        for heading, upper, lower in zip(panel.headings, above, below, strict=True)
    )


def _aside(text: str) -> bool:
    return text.startswith(_ASIDE)


def _close(above: Row, below: Row) -> bool:
    return row_y(below) - row_y(above) <= _NEAR * max(line_height(above), line_height(below))
