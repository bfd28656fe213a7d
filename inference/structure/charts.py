"""Charts over time: parameters down and times across, or times down and parameters across.

               3月5日              3月6日            <- days (optional, above or below the times)
               6:00  14:00  20:00  6:00  14:00       <- times
    体温 (℃)   36.4  37.1          36.8  36.9        <- a row: name, its unit, cells

    日付  時刻   BT   HR  BP      SpO2               <- or: names across, a line a time
    3/5   6:00   36.4 72  128/76  97

`across` and `down` give the filled cells with name, unit and stamp; a caller's predicate says which texts are
names, so that no other table is taken for a chart. Lengths are pixels of the level page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import fold, listed
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y
from inference.structure.lexemes import unit_here
from inference.structure.stamps import DATE_WORDS, TIME_WORDS, Stamp, stamp_of
from inference.structure.units import bare_unit

IsName = Callable[[str], bool]
_CELL_GAP = 0.75  # line heights between two cells
_HEADER_REACH = 2.6  # line heights between lines of one header


@dataclass(frozen=True, slots=True)
class ChartCell:
    """One filled cell: its parameter's printed name (without a unit in brackets), unit, content and stamp."""

    name: str
    unit: str
    tokens: Row
    stamp: Stamp
    used: Row = ()  # tokens of name and cell, for leaving them out elsewhere


@dataclass(frozen=True, slots=True)
class _Time:
    x0: float
    x1: float
    stamp: Stamp

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2


def across(rows: Sequence[Row], is_name: IsName, year: int | None) -> list[ChartCell]:
    """The cells of all charts of a page with times across."""
    out: list[ChartCell] = []
    at = 0
    while at < len(rows):
        header, below = _times_at(rows, at, year)
        if not header:
            at += 1
            continue
        end = below
        found: list[ChartCell] = []
        while end < len(rows) and not (_times_at(rows, end, year)[0] and not _known_row(rows[end], is_name)):
            found += _row_cells(rows[end], header, is_name)
            end += 1
        out += found
        at = end
    return out


def _known_row(row: Row, is_name: IsName) -> bool:
    return is_name(_bare_name(join(cells_of(row, _CELL_GAP)[0]))[0])


def _times_at(rows: Sequence[Row], at: int, year: int | None) -> tuple[list[_Time], int]:
    """The time columns of the header that begins at a row, and the first row below it; ([], at) for none."""
    first = _stamps(rows[at], year)
    if not first:
        return [], at
    following = at + 1
    lines = [first]
    while following < len(rows) and len(lines) < 3:
        close = row_y(rows[following]) - row_y(rows[following - 1]) <= _HEADER_REACH * line_height(rows[at])
        more = _stamps(rows[following], year, beside=True) if close else []
        if not more:
            break
        lines.append(more)
        following += 1
    most = max(lines, key=len)
    if len(most) < 2:
        return [], at
    times = most
    for line in lines:
        if line is not most:
            held = _held(most, line)
            times = [replace(t, stamp=t.stamp.over(h)) for t, h in zip(times, held, strict=True)]
    return times, following


def _held(times: Sequence[_Time], days: Sequence[_Time]) -> list[Stamp]:
    """The day that each time column stands under.

    A day begins where the times of day begin anew; where that does not tell, columns are shared out in order so that
    days stand as near as can be to the middle or to the beginning of theirs.
    """
    if len(days) > len(times):
        return [min(days, key=lambda d: abs(d.x - t.x)).stamp for t in times]
    clock = [t.stamp.time or "" for t in times]
    anew = [i for i in range(1, len(times)) if clock[i] <= clock[i - 1]]
    if all(clock) and len(anew) == len(days) - 1:
        return [days[sum(at <= i for at in anew)].stamp for i in range(len(times))]
    half = min((b.x - a.x for a, b in pairwise(times)), default=0.0) / 2

    def centred(day: _Time, group: Sequence[_Time]) -> float:
        return abs(day.x - (group[0].x + group[-1].x) / 2)

    def begun(day: _Time, group: Sequence[_Time]) -> float:
        return abs(day.x0 - (group[0].x - half))

    _, cuts = min((_shared_out(times, days, fit) for fit in (centred, begun)), key=lambda pair: pair[0])
    ends = [*cuts, len(times)]
    return [day.stamp for day, a, b in zip(days, [0, *cuts], ends, strict=True) for _ in range(b - a)]


def _shared_out(
    times: Sequence[_Time], days: Sequence[_Time], fit: Callable[[_Time, Sequence[_Time]], float]
) -> tuple[float, list[int]]:
    """The least misfit of columns shared out to days in order, and the column where each later day begins."""
    best: list[tuple[float, list[int]]] = [(fit(days[0], times[: end + 1]), []) for end in range(len(times))]
    for day in days[1:]:
        best = [
            min(
                (
                    (best[cut - 1][0] + fit(day, times[cut : end + 1]), [*best[cut - 1][1], cut])
                    for cut in range(1, end + 1)
                ),
                default=(float("inf"), []),
                key=lambda pair: pair[0],
            )
            for end in range(len(times))
        ]
    return best[-1]


def _stamps(row: Row, year: int | None, *, beside: bool = False) -> list[_Time]:
    """The stamps of a line of dates or times (a leading label aside), or [] for any other line."""
    cells = cells_of(row, _CELL_GAP)
    label = fold(join(cells[0])).strip(":[]()【】■●")
    labelled = label in TIME_WORDS or label in DATE_WORDS
    body = cells[1:] if labelled or stamp_of(join(cells[0]), year) is None else cells
    found = []
    for cell in body:
        for part in _stamped_parts(cell, year, hours=label in TIME_WORDS):
            if part is None:
                if labelled:
                    continue
                return []
            found.append(part)
    return found if len(found) >= 2 or (found and (beside or labelled)) else []


def _stamped_parts(cell: Row, year: int | None, *, hours: bool) -> list[_Time | None]:
    whole = stamp_of(join(cell), year, hours=hours)
    if whole is not None:
        return [_Time(cell[0].x0, cell[-1].x1, whole)]
    parts = [(t, stamp_of(t.text, year, hours=hours)) for t in cell]
    if len(cell) > 1 and all(s is not None for _, s in parts):
        return [_Time(t.x0, t.x1, s) for t, s in parts if s is not None]
    return [None]


def _row_cells(row: Row, times: Sequence[_Time], is_name: IsName) -> list[ChartCell]:
    """The cells of one parameter's line; [] where no known name stands left of the times."""
    pitch = min((b.x - a.x for a, b in pairwise(times)), default=times[0].x1 - times[0].x0)
    first = times[0].x - 0.55 * max(pitch, times[0].x1 - times[0].x0)
    label = [t for t in row if t.x <= first]
    named = _named(label, is_name)
    if named is None:
        return []
    name, unit, used = named
    columns: dict[int, list[Token]] = {}
    for token in row:
        if token.x <= first:
            continue
        near = min(range(len(times)), key=lambda i: abs(times[i].x - token.x))
        if abs(times[near].x - token.x) <= 0.75 * pitch:
            columns.setdefault(near, []).append(token)
    return [
        ChartCell(name, unit, tuple(tokens), times[i].stamp, (*used, *tokens))
        for i, tokens in sorted(columns.items())
    ]


def _named(label: Sequence[Token], is_name: IsName) -> tuple[str, str, Row] | None:
    """Name, unit and tokens in the cells left of a line's values: the longest known name, units behind it."""
    cells = cells_of(label, 0.4)
    for size in range(len(cells), 0, -1):
        for start in range(len(cells) - size + 1):
            tokens = tuple(t for c in cells[start : start + size] for t in c)
            name, unit = _bare_name(join(tokens))
            if is_name(name):
                rest = [bare_unit(join(c)) for c in cells[start + size :]]
                return name, unit or next((u for u in rest if u), ""), tuple(label)
    return None


def _bare_name(text: str) -> tuple[str, str]:
    """A printed name without bullets, colon and a unit in brackets, and that unit."""
    text = re.sub(r"^[\s・●○◎■□◆◇▪•*＊]+|[\s:：]+$", "", text)
    match = re.fullmatch(r"(.*\S)\s?[(（\[［]\s?([^()（）\[\]]{1,14})\s?[)）\]］]", text)
    if match and unit_like(match[2]):
        return match[1].strip(), match[2]
    return text, ""


def unit_like(text: str) -> bool:
    """Whether a text may be a unit of bedside charts: laboratory units, and `回`, `℃`, `min⁻¹`, `度`."""
    key = fold(text)
    return unit_here(text) or key in _CHART_UNITS


_CHART_UNITS = frozenset(
    fold(unit)
    for unit in listed("""
回 度 点 杯 割 拍 拍/分 回/分 回/日 回/min 回/時 min-1 min⁻¹ 分⁻¹ bpm beats/min breaths/min /分 /min per_min
L/分 L/min mL/日 mL/h mL/hr /h /hr events/h kg g cm ml cc L % mmHg ℃ °C °F mg/dL 時間 分 秒 歩 本 kcal cmH2O
件 年 ヶ月 か月 月 V mV Ω ohms ohm ms msec J 日 days hours hrs hr h min ppm months years
""")
)
"""Units that laboratories do not print."""


@dataclass(frozen=True, slots=True)
class _Head:
    x0: float
    x1: float
    name: str  # "" for a column that is no parameter
    unit: str
    role: str  # "name", "date", "time" or "other"

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2


def down(rows: Sequence[Row], is_name: IsName, year: int | None) -> list[ChartCell]:
    """The cells of all charts of a page with times down."""
    out: list[ChartCell] = []
    heads: list[_Head] = []
    day: str | None = None
    for number, row in enumerate(rows):
        found = _names_across(rows, number, is_name)
        if found:
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
        out += _line_cells(row[size:], heads, Stamp(day, stamp.time))
    return out


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
    groups = [c for c in cells_of(above, _CELL_GAP) if c[-1].x1 > first]
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
    return [_Head(cell[0].x0, cell[-1].x1, "", "", "other")]


def _head(cell: Row, is_name: IsName) -> _Head | None:
    text = join(cell)
    key = fold(text).strip(":")
    if key in DATE_WORDS:
        return _Head(cell[0].x0, cell[-1].x1, "", "", "date")
    if key in TIME_WORDS:
        return _Head(cell[0].x0, cell[-1].x1, "", "", "time")
    name, unit = _bare_name(text)
    return _Head(cell[0].x0, cell[-1].x1, name, unit, "name") if is_name(name) else None


def _unit_line(row: Row, heads: Sequence[_Head]) -> list[_Head]:
    """The columns with the units that a second heading line gives them, or [] where the row is none."""
    cells = cells_of(row, 0.5)
    units = [bare_unit(join(cell)) for cell in cells]
    if not units or not all(unit_like(unit) for unit in units):
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
        if stamp is not None:
            return stamp, size
        day = stamp_of(join(row[: size - 1]), year) if size > 1 else None
        time = stamp_of(row[size - 1].text, year, hours=hours) if day else None
        if day and time:
            return time.over(day), size
    return None, 0


def _line_cells(row: Row, heads: Sequence[_Head], stamp: Stamp) -> list[ChartCell]:
    columns: dict[int, list[Token]] = {}
    for token in row:
        columns.setdefault(_column(token, heads), []).append(token)
    return [
        ChartCell(heads[i].name, heads[i].unit, tuple(tokens), stamp, tuple(tokens))
        for i, tokens in sorted(columns.items())
        if heads[i].role == "name"
    ]


def _column(token: Token, heads: Sequence[_Head]) -> int:
    """The column a token stands in: the one it overlaps, else the nearest edge."""

    def cost(head: _Head) -> tuple[float, float]:
        apart = max(head.x0 - token.x1, token.x0 - head.x1, 0.0)
        return apart, min(abs(head.x - token.x), abs(head.x0 - token.x0))

    return min(range(len(heads)), key=lambda i: cost(heads[i]))
