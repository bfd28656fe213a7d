"""Implanted devices and monitors: battery, leads, pacing, arrhythmias, activity, ventilation, settings.

Leads are columns (`リード抵抗 RA`) or blocks with a lead for a heading. `0.75 V @ 0.4 ms` is two items, the second
named `… パルス幅` (`… pulse width` under Latin names). Check-ups by date are read as charts. The words are hand-made
lists of what programmers, remote monitors and ventilators print.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import PageWords, fold
from inference.structure.charts import ChartCell, across, down
from inference.structure.device_words import (
    ANSWERS,
    COLUMNS,
    IDENTITY,
    LEADS,
    NAMES,
    STATED,
    TITLES,
    VOCABULARY,
    is_lead,
)
from inference.structure.geometry import (
    Row,
    Token,
    around,
    cells_of,
    join,
    line_height,
    mean_confidence,
    rows_of,
    tokens_of,
)
from inference.structure.matrix import Vocabulary
from inference.structure.measurements import Profile, read_measurements
from inference.structure.names import Names
from inference.structure.values import parse_value
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_MOST_CONFIDENT = 0.99
_WIDTH = re.compile(r"[@＠]\s?(\d+(?:\.\d+)?)\s?(ms|msec|ミリ秒)?", re.IGNORECASE)
_BLANK = re.compile(r"[-−–—―‐*/.・…ー~\s]*|n/?a", re.IGNORECASE)
_DECORATION = " 【】[]<>＜＞■□◆◇●○▪•・:："
_FEWEST_CELLS = 4  # that make a page a chart

_names = Names(NAMES)
_PROFILE = Profile(
    names=_names,
    columns=Vocabulary(
        named=lambda text: is_lead(text) or fold(text) in COLUMNS,
        label=lambda text: fold(text) in LEADS,
    ),
    stated=STATED,
    answers=ANSWERS,
    settings=IDENTITY,
    keep=lambda pair: pair.known or bool(pair.unit),
)


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All values of a device's or monitor's report: name with its lead, value, unit."""
    items: list[Item] = []
    for page in pages:
        tokens = tokens_of(page)
        rows = rows_of(tokens)
        cells = across(rows, _is_parameter, year) or down(rows, _is_parameter, year)
        charted = (
            [item for cell in cells for item in _chart_item(cell, page)]
            if len(cells) >= _FEWEST_CELLS
            else []
        )
        used = {id(t) for cell in cells for t in (*cell.used, *cell.tokens)} if charted else set()
        plain = list(read_measurements([page], _PROFILE))
        boxes = {t.box for row in rows for t in row if id(t) in used}
        plain = [i for i in plain if not any(i.box == b for b in boxes)] if charted else plain
        plain = _with_leads(plain, rows)
        items += [part for item in (*plain, *charted) for part in (item, *_pulse_widths(item, rows))]
    return tuple(items)


def _is_parameter(text: str) -> bool:
    """A known name, or one with its lead (`リード抵抗 RA`, `RV threshold`)."""
    if text in _names:
        return True
    first, _, last = text.rpartition(" ")
    if first and is_lead(last) and first in _names:
        return True
    first, _, rest = text.partition(" ")
    return bool(rest) and is_lead(first) and rest in _names


def _chart_item(cell: ChartCell, page: PageWords) -> list[Item]:
    text = join(cell.tokens)
    value = parse_value(text)
    if _BLANK.fullmatch(text) or value is None:
        return []
    return [
        Item(
            name=cell.name,
            value=value.text,
            page=page.number,
            box=around(cell.tokens),
            confidence=round(min(mean_confidence(cell.tokens), _MOST_CONFIDENT), 4),
            verified=False,
            unit=value.unit or cell.unit or None,
            flag=value.flag,
            effective=cell.stamp.iso(None),
        )
    ]


def _pulse_widths(item: Item, rows: Sequence[Row]) -> list[Item]:
    """The pulse width printed behind a threshold or output: `0.75 V @ 0.4 ms`."""
    if item.box is None:
        return []
    for row in rows:
        for place, token in enumerate(row):
            if token.box.y0 > item.box.y1 or token.box.y1 < item.box.y0 or token.box.x1 < item.box.x1 - 1e-6:
                continue
            behind = _until_gap(row[place:])
            text = join(behind)
            start = text.find(item.value) + len(item.value) if token.box.x0 <= item.box.x0 + 1e-6 else 0
            match = _WIDTH.search(text, max(start, 0))
            if match is None or match.start() - start > 6:
                return []
            carriers = [t for t in behind if match[1] in t.text and t.box.x1 >= item.box.x0] or list(behind)
            suffix = "pulse width" if item.name.isascii() else "パルス幅"
            box = around(carriers[-1:])
            return [
                replace(
                    item,
                    name=f"{item.name} {suffix}",
                    value=match[1],
                    unit=match[2],
                    box=box,
                    reference_range=None,
                    flag=None,
                )
            ]
    return []


def _until_gap(row: Sequence[Token]) -> list[Token]:
    """A row's tokens up to the first gap of a cell."""
    return list(cells_of(row, 1.3)[0])


def _with_leads(items: Sequence[Item], rows: Sequence[Row]) -> list[Item]:
    """Items under a lead's heading (blocks one below the other or side by side) with the lead behind their name."""
    height = line_height([t for row in rows for t in row])
    heads: list[tuple[Token, str, Token]] = []
    ends: list[float] = []
    for row in rows:
        cells = cells_of(row, 1.3)
        leads = [c for c in cells if is_lead(join(c).strip(_DECORATION))]
        if leads and len(leads) == len(cells):
            heads += [(c[0], join(c).strip(_DECORATION), c[-1]) for c in leads]
        elif len(cells) == 1 and _is_section(join(cells[0])):
            ends.append(row[0].y)
    if not heads:
        return list(items)
    return [_with_lead(item, heads, ends, rows, height) for item in items]


def _is_section(text: str) -> bool:
    """A heading line of another section: decorated, short, without numbers."""
    return text[:1] in "■□◆◇●【[＜<▪" and not any(c.isdigit() for c in text)


def _with_lead(
    item: Item,
    heads: Sequence[tuple[Token, str, Token]],
    ends: Sequence[float],
    rows: Sequence[Row],
    height: float,
) -> Item:
    tokens = [t for row in rows for t in row if item.box and t.box == item.box]
    if not tokens or any(is_lead(word) for word in item.name.split(" ")):
        return item
    token = tokens[0]
    above = [h for h in heads if h[0].y < token.y - 0.3 * height and h[0].x0 <= token.x1]
    if not above:
        return item
    nearest = max(h[0].y for h in above)
    line = [h for h in above if abs(h[0].y - nearest) <= 0.6 * height]
    head = max(line, key=lambda h: h[0].x0)
    if any(head[0].y < y < token.y for y in ends):
        return item
    return replace(item, name=f"{item.name} {head[1]}")
