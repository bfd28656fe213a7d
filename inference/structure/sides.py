"""Boxes side by side: where a page must be cut upright so that each side's heading rows are its own.

項目  結果  単位  | 結果  項目  単位        a strip that no result crosses; on both sides every heading
WBC   5.1   ...   | 9.7   総蛋白 g/dL      row is whole, and the right one begins with names (or with
...               | 項目  結果  単位        results in front of names)
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from inference.structure.geometry import Row, Token, row_y
from inference.structure.headers import Heading, headings_of
from inference.structure.heading_words import Role

_FEWEST = 3  # headings of a row in one line with results
_TAIL = 4  # lines at most below both sides
_APART = 1.6  # times the usual step from line to line
_CROSSING = 0.12  # of the rows under the headings may be lines of text across both sides
_RESULTS = (Role.VALUE, Role.DATED)
_LEADS = (Role.SECTION, Role.CODE, Role.FLAG)
Start = tuple[int, tuple[Heading, ...]]
"""A heading row's number and its headings."""


def side_by_side(rows: Sequence[Row], starts: Sequence[Start]) -> float | None:
    """Where to cut the page, or None where its heading rows go together (or no clear strip parts them)."""
    if not starts or not _needed([headings for _, headings in starts]):
        return None
    body = rows[starts[0][0] :]
    edges = sorted({x for _, headings in starts for h in headings for x in (h.x0, h.x1)})
    best: tuple[int, float, float] | None = None
    for a, b in pairwise(edges):
        if not all(_parted(headings, (a + b) / 2) for _, headings in starts):
            continue
        found = _widest_strip(body, a, b)
        if found is not None and (best is None or (found[0], -found[1]) < (best[0], -best[1])):
            best = found
    return best[2] if best else None


def beside_results(rows: Sequence[Row], starts: Sequence[Start], year: int | None) -> list[Start]:
    """Heading rows that stand in one line with the other side's results, by where earlier rows can be parted."""
    cuts = sorted({h.x0 - 1 for _, line in starts for h in line[1:] if _parted_in_two(line, h.x0 - 1)})
    known = {number for number, _ in starts}
    found: list[Start] = []
    for number in range(starts[0][0] + 1, len(rows)) if cuts else ():
        for cut in cuts if number not in known else ():
            sides = [tuple(t for t in rows[number] if (t.x < cut) is first) for first in (True, False)]
            if not all(sides):
                continue
            lines = [headings_of(side, year) for side in sides]
            whole = [line for line in lines if len(line) >= _FEWEST and _whole(line) and _all_known(line)]
            if len(whole) == 1:
                found.append((number, whole[0]))
                break
    return found


def _parted_in_two(line: Sequence[Heading], cut: float) -> bool:
    return line[0].x0 < cut and _parted(line, cut)


def _needed(lines: Sequence[tuple[Heading, ...]]) -> bool:
    """Whether a heading row stands beside another row's place, or mixes results in front and behind names."""
    spans = [(min(h.x0 for h in line), max(h.x1 for h in line)) for line in lines]
    narrower = len(lines) > 1 and any(
        b[0] >= (a[0] + a[1]) / 2 - 1 or b[1] <= (a[0] + a[1]) / 2 + 1 for a in spans for b in spans
    )
    return narrower or any(_mixed(line) for line in lines)


def _mixed(line: Sequence[Heading]) -> bool:
    """`項目 結果 … 結果 項目`: one side's results stand in front of its names, the other's behind."""
    turns = [h.role for h in line if h.role in (Role.NAME, Role.VALUE)]
    return len(turns) == 4 and turns[:2] != turns[2:] and turns.count(Role.NAME) == 2


def _parted(headings: Sequence[Heading], cut: float) -> bool:
    """Whether both parts of a heading row are whole: empty, or names and results, with names leading."""
    left = [h for h in headings if h.x0 < cut]
    right = [h for h in headings if h.x0 >= cut]
    return (not left or _whole(left)) and (not right or (_whole(right) and _begins(right)))


def _whole(headings: Sequence[Heading]) -> bool:
    roles = {h.role for h in headings}
    return Role.NAME in roles and bool(roles & set(_RESULTS))


def _all_known(headings: Sequence[Heading]) -> bool:
    """Whether no word of the other side's stands among the headings."""
    return all(h.role is not Role.NAMED for h in headings)


def _begins(headings: Sequence[Heading]) -> bool:
    roles = [h.role for h in headings if h.role not in _LEADS]
    return bool(roles) and (roles[0] is Role.NAME or roles[:2] == [Role.VALUE, Role.NAME])


def _widest_strip(body: Sequence[Row], left: float, right: float) -> tuple[int, float, float] | None:
    """Rows crossing, width and middle of the best strip; None where too many rows cross or one side is empty."""
    edges = sorted({left, right} | {x for row in body for t in row for x in (t.x0, t.x1) if left < x < right})
    best: tuple[int, float, float] | None = None
    for a, b in pairwise(edges):
        crossing = sum(any(t.x0 < b and t.x1 > a for t in row) for row in body)
        if best is None or (crossing, a - b) < (best[0], -best[1]):
            best = (crossing, b - a, (a + b) / 2)
    if best is None or best[0] > max(2, _CROSSING * len(body)):
        return None
    sides = [sum(any((t.x < best[2]) is first for t in row) for row in body) for first in (True, False)]
    return best if min(sides) >= 3 else None


def tail_off(rows: Sequence[Row], first: int) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """The page's tokens without the few lines well below both sides, and those lines: they are no side's."""
    ys = [row_y(row) for row in rows]
    gaps = [b - a for a, b in pairwise(ys[first:])]
    usual = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    last = len(rows)
    for at in range(len(rows) - 1, max(len(rows) - 1 - _TAIL, first), -1):
        if ys[at] - ys[at - 1] > _APART * usual:
            last = at
    return tuple(t for row in rows[:last] for t in row), tuple(t for row in rows[last:] for t in row)
