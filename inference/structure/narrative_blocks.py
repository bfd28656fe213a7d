"""Headings of a narrative and the lines that belong to each: beside the heading, below it, or both.

    【診断】                 診断：S状結腸癌              診断 │ 1. S状結腸癌
    1. S状結腸癌                  肝転移の疑い                 │ 2. 肝転移の疑い

A block ends at the next heading, at a label of the person or staff, or at a wide gap. Lengths are pixels of the
level page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from inference.readable import fold
from inference.structure.geometry import Row, Token, cells_of, join, line_height, row_y, rows_of
from inference.structure.labels import begins_with_label, is_label
from inference.structure.narrative_words import CONCLUDING_KEYS, PLAIN_KEYS

_CELL_GAP = 1.5  # line heights between a heading and what stands beside it
_WIDE = 2.9  # line heights without a line that end a block
_CLEARLY = 1.35  # times another distance of lines
_LONGEST_HEADING = 26  # characters of a heading that is in no list
_CONCLUDES = re.compile(
    r"(?<![とをはがにで、。])(?:診断名?|病名|結論|結語|まとめ|総括)$|(?:impressions?|conclusions?|diagnos[ei]s)$"
)
_TELLS = re.compile(
    r"(?<![とをはがにで、。])(?:所見|経過|既往歴|現病歴|目的|方針|処方|予定|概要)$|(?:description|history|findings?|course)$"
)
_APART = 0.25  # line heights between a heading and text in one cell
_APART_LATIN = 1.0  # a typewriter's space is 0.6
_INDENT = 0.8  # line heights that a block's text stands in from its heading
_LEFT = 1.2  # line heights that a block's line may begin left of its heading
_OPEN = "【［[〔<＜〈《≪■□◆◇●○◎▪▶▼◉★☆#*＊(（"
_DECORATION = re.compile(r"^[\s・【［\[〔<＜〈《≪■□◆◇●○◎▪▶▼◉★☆＊*]+|[\s】］\]〕>＞〉》≫:：]+$")
_NUMBERED = re.compile(r"^(?:[(（]?[0-9０-９IVXⅠ-Ⅹ]{1,3}[.)．）、]|[①-⑳])\s?")
_BRACKETED = re.compile(
    r"^\s*[【［\[〔<＜〈《≪]\s?([^】］\]〕>＞〉》≫]{1,30})\s?[】］\]〕>＞〉》≫]\s?[:：]?\s?(.*)$"
)
_COLON = re.compile(r"^([^:：]{1,40})[:：]\s*(.*)$")
_SPECIMEN = re.compile(
    r"^(?:[A-Z]|\d{1,2})[.)]\s?\S"
)  # `A. Left breast, core biopsy:` heads statements, not a section
_PARENTHESES = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens of one column of one line."""

    tokens: Row
    y: float

    @property
    def x0(self) -> float:
        """Left end."""
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.tokens[-1].x1

    @property
    def text(self) -> str:
        """The printed text."""
        return join(self.tokens)


@dataclass(slots=True)
class Block:
    """A heading (as printed, without decoration) and its lines. `concludes`: its statements are items."""

    name: str
    concludes: bool
    x0: float
    y: float
    lines: list[Line] = field(default_factory=list)
    runs_on: bool = False  # its text begins in the heading's own cell and may go on under the heading


@dataclass(frozen=True, slots=True)
class _Heading:
    name: str
    concludes: bool
    known: bool
    rest: Row  # what follows in the same cell


def blocks_of(tokens: Sequence[Token]) -> tuple[list[Block], list[Line]]:
    """The page's blocks in reading order, and all its lines."""
    height = line_height(tokens)
    blocks: list[Block] = []
    all_lines: list[Line] = []
    open_: list[Block] = []
    for row in rows_of(tokens):
        cells = _letters_together(cells_of(row, _CELL_GAP))
        lines = [Line(cell, row_y(row)) for cell in cells]
        all_lines += lines
        headed = [_heading(cell) for cell in cells]
        if any(h is None and _ends_blocks(line) for h, line in zip(headed, lines, strict=True)):
            open_ = []
        open_ = [b for b in open_ if not any(_back_out(line, b, height) for line in lines)]
        for line, heading in zip(lines, headed, strict=True):
            if heading is not None:
                open_ = [b for b in open_ if b.x0 > line.x1 or _beside(b, line, lines, height)]
                block = Block(heading.name, heading.concludes, line.x0, line.y)
                if heading.rest:
                    block.lines.append(Line(heading.rest, line.y))
                    block.runs_on = True
                blocks.append(block)
                open_.append(block)
                continue
            home = _home(line, open_, height)
            if home is not None:
                home.lines.append(line)
    _centre(blocks)
    return blocks, all_lines


def _beside(block: Block, heading: Line, lines: Sequence[Line], height: float) -> bool:
    """Whether a block stands in a column left of a heading: begun on its line, or going on there."""
    if block.x0 >= heading.x0 - 6 * height:
        return False
    goes_on = any(block.x0 <= line.x0 and line.x1 < heading.x0 for line in lines)
    within = bool(block.lines) and all(line.x1 < heading.x0 for line in block.lines)
    return block.y == heading.y or (goes_on and within)


def _centre(blocks: Sequence[Block]) -> None:
    """Lines that stand above their label because it is centred beside them: moved to its block from the one before.

    They follow a gap that is clearly wider than the one between them and the label's own line.
    """
    for before, block in pairwise(blocks):
        if block.runs_on or not block.lines or not before.lines or block.lines[0].y - block.y > 1.0:
            continue
        steps = [b.y - a.y for a, b in pairwise([*before.lines, block.lines[0]])]
        widest = max(range(len(steps)), key=lambda i: steps[i])
        moved = before.lines[widest + 1 :]
        edge = block.lines[0].x0
        alike = all(line.x0 >= edge - _LEFT * line.tokens[0].height for line in moved)
        if moved and alike and steps[widest] > _CLEARLY * steps[-1]:
            block.lines[:0] = before.lines[widest + 1 :]
            del before.lines[widest + 1 :]


def _letters_together(cells: list[Row]) -> list[Row]:
    """The cells with a heading set apart at their front (`診　　断`) as one."""
    for size in range(min(len(cells), 5), 1, -1):
        letters = [token for cell in cells[:size] for token in cell]
        single = all(len(token.text) == 1 for token in letters)
        if single and _kind(fold("".join(token.text for token in letters))) is not None:
            return [tuple(letters), *cells[size:]]
    return cells


def _home(line: Line, open_: Sequence[Block], height: float) -> Block | None:
    """The open block that a line belongs to: the nearest one that begins left of it and has no gap before it."""
    fitting = [b for b in open_ if line.x0 >= b.x0 - _LEFT * height]
    fitting = [b for b in fitting if line.y - _last_y(b) <= _WIDE * height]
    return max(fitting, key=lambda b: (b.y, b.x0), default=None)


def _back_out(line: Line, block: Block, height: float) -> bool:
    """Whether a line stands at the heading's edge below or beside text that is set in: another label or heading, or
    text of no block. Text that began in the heading's own cell may go on there."""
    if not block.lines or block.runs_on or line.y <= block.y or line.x0 < block.x0 - _LEFT * height:
        return False
    set_in = min(other.x0 for other in block.lines) - block.x0
    return set_in > _INDENT * height and line.x0 - block.x0 < 0.4 * set_in


def _last_y(block: Block) -> float:
    return block.lines[-1].y if block.lines else block.y


def _ends_blocks(line: Line) -> bool:
    """A label of the person, the staff or the report's times."""
    text = line.text
    head = re.split(r"[:：]", text, maxsplit=1)[0]
    return begins_with_label(text) or is_label(_DECORATION.sub("", head))


def heading_key(text: str) -> str:
    """A heading's folded text without decoration, number and brackets."""
    bare = _NUMBERED.sub("", _DECORATION.sub("", text))
    return fold(_DECORATION.sub("", bare))


def concludes(name: str) -> bool:
    """Whether a printed heading is one under which conclusions stand."""
    return _kind(heading_key(name)) is True


def is_heading(text: str) -> bool:
    """Whether a printed text is a known heading, one that concludes or another."""
    return _kind(heading_key(text)) is not None


def _kind(key: str) -> bool | None:
    """True for a concluding heading, False for another known one, None for an unknown text."""
    bare = _PARENTHESES.sub("", key)
    for form in (key, bare):
        if form in CONCLUDING_KEYS:
            return True
        if form in PLAIN_KEYS:
            return False
    if len(bare) <= _LONGEST_HEADING and not bare.isdigit():
        if _CONCLUDES.search(bare):
            return True
        if _TELLS.search(bare):
            return False
    return None


def _heading(cell: Row) -> _Heading | None:
    """The heading that a cell is or begins with; None for text."""
    text = join(cell)
    concludes = _kind(heading_key(text))
    if concludes is not None:
        return _Heading(_shown(text), concludes, True, ())
    for pattern in (_BRACKETED, _COLON):
        match = pattern.match(text)
        if match is None:
            continue
        concludes = _kind(heading_key(match[1]))
        if concludes is not None:
            return _Heading(_shown(match[1]), concludes, True, after(cell, text, match.start(2)))
    for size in range(min(len(cell) - 1, 4), 0, -1):
        gap = cell[size].x0 - cell[size - 1].x1
        concludes = _kind(heading_key(join(cell[:size])))
        apart = _APART_LATIN if text.isascii() else _APART
        if len(cell) - size > 1 and all(len(token.text) == 1 for token in cell):
            break  # letters of one heading set apart (`画 像 診 断 報 告 書`)
        if concludes is not None and gap >= apart * min(cell[size].height, cell[size - 1].height):
            return _Heading(_shown(join(cell[:size])), concludes, True, cell[size:])
    if _looks_like_heading(text):
        return _Heading(_shown(text), False, False, ())
    return None


def _shown(text: str) -> str:
    """The heading as printed, without decoration and number."""
    bare = _DECORATION.sub("", text)
    return _DECORATION.sub("", _NUMBERED.sub("", bare)) if _NUMBERED.match(bare) else bare


def _looks_like_heading(text: str) -> bool:
    """An unknown heading: bracketed or decorated and short, or short before a colon with nothing behind it."""
    if _BRACKETED.fullmatch(text) and text.rstrip()[-1:] in "】］]〕>＞〉》≫":
        return True
    if text[:1] in "■□◆◇▪▶▼◉" and len(text) <= 20 and "。" not in text:
        return True
    return text[-1:] in ":：" and len(text) <= 30 and not _SPECIMEN.match(text)


def after(cell: Row, text: str, start: int) -> Row:
    """The tokens of a cell from a place in its joined text on; a token cut in two keeps its right part."""
    at = 0
    out: list[Token] = []
    for token in cell:
        at = text.index(token.text, at)
        end = at + len(token.text)
        if at >= start:
            out.append(token)
        elif end > start:
            x0 = token.x0 + (token.x1 - token.x0) * (start - at) / len(token.text)
            box = token.box
            left = box.x0 + (box.x1 - box.x0) * (start - at) / len(token.text)
            out.append(replace(token, text=token.text[start - at :], x0=x0, box=replace(box, x0=left)))
        at = end
    return tuple(out)
