"""Places of a value that are another item's: the row or column beside, as the answer's own other names tell.

A value may stand on its name's line and still be wrong: a second result stands on the line, the column is that of the
earlier result, of another lead, of another day. What tells is printed, and mostly named in the same answer:

総蛋白 7.4   アルブミン 5.0      5.0 is not 総蛋白's: another name stands between
           今回  前回           under 前回 stands what is named `CRP 前回`, or an earlier result's heading
           RA    RV             under RV stands what is named `閾値 RV`
           4/1   4/2            under 4/2 stands what is of that day
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from inference.page_lines import Line, Match, runs_spelling, without_unit
from inference.readable import fold
from inference.structure.analytes import blurred
from inference.structure.dates import find_time, is_date
from inference.structure.geometry import Row, Token, cells_of, join
from inference.structure.headers import Heading, headings_of
from inference.structure.heading_words import Role, role_of
from inference.structure.values import parse_value
from mappers.model import Item

_BESIDE = 2.0  # heights from a value to a heading that is no more its own
_SIDE = 0.3  # heights by which a heading may stand beside its column
_TO = ("～", "〜", "~", "-", "–", "—", "から", "to")
_FEWEST_DATES = 2
_INDEX = re.compile(r"[①-⑳]|[(（]?\d{1,2}[.)）]")
_NO_RESULT = frozenset((Role.PREVIOUS, Role.RANGE))


class Headings:
    """The headings of a page's lines, each line looked at once for all items. The lines must outlive it."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int | None], tuple[Heading, ...]] = {}

    def of(self, line: Line, year: int | None) -> tuple[Heading, ...]:
        """As `headings_of` gives them."""
        key = (id(line), year)
        if key not in self._found:
            self._found[key] = headings_of(line.row, year)
        return self._found[key]


@dataclass(frozen=True, slots=True)
class Others:
    """What the answer names beside an item: blurred names, and words that set apart those that begin as it does."""

    names: frozenset[str]
    apart: frozenset[str]
    own: frozenset[str]
    headings: Headings = field(default_factory=Headings, compare=False)

    @classmethod
    def of(cls, item: Item, items: Iterable[Item], headings: Headings | None = None) -> Others:
        """Of an item among the items of its page; `headings` are those of the page's lines, shared by its items."""
        mine, words = blurred(item.name), item.name.split()
        own = frozenset(map(blurred, words))
        names: set[str] = set()
        apart: set[str] = set()
        for name in {other.name for other in items} - {item.name}:
            key = blurred(name)
            if key and key not in mine and mine not in key:
                names.add(key)
            theirs = name.split()
            if theirs and words and theirs[0] == words[0]:
                apart.update(key for word in theirs[1:] if (key := blurred(word)) not in own)
        return cls(frozenset(names), frozenset(apart), own, headings or Headings())


def is_anothers(match: Match, item: Item, line: Line, above: Sequence[Line], others: Others) -> bool:
    """Whether the place on this line is another item's. `above`: the page's lines over it, top to bottom."""
    return (
        _on_anothers_row(match, item.name, line, others.names)
        or _off_own_column(match, item.name, line, above)
        or _in_anothers_column(match, line, above, others)
        or _of_another_day(match, item.effective, above, others.headings)
        or _headed_as_no_result(match, item.name, above, others.headings)
    )


def _on_anothers_row(match: Match, name: str, line: Line, names: Iterable[str]) -> bool:
    """Whether another item's name stands before the value, and this one's does not, or farther from it; what follows
    in a name may be its column's (`小麦 クラス`)."""
    first = match.tokens[0]

    def nearest(key: str) -> int:
        runs = runs_spelling(key, line)
        return max((end for _, end in runs if line.row[end - 1].x1 <= first.x0), default=0)

    words = name.split()  # `CRP 前回`: the row's name, and then the column's
    mine = max((nearest(blurred("".join(words[:n]))) for n in range(1, len(words) + 1)), default=0)
    return any(nearest(other) > mine for other in names)


def _off_own_column(match: Match, name: str, line: Line, above: Sequence[Line]) -> bool:
    """Whether a word of the name heads columns in a line above, and another cell there is nearer to the value."""
    x = (match.tokens[0].x0 + match.tokens[-1].x1) / 2
    for word in map(blurred, name.split()):
        if not word or runs_spelling(word, line):
            continue
        over = next((o for o in reversed(above) if runs_spelling(word, o) and _begins_before(o, match)), None)
        if over is None or any(_is_result(token.text) for token in over.row):
            continue  # a row of results above is no heading
        cells = cells_of(over.row, 0.9)
        if [_INDEX.fullmatch(join(cell)) is not None for cell in cells[:2]] == [True, False]:
            continue  # nor is a numbered entry: `②  Pseudomonas aeruginosa  少量`
        nearest = min(cells, key=lambda cell: _apart(cell, x))
        beside = _apart(nearest, x) > 0.0
        begun = [cell for cell in cells if beside and cell[0].x0 <= x][-1:]  # of a block, over its left edge
        spelling = {t for start, end in runs_spelling(word, over) for t in over.row[start:end]}
        if spelling <= set(cells[0]) and len(cells) > 1 and all(is_date(join(c), None) for c in cells[1:]):
            continue  # before dates, over the names of the rows: it heads a block (`RA  2024/04/19  2024/10/16`)
        if not any(spelling & set(cell) for cell in (nearest, *begun)):
            return True
    return False


def _begins_before(line: Line, match: Match) -> bool:
    """Whether a line may head a value: one that begins right of it heads a table beside."""
    return line.row[0].x0 <= match.tokens[-1].x1 + _BESIDE * match.tokens[0].height


def _apart(cell: Row, x: float) -> float:
    return max(cell[0].x0 - x, x - cell[-1].x1, 0.0)


def _is_result(text: str) -> bool:
    value = parse_value(text)
    return value is not None and value.text == text


def _in_anothers_column(match: Match, line: Line, above: Sequence[Line], others: Others) -> bool:
    """Whether the nearest heading over the value, or before it on its line, has a word that sets another apart."""
    if not others.apart:
        return False
    before = [t for t in line.row if t.x1 <= match.tokens[0].x0]
    for cell in reversed(cells_of(before, 0.9)):  # tables side by side: the nearest name on the line counts
        verdict = _says(_texts(cell), others)
        if verdict is not None:
            return verdict
        if others.own & {blurred(fold(without_unit(t.text))) for t in cell} or others.own == {
            blurred(fold(join(cell)))
        }:
            break  # the item's own name: what stands before it is of others
    for over in reversed(above):
        verdict = _says(_texts(_over(match, over)), others)
        if verdict is not None:
            return verdict
        results = any(role_of(token.text) is Role.VALUE for token in _over(match, over))
        if len(others.own) == 1 and (results or _heads_results(match, others.headings.of(over, None))):
            return False
    return False


def _heads_results(match: Match, there: Sequence[Heading]) -> bool:
    """Whether the nearest heading of a line is that of the results, and the value stands by it."""
    x = (match.tokens[0].x0 + match.tokens[-1].x1) / 2
    if not there or not there[0].x0 <= x <= there[-1].x1:
        return False
    return min(there, key=lambda h: max(h.x0 - x, x - h.x1, 0.0)).role is Role.VALUE


def _says(texts: Sequence[str], others: Others) -> bool | None:
    """True for another's word alone, False for the item's own, None for neither."""
    if any(text in others.own for text in texts) and not any(text in others.apart for text in texts):
        return None if len(others.own) == 1 else False
    return True if any(text in others.apart for text in texts) else None


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [blurred(fold(t.text)) for t in tokens] + [
        blurred(fold(join(cell))) for cell in cells_of(tokens, 0.9) if len(cell) > 1
    ]


def _over(match: Match, line: Line) -> list[Token]:
    first, last = match.tokens[0], match.tokens[-1]
    side = _SIDE * first.height
    return [t for t in line.row if t.x1 > first.x0 - side and t.x0 < last.x1 + side]


def _of_another_day(match: Match, effective: str | None, above: Sequence[Line], headings: Headings) -> bool:
    """Whether the column is headed by another day, in the nearest heading row with several days.

    A day over a line of times spans several columns, beginning anywhere over them: it says nothing of one column.
    """
    if effective is None or not effective[:4].isdigit():
        return False
    for line in reversed(above):
        if sum(find_time(token.text) is not None for token in line.row) >= _FEWEST_DATES:
            return False
        days = [h for h in headings.of(line, int(effective[:4])) if h.effective]
        if len(days) < _FEWEST_DATES or any(token.text in _TO for token in line.row):
            continue  # `入院期間  10月6日 ～ 10月21日` heads no columns
        x = (match.tokens[0].x0 + match.tokens[-1].x1) / 2
        reach = min(abs(h.x0 + h.x1 - g.x0 - g.x1) / 4 for h, g in pairwise(days))
        here = [h.effective for h in days if abs((h.x0 + h.x1) / 2 - x) <= reach]
        return bool(here) and effective[:10] not in {str(day)[:10] for day in here}
    return False


def _headed_as_no_result(match: Match, name: str, above: Sequence[Line], headings: Headings) -> bool:
    """Whether the column is that of earlier results or of ranges, and neither the name nor a word of it over the
    value says so."""
    words = set(map(blurred, name.split()))
    for line in reversed(above):
        there = headings.of(line, None)
        if not there:
            here = set(_over(match, line))
            if any(here & set(cell) and words & set(_texts(cell)) for cell in cells_of(line.row, 0.9)):
                return False
            continue
        x = (match.tokens[0].x0 + match.tokens[-1].x1) / 2
        nearest = min(there, key=lambda h: max(h.x0 - x, x - h.x1, 0.0))
        inside = nearest.x0 <= x <= nearest.x1
        return inside and nearest.role in _NO_RESULT and blurred(nearest.text) not in blurred(name)
    return False
