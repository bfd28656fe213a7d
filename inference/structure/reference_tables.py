"""Tables to judge results by, under a title of their own: what they print are nobody's results.

参考　陽性率（当院集計）           血糖コントロールの目標（65歳未満）
        胃癌   肺癌                          目標         HbA1c値
CEA     20%    40%                合併症予防              7.0%未満
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from inference.structure.geometry import Row, Token, cells_of, join, row_y, rows_of
from inference.structure.units import is_unit
from inference.structure.values import parse_value

_CELL_GAP = 1.6  # line heights
_WIDE = 2.2  # times the page's usual line distance: a gap that ends a table
_OVERHANG = 4.0  # line heights that a table may begin left of its title
_DECORATED = "■□◆◇【＜《▼"
_NOTE = r"(?:\s?[（(][^（）()]*[)）])?"
_TITLE = re.compile(
    r"[\s■□◆◇●○・※*【＜<《（(]*(?:"
    r"参考(?!値|基準|範囲|所見)(?:\s?資料)?(?:[\s:：].{0,16})?"
    r"|.{0,12}(?:判定|診断|評価|分類)(?:の)?基準|.{0,8}(?:の)?(?:記載法|判定区分|早見表|換算表|対応表|見かた|見方)"
    r"|.{0,16}(?:の)?(?:管理)?目標(?:値)?(?:一覧|の目安)?|.{0,12}の目安|凡例"
    r"|(?:reference|interpreti(?:ve|on)|grading|conversion|target)\s(?:guide|table|key|scale|chart|values|goals)s?"
    rf"|.{{0,24}}\b(?:criteria|cut-?offs?)|legend){_NOTE}[\s】＞>》）):：]*",
    re.IGNORECASE,
)
_FEWEST = 2  # lines of a table, its heads one of them


def without_references(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without such tables: from a title alone in its place to the next gap or decorated heading."""
    rows = rows_of(tokens)
    steps = [row_y(b) - row_y(a) for a, b in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    dropped: set[int] = set()
    for number, row in enumerate(rows):
        for cell in cells_of(row, _CELL_GAP):
            if _is_title(cell, row) and id(cell[0]) not in dropped:
                dropped |= _table(cell, rows[number:], usual)
    return tuple(t for t in tokens if id(t) not in dropped) if dropped else tuple(tokens)


def _is_title(cell: Row, row: Row) -> bool:
    """Whether a cell is such a title: nothing stands right of it, and nothing right left of it."""
    text = join(cell)
    beside = [c for c in cells_of(row, _CELL_GAP) if c is not cell and c[0] not in cell]
    if _TITLE.fullmatch(text) is None or any(c[0].x0 > cell[0].x0 for c in beside):
        return False
    near = [c for c in beside if cell[0].x0 - c[-1].x1 < 2 * _OVERHANG * cell[0].height]
    return not near and parse_value(text) is None and not is_unit(text)


def _table(title: Row, rows: Sequence[Row], usual: float) -> set[int]:
    """The tokens of the title and of the lines below it, from where it begins to the right."""
    left = title[0].x0 - _OVERHANG * title[0].height
    found: list[list[Token]] = []
    last = row_y(rows[0])
    for row in rows:
        mine = [t for t in row if t.x0 >= left]
        if not mine:
            continue
        y = sum(t.y for t in mine) / len(mine)
        if y - last > _WIDE * usual or (found and mine[0].text[:1] in _DECORATED):
            break
        found.append(mine)
        last = y
    lines = sum(len(cells_of(mine, _CELL_GAP)) > 1 for mine in found[1:])
    return {id(t) for mine in found for t in mine} if lines >= _FEWEST else set()
