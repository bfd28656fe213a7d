"""The person and the dates a report's head prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from inference.readable import PageWords, fold
from inference.structure.dates import find_date
from inference.structure.geometry import Row, cells_of, join, rows_of, tokens_of
from inference.structure.headers import headings_of
from inference.structure.labels import Label, labels_in, whole_label
from mappers.model import PrintedPatient, Sex

_GAP = "\t"
_HONORIFIC = re.compile(r"\s*(様|殿|さん|氏|君|ちゃん|先生)$")
_AFTER_HONORIFIC = re.compile(r"(?<=\S)\s*(?:様|殿)\s.*$")
_TITLED = re.compile(
    r"(?:^|\t|(?<=\d)\s)\s*([一-龥々ヶァ-ヺーぁ-ゖ]+(?:\s?[一-龥々ヶァ-ヺーぁ-ゖ]+)?)\s*(?:様|殿)(?=\s|\t|$)"
)
_ID = re.compile(r"[A-Za-z]{0,4}[\-\s]?\d[\d\-]{1,}[A-Za-z0-9]*|[A-Z]{1,4}\d+")
_MALE = re.compile(r"^[\s:(]*(男性?|m|male)(?![a-z])", re.IGNORECASE)
_FEMALE = re.compile(r"^[\s:(]*(女性?|f|female)(?![a-z])", re.IGNORECASE)
_SEX_ALONE = re.compile(r"(?:^|[\s(（/・,歳才]|(?<=\t))(男|女)(?:性)?(?=$|[\s)）/・,\d])")
_CENTURY = re.compile(r"\d{4}|[明大昭平令MTSHR]\s?\.?\s?(?:\d|元)|[治正和成]")
_BORN = re.compile(r"\s?生(?:まれ)?(?![一-龥])")
_LATIN_TITLE = re.compile(r"^(mr|mrs|ms|miss)\.?\s+", re.IGNORECASE)
_OF_PERSON = frozenset((Label.ID, Label.NAME, Label.BIRTH))


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a report says."""

    patient: PrintedPatient
    effective: str | None  # collection, else test, receipt or report time
    year: int | None


def read_head(pages: Sequence[PageWords]) -> Head:
    """The printed person and times, from the first page that prints them."""
    said: dict[Label, str] = {}
    titled: str | None = None
    for page in pages:
        rows = rows_of(tokens_of(page))
        for row, below in zip_longest(rows, rows[1:], fillvalue=()):
            if headings_of(row, None):
                continue  # `Test Name`, 検査日: a table's
            line = _line(row)
            labelled = _labelled(line) + _said_below(row, below)
            for label, text in labelled:
                if text and label not in said:
                    value = _accept(label, text)
                    if value:
                        said[label] = value
            match = _TITLED.search(line)
            if titled is None:
                titled = match[1].strip() if match else None
            born = find_date(line)
            if born is not None and Label.BIRTH not in said and _BORN.match(line, born.end):
                said[Label.BIRTH] = born.day
                _sex_alone(line, said)
            elif match or any(label in _OF_PERSON for label, _ in labelled):
                _sex_alone(line, said)
    times = [said[k] for k in (Label.COLLECTED, Label.TESTED, Label.RECEIVED, Label.REPORTED) if k in said]
    effective = times[0] if times else None
    sex = said.get(Label.SEX)
    patient = PrintedPatient(
        said.get(Label.ID), said.get(Label.NAME) or titled, said.get(Label.BIRTH), Sex(sex) if sex else None
    )
    return Head(patient, effective, int(effective[:4]) if effective else None)


def _said_below(row: Row, below: Row) -> list[tuple[Label, str]]:
    """Labels that stand alone in their cells, with what stands right under each (a head in a grid)."""
    heads = [(cell, whole_label(join(cell))) for cell in cells_of(row, 0.9)]
    if sum(label is not None for _, label in heads) < 2:
        return []
    cells = cells_of(below, 0.9)
    if any(whole_label(join(cell)) for cell in cells):
        return []
    out = []
    for i, (head, label) in enumerate(heads):
        if label is None:
            continue
        until = heads[i + 1][0][0].x0 if i + 1 < len(heads) else float("inf")
        start = heads[i - 1][0][-1].x1 if i else float("-inf")
        under = [
            c for c in cells if c[0].x0 < min(until, head[-1].x1 + 0.2 * head[0].height) or c[0].x0 < until
        ]
        under = [c for c in under if c[0].x0 >= start and c[-1].x1 > head[0].x0]
        if len(under) == 1:
            out.append((label, join(under[0])))
    return out


def _sex_alone(line: str, said: dict[Label, str]) -> None:
    """The sex that a line about the person gives bare (`(男)`, `64歳 女性`)."""
    sexes = set(_SEX_ALONE.findall(line))
    if Label.SEX not in said and len(sexes) == 1:
        said[Label.SEX] = "male" if "男" in sexes else "female"


def _line(row: Row) -> str:
    """A row's text, a tab where the gap is wider than a character or two."""
    text = ""
    for i, token in enumerate(row):
        if i:
            gap = (token.x0 - row[i - 1].x1) / min(token.height, row[i - 1].height)
            text += _GAP if gap > 1.6 else " " if gap > 0.15 else ""
        text += token.text
    return text


def _labelled(line: str) -> list[tuple[Label, str]]:
    """Labels with the text that follows each, to the next label; what stands under a label is not looked at."""
    found = labels_in(line)
    out = []
    for i, (_start, end, label) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else len(line)
        text = line[end:stop].strip(" \t:=")
        out.append((label, text))
    return out


def _accept(label: Label, text: str) -> str | None:
    """The value in the text after a label, in the form the shape wants; None where there is none."""
    first = text.split(_GAP)[0].strip()
    if label is Label.ID:
        match = _ID.search(first) or _ID.search(text)
        return match[0].strip() if match and match.start() <= 2 else None
    if label is Label.NAME:
        return _name(first)
    if label is Label.SEX:
        return "male" if _MALE.match(first) else "female" if _FEMALE.match(first) else None
    if label in (Label.OTHER, Label.KANA):
        return first
    found = find_date(text)
    if found is None or found.start > 3:
        return None
    if label is Label.BIRTH and not _CENTURY.search(text[found.start : found.end]):
        return None  # `12-Mar-34`: of which century, the page does not say
    return found.day if label is Label.BIRTH else found.iso


def _name(text: str) -> str | None:
    text = _LATIN_TITLE.sub("", re.sub(r"[(\[【].*", "", text).strip())
    text = _HONORIFIC.sub("", _AFTER_HONORIFIC.sub("", text)).strip(" :,")
    if not text or len(text) > 40 or any(c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return None
    return None if fold(text) in ("男", "女", "id", "no") else text
