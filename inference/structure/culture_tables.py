"""Tables of cultures that their body shows: a line for each bottle, its answer and when it turned.

ボトル              結果    陽転時間(h)
1セット目 好気      陽性    13.3
1セット目 嫌気      陰性    ―
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from inference.readable import PageWords, fold
from inference.structure.geometry import Row, Token, around, join, mean_confidence
from inference.structure.heading_words import Role, role_of
from inference.structure.matrix import Vocabulary, matrices_of
from inference.structure.values import WORDS, parse_value
from mappers.model import Item

_MOST_CONFIDENT = 0.97
_MEASURED = re.compile(r".{0,4}(?:結果|判定|result)")
_TURNED = re.compile(r".{0,6}(?:時間|日数|日時)|.{0,6}(?:time|hours|days).{0,16}|ttp|ttd")
_GROWTH = re.compile(r"(?:細?菌?の?)(?:培養|発育|増殖)(?:の?有無|状況)?|culture|growth|status")
_BOTTLE = re.compile(r"ボトル|bottle|セット|set|好気|嫌気|(?:an)?aerobic", re.IGNORECASE)
_FEWEST = 2  # bottles
_BLANK = re.compile(r"[-−–—―*/.・…－\s]*")
_WORDS = Vocabulary(
    measured=lambda text: role_of(text) is Role.VALUE or _MEASURED.fullmatch(fold(text)) is not None,
    named=lambda text: any(p.fullmatch(fold(text)) is not None for p in (_TURNED, _GROWTH)),
    label=lambda text: _BOTTLE.search(text) is not None,
    answer=lambda text: fold(text) in WORDS,
)


def bottle_items(lines: Sequence[Row], page: PageWords) -> tuple[list[Item], set[int]]:
    """The items of tables of bottles in these lines, and the ids of the tokens that print them."""
    items: list[Item] = []
    used: set[int] = set()
    for matrix in matrices_of([token for line in lines for token in line], _WORDS):
        rows = list(takewhile(lambda row: _BOTTLE.search(join(row.label)), matrix.rows))
        if len(rows) < _FEWEST:
            continue
        used |= {id(t) for t in matrix.heads}
        for row in rows:
            used |= {id(t) for part in (row.label, *(cell for _, cell in row.cells)) for t in part}
            for column, cell in row.cells:
                item = _item(f"{join(row.label)} {column.suffix}".strip(), cell, column.unit, page)
                items += [item] if item is not None else []
    return items, used


def _item(name: str, cell: Sequence[Token], unit: str, page: PageWords) -> Item | None:
    value = None if _BLANK.fullmatch(join(cell)) else parse_value(join(cell))
    if value is None:
        return None
    return Item(
        name=name,
        value=value.text,
        page=page.number,
        box=around(cell),
        confidence=round(min(mean_confidence(cell), _MOST_CONFIDENT), 4),
        verified=False,
        unit=value.unit or unit or None,
        flag=value.flag,
    )
