"""The same names in several blocks of a page, told apart by the titles over them (`総数 上室性期外収縮`).

2. 上室性期外収縮                3. 心室性期外収縮
   総数      3821 拍                総数      2360 拍
   2連発       11 回                2連発       11 回
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from inference.readable import PageWords, fold
from inference.structure.geometry import Row, Token, cells_of, join, row_y, rows_of, tokens_of
from inference.structure.labels import begins_with_label
from inference.structure.stamps import stamp_of
from inference.structure.statement_headings import heading_text
from inference.structure.values import parse_value
from mappers.model import Box, Item

_CELL_GAP = 1.6  # line heights between cells
_INDENT = 1.0  # line heights a title may begin right of its names
_LONGEST = 24  # letters of a title
_FEWEST = 2  # names that come again in the same blocks


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    x: float
    y: float


def titled(items: Sequence[Item], pages: Sequence[PageWords]) -> tuple[Item, ...]:
    """The items, those of one name and time on a page with the title of their block behind the name, where every
    one of a name stands under a title of its own."""
    again = [group for group in _repeated(items) if all(_is_measured(i) for i in group)]
    if len(again) < _FEWEST:
        return tuple(items)
    lines = {page.number: rows_of(tokens_of(page)) for page in pages}
    boxes = {page.number: [i.box for i in items if i.page == page.number and i.box] for page in pages}
    titles = {number: _titles(rows, boxes[number]) for number, rows in lines.items()}
    new: dict[int, Item] = {}
    for group in again:
        over = [_over(item, lines[item.page], titles[item.page]) for item in group]
        if None not in over and len(set(over)) == len(over):
            new |= {id(i): replace(i, name=f"{i.name} {t}") for i, t in zip(group, over, strict=True)}
    return tuple(new.get(id(i), i) for i in items) if len(new) >= 2 * _FEWEST else tuple(items)


def _repeated(items: Sequence[Item]) -> list[list[Item]]:
    def key(item: Item) -> tuple[int, str, str]:
        return item.page, fold(item.name), item.effective or ""

    groups = [list(group) for _, group in groupby(sorted(items, key=key), key=key)]
    return [group for group in groups if len(group) > 1]


def _is_measured(item: Item) -> bool:
    return item.box is not None and (
        any(c.isdigit() for c in item.value) or parse_value(item.value) is not None
    )


def _titles(rows: Sequence[Row], values: Sequence[Box]) -> list[_Title]:
    """The titles of a page: words alone in their cells, on lines without a value."""
    out = []
    for row in rows:
        if any(_holds(t, box) for t in row for box in values):
            continue
        cells = cells_of(row, _CELL_GAP)
        texts = [heading_text(join(cell)) for cell in cells]
        if all(map(_may_title, texts)) and not any(begins_with_label(join(cell)) for cell in cells):
            out += [_Title(t, c[0].x0, row_y(row)) for t, c in zip(texts, cells, strict=True)]
    return out


def _may_title(text: str) -> bool:
    named = any(c.isalpha() for c in text) and len(text) <= _LONGEST and not re.search("[。、:：]", text)
    return named and parse_value(text) is None and stamp_of(text, 2000) is None


def _over(item: Item, rows: Sequence[Row], titles: Sequence[_Title]) -> str | None:
    """The title that an item's name stands under: the lowest above it that does not begin right of it."""
    at = next(((row, t) for row in rows for t in row if item.box and _holds(t, item.box)), None)
    if at is None:
        return None
    row, value = at
    name = _name_before(row, value, item.name)
    if name is None:
        return None
    above = [t for t in titles if t.y < value.y and t.x <= name.x0 + _INDENT * name.height]
    lowest = max((t.y for t in above), default=0.0)
    return (
        max((t for t in above if lowest - t.y < value.height), key=lambda t: t.x, default=_NONE).text or None
    )


_NONE = _Title("", 0.0, 0.0)


def _name_before(row: Row, value: Token, name: str) -> Token | None:
    """The first word of an item's name, the nearest left of its value."""
    left = [t for t in row if t.x0 <= value.x0]
    starts = [t for at, t in enumerate(left) if fold(join(left[at:])).startswith(fold(name))]
    return starts[-1] if starts else None


def _holds(token: Token, box: Box) -> bool:
    x, y = (token.box.x0 + token.box.x1) / 2, (token.box.y0 + token.box.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
