"""The person and the dates a report's head prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.readable import PageWords, fold
from inference.structure.dates import find_date
from inference.structure.geometry import Row, rows_of, tokens_of
from inference.structure.labels import Label, labels_in
from mappers.model import PrintedPatient, Sex

_GAP = "\t"
_HONORIFIC = re.compile(r"\s*(様|殿|さん|氏|君|ちゃん|先生)$")
_TITLED = re.compile(
    r"(?:^|\t)\s*([一-龥々ヶァ-ヺーぁ-ゖ]+(?:\s?[一-龥々ヶァ-ヺーぁ-ゖ]+)?)\s*(?:様|殿)(?=\s|\t|$)"
)
_ID = re.compile(r"[A-Za-z]{0,4}[\-\s]?\d[\d\-]{1,}[A-Za-z0-9]*|[A-Z]{1,4}\d+")
_MALE = re.compile(r"^[\s:(]*(男性?|m|male)(?![a-z])", re.IGNORECASE)
_FEMALE = re.compile(r"^[\s:(]*(女性?|f|female)(?![a-z])", re.IGNORECASE)
_LATIN_TITLE = re.compile(r"^(mr|mrs|ms|miss)\.?\s+", re.IGNORECASE)


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
        for row in rows_of(tokens_of(page)):
            for label, text in _labelled(_line(row)):
                if text and label not in said:
                    value = _accept(label, text)
                    if value:
                        said[label] = value
            if titled is None:
                match = _TITLED.search(_line(row))
                titled = match[1].strip() if match else None
    times = [said[k] for k in (Label.COLLECTED, Label.TESTED, Label.RECEIVED, Label.REPORTED) if k in said]
    effective = times[0] if times else None
    sex = said.get(Label.SEX)
    patient = PrintedPatient(
        said.get(Label.ID), said.get(Label.NAME) or titled, said.get(Label.BIRTH), Sex(sex) if sex else None
    )
    return Head(patient, effective, int(effective[:4]) if effective else None)


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
    return found.day if label is Label.BIRTH else found.iso


def _name(text: str) -> str | None:
    text = _LATIN_TITLE.sub("", re.sub(r"[(\[【].*", "", text).strip())
    text = _HONORIFIC.sub("", text).strip(" :,")
    if not text or len(text) > 40 or any(c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return None
    return None if fold(text) in ("男", "女", "id", "no") else text
