"""What anchored reading passes between its parts: a type's words, and results before they are items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.readable import fold
from inference.structure.marks import parse_mark
from inference.structure.named_columns import HeadWords
from inference.structure.named_rows import NamedRow
from inference.structure.names import Names
from inference.structure.pieces import Piece, PieceKind
from inference.structure.values import Value, ValueKind
from mappers.model import Flag

PLACEHOLDERS = frozenset(("-", "--", "---", "/", "―", "ー", "…", "...", "*", "・", "－"))
_BRACKETS = "[]()（）［］ "
_LONGEST_ANSWER = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What a type of document prints. `spans`: results may have two ends; `blanks`: a lone dash is no result."""

    names: Names
    heads: HeadWords
    answers: frozenset[str] = frozenset()  # folded
    spans: bool = False
    blanks: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """One result before it is an item."""

    row: NamedRow
    value: Value
    carrier: Piece
    unit: str = ""
    range: str = ""
    flag: Flag | None = None
    label: str = ""  # what the column or block adds to the name
    effective: str | None = None


def result_of(row: NamedRow, pieces: Sequence[Piece], words: Words, free: bool) -> Result | None:
    """The result that pieces make in their order; `free`: any short words in the result's place are one."""
    value: Value | None = None
    carrier: Piece | None = None
    unit, ranged, flag = row.unit, "", None
    for piece in pieces:
        if value is None:
            value = _as_value(piece, words, free)
            carrier = piece if value else None
            if value is not None:
                continue
        if piece.kind is PieceKind.UNIT:
            unit = unit or piece.text
        elif piece.kind is PieceKind.MARK:
            flag = flag or parse_mark(piece.text)
        elif piece.kind in (PieceKind.SPAN, PieceKind.BOUND) or (value is not None and piece.bracketed):
            ranged = ranged or piece.text.strip(_BRACKETS)
    if value is None or carrier is None:
        return None
    return Result(row, value, carrier, value.unit or unit, ranged, value.flag or flag)


def _as_value(piece: Piece, words: Words, free: bool) -> Value | None:
    if words.blanks and piece.text in PLACEHOLDERS:
        return None
    if piece.kind is PieceKind.SPAN and not words.spans:
        return None
    if piece.value is not None:
        return piece.value
    if piece.kind is PieceKind.WORDS:
        key = fold(piece.text)
        if key in words.answers or key.strip("()") in words.answers:
            return Value(piece.text, ValueKind.WORD)
        if free and len(piece.text) <= _LONGEST_ANSWER and any(c.isalpha() for c in piece.text):
            return Value(piece.text, ValueKind.WORD)
    return None
