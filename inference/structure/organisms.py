"""Organisms on a page: where each is named, with which number in front, and the list they make.

Latin pairs of a known genus (`E. coli`, `Candida albicans`, `Klebsiella pneumoniae ssp. pneumoniae`), Japanese names
that end as such names do, and a few abbreviations (MRSA). Tables name them by number (①), initial or in full.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.readable import fold
from inference.structure.culture_words import (
    AMOUNTS,
    GENERA,
    NO_ORGANISMS,
    ORGANISM_TESTS,
    ORGANISM_WORDS,
    SMEAR,
)
from inference.structure.geometry import Row, Token, cells_of, join, row_y
from inference.structure.values import ValueKind, parse_value

_CELL_GAP = 1.1  # line heights inside one name
_INDEX = re.compile(
    r"[(（\[【<]?\s*(?:No\.?|#|菌|検出菌|分離菌|同定菌|起炎菌|菌株|株|organism|org\.?|isolate|strain)?\s*([①-⑳❶-❿⑴-⒇]|\d{1,2}|[A-Da-dＡ-Ｄ])\s*[)）\]】>.:：、]?",
    re.IGNORECASE,
)
_SEROTYPE = re.compile(r"o-?\d{1,3}(?::h-?\d{1,2}|:h-)?$")
_JAPANESE = re.compile(
    r".*[\u3041-\u30ff\u4e00-\u9fff].*(?:菌|菌属|菌群|菌種|属|菌叢|細菌叢)(?:[(（].*[)）])?|.*(?:菌|属)"
)
_EPITHET = re.compile(r"[a-z][a-z\-]{2,}\.?|(?:spp?|ssp|subsp)\.?|[(（].*|.*[)）]")
_SMEARS = frozenset(fold(w) for w in SMEAR)
_TESTS = frozenset(fold(w) for w in ORGANISM_TESTS)
_AMOUNT_WORDS = frozenset(fold(w) for w in AMOUNTS)
_LEAD = re.compile(
    r"^(?:検出菌名?|分離菌名?|同定菌名?|起炎菌名?|菌名|菌種|organisms?|isolates?|identification)\s*(?:[①-⑳]|\d{1,2})?\s*[:：]?\s*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an organism is named. `index` is the number printed before it, `1` for ①."""

    name: str
    index: str
    tokens: Row
    y: float
    page: int

    @property
    def x0(self) -> float:
        """Left edge of the name."""
        return self.tokens[0].x0

    @property
    def x1(self) -> float:
        """Right edge of the name."""
        return self.tokens[-1].x1


def index_of(text: str) -> str:
    """The number a text is and nothing more (`①`, `(2)`, `菌3`, `No.1`), or ""."""
    match = _INDEX.fullmatch(text.strip())
    if match is None:
        return ""
    sign = match[1]
    for first in "①❶⑴":
        if len(sign) == 1 and ord(first) <= ord(sign) < ord(first) + 20:
            return str(ord(sign) - ord(first) + 1)
    return fold(sign)


def is_organism(text: str) -> bool:
    """Whether a text names an organism."""
    key = fold(text)
    if not key or key in NO_ORGANISMS or key in _SMEARS or any(c in text for c in "。、:："):
        return False
    bare = _SEROTYPE.sub("", re.sub(r"[(\[].*?[)\]]", "", key))
    if key in ORGANISM_WORDS or bare in ORGANISM_WORDS:
        return True
    first, _, rest = text.strip().partition(" ")
    if fold(first) in GENERA and (not rest or rest[0].islower() or rest[0] in "(（"):
        return True
    if any(bare.startswith(g) and len(bare) > len(g) + 2 for g in GENERA if len(g) > 5):
        return True  # recognition lost the space
    if _initialled(text):
        return True
    return bool(_JAPANESE.fullmatch(text)) and bare not in NO_ORGANISMS and not key.startswith("グラム")


def _initialled(text: str) -> bool:
    match = re.fullmatch(r"([A-Z][a-z]{0,4})\.\s*([a-z]{4,})(?:\s.*|[(（].*)?", text.strip())
    return match is not None and any(g.startswith(match[1].lower()) for g in GENERA)


def mentions_of(rows: Sequence[Row], page: int) -> list[Mention]:
    """All organisms named on a page, top to bottom."""
    out: list[Mention] = []
    for row in rows:
        for cell in cells_of(row, _CELL_GAP):
            found = _in_cell(cell)
            if found:
                name, tokens = found
                out.append(Mention(name, _index_before(row, tokens[0], cell), tokens, row_y(row), page))
    return out


def _in_cell(cell: Row) -> tuple[str, Row] | None:
    """The organism that a cell names, without numbers, labels and amounts around it."""
    for start in range(len(cell)):
        for end in range(len(cell), start, -1):
            tokens = cell[start:end]
            text = _without_lead(join(tokens))
            if not text or not is_organism(text) or not _clean(tokens, text):
                continue
            if end < len(cell) and fold(cell[end].text).strip("()[]:") in _TESTS:
                return None
            if any(
                _wordlike(t.text) and not _LEAD.fullmatch(t.text) and not index_of(t.text)
                for t in cell[:start]
            ):
                return None if "。" in join(cell) or len(cell) > 9 else (text, tokens)
            return text, tokens
    return None


def _without_lead(text: str) -> str:
    text = _LEAD.sub("", text)
    match = re.match(r"(?:[①-⑳❶-❿⑴-⒇]|[(（]?\d{1,2}[.)）:、])\s*(?=\D)", text)
    bare = (text[match.end() :] if match else text).strip(" :：・,")
    genus, dot, rest = bare.partition(".")
    return f"{genus} {rest}" if dot and rest[:1].islower() and fold(genus) in GENERA else bare


def _clean(tokens: Row, text: str) -> bool:
    """No amount inside the words behind the first: `E. coli 3+` is a name and an amount."""
    for token in tokens[1:]:
        value = parse_value(token.text)
        if value is not None and value.kind is not ValueKind.WORD:
            return False
        if fold(token.text) in _AMOUNT_WORDS:
            return False
    first = text.split(" ")[0]
    if fold(first) in GENERA and len(tokens) > 1:
        return all(
            _EPITHET.fullmatch(w) or is_organism(w) or w[0] in "(（" or w.isupper()
            for w in text.split(" ")[1:]
        )
    return not any(fold(t.text) in ("菌量", "菌数", "mic", "判定", "感受性") for t in tokens)


def _wordlike(text: str) -> bool:
    return sum(c.isalpha() for c in text) > 1


def _index_before(row: Row, first: Token, cell: Row) -> str:
    """The number in front of a name: in its own token, its cell, or the cell before."""
    glued = re.match(r"([①-⑳❶-❿⑴-⒇]|[(（]?\d{1,2}[.)）])", first.text)
    if glued:
        return index_of(glued[0])
    before = [t for t in row if t.x1 <= first.x0 + 1]
    if not before:
        return ""
    last = before[-1]
    near = first.x0 - last.x1 <= 6 * first.height
    found = index_of(last.text) if near else ""
    if not found and near:
        tail = re.search(r"(?:菌名?|organism|isolate|No\.?)\s*([①-⑳]|\d{1,2})\s*[:：.]?$", last.text, re.I)
        found = index_of(tail[1]) if tail else ""
    return found


class OrganismList:
    """The organisms of a document in order of first mention, found again by number, initial or beginning."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.names: list[str] = []
        self.first: dict[str, Mention] = {}
        self.by_index: dict[str, str] = {}
        for mention in mentions:
            name = self.same(mention.name)
            if name is None or self._numbered_apart(mention, name):
                name = mention.name
                self.names.append(name)
                self.first[name] = mention
            if mention.index:
                self.by_index.setdefault(mention.index, name)

    def _numbered_apart(self, mention: Mention, name: str) -> bool:
        """Whether a name much like a listed one has a number of its own: `(1) S. aureus (MRSA)`, `(2) S. aureus`."""
        new = bool(mention.index) and mention.index not in self.by_index
        return new and name in self.by_index.values() and _key(mention.name) != _key(name)

    def same(self, text: str) -> str | None:
        """The listed name that a text means (`E.coli`, `S.aureus`, a name cut short), or None."""
        key = _key(text)
        for name in self.names:
            if _key(name) == key:
                return name
        for name in self.names:
            if _means(key, _key(name)) or _means(_key(name), key):
                return name
        return None


def _key(text: str) -> str:
    return fold(text).rstrip("….")


def _means(short: str, full: str) -> bool:
    """Whether `short` is `full` with an initial for its genus, or its beginning, or without what is in brackets."""
    if len(short) >= 6 and full.startswith(short) and (full[len(short) :][:1] in "([" or short.endswith("…")):
        return True
    match = re.fullmatch(r"([a-z]{1,4})\.([a-z]{4,})(\(.*\))?", short)
    if match is None:
        return False
    genus = next((g for g in GENERA if full.startswith(g)), "")
    return bool(genus) and genus.startswith(match[1]) and full[len(genus) :].startswith(match[2])
