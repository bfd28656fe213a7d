"""Tables whose results stand in front of their names: the two columns changed about, for readers that read on
from a name to the right.

    結果   項目   基準値              項目   結果   基準値
    1+     蛋白   (-)        reads    蛋白   1+     (-)

Only where words are placed changes (`Token.x0`, `x1`): each keeps the box it has on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inference.readable import has_letters
from inference.structure.columns import clearest_gap
from inference.structure.geometry import Row, Token, rows_of
from inference.structure.headers import Heading, headings_of
from inference.structure.heading_words import Role
from inference.structure.marks import parse_mark
from inference.structure.values import parse_value


def names_first(tokens: Sequence[Token], year: int | None) -> tuple[Token, ...]:
    """The tokens with the names of such tables moved in front of the results."""
    rows = rows_of(tokens)
    for number, row in enumerate(rows):
        headings = headings_of(row, year)
        for value, name in _turned(headings):
            end = _next_start(rows, number, value, name, year)
            moved = _changed_about(rows[number:end], headings, value, name)
            if moved is not None:
                rows[number:end] = moved
    return tuple(t for row in rows for t in row)


def _turned(headings: Sequence[Heading]) -> list[tuple[int, int]]:
    """Result and name headings in that order, by place; [] where names and results do not pair up."""
    turns = [i for i, h in enumerate(headings) if h.role in (Role.NAME, Role.VALUE)]
    if len(turns) % 2:
        return []
    pairs = list(zip(turns[::2], turns[1::2], strict=True))
    if any(headings[a].role is headings[b].role for a, b in pairs):
        return []
    return [(a, b) for a, b in pairs if headings[a].role is Role.VALUE]


def _next_start(rows: Sequence[Row], number: int, value: int, name: int, year: int | None) -> int:
    """Where the table ends: at the next heading row over its place."""
    own = headings_of(rows[number], year)
    for later in range(number + 1, len(rows)):
        if any(h.x0 < own[name].x1 and h.x1 > own[value].x0 for h in headings_of(rows[later], year)):
            return later
    return len(rows)


def _changed_about(
    rows: Sequence[Row], headings: Sequence[Heading], value: int, name: int
) -> list[Row] | None:
    """The rows with both columns moved, or None where names do stand in front of the results."""
    tokens = [t for row in rows for t in row]
    start = clearest_gap(tokens, headings[value - 1].x0, headings[value].x1) if value else 0.0
    middle = clearest_gap(tokens, headings[value].x0, headings[name].x1)
    last = max(t.x1 for t in tokens) + 1.0
    end = clearest_gap(tokens, headings[name].x0, headings[name + 1].x1) if name + 1 < len(headings) else last
    clear = [
        row for row in rows[1:] if not any(t.x0 < cut < t.x1 for t in row for cut in (start, middle, end))
    ]
    wordy = sum(any(_worded(t) for t in row if start <= t.x < middle) for row in clear)
    named = sum(any(has_letters(t.text) for t in row if middle <= t.x < end) for row in clear)
    if wordy * 2 > named or named < 2:
        return None
    out = []
    for row in rows:
        moved = [_moved(t, start, middle, end) for t in row] if row in clear or row is rows[0] else row
        out.append(tuple(sorted(moved, key=lambda t: t.x0)))
    return out


def _worded(token: Token) -> bool:
    return has_letters(token.text) and not parse_mark(token.text) and parse_value(token.text) is None


def _moved(token: Token, start: float, middle: float, end: float) -> Token:
    if start <= token.x < middle:
        return replace(token, x0=token.x0 + end - middle, x1=token.x1 + end - middle)
    if middle <= token.x < end:
        return replace(token, x0=token.x0 - middle + start, x1=token.x1 - middle + start)
    return token
