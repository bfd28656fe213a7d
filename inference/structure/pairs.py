"""Names and values that stand beside each other on a line, one pair or several: `PR間隔  168 ms (120-200)`.

    pair = name [separator] value {unit | range | mark | bracket}

A name goes on until its value; a name after a value begins the next pair, so that lists side by side come apart.
A value without a name, a second number and what stands in brackets behind a value are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from inference.readable import PageWords
from inference.structure.dates import is_date
from inference.structure.geometry import Row, around, mean_confidence
from inference.structure.labels import is_label
from inference.structure.lexemes import Kind, Lexeme, lexemes_of, unit_here
from inference.structure.marks import parse_mark
from inference.structure.names import Names
from inference.structure.units import bare_unit, repair_recognised
from mappers.model import Flag, Item

MOST_CONFIDENT = 0.99  # as laboratory reports: not even a text layer is certain
_UNKNOWN_NAME = 0.93  # of the confidence where the name is in no list
_COLUMN_GAP = 0.8  # line heights between two columns of names
_BLANK_CELL = 4.0  # line heights from a name without a value to the next name
_LONGEST_NAME = 32
_LONGEST_ANSWER = 24
_BULLETS = re.compile(r"^[\s・●○◎■□◆◇▪•*※★☆>＊◉▶▷–-]+|[\s:：=・.…]+$")
_WORD_IN_BRACKETS = re.compile(r"^[(（]\s*([^\W\d][^()（）]*?)\s*[)）]$")
_SQUARE_LOST = re.compile(r"(?:mL|ml|g|mm|L/min)/m")
_NUMBERING = re.compile(r"^\(?\d{1,2}[.)]\s?(?=\D)|^[①-⑳]\s?")
_IN_ASIDE = re.compile(
    r"([^\d\s、,:：=][^\d、,:：=]*?)\s*[:：=]?\s*(\d+(?:\.\d+)?)\s*([%％]|[A-Za-z/]+)?(?=[\s、,]|$)"
)
_REFERENCE_LABEL = re.compile(
    r"\s*[(\[]?(?:基準値?|基準範囲|正常値?|正常範囲|参考値|normal|ref)[:：.]?$", re.I
)


@dataclass(slots=True)
class _Open:
    """A pair being read."""

    name: list[Lexeme] = field(default_factory=list)
    value: Lexeme | None = None
    unit: str = ""
    range: str = ""
    flag: Flag | None = None
    separated: bool = False
    asides: list[Lexeme] = field(default_factory=list)
    surplus: int = 0


_OF_RANGE = re.compile(
    r"(?:高い|低い|高値|低値|高血糖|低血糖|範囲内?|(?<![a-z])(?:high|low|(?:target|in|above|below) range|range))$",
    re.IGNORECASE,
)
"""Names of ranges that time is spent in: the range is part of the name (`目標範囲(70-180)  79 %`)."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One name with its value. `known`: the name is in the type's list. `separated`: a colon stood between."""

    name: str
    value: str
    carriers: Row  # the tokens of the value
    unit: str
    range: str
    flag: Flag | None
    known: bool
    separated: bool
    names: Row  # the tokens of the name
    asides: tuple[Lexeme, ...] = ()  # brackets behind the value that are neither unit nor range
    surplus: int = 0  # further numbers in cells of their own behind the value


def pairs_of(row: Row, names: Names, answers: frozenset[str] = frozenset()) -> list[Pair]:
    """The pairs of a line, left to right; names of the person's head (labels.is_label) are no pair's name."""
    done: list[Pair] = []
    now = _Open()
    lexemes = lexemes_of(row, names, answers)
    for place, read in enumerate(lexemes):
        lexeme = read
        if lexeme.kind in (Kind.WORD, Kind.BRACKET) and not any(c.isalnum() for c in lexeme.text):
            if lexeme.gap >= _COLUMN_GAP and now.value is None:
                now = _Open()  # a placeholder: the name has no value
            continue
        if (
            lexeme.kind is Kind.WORD
            and now.value is not None
            and len(lexeme.text) <= 2
            and parse_mark(lexeme.text)
        ):
            kind = (
                Kind.UNIT if lexeme.text == "L" else Kind.MARK
            )  # `H` in a column of its own; `L` may be litres
            lexeme = replace(lexeme, kind=kind)
        elif (
            lexeme.kind is Kind.WORD and now.value is not None and not now.unit and _unit_behind(lexeme.text)
        ):
            lexeme = replace(lexeme, kind=Kind.UNIT)  # `度` in a column of its own
        following = lexemes[place + 1] if place + 1 < len(lexemes) else None
        if lexeme.kind is Kind.WORD and _answers(now, lexeme, following):
            now.value = lexeme
        elif lexeme.kind in (Kind.WORD, Kind.KNOWN) and not _belongs_behind(lexeme, now):
            if now.value is not None:
                done += _closed(now, names)
                now = _Open()
            _lengthen(now, lexeme)
        elif lexeme.kind is Kind.SEPARATOR:
            now.separated = now.separated or now.value is None
        elif now.name:
            _take(now, lexeme)
    return done + _closed(now, names)


def _unit_behind(text: str) -> bool:
    """Whether a word behind a value is its unit; 単位 is a heading elsewhere, here how much of a drug."""
    return unit_here(text) or text == "単位"


def _answers(now: _Open, lexeme: Lexeme, following: Lexeme | None) -> bool:
    """A word behind a known name and a colon is its value (`心嚢液：少量`), unless a number follows (`左房：径 40`)."""
    known = now.value is None and now.separated and any(part.kind is Kind.KNOWN for part in now.name)
    ends = following is None or following.gap > 0 or following.kind is Kind.BRACKET
    return known and ends and len(lexeme.text) <= _LONGEST_ANSWER and any(c.isalpha() for c in lexeme.text)


def _belongs_behind(lexeme: Lexeme, now: _Open) -> bool:
    """A word behind a value that is no name: `基準値` before a range, `前回` is one and stays one."""
    return now.value is not None and bool(_REFERENCE_LABEL.fullmatch(lexeme.text))


def _lengthen(now: _Open, lexeme: Lexeme) -> None:
    """One more word of a name; a known name far right of another, or behind a colon, begins anew."""
    if now.name and now.separated:
        now.name, now.separated, now.unit, now.range = [], False, "", ""
    elif _heads_a_curve(now, lexeme):
        now.name, now.unit = [], ""
    elif now.name and lexeme.kind is Kind.KNOWN and any(part.kind is Kind.KNOWN for part in now.name):
        japanese = not now.name[0].text.isascii() and lexeme.text.isascii()
        if lexeme.gap >= _COLUMN_GAP:
            if japanese or lexeme.gap < _BLANK_CELL:
                return  # two columns of names, 左室拡張末期径 | LVDd: the left one names the row
            now.name = []  # the left one's value is blank
    now.name.append(lexeme)


def _heads_a_curve(now: _Open, lexeme: Lexeme) -> bool:
    """Whether what was read is the label of an axis, with its unit, left of a known name: `Flow (L/s)   改善量`."""
    unknown = bool(now.name) and not any(part.kind is Kind.KNOWN for part in now.name)
    return unknown and bool(now.unit) and lexeme.kind is Kind.KNOWN and lexeme.gap >= _COLUMN_GAP


def _take(now: _Open, lexeme: Lexeme) -> None:
    """A number, unit, range, mark, answer or bracket behind a name."""
    if now.value is None:
        if lexeme.kind in (Kind.NUMBER, Kind.ANSWER):
            now.value = lexeme
        elif lexeme.kind is Kind.UNIT:
            now.unit = now.unit or bare_unit(lexeme.text)
        elif (lexeme.kind is Kind.BRACKET and lexeme.gap < 1.0) or _names_range(lexeme, now):
            now.name.append(lexeme)
        elif lexeme.kind is Kind.RANGE:
            now.range = now.range or _bare(lexeme.text)
        elif lexeme.kind is Kind.MARK:
            now.flag = now.flag or parse_mark(lexeme.text)
        return
    if lexeme.kind is Kind.UNIT and not now.unit:
        now.unit = bare_unit(lexeme.text)
    elif lexeme.kind is Kind.NUMBER and not now.unit and not now.range and _one_more_part(now):
        now.value = replace(
            now.value,
            text=f"{now.value.text} {lexeme.text}",
            tokens=(*now.value.tokens, *lexeme.tokens),
        )
    elif lexeme.kind is Kind.UNIT and now.unit in ("H", "L") and now.flag is None:
        now.flag, now.unit = parse_mark(now.unit), bare_unit(lexeme.text)  # `117 H bpm`
    elif lexeme.kind is Kind.RANGE and not now.range:
        now.range = _bare(lexeme.text)
    elif lexeme.kind is Kind.MARK and now.flag is None:
        now.flag = parse_mark(lexeme.text)
    elif lexeme.kind is Kind.BRACKET:
        now.asides.append(lexeme)
    elif lexeme.kind is Kind.NUMBER and lexeme.gap >= _COLUMN_GAP:
        now.surplus += 1


def _names_range(lexeme: Lexeme, now: _Open) -> bool:
    return lexeme.kind is Kind.RANGE and _OF_RANGE.search(_joined(now.name)) is not None


def _one_more_part(now: _Open) -> bool:
    """Whether the name (`P-R-T axes`, `QT/QTc`) has more parts than the numbers read so far."""
    name = re.split(r"[\s(軸間]", _joined(now.name))[0]
    parts = [part for part in re.split(r"[-/・]", name) if part]
    read = len(re.split(r"[/\s]+", now.value.text)) if now.value else 0
    several = len(parts) > 2 or parts[:1] == ["QT"]  # E/A and FEV1/FVC are ratios: one number
    return several and all(len(p) <= 4 for p in parts) and read < len(parts)


def _bare(text: str) -> str:
    inner = re.sub(r"^[(\[（［【〔<]\s*|\s*[)\]）］】〕>]$", "", text) if text[:1] in "([（［【〔<" else text
    inner = re.sub(
        r"^(?:基準値?|基準範囲|正常値?|正常範囲|参考値?|normal|ref(?:erence)?|nv|nl|n)\s?[:：.]?\s?",
        "",
        inner,
        flags=re.I,
    )
    head, _, last = inner.rpartition(" ")
    return head if head and unit_here(last) else inner


def _closed(now: _Open, names: Names) -> list[Pair]:
    if now.value is None or not now.name:
        return []
    parts = _one_column(now.name)
    tokens = tuple(dict.fromkeys(t for part in parts for t in part.tokens))
    text = _joined(parts)
    unit, flag = now.unit, now.flag
    if unit == "H":
        unit, flag = "", flag or parse_mark(unit)
    text, own = (text, "") if names.exactly(text) else _name_without_unit(text)
    known = any(p.kind is Kind.KNOWN for p in parts) or text in names
    text = _NUMBERING.sub("", _BULLETS.sub("", text)).strip()
    if not any(c.isalpha() for c in text) or len(text) > _LONGEST_NAME or (is_label(text) and not known):
        return []
    if (
        (is_date(now.value.text) and not now.unit)
        or "。" in text
        or (re.search("[、,]", text) and text not in names)
    ):
        return []
    value = _WORD_IN_BRACKETS.sub(r"\1", now.value.text.lstrip("約").strip())
    return [
        Pair(
            text,
            value,
            now.value.tokens,
            unit or own,
            now.range,
            flag,
            known,
            now.separated,
            tokens,
            tuple(now.asides),
            now.surplus,
        )
    ]


def columns_aside(pair: Pair, named: Callable[[str], bool]) -> list[Pair]:
    """The pair's further columns that stand in brackets behind its value: `FVC 3.88 L (予測値 3.92)`."""
    out = []
    for aside in pair.asides:
        for match in _IN_ASIDE.finditer(aside.text.strip("()（）[]［］")):
            column, value, unit = match[1].strip(), match[2], match[3] or ""
            if named(column):
                unit = unit or (
                    "" if "比" in column or "率" in column else "%" if "%" in column else pair.unit
                )
                carriers = tuple(t for t in aside.tokens if value in t.text) or aside.tokens
                out.append(
                    replace(
                        pair,
                        name=f"{pair.name} {column}",
                        value=value,
                        carriers=carriers,
                        unit=unit,
                        range="",
                        flag=None,
                        asides=(),
                    )
                )
    return out


def _one_column(parts: Sequence[Lexeme]) -> list[Lexeme]:
    """The pieces of the name itself: of two columns the left one, a bracketed section in front aside."""
    columns: list[list[Lexeme]] = [[]]
    for part in parts:
        if columns[-1] and part.gap >= _COLUMN_GAP:
            columns.append([])
        columns[-1].append(part)
    known = [c for c in columns if any(p.kind is Kind.KNOWN for p in c)]
    return known[0] if known else columns[0] if len(columns) == 1 else columns[-1]


def _joined(parts: Sequence[Lexeme]) -> str:
    return "".join(
        (" " if place and part.gap >= 0.15 else "") + part.text for place, part in enumerate(parts)
    )


def _name_without_unit(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*\S)\s?[(\[（［]\s?([^()（）\[\]]{1,16})\s?[)\]）］]", text)
    if match and unit_here(match[2]):
        return match[1], match[2]
    return text, ""


def read_unit(text: str) -> str:
    """A unit read from pixels, with what recognition garbles put right; no vendor prints `mL/m` without its ²."""
    unit = repair_recognised(text)
    return f"{unit}²" if _SQUARE_LOST.fullmatch(unit) else unit


def item_of(pair: Pair, page: PageWords, name: str | None = None) -> Item:
    """The item of a pair; `name` where the page's structure adds to the pair's own."""
    sure = mean_confidence(pair.carriers) * (1.0 if pair.known else _UNKNOWN_NAME)
    unit = read_unit(pair.unit) if page.recognised and pair.unit else pair.unit
    return Item(
        name=name or pair.name,
        value=pair.value,
        page=page.number,
        box=around(pair.carriers),
        confidence=round(min(sure, MOST_CONFIDENT), 4),
        verified=False,
        unit=unit or None,
        reference_range=pair.range or None,
        flag=pair.flag,
    )
