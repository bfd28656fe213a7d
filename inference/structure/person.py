"""The person and the dates a report's head prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inference.readable import PageWords
from inference.structure.announced import GAP, accept, person_name
from inference.structure.dates import find_date
from inference.structure.geometry import Row, cells_of, join, rows_of, tokens_of
from inference.structure.headers import headings_of
from inference.structure.labels import Label, labels_in, whole_label
from mappers.model import PrintedPatient, Sex

_LETTERS = "一-龥々〆ヶ髙﨑𠮷ァ-ヺーぁ-ゖ\uf900-\ufaff"
_TITLED = re.compile(
    rf"(?:^|\t|(?<=\d)\s|[)）:：]\s?)\s*([{_LETTERS}]+(?:[\s\t][{_LETTERS}]+)?)\s*(?:様|殿|さま)(?=\s|\t|$|[(（])"
)
_NOT_THE_PATIENT = re.compile(r"(?:御?家族|保護者|ご両親|患者|お客|関係者|各位|皆|奥|貴|外)$")
_SEX_ALONE = re.compile(r"(?:^|[\s(（/・,歳才]|(?<=\t)|生)(男|女)(?:性)?(?=$|[\s)）/・,\d])")
_BORN = re.compile(r"\s?生(?:まれ)?(?![一-龥])")
_TAKEN_AFTER = re.compile(r"\s?(?:採取|採血|検査|測定|受付|collected)", re.IGNORECASE)
_OF_PERSON = frozenset((Label.ID, Label.NAME, Label.BIRTH))
_TIMES = (Label.COLLECTED, Label.TESTED, Label.RECEIVED, Label.REPORTED)
_WIDE_SPACE = 2.0  # line heights
_TOP = 0.3  # of the page: where a date of its own is the report's


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a report says."""

    patient: PrintedPatient
    effective: str | None  # collection, else test, receipt or report time
    year: int | None


@dataclass(slots=True)
class _Said:
    """What was found so far; the first of each kind stays."""

    labelled: dict[Label, str] = field(default_factory=dict)
    titled: str | None = None
    bare_dates: list[str] = field(default_factory=list)


def read_head(pages: Sequence[PageWords]) -> Head:
    """The printed person and times, from the first page that prints them.

    A labelled name wins over one with an honorific alone, so that of two persons named (a referral's addressee,
    a relative) the patient is taken. Staff and places are nobody's name.
    """
    said = _Said()
    for page in pages:
        rows = rows_of(tokens_of(page))
        top = _TOP * page.height_px
        for row, below in zip(rows, (*rows[1:], ()), strict=False):
            if headings_of(row, None):
                continue  # `Test Name`, 検査日: a table's
            _read_row(row, below, said, page is pages[0] and row[0].y < top)
    found = said.labelled
    times = [found[k] for k in _TIMES if k in found] or (
        said.bare_dates if len(set(said.bare_dates)) == 1 else []
    )
    effective = times[0] if times else None
    sex = found.get(Label.SEX)
    patient = PrintedPatient(
        found.get(Label.ID),
        found.get(Label.NAME) or said.titled or person_name(found.get(Label.KANA, "")),
        found.get(Label.BIRTH),
        Sex(sex) if sex else None,
    )
    return Head(patient, effective, int(effective[:4]) if effective else None)


def _read_row(row: Row, below: Row, said: _Said, top: bool) -> None:
    line = _line(row)
    labelled = _labelled(line)
    under = _said_below(row, below)
    for label, text in (*labelled, *under):
        if text and label not in said.labelled and (value := accept(label, text)):
            said.labelled[label] = value
    titled = _titled(line)
    said.titled = said.titled or titled
    born = find_date(line)
    if born is not None and Label.BIRTH not in said.labelled and _BORN.match(line, born.end):
        said.labelled[Label.BIRTH] = born.day
        _sex_alone(line, said)
    elif titled or any(label in _OF_PERSON for label, _ in labelled):
        _sex_alone(line, said)
    if born is not None and top and not labelled and not under and not _BORN.match(line, born.end):
        if _TAKEN_AFTER.match(line, born.end):
            said.labelled.setdefault(Label.COLLECTED, born.iso)
        else:
            said.bare_dates.append(born.iso)


def _titled(line: str) -> str | None:
    """The name before 様 or 殿 that is a person's and the patient's."""
    for match in _TITLED.finditer(line):
        name = match[1].replace(GAP, " ").strip()
        if not _NOT_THE_PATIENT.search(name) and len(name) > 1 and person_name(name):
            return person_name(name)
    return None


def _said_below(row: Row, below: Row) -> list[tuple[Label, str]]:
    """Labels that stand alone in their cells, with what stands right under each (a head in a grid)."""
    heads = [(cell, whole_label(join(cell))) for cell in cells_of(row, 0.9)]
    if not any(label for _, label in heads) or not below:
        return []
    cells = cells_of(below, 0.9)
    if any(whole_label(join(cell)) for cell in cells) or (len(heads) == 1 and len(cells) > 1):
        return []
    alone = sum(label is not None for _, label in heads) == 1
    out = []
    for i, (head, label) in enumerate(heads):
        if label is None or (alone and label not in _OF_PERSON):
            continue
        until = heads[i + 1][0][0].x0 if i + 1 < len(heads) else float("inf")
        start = heads[i - 1][0][-1].x1 if i else float("-inf")
        under = [
            c for c in cells if start <= c[0].x0 < until and (c[0].x0 >= head[0].x0 or c[-1].x1 > head[0].x0)
        ]
        if under and not (alone and under[0][0].x0 > head[-1].x1):
            out.append((label, " ".join(join(c) for c in _together(under))))
    return out


def _together(cells: list[Row]) -> list[Row]:
    """The cells up to the first gap that is too wide for one text set wide (`山田　太郎`)."""
    end = 1
    while end < len(cells) and cells[end][0].x0 - cells[end - 1][-1].x1 <= _WIDE_SPACE * cells[end][0].height:
        end += 1
    return cells[:end]


def _sex_alone(line: str, said: _Said) -> None:
    """The sex that a line about the person gives bare (`(男)`, `64歳 女性`)."""
    sexes = set(_SEX_ALONE.findall(line))
    if Label.SEX not in said.labelled and len(sexes) == 1:
        said.labelled[Label.SEX] = "male" if "男" in sexes else "female"


def _line(row: Row) -> str:
    """A row's text, a tab where the gap is wider than a character or two."""
    text = ""
    for i, token in enumerate(row):
        if i:
            gap = (token.x0 - row[i - 1].x1) / min(token.height, row[i - 1].height)
            text += GAP if gap > 1.6 else " " if gap > 0.15 else ""
        text += token.text
    return text


def _labelled(line: str) -> list[tuple[Label, str]]:
    """Labels with the text that follows each, to the next label; what stands under a label is not looked at."""
    found = labels_in(line)
    out = []
    for i, (_start, end, label) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else len(line)
        text = line[end:stop].strip(" \t:=/・|")
        out.append((label, text))
    return out
