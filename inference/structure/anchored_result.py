"""What anchored reading passes between its parts: a type's words, and results before they are items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inference.readable import fold
from inference.structure.geometry import join
from inference.structure.labels import is_label
from inference.structure.marks import parse_mark
from inference.structure.named_columns import SPELL_OF_TIME, HeadWords
from inference.structure.named_rows import NamedRow
from inference.structure.names import Names
from inference.structure.pieces import Piece, PieceKind
from inference.structure.values import Value, ValueKind, parse_value
from mappers.model import Flag

PLACEHOLDERS = frozenset(("-", "--", "---", "/", "―", "ー", "…", "...", "*", "・", "－"))
_BRACKETS = "[]()（）［］ "
_LONGEST_ANSWER = 20
_LONGEST_STATEMENT = 60
_SENTENCE_GAP = 1.2  # line heights
_BEHIND_NUMBERS = ("C", "F", "日")  # units there, elsewhere words
_RULE = re.compile(r"[-−–—―ー]{2,}")
_OF_METHOD = re.compile(
    r"(?:による|に準拠|に基づく)(?:。|$|判定|測定)"
)  # a note on how: `塗抹：鏡検による。`
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")


@dataclass(frozen=True, slots=True)
class Words:
    """What a type of document prints. `spans`: results may have two ends; `blanks`: a lone dash is no result."""

    names: Names
    heads: HeadWords
    answers: frozenset[str] = frozenset()  # folded
    spans: bool = False
    blanks: bool = True
    stated: Names = field(default_factory=Names)  # names that a statement of several words may follow


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
    stated = _statement(row, pieces, words)
    if stated is not None:
        return stated
    value: Value | None = None
    carrier: Piece | None = None
    unit, ranged, flag = row.unit, "", None
    for piece in pieces:
        if value is None:
            value = _as_value(piece, words, free)
            carrier = piece if value else None
            if value is not None:
                continue
        if value is not None and carrier is not None and _restates(value, carrier, piece):
            break  # the amount that a grade stands for, with a unit of its own: `1+  30 mg/dL`
        if piece.kind is PieceKind.UNIT or (
            piece.text in _BEHIND_NUMBERS and carrier is not None and not unit
        ):
            unit = unit or piece.text
        elif piece.kind is PieceKind.MARK:
            flag = flag or parse_mark(piece.text)
        elif piece.kind in (PieceKind.SPAN, PieceKind.BOUND) or (value is not None and piece.bracketed):
            ranged = ranged or piece.text.strip(_BRACKETS)
    if value is None or carrier is None:
        return None
    return Result(row, value, carrier, value.unit or unit, ranged, value.flag or flag)


def _restates(value: Value, carrier: Piece, piece: Piece) -> bool:
    """Whether a piece behind a grade or word says its amount, no range: `1+ 30`, `(-) <30`, `Normal (0.1 EU/dL)`."""
    inside = parse_value(piece.text.strip(_BRACKETS)) if piece.bracketed else None
    found = piece.value or inside
    if value.kind is ValueKind.NUMBER or found is None or found.kind is not ValueKind.NUMBER:
        return False
    if piece.kind is PieceKind.VALUE or inside is not None:
        return value.kind is ValueKind.GRADED or piece.bracketed
    close = piece.x0 - carrier.x1 <= _SENTENCE_GAP * piece.tokens[0].height
    return piece.kind is PieceKind.BOUND and close and not piece.bracketed


def _statement(row: NamedRow, pieces: Sequence[Piece], words: Words) -> Result | None:
    """The words behind a name of statements, as far as they stand close: `菌の発育を認めません`."""
    if not pieces or row.name not in words.stated or not _begins_statement(pieces):
        return None
    run = [pieces[0]]
    for piece in pieces[1:]:
        if piece.x0 - run[-1].x1 > _SENTENCE_GAP * piece.tokens[0].height:
            break
        run.append(piece)
    tokens = tuple(t for piece in run for t in piece.tokens)
    text = join(tokens)
    if len(text) > _LONGEST_STATEMENT or _OF_METHOD.search(text):
        return None
    return Result(row, Value(text.rstrip("。"), ValueKind.WORD), Piece(PieceKind.WORDS, tokens, text))


def _begins_statement(pieces: Sequence[Piece]) -> bool:
    """Words, or an answer that words go on from: `Moderate gram negative rods`."""
    first = pieces[0]
    if is_label(first.text) or (len(pieces) > 1 and all(SPELL_OF_TIME.fullmatch(p.text) for p in pieces[:2])):
        return False  # of the page's head, or heads of columns
    if first.kind is PieceKind.WORDS or len(pieces) == 1:
        return first.kind is PieceKind.WORDS
    worded = first.value is not None and first.value.kind is ValueKind.WORD
    close = pieces[1].x0 - first.x1 <= _SENTENCE_GAP * first.tokens[0].height
    return worded and close and pieces[1].kind is PieceKind.WORDS


def _as_value(piece: Piece, words: Words, free: bool) -> Value | None:
    if (words.blanks and piece.text in PLACEHOLDERS) or _RULE.fullmatch(piece.text):
        return None
    if piece.kind is PieceKind.SPAN and not words.spans:
        return None
    if piece.value is not None:
        return None if _CLOCK.fullmatch(piece.text) else piece.value
    if piece.kind is PieceKind.WORDS:
        key = fold(piece.text)
        if key in words.answers or key.strip("()") in words.answers:
            return Value(piece.text, ValueKind.WORD)
        if free and len(piece.text) <= _LONGEST_ANSWER and any(c.isalpha() for c in piece.text):
            return Value(piece.text, ValueKind.WORD)
    return None
