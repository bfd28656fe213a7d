"""Statements under a heading: `所見`, `自動診断`, `Interpretation`, each with what is printed beside or below it.

A heading stands alone in its cell, or before a colon or a gap. Its block is what stands to its right on the line
(and on the lines above and below that begin at the same place), or what stands below it, to the next heading, the
next wide gap or the next thing of another kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of
from inference.structure.labels import begins_with_label, whole_label
from inference.structure.statement_headings import Headings, heading_text
from inference.structure.statements import Statement, is_code, statements_of

_CELL_GAP = 1.6  # line heights: statements have spaces, cells have gaps
_HEADING_GAP = 0.75  # line heights between a heading and its text where nothing else parts them
_JAPANESE_GAP = (
    0.45  # the same behind Japanese, which has no spaces; boxes around recognised words are generous
)
_BLOCK_GAP = 2.3  # line heights between lines of one block
_FIRST_GAP = 3.0  # from a heading to its first line
_HANGING_GAP = 1.9  # the same, for lines that go on under the heading itself
_FAR = 12.0  # line heights from a lone heading to what is no longer its text
_INDENT = 1.5  # line heights that lines may begin left of the heading
_FRAMED = re.compile(r"【[^【】]+】")  # another heading
_SIGNER = re.compile(
    r"(?:[A-Z]\.\s?){1,2}[A-Z][a-z]+(?:,?\s?(?:M\.?D\.?|Ph\.?D\.?))*"
)  # `Reading: T. Yanase, MD`
_SIGNED = re.compile(
    r"(?:electronically|digitally)?\s?(?:signed|confirmed|reviewed|reported|verified|interpreted|edited)\s?(?:by|on|:)"
    r"|(?:検査者|判読医|読影医|報告[者医]|承認者?|診断医|(?:検査)?技師|記録者|担当医?|署名|確認者?|医師名?)\s?[:： ]"
    r"|未確定|未確認|unconfirmed|医師の確認"
    r"|(?:以上|page\s?\d|\d+\s?/\s?\d+\s?(?:頁|ページ)?)$",
    re.IGNORECASE,
)
_STAFF_INSIDE = re.compile(
    r"(?:^|\s)(?:検査者|判読医|読影医|報告[者医]|承認者|診断医|(?:検査)?技師|記録者)\s?[:： ]"
)
_STAMP = re.compile(r"[\d/:.年月日時分秒\s-]{8,}")  # when it was recorded, at the page's edge
_NOTE_SIGNS = "※＊* "
_OTHER_LABEL = re.compile(r"[^。:：]{1,16}[:：]")


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
    beside: Row  # tokens right of it in its own cell
    y: float


@dataclass(frozen=True, slots=True)
class _Page:
    """The page's cells with their lines' centres, and those that end blocks."""

    cells: tuple[tuple[float, Row], ...]
    heads: tuple[tuple[float, Row], ...]
    height: float
    foreign: Callable[[Row], bool]
    tables_below: bool = False

    def is_head(self, cell: Row) -> bool:
        return any(cell[0] is head[0] for _, head in self.heads)

    def ends(self, cell: Row) -> bool:
        text = join(cell)
        return (
            self.is_head(cell)
            or begins_with_label(text)
            or self.foreign(cell)
            or bool(_FRAMED.fullmatch(text))
            or bool(_SIGNED.match(text.lstrip(_NOTE_SIGNS)))
        )

    def begins_values(self, y: float, cell: Row) -> bool:
        """Whether a cell is a name whose value (and unit) the gaps of a table part from it."""
        right = [
            c for other, c in self.cells if abs(other - y) <= 0.5 * self.height and c[0].x0 > cell[-1].x1
        ]
        near = sorted(right, key=lambda c: c[0].x0)[:2]
        return any(self.foreign((*cell, *(t for c in near[:size] for t in c))) for size in (1, 2) if near)

    def announced(self, y: float, cell: Row) -> bool:
        """Whether a cell is what the label left of it on its line announces, so of the page's head."""
        left = [c for other, c in self.cells if abs(other - y) <= 0.5 * self.height and c[-1].x1 < cell[0].x0]
        return bool(left) and whole_label(join(max(left, key=lambda c: c[-1].x1))) is not None


def blocks_of(
    tokens: Sequence[Token],
    headings: Headings,
    stops: Headings,
    width: float,
    foreign: Callable[[Row], bool],
    *,
    tables_below: bool = False,
) -> list[Block]:
    """The blocks of a page under `headings`; those of `stops` end a block and give none.

    `width` is the page's, in pixels: lines that end at its right margin may go on in the next. `foreign` says
    which lines are no statement's (names with values); they end a block, too.
    `tables_below`: the headings may stand over lists of labels with texts, which are no block of theirs.
    """
    cells = [(row_y(row), cell) for row in rows_of(tokens) for cell in cells_of(row, _CELL_GAP)]
    found = [h for y, cell in cells if (h := _heading(cell, y, headings)) is not None]
    ends = [(y, cell) for y, cell in cells if _heading(cell, y, stops) is not None]
    heads = tuple((h.y, h.cell) for h in found) + tuple(ends)
    page = _Page(tuple(cells), heads, line_height(tokens), foreign, tables_below)
    limit = max(max((t.x1 for t in tokens), default=0.0), width - min((t.x0 for t in tokens), default=0.0))
    out: list[Block] = []
    taken: set[int] = set()
    for heading in found:
        lines = [line for line in _lines(heading, page) if not any(id(t) in taken for t in line)]
        statements = statements_of(heading.name, lines, limit)
        if statements and not _SIGNER.fullmatch(" ".join(join(line) for line in lines)):
            used = tuple(t for line in lines for t in line)
            taken.update(id(t) for t in used)
            out.append(Block(heading.name, tuple(statements), (*heading.cell, *used)))
    return out


def _heading(cell: Row, y: float, words: Headings) -> _Heading | None:
    text = join(cell)
    if heading_text(text) in words:
        return _Heading(heading_text(text), cell, (), y)
    for size in range(1, min(len(cell), 5)):
        head, following = join(cell[:size]), cell[size]
        least = _HEADING_GAP if head.isascii() else _JAPANESE_GAP
        apart = following.x0 - cell[size - 1].x1 > least * following.height
        separated = apart or head[-1] in ":：】]］)>＞〉》" or following.text[0] in ":："
        if separated and heading_text(head) in words:
            rest = cell[size:]
            if _STAFF_INSIDE.search(join(rest)):
                return None  # `解析 金子 判読医 森`
            if following.text in (":", "：") and len(rest) > 1:
                rest = rest[1:]
            return _Heading(heading_text(head), cell[:size], rest, y)
    first = cell[0]
    match = re.match(r"^(.{1,24}?)(?:[:：)）]|(?<=[】\]］>＞〉》]))(.+)$", first.text)
    if match and heading_text(match[1]) in words:
        cut = first.x0 + (first.x1 - first.x0) * match.start(2) / len(first.text)
        rest_token = replace(first, text=match[2], x0=cut)
        return _Heading(heading_text(match[1]), (first,), (rest_token, *cell[1:]), y)
    return None


def _lines(heading: _Heading, page: _Page) -> list[Row]:
    """The block's lines, top to bottom."""
    beside = heading.beside
    if not beside:
        near = [
            c
            for y, c in page.cells
            if abs(y - heading.y) <= 0.6 * page.height
            and c[0].x0 > heading.cell[-1].x1
            and not page.is_head(c)
            and not _STAMP.fullmatch(join(c))
        ]
        beside = min(near, key=lambda c: c[0].x0, default=()) or _straddling(heading, page)
        if len(beside) > 1 and beside[0].text in (":", "："):
            beside = beside[1:]
    far = beside and not heading.beside and beside[0].x0 - heading.cell[-1].x1 > _FAR * heading.cell[0].height
    if beside and not far and (heading.beside or not page.foreign(beside)):
        lines = _beside(heading, beside, page)
        return lines + _hanging(heading, lines[-1], page) if heading.beside else lines
    return _below(heading, page)


def _straddling(heading: _Heading, page: _Page) -> Row:
    """The upper of two lines right of a heading that is centred between them; () where there are none."""
    right = [
        (y, c)
        for y, c in page.cells
        if 0.3 * page.height < abs(y - heading.y) <= 1.5 * page.height
        and c[0].x0 > heading.cell[-1].x1 + 0.5 * page.height
        and not page.is_head(c)
    ]
    below = [c for y, c in right if y > heading.y]
    for y, upper in right:
        if y < heading.y and any(abs(c[0].x0 - upper[0].x0) <= 0.6 * page.height for c in below):
            return upper
    return ()


def _beside(heading: _Heading, beside: Row, page: _Page) -> list[Row]:
    """The text right of the heading, with the lines above and below that begin at the same place."""
    left, height = beside[0].x0, page.height
    at = row_y(beside)
    lines: list[tuple[float, Row]] = [(at, beside)]
    same = [(y, c) for y, c in page.cells if abs(c[0].x0 - left) <= 1.2 * height and c[0] is not beside[0]]
    for direction in (1, -1):
        last = at
        apart = [(y - heading.y) * direction for y, c in page.heads if c[0].x0 < left]
        limit = min((d for d in apart if d > 0.4 * height), default=float("inf"))
        for y, cell in sorted(same, key=lambda e: direction * e[0]):
            if (y - at) * direction <= 0.4 * height:
                continue
            if abs(y - last) > _BLOCK_GAP * height or page.ends(cell) or page.begins_values(y, cell):
                break
            if abs(y - heading.y) >= limit or (direction < 0 and abs(y - heading.y) * 2 > limit):
                break
            if _something_left(y, left, heading, page):
                break
            lines.append((y, cell))
            last = y
    return [cell for _, cell in sorted(lines, key=lambda e: e[0])]


def _something_left(y: float, left: float, heading: _Heading, page: _Page) -> bool:
    """Whether another label stands on that line, in the heading's column."""
    edge = heading.cell[0].x0 - page.height
    return any(
        c[0] is not heading.cell[0]
        and abs(other - y) <= 0.5 * page.height
        and c[0].x0 < left - page.height
        and c[-1].x1 > edge
        for other, c in page.cells
    )


def _hanging(heading: _Heading, last: Row, page: _Page) -> list[Row]:
    """Lines that go on under a heading whose text began beside it."""
    lines: list[Row] = []
    at = row_y(last)
    for y, cell in page.cells:
        if y - at <= 0.4 * page.height or abs(cell[0].x0 - heading.cell[0].x0) > page.height:
            continue
        if y - at > _HANGING_GAP * page.height or page.ends(cell) or _OTHER_LABEL.match(join(cell)):
            break
        if page.begins_values(y, cell):
            break
        lines.append(cell)
        at = y
    return lines


def _below(heading: _Heading, page: _Page) -> list[Row]:
    """The lines under a heading, in its column."""
    left = heading.cell[0].x0 - _INDENT * page.height
    right = min(
        (
            c[0].x0
            for y, c in page.heads
            if abs(y - heading.y) <= 0.6 * page.height and c[0].x0 > heading.cell[-1].x1
        ),
        default=float("inf"),
    )
    lines: list[Row] = []
    last = heading.y
    for y, cell in page.cells:
        if y - heading.y <= 0.6 * page.height or not left <= cell[0].x0 < right:
            continue
        if lines and abs(y - last) <= 0.5 * page.height:
            if is_code(lines[-1]):
                lines[-1] = (*lines[-1], *cell)
            continue  # further right on the same line: another column
        if y - last > (_BLOCK_GAP if lines else _FIRST_GAP) * page.height or page.ends(cell):
            break
        if page.announced(y, cell) or page.begins_values(y, cell):
            break
        if page.tables_below and any(
            abs(other - y) <= 0.5 * page.height and c[0].x0 > cell[-1].x1 for other, c in page.cells
        ):
            break
        lines.append(cell)
        last = y
    return lines
