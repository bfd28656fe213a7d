"""Lines that hold nothing but names with their values: `WBC 4200 /μL、 Hb 12.1 g/dL、 CRP 0.31 mg/dL。`

Only a line read to its end this way gives values; a line of prose that mentions one, or of drugs with their doses,
gives none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from inference.readable import fold, fold_unit, listed
from inference.structure.analytes import is_analyte
from inference.structure.geometry import Row, Token, join, line_height
from inference.structure.labelled import is_value_label
from inference.structure.labels import begins_with_label, is_label
from inference.structure.narrative_blocks import Line, is_heading
from inference.structure.pieces import cut
from inference.structure.units import is_unit

_BODY = frozenset(
    fold(word)
    for word in listed("""
pH 身長 体重 BMI 体温 血圧 脈拍 脈拍数 心拍数 呼吸数 SpO2 酸素飽和度 腹囲 体表面積 尿量 BT BP HR PR RR BW BH height
weight temp
temperature pulse bloodpressure heartrate respiratoryrate
""")
)
_VALUE = re.compile(
    r"(?:[<>≦≧≤≥]\s?)?\d+(?:,\d{3})*(?:\.\d+)?"
    r"(?:\s?/\s?\d{2,3}(?![\d/])|(?:\s?[×xX*]\s?\d+(?:\.\d+)?){1,2})?(?:未満|以下|以上)?"
)
_UNIT = re.compile(r"\s?((?:[百千万億]\s?(?=/))?[^\s、。，,;；(（]+?)(?=[、。，,;；(（\s]|\.(?!\d)|[↑↓▲▼]|$)")
_MARK = re.compile(r"\s?(?:HH?|LL?|高値?|低値?|[↑↓▲▼]|[(（][^()（）]{1,10}[)）])(?=[、。，,;；.\s]|$)")
_BETWEEN = re.compile(r"[\s、。，,;；.]*")
_LEAD = re.compile(
    r"[・●○■□◆◇\-\s]*(?:[【\[［(（<＜][^】\]］)）>＞]{1,12}[】\]］)）>＞]\s*)?(?:[^:：\d]{2,14}[:：]\s*(?=[^\d<>≦≧≤≥\s]))?"
)  # `血液検査: AST 41`
_IN_PROSE = re.compile(r"[、。，,;；はがをに]|[でとも]$|\d日|\d回")
_OPEN = re.compile(r"[(（][^)）]*$")  # `ER 陽性(90%)`: the number says more of the answer
_DOSES = frozenset(
    map(
        fold_unit,
        ("mg", "g", "μg", "ug", "mcg", "mL", "錠", "単位", "T", "C", "Cap", "U", "日", "回", "分", "時間"),
    )
)
_LONGEST = 18  # characters of a name
_ALIGNED = 0.6  # line heights
_STEP = 2.2  # line heights from one line to the next
_FEWEST = 2  # values of a line whose names are in no list


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A name and the tokens of its value, which may hold the unit, too; `tokens` are all that print it."""

    name: str
    value: Row
    tokens: Row


@dataclass(frozen=True, slots=True)
class _Span:
    name: str
    start: int  # of the name, in the line's text
    value: int
    end: int  # behind the unit


def runs_of_values(lines: Sequence[Line]) -> list[NamedValue]:
    """The names with values of all lines that hold nothing else; the columns of one line count as one line.

    A line that gives none alone may do together with those below it (`… ヘモグロビン` | `11.2 g/dL`).
    """
    out: list[NamedValue] = []
    left: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.y):
        columns = list(group)
        row = tuple(token for line in columns for token in line.tokens)
        found = _values_of(row, join(row))
        out += found
        left += [] if found else columns
    return [*out, *_wrapped(left)]


def _values_of(row: Row, text: str) -> list[NamedValue]:
    spans = _spans(text)
    known = bool(spans) and all(_known(span.name) for span in spans)
    return [_named(span, row, text) for span in spans] if known or len(spans) >= _FEWEST else []


def _wrapped(lines: Sequence[Line]) -> list[NamedValue]:
    """The names with values of lines under each other that only together hold nothing else."""
    out: list[NamedValue] = []
    used: set[int] = set()
    height = line_height([token for line in lines for token in line.tokens])
    for line in lines:
        run = [line]
        for below in lines if id(line) not in used else ():
            if abs(below.x0 - line.x0) > _ALIGNED * height or not 0 < below.y - run[-1].y <= _STEP * height:
                continue
            run.append(below)
            text = " ".join(part.text for part in run)
            found = _values_of(tuple(token for part in run for token in part.tokens), text)
            if found and all(_known(one.name) or is_value_label(one.name) for one in found):
                out += found
                used.update(map(id, run))
                break
    return out


def _known(name: str) -> bool:
    return is_analyte(name) or fold(name) in _BODY


def _spans(text: str) -> list[_Span]:
    """The names with values that a text is made of; [] where anything else stands in it."""
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    spans: list[_Span] = []
    while at < len(text):
        span = _span_at(text, at)
        if span is None:
            return []
        spans.append(span)
        mark = _MARK.match(text, span.end)
        behind = _BETWEEN.match(text, mark.end() if mark else span.end)
        at = behind.end() if behind else span.end
        if at == span.end and at < len(text) and not mark:
            return []
    return spans


def _span_at(text: str, at: int) -> _Span | None:
    """The name and value that begin at a place: the shortest name behind which a value and its unit stand."""
    for match in _VALUE.finditer(text, at):
        label = text[at : match.start()]
        name = _without_heading(label.strip(" :：=＝・"))
        if len(name) > _LONGEST or _IN_PROSE.search(label) or _OPEN.search(label):
            return None
        if not any(c.isalpha() for c in name):
            continue
        if not _known(name) and (is_label(name) or begins_with_label(name)):
            continue
        glued = label[-1:].isascii() and label[-1:].isalnum()  # the 2 of SpO2
        unit = _UNIT.match(text, match.end())
        if unit and not glued and is_unit(unit[1], in_unit_column=True) and _measures(name, unit[1]):
            return _Span(name, at, match.start(), unit.end())
        ended = match.end() == len(text) or text[match.end()] in "、。，,;； "
        if not glued and ended and _known(name) and not _dose(text[match.end() :]):
            return _Span(name, at, match.start(), match.end())
    return None


def _without_heading(name: str) -> str:
    """A name without the heading in front of it: `退院時所見  体重`."""
    front, _, last = name.rpartition(" ")
    return last if front and is_heading(front) and _known(last) else name


def _measures(name: str, unit: str) -> bool:
    """Whether a unit can be that of a measurement: one of doses only behind a known name."""
    return fold_unit(unit) not in _DOSES or _known(name)


def _dose(behind: str) -> bool:
    unit = _UNIT.match(behind)
    return unit is not None and fold_unit(unit[1]) in _DOSES


def _named(span: _Span, row: Row, text: str) -> NamedValue:
    """The span's tokens, found by their places in the line's text; those of the value cut to it."""
    tokens: list[Token] = []
    value: list[Token] = []
    at = 0
    for token in row:
        start = text.index(token.text, at)
        at = start + len(token.text)
        if start < span.end and at > span.start:
            tokens.append(token)
        if start < span.end and at > span.value:
            value.append(_cut_to(token, span.value - start, span.end - start))
    return NamedValue(span.name, tuple(value), tuple(tokens))


def _cut_to(token: Token, start: int, end: int) -> Token:
    if end < len(token.text):
        token = cut(token, token.text[:end], token.text[end:])[0]
    return cut(token, token.text[:start], token.text[start:])[1] if start > 0 else token
