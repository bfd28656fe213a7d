"""The heading line of a table with named columns: which words are headings, and of what."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.headers import Heading
from inference.structure.heading_words import Role, role_of
from inference.structure.lexemes import unit_here
from inference.structure.named_units import name_and_unit
from inference.structure.units import bare_unit, is_unit
from inference.structure.values import parse_value

CELL_GAP = 0.8  # line heights between two headings
_KNOWN_VALUES = 2  # value columns that make sure of a heading line
_KNOWN_HEADINGS = 3  # of any kind that make sure of one with a single known value column
_LONGEST = 20  # letters of an unknown heading
_HIGHER_REACH = 3.0  # line heights that numbers may stand aside of a heading a line above the others
_UNITS_SURE = 3  # units in a line beside which one cell that is none was misread
_LONGEST_UNIT = 10  # letters of a misread unit
_FEWEST_LETTERS = 2  # of a heading in which one may be misread, fewer than it has
_GRID_ROWS = 2  # rows below that must look like a grid's
_TRIAL = re.compile(r"[#＃]\s?\d{1,2}|第?\d{1,2}回目?")  # one of several measurements of the same
BODY_ROLES = (Role.UNIT, Role.RANGE, Role.FLAG)
_MEASURED_ROLES = (Role.VALUE,)
_ASIDE_ROLES = (Role.CODE, Role.SECTION, Role.SPECIMEN, Role.NOTE)


def units_alone(cells: Sequence[Row]) -> bool:
    """Whether a line's cells are units: each one, or in brackets beside as many that are (`(min:s)  (bpm)`), or all
    but one that recognition misread (`kmh  %  bpm  mmHg`)."""
    units = [unit_here(bare_unit(join(cell))) for cell in cells]
    bracketed = [bare_unit(join(cell)) != join(cell) for cell in cells]
    misread = [cell for cell, unit in zip(cells, units, strict=True) if not unit]
    if len(misread) == 1 and sum(units) >= _UNITS_SURE:
        return not any(c.isdigit() for c in join(misread[0])) and len(join(misread[0])) <= _LONGEST_UNIT
    return len(cells) > 1 and (all(units) or (all(bracketed) and sum(units) * 2 >= len(cells)))


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The caller's words. Each predicate is given a heading's text without its unit."""

    measured: Callable[[str], bool] = _never  # its column adds nothing to the row's name (実測値)
    named: Callable[[str], bool] = _never  # its column adds its heading (予測値, RA)
    group: Callable[[str], bool] = _never  # stands over several columns (吸入前)
    row: Callable[[str], bool] = _never  # a name of the type's list: tells a grid whose headings nobody knows
    label: Callable[[str], bool] = _never  # heads the rows' names, beside heading_words.LEXICON's (リード)
    answer: Callable[[str], bool] = _never  # a word that is a cell's value (mild, なし)
    fewest: int = 2  # value columns that make a line a heading without a heading for names, units or ranges


@dataclass(frozen=True, slots=True)
class Head:
    """A heading before its column is made: the printed text, its unit and where it stands."""

    text: str
    unit: str
    heading: Heading
    measured: bool = False
    group: str = ""


def heading_line(row: Row, words: Vocabulary) -> list[Head]:
    """The headings of a line, or [] where it is no heading line.

    Beside two value columns that are known, or three headings of any kind, an unknown word in front heads the names,
    one behind a further column.
    """
    cells = [(cell, heads_in(cell, words)) for cell in cells_of(row, CELL_GAP)]
    cells = [
        (cell, _of_names(heads, behind, words))
        for (cell, heads), (_, behind) in zip(cells, [*cells[1:], ((), [])], strict=True)
    ]
    found = [head for _, heads in cells for head in heads]
    values = [h for h in found if h.heading.role is Role.VALUE]
    roles = {h.heading.role for h in found}
    enough = len(values) >= words.fewest or (values and roles & {Role.NAME, *BODY_ROLES})
    unknown = [
        cell for place, (cell, heads) in enumerate(cells) if not heads and (place or Role.NAME in roles)
    ]
    if any(_is_result(join(cell), words) for cell, heads in cells if not heads):
        return []
    if not enough or len(unknown) > max(1, len(found) // 3):
        return []
    if len(values) < _KNOWN_VALUES and len(found) < _KNOWN_HEADINGS:
        return found
    out: list[Head] = []
    for place, (cell, heads) in enumerate(cells):
        text, unit = without_unit(join(cell))
        known = heads or _misread_like(cells, place)
        out += known
        if not known and any(c.isalpha() for c in text) and len(text) <= _LONGEST:
            front = (place == 0 and Role.NAME not in roles) or _begins_again(out, cells[place + 1 :])
            role = Role.NAME if front else Role.VALUE
            out.append(Head(text, unit, Heading(role, cell[0].x0, cell[-1].x1)))
    return out


def _misread_like(cells: Sequence[tuple[Row, list[Head]]], place: int) -> list[Head]:
    """The known heading of which an unknown one is a misreading: one letter of it is another, and the same headings
    stand at both its sides (`項目 計測鏡 単位` beside `項目 計測値 単位`); [] for none."""
    texts = [join(cell) for cell, _ in cells]

    def sides(at: int) -> tuple[str, ...]:
        return tuple(texts[at - 1 : at] + texts[at + 1 : at + 2])

    for at, (_, heads) in enumerate(cells):
        alike = len(texts[at]) == len(texts[place]) and len(texts[at]) > _FEWEST_LETTERS
        letters = sum(a != b for a, b in zip(texts[at], texts[place], strict=False))
        if len(heads) == 1 and alike and letters == 1 and len(sides(at)) > 1 and sides(at) == sides(place):
            cell = cells[place][0]
            span = replace(heads[0].heading, x0=cell[0].x0, x1=cell[-1].x1)
            return [replace(heads[0], heading=span)]
    return []


def _of_names(heads: list[Head], behind: list[Head], words: Vocabulary) -> list[Head]:
    """Headings with one that may head names or results (計測) taken for names where results are headed right behind."""
    last = heads[-1] if heads else None
    if last is None or not (last.measured and words.label(last.text) and behind and behind[0].measured):
        return heads
    return [*heads[:-1], replace(last, measured=False, heading=replace(last.heading, role=Role.NAME))]


def _begins_again(before: Sequence[Head], behind: Sequence[tuple[Row, list[Head]]]) -> bool:
    """Whether the headings behind an unknown word are those that stood behind the last heading of names: then it heads
    the names of the next table (`計測 計測値 単位 正常値  ドプラ計測 計測値 単位 正常値`)."""
    names = [i for i, head in enumerate(before) if head.heading.role is Role.NAME]
    last = before[names[-1] + 1 :] if names else ()
    following = [head.text for _, heads in behind for head in heads][: len(last)]
    return len(last) > 1 and [head.text for head in last] == following


def grid_line(row: Row, below: Sequence[Row], words: Vocabulary) -> list[Head]:
    """The headings of a grid whose corner is empty or heads the names, known by its body; [] where it is none.

            性状   逆流        <- any words
    大動脈弁  正常   mild        <- names of the list, then as many answers at most, each under a heading
    僧帽弁   肥厚   moderate
    """
    cells = cells_of(row, CELL_GAP)
    if any(_is_result(join(c), words) or len(join(c)) > _LONGEST or join(c)[-1] in ":：" for c in cells):
        return []
    rows = [cells_of(r, CELL_GAP) for r in below[:_GRID_ROWS]]
    if len(rows) < _GRID_ROWS or not all(words.row(join(r[0])) for r in rows):
        return []
    corner, heads = [], cells
    if cells[0][0].x0 < max(r[0][-1].x1 for r in rows):
        corner, heads = cells[:1], cells[1:]
    if not heads or any(not words.label(join(c)) for c in corner):
        return []
    for first, *rest in rows:
        under = [c for c in rest if words.answer(join(c)) and _head_over(c, heads) is not None]
        if first[-1].x1 >= heads[0][0].x0 or not rest or len(under) < len(rest):
            return []
    return [
        *(Head(join(c), "", Heading(Role.NAME, c[0].x0, c[-1].x1)) for c in corner),
        *(_head(join(c), c, words) or Head(join(c), "", _value_at(c)) for c in heads),
    ]


def _value_at(cell: Row) -> Heading:
    return Heading(Role.VALUE, cell[0].x0, cell[-1].x1)


def _head_over(cell: Row, heads: Sequence[Row]) -> Row | None:
    """The heading that stands over a cell, at most a line height aside."""
    reach = cell[0].height
    return next((h for h in heads if h[0].x0 - reach < cell[-1].x1 and cell[0].x0 < h[-1].x1 + reach), None)


def _is_result(text: str, words: Vocabulary) -> bool:
    return parse_value(text) is not None or words.answer(text)


def heads_in(cell: Sequence[Token], words: Vocabulary) -> list[Head]:
    """The headings in a cell: one, or several set close, or none where a part is no heading."""
    head = _head(join(cell), cell, words)
    if head is not None:
        return [head]
    for cut in range(len(cell) - 1, 0, -1):
        first = _head(join(cell[:cut]), cell[:cut], words)
        rest = heads_in(cell[cut:], words) if first is not None else []
        if first is not None and rest:
            return [first, *rest]
    return []


def _head(text: str, cell: Sequence[Token], words: Vocabulary) -> Head | None:
    bare, unit = without_unit(text)
    span = (cell[0].x0, cell[-1].x1)
    for name in dict.fromkeys((bare, text.strip(":："))):
        own_unit = unit if name == bare else ""
        if words.measured(name):
            return Head(name, own_unit, Heading(Role.VALUE, *span), measured=True)
        if words.named(name) or words.group(name) or _TRIAL.fullmatch(name):
            return Head(name, own_unit, Heading(Role.VALUE, *span))
        if _group_and_column(name, words):
            return Head(name, own_unit, Heading(Role.VALUE, *span))
        if words.label(name):
            return Head(name, own_unit, Heading(Role.NAME, *span))
        role = role_of(name)
        if role in _MEASURED_ROLES:
            return Head(name, own_unit, Heading(Role.VALUE, *span), measured=True)
        if role is Role.PREVIOUS:
            return Head(name, own_unit, Heading(Role.VALUE, *span))
        if role in (Role.NAME, *BODY_ROLES, *_ASIDE_ROLES):
            assert role is not None
            return Head(name, own_unit, Heading(role, *span))
    return None


def _group_and_column(text: str, words: Vocabulary) -> bool:
    """Whether a heading has its group in front (`Pre Meas`, `吸入前実測値`)."""
    cuts = [
        i for i in range(1, len(text)) if not (text[i - 1].isascii() and text[i].isascii()) or text[i] == " "
    ]
    return any(
        words.group(text[:cut].strip())
        and (words.measured(text[cut:].strip()) or words.named(text[cut:].strip()))
        for cut in cuts
    )


def without_unit(text: str) -> tuple[str, str]:
    """A heading without the unit in brackets behind it, and that unit."""
    found = name_and_unit(text, recognised=False)
    if found:
        return found[0].strip(), found[1]
    match = re.fullmatch(r"(.+?)\s*[(\[（［]\s*([^()（）]{1,12})\s*[)\]）］]", text)
    if match and is_unit(match[2], in_unit_column=True):
        return match[1].strip(), match[2]
    return text.strip(":："), ""


def signs_restored(values: Sequence[Head]) -> list[Head]:
    """The headings, one that lost its per cent sign with the sign that its like has elsewhere: the same heading stands
    in front of both (`実測値 %予測  実測値 予測`)."""
    pairs = [(before.text, head.text) for before, head in pairwise(values)]
    out = list(values)
    for place, (before, text) in enumerate(pairs, 1):
        if (before, f"%{text}") in pairs and text[:1] != "%":
            out[place] = replace(values[place], text=f"%{text}")
    return out


def named_above(found: Sequence[Head], above: Sequence[Row]) -> list[Head]:
    """The headings, those that are a unit in brackets (`(%)`) with the name that stands over them alone (改善率)."""
    nearest = cells_of(above[-1], CELL_GAP) if above else []
    out = []
    for head in found:
        at = head.heading
        unit = bare_unit(head.text)
        over = [c for c in nearest if c[0].x0 < at.x1 and at.x0 < c[-1].x1]
        alone = len(over) == 1 and not any(
            h is not head and h.heading.x0 < over[0][-1].x1 and over[0][0].x0 < h.heading.x1 for h in found
        )
        named = alone and unit != head.text and unit_here(unit) and any(c.isalpha() for c in join(over[0]))
        out.append(replace(head, text=join(over[0]), unit=unit) if named else head)
    return out


def heads_above(
    found: Sequence[Head], above: Sequence[Row], body: Sequence[Row], words: Vocabulary
) -> list[Head]:
    """Headings that stand a line higher, among the groups of the others, over numbers of their own column.

    Pred     Pre-Bronch          <- one column, and the group of two
             Actual  %Pred
    """
    out: list[Head] = []
    for cell in (cell for row in above for cell in cells_of(row, CELL_GAP)):
        heads = heads_in(cell, words)
        if len(heads) != 1 or heads[0].heading.role is not Role.VALUE or words.group(heads[0].text):
            continue
        spans = [(h.heading.x0, h.heading.x1) for h in (*found, *out)]
        if any(x0 < cell[-1].x1 and cell[0].x0 < x1 for x0, x1 in spans):
            continue
        reach = _HIGHER_REACH * cell[0].height
        left = max([cell[0].x0 - reach, *(x1 for _, x1 in spans if x1 <= cell[0].x0)])
        right = min([cell[-1].x1 + reach, *(x0 for x0, _ in spans if x0 >= cell[-1].x1)])
        under = [row for row in body if any(left < t.x < right and parse_value(t.text) for t in row)]
        if len(under) * 2 > len(body):
            out.append(heads[0])
    return out
