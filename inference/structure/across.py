"""Names in a line with their results below: cards (`pH` over `7.41`), and items across with times or twins down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.structure.anchored_result import Result, Words, result_of
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.geometry import Row, cells_of, join, row_y
from inference.structure.heading_words import Role, role_of
from inference.structure.named_columns import bare_heading
from inference.structure.named_rows import NamedRow
from inference.structure.names import Names
from inference.structure.pieces import Piece, PieceKind, pieces_of
from inference.structure.units import is_unit, repair_recognised

_GAP = 3.6  # line heights without a line that end a table
_MANY_UNITS = 4  # units for each piece that is none, in a line of units
_CARD_GAP = 2.6  # line heights from a lone name to its value


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands left of the first name says what a line is."""

    lead: str
    pieces: tuple[Piece, ...]

    def all_are(self, kind: PieceKind) -> bool:
        return bool(self.pieces) and all(p.kind is kind for p in self.pieces)

    @property
    def of_units(self) -> bool:
        """Whether it is a line of units, a few of which recognition may have garbled (`cmH20`, `9%`)."""
        others = [p for p in self.pieces if p.kind is not PieceKind.UNIT]
        units = len(self.pieces) - len(others)
        garbled = all(p.kind is PieceKind.WORDS or _as_unit(p.text) for p in others)
        return units > 0 and garbled and units >= _MANY_UNITS * len(others)


def _as_unit(text: str) -> bool:
    """Whether a text is a unit, perhaps with what recognition garbles put right."""
    return is_unit(repair_recognised(text), in_unit_column=True)


def results_below(
    rows: Sequence[Row],
    empty: Sequence[NamedRow],
    named: Sequence[NamedRow],
    words: Words,
    year: int | None,
) -> list[Result]:
    """Results under names that have none beside them. `empty` are those of the `named` rows."""
    named_at = {id(t) for r in named for t in r.tokens}
    out: list[Result] = []
    for number, row in enumerate(rows):
        names = [_with_unit_beside(r) for r in empty if r.tokens[0] in row and r.known]
        if not names:
            continue
        below = _body(rows, number, named_at, names[0].height)
        out += _table(names, below, words, year) if len(names) > 1 else _card(names[0], below, words)
    return out


def _with_unit_beside(name: NamedRow) -> NamedRow:
    """The name with the unit that alone stands on its line behind it, at the right of its box (`pCO2    mmHg`)."""
    alone = len(name.pieces) == 1 and name.pieces[0].kind is PieceKind.UNIT
    return replace(name, unit=name.unit or name.pieces[0].text) if alone else name


def _body(rows: Sequence[Row], number: int, named_at: set[int], height: float) -> list[Row]:
    body: list[Row] = []
    last = row_y(rows[number])
    for row in rows[number + 1 :]:
        if row_y(row) - last > _GAP * height or any(id(t) in named_at for t in row):
            break
        body.append(row)
        last = row_y(row)
    return body


def _card(name: NamedRow, below: Sequence[Row], words: Words) -> list[Result]:
    if not below or row_y(below[0]) - name.y > _CARD_GAP * name.height:
        return []
    x1 = name.tokens[-1].x1
    under = [
        c for c in cells_of(below[0], 1.2) if c[0].x0 < x1 + name.height and c[-1].x1 > name.x0 - name.height
    ]
    if len(under) != 1:
        return []
    plain = replace(words, stated=Names())  # a statement stands beside its label
    found = result_of(replace(name, pieces=()), pieces_of(under[0], words.answers), plain, free=False)
    return [found] if found else []


def _table(names: Sequence[NamedRow], below: Sequence[Row], words: Words, year: int | None) -> list[Result]:
    units: dict[int, str] = {}
    ranges: dict[int, str] = {}
    out: list[Result] = []
    plain = 0
    for row in below:
        line = _line(row, names, year, words.answers)
        role = role_of(line.lead)
        held = _under(names, line.pieces)
        if role is Role.UNIT or line.of_units:
            units |= {
                i: pieces[0].text
                for i, pieces in held.items()
                if role is Role.UNIT or _as_unit(pieces[0].text)
            }
        elif role is Role.RANGE or (line.all_are(PieceKind.SPAN) and not words.spans):
            ranges |= {i: pieces[0].text.strip("[]() ") for i, pieces in held.items()}
        elif line.lead or not plain:
            found = [
                result_of(replace(names[i], pieces=()), p, words, free=False) for i, p in sorted(held.items())
            ]
            label, effective = _said(line.lead, words, year)
            made = [
                replace(
                    r,
                    label=label,
                    effective=effective,
                    unit=r.unit or units.get(i, ""),
                    range=ranges.get(i, ""),
                )
                for i, r in zip(sorted(held), found, strict=True)
                if r is not None
            ]
            plain += bool(made) and not line.lead
            out += made
    return [replace(r, unit=r.unit or _late(units, names, r)) for r in out]


def _late(units: dict[int, str], names: Sequence[NamedRow], result: Result) -> str:
    """The unit of a line that stands below the results."""
    place = next(i for i, n in enumerate(names) if n.tokens[0] is result.row.tokens[0])
    return units.get(place, "")


def _line(row: Row, names: Sequence[NamedRow], year: int | None, answers: frozenset[str]) -> _Line:
    left = names[0].x0 - 0.8 * names[0].height
    lead = [t for t in row if t.x1 <= left]
    rest = row[len(lead) :]
    first = cells_of(row, 0.8)[0]
    if not lead and is_date(join(first), year):
        lead, rest = list(first), row[len(first) :]
    return _Line(join(lead), tuple(pieces_of(rest, answers)))


def _said(lead: str, words: Words, year: int | None) -> tuple[str, str | None]:
    """What a line's lead adds: a label, or a time."""
    date = find_date(lead, year)
    if date is not None:
        return "", date.iso
    bare = bare_heading(lead)
    if not bare or words.heads.measured(bare) or role_of(bare) is Role.VALUE or find_time(lead):
        return "", None
    return bare, None


def _under(names: Sequence[NamedRow], pieces: Sequence[Piece]) -> dict[int, list[Piece]]:
    """Pieces by the name whose middle or left edge is nearest."""
    middles = [(n.x0 + n.tokens[-1].x1) / 2 for n in names]
    pitch = min((b - a for a, b in pairwise(middles)), default=names[0].height * 8)
    held: dict[int, list[Piece]] = {}
    for piece in pieces:
        place = min(range(len(names)), key=lambda i: _apart(names[i], piece))
        if _apart(names[place], piece) <= 0.6 * pitch:
            held.setdefault(place, []).append(piece)
    return held


def _apart(name: NamedRow, piece: Piece) -> float:
    x0, x1 = name.x0, name.tokens[-1].x1
    return min(abs((piece.x0 + piece.x1) - (x0 + x1)) / 2, abs(piece.x0 - x0), abs(piece.x1 - x1))
