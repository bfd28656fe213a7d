"""Narrative reports: statements under headings that conclude, and labelled stages, sizes, grades and scores.

A statement is one sentence or numbered entry, wrapped lines joined, named by its heading; it says how certain it is
(structure.certainty). Findings, history and course in prose give no items.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords
from inference.structure.captions import without_captions
from inference.structure.certainty import certainty_of
from inference.structure.foot_lines import without_foot
from inference.structure.geometry import Token, around, line_height, mean_confidence, tokens_of
from inference.structure.labelled import labelled_item, labelled_items, with_unit_cells
from inference.structure.narrative_blocks import Block, Line, blocks_of
from inference.structure.narrative_lists import listed_pairs
from inference.structure.narrative_sides import Named, sided_values
from inference.structure.narrative_words import TITLES, VOCABULARY
from inference.structure.stay import discharge_day
from inference.structure.value_runs import runs_of_values
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_MOST_CONFIDENT = 0.97
_ENTRY = re.compile(
    r"^\s*(?:[・●○◎■□◆◇▪•＊*※‣▶►－—–-]\s?|[(（]\s?\d{1,2}\s?[)）]\s?|\d{1,2}\s?(?:[)）]|[.．、:](?!\d))\s?|[①-⑳]\s?|#\s?\d{0,2}[.:)]?\s?|[A-H][.)]\s)"
)
_STAGE = re.compile(r"[cpyf]{0,2}(?:T(?:is|\d)|N\d|M\d|Stage)")
_SENTENCE = re.compile(r"(?<=[。．])|[、,]\s*(?=[#＃]\s?\S)|(?<=[a-z0-9)\]])\.(?=\s+[A-Z])\s*")
_ABBREVIATED = re.compile(r"(?:\b(?:vs|cf|e\.g|i\.e|no|fig|dr|st|approx)|\b[A-Z])\.$", re.IGNORECASE)
_LOWER = re.compile(r"[a-z]+(?:[\s,.;:)-]|$)")  # `pT2` begins no lower-case word
_FULL = 0.86  # of a block's width that a wrapped line fills
_NOTHING = re.compile(
    r"(?:なし|無し|無|特記(?:すべき)?(?:事項|こと)?なし|none|n/?a|[-−–—―*/.・\s]*)[。.]?", re.IGNORECASE
)
_LONGEST = 400


@dataclass(slots=True)
class _Statement:
    """A statement being put together: its text and the tokens that print it."""

    text: str
    tokens: list[Token]


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Statements and labelled values of all pages, each page top to bottom."""
    items: list[Item] = []
    discharged = discharge_day(pages, year)
    for page in pages:
        tokens = without_captions(without_foot(tokens_of(page)))
        blocks, lines = blocks_of(tokens)
        found, used = _valued(sided_values(tokens), page)
        lines = with_unit_cells([line for line in lines if not _made_of(line, used)])
        pairs = [Named(p.name, p.value, (*p.label, *p.value)) for p in listed_pairs(lines)]
        runs = [Named(r.name, r.value, r.tokens) for r in runs_of_values(lines)]
        listed, taken = _valued([*pairs, *runs], page)
        found += listed
        used |= taken
        labelled, told = labelled_items([line for line in lines if not _made_of(line, used)], page)
        found += labelled
        used |= told
        height = line_height(tokens)
        for block in blocks:
            if block.concludes:
                found += [_item(block.name, s, page) for s in _statements(block, lines, used, height)]
        items += sorted(found, key=lambda i: (round(i.box.y0, 3), i.box.x0) if i.box else (1.0, 1.0))
    return tuple(replace(item, effective=discharged) for item in items) if discharged else tuple(items)


def _valued(pairs: Sequence[Named], page: PageWords) -> tuple[list[Item], set[int]]:
    """The items of names with values, and the ids of the tokens that print them; no token is used twice."""
    items: list[Item] = []
    used: set[int] = set()
    for one in pairs:
        item = None if any(id(t) in used for t in one.value) else labelled_item(one.name, one.value, page)
        if item is not None:
            items.append(replace(item, unit=item.unit or one.unit or None))
            used.update(id(t) for t in one.value)
    return items, used | {id(t) for one in pairs if id(one.value[0]) in used for t in one.tokens}


def _made_of(line: Line, taken: set[int]) -> bool:
    return any(id(token) in taken for token in line.tokens)


def _item(name: str, statement: _Statement, page: PageWords) -> Item:
    return Item(
        name=name,
        value=statement.text,
        page=page.number,
        box=around(statement.tokens),
        confidence=round(min(mean_confidence(statement.tokens), _MOST_CONFIDENT), 4),
        verified=False,
        certainty=certainty_of(statement.text),
    )


def _statements(block: Block, page: Sequence[Line], used: set[int], height: float) -> list[_Statement]:
    """The block's sentences and entries; lines that are labelled values are left out.

    Lines of the page that begin where the block's do show how far a line can go before it is wrapped.
    """
    lines = [line for line in block.lines if not any(id(t) in used for t in line.tokens)]
    if not lines:
        return []
    left = min(line.x0 for line in lines)
    alike = [line.x1 for line in page if abs(line.x0 - left) <= 1.5 * height]
    right = max([*alike, *(line.x1 for line in lines)])
    joined: list[_Statement] = []
    before: Line | None = None
    for line in lines:
        text = line.text
        if before is not None and joined and _goes_on(before, line, left, right, height):
            joined[-1] = _joined(joined[-1], text, line)
        else:
            joined.append(_Statement(text, list(line.tokens)))
        before = line
    out = []
    for statement in joined:
        out += _sentences(statement)
    return [s for s in out if _says_something(s.text)]


def _says_something(text: str) -> bool:
    """Whether a text is a statement: not nothing, no specimen that heads statements (`A. Stomach, biopsy:`)."""
    return bool(text) and text[-1] not in ":：" and not _NOTHING.fullmatch(text) and len(text) <= _LONGEST


def _goes_on(before: Line, line: Line, left: float, right: float, height: float) -> bool:
    """Whether a line continues the one before: that one is full and unfinished, and this one begins no entry."""
    text = before.text.rstrip()
    if _ENTRY.match(line.text) or _STAGE.match(line.text) or text.endswith(("。", "．")):
        return False
    if abs(line.y - before.y) < 0.5 * height:
        return True
    if text.endswith(".") and not _ABBREVIATED.search(text):
        return False
    if text.endswith(("、", "，", ",", "および", "及び", "-", "and", "with", "of", "the")):
        return True
    if _LOWER.match(line.text):
        return True
    return before.x1 - left >= _FULL * (right - left) and right - left > 12 * height


def _joined(statement: _Statement, text: str, line: Line) -> _Statement:
    last, first = statement.text[-1:], text[:1]
    gap = " " if last.isascii() and first.isascii() and last != "-" else ""
    return _Statement(statement.text + gap + text, [*statement.tokens, *line.tokens])


def _sentences(statement: _Statement) -> list[_Statement]:
    """A statement cut at full stops, each part with its own tokens, without bullets and the final stop."""
    out = []
    entry = _ENTRY.match(statement.text)
    at = entry.end() if entry else 0
    for piece in _cut(statement.text[at:]):
        start = statement.text.index(piece, at)
        at = start + len(piece)
        text = _bare(piece)
        if text:
            out.append(_Statement(text, _tokens_of(statement, start, at)))
    return out


def _cut(text: str) -> list[str]:
    pieces = [p for p in _SENTENCE.split(text) if p and p.strip()]
    out: list[str] = []
    for piece in pieces:
        if out and (_ABBREVIATED.search(out[-1]) or _inside_brackets(out[-1])):
            out[-1] = text[text.index(out[-1]) : text.index(piece, text.index(out[-1])) + len(piece)]
        else:
            out.append(piece)
    return out


def _inside_brackets(text: str) -> bool:
    opened = sum(text.count(c) for c in "(（「")
    return opened > sum(text.count(c) for c in ")）」")


def _bare(text: str) -> str:
    """Without entry marks before and the stop behind."""
    text = text.strip()
    while match := _ENTRY.match(text):
        text = text[match.end() :].strip()
    if text.endswith("。") or (text.endswith(".") and not _ABBREVIATED.search(text)):
        text = text[:-1]
    return text.strip()


def _tokens_of(statement: _Statement, start: int, end: int) -> list[Token]:
    """The tokens that stand at a place of the statement's text."""
    key, at, out = statement.text, 0, []
    for token in statement.tokens:
        found = key.find(token.text, at)
        if found < 0:
            continue
        at = found + len(token.text)
        if found < end and at > start:
            out.append(token)
    return out or list(statement.tokens)
