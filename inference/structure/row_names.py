"""What the rows of a table are called: one name a row, from labels of one or several columns.

Where every row has a name in two columns (左室拡張末期径 | LVDd) the left one is the name; where the left column is
filled only here and there it heads a section, and the names are in the next. A unit behind a label is the row's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.readable import fold
from inference.structure.geometry import Row, cells_of, join
from inference.structure.lexemes import unit_here
from inference.structure.names import Names

_GAP = 0.8  # line heights between two columns of labels
_ALIGNED = 0.6  # line heights
_BULLETS = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆>＊▶▷+]+|[\s:：=…]+$")
_NUMBERING = re.compile(r"^\(?\d{1,2}[.)]\s?(?=\D)|^[①-⑳]\s?|^No\.?\s?\d+\s", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"(.*\S)\s?[(\[（［]\s?([^()（）\[\]]{1,16})\s?[)\]）］]")
_MANY = 0.6  # of the rows that a filled column has
_COUNTED = re.compile(r"([^\W\d_]{4,})\s?(\d{1,2})")
_CODE = re.compile(r"[\d\-]{1,8}")


@dataclass(frozen=True, slots=True)
class RowName:
    """A row's name as printed, without its unit, and that unit."""

    text: str
    unit: str


def row_names(labels: Sequence[Row], names: Names) -> list[RowName]:
    """The name of each row of one table, by its label's tokens."""
    split = [_without_codes(cells_of(label, _GAP)) for label in labels]
    starts = [cells[1][0].x0 for cells in split if len(cells) > 1 and not _is_unit(cells[1])]
    aligned = [x for x in starts if sum(abs(x - other) <= _ALIGNED * _height(labels) for other in starts) > 1]
    section_column = (
        bool(aligned) and len(aligned) < _MANY * len(labels) and _own_column(split, aligned[0], labels)
    )
    return _in_series([_name(cells, bool(aligned), section_column, names) for cells in split])


def _in_series(rows: list[RowName]) -> list[RowName]:
    """The names, one of a numbered series that is one letter off (`Stage 1  Siage 2  Stage 3`) as the others are."""
    counted = [_COUNTED.fullmatch(row.text) for row in rows]
    series = {(m[1], int(m[2])) for m in counted if m}
    out = list(rows)
    for place, match in enumerate(counted):
        if match is None:
            continue
        number = int(match[2])
        others = {
            word
            for word, _ in series
            if _one_letter_off(word, match[1]) and {(word, number - 1), (word, number + 1)} <= series
        }
        if len(others) == 1 and (word := others.pop(), number) not in series:
            out[place] = RowName(word + match.group()[len(word) :], rows[place].unit)
    return out


def _one_letter_off(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1


def _height(labels: Sequence[Row]) -> float:
    heights = sorted(t.height for label in labels for t in label)
    return heights[len(heights) // 2] if heights else 1.0


def _without_codes(cells: list[Row]) -> list[Row]:
    """Row numbers and item codes in front left off."""
    while len(cells) > 1 and _CODE.fullmatch(join(cells[0])):
        cells = cells[1:]
    return cells


def _own_column(split: Sequence[Sequence[Row]], x: float, labels: Sequence[Row]) -> bool:
    """Whether rows without a left part begin where the others' second part does."""
    reach = _ALIGNED * _height(labels)
    return any(len(cells) == 1 and abs(cells[0][0].x0 - x) <= reach for cells in split)


def _name(cells: list[Row], two_columns: bool, section_column: bool, names: Names) -> RowName:
    unit = ""
    if len(cells) > 1 and _is_unit(cells[-1]):
        unit = join(cells[-1]).strip("()[]（）［］ ")
        cells = cells[:-1]
    if len(cells) > 1:
        first, rest = join(cells[0]), join(tuple(t for c in cells[1:] for t in c))
        if (
            section_column
            or first[0] in "[【<〔＜"
            or (rest in names and first not in names and not two_columns)
        ):
            text = rest
        elif two_columns or (first in names and rest in names):
            text = first
        else:
            text = join(tuple(t for c in cells for t in c))
    else:
        text = join(cells[0]) if cells else ""
    text = _NUMBERING.sub("", _BULLETS.sub("", text)).strip()
    match = _UNIT_BEHIND.fullmatch(text)
    if match and unit_here(match[2]) and not _kind(match[2]):
        text, unit = match[1], unit or match[2]
    elif not unit and text not in names and " " in text and _plain_unit(text.rpartition(" ")[2]):
        text, _, unit = text.rpartition(" ")
    return RowName(text, unit)


def _kind(inside: str) -> bool:
    """`FEV1.0%(G)`, `LAD(s)`: one letter in brackets is more often a kind than a unit, `(L)` and `(V)` aside."""
    return bool(re.fullmatch("[A-Za-z]", inside)) and inside not in "LVJWmg"


def _plain_unit(word: str) -> bool:
    """A unit that is no word of a name (`E/A ratio`, `LA volume index`)."""
    return unit_here(word) and fold(word) not in (
        "ratio",
        "index",
        "比",
        "a",
        "e",
        "s",
        "d",
        "g",
        "pt",
        "si",
        "v",
    )


def _is_unit(cell: Row) -> bool:
    return unit_here(join(cell).strip("()[]（）［］ "))
