"""Laboratory reports: result tables with headings, side by side or by date, and lists without headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords, fold
from inference.structure.analytes import is_analyte, repair_recognised_name
from inference.structure.columns import Cells, assign_rows, panels_below
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.geometry import (
    Row,
    Token,
    around,
    cells_of,
    join,
    mean_confidence,
    row_y,
    rows_of,
    tokens_of,
)
from inference.structure.headers import Heading, Panel, Role, headings_of
from inference.structure.labels import begins_with_label, is_label
from inference.structure.marks import parse_mark
from inference.structure.named_units import units_off_names
from inference.structure.ranges import bounds_joined, is_range, is_span, split_range_and_unit
from inference.structure.sequences import RowParts, parts_of_row
from inference.structure.transposed import transposed_results
from inference.structure.units import bare_unit, is_per_field, is_unit, repair_recognised
from inference.structure.upright import without_upright
from inference.structure.values import Value, ValueKind, parse_value
from mappers.model import Item

MOST_CONFIDENT = 0.99
"""No reading is certain: not even a text layer, whose producer may have drawn something else."""

_BLANKS = frozenset(("-", "--", "---", "…", "...", "*", "・", "/"))
_CLOCK_WORDS = frozenset(("time", "date", "時刻", "時間", "採取時刻", "採血時刻", "日付", "採取日", "採血日"))
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度)?")
_BULLETS = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆>＊]+|[\s:：]+$")
_NUMBERING = re.compile(r"^\(?\d{1,3}[.)]\s?(?=\D)")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading row and the tokens it stands over."""

    headings: tuple[Heading, ...]
    tokens: tuple[Token, ...]


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """All results of a document's pages, in reading order; a later page may go on under the same headings."""
    items: list[Item] = []
    carried: tuple[Heading, ...] = ()
    for page in pages:
        tokens = without_upright(tokens_of(page))
        tables = find_tables(tokens, carried, year)
        found = [item for table in tables for item in _table_items(table, page)]
        if len(found) < 3:
            listed = _transposed_items(tokens, page, year) or _listed_items(tokens, page)
            found = found if len(found) >= len(listed) else listed
        items += found
        headed = [t.headings for t in tables if t.headings is not carried]
        carried = headed[-1] if headed else carried
    return units_off_names(items, any(page.recognised for page in pages))


def find_tables(tokens: Sequence[Token], carried: tuple[Heading, ...], year: int | None) -> list[Table]:
    """Heading rows and what stands under each; tokens above the first go to `carried` where that is given."""
    rows = rows_of(tokens)
    starts: list[tuple[int, tuple[Heading, ...]]] = []
    for number, row in enumerate(rows):
        above = _year_in(rows[number - 1]) if number else None
        headings = headings_of(row, above or year)
        if headings:
            starts.append((number, headings))
    if carried and not starts:
        starts.insert(0, (-1, carried))
    tables = []
    ends = [number for number, _ in starts[1:]] + [len(rows)]
    for (number, headings), following in zip(starts, ends, strict=False):
        below = rows[number + 1 : following]
        dated, content = _with_dates_below(headings, below, year)
        tables.append(Table(dated, tuple(t for row in content for t in row)))
    return tables


def _year_in(row: Row) -> int | None:
    """The one year that a line above the headings prints (`2026年` over each `5/12`); None for none or several."""
    years = {int(m[1]) for token in row if (m := _YEAR.fullmatch(token.text))}
    return years.pop() if len(years) == 1 else None


def _with_dates_below(
    headings: tuple[Heading, ...], below: list[Row], year: int | None
) -> tuple[tuple[Heading, ...], list[Row]]:
    """A second heading line of dates or times under result headings is theirs."""
    if not below:
        return headings, below
    cells = cells_of(below[0], 0.9)
    if len(cells) > 1 and fold(join(cells[0])) in _CLOCK_WORDS:
        cells = cells[1:]
    stamps = [(cell, join(cell)) for cell in cells]
    if not stamps or not all(is_date(text, year) or find_time(text) for _, text in stamps):
        return headings, below
    out = []
    for heading in headings:
        effective = heading.effective
        near = [text for cell, text in stamps if cell[0].x0 < heading.x1 + 8 and cell[-1].x1 > heading.x0 - 8]
        if near and heading.role in (Role.VALUE, Role.DATED):
            date, time = find_date(near[0], year), find_time(near[0])
            if date is not None and not heading.effective:
                effective = date.iso
            elif time and effective and "T" not in effective:
                effective = f"{effective}T{time}"
        out.append(replace(heading, effective=effective))
    return tuple(out), below[1:]


def _table_items(table: Table, page: PageWords) -> list[Item]:
    found: list[tuple[int, float, Item]] = []
    for place, panel in enumerate(panels_below(table.headings, table.tokens)):
        for row, cells in assign_rows(panel, table.tokens):
            for item in _row_items(panel, cells, page):
                found.append((place, row_y(row), item))
    return [item for _, _, item in found]


def _row_items(panel: Panel, cells: Cells, page: PageWords) -> list[Item]:
    by_role: dict[Role, list[Token]] = {}
    results: list[tuple[Heading, tuple[Token, ...]]] = []
    named_at = min((h.x0 for h in panel.headings if h.role is Role.NAME), default=float("-inf"))
    for heading, cell in zip(panel.headings, cells, strict=True):
        if heading.role in (Role.VALUE, Role.DATED):
            # A result left of its name is another table's, unless all results of this one stand there.
            if heading.x0 >= named_at or panel.results_first:
                results.append((heading, cell))
        else:
            by_role.setdefault(heading.role, []).extend(cell)
    items = []
    for heading, cell in results:
        parts = RowParts(
            name=tuple(by_role.get(Role.NAME, ())),
            value=cell,
            unit=tuple(by_role.get(Role.UNIT, ())),
            range=tuple(by_role.get(Role.RANGE, ())),
            mark=tuple(by_role.get(Role.FLAG, ())) if heading.role is Role.VALUE else (),
        )
        item = make_item(parts, page, heading.effective)
        if item is not None:
            items.append(item)
    return items


def _listed_items(tokens: Sequence[Token], page: PageWords) -> list[Item]:
    """Results of a page without headings: name, value, unit and range follow each other on a line."""
    items = []
    for row in rows_of(tokens):
        for parts in parts_of_row(row):
            item = make_item(parts, page, None)
            if item is not None and (item.unit or item.reference_range or is_analyte(item.name)):
                items.append(item)
    return items


def _transposed_items(tokens: Sequence[Token], page: PageWords, year: int | None) -> list[Item]:
    """Results of tables with items across and dates down."""
    made = (make_item(r.parts, page, r.effective) for r in transposed_results(tokens, year))
    return [item for item in made if item is not None]


def make_item(parts: RowParts, page: PageWords, effective: str | None) -> Item | None:
    """An item from the parts of its row, or None where they make no result."""
    parts = sorted_out(parts)
    name = _name(parts.name, page.recognised)
    if name is None or not parts.value:
        return None
    range_text, range_rest = split_range_and_unit(bounds_joined(join(parts.range)))
    value, evidence = _value(parts, bool(range_text or parts.unit or is_analyte(name)))
    if value is None and is_span(join(parts.value)) and is_per_field(join(parts.unit)):
        value, evidence = Value(join(parts.value), ValueKind.NUMBER), parts.value  # `1-4 /HPF`
    if value is None:
        return None
    unit = _unit(parts.unit, value, range_rest, page.recognised)
    mark = value.flag or parse_mark(join(parts.mark))
    confidence = mean_confidence(evidence) * _agreement(name, value, unit, range_text)
    return Item(
        name=name,
        value=value.text,
        page=page.number,
        box=around(evidence),
        confidence=round(min(max(confidence, 0.0), MOST_CONFIDENT), 4),
        verified=False,
        unit=unit,
        reference_range=range_text if range_text and range_text not in _BLANKS else None,
        flag=mark,
        effective=effective,
    )


def sorted_out(parts: RowParts) -> RowParts:
    """Words that strayed into the unit's or range's column put where their look says: marks, units, ranges."""
    unit, ranges, marks = list(parts.unit), list(parts.range), list(parts.mark)
    if len(unit) == 1 and not ranges:
        unit = _unit_and_range_apart(unit[0])
    if unit and not is_unit(join(unit), in_unit_column=True):
        stray = [t for t in unit if not is_unit(t.text)]
        for token in stray:
            home = marks if parse_mark(token.text) and not marks else ranges if is_range(token.text) else None
            if home is not None:
                unit.remove(token)
                home.append(token)
    if ranges and not is_range(join(ranges)):
        for token in tuple(ranges):
            home = (
                unit
                if not unit and is_unit(token.text)
                else marks
                if parse_mark(token.text) and not marks
                else None
            )
            if home is not None:
                ranges.remove(token)
                home.append(token)
    ranges.sort(key=lambda t: t.x0)
    return replace(parts, unit=tuple(unit), range=tuple(ranges), mark=tuple(marks))


def _unit_and_range_apart(token: Token) -> list[Token]:
    """`U/L13-30` run together on the page as two tokens; any other token alone."""
    for cut in range(len(token.text) - 1, 0, -1):
        unit, rest = token.text[:cut], token.text[cut:]
        if is_unit(unit) and is_range(rest):
            middle = token.x0 + (token.x1 - token.x0) * cut / len(token.text)
            return [replace(token, text=unit, x1=middle), replace(token, text=rest, x0=middle)]
    return [token]


def _name(tokens: Sequence[Token], recognised: bool) -> str | None:
    cells = cells_of(tokens, 2.5)
    text = join(cells[-1]) if cells else ""
    if len(cells) > 1 and not is_analyte(text):
        text = join(tokens) if is_analyte(join(tokens)) else text
    text = _NUMBERING.sub("", _BULLETS.sub("", text)).strip()
    if recognised:
        text = repair_recognised_name(text)
    if not any(c.isalpha() for c in text) or len(text) > 40 or is_label(text) or "。" in text:
        return None
    return text


def _value(parts: RowParts, supported: bool) -> tuple[Value | None, tuple[Token, ...]]:
    """The cell's result and the tokens that carry it."""
    tokens = tuple(t for t in parts.value)
    whole = parse_value(join(tokens))
    if whole is not None:
        return (
            (None, ())
            if whole.text in ("-", "--", "---") and not supported
            else (whole, _carriers(tokens, whole))
        )
    for size in range(len(tokens) - 1, 0, -1):
        for start in range(len(tokens) - size + 1):
            piece = tokens[start : start + size]
            value = parse_value(join(piece))
            if value is not None:
                rest = join(tokens[:start] + tokens[start + size :])
                if value.flag is None and parse_mark(rest):
                    value = replace(value, flag=parse_mark(rest))
                if value.unit is None and is_unit(rest):
                    value = replace(value, unit=rest)
                return value, _carriers(piece, value)
    text = join(tokens)
    free = supported and len(text) <= 16 and not is_span(text) and not is_unit(text) and not parse_mark(text)
    free = (
        free and not begins_with_label(text) and not find_date(text)
    )  # a line of the head or foot, not a result
    return (Value(text, ValueKind.WORD), tokens) if free and any(c.isalpha() for c in text) else (None, ())


def _carriers(tokens: tuple[Token, ...], value: Value) -> tuple[Token, ...]:
    """Only the tokens whose text is part of the value, so that the box is around the value itself."""
    key = fold(value.text)
    kept = tuple(t for t in tokens if fold(t.text) in key or key in fold(t.text))
    return kept or tokens


def _unit(tokens: Sequence[Token], value: Value, beside_range: str, recognised: bool) -> str | None:
    text = bare_unit(join(tokens))
    if not text or text in _BLANKS:
        text = value.unit or ""
    if not text and is_unit(beside_range):
        text = bare_unit(beside_range)
    if not text or is_range(text) or len(text) > 24:
        return None
    return repair_recognised(text) if recognised else text


def _agreement(name: str, value: Value, unit: str | None, range_text: str) -> float:
    """How well a row's parts fit what laboratory rows look like, 0.5 to 1."""
    score = 0.7
    score += 0.1 if is_analyte(name) else 0.0
    score += 0.1 if unit is None or is_unit(unit, in_unit_column=True) else -0.1
    score += 0.1 if not range_text or is_range(range_text) or parse_value(range_text) else -0.05
    return score if value.kind is not ValueKind.WORD or parse_value(value.text) else score - 0.15
