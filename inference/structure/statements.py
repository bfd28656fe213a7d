"""Statements under a heading: `所見`, `自動診断`, `Interpretation`, each with what is printed beside or below it.

A heading stands alone in its cell, or before a colon. Its block is what stands to its right on the line (and on
the lines above and below that begin at the same place), or what stands below it, to the next heading, the next
wide gap or the next thing of another column. Lines that were only wrapped are joined; a block gives one statement
for each bullet, number, line or sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords, fold
from inference.structure.geometry import (
    Row,
    Token,
    around,
    cells_of,
    join,
    line_height,
    mean_confidence,
    row_y,
    rows_of,
)
from inference.structure.labels import begins_with_label
from mappers.model import Item

_DECORATION = " 　【】[]［］<>＜＞〈〉《》■□◆◇●○◎▪•・*※★☆▶▷◉:：()（）〔〕『』「」|"
_CELL_GAP = 1.6  # line heights: statements have spaces, cells have gaps
_BLOCK_GAP = 2.3  # line heights between lines of one block
_INDENT = 1.5  # line heights that lines may begin left of the heading
_BULLET = re.compile(r"^(?:[・●○◎■□◆◇▪•*※★☆>＞‣►▶-]\s?|[(（]?\d{1,2}[.)．）、]\s?(?=\D)|[①-⑳]\s?|#\s?\d?\s?)")
_END = re.compile(r"(?<=[。．])\s*|(?<=[a-z)])\.\s+(?=[A-Z])")
_OPEN_END = re.compile(
    r"(?:[,;(/-]|\b(?:of|with|and|or|the|in|to|for|by|due|at|from|on|a|is))$", re.IGNORECASE
)
_STOPPED = 0.7  # of the block's width that a line without its full stop fills
_LONG = 18  # letters of a line without full stops that may have been wrapped
_MOST_CONFIDENT = 0.99


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with the heading that names it."""

    name: str
    text: str
    tokens: Row


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and its statements; `tokens` are all of the block's, heading included."""

    name: str
    statements: tuple[Statement, ...]
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Heading:
    name: str
    cell: Row  # the heading's own tokens
    beside: Row  # tokens right of it on its line that are its text
    y: float


def heading_text(text: str) -> str:
    """A heading without the marks around it: `【所見】` to `所見`, `■ 診断：` to `診断`."""
    return text.strip(_DECORATION)


def blocks_of(
    tokens: Sequence[Token], headings: frozenset[str], stops: frozenset[str], width: float
) -> list[Block]:
    """The blocks of a page under headings of the folded list; those of `stops` end a block and give none.

    `width` is the page's, in pixels: lines that end at its right margin may go on in the next.
    """
    rows = rows_of(tokens)
    height = line_height(tokens)
    cells = [(row_y(row), cell) for row in rows for cell in cells_of(row, _CELL_GAP)]
    found, ends = [], []
    for y, cell in cells:
        heading = _heading(cell, y, headings)
        if heading is not None:
            found.append(heading)
        elif _heading(cell, y, stops) is not None:
            ends.append((y, cell))
    heads = [(h.y, h.cell) for h in found] + ends
    limit = max(max((t.x1 for t in tokens), default=0.0), width - min((t.x0 for t in tokens), default=0.0))
    out: list[Block] = []
    taken: set[int] = set()
    for heading in found:
        lines = _lines(heading, cells, heads, height)
        lines = [line for line in lines if not any(id(t) in taken for t in line)]
        statements = _statements(heading.name, lines, limit)
        if statements:
            used = tuple(t for line in lines for t in line)
            taken.update(id(t) for t in used)
            out.append(Block(heading.name, tuple(statements), (*heading.cell, *used)))
    return out


def _heading(cell: Row, y: float, words: frozenset[str]) -> _Heading | None:
    text = join(cell)
    if fold(heading_text(text)) in words:
        return _Heading(heading_text(text), cell, (), y)
    for size in range(1, min(len(cell), 5)):
        head = join(cell[:size])
        separated = head[-1] in ":：】]］)>＞〉》" or cell[size].text[0] in ":："
        if separated and fold(heading_text(head)) in words:
            rest = cell[size:]
            return _Heading(heading_text(head), cell[:size], rest, y)
    first = cell[0]
    match = re.match(r"^(.{1,24}?)(?:[:：]|(?<=[】\]］>＞〉》]))(.+)$", first.text)
    if match and fold(heading_text(match[1])) in words:
        cut = first.x0 + (first.x1 - first.x0) * match.start(2) / len(first.text)
        rest_token = replace(first, text=match[2], x0=cut)
        return _Heading(heading_text(match[1]), (first,), (rest_token, *cell[1:]), y)
    return None


def _lines(
    heading: _Heading,
    cells: Sequence[tuple[float, Row]],
    heads: Sequence[tuple[float, Row]],
    height: float,
) -> list[Row]:
    """The block's lines, top to bottom."""
    beside = heading.beside
    if not beside:
        near = [
            c
            for y, c in cells
            if abs(y - heading.y) <= 0.6 * height and c[0].x0 > heading.cell[-1].x1 and not _is_head(c, heads)
        ]
        beside = min(near, key=lambda c: c[0].x0, default=())
    if not beside:
        beside = _straddling(heading, cells, heads, height)
    if beside and not _separate_column(beside, heading, heads):
        return _beside(heading, beside, cells, heads, height)
    return _below(heading, cells, heads, height)


def _straddling(
    heading: _Heading,
    cells: Sequence[tuple[float, Row]],
    heads: Sequence[tuple[float, Row]],
    height: float,
) -> Row:
    """The upper of two lines right of a heading that is centred between them; () where there are none."""
    right = [
        (y, c)
        for y, c in cells
        if 0.3 * height < abs(y - heading.y) <= 1.5 * height
        and c[0].x0 > heading.cell[-1].x1 + 0.5 * height
        and not _is_head(c, heads)
    ]
    above = [(y, c) for y, c in right if y < heading.y]
    below = [(y, c) for y, c in right if y > heading.y]
    for _, upper in above:
        if any(abs(lower[0].x0 - upper[0].x0) <= 0.6 * height for _, lower in below):
            return upper
    return ()


def _is_head(cell: Row, heads: Sequence[tuple[float, Row]]) -> bool:
    return any(cell[0] is head[0] for _, head in heads)


def _separate_column(beside: Row, heading: _Heading, heads: Sequence[tuple[float, Row]]) -> bool:
    """What stands right of a lone heading belongs to something else when it is far away."""
    return not heading.beside and beside[0].x0 - heading.cell[-1].x1 > 12 * heading.cell[0].height


def _beside(
    heading: _Heading,
    beside: Row,
    cells: Sequence[tuple[float, Row]],
    heads: Sequence[tuple[float, Row]],
    height: float,
) -> list[Row]:
    """The text right of the heading, with the lines above and below that begin at the same place."""
    left = beside[0].x0
    lines: list[tuple[float, Row]] = [(row_y(beside), beside)]
    same = [
        (y, c)
        for y, c in cells
        if abs(c[0].x0 - left) <= 1.2 * height and not _is_head(c, heads) and c[0] is not beside[0]
    ]
    for direction in (1, -1):
        last = heading.y
        limit = min(
            (
                abs(y - heading.y)
                for y, c in heads
                if (y - heading.y) * direction > 0.4 * height and c[0].x0 < left
            ),
            default=float("inf"),
        )
        for y, cell in sorted(same, key=lambda e: direction * e[0]):
            if (y - row_y(beside)) * direction <= 0.4 * height or abs(y - last) > _BLOCK_GAP * height:
                continue
            if abs(y - heading.y) >= limit or (direction < 0 and abs(y - heading.y) * 2 > limit):
                break
            if _something_left(y, left, heading, cells, height):
                break
            lines.append((y, cell))
            last = y
    return [cell for _, cell in sorted(lines, key=lambda e: e[0])]


def _something_left(
    y: float, left: float, heading: _Heading, cells: Sequence[tuple[float, Row]], height: float
) -> bool:
    """Whether another label stands on that line, in the heading's column."""
    return any(
        abs(other - y) <= 0.5 * height and c[0].x0 < left - height and c[-1].x1 > heading.cell[0].x0 - height
        for other, c in cells
    )


def _below(
    heading: _Heading,
    cells: Sequence[tuple[float, Row]],
    heads: Sequence[tuple[float, Row]],
    height: float,
) -> list[Row]:
    """The lines under a heading, in its column."""
    left = heading.cell[0].x0 - _INDENT * height
    right = min(
        (c[0].x0 for y, c in heads if abs(y - heading.y) <= 0.6 * height and c[0].x0 > heading.cell[-1].x1),
        default=float("inf"),
    )
    lines: list[Row] = []
    last = heading.y
    for y, cell in cells:
        if y - heading.y <= 0.6 * height or not left <= cell[0].x0 < right:
            continue
        if y - last > _BLOCK_GAP * height or _is_head(cell, heads):
            break
        if begins_with_label(join(cell)):
            break
        if lines and abs(y - last) <= 0.5 * height:
            continue  # further right on the same line: another column
        lines.append(cell)
        last = y
    return lines


def _statements(name: str, lines: Sequence[Row], limit: float) -> list[Statement]:
    entries: list[list[Row]] = []
    for line in lines:
        if entries and _goes_on(entries[-1], line, lines, limit):
            entries[-1].append(line)
        else:
            entries.append([line])
    return [statement for entry in entries for statement in _sentences(name, entry)]


def _goes_on(entry: Sequence[Row], line: Row, lines: Sequence[Row], limit: float) -> bool:
    """Whether a line is the rest of the one before, by bullets, full stops, small letters, else by its width."""
    before, text = join(entry[-1]), join(line)
    if _BULLET.match(text) or before.endswith(("。", ".", "．")):
        return False
    if _BULLET.match(join(lines[0])):
        return line[0].x0 > lines[0][0].x0 + 0.3 * line[0].height or not _BULLET.match(join(lines[-1]))
    right, left = max(row[-1].x1 for row in lines), min(row[0].x0 for row in lines)
    filled = entry[-1][-1].x1 - left
    if any(join(row).endswith(("。", ".", "．")) for row in lines):
        return filled >= _STOPPED * (right - left)
    if text[0].islower() and text[0].isascii():
        return True
    near = 1.6 * line[0].height
    others = sum(right - row[-1].x1 <= near for row in lines)
    if text.isascii() and text[0].isupper() and not _OPEN_END.search(before):
        return limit - right <= near and entry[-1][-1].x1 + _first_width(line) > right
    full = right - entry[-1][-1].x1 <= near and (others > 1 or limit - right <= near)
    return full and len(before) >= _LONG


def _first_width(line: Row) -> float:
    return line[0].x1 - line[0].x0 + 0.3 * line[0].height


def _sentences(name: str, lines: Sequence[Row]) -> list[Statement]:
    """One statement a sentence; a bullet or number in front is left off, and the full stop at the end."""
    text, owners = "", list[Token | None]()
    for line in lines:
        piece = join(line)
        gap = " " if text and text[-1].isascii() and piece[:1].isascii() else ""
        text += gap
        owners += [None] * len(gap)
        at = 0
        for token in line:
            start = piece.index(token.text, at)
            owners += [None] * (start - at) + [token] * len(token.text)
            at = start + len(token.text)
        text += piece
    out = []
    start = 0
    for end in [m.start() for m in _END.finditer(text)] + [len(text)]:
        part = text[start:end]
        carriers = tuple(dict.fromkeys(o for o in owners[start:end] if o is not None))
        cleaned = _BULLET.sub("", part.strip()).strip().rstrip("。．").strip()
        cleaned = re.sub(r"(?<=[A-Za-z)])\.$", "", cleaned)
        if any(c.isalnum() for c in cleaned) and carriers:
            out.append(Statement(name, cleaned, carriers))
        start = end
    return out


def item_of_statement(statement: Statement, page: PageWords) -> Item:
    """The item of a statement."""
    return Item(
        name=statement.name,
        value=statement.text,
        page=page.number,
        box=around(statement.tokens),
        confidence=round(min(mean_confidence(statement.tokens), _MOST_CONFIDENT), 4),
        verified=False,
    )
