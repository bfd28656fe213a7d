"""A profile applied: to a page's words before they are structured, and to the items afterwards.

Before: lines to be ignored are left out, the hospital's headings and labels become the words that readers know, and
dates take their order. Boxes stay. Only the structuring sees these words; verification asks the words as printed.
After: codes that the hospital gives, and a warning where a unit is not the expected one. Names, values and units
stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from inference.plausibility import MOST_CONFIDENT, Breach
from inference.profiles import DateOrder, Profile
from inference.readable import PageWords, fold, fold_unit
from inference.structure.heading_words import Role, role_of
from inference.structure.labels import Label
from inference.types import Word
from mappers.model import Box, Extraction, Item

_HEADINGS: dict[Role, str] = {
    Role.NAME: "検査項目", Role.VALUE: "結果", Role.UNIT: "単位", Role.RANGE: "基準値", Role.FLAG: "判定",
    Role.PREVIOUS: "前回値", Role.CODE: "コード", Role.SECTION: "分類", Role.SPECIMEN: "材料", Role.NOTE: "備考",
}  # fmt: skip
_LABELS: dict[Label, str] = {
    Label.ID: "患者ID", Label.NAME: "患者氏名", Label.KANA: "フリガナ", Label.BIRTH: "生年月日", Label.SEX: "性別",
    Label.COLLECTED: "採取日時", Label.TESTED: "検査日時", Label.RECEIVED: "受付日時", Label.REPORTED: "報告日時",
    Label.OTHER: "担当者",
}  # fmt: skip
"""The word that every reader knows for a role or a label."""
_FEWEST_HEADINGS = 2  # in a line, before a word of it is taken for a heading
_NUMERIC_DATE = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/.\-])")

Line = tuple[Word, ...]
"""Words that stand on one line, left to right."""


def prepared(pages: Sequence[PageWords], profile: Profile) -> tuple[PageWords, ...]:
    """The pages as the readers are to see them."""
    return tuple(_prepared(page, profile) for page in pages)


def _prepared(page: PageWords, profile: Profile) -> PageWords:
    headings = {key: _HEADINGS[role] for key, role in profile.headings if role in _HEADINGS}
    labels = {key: _LABELS[label] for key, label in profile.labels}
    words: list[Word] = []
    for line in _lines(page):
        text = fold("".join(word.text for word in line))
        if any(fnmatchcase(text, pattern) for pattern in profile.ignore):
            continue
        labelled = _renamed(line, labels, prefixes=True)
        named = _renamed(labelled, headings, prefixes=False)
        known = sum(word.text in headings.values() or role_of(word.text) is not None for word in named)
        words += named if known >= _FEWEST_HEADINGS else labelled
    if profile.date_order is not None:
        words = [replace(word, text=_dated(word.text, profile.date_order)) for word in words]
    return replace(page, words=tuple(words))


def _lines(page: PageWords) -> list[Line]:
    """The page's words by line, the page's slope taken off."""
    fall = page.slope * page.width_px / max(page.height_px, 1)
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda w: _level(w, fall)):
        row = rows[-1] if rows else None
        reach = 0.5 * (word.box.y1 - word.box.y0)
        if row and abs(_level(word, fall) - sum(_level(w, fall) for w in row) / len(row)) <= reach:
            row.append(word)
        else:
            rows.append([word])
    return [tuple(sorted(row, key=lambda w: w.box.x0)) for row in rows]


def _level(word: Word, fall: float) -> float:
    return (word.box.y0 + word.box.y1) / 2 - fall * (word.box.x0 + word.box.x1) / 2


def _renamed(line: Line, names: dict[str, str], *, prefixes: bool) -> Line:
    """The line with words (or runs of them) that are a key replaced; with `prefixes` also `KEY:value`."""
    out: list[Word] = []
    at = 0
    while at < len(line):
        end = next((e for e in range(min(len(line), at + 5), at, -1) if _key(line[at:e]) in names), 0)
        if end:
            last = line[end - 1]
            colon = ":" if last.text.rstrip().endswith((":", "：")) else ""
            out.append(replace(line[at], text=names[_key(line[at:end])] + colon, box=_around(line[at:end])))
            at = end
            continue
        out.append(_prefix_renamed(line[at], names) if prefixes else line[at])
        at += 1
    return tuple(out)


def _key(words: Line) -> str:
    return fold("".join(word.text for word in words)).rstrip(":")


def _prefix_renamed(word: Word, names: dict[str, str]) -> Word:
    head, colon, rest = word.text.replace("：", ":").partition(":")
    return replace(word, text=f"{names[fold(head)]}:{rest}") if colon and fold(head) in names else word


def _around(words: Line) -> Box:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _dated(text: str, order: DateOrder) -> str:
    """`05/03/2024` as `2024/03/05` where days come first; what is no date stays."""

    def put(match: re.Match[str]) -> str:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        month, day = (second, first) if order is DateOrder.DMY else (first, second)
        try:
            return date(year, month, day).strftime("%Y/%m/%d")
        except ValueError:
            return match[0]

    return _NUMERIC_DATE.sub(put, text)


def completed(extraction: Extraction, profile: Profile) -> Extraction:
    """The extraction with the hospital's codes beside what is printed, and warnings on unexpected units."""
    return replace(extraction, items=tuple(_completed(item, profile) for item in extraction.items))


def _completed(item: Item, profile: Profile) -> Item:
    said = profile.item(item.name)
    if said is None:
        return item
    item = replace(
        item,
        loinc=item.loinc or said.loinc,
        jlac10=item.jlac10 or said.jlac10,
        ucum=item.ucum or (said.ucum if not item.unit or _same_unit(item.unit, said.unit) else None),
    )
    if not said.unit or not item.unit or _same_unit(item.unit, said.unit):
        return item
    warnings = tuple(dict.fromkeys((*item.warnings, Breach.UNIT.value)))
    return replace(item, warnings=warnings, confidence=min(item.confidence, MOST_CONFIDENT[Breach.UNIT]))


def _same_unit(printed: str, expected: str | None) -> bool:
    return expected is not None and fold_unit(printed) == fold_unit(expected)
