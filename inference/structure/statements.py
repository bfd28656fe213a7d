"""Lines of a block to its statements: wrapped lines joined, then one statement a bullet, number, line or sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.readable import PageWords
from inference.structure.choices import chosen_of
from inference.structure.geometry import Row, Token, around, join, mean_confidence
from inference.structure.lexemes import unit_here
from mappers.model import Item

_BULLET = re.compile(
    r"^(?:[・●○◎■□◆◇▪•*※★☆>＞‣►▶-]\s?|[(（]?\d{1,2}[.)．）、]\s?(?=\D)|[①-⑳][.．]?\s?|#\s?\d?\s?)"
)
_CODE = re.compile(r"[A-Z]?\d{3,5}[A-Z]?|\d{1,2}(?:-\d){1,3}")
_STARS = re.compile(r"^[*＊\s]+(?=[^*＊\s])|[*＊\s]+$")
_END = re.compile(r"(?<=[。．])\s*|(?<=[a-z)%]\.)\s+(?=[A-Z])|(?<=\d\d\.)\s+(?=[A-Z])")
_OPEN_END = re.compile(
    r"(?:[,;(/-]|\b(?:of|with|and|or|the|in|to|for|by|due|at|from|on|a|is))$", re.IGNORECASE
)
_JUDGED = re.compile(
    r"^\W*要[^。．、ぁ-ん]{1,7}[。．]$"
)  # `要精査。専門医を受診してください。` is one judgement
_FIRST_NUMBER = re.compile(r"1[.．)]\s?\D")
_NEXT_NUMBER = re.compile(r"[\s、,](\d{1,2})[.．)]\s?(?=\D)")
_READER = re.compile(
    r"(?:Dr\.?\s?)?(?:[A-Z]\.\s?){1,2}[A-Z][A-Za-z'-]+(?:,?\s?(?:M\.?D\.?|D\.?O\.?|Ph\.?D\.?|[RF]\w{3,5}))*"
)
"""Who read: `A. Yamada, MD`."""
_STOPPED = 0.7  # of the block's width that a line without its full stop fills
_LONG = 18  # letters of a line without full stops that may have been wrapped
_MOST_CONFIDENT = 0.99


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with the heading that names it."""

    name: str
    text: str
    tokens: Row


def statements_of(name: str, lines: Sequence[Row], limit: float) -> list[Statement]:
    """The statements of a block; `limit` is where the page's text ends at the right, in pixels."""
    lines = _without_codes(lines)
    entries: list[list[Row]] = []
    for line in lines:
        if entries and _goes_on(entries[-1], line, lines, limit):
            entries[-1].append(line)
        else:
            entries.append([line])
    return [statement for entry in entries for statement in _sentences(name, entry)]


def is_code(row: Row) -> bool:
    """Whether a cell is a statement's code and no more."""
    return len(row) == 1 and bool(_CODE.fullmatch(row[0].text))


def _without_codes(lines: Sequence[Row]) -> Sequence[Row]:
    """The lines without the codes of statements (`137 低電位`, `1100 洞調律`) where each line begins with one."""
    if all(len(line) > 1 and is_code(line[:1]) and _is_apart(line) for line in lines):
        return [line[1:] for line in lines]
    return lines


def _is_apart(line: Row) -> bool:
    """Whether the second word stands off the first and is no unit (`120 ms`)."""
    gap = line[1].x0 - line[0].x1 > 0.25 * line[0].height
    return gap and line[1].text[0].isalpha() and not unit_here(line[1].text)


def _goes_on(entry: Sequence[Row], line: Row, lines: Sequence[Row], limit: float) -> bool:
    """Whether a line is the rest of the one before, by bullets, full stops, small letters, else by its width."""
    before, text = join(entry[-1]), join(line)
    if _BULLET.match(text) or before.endswith(("。", ".", "．")):
        return False
    bulleted = sum(bool(_BULLET.match(join(row))) for row in lines)
    if _BULLET.match(join(lines[0])) and (bulleted > 1 or line[0].x0 > lines[0][0].x0 + 0.3 * line[0].height):
        return line[0].x0 > lines[0][0].x0 + 0.3 * line[0].height or not _BULLET.match(join(lines[-1]))
    right, left = max(row[-1].x1 for row in lines), min(row[0].x0 for row in lines)
    filled = entry[-1][-1].x1 - left
    if any(join(row).endswith(("。", ".", "．")) for row in lines):
        return filled >= _STOPPED * (right - left)
    if text[0].islower() and text[0].isascii() and not join(lines[0])[0].islower():
        return True
    near = 1.6 * line[0].height
    others = sum(right - row[-1].x1 <= near for row in lines)
    if text.isascii() and text[0].isupper() and not _OPEN_END.search(before):
        if len(lines) > 2 and all(_is_sentence_case(join(row)) for row in lines):
            return False  # what goes on from a line before would begin small somewhere
        return limit - right <= near and entry[-1][-1].x1 + _first_width(line) > right
    full = right - entry[-1][-1].x1 <= near and (others > 1 or limit - right <= near)
    return full and len(before) >= _LONG


def _is_sentence_case(text: str) -> bool:
    """`Right bundle branch block`: the first word alone is capital."""
    return text[0].isupper() and any(word[0].islower() for word in text.split()[1:])


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
    for end in _ends(text):
        part = text[start:end]
        carriers = tuple(dict.fromkeys(o for o in owners[start:end] if o is not None))
        chosen = chosen_of(part.strip())
        cleaned = _STARS.sub("", _BULLET.sub("", chosen or "")).strip().rstrip("。．.").strip()
        if any(c.isalnum() for c in cleaned) and carriers and not _READER.fullmatch(cleaned):
            out.append(Statement(name, cleaned, carriers))
        start = end
    return out


def _ends(text: str) -> list[int]:
    """Where statements end: at full stops, and before the next number of a list in one line; last the text's end."""
    stops = [m.end() for m in _END.finditer(text) if not _JUDGED.search(text[: m.start()])]
    count = 1
    for match in _NEXT_NUMBER.finditer(text) if _FIRST_NUMBER.match(text) and chosen_of(text) == text else ():
        if int(match[1]) == count + 1:
            stops.append(match.start(1))
            count += 1
    return [*sorted(set(stops)), len(text)]


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
