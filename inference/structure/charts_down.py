"""Charts over time with times down and parameters across; charts has the other way round.

    日付  時刻   BT   HR  BP      SpO2               <- names across, a line a time
    3/5   6:00   36.4 72  128/76  97

`down` gives the filled cells with name, unit and stamp. Lengths are pixels of the level page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import fold, has_letters
from inference.structure.chart_times import CELL_GAP
from inference.structure.charts import ChartCell, IsName, bare_name, may_be_name, numbers, unit_like
from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.heading_words import role_of
from inference.structure.stamps import DATE_WORDS, TIME_WORDS, Stamp, stamp_of
from inference.structure.units import bare_unit
from inference.structure.values import parse_value

_APART = 0.4  # heights between a value and the words of another column
_UNITS_SURE = 3  # units in a line beside which one cell that is none was misread
_FEWEST_KNOWN = 3  # columns with known names beside which an unknown one is believed


@dataclass(frozen=True, slots=True)
class _Head:
    x0: float
    x1: float
    name: str  # "" for a column that is no parameter
    unit: str
    role: str  # "name", "date", "time", "unknown" (a name of no list) or "other"

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2


def down(rows: Sequence[Row], is_name: IsName, year: int | None) -> list[ChartCell]:
    """The cells of all charts of a page with times down."""
    out: list[ChartCell] = []
    unknown: list[ChartCell] = []
    heads: list[_Head] = []
    day: str | None = None
    for number, row in enumerate(rows):
        found = _names_across(rows, number, is_name)
        if found:
            out, unknown = out + _believed(unknown), []
            heads, day = _grouped(found, rows[number - 1] if number else ()), None
            continue
        if not heads:
            continue
        units = _unit_line(row, heads)
        if units:
            heads = units
            continue
        stamp, size = _leading_stamp(row, heads, year)
        if stamp is None:
            continue
        day = stamp.day or day
        at = Stamp(day, stamp.time)
        out += _line_cells(row[size:], heads, at, "name")
        unknown += _line_cells(row[size:], heads, at, "unknown") if _many_known(heads) else []
    return out + _believed(unknown)


def _many_known(heads: Sequence[_Head]) -> bool:
    """Whether enough columns have known names that one of no list is believed beside them."""
    roles = [h.role for h in heads]
    return roles.count("name") >= max(_FEWEST_KNOWN, roles.count("unknown") + 1)


def _believed(cells: Sequence[ChartCell]) -> list[ChartCell]:
    """The cells of those unknown columns that hold nothing but numbers."""
    return [
        cell
        for name in dict.fromkeys(c.name for c in cells)
        for cell in numbers([c for c in cells if c.name == name])
    ]


def _names_across(rows: Sequence[Row], number: int, is_name: IsName) -> list[_Head]:
    """The columns of a line of names (at least two known, a column for stamps, few numbers), or []."""
    row = rows[number]
    heads = [h for cell in cells_of(row, 0.9) for h in _heads(cell, is_name)]
    names = [h for h in heads if h.role == "name"]
    stamped = any(h.role in ("date", "time") for h in heads)
    if len(names) < 2 or not (stamped or _stamp_below(rows, number)):
        return []
    if sum(any(c.isdigit() for c in t.text) and not any(c.isalpha() for c in t.text) for t in row) > 1:
        return []
    return heads


def _grouped(heads: list[_Head], above: Row) -> list[_Head]:
    """Names that come again under groups (朝, 夜) with their group before them."""
    names = [h.name for h in heads if h.role == "name"]
    if len(set(names)) == len(names) or not above:
        return heads
    first = min(h.x0 for h in heads if h.role == "name")
    groups = [c for c in cells_of(above, CELL_GAP) if c[-1].x1 > first]
    if len(groups) * len(set(names)) != len(names):
        return heads
    place, out = -1, []
    for head in heads:
        place += head.role == "name"
        group = groups[place // len(set(names))] if head.role == "name" else ()
        out.append(replace(head, name=f"{join(group)} {head.name}") if group else head)
    return out


def _stamp_below(rows: Sequence[Row], number: int) -> bool:
    below = rows[number + 1 : number + 3]
    return any(stamp_of(row[0].text, 2000) is not None for row in below)


def _heads(cell: Row, is_name: IsName) -> list[_Head]:
    """The columns that a cell heads: one, or several names set close."""
    whole = _head(cell, is_name)
    if whole is not None:
        return [whole]
    for cut in range(len(cell) - 1, 0, -1):
        first = _head(cell[:cut], is_name)
        if first is not None:
            return [first, *_heads(cell[cut:], is_name)]
    if len(cell) == 1 and (touching := _touching(cell[0], is_name)):
        return touching
    name, unit = bare_name(join(cell))
    if may_be_name(name):
        return [_Head(cell[0].x0, cell[-1].x1, name, unit, "unknown")]
    return [_Head(cell[0].x0, cell[-1].x1, "", "", "other")]


def _touching(token: Token, is_name: IsName) -> list[_Head]:
    """The columns of two headings printed or read without a gap (`酸素飽和度時間尿量`, `SpO2(%)備考`); [] where a
    word is no such thing."""
    for cut in range(len(token.text) - 2, 1, -1):
        parts = [bare_name(text) for text in (token.text[:cut], token.text[cut:])]
        named = [is_name(name) for name, _ in parts]
        if all(named) or (any(named) and any(role_of(name) is not None for name, _ in parts)):
            x = token.x0 + (token.x1 - token.x0) * cut / len(token.text)
            return [
                _Head(x0, x1, name if known else "", unit, "name" if known else "other")
                for (name, unit), known, x0, x1 in zip(
                    parts, named, (token.x0, x), (x, token.x1), strict=True
                )
            ]
    return []


def _head(cell: Row, is_name: IsName) -> _Head | None:
    text = join(cell)
    key = fold(text).strip(":")
    if key in DATE_WORDS:
        return _Head(cell[0].x0, cell[-1].x1, "", "", "date")
    if key in TIME_WORDS:
        return _Head(cell[0].x0, cell[-1].x1, "", "", "time")
    name, unit = bare_name(text)
    return _Head(cell[0].x0, cell[-1].x1, name, unit, "name") if is_name(name) else None


def _unit_line(row: Row, heads: Sequence[_Head]) -> list[_Head]:
    """The columns with the units that a second heading line gives them, or [] where the row is none."""
    there = [(cell, bare_unit(join(cell))) for cell in cells_of(row, 0.5)]
    cells = [cell for cell, unit in there if unit_like(unit)]
    units = [unit for _, unit in there if unit_like(unit)]
    misread = len(there) - len(units)
    if not units or misread > (len(units) >= _UNITS_SURE):
        return []
    out = list(heads)
    for cell, unit in zip(cells, units, strict=True):
        x = (cell[0].x0 + cell[-1].x1) / 2
        near = min(range(len(out)), key=lambda i: abs(out[i].x - x))
        out[near] = replace(out[near], unit=out[near].unit or unit)
    return out


def _leading_stamp(row: Row, heads: Sequence[_Head], year: int | None) -> tuple[Stamp | None, int]:
    """The stamp that a line begins with (date, time or both) and how many tokens print it."""
    hours = any(h.role == "time" for h in heads)
    for size in range(min(4, len(row)), 0, -1):
        stamp = stamp_of(join(row[:size]), year, hours=hours and size == 1)
        day = stamp_of(join(row[: size - 1]), year) if size > 1 else None
        if day and not hours and row[size - 1].text.isdigit():
            continue  # `2026/05/12  1035` is a day and a number where no column is headed as a time
        if stamp is not None:
            return stamp, size
        time = stamp_of(row[size - 1].text, year, hours=hours) if day else None
        if day and time and day.time is None:
            return time.over(day), size
    return None, 0


def _line_cells(row: Row, heads: Sequence[_Head], stamp: Stamp, role: str) -> list[ChartCell]:
    columns: dict[int, list[Token]] = {}
    for token in row:
        columns.setdefault(_column(token, heads), []).append(token)
    for i in sorted(columns):
        if (
            heads[i].role in ("name", "unknown")
            and i + 1 < len(heads)
            and heads[i + 1].role in ("unknown", "other")
        ):
            columns[i] = _without_remark(columns[i], heads[i])
    return [
        ChartCell(heads[i].name, heads[i].unit, tuple(tokens), stamp, tuple(tokens))
        for i, tokens in sorted(columns.items())
        if heads[i].role == role and tokens
    ]


def _without_remark(tokens: list[Token], head: _Head) -> list[Token]:
    """A measured value without words that stand apart behind it: they begin the wide column of remarks beside it.

    So do words alone right of the middle of a column that has a unit, where no answer stands.
    """
    alone = head.unit and tokens[0].x0 > head.x and not any(c.isdigit() for t in tokens for c in t.text)
    if alone and parse_value(join(tokens)) is None and has_letters(tokens[0].text):
        return []
    for at in range(1, len(tokens)):
        before, word = tokens[at - 1], tokens[at]
        apart = word.x0 - before.x1 > _APART * before.height or word.x0 > head.x1
        if apart and has_letters(word.text) and not unit_like(bare_unit(word.text)):
            value = parse_value(join(tokens[:at]))
            return tokens[:at] if value is not None and value.text[:1].isdigit() else tokens
    return tokens


def _column(token: Token, heads: Sequence[_Head]) -> int:
    """The column a token stands in: the one it overlaps, else the nearest edge."""

    def cost(head: _Head) -> tuple[float, float]:
        apart = max(head.x0 - token.x1, token.x0 - head.x1, 0.0)
        return apart, min(abs(head.x - token.x), abs(head.x0 - token.x0))

    return min(range(len(heads)), key=lambda i: cost(heads[i]))
