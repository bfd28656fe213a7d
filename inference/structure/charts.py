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
from inference.structure.chart_times import CELL_GAP, Time, nearest, times_at
from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.labels import is_label
from inference.structure.lexemes import unit_here
from inference.structure.marks import parse_mark
from inference.structure.stamps import Stamp, stamp_of
from inference.structure.units import bare_unit
from inference.structure.values import parse_value

IsName = Callable[[str], bool]
_WORD_GAP = 0.7  # line heights between words of a sentence
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


@dataclass(frozen=True, slots=True)
class ChartCell:
    """One filled cell: its parameter's printed name (without a unit in brackets), unit, content and stamp."""

    name: str
    unit: str
    tokens: Row
    stamp: Stamp
    used: Row = ()  # tokens of name and cell, for leaving them out elsewhere


def across(rows: Sequence[Row], is_name: IsName, year: int | None) -> list[ChartCell]:
    """The cells of all charts of a page with times across."""
    out: list[ChartCell] = []
    at = 0
    while at < len(rows):
        header, below = times_at(rows, at, year)
        if not header:
            at += 1
            continue
        end = below
        while end < len(rows) and not (times_at(rows, end, year)[0] and not _known_row(rows[end], is_name)):
            end += 1
        cells = _body(rows[below:end], header, is_name)
        if cells:
            cells[0] = replace(cells[0], used=(*cells[0].used, *(t for row in rows[at:below] for t in row)))
        out += cells
        at = end
    return out


def _body(rows: Sequence[Row], header: Sequence[Time], is_name: IsName) -> list[ChartCell]:
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


def _row_cells(row: Row, times: Sequence[Time], is_name: IsName) -> list[ChartCell]:
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


def _of_units(token: Token, head: Time, times: Sequence[Time]) -> bool:
    """Whether a token stands under a heading of units, or is a unit nearest to it of all headings."""
    if token.x <= max(t.x for t in times if not t.other):
        return False
    under = head.x0 - token.height < token.x1 and token.x0 < head.x1 + token.height
    unit = unit_like(token.text) and parse_mark(token.text) is None
    return under or (unit and nearest(times, token.x) is head)


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
