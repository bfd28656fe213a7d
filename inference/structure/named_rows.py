"""Rows found by the names a type of document is known to print, wherever on the page they stand.

A name opens a row that ends at the next name; what stands in the column of known names and is followed by a
result is a name, too. This reads tables, panels side by side, lists without headings and printouts alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.readable import fold
from inference.structure.dates import find_date, find_time, is_date
from inference.structure.geometry import Row, Token, cells_of, join, row_y
from inference.structure.heading_words import role_of
from inference.structure.kana_names import kana_respelt
from inference.structure.labels import begins_with_label, is_label
from inference.structure.marks import parse_mark
from inference.structure.named_columns import SPELL_OF_TIME
from inference.structure.named_units import name_and_unit
from inference.structure.names import Names
from inference.structure.pieces import Piece, PieceKind, pieces_of
from inference.structure.units import is_unit
from inference.structure.values import ValueKind, parse_value
from mappers.model import Flag

_LONGEST = 6  # tokens of a name
_WORD_GAP = 0.9  # line heights between words of one name
_CLOSE = 0.6  # line heights: a word this near a known name belongs to it
_SAME_PLACE = 1.2  # line heights that results in one column may differ at an edge
_ALIGNED = 0.6  # line heights names may differ at their left
_REACH = 7.0  # line heights to known names that a name stands in line with
_MARK_NEAR = 1.5  # line heights from a mark to the name behind it
_MARK_GAP = 5.0  # the same, where nothing else stands in front: marks in a column of their own
_LOOK_ALIKE = (("0", "O"), ("1", "l"), ("I", "l"), ("l", "I"), ("O", "0"))
_TRIM = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆>＊└├┗┣\-–]+(?=\S)|(?:[\s:：=…‥・･⋯]|[.·]{2,}|(?<![.\w]\w)\.)+$")
_MARK_BLURRED = re.compile(r"^[(（][1Il|][)）](?=\w{2})")  # `(L)` as recognition reads it
_INITIAL = re.compile(r"[A-Z][a-z]?\.")  # of a person's name: `K. Azumi`, `St. Elsewhere`
_AIMS = re.compile(r"(?:targets?|goals?|aims?|limits?|目標|管理目標|目標値)[:：]", re.IGNORECASE)
_ARROW = re.compile(r"[(（]→[)）]")
_SURE = 0.85  # confidence of an answer put right
_LEGEND = re.compile(r"[a-z*†‡#]\s[A-Z][a-z]")  # `c Calculated value(s)`: what a mark means
_NUMBERING = re.compile(r"^\(?\d{1,2}[.)]\s?(?=\D)")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A name and what follows it on its line; `known` where the vocabulary has the name."""

    name: str
    unit: str  # in brackets behind the name, ""
    tokens: Row
    pieces: tuple[Piece, ...]
    known: bool
    mark: Flag | None = None  # printed in front of the name

    @property
    def y(self) -> float:
        """Centre of the name."""
        return row_y(self.tokens)

    @property
    def x0(self) -> float:
        """Left edge of the name."""
        return self.tokens[0].x0

    @property
    def height(self) -> float:
        """Height of the name's print."""
        return max(t.height for t in self.tokens)

    @property
    def has_result(self) -> bool:
        """Whether anything right of the name can be a result."""
        return any(p.value is not None for p in self.pieces)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    known: bool


def named_rows(
    rows: Sequence[Row],
    names: Names,
    answers: frozenset[str],
    stated: Names | None = None,
    headed: Callable[[Token], bool] = lambda token: False,
) -> list[NamedRow]:
    """The named rows of a page, top to bottom, each line left to right; `stated` names may have words as results.

    `headed` says whether a token stands in a table's column of names: what begins there is believed to be one.
    """
    found = [(row, _unless_stated(row, _known(row, names, answers), stated)) for row in rows]
    lefts = [row[s.start] for row, spans in found for s in spans if len(row) > s.end]
    out: list[NamedRow] = []
    for row, known in found:
        spans = _with_aligned(row, known, lefts, answers, headed)
        for place, span in enumerate(spans):
            end = spans[place + 1].start if place + 1 < len(spans) else len(row)
            start = spans[place - 1].end if place else 0
            out.append(_row(row, span, end, row[start : span.start], answers))
    kept: list[NamedRow] = []
    for one in out:
        if one.known or (
            _read_at_once(one)
            and (headed(one.tokens[0]) or any(_answers_in_line(one, o) for o in kept if o.has_result))
        ):
            kept.append(one)
    return kept


def _answers_in_line(row: NamedRow, known: NamedRow) -> bool:
    """Whether the results of a name and of one kept above it begin, end or have their middles at one place."""
    if abs(row.x0 - known.x0) > _ALIGNED * row.height or not 0 < row.y - known.y <= _REACH * row.height:
        return False  # above the first known name stand titles and devices
    mine = next(p for p in row.pieces if p.value is not None)
    reach = _SAME_PLACE * row.height
    return any(
        min(abs(p.x0 - mine.x0), abs(p.x1 - mine.x1), abs(p.x0 + p.x1 - mine.x0 - mine.x1) / 2) <= reach
        or abs(_cell_end(p, known) - _cell_end(mine, row)) <= reach
        for p in known.pieces
        if p.value is not None
    )


def _cell_end(result: Piece, row: NamedRow) -> float:
    """Where a result ends, with the unit close behind it."""
    behind = [p for p in row.pieces if p.kind is PieceKind.UNIT and 0 <= p.x0 - result.x1 <= row.height]
    return behind[0].x1 if behind else result.x1


def _read_at_once(row: NamedRow) -> bool:
    """Whether the result is what follows a name first, mark and unit aside: an unknown name must be that plain."""
    first = next((p for p in row.pieces if p.kind not in (PieceKind.MARK, PieceKind.UNIT)), None)
    return first is not None and first.value is not None and not find_time(first.text)


def _row(row: Row, span: _Span, end: int, before: Row, answers: frozenset[str]) -> NamedRow:
    tokens = row[span.start : span.end]
    text = clean_name(join(tokens))
    taken = name_and_unit(text, recognised=False)
    name, unit = taken if taken else (text, "")
    reach = _MARK_GAP if len(before) == 1 and before[0] is row[0] else _MARK_NEAR
    near = before[-1:] if before and tokens[0].x0 - before[-1].x1 <= reach * tokens[0].height else ()
    mark = parse_mark(near[0].text) if near else None
    return NamedRow(
        name.strip(), unit, tokens, tuple(pieces_of(row[span.end : end], answers)), span.known, mark
    )


def names_repaired(tokens: Sequence[Token], names: Names) -> list[Token]:
    """Recognised tokens of a line with names put right: 0 read for O, l, I and 1 for each other; and 土 read for ±.

    A lone `(→)` is a minus, which nothing else on the line answers.
    """
    told = any(parse_value(token.text) for token in tokens)
    return [
        replace(token, text="(-)", confidence=min(token.confidence, _SURE))
        if _ARROW.fullmatch(token.text) and not told
        else _repaired(token, names)
        for token in kana_respelt(tokens, names)
    ]


def _repaired(token: Token, names: Names) -> Token:
    if token.text == "土":
        return replace(token, text="±")
    if re.fullmatch(r"[(（][一ー―—][)）]", token.text):
        return replace(token, text="(-)")
    if re.fullmatch(r"[\d.]+。", token.text):
        return replace(token, text=token.text[:-1])
    if re.fullmatch(r"[.·・,]\d\+", token.text):
        return replace(token, text=token.text[1:])
    text = clean_name(_MARK_BLURRED.sub("", token.text))
    bare, bracket, inside = text.partition("(")
    if len(bare) < 2 or bare in names or parse_value(text):
        return replace(token, text=text) if bare in names and text in token.text[1:] else token
    for wrong, proper in _LOOK_ALIKE:
        if wrong in bare and bare.replace(wrong, proper) in names:
            tail = inside.replace("1", "I")  # of `FO2(I)`
            lead = _MARK_BLURRED.sub("", token.text)
            return replace(token, text=lead.replace(text, bare.replace(wrong, proper) + bracket + tail))
    return token


def clean_name(text: str) -> str:
    """A name without bullets, numbering and a trailing colon."""
    return _NUMBERING.sub("", _TRIM.sub("", text)).strip()


def _known(row: Row, names: Names, answers: frozenset[str]) -> list[_Span]:
    spans: list[_Span] = []
    at = 0
    while at < len(row):
        end = _longest_name(row, at, names)
        if end == at:
            at += 1
            continue
        start = at
        floor = spans[-1].end if spans else 0
        while start > floor and _belongs(row[start - 1], row[start], answers):
            start -= 1
        end = _name_end(row, end, names, answers)
        spans.append(_Span(start, end, True))
        at = end
    if _AIMS.fullmatch(row[0].text):
        return []
    return [s for s in spans if not (s.start and _inside_value(row, s, spans))]


def _name_end(row: Row, end: int, names: Names, answers: frozenset[str]) -> int:
    """Where a known name ends: with the words, the other name of its cell, or the time that belong to it."""
    while (
        end < len(row)
        and not _ends_name(row[end - 1])
        and (_follows(row[end - 1], row[end], names, answers) or _closes_cell(row, end, names))
    ):
        end += 1
    return end


def _closes_cell(row: Row, at: int, names: Names) -> bool:
    """Whether a token near a name is a name (`塗抹 蛍光法`) or a time (`小川培地 4週`) with a wide gap behind it."""
    token = row[at]
    if at + 1 >= len(row) or token.x0 - row[at - 1].x1 > _CLOSE * token.height:
        return False
    behind = row[at + 1].x0 - token.x1
    apart = behind > max(_WORD_GAP * token.height, 2 * (token.x0 - row[at - 1].x1))
    return apart and (clean_name(token.text) in names or bool(SPELL_OF_TIME.fullmatch(token.text)))


def _unless_stated(row: Row, spans: list[_Span], stated: Names | None) -> list[_Span]:
    """The spans without names that a label's statement tells of: `塗抹   グラム陰性桿菌 少数`, `Few WBC, no yeast`."""
    if stated is None or len(spans) < 2 or clean_name(join(row[spans[0].start : spans[0].end])) not in stated:
        return spans
    first, second = spans[:2]
    another = clean_name(join(row[second.start : second.end])) in stated
    told = second.start > first.end or (len(spans) == 2 and not another)
    one = len(cells_of(row[first.end :], _WORD_GAP)) == 1
    return spans[:1] if told and one and _ends_cell(row, first.end) else spans


def _ends_cell(row: Row, end: int) -> bool:
    return _ends_name(row[end - 1]) or row[end].x0 - row[end - 1].x1 > _WORD_GAP * row[end].height


def _longest_name(row: Row, at: int, names: Names) -> int:
    best = at
    first = row[at].text
    if _INITIAL.fullmatch(first) and _goes_on_capital(row, at):
        return at
    if not any(c.isalpha() for c in first) or (parse_mark(first) and clean_name(first) not in names):
        return at
    for end in range(at + 1, min(len(row), at + _LONGEST) + 1):
        if end - at > 1 and row[end - 1].x0 - row[end - 2].x1 > _WORD_GAP * row[end - 1].height:
            break
        if end - at > 1 and _is_grade(row[end - 1].text):
            break
        text = clean_name(join(row[at:end]))
        taken = name_and_unit(text, recognised=False)
        if text and (taken[0] if taken else text) in names and any(c.isalpha() for c in text):
            best = end
    return best


def _goes_on_capital(row: Row, at: int) -> bool:
    """Whether a capital word stands right behind an abbreviation: a person or a house."""
    if at + 1 >= len(row) or row[at + 1].x0 - row[at].x1 > _WORD_GAP * row[at].height:
        return False
    return re.match(r"[A-Z][a-z]", row[at + 1].text) is not None


def _is_grade(text: str) -> bool:
    """`(2+)` behind a name is its result, not a bracket of the name."""
    value = parse_value(text)
    return value is not None and value.kind is ValueKind.GRADED


def _ends_name(token: Token) -> bool:
    return token.text[-1] in ":：="


def _wordy(text: str, answers: frozenset[str]) -> bool:
    """A word that is no result, unit, mark, date or label: it can be part of a name."""
    if not any(c.isalpha() for c in text) or any(c.isdigit() for c in text):
        return False
    if fold(text) in answers or parse_value(text) or is_unit(text) or parse_mark(text):
        return False
    return not (is_label(text) or is_date(text) or role_of(text) or text[-1] in ":：、。,")


def _belongs(before: Token, name: Token, answers: frozenset[str]) -> bool:
    near = name.x0 - before.x1 <= _CLOSE * min(name.height, before.height)
    return near and _wordy(before.text, answers)


def _follows(name: Token, after: Token, names: Names, answers: frozenset[str]) -> bool:
    near = after.x0 - name.x1 <= _CLOSE * min(name.height, after.height)
    return near and _wordy(after.text.strip("()（）"), answers) and clean_name(after.text) not in names


def _inside_value(row: Row, span: _Span, spans: Sequence[_Span]) -> bool:
    """A known name in brackets behind another (`上皮細胞 (扁平)`), or a name right behind a label's colon."""
    before = row[span.start - 1]
    close = row[span.start].x0 - before.x1 <= 1.5 * before.height
    if close and before.text[-1] in ",、":
        return True  # `Blood culture, aerobic`
    return close and before.text[-1] in ":：" and is_label(before.text.rstrip(":：")) and span is spans[0]


def _with_aligned(
    row: Row,
    spans: list[_Span],
    lefts: Sequence[Token],
    answers: frozenset[str],
    headed: Callable[[Token], bool],
) -> list[_Span]:
    """The spans with cells that begin where known names or the headed ones begin and are followed by something."""
    out = list(spans)
    at = 0
    for cell in cells_of(row, _WORD_GAP):
        start, at = at, at + len(cell)
        if any(s.start < at and s.end > start for s in spans):
            continue
        aligned = [t for t in lefts if _in_line(t, cell[0])]
        end = start + _name_part(cell, answers)
        if (len(aligned) < 2 and not headed(cell[0])) or end == start or end >= len(row):
            continue
        if _could_be_name(join(row[start:end]), answers):
            out.append(_Span(start, end, False))
    return sorted(out, key=lambda s: s.start)


def _in_line(known: Token, first: Token) -> bool:
    """Whether a cell begins where a known name of another line near by begins."""
    apart = abs(known.y - first.y)
    return (
        abs(known.x0 - first.x0) <= _ALIGNED * first.height
        and 0.5 * first.height < apart <= _REACH * first.height
    )


def _name_part(cell: Row, answers: frozenset[str]) -> int:
    """How many leading tokens of a cell are its name: up to the first that can be a result."""
    for count, token in enumerate(cell):
        piece = pieces_of((token,))[0]
        result = piece.kind in (PieceKind.VALUE, PieceKind.SPAN, PieceKind.BOUND)
        if result or fold(token.text) in answers:
            return count
    return len(cell)


def _could_be_name(text: str, answers: frozenset[str]) -> bool:
    text = clean_name(text)
    if not any(c.isalpha() for c in text) or len(text) > 28 or any(c in "。、" for c in text):
        return False
    if _LEGEND.match(text):
        return False
    if begins_with_label(text) or role_of(text) or is_unit(text) or parse_mark(text) or find_date(text):
        return False
    return parse_value(text) is None and fold(text) not in answers
