"""One row's parts to an item: name, value, unit, range and mark, each where its look says it belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import PageWords, fold
from inference.structure.analytes import is_analyte, repair_recognised_name
from inference.structure.dates import find_date
from inference.structure.geometry import Token, around, cells_of, join, mean_confidence
from inference.structure.labels import begins_with_label, is_label
from inference.structure.marks import parse_mark
from inference.structure.ranges import (
    bounds_joined,
    for_sex,
    is_range,
    is_span,
    split_range_and_unit,
    unbracketed,
)
from inference.structure.sequences import RowParts
from inference.structure.units import bare_unit, is_per_field, is_unit, repair_recognised
from inference.structure.values import Value, ValueKind, parse_value
from mappers.model import Item, Sex

MOST_CONFIDENT = 0.99
"""No reading is certain: not even a text layer, whose producer may have drawn something else."""

_BLANKS = frozenset(("-", "--", "---", "…", "...", "*", "・", "/", "―", "ー", "－"))
_DASH_READ = ("一", "二", "＝", "=", "_")
"""What recognition makes of a dash that stands alone."""
_ARROW_READ = ("V", "v", "Ｖ")
"""What recognition makes of an arrow that points down, alone between a name and its result."""
_NOT_YET = frozenset(
    fold(w)
    for w in [
        "検査中",
        "未着",
        "未報告",
        "報告中",
        "後日報告",
        "依頼中",
        "測定中",
        "検査進行中",
        "pending",
        "inprogress",
        "tofollow",
    ]
)
"""Words in a result's place that say that there is none yet: no items (samples/families, Conventions)."""
_NEGATIVE = frozenset(("-", "(-)", "陰性", "陰性(-)", "negative", "(-)陰性"))
_STAMPS = frozenset(("date", "time", "datetime", "日付", "日時", "時刻", "年月日"))
_LONGEST_ANSWER = 28  # characters of an answer of several words
_COUNTS = ("万", "千", "百", "億")
_BULLETS = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆>＊└├┗┣]+|[\s:：=＝.…‥・]+$")
_PAGE_COUNT = re.compile(r"\d{1,2}\s?/\s?\d{1,2}")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d")
_BEFORE = re.compile(
    r"^.*[)）]\s?[、，]\s?(?=\S)"
)  # of the result before in a sentence: `(70～139)、中性脂肪`
_REMARK = re.compile(r"(?:comments?|notes?|remarks?|コメント|備考|注記?)\s?[:：]\s?\S", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]{3}\.\s[A-Z][a-z]")  # `of the disease. Specimens are kept for`
_AGES = frozenset(("歳", "才", "y", "yr", "yrs", "years"))
_PERSON = re.compile(r"(?:^|\s)(?:様|殿|男性?|女性?|male|female|[mf])$|(?:様|殿)\s", re.IGNORECASE)
_NUMBERING = re.compile(r"^\(?\d{1,3}[.)]\s?(?=\D)")


def make_item(
    parts: RowParts, page: PageWords, effective: str | None, sex: Sex | None = None, worded: bool = False
) -> Item | None:
    """An item from the parts of its row, or None where they make no result; `worded`: any word is one."""
    parts = sorted_out(parts)
    name = _name(parts.name, page.recognised)
    if name is None or not parts.value or (is_label(parts.name[0].text) and not _measured(parts)):
        return None  # no name, no value, or of the head or foot: `検査者 見本 花子`
    printed_range = for_sex(bounds_joined(join(parts.range)), sex)
    range_text, range_rest = split_range_and_unit(printed_range)
    range_text = unbracketed(range_text)
    page_count = _PAGE_COUNT.fullmatch(range_text) and not parts.unit  # of the page's foot
    told = bool(range_text) and not page_count and bool(is_range(range_text) or parse_value(range_text))
    measured = is_unit(join(parts.unit), in_unit_column=True)
    value, evidence = _value(parts, worded or told or measured or is_analyte(name))
    if value is None and is_span(join(parts.value)) and is_per_field(join(parts.unit)):
        value, evidence = Value(join(parts.value), ValueKind.NUMBER), parts.value  # `1-4 /HPF`
    if value is None or is_placeholder(value.text, range_text):
        return None
    if page.recognised and value.text in _DASH_READ:
        return None
    unit = _unit(parts.unit, value, range_rest, page.recognised)
    if _CLOCK.fullmatch(value.text) and not (unit or range_text or is_analyte(name)):
        return None
    if _PAGE_COUNT.fullmatch(value.text) and not (unit or range_text or is_analyte(name)):
        return None
    if unit and fold(unit) in _AGES and _PERSON.search(name):
        return None  # how old somebody is, in the page's head: `山田 花子 様 女 51 歳`
    mark = value.flag or parse_mark(join(parts.mark))
    confidence = mean_confidence(evidence) * _agreement(name, value, unit, range_text)
    return Item(
        name=name,
        value=value.text,
        page=page.number,
        box=around(evidence),
        confidence=round(min(max(confidence, 0.0), MOST_CONFIDENT), 4),
        verified=False,
        unit=unit,
        reference_range=range_text if range_text and range_text not in _BLANKS else None,
        flag=mark,
        effective=effective,
    )


def _measured(parts: RowParts) -> bool:
    """Whether a unit or a range stands by the value."""
    return is_unit(join(parts.unit), in_unit_column=True) or is_range(join(parts.range))


def _mark_behind(last: Token, token: Token) -> bool:
    """Whether a name's last word is a mark in front of the value: a sign, or a letter well apart."""
    apart = token.x0 - last.x1 > token.height
    if apart and token.text in _ARROW_READ:
        return True
    return parse_mark(token.text) is not None and (apart or not any(c.isalnum() for c in token.text))


def _mark_in_front(name: Sequence[Token]) -> bool:
    """Whether a mark stands in a column left of the names: `H Ht`, `↑ Glu`."""
    known = is_analyte(join(name[1:])) and not is_analyte(join(name))
    return known and parse_mark(name[0].text) is not None


def is_placeholder(value: str, range_text: str) -> bool:
    """Whether a result's place says that there is none: 検査中, or a dash where the range is no sign or word, too."""
    return fold(value) in _NOT_YET or (value in _BLANKS and fold(range_text) not in _NEGATIVE)


def sorted_out(parts: RowParts) -> RowParts:
    """Words that strayed into the unit's or range's column put where their look says: marks, units, ranges."""
    unit, ranges, marks = list(parts.unit), list(parts.range), list(parts.mark)
    name = parts.name
    if len(name) > 1 and not marks and _mark_behind(name[-2], name[-1]):
        mark = name[-1]
        name, marks = name[:-1], [replace(mark, text="↓") if mark.text in _ARROW_READ else mark]
    if len(name) > 1 and not marks and _mark_in_front(name):
        name, marks = name[1:], [name[0]]
    if (
        len(unit) == 1
        and not marks
        and (unit[0].text == "H" or (unit[0].text == "L" and is_analyte(join(parts.name))))
    ):
        unit, marks = [], unit
    if (
        len(unit) > 1
        and not marks
        and parse_mark(unit[0].text)
        and is_unit(join(unit[1:]), in_unit_column=True)
    ):
        unit, marks = unit[1:], unit[:1]  # `H /μL`
    if unit and not ranges:
        unit, ranges = _range_after_unit(unit)
    elif unit and ranges and not is_unit(join(unit), in_unit_column=True) and not is_range(join(ranges)):
        unit, ranges = _range_after_unit([*unit, *ranges])
        unit, ranges = (unit, ranges) if ranges else (list(parts.unit), list(parts.range))
    elif ranges and not unit and not is_range(join(ranges)):
        unit, ranges = _range_after_unit(ranges)
        unit, ranges = (unit, ranges) if ranges else ([], unit)
    if unit and not is_unit(join(unit), in_unit_column=True):
        stray = [t for t in unit if not is_unit(t.text)]
        for token in stray:
            home = marks if parse_mark(token.text) and not marks else ranges if is_range(token.text) else None
            if home is not None:
                unit.remove(token)
                home.append(token)
    if ranges and not is_range(join(ranges)):
        for token in tuple(ranges):
            home = (
                unit
                if not unit and is_unit(token.text)
                else marks
                if parse_mark(token.text) and not marks
                else None
            )
            if home is not None:
                ranges.remove(token)
                home.append(token)
    ranges.sort(key=lambda t: t.x0)
    return replace(parts, name=name, unit=tuple(unit), range=tuple(ranges), mark=tuple(marks))


def _range_after_unit(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """`U/L 38 - 113` or `U/L13-30`: the unit in front and the range behind; others stay as they are."""
    for cut in range(len(tokens) - 1, 0, -1):
        if is_unit(join(tokens[:cut]), in_unit_column=True) and is_range(join(tokens[cut:])):
            return tokens[:cut], tokens[cut:]
    first = tokens[0]
    for cut in range(len(first.text) - 1, 0, -1):
        unit, rest = first.text[:cut], first.text[cut:]
        if is_unit(unit) and is_range(rest + join(tokens[1:])):
            middle = first.x0 + (first.x1 - first.x0) * cut / len(first.text)
            pieces = replace(first, text=unit, x1=middle), replace(first, text=rest, x0=middle)
            return [pieces[0]], [pieces[1], *tokens[1:]]
    return tokens, []


def _name(tokens: Sequence[Token], recognised: bool) -> str | None:
    cells = cells_of(tokens, 2.5)
    text = join(cells[-1]) if cells else ""
    if len(cells) > 1 and not is_analyte(text):
        text = join(tokens) if is_analyte(join(tokens)) else text
        known = [join(cell) for cell in cells[:-1] if is_analyte(join(cell))] if recognised else []
        text = (
            known[-1] if known and not is_analyte(text) else text
        )  # a stamp's letters stand behind the name
    text = _NUMBERING.sub("", _BULLETS.sub("", _BEFORE.sub("", text))).strip()
    if recognised:
        text = repair_recognised_name(text)
    if not any(c.isalpha() for c in text) or len(text) > 40 or is_label(text):
        return None
    if (
        fold(text) in _STAMPS
        or _SENTENCE.search(text)
        or any(c in text for c in "。、")
        or _REMARK.match(text)
    ):
        return None
    return text


def _value(parts: RowParts, supported: bool) -> tuple[Value | None, tuple[Token, ...]]:
    """The cell's result and the tokens that carry it."""
    tokens = tuple(t for t in parts.value)
    whole = parse_value(join(tokens))
    if whole is not None:
        return (
            (None, ())
            if whole.text in ("-", "--", "---") and not supported
            else (whole, _carriers(tokens, whole))
        )
    for size in range(len(tokens) - 1, 0, -1):
        for start in range(len(tokens) - size + 1):
            piece = tokens[start : start + size]
            value = parse_value(join(piece))
            if value is not None:
                rest = join(tokens[:start] + tokens[start + size :])
                if value.kind is ValueKind.WORD and _is_phrase(tokens, supported):
                    return Value(join(tokens), ValueKind.WORD), tokens
                if value.flag is None and parse_mark(rest):
                    value = replace(value, flag=parse_mark(rest))
                if value.unit is None and is_unit(rest):
                    value = replace(value, unit=bare_unit(rest))
                return value, _carriers(piece, value)
    text = join(tokens)
    free = supported and len(text) <= 16 and not is_span(text) and not is_unit(text) and not parse_mark(text)
    free = free and not is_analyte(text)  # the next name, behind a section's
    free = (
        free and not begins_with_label(text) and not find_date(text)
    )  # a line of the head or foot, not a result
    return (Value(text, ValueKind.WORD), tokens) if free and any(c.isalpha() for c in text) else (None, ())


def _is_phrase(tokens: Sequence[Token], supported: bool) -> bool:
    """Whether words that hold an answer are one: `Weakly reactive`, `Trace non-haemolysed`."""
    text = join(tokens)
    plain = all(t.text[0].isalpha() and not parse_mark(t.text) and not is_unit(t.text) for t in tokens)
    return supported and plain and len(cells_of(tokens, 0.8)) == 1 and len(text) <= _LONGEST_ANSWER


def _carriers(tokens: tuple[Token, ...], value: Value) -> tuple[Token, ...]:
    """Only the tokens whose text is part of the value, so that the box is around the value itself."""
    key = fold(value.text)
    kept = tuple(t for t in tokens if fold(t.text) in key or key in fold(t.text))
    return kept or tokens


def _unit(tokens: Sequence[Token], value: Value, beside_range: str, recognised: bool) -> str | None:
    text = bare_unit(join(tokens))
    if text.startswith("/") and value.unit in _COUNTS:
        text = value.unit + text  # `450万 /μL`
    if not text or text in _BLANKS:
        text = value.unit or ""
    if not text and is_unit(beside_range):
        text = bare_unit(beside_range)
    if not text or is_range(text) or len(text) > 24:
        return None
    return repair_recognised(text) if recognised else text


def _agreement(name: str, value: Value, unit: str | None, range_text: str) -> float:
    """How well a row's parts fit what laboratory rows look like, 0.5 to 1."""
    score = 0.7
    score += 0.1 if is_analyte(name) else 0.0
    score += 0.1 if unit is None or is_unit(unit, in_unit_column=True) else -0.1
    score += 0.1 if not range_text or is_range(range_text) or parse_value(range_text) else -0.05
    return score if value.kind is not ValueKind.WORD or parse_value(value.text) else score - 0.15
