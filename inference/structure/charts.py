"""Charts over time with parameters down and times across; charts_down has the other way round.

               3月5日              3月6日            <- days (optional, above or below the times)
               6:00  14:00  20:00  6:00  14:00       <- times
    体温 (℃)   36.4  37.1          36.8  36.9        <- a row: name, its unit, cells

`across` gives the filled cells with name, unit and stamp; a caller's predicate says which texts are
names, so that no other table is taken for a chart. Lengths are pixels of the level page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import fold, listed
from inference.structure.dates import in_order
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y
from inference.structure.heading_words import Role, role_of
from inference.structure.labels import is_label, time_label
from inference.structure.lexemes import unit_here
from inference.structure.marks import parse_mark
from inference.structure.stamps import DATE_WORDS, TIME_WORDS, Stamp, stamp_of
from inference.structure.units import bare_unit
from inference.structure.values import parse_value

IsName = Callable[[str], bool]
_WORD_GAP = 0.7  # line heights between words of a sentence
CELL_GAP = 0.75  # line heights between two cells
_ASIDE = (Role.NAME, Role.UNIT, Role.RANGE, Role.FLAG, Role.NOTE, Role.CODE, Role.SECTION)
_FEWEST_KNOWN = 3  # lines with known names among which an unknown one is believed
_LONGEST = 18  # letters of an unknown name
_DEGREES = re.compile(r"[°゜]\s?℃")  # recognition reads the ring twice
_SPECK = re.compile(r"(?<=[)）\]］])[.．。、,・']+$")  # what recognition sees behind a unit in brackets
_BLANK = re.compile(r"[-−–—―‐*/.・…‥ー~～〃“”„«»\s]*")
_COUNTED = frozenset(
    fold(word)
    for word in listed("""
病日 入院日数 入院病日 術後日数 術後病日 術後 日数 経過日数 曜日 週 週数 回 回数 pod hospitalday day days
postoperativeday dayofstay week weekday サイン 記録者 担当 担当者 看護師 記載者 測定者 nurse sign signature initials
no no. 番号 行事 処置 検査
""")
)
"""What charts count or sign beside their parameters."""
_HEADER_REACH = 4.5  # line heights between lines of one header: rows may be set wide


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
    other: bool = False  # a column of units, aims or ranges among the times
    units: bool = False
    condition: str = ""  # what stands over the time: `30分` of a load

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
        while end < len(rows) and not (_times_at(rows, end, year)[0] and not _known_row(rows[end], is_name)):
            end += 1
        cells = _body(rows[below:end], header, is_name)
        if cells:
            cells[0] = replace(cells[0], used=(*cells[0].used, *(t for row in rows[at:below] for t in row)))
        out += cells
        at = end
    return out


def _body(rows: Sequence[Row], header: Sequence[_Time], is_name: IsName) -> list[ChartCell]:
    """The cells of a chart's lines; where most lines have known names, lines of numbers between and right below
    them count, too."""
    known = [_row_cells(row, header, is_name) for row in rows]
    filled = [place for place, cells in enumerate(known) if cells]
    if len(filled) < _FEWEST_KNOWN:
        return [cell for cells in known for cell in cells]
    inside = range(filled[0], len(rows))
    more = [[] if known[i] else numbers(_row_cells(rows[i], header, may_be_name)) for i in inside]
    end = next((i for i in inside if i > filled[-1] and not more[i - inside.start]), len(rows))
    inside, more = range(inside.start, end), more[: end - inside.start]
    if sum(map(bool, more)) >= len(filled):
        more = [[] for _ in inside]
    return [
        cell
        for i, row in enumerate(known)
        for cell in (row or (more[i - inside.start] if i in inside else ()))
    ]


def may_be_name(text: str) -> bool:
    """Whether a text may be a parameter that no list has: words, neither a label nor the count of days."""
    letters = sum(c.isalpha() for c in text)
    if letters < 2 or len(text) > _LONGEST:
        return False
    plain = fold(text).strip(":・") not in _COUNTED and stamp_of(text, 2000, hours=True) is None
    plain = plain and text[0] not in "(（[［"  # a unit whose name was lost
    return plain and not text[0].isdigit() and not is_label(text)


def numbers(cells: list[ChartCell]) -> list[ChartCell]:
    """The cells of a line, or [] where one holds something else than a number."""
    return (
        cells if all(parse_value(join(c.tokens)) or _BLANK.fullmatch(join(c.tokens)) for c in cells) else []
    )


def _known_row(row: Row, is_name: IsName) -> bool:
    return _named(cells_of(row, CELL_GAP)[0], is_name) is not None


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
    if following < len(rows) and (parted := _parted(times, rows[following])):
        times, following = parted, following + 1
    top = at
    if at and (told := _under_conditions(times, rows[at - 1], year)):
        times, top = told, at - 1
    others = [o for row in rows[top:following] for o in _others(row, times, year)]
    return [*times, *others], following


def _parted(times: Sequence[_Time], row: Row) -> list[_Time]:
    """The columns that each time has of its own, the same under all (設定 実測), or [] where a line heads none."""
    cells = cells_of(row, CELL_GAP)
    each, over = divmod(len(cells), len(times))
    texts = [join(cell) for cell in cells]
    if over or each < 2 or texts != texts[:each] * len(times) or len(set(texts[:each])) < each:
        return []
    if any(text[0].isdigit() or parse_value(text) or not any(map(str.isalpha, text)) for text in texts):
        return []
    middles = [(cells[i][0].x0 + cells[i + each - 1][-1].x1) / 2 for i in range(0, len(cells), each)]
    if any(_nearest(times, x) is not t for x, t in zip(middles, times, strict=True)):
        return []
    told = ["" if role_of(text) is Role.VALUE else text for text in texts]
    spans = [(c[0].x0, c[-1].x1) for c in cells]
    return [_Time(*spans[i], times[i // each].stamp, condition=told[i]) for i in range(len(cells))]


def _nearest(times: Sequence[_Time], x: float) -> _Time:
    return min(times, key=lambda t: abs(t.x - x))


def _under_conditions(times: list[_Time], above: Row, year: int | None) -> list[_Time]:
    """The times with the words that stand over each (負荷前 30分 60分), or [] where the line above has none."""
    over: dict[int, str] = {}
    for cell in cells_of(above, CELL_GAP):
        at = [i for i, t in enumerate(times) if cell[0].x0 < t.x1 and t.x0 < cell[-1].x1]
        told = any(c.isalpha() for c in join(cell)) and stamp_of(join(cell), year) is None
        if len(at) == 1 and told and not is_label(join(cell)):
            over[at[0]] = join(cell)
    if len(times) < _FEWEST_KNOWN or len(set(over.values())) < len(times):
        return []
    return [replace(t, condition=over[i]) for i, t in enumerate(times)]


def _others(row: Row, times: Sequence[_Time], year: int | None) -> list[_Time]:
    """The headings beside the times (項目, 単位, 目標) of a header's line."""
    cells = [cell for cell in cells_of(row, CELL_GAP) if None in _stamped_parts(cell, year, hours=True)]
    return [
        _Time(c[0].x0, c[-1].x1, Stamp(), other=True, units=role_of(join(c)) is Role.UNIT)
        for c in cells
        if c[-1].x1 < times[0].x0 or c[0].x0 > times[-1].x1
    ]


def _held(times: Sequence[_Time], days: Sequence[_Time]) -> list[Stamp]:
    """The day that each time column stands under.

    A day begins where the times of day begin anew; where that does not tell, columns are shared out in order so that
    days stand as near as can be to the middle or to the beginning of theirs.
    """
    if len(days) >= len(times):
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
    """The stamps of a line of dates or times (headings of other columns aside), or [] for any other line."""
    cells = cells_of(row, CELL_GAP)
    label = fold(join(cells[0])).strip(":[]()【】■●")
    labelled = label in TIME_WORDS or label in DATE_WORDS
    body = cells[1:] if labelled or stamp_of(join(cells[0]), year) is None else cells
    if not labelled:
        body = _without_headings(body)
    found = []
    for cell in body:
        for part in _stamped_parts(cell, year, hours=label in TIME_WORDS):
            if part is None:
                if labelled and time_label(join(cell)) is None and not is_label(join(cell)):
                    continue
                return []
            found.append(part)
    if body is not cells and not labelled and not in_order([t.stamp.day for t in found if t.stamp.day]):
        return []  # `食事 朝  10/8  7/5  10/10`: eaten of what was served
    return found if len(found) >= 2 or (found and (beside or labelled)) else []


def _without_headings(cells: list[Row]) -> list[Row]:
    """The cells without known headings of a table's other columns at either end."""
    while len(cells) > 1 and role_of(join(cells[0])) in _ASIDE:
        cells = cells[1:]
    while len(cells) > 1 and role_of(join(cells[-1])) in _ASIDE:
        cells = cells[:-1]
    return cells


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
    stamped = [t for t in times if not t.other]
    start = stamped[0]
    pitch = min((b.x - a.x for a, b in pairwise(stamped)), default=start.x1 - start.x0)
    first = start.x - 0.55 * max(pitch, start.x1 - start.x0)
    first = max([first, *((t.x1 + start.x0) / 2 for t in times if t.other and t.x1 < start.x0)])
    label = [t for t in row if t.x <= first]
    parts = cells_of(label, 0.4)
    with_unit = any(h.units for h in times) and len(parts) > 1 and unit_like(bare_unit(join(parts[-1])))
    named = _named([t for part in parts[: len(parts) - with_unit] for t in part], is_name)
    beside = [join(c) for c in cells_of([t for t in row if t.x > first], CELL_GAP)]
    if named is None or any(parse_value(text) is None and is_name(bare_name(text)[0]) for text in beside):
        return []  # nothing known, or pairs abreast: `心室頻拍 1 回   除細動 0 回`
    name, unit, used = named
    unit = bare_unit(join(parts[-1])) if with_unit else unit
    behind = [
        t for t in row if any(h.units and h.x0 > stamped[-1].x1 and _of_units(t, h, times) for h in times)
    ]
    unit = unit or bare_unit(join(behind))
    columns: dict[int, list[Token]] = {}
    for token in row:
        if token.x <= first:
            continue
        near = min(range(len(times)), key=lambda i: abs(times[i].x - token.x))
        if abs(times[near].x - token.x) <= 0.75 * pitch:
            columns.setdefault(near, []).append(token)
    return [
        ChartCell(
            f"{name} {times[i].condition}".strip(), unit, tuple(tokens), times[i].stamp, (*used, *tokens)
        )
        for i, tokens in sorted(columns.items())
        if not times[i].other
    ]


def _named(label: Sequence[Token], is_name: IsName) -> tuple[str, str, Row] | None:
    """Name, unit and tokens in the cells left of a line's values: the longest known name, units behind it."""
    cells = [tuple(label[a:b]) for a, b in pairwise((*_cuts(label), len(label)))]
    for size in range(len(cells), 0, -1):
        for start in range(len(cells) - size + 1):
            if start > 1 and _runs_on(cells[start - 1], cells[start]):
                continue  # inside a sentence: `Call the physician if systolic < 90`
            tokens = tuple(t for c in cells[start : start + size] for t in c)
            name, unit = bare_name(join(tokens))
            if is_name(name):
                behind = cells[start + size :]
                if behind and fold(join(behind[0])) in _SIDES:
                    name, behind = f"{name} {join(behind[0])}", behind[1:]
                rest = [bare_unit(join(c)) for c in behind]
                return name, unit or next((u for u in rest if u), ""), tuple(label)
    return None


_SIDES = frozenset(map(fold, listed("右 左 (右) (左) 右側 左側 rt lt right left 朝 昼 夕 夜 眠前")))
"""What a name may have behind it: the side or the meal it is of."""


def _runs_on(before: Row, name: Row) -> bool:
    return name[0].x0 - before[-1].x1 <= _WORD_GAP * name[0].height


def _of_units(token: Token, head: _Time, times: Sequence[_Time]) -> bool:
    """Whether a token stands under a heading of units, or is a unit nearest to it of all headings."""
    if token.x <= max(t.x for t in times if not t.other):
        return False
    under = head.x0 - token.height < token.x1 and token.x0 < head.x1 + token.height
    unit = unit_like(token.text) and parse_mark(token.text) is None
    return under or (unit and _nearest(times, token.x) is head)


def _cuts(label: Sequence[Token]) -> list[int]:
    """Where the words of a line's name begin, a unit close behind a name (`脈拍 回/分`) being one of its own."""
    near = [
        i
        for i in range(1, len(label))
        if label[i].x0 - label[i - 1].x1 > 0.4 * min(label[i].height, label[i - 1].height)
        or unit_like(label[i].text)
    ]
    return [0, *near] if label else []


def bare_name(text: str) -> tuple[str, str]:
    """A printed name without bullets, colon and a unit in brackets, and that unit."""
    text = re.sub(r"^[\s・●○◎■□◆◇▪•*＊]+|[\s:：]+$", "", text)
    text = _SPECK.sub("", _DEGREES.sub("℃", text))
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
rpm 件 年 ヶ月 か月 月 V mV Ω ohms ohm ms msec J 日 days hours hrs hr h min ppm months years
""")
)
"""Units that laboratories do not print."""
