"""Numbers with what stands behind them in one run: `0.75 V @ 0.4 ms`, `44 分`; a pulse width is an item of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords
from inference.structure.geometry import Row, Token, around, cells_of, join, rows_of, tokens_of
from inference.structure.heading_words import Role, role_of
from inference.structure.lexemes import unit_here
from inference.structure.sections import is_heading
from inference.structure.values import parse_value
from inference.types import Word
from mappers.model import Box, Item

_NUMBER = r"(\d+(?:\.\d+)?)"
_WIDTH = re.compile(
    rf"(?:[@＠]|at\b)\s?{_NUMBER}\s?(ms|msec|ミリ秒)?|[/／,、x×(（]?\s?{_NUMBER}\s?(ms|msec|ミリ秒)[)）]?",
    re.IGNORECASE,
)
"""A pulse width behind an amplitude: `@ 0.4 ms`, `/ 0.4 ms`, `(0.4ms)`; without `@` only with its unit."""
_AMPLITUDE = re.compile(rf"{_NUMBER}\s?(V|mA|ボルト)?\s?(?=\D)", re.IGNORECASE)
_RUN = re.compile(r"(\d[\d.,]*)\s?([^\s\d@＠.,][^\s@＠]*)?")
_RUN_GAP = 0.85  # line heights between a number, its unit and its pulse width, at most


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a number in its run: its unit, and a pulse width with its place."""

    unit: str | None
    width: str | None = None
    width_unit: str | None = None
    width_box: Box | None = None
    number_box: Box | None = None


def values_joined(page: PageWords) -> tuple[PageWords, dict[Box, Behind]]:
    """The page with `0.75 V @ 0.4 ms` and `44 分` as one word each, so that no column takes a part of them.

    Where the run is more than a number with a common unit only the number stays; the rest is given by its box. Units
    in a column of their own stay where they are.
    """
    words: list[Word] = []
    behind: dict[Box, Behind] = {}
    units: list[Row] = []
    for row in rows_of(tokens_of(page)):
        cells = cells_of(row, _RUN_GAP)
        units = [(t,) for t in row if role_of(t.text) is Role.UNIT] or ([] if is_heading(row) else units)
        for cell in cells:
            start = next((i for i, t in enumerate(cell) if t.text[0].isdigit()), len(cell))
            run = None if _reaches_units(cell[start:], row, units) else _run_of(cell[start:])
            words += [Word(t.text, t.box, t.confidence) for t in cell[: start if run else None]]
            if run is None:
                continue
            number, more = run
            box = around(cell[start:])
            bare = f"{number}{more.unit or ''}"
            if more.width or parse_value(bare) is None:
                bare = number
                behind[box] = more
            words.append(Word(bare, box, min(t.confidence for t in cell[start:])))
    return replace(page, words=tuple(words)), behind


def _run_of(tokens: Row) -> tuple[str, Behind] | None:
    """The number that tokens begin with and what stands behind it; None where that is no unit."""
    text = join(tokens)
    amplitude = _AMPLITUDE.match(text)
    width = _WIDTH.fullmatch(text, amplitude.end()) if amplitude else None
    if amplitude and width and (width[1] or amplitude[2]):
        box = around(
            tokens[-2:] if len(tokens) > 1 and tokens[-1].text in (width[2], width[4]) else tokens[-1:]
        )
        return amplitude[1], Behind(
            amplitude[2], width[1] or width[3], width[2] or width[4], box, tokens[0].box
        )
    match = _RUN.fullmatch(text)
    if match is None or not match[2] or not unit_here(match[2]):
        return None
    return match[1], Behind(match[2])


def _reaches_units(tokens: Row, row: Row, units: Sequence[Row]) -> bool:
    """Whether the last of several tokens is what the line has for a column of units that is headed right of it."""
    return len(tokens) > 1 and any(
        tokens[0].x1 < head[0].x0
        and min(row, key=lambda t: abs(t.x - (head[0].x0 + head[-1].x1) / 2)) is tokens[-1]
        for head in units
    )


def completed(item: Item, behind: dict[Box, Behind], rows: Sequence[Row]) -> list[Item]:
    """The item with what stood behind its number: its unit, and its pulse width as an item of its own."""
    more = behind.get(item.box) if item.box else None
    if more is None:
        return [item, *_pulse_widths(item, rows)]
    item = replace(item, unit=more.unit or item.unit)
    if more.width is None:
        return [item]
    width = _width_of(item, more.width, more.width_unit, more.width_box)
    return [replace(item, box=more.number_box or item.box), width]


def _width_of(item: Item, width: str, unit: str | None, box: Box | None) -> Item:
    suffix = "pulse width" if item.name.isascii() else "パルス幅"
    name = f"{item.name} {suffix}"
    return replace(item, name=name, value=width, unit=unit, box=box, reference_range=None, flag=None)


def _pulse_widths(item: Item, rows: Sequence[Row]) -> list[Item]:
    """The pulse width printed behind a threshold or output: `0.75 V @ 0.4 ms`."""
    if item.box is None:
        return []
    for row in rows:
        for place, token in enumerate(row):
            if token.box.y0 > item.box.y1 or token.box.y1 < item.box.y0 or token.box.x1 < item.box.x1 - 1e-6:
                continue
            near = _until_gap(row[place:])
            text = join(near)
            start = text.find(item.value) + len(item.value) if token.box.x0 <= item.box.x0 + 1e-6 else 0
            match = _WIDTH.search(text, max(start, 0))
            if match is None or match.start() - start > 6:
                return []
            width = match[1] or match[3]
            carriers = [t for t in near if width in t.text and t.box.x1 >= item.box.x0] or list(near)
            return [_width_of(item, width, match[2] or match[4], around(carriers[-1:]))]
    return []


def _until_gap(row: Sequence[Token]) -> list[Token]:
    """A row's tokens up to the first gap of a cell."""
    return list(cells_of(row, 1.3)[0])
