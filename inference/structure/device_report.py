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
from inference.structure.amplitudes import completed, values_joined
from inference.structure.charts import ChartCell, across
from inference.structure.charts_down import down
from inference.structure.conditions import Cell, duration_of, under_conditions
from inference.structure.dates import is_date
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
    around,
    cells_of,
    join,
    mean_confidence,
    row_y,
    rows_of,
    tokens_of,
)
from inference.structure.heading_words import role_of
from inference.structure.lead_blocks import lead_blocks_ended
from inference.structure.lists_beside import behind_heads, list_beside
from inference.structure.matrix import Vocabulary
from inference.structure.measurements import Profile, read_measurements
from inference.structure.names import Names
from inference.structure.pairs import Pair
from inference.structure.person import read_head
from inference.structure.sections import beside, sections, without
from inference.structure.shared_units import units_along_lines
from inference.structure.unaligned import halves
from inference.structure.values import UNAVAILABLE, Value, ValueKind, parse_value
from inference.structure.vitals import is_name as is_bedside_name
from inference.structure.vitals import split_pressure
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_MOST_CONFIDENT = 0.99
_BLANK = re.compile(r"[-−–—―‐*/.・…ー~\s]*|n/?a", re.IGNORECASE)
_DECORATION = " 【】[]<>＜＞■□◆◇●○▪•・:："
_AGES = ("歳", "才")
_PERCENTILE = re.compile(r"\d\d(?:\.\d)?%(?:値|tile|ile)?")
_COUNT = re.compile(
    r"\bper (?:day|week|month|night|hour)\b|\b(?:count|index|score)s?$|(?:回数|件数|指数|スコア)$", re.I
)
_LONGEST_LEAD = 12  # characters
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
)
_PAIRS = replace(_PROFILE, columns=Vocabulary(fewest=99))
"""Inside a lead's block there are no columns of leads."""


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All values of a device's or monitor's report: name with its lead, value, unit."""
    day = (read_head(pages).effective or "")[:10] or None
    return tuple(item for page in pages for item in _page_items(page, year, day))


def _page_items(page: PageWords, year: int | None, day: str | None) -> list[Item]:
    """A page's items. Words are put together here, so all is read on the page as it lies flat, and boxes are taken to
    the page as it was given at the end."""
    placement, page = page.placement, replace(page, placement=None)
    items = [item for part in halves(page, _begins_with_name) for item in _part_items(part, year, day)]
    if placement is None:
        return items
    return [replace(i, box=placement.box(i.box)) if i.box else i for i in items]


def _part_items(page: PageWords, year: int | None, day: str | None) -> list[Item]:
    """The items of a page, or of one of the sides that it is parted in."""
    items: list[Item] = []
    rows = rows_of(tokens_of(page))
    cells = across(rows, _is_parameter, year) or down(rows, _is_parameter, year)
    rest = page
    if len(cells) >= _FEWEST_CELLS:
        blocks = _dated_blocks(rows, year)
        items += [
            _of_block(i, cell, blocks) for cell in cells for i in _chart_item(cell, page, cell.stamp.iso(day))
        ]
        rest = without(page, [t for cell in cells for t in (*cell.used, *cell.tokens)])
    compared = under_conditions(rows_of(tokens_of(rest)), _is_parameter, is_lead)
    items += [i for cell in compared for i in _chart_item(cell, page, None)]
    rest = without(rest, [t for cell in compared for t in cell.used])
    joined, behind = values_joined(rest)
    parts = sections(joined, _begins_with_name, _begins_part)
    parts = lead_blocks_ended(parts, lambda row: len(_leads_of(row)) == 1)

    def keep(pair: Pair) -> bool:
        if is_lead(pair.value) or not pair.name[0].isalnum():
            return False  # `Impedance: RA 480 Ω / RV 520 Ω`
        if pair.unit in _AGES and not pair.known:
            return False
        return pair.known or bool(pair.unit) or around(pair.carriers) in behind or _is_told(pair)

    profiles = (replace(_PROFILE, keep=keep), replace(_PAIRS, keep=keep))
    found = [item for part in parts for item in _section_items(part, *profiles)]
    items += [part for item in found for part in completed(item, behind, rows)]
    return units_along_lines(items, is_lead)


def _is_told(pair: Pair) -> bool:
    """Whether a pair of no list and without a unit is a result: a count or index by its name, a known name with a word
    in front (`中枢型AI: 0.7`), or a result that could not be had."""
    if fold(pair.value) in UNAVAILABLE:
        return True
    cuts = [i for i in range(1, len(pair.name)) if not pair.name[i - 1].isascii() or pair.name[i - 1] == " "]
    ending = any(len(pair.name[i:]) > 1 and pair.name[i:] in _names for i in cuts)
    return bool(_COUNT.search(pair.name)) or (pair.separated and ending)


def _begins_with_name(text: str) -> bool:
    return _names.end_at(text, 0) > 0 or text in _names


def _leads_of(row: Row) -> list[Row]:
    """The cells of a line that is nothing but leads, a heading of the names in front aside; else []."""
    cells = cells_of(row, 1.3)
    if len(cells) > 1 and fold(join(cells[0])) in LEADS:
        cells = cells[1:]
    return cells if all(is_lead(join(c).strip(_DECORATION)) for c in cells) else []


def _dated_blocks(rows: Sequence[Row], year: int | None) -> list[tuple[float, str]]:
    """Heading lines of dates, top to bottom: where they stand, and the lead that stands before the dates, or ""."""
    found = []
    for row in rows:
        first, *rest = cells_of(row, 0.9)
        if len(rest) > 1 and all(is_date(join(cell), year) for cell in rest):
            text = join(first).strip(_DECORATION)
            found.append((row_y(row), text if is_lead(text) else ""))
    return found


def _of_block(item: Item, cell: ChartCell, blocks: Sequence[tuple[float, str]]) -> Item:
    """The item with the lead that heads its block of dates, where one does."""
    y = row_y(cell.tokens)
    lead = next((lead for top, lead in reversed(blocks) if top < y), "")
    return _of_lead(item, lead) if lead else item


def _begins_part(row: Row) -> bool:
    return bool(_leads_of(row)) or behind_heads(row, _begins_with_name, _is_table_head) is not None


def _is_table_head(row: Row) -> bool:
    """Whether at least two cells are headings of the table's columns or rows, and none is a number."""
    texts = [join(cell).strip(_DECORATION) for cell in cells_of(row, 0.9)]
    known = sum(
        is_lead(t) or _bare(t) in COLUMNS or fold(t) in LEADS or role_of(t) is not None for t in texts
    )
    numbers = [t for t in texts if parse_value(t) and _bare(t) not in COLUMNS and not is_lead(t)]
    return known >= 2 and not numbers


def _bare(text: str) -> str:
    return re.sub(r"[(\[].*?[)\]]", "", fold(text))


def _section_items(part: PageWords, tables: Profile, pairs: Profile) -> list[Item]:
    """A section's items: a lead's block, blocks of leads side by side, or tables and pairs."""
    rows = rows_of(tokens_of(part))
    leads = _leads_of(rows[0])
    if not leads and (start := list_beside(rows, _begins_with_name, _is_table_head)) is not None:
        return [i for half in beside(part, [start]) for i in _section_items(half, tables, pairs)]
    if not leads:
        headed = any(_is_table_head(row) for row in rows)
        found = _percentiles(read_measurements([part], tables if headed else pairs))
        return [_parameter_first(item, rows) for item in found]
    names = [join(c).strip(_DECORATION) for c in leads]
    below = without(part, rows[0])
    if len(leads) == 1:
        return [_of_lead(item, names[0]) for item in read_measurements([below], pairs)]
    starts = [[c[0].x0 for c in cells_of(row, 1.0) if _begins_with_name(join(c))] for row in rows[1:]]
    whole = [row for row in starts if len(row) == len(leads)]
    if len(whole) * 2 <= len(starts):
        return _percentiles(read_measurements([part], tables))
    bounds = [min(row[i] for row in whole) - 1 for i in range(1, len(leads))]
    return [
        _of_lead(item, name)
        for name, block in zip(names, beside(below, bounds), strict=True)
        for item in read_measurements([block], pairs)
    ]


def _parameter_first(item: Item, rows: Sequence[Row]) -> Item:
    """An item of a table with a line for each lead, named as where each lead has a column (`リード抵抗 RA`)."""
    lead = next(
        (
            text
            for cell in (cells_of(row, 0.75)[0] for row in rows)
            if is_lead(text := join(cell)) and item.name.startswith(f"{text} ")
        ),
        None,
    )
    rest = item.name[len(lead) + 1 :] if lead else ""
    return replace(item, name=f"{rest} {lead}") if rest in _names else item


def _of_lead(item: Item, lead: str) -> Item:
    if any(is_lead(word) for word in item.name.split(" ")):
        return item
    return replace(item, name=f"{item.name} {lead}")


def _percentiles(items: Sequence[Item]) -> list[Item]:
    """`圧力 95%` is a percentile, not a percentage: its unit is that of the row's other columns."""
    out = []
    for item in items:
        row, _, column = item.name.rpartition(" ")
        if item.unit in ("%", "％") and _PERCENTILE.fullmatch(fold(column)):
            units = {
                i.unit
                for i in items
                if i.name.rpartition(" ")[0] == row and i is not item and i.unit != item.unit
            }
            out.append(replace(item, unit=units.pop()) if len(units) == 1 else item)
        else:
            out.append(item)
    return out


def _is_parameter(text: str) -> bool:
    """A known name, or one with its lead before or behind it (`リード抵抗 RA`, `RV threshold`, `A閾値`)."""
    if text in _names or is_bedside_name(text):
        return True
    cuts = range(1, min(len(text), _LONGEST_LEAD) + 1)
    return any(
        (is_lead(text[:at].strip()) and text[at:].strip() in _names)
        or (is_lead(text[-at:].strip()) and text[:-at].strip() in _names)
        for at in cuts
    )


def _chart_item(cell: ChartCell | Cell, page: PageWords, effective: str | None) -> list[Item]:
    text = join(cell.tokens)
    lasted = duration_of(text)
    value = Value(lasted[0], ValueKind.NUMBER, unit=lasted[1]) if lasted else parse_value(text)
    if _BLANK.fullmatch(text) or (value is None and fold(text) not in ANSWERS):
        return []
    item = Item(
        name=cell.name,
        value=value.text if value else text,
        page=page.number,
        box=around(cell.tokens),
        confidence=round(min(mean_confidence(cell.tokens), _MOST_CONFIDENT), 4),
        verified=False,
        unit=(value.unit or cell.unit or None) if value else None,
        flag=value.flag if value else None,
        effective=effective,
    )
    return split_pressure(item)
