"""Heading lines over named rows: which column holds results, whose heading a second result takes, and the dates.

        測定値(37℃)  体温補正値(38.5℃)  単位  基準値        pH
项目     VALUE        NAMED              UNIT  RANGE
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inference.readable import fold, has_letters
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.geometry import Row, Token, cells_of, join, row_y
from inference.structure.heading_words import Role, likely_role, role_of
from inference.structure.labels import begins_with_label
from inference.structure.units import is_unit
from inference.structure.values import parse_value

_CELL_GAP = 0.8
_LONGEST = 16  # characters of a heading in no list
_TEMPERATURE = re.compile(
    r"\s*(?:at\s?|to\s?|@\s?)?\d{2}(?:\.\d)?\s?(?:℃|°\s?[CF]|º\s?C|度|C\b|°)", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*[(\[（［<【]([^()\[\]（）［］【】]*)[)\]）］>】]")
_OF_RESULTS = re.compile(r"(?:結果|測定値|実測値|検査値|成績|results?)$", re.IGNORECASE)
_OTHER_RESULTS = re.compile(r"前|補正|予測|過去|履歴|prev|prior|last|correct|predict", re.IGNORECASE)
SPELL_OF_TIME = re.compile(
    r"\d{1,3}\s?(?:週間?|日間?|時間|分|か月|ヶ月|weeks?|wks?|days?|hours?|hrs?|h)(?:目|後|値|判定|培養)?"
)
_EDGES = " :：・■□◆◇●○▪•*※【】[]<>＜＞()（）=-–—"


class ColumnKind(StrEnum):
    """What a column of a headed table holds."""

    NAME = "name"
    VALUE = "value"
    NAMED = "named"  # results that take the heading's words behind the row's name
    UNIT = "unit"
    RANGE = "range"
    FLAG = "flag"
    ASIDE = "aside"


RESULTS = (ColumnKind.VALUE, ColumnKind.NAMED)
_KINDS = {
    Role.NAME: ColumnKind.NAME,
    Role.VALUE: ColumnKind.VALUE,
    Role.UNIT: ColumnKind.UNIT,
    Role.RANGE: ColumnKind.RANGE,
    Role.FLAG: ColumnKind.FLAG,
    Role.PREVIOUS: ColumnKind.NAMED,
    Role.DATED: ColumnKind.VALUE,
}
_LIKELY_KINDS = {
    Role.UNIT: ColumnKind.UNIT,
    Role.RANGE: ColumnKind.RANGE,
    Role.FLAG: ColumnKind.FLAG,
}
"""What a heading in no list most likely heads, beside known ones (`Standard range`)."""


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One column under its heading; pixels of the level page."""

    kind: ColumnKind
    x0: float
    x1: float
    label: str = ""  # NAMED: what it adds to the row's name
    unit: str = ""
    effective: str | None = None  # YYYY-MM-DD[THH:MM]
    clock: str = ""  # HH:MM where the heading is a time alone
    unheard: bool = False  # in no list of headings


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A heading line: where it stands and its columns, left to right."""

    y: float
    columns: tuple[HeadColumn, ...]
    begins: float  # where its first word stands, heading or not

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.columns[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.columns[-1].x1


@dataclass(frozen=True, slots=True)
class HeadWords:
    """The caller's words beside heading_words.LEXICON; each is given a heading without unit, brackets, temperature."""

    measured: Callable[[str], bool]
    named: Callable[[str], bool]


def bare_heading(text: str) -> str:
    """A heading without temperature, brackets and decoration: `体温補正値(38.5℃)` is `体温補正値`."""
    text = _TEMPERATURE.sub("", _BRACKETS.sub(_kept, text))
    return re.sub(r"\s+", " ", text).strip(_EDGES)


def _kept(match: re.Match[str]) -> str:
    """Words in brackets go where they are a temperature, a unit or nothing; others stay."""
    inner = match[1].strip()
    gone = not inner or _TEMPERATURE.fullmatch(inner) or is_unit(inner, in_unit_column=True)
    return "" if gone else f" {inner} " if match.start() == 0 else match[0]


def head_lines(rows: Sequence[Row], words: HeadWords, year: int | None) -> list[HeadLine]:
    """The heading lines of a page, top to bottom; a second line of times or twins right below is taken in."""
    lines: list[HeadLine] = []
    for row in rows:
        columns = _columns(row, words, year)
        if not columns:
            continue
        y, height = row_y(row), max(t.height for t in row)
        if lines and y - lines[-1].y <= 2.2 * height and _is_second(columns):
            begins = min(lines[-1].begins, row[0].x0)
            lines[-1] = HeadLine(y, _taken_in(lines[-1].columns, columns), begins)
        else:
            lines.append(HeadLine(y, columns, row[0].x0))
    return lines


def name_extents(line: HeadLine, height: float) -> list[tuple[HeadColumn, float, float]]:
    """The NAME columns of a line, with where names under each may begin.

    A heading may stand at the left of its names or in the middle over them: then as far right of where the
    names begin as the next heading is right of it, at most.
    """
    out = []
    for place, column in enumerate(line.columns):
        if column.kind is not ColumnKind.NAME:
            continue
        after = line.columns[place + 1].x0 if place + 1 < len(line.columns) else column.x1
        centred = column.x0 + column.x1 - after
        left = min(centred, column.x0 - 3 * height)
        if place:
            left = max(left, line.columns[place - 1].x1)
        out.append((column, left, max(after, column.x1)))
    return out


def _columns(row: Row, words: HeadWords, year: int | None) -> tuple[HeadColumn, ...]:
    found: list[HeadColumn] = []
    unknown = labels = 0
    for cell in cells_of(row, _CELL_GAP):
        columns = _cell_columns(cell, words, year)
        found += columns or _unheard(cell)
        unknown += not columns
        labels += begins_with_label(join(cell)) and role_of(join(cell)) is not Role.NAME
    kinds = {c.kind for c in found}
    if unknown and not (
        ColumnKind.NAME in kinds and kinds & {ColumnKind.UNIT, ColumnKind.RANGE, ColumnKind.VALUE}
    ):
        found = [c for c in found if not c.unheard]
    if len(found) == 2 and _is_temperature(row):
        return ()  # a setting, or a heading of corrected results: `患者体温  39.2 °C`
    results = [c for c in found if c.kind in RESULTS]
    stamped = [c for c in results if c.effective or c.clock]
    others = [
        c for c in found if c.kind in (ColumnKind.NAME, ColumnKind.UNIT, ColumnKind.RANGE, ColumnKind.FLAG)
    ]
    if unknown > max(1, len(found) // 2) or labels > 1:
        return ()  # a line of the page's head: `採取日 … 報告日 …`
    if labels and _one_stamp(stamped):
        return ()  # `測定日時  2026-11-03  03:12`
    told = any(c.label or not (c.effective or c.clock) for c in results)
    if (results and others and (told or len(stamped) > 1)) or len(stamped) >= 2 or len(results) >= 2:
        return tuple(found)
    return ()


def _one_stamp(stamped: Sequence[HeadColumn]) -> bool:
    """Whether a date and a time of day are all that a row is stamped with."""
    return len(stamped) == 2 and bool(stamped[0].effective) and not stamped[1].effective


def _is_temperature(row: Row) -> bool:
    text = join(cells_of(row, _CELL_GAP)[-1])
    return not bare_heading(text) and _TEMPERATURE.search(text) is not None


def _unheard(cell: Sequence[Token]) -> list[HeadColumn]:
    """A heading in no list (`酸素投与後`): a column of results named by it, should results stand there."""
    bare = bare_heading(join(cell))
    if not has_letters(bare) or begins_with_label(bare) or parse_value(bare):
        return []
    likely = _LIKELY_KINDS.get(likely_role(bare) or Role.NAMED)
    if likely is not None:
        return [HeadColumn(likely, cell[0].x0, cell[-1].x1)]
    if len(bare) > _LONGEST:
        return []
    return [HeadColumn(ColumnKind.NAMED, cell[0].x0, cell[-1].x1, label=bare, unheard=True)]


def _cell_columns(cell: Sequence[Token], words: HeadWords, year: int | None) -> list[HeadColumn]:
    one = _column(cell, words, year)
    if one is not None:
        return [one]
    for cut in range(len(cell) - 1, 0, -1):
        first = _column(cell[:cut], words, year)
        rest = _cell_columns(cell[cut:], words, year) if first else []
        if first and rest:
            return [first, *rest]
    return []


def _column(cell: Sequence[Token], words: HeadWords, year: int | None) -> HeadColumn | None:
    text = join(cell)
    x0, x1 = cell[0].x0, cell[-1].x1
    bracketed = [m[1].strip() for m in _BRACKETS.finditer(text)]
    unit = next(
        (b for b in bracketed if is_unit(b, in_unit_column=True) and not _TEMPERATURE.fullmatch(b)), ""
    )
    bare = bare_heading(text)
    if is_date(text, year):
        found = find_date(text, year)
        return HeadColumn(ColumnKind.VALUE, x0, x1, effective=found.iso if found else None)
    if find_time(text):
        return HeadColumn(ColumnKind.VALUE, x0, x1, clock=find_time(text) or "")
    if words.measured(bare) or (not bare and _TEMPERATURE.search(text)):
        return HeadColumn(ColumnKind.VALUE, x0, x1, unit=unit)
    if words.named(bare):
        return HeadColumn(ColumnKind.NAMED, x0, x1, label=bare, unit=unit)
    if SPELL_OF_TIME.fullmatch(bare):
        return HeadColumn(ColumnKind.NAMED, x0, x1, label=bare)
    role = role_of(text) or role_of(bare)
    if role is None and _OF_RESULTS.search(bare) and not _OTHER_RESULTS.search(bare):
        return HeadColumn(ColumnKind.VALUE, x0, x1, unit=unit)
    if role is None:
        return None
    kind = _KINDS.get(role, ColumnKind.ASIDE)
    label = bare if kind is ColumnKind.NAMED else ""
    return HeadColumn(kind, x0, x1, label=label, unit=unit if kind in RESULTS else "")


def _is_second(columns: Sequence[HeadColumn]) -> bool:
    """A line below headings that holds only times, dates, temperatures or units of theirs."""
    return all(c.clock or c.effective or c.kind is ColumnKind.UNIT for c in columns)


def _taken_in(first: Sequence[HeadColumn], second: Sequence[HeadColumn]) -> tuple[HeadColumn, ...]:
    out = list(first)
    for column in second:
        over = [i for i, c in enumerate(out) if c.x0 < column.x1 and c.x1 > column.x0 and c.kind in RESULTS]
        if not over:
            if column.kind in RESULTS or column.kind is ColumnKind.UNIT:
                out.append(column)
            continue
        place = over[0]
        effective = out[place].effective
        if column.clock and effective and "T" not in effective:
            effective = f"{effective}T{column.clock}"
        out[place] = replace(
            out[place], effective=effective or column.effective, clock=out[place].clock or column.clock
        )
    return tuple(sorted(out, key=lambda c: c.x0))


def folded_in(words: Sequence[str]) -> Callable[[str], bool]:
    """Whether a text is one of the words, folded."""
    keys = frozenset(fold(word) for word in words)
    return lambda text: fold(text).strip(_EDGES) in keys
