"""Lines of a report's head (person, times, staff), which hold no result, and results that stand beside them.

    患者ID  1234567          PR    168 ms      <- a cart prints the person at the left, measurements at the right

A line is cut where a cell begins with a name of the type's list or with a label, and each part is judged by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from inference.structure.dates import find_date
from inference.structure.geometry import Row, cells_of, join
from inference.structure.labels import is_label
from inference.structure.names import Names
from inference.structure.stamps import stamp_of

_GAP = 0.9  # line heights between cells
_WORD_GAP = 0.3  # line heights between words
_LONGEST_STAMP = 4  # words
_FEWEST_NAMED = 2
_APART = 1.8  # line heights between the head and what stands beside it


def results_of(row: Row, names: Names, is_setting: Callable[[str], bool]) -> list[Row]:
    """The parts of a line that may hold results: all of it where it is no line of the head.

    `is_setting` says which of the `names` are of the person or of how was measured.
    """
    if not _is_head(row, names, is_setting):
        return [row]
    if (told := _behind_stamp(row, names)) and not _is_head(told, names, is_setting):
        return [told]
    parts: list[Row] = []
    begins_named: list[bool] = []
    for cell in cells_of(row, _GAP):
        text = join(cell)
        named = names.end_at(text, 0) > 0 and not is_setting(text[: names.end_at(text, 0)])
        apart = bool(parts) and cell[0].x0 - parts[-1][-1].x1 > _APART * cell[0].height
        begins = named or _is_labelled(text, names, is_setting) or find_date(text) is not None
        if not parts or (apart and begins):
            parts.append(cell)
            begins_named.append(named)
        else:
            parts[-1] = (*parts[-1], *cell)
    return [
        part
        for part, named in zip(parts, begins_named, strict=True)
        if named and len(parts) > 1 and not _is_head(part, names, is_setting)
    ]


def _behind_stamp(row: Row, names: Names) -> Row:
    """What follows the date and time that a line begins with, where that is several known names: a line of a
    record (`2026/03/14 06:35 T:36.8℃ P:82回/分`), whatever the gap; () for any other line."""
    size = next((n for n in range(_LONGEST_STAMP, 0, -1) if stamp_of(join(row[:n]), None) is not None), 0)
    rest = row[size:]
    named = [names.end_at(join(cell), 0) > 0 for cell in cells_of(rest, _WORD_GAP)] if size and rest else []
    return rest if sum(named) >= _FEWEST_NAMED and named[0] else ()


def _is_head(row: Row, names: Names, is_setting: Callable[[str], bool]) -> bool:
    """Whether a line has a date or a cell that is or begins with a label of the person, times or staff."""
    if find_date(join(row)) is not None:
        return True
    return any(_is_labelled(join(cell), names, is_setting) for cell in cells_of(row, _GAP))


def _is_labelled(text: str, names: Names, is_setting: Callable[[str], bool]) -> bool:
    """Whether a cell is or begins with a label, unless the type's own names begin there and go further
    (`Patient activity`, 身長 on a nurse's sheet)."""
    head = re.split(r"[:：\s]", text, maxsplit=1)[0]
    end = names.end_at(text, 0)
    own = end >= len(head) and not is_setting(text[:end])
    return not own and (is_label(text) or is_label(head))
