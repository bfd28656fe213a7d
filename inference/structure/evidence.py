"""What a document's words say of its type: words of its title, names and headings in its body.

A title stands near the top, alone in its cell, often larger than the rest; the longest title word in a cell counts
(`細菌検査報告書` is no `検査報告書`), by its share of the cell, its size and its height on the page. A title of
another type mentioned in a sentence or as a department (`病理診断科`) hardly counts. Names in the body count once
each, and less where several types print them (`ヘモグロビン`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from inference.readable import PageWords, fold, width_units
from inference.structure.geometry import Row, Token, cells_of, join, rows_of, tokens_of
from inference.structure.headers import headings_of
from inference.structure.heading_words import Role
from inference.structure.labels import is_label
from inference.structure.readers import READERS
from mappers.model import DocumentType

Scores = dict[DocumentType, float]

_TOP = 0.35  # of the page's height, where titles stand
_TITLE_GAP = 2.2  # line heights inside one title (`検 査 報 告 書`)
_LARGEST = 2.2  # times the page's median print: beyond, larger says no more
_SENTENCE = 44.0  # half-width characters: longer cells are prose
_MODIFIER = 0.3  # of a weight left to what only modifies a title, or names a department
_MENTION = 0.15  # of a title's weight left to a mention
_OPENS = ("(", "[", "【", "〔", "<")
_SECTION = "【■□◆◇●○▪▶<＜[［〔"
_HIGH = 0.12  # of the page: a decorated title may stand there
_DEPARTMENT = re.compile(
    r"(?:科|部|室|センター|課|病院|クリニック|医院|法人|department|hospital|center|centre)$"
)
_SHORT = 5  # ASCII title words up to here must be whole words
_LONGEST_LABEL = 5  # tokens
_TRIM = re.compile(r"^[\s・●○◎■□◆◇▪▼▶•*※★☆>【\[(〔<≪《|＊]+|[\s:：=】\])〕>≫》|＊*.…‥_]+$")
_BRACKET = re.compile(r"[(\[（【〔].*?[)\]）】〕]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weights by type; absent means none. `labels` is how many cells could have been names."""

    titles: Scores
    words: Scores
    labels: int


def gather(pages: Sequence[PageWords]) -> Evidence:
    """All evidence of a document's words; titles from its first page that has words."""
    titles: Scores = {}
    keys: set[str] = set()
    for page in pages:
        tokens = tokens_of(page)
        rows = rows_of(tokens)
        if not titles and rows:
            titles = _titles(page, rows, tokens)
        for row in rows:
            for cell in cells_of(row, 1.0):
                keys.update(_label_keys(cell))
    return Evidence(titles, _known(keys), len(keys))


def known_names(names: Sequence[str]) -> Scores:
    """What names say of the type, each counted once; a name of several types is shared out."""
    return _known({fold(name) for name in names} | {fold(name.split(" ")[0]) for name in names})


def _known(keys: Collection[str]) -> Scores:
    words: Scores = {}
    index = _vocabulary()
    for key in keys:
        kinds = index.get(key, ())
        for kind in kinds:
            words[kind] = words.get(kind, 0.0) + 1 / len(kinds)
    return words


@cache
def _title_words() -> tuple[tuple[str, DocumentType], ...]:
    """Folded title words, longest first."""
    found = {(fold(word), kind) for kind, reader in READERS.items() for word in reader.titles}
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))


@cache
def _vocabulary() -> dict[str, tuple[DocumentType, ...]]:
    """Folded names to the types that print them."""
    index: dict[str, set[DocumentType]] = {}
    for kind, reader in READERS.items():
        for word in reader.vocabulary:
            index.setdefault(fold(word), set()).add(kind)
    return {word: tuple(sorted(kinds)) for word, kinds in index.items()}


def _titles(page: PageWords, rows: Sequence[Row], tokens: Sequence[Token]) -> Scores:
    height = page.height_px
    usual = median(t.height for t in tokens)
    scores: Scores = {}
    for row in rows:
        place = min(t.y for t in row) / height
        if place > _TOP or _is_result_heading(row):
            break
        for cell in cells_of(row, _TITLE_GAP):
            for kind, weight in _title_of_cell(cell, place, usual):
                scores[kind] = max(scores.get(kind, 0.0), weight)
    return scores


def _is_result_heading(row: Row) -> bool:
    """A heading line of results: what stands below it is a section's name, not the document's."""
    roles = {h.role for h in headings_of(row, 2000)}
    return bool(roles & {Role.VALUE, Role.DATED}) and bool(roles & {Role.NAME, Role.UNIT, Role.RANGE})


def _title_of_cell(cell: Row, place: float, usual: float) -> Iterator[tuple[DocumentType, float]]:
    """Types whose title words stand in a cell, with their weight; words inside longer ones left out."""
    text = join(cell)
    key = _TRIM.sub("", fold(text))
    if not key:
        return
    size = min(median(t.height for t in cell) / usual, _LARGEST)
    found = _words_in(key, text)
    form = any(kind is DocumentType.OTHER and _is_head_word(start, end, key) for start, end, kind in found)
    for start, end, kind in found:
        weight = ((end - start) / len(key)) ** 0.5 * size * (1.0 - place)
        if width_units(text) > _SENTENCE or "。" in text:
            weight *= _MENTION
        told = kind is DocumentType.LAB_REPORT and any(
            other is not kind and key[at - 1 : at] in _OPENS for at, _, other in found if at
        )  # `生理検査報告書(心電図)`: the bracket says of what examination
        if _DEPARTMENT.search(key) or told or (form and kind is not DocumentType.OTHER):
            weight *= _MODIFIER
        if text[:1] in _SECTION and place > _HIGH:
            weight *= 0.5
        yield kind, weight


def _words_in(key: str, text: str) -> list[tuple[int, int, DocumentType]]:
    """Title words in a folded text: start, end and type; words inside longer ones left out."""
    found: list[tuple[int, int, DocumentType]] = []
    for word, kind in _title_words():
        at = key.find(word)
        if at < 0 or (word.isascii() and len(word) <= _SHORT and not _whole_word(word, text)):
            continue
        end = at + len(word)
        if not any(a <= at and end <= b and (a, b) != (at, end) for a, b, _ in found):
            found.append((at, end, kind))
    labels = [fold(piece) for piece in re.split(r"[\s:：]", text) if is_label(piece)]
    return [
        f
        for f in found
        if (f[2] is DocumentType.OTHER or not _is_tail(f, found))
        and not any(key[f[0] : f[1]] in label and f[1] - f[0] < len(label) for label in labels)
    ]  # the label 診察券番号 is no 診察券


def _is_tail(word: tuple[int, int, DocumentType], found: Sequence[tuple[int, int, DocumentType]]) -> bool:
    """Whether a word only ends another's title: `検査報告書` in `心電図検査報告書`, where 心電図検査 is found."""
    at, end, kind = word
    return any(a < at < b < end and other is not kind for a, b, other in found)


def _is_head_word(start: int, end: int, key: str) -> bool:
    """Whether a word says what a title is: the last one in Japanese (`心電図検査予約票`), either end in English."""
    return end == len(key) or (start == 0 and key.isascii())


def _whole_word(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text.lower()) is not None


def _label_keys(cell: Row) -> Iterator[str]:
    """Folded texts of a cell that may be a name or heading: its first words, up to a colon, without brackets."""
    text = ""
    for token in cell[:_LONGEST_LABEL]:
        head, colon, _ = token.text.replace("：", ":").partition(":")
        text += head
        key = _TRIM.sub("", fold(text))
        bare = _TRIM.sub("", _BRACKET.sub("", fold(text)))
        yield from {word for word in (key, bare) if word}
        if colon:
            return
