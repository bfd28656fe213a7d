"""A head set as a grid: a line of labels, and under it a line of what each announces.

The values may begin under their labels, end under them or stand in their middle, and a name may be set so wide that
it falls in two. So the words of the lower line are dealt to the labels in order, at the least cost: how far a group
stands from its label by the nearest of its three edges, and whether it is what the label announces at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.readable import fold
from inference.structure.announced import accept
from inference.structure.geometry import Row, Token, cells_of, join, rows_of
from inference.structure.labels import Label, time_label, whole_label

_LIKE_A_LABEL = re.compile(
    r".{1,8}(?:日|日時|年月日|時刻|番号|№|no\.?|id|医師?|者|氏名|種別|区分)"
    r"|(?:[a-z'/]+){1,3}(?:date|time|no\.?|number|name|id)|(?:date|time)of[a-z]+"
)
_KANA = re.compile(r"[(（]?[ァ-ヺー・ｦ-ﾟぁ-ゖ]+[)）]?")
_CELL_GAP = 0.9  # line heights
_FARTHEST = 6.0
_NOTHING_UNDER = 4.0  # the costs, in line heights: a label left blank,
_NOT_ANNOUNCED = 5.0  # words that are not what their label announces,
_TORN = 4.0  # words cut from their neighbours
_TWO_COLUMNS = 8.0  # and a gap wider than `_WIDE_SPACE` in what one label announces
_WIDE_SPACE = 2.2
_SURE = (Label.ID, Label.VISIT, Label.NAME, Label.BIRTH, Label.SEX)


@dataclass(frozen=True, slots=True)
class _Head:
    """One label of the upper line."""

    label: Label
    x0: float
    x1: float
    whole: bool  # in the lexicon, not only like one


def grid_values(row: Row, below: Row) -> list[tuple[Label, str]] | None:
    """Each label of the row with the text under it; None where the two rows are no grid."""
    heads = _heads(row)
    if len(heads) < 2 or not below or any(whole_label(join(cell)) for cell in cells_of(below, _CELL_GAP)):
        return None
    groups = _dealt(heads, below)
    told = [(head.label, join(group)) for head, group in zip(heads, groups, strict=True)]
    asked = [(label, text) for label, text in told if label not in (Label.OTHER, Label.KANA) and text]
    right = sum(accept(label, text) is not None for label, text in asked)
    return told if asked and right * 2 > len(asked) else None


def is_reading(row: Row) -> bool:
    """Whether a row is only how a name is read: kana over the name that stands in the next line."""
    words = [t.text for t in row if whole_label(t.text) is not Label.KANA]
    return bool(words) and all(map(_KANA.fullmatch, words))


def without_head(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without the lines of grids that tell of a person: an age there (`36 歳`) is no result."""
    rows = rows_of(tokens)
    head: set[int] = set()
    for row, below in pairwise(rows):
        told = {h.label for h in _heads(row)} & set(_SURE)
        if told and grid_values(row, below) is not None:
            head.update(id(token) for token in (*row, *below))
    return tuple(t for t in tokens if id(t) not in head) if head else tuple(tokens)


def without_grids(rows: Sequence[Row]) -> list[Row]:
    """The lines without labels over what they announce: a line of two dates there heads no columns."""
    grids = {n for n, pair in enumerate(pairwise(rows)) if grid_values(*pair) is not None}
    return [row for n, row in enumerate(rows) if n not in grids and n - 1 not in grids]


def names_a_person(row: Row) -> bool:
    """Whether the row's labels ask for a name or an id beside another trait: a head's, never a table's."""
    labels = {head.label for head in _heads(row)}
    return len(labels & set(_SURE)) > 1


def _heads(row: Row) -> list[_Head]:
    """The labels of a row that holds nothing else, or next to nothing; () otherwise."""
    heads: list[_Head] = []
    unknown = 0
    for cell in _letters_together(cells_of(row, _CELL_GAP)):
        label = whole_label(join(cell))
        if label is None and not _LIKE_A_LABEL.fullmatch(fold(join(cell))):
            unknown += 1
        heads.append(
            _Head(label or time_label(join(cell)) or Label.OTHER, cell[0].x0, cell[-1].x1, label is not None)
        )
    known = sum(head.whole for head in heads)
    return heads if known and unknown * 3 <= len(heads) and (heads[0].whole or known > 2) else []


def _letters_together(cells: Sequence[Row]) -> list[Row]:
    """Cells with the two letters of a label set far apart (`氏　　名`) made one."""
    out: list[Row] = []
    for cell in cells:
        if out and len(join(cell)) == len(join(out[-1])) == 1 and whole_label(join(out[-1]) + join(cell)):
            out[-1] = (*out[-1], *cell)
        else:
            out.append(cell)
    return out


def _dealt(heads: Sequence[_Head], row: Row) -> list[Row]:
    """The row's words in one run for each head, some empty, at the least cost."""
    best: list[list[tuple[float, int]]] = [[(0.0, 0) if not n else (float("inf"), 0) for n in _ends(row)]]
    for head in heads:
        line = []
        for end in _ends(row):
            costs = [(best[-1][start][0] + _cost(head, row, start, end), start) for start in range(end + 1)]
            line.append(min(costs))
        best.append(line)
    groups: list[Row] = []
    end = len(row)
    for line in reversed(best[1:]):
        start = line[end][1]
        groups.append(row[start:end])
        end = start
    return groups[::-1]


def _ends(row: Row) -> range:
    return range(len(row) + 1)


def _cost(head: _Head, row: Row, start: int, end: int) -> float:
    if start == end:
        return _NOTHING_UNDER
    group = row[start:end]
    height = group[0].height
    x0, x1 = group[0].x0, group[-1].x1
    middles = abs(x0 + x1 - head.x0 - head.x1) / 2
    cost = min(min(abs(x0 - head.x0), abs(x1 - head.x1), middles) / height, _FARTHEST)
    gaps = [(b.x0 - a.x1) / height for a, b in pairwise(group)]
    cost += _TWO_COLUMNS * sum(gap > _WIDE_SPACE for gap in gaps)
    if start and (group[0].x0 - row[start - 1].x1) / height < 0.5:
        cost += _TORN
    return cost if accept(head.label, join(group)) is not None else cost + _NOT_ANNOUNCED
