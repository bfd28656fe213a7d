"""Items of tables over time proved by their shape, and when they stand for what a type's reader made of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from inference.readable import PageWords
from inference.structure.charts import ChartCell, across, may_be_name, unit_like
from inference.structure.dated_grid import BLANK, GridCell, dated_grids
from inference.structure.geometry import Token, around, join, mean_confidence, row_y, rows_of, tokens_of
from inference.structure.units import repair_recognised
from inference.structure.upright import without_upright
from inference.structure.values import parse_value
from mappers.model import Box, Item

Table = tuple[Item, ...]
_FEWEST = 8  # cells of a table
_FEWEST_ACROSS = 3  # lines, and times
_WIDE = 3.0  # usual steps between lines that end a table
_SHARE = 0.8  # of a table's cells that a reader must have read
_MOST_CONFIDENT = 0.97  # a name in no list
_SENTENCE = re.compile(r"[=:：＝。、]")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=[/.\-年])")


def grid_items(pages: Sequence[PageWords], year: int | None, day: str | None) -> tuple[Table, ...]:
    """The items of all such tables, by table; `day` (YYYY-MM-DD) is of times without one."""
    out: list[Table] = []
    lines = {page.number: rows_of(tokens_of(page)) for page in pages}
    known = year or max(
        (int(y) for rows in lines.values() for r in rows for y in _YEAR.findall(join(r))), default=None
    )
    for page in pages:
        tokens = tokens_of(page)
        tables = dated_grids(tokens, known) or [_across(tokens, known)]
        found = [tuple(i for cell in cells if (i := _item(cell, page, day)) is not None) for cells in tables]
        out += [t for t in found if t] if sum(map(len, found)) >= _FEWEST else []
    return tuple(out)


def _across(tokens: Sequence[Token], year: int | None) -> list[GridCell]:
    """The cells of tables with times across, where lines and times enough hold nothing but results."""
    cells = _together(across(rows_of(without_upright(tokens)), _may_name, year))
    told = [c for c in cells if BLANK.fullmatch(join(c.tokens)) or parse_value(join(c.tokens))]
    lines, times = ({c.name for c in cells}, {c.stamp for c in cells})
    if min(len(lines), len(times)) < _FEWEST_ACROSS or len(told) < _SHARE * len(cells):
        return []
    return [GridCell(c.name, c.unit, "", c.tokens, c.stamp) for c in told]


def _may_name(text: str) -> bool:
    """Whether a text may be what a line of numbers measures: words, `1秒量` and `E` too; no label, unit or count of
    days."""
    words = text.lstrip("0123456789")
    if len(text) == 1:
        return text.isascii() and text.isupper()
    return bool(words) and not unit_like(text) and not _SENTENCE.search(text) and may_be_name(words)


def _together(cells: Sequence[ChartCell]) -> list[ChartCell]:
    """The cells of the lines that follow each other without a wide gap; what stands below one is another's."""
    ys = sorted({row_y(c.tokens) for c in cells})
    steps = [b - a for a, b in pairwise(ys)]
    usual = median([s for s in steps if s > cells[0].tokens[0].height / 2] or [0.0])
    end = next((a for a, b in pairwise(ys) if b - a > _WIDE * usual), float("inf"))
    return [c for c in cells if row_y(c.tokens) <= end]


def _item(cell: GridCell, page: PageWords, day: str | None) -> Item | None:
    text = join(cell.tokens)
    value = None if BLANK.fullmatch(text) else parse_value(text)
    if value is None:
        return None
    unit = value.unit or cell.unit
    return Item(
        name=cell.name,
        value=value.text,
        page=page.number,
        box=around(cell.tokens),
        confidence=round(min(mean_confidence(cell.tokens), _MOST_CONFIDENT), 4),
        verified=False,
        unit=(repair_recognised(unit) if page.recognised else unit) or None,
        reference_range=cell.range or None,
        flag=value.flag,
        effective=cell.stamp.iso(day),
    )


def with_grid(read: Sequence[Item], tables: Sequence[Table]) -> tuple[Item, ...]:
    """What a reader read, or a table's items in its place where the reader missed much of the table or gave
    several of its cells one name and time; the reader's names with the group that stands over a column before them.
    """
    items = tuple(read)
    for grid in tables:
        inside = [item for item in items if any(_same_place(item, cell) for cell in grid)]
        if len(inside) >= _SHARE * len(grid) and _repeated(inside) <= _repeated(grid):
            items = tuple(_in_group(item, grid) if item in inside else item for item in items)
        else:
            items = (*(item for item in items if item not in inside), *grid)
    return items


def _in_group(item: Item, grid: Table) -> Item:
    """An item under the name that the table gives its cell, where this only puts a group of several names in front,
    and with the group's unit."""
    cell = next((c for c in grid if _same_place(item, c) and c.name.endswith(f" {item.name}")), item)
    group = cell.name[: -len(item.name)]
    several = {c.name for c in grid if c.name.startswith(group)} - {cell.name}
    return replace(item, name=cell.name, unit=item.unit or cell.unit) if group and several else item


def _repeated(items: Sequence[Item]) -> int:
    counts = Counter((i.name, i.effective) for i in items)
    return sum(n - 1 for n in counts.values())


def _same_place(a: Item, b: Item) -> bool:
    return a.page == b.page and a.box is not None and b.box is not None and _overlap(a.box, b.box)


def _overlap(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
