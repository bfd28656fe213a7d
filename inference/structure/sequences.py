"""Rows without headings: which words are the name, the value, the unit and the range, from their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.readable import has_letters, width_units
from inference.structure.analytes import is_analyte
from inference.structure.dates import is_date
from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.heading_words import Role, role_of
from inference.structure.marks import parse_mark
from inference.structure.ranges import is_range, is_span, split_range_and_unit
from inference.structure.units import is_unit
from inference.structure.values import is_value, parse_value

_TITLE = re.compile(r"[【＜<\[《].*[】＞>\]》]|[■◆●◇□▼★].+|[-=―─]{2,}.*[-=―─]{2,}")


_FEWEST_STEPS = 3  # of a curve's scale
_MARKED_UNIT = re.compile(r"(\S+?)\s?[(（]\s?(\S{1,2})\s?[)）]")


@dataclass(frozen=True, slots=True)
class RowParts:
    """The tokens of one result."""

    name: tuple[Token, ...] = ()
    value: tuple[Token, ...] = ()
    unit: tuple[Token, ...] = ()
    range: tuple[Token, ...] = ()
    mark: tuple[Token, ...] = ()


def parts_of_row(row: Row) -> list[RowParts]:
    """The results on one line: name first, then its value, then unit, range and mark in any order.

    A new name after a value begins the next result (tables side by side). A second value is an earlier
    result or a bound and is left out.
    """
    results: list[RowParts] = []
    current = RowParts()
    span_first = False
    pieces = _pieces([part for token in row for part in _mark_cut(token)])
    for place, cell in enumerate(pieces):
        text = join(cell)
        kind = _kind(text, current)
        if kind == "unit" and current.value and is_analyte(text) and _leads_to_value(pieces[place + 1 :]):
            kind = "name"  # `UN 43.7  UA 5.3`, `UA  L  3.1`: an item whose name could be a unit
        if not current.value and current.name:
            span_first = span_first or is_span(text)
            if span_first and kind == "value" and is_range(text):
                current, span_first = RowParts(), False  # `1-4 4以下`: which is the result, nobody can say
                continue
        if kind == "name" and current.value:
            results.append(current)
            current = RowParts()
        if kind == "name":
            titled = _TITLE.fullmatch(join(current.name))  # a section's, in the column beside
            current = RowParts(name=cell if titled else current.name + cell)
        elif not current.name or kind == "other":
            continue
        elif kind == "value":
            current = _with_value(current, cell)
        elif kind == "unit" and current.value and current.unit and current.unit[0].x0 < current.value[0].x0:
            # `マグネシウム (Mg) 2.3 mg/dL`: what looked like the unit in front of the value is the name's
            name = (*current.name, *current.unit)
            current = RowParts(name, current.value, cell, current.range, current.mark)
        elif kind == "unit":
            current = RowParts(current.name, current.value, current.unit or cell, current.range, current.mark)
        elif kind == "range":
            current = RowParts(current.name, current.value, current.unit, current.range or cell, current.mark)
        elif kind == "mark":
            current = RowParts(current.name, current.value, current.unit, current.range, current.mark or cell)
    if current.value:
        results.append(current)
    return (
        []
        if len(results) == 1 and _is_axis([token.text for piece in pieces[1:] for token in piece])
        else results
    )


def _with_value(row: RowParts, cell: tuple[Token, ...]) -> RowParts:
    """A row with its value; before one with a unit of its own, what looked like one (`マグネシウム (Mg)`) is the
    name's."""
    told = parse_value(join(cell))
    if told and told.unit:
        row = replace(row, name=(*row.name, *row.unit), unit=())
    return replace(row, value=cell)


def _is_axis(texts: Sequence[str]) -> bool:
    """Whether what follows a name is the scale of a curve: round numbers in even steps, then perhaps their unit."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    rest = [text for text in texts if not text.isdecimal()]  # `³` is a digit, but no number
    steps = {b - a for a, b in pairwise(numbers)}
    even = len(numbers) >= _FEWEST_STEPS and (len(steps) == 1 or numbers[0] * 2 == numbers[1])
    return even and min(steps) > 0 and all(n % 10 == 0 for n in numbers) and all(map(is_unit, rest))


def _leads_to_value(pieces: Sequence[tuple[Token, ...]]) -> bool:
    """Whether a result comes next, its mark aside."""
    texts = [join(piece) for piece in pieces[:2]]
    behind = texts[1:] if texts and parse_mark(texts[0]) and not is_value(texts[0]) else texts
    return bool(behind) and is_value(behind[0])


def _mark_cut(token: Token) -> tuple[Token, ...]:
    """A unit with a mark in brackets against it (`mg/dL(高)`) as two words, any other token as it is."""
    match = _MARKED_UNIT.fullmatch(token.text)
    if match is None or not is_unit(match[1], in_unit_column=True) or parse_mark(match[2]) is None:
        return (token,)
    middle = token.x0 + (token.x1 - token.x0) * width_units(match[1]) / width_units(token.text)
    return replace(token, text=match[1], x1=middle), replace(token, text=match[2], x0=middle)


def _pieces(row: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Cells, cut further where a value, unit or range stands in one with other words."""
    pieces: list[tuple[Token, ...]] = []
    for cell in cells_of(row, 1.0):
        if len(cell) == 1 or is_value(join(cell)) or is_range(join(cell)):
            pieces.append(cell)
            continue
        run: list[Token] = []
        for token, following in zip(cell, (*cell[1:], None), strict=True):
            inside = run and following is not None and _is_word(following.text)  # `White cell count`
            if is_value(token.text) or is_span(token.text) or (is_unit(token.text) and not inside):
                if run:
                    pieces.append(tuple(run))
                    run = []
                pieces.append((token,))
            else:
                run.append(token)
        if run:
            pieces.append(tuple(run))
    return pieces


def _is_word(text: str) -> bool:
    told = is_value(text) or is_range(text) or is_unit(text) or parse_mark(text) is not None
    return has_letters(text) and not told


def _unit_then_range(text: str) -> bool:
    """`mL/min/1.73m²60.0-110.0`: told apart once the row is made."""
    return any(is_range(text[cut:]) and is_unit(text[:cut]) for cut in range(2, len(text) - 2))


def _kind(text: str, current: RowParts) -> str:
    if is_date(text):
        return "other"
    if is_span(text) or is_span(split_range_and_unit(text)[0]):
        return "range" if current.value else "other"
    if current.name and not current.value and parse_value(text):
        return "value"
    if current.name and not current.value and parse_mark(text):
        return "mark"  # between name and value, never the name's last word
    if not current.name and is_unit(text) and not is_analyte(text):
        return "other"  # a unit is nobody's name
    if current.value and role_of(text) is Role.RANGE:
        return "other"  # `52 IU/mL  基準値 170以下`: says only what stands behind
    if current.value:
        if is_unit(text) or _unit_then_range(text):
            return "unit"
        if is_range(text):
            return "range"
        if parse_mark(text):
            return "mark"
        if parse_value(text):
            return "range" if current.unit and not current.range else "other"
    elif is_unit(text) and current.name:
        return "unit"
    return "name" if has_letters(text) and len(text) <= 40 else "other"
