"""Is an item's unit the one printed for its value? A right number in a wrong unit is a wrong result.

Every page prints units, so that a unit somewhere on it says nothing. A value's own unit stands

    behind it        `4.2 mg/dL`, `36.5℃`, `38 H U/L`: then no other counts
    in a label       brackets or a percentage in its row's or column's label: `体重(kg)`, `%予測`, `変化率(%)`: the same
    on its row       in a column of units, behind the name; not beyond the name of another result
    at its name      in a line above: a box with the name, its unit and the value below
    over its column  the nearest heading there that prints a unit
    in a title       that of its section: `【感受性試験】 MIC(μg/mL)`
    at a label       `血圧(mmHg)` over the rows 収縮期 and 拡張期, `MIC in μg/mL`, `単位 mg/dL` over a table
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from inference.page_lines import Line, Match, runs_of, runs_spelling
from inference.readable import fold, fold_unit
from inference.structure.analytes import blurred
from inference.structure.geometry import Token, cells_of
from inference.structure.units import is_unit, repair_recognised
from inference.structure.values import parse_value
from mappers.model import Item

UNIT_DIFFERS = "unit-differs-from-page"  # another unit stands at the value
UNIT_NOT_ON_PAGE = "unit-not-on-page"  # none stands there

Words = tuple[str, ...]

_MOST_WORDS = 3  # of a unit printed with spaces
_MOST_BEHIND = 4  # a mark and a unit's words
_CELL_GAP = 0.6  # line heights between the words of one heading
_IN_BRACKETS = re.compile(r"[(\[（［]([^()\[\]（）［］]+)[)\]）］]")
_MARKS = re.compile(r"[hln](?:/[hln])+")  # `(H/L)` heads marks, it is no unit
_PERCENTAGE = re.compile(r"(?<!\d)[%％]")  # `95%` of a heading is a percentile
_TITLE_SIGNS = "【■◆●□◇<＜〈《"
_UNIT_WORD = re.compile(r"単位|units?")


def unit_warning(
    item: Item, match: Match, lines: Sequence[Line], names: Iterable[str], recognised: bool
) -> str | None:
    """What is wrong with the unit said of the value at `match` on one of the page's `lines`; None: nothing.

    `names`: blurred names of the page's other items."""
    key = _key(item.unit or "")
    if not key:
        return None
    line = next(line for line in lines if match.tokens[0] in line.row)
    start, end = _span(match, line)
    if _shows(key, _read(line.row[start : end + 1], recognised)):
        return None
    if behind := _behind(match, line, recognised):
        return None if _shows(key, behind) else UNIT_DIFFERS
    above = [other for other in lines if other.y < line.y]
    name = blurred(item.name)
    first, last = _own_part(start, line, name, names)
    row = _read(line.row[first:last], recognised)
    boxes = () if runs_spelling(name, line) else _boxes(name, above, names, recognised)
    head = _heading(key, match, above, recognised)
    labels = [tuple(item.name.split()), _read(line.row[first:start], recognised), *(boxes or (head,))]
    if own := [label for label in labels if _has_its_own(label)]:
        return None if any(_shows(key, label) for label in own) else UNIT_DIFFERS
    places = [row, *boxes, head]
    if any(_shows(key, place) for place in places):
        return None
    if any(map(_has_unit, places)):
        return UNIT_DIFFERS
    if _shows(key, _title(above, recognised)):
        return None
    far = _labels((*item.name.split(), *_head_words(match, above)), [*above, line], recognised)
    return None if any(_shows(key, label) for label in far) else UNIT_NOT_ON_PAGE


def _span(match: Match, line: Line) -> tuple[int, int]:
    """The first of the value's words on its line, and the one behind them: a statement goes on in lines below."""
    at = [n for n, token in enumerate(line.row) if token in match.tokens]
    return at[0], at[-1] + 1


def _behind(match: Match, line: Line, recognised: bool) -> Words:
    """The value's words and those behind it that are its unit; empty where none is."""
    start, end = _span(match, line)
    for size in range(_MOST_BEHIND, -1, -1):
        unit = "".join(_read(line.row[end : end + size], recognised))
        value = parse_value(" ".join((*(t.text for t in line.row[start:end]), unit)).strip())
        if value is not None and value.unit:
            return _read(line.row[start : end + size], recognised)
    return ()


def _own_part(value: int, line: Line, name: str, names: Iterable[str]) -> tuple[int, int]:
    """The words of the value's line from the name of this result to the name of the next: first, and behind last."""
    others = [span for other in names for span in runs_spelling(other, line)]
    own = max((start for start, end in runs_spelling(name, line) if end <= value), default=-1)
    start = own if own >= 0 else max((end for _, end in others if end <= value), default=0)
    return start, min((begin for begin, _ in others if begin > value), default=len(line.row))


def _boxes(name: str, above: Sequence[Line], names: Iterable[str], recognised: bool) -> tuple[Words, ...]:
    """In the nearest line above that has the whole name: from each such name to the name of the next result."""
    for line in reversed(above):
        own = runs_spelling(name, line)
        if own:
            begins = [begin for other in names for begin, _ in runs_spelling(other, line)]
            ends = [min((b for b in begins if b >= end), default=len(line.row)) for _, end in own]
            return tuple(_read(line.row[at:end], recognised) for (at, _), end in zip(own, ends, strict=True))
    return ()


def _heading(key: str, match: Match, above: Sequence[Line], recognised: bool) -> Words:
    """The nearest words over the value's column that print this unit or another and are no row of results."""
    for line in reversed(above):
        column = _over(match, line)
        if not column or any(map(_is_result, column)) or _behind_a_number(column[0], line):
            continue
        words = _read(column, recognised)
        if _shows(key, words) or _has_unit(words):
            return words
    return ()


def _behind_a_number(token: Token, line: Line) -> bool:
    at = line.row.index(token)
    pair = line.row[max(at - 1, 0) : at + 1]
    return len(pair) > 1 and _is_result(pair[0]) and len(cells_of(pair)) == 1


def _has_its_own(label: Words) -> bool:
    """Whether a label says the unit of all its values, whatever unit stands beside them."""
    texts = [fold(text) for text in label]
    inside = [text for found in map(_IN_BRACKETS.findall, texts) for text in found]
    units = (is_unit(text) and not _MARKS.fullmatch(text) for text in inside)
    return any(units) or any(map(_PERCENTAGE.search, texts))


def _labels(words: Iterable[str], lines: Sequence[Line], recognised: bool) -> Iterator[Words]:
    """Words beside one of these words, and lines that say which unit is a whole table's."""
    keys = {key for word in words if len(key := blurred(fold(word))) > 1}
    for line in lines:
        if _UNIT_WORD.search(line.text):
            yield _read(line.row, recognised)
        for run in runs_of(line.row):
            said = blurred(fold("".join(t.text for t in run)))
            if any(key in said for key in keys):
                yield _read(run, recognised)


def _title(above: Sequence[Line], recognised: bool) -> Words:
    """The words of the section's title that the value stands under: `【感受性試験】 MIC(μg/mL)`."""
    title = next((line for line in reversed(above) if line.row[0].text[0] in _TITLE_SIGNS), None)
    return _read(title.row, recognised) if title is not None else ()


def _head_words(match: Match, above: Sequence[Line]) -> Words:
    """The nearest words over the value's column that are no results."""
    for line in reversed(above):
        column = _over(match, line)
        words = tuple(t.text for t in column if any(c.isalpha() for c in t.text))
        if words and not any(map(_is_result, column)):
            return words
    return ()


def _over(match: Match, line: Line) -> tuple[Token, ...]:
    """The words of a line over a value: its cells there, else those a line's height beside it."""
    left, right, side = match.tokens[0].x0, match.tokens[-1].x1, match.tokens[0].height
    cells = cells_of(line.row, _CELL_GAP)
    for reach in (0.0, side):
        found = [cell for cell in cells if cell[-1].x1 > left - reach and cell[0].x0 < right + reach]
        if found:
            return tuple(token for cell in found for token in cell)
    return ()


def _is_result(token: Token) -> bool:
    return not is_unit(token.text) and parse_value(token.text) is not None


def _has_unit(words: Words) -> bool:
    inside = (found for word in words for found in _IN_BRACKETS.findall(word))
    return any(map(is_unit, (*_joined(words), *inside)))


def _shows(key: str, words: Words) -> bool:
    """Whether the words print the unit, alone, in brackets, behind a number, or over several words."""
    if any(key == _key(text) for text in _joined(words)):
        return True
    before, after = (r"(?<![a-z/])" if key[0].isalpha() else "", r"(?![a-z/])" if key[-1].isalpha() else "")
    whole = re.compile(rf"{before}{re.escape(key)}{after}")
    return any(whole.search(_key(word)) for word in words)


def _joined(words: Words) -> Iterator[str]:
    """One to three neighbouring words each, joined."""
    for at in range(len(words)):
        for size in range(1, min(_MOST_WORDS, len(words) - at) + 1):
            yield "".join(words[at : at + size])


def _read(tokens: Iterable[Token], recognised: bool) -> Words:
    """What words say, with units put right where they were read from pixels; a number (`96`) is no misread percent."""
    return tuple(
        repair_recognised(token.text) if recognised and not token.text.isdigit() else token.text
        for token in tokens
    )


def _key(text: str) -> str:
    return fold_unit(text).strip("()[]{}（）［］")
