"""The person and the dates a report's head prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from inference.readable import PageWords
from inference.structure.announced import GAP, accept, person_name, sex_word
from inference.structure.dates import find_date, is_date
from inference.structure.geometry import Row, cells_of, join, rows_of, tokens_of
from inference.structure.head_grid import grid_values, is_reading, names_a_person
from inference.structure.headers import headings_of
from inference.structure.labels import Label, labels_in, whole_label
from inference.structure.overlay import MOST_WORDS, told_in_corners
from inference.structure.unlabelled import name_alone, told_among, told_without_labels
from mappers.model import PrintedPatient, Sex

_LETTERS = "一-龥々〆ヶ髙﨑𠮷ァ-ヺーぁ-ゖ\uf900-\ufaff"
_TITLED = re.compile(
    rf"(?:^|\t|(?<=[\d室科棟階])\s|[)）:：]\s?)\s*([{_LETTERS}]+(?:[\s\t][{_LETTERS}]+)?)\s*(?:様|殿|さま)(?=\s|\t|$|[(（])"
)
_LAST_FIRST = re.compile(r"[A-Z][A-Za-z'’\-]+,\s?[A-Z][A-Za-z'’\-]+(?:\s[A-Z]\.?)?")
_KANJI_PAIR = re.compile(rf"[{_LETTERS}]{{1,4}}\s[{_LETTERS}]{{1,5}}")
_NOT_THE_PATIENT = re.compile(r"(?:御?家族|保護者|ご両親|患者|お客|関係者|各位|皆|奥|貴|外)$")
_SEX_ALONE = re.compile(r"(?:^|[\s(（/・,歳才]|(?<=\t)|生)(男|女)(?:性)?(?=$|[\s)）/・,\d])")
_SEX_IN_ENGLISH = re.compile(r"(?:^|\t)(male|female)(?=\t|$)", re.IGNORECASE)
_SCRIPT = re.compile(r"[(（](漢字|カナ|かな|フリガナ|ふりがな|カタカナ)[)）]")
_BORN = re.compile(r"\s?生(?:まれ)?(?![一-龥])")
_TAKEN_AFTER = re.compile(r"\s?(?:採取|採血|検査|測定|受付|collected)", re.IGNORECASE)
_OF_PERSON = frozenset((Label.ID, Label.VISIT, Label.NAME, Label.BIRTH))
_TIMES = (Label.COLLECTED, Label.TESTED, Label.RECEIVED, Label.REPORTED)
_DAY = len("YYYY-MM-DD")
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
    a relative) the patient is taken; a patient's id wins over the number of a visit. Staff and places are nobody's
    name.
    """
    return _read_head(tuple(pages))


@lru_cache(maxsize=4)  # several readers ask for the same pages' head
def _read_head(pages: tuple[PageWords, ...]) -> Head:
    said = _Said()
    for page in pages:
        _read_page(rows_of(tokens_of(page)), _TOP * page.height_px if page is pages[0] else 0.0, said)
        if not {Label.NAME, Label.BIRTH} & said.labelled.keys() and not said.titled:
            few = len(page.words) <= MOST_WORDS
            rows = [r for r in rows_of(tokens_of(page)) if few or r[0].y < _TOP * page.height_px]
            told = told_in_corners(rows)
            if said.labelled.get(Label.ID) in (
                (None, told.get(Label.ID)) if few else (told.get(Label.ID, ""),)
            ):
                said.labelled = {**told, **said.labelled}
    found = said.labelled
    bare = {date for date in said.bare_dates if date[:10] != found.get(Label.BIRTH)}
    times = [found[k] for k in _TIMES if k in found] or (list(bare) if len(bare) == 1 else [])
    effective = times[0] if times else None
    sex = found.get(Label.SEX)
    patient = PrintedPatient(
        found.get(Label.ID) or found.get(Label.VISIT),
        found.get(Label.NAME) or said.titled or person_name(found.get(Label.KANA, "")),
        found.get(Label.BIRTH),
        Sex(sex) if sex else None,
    )
    return Head(patient, effective, int(effective[:4]) if effective else None)


def _read_page(rows: Sequence[Row], top: float, said: _Said) -> None:
    """What the rows say; those above `top` (pixels) also without labels."""
    taken: Row = ()
    for at, row in enumerate(rows):
        below: Row = rows[at + 1] if at + 1 < len(rows) else ()
        if row is taken:
            continue
        if not names_a_person(row) and headings_of(row, None):
            continue  # `Test Name`, 検査日: a table's
        grid = grid_values(row, below)
        if grid is None and at + 2 < len(rows) and is_reading(below):
            below = rows[at + 2]
            grid = grid_values(row, below)
        if grid is None:
            _read_row(row, below, said, bool(row) and row[0].y < top)
        else:
            taken = below
            _take(grid, said)


def _take(told: Sequence[tuple[Label, str]], said: _Said) -> None:
    for label, text in told:
        if text and label not in said.labelled and (value := accept(label, text)):
            said.labelled[label] = value


def _read_row(row: Row, below: Row, said: _Said, top: bool) -> None:
    line = _line(row)
    labelled = _labelled(line)
    bare = told_without_labels(_without_labels(line)) if top else None
    if bare is not None:
        for label, value in bare.items():
            said.labelled.setdefault(label, value)
        date = None if Label.BIRTH in bare else find_date(line)
        said.bare_dates += [date.iso] if date and len(date.iso) > 10 else []
        return
    under = _said_below(row, below)
    among = told_among(_before_labels(line)) or _told_before_times(line) if top else None
    _take((*labelled, *under, *(among or {}).items()), said)
    if top and labelled:
        said.bare_dates += _dates_alone(line)
    titled = _titled(line) or (_name_in_front(line) if top else None)
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


def _told_before_times(line: str) -> dict[Label, str] | None:
    """Who the patient is where a line goes on with when something was taken: name, id, sex and a date of years before
    that, which is the birth's (`湯浅 浩  ID 553107  M  1981-01-26  採血 2026-09-08`)."""
    found = labels_in(line)
    at, end = next(((start, end) for start, end, label in found if label in _TIMES), (0, 0))
    front, taken = line[:at], find_date(line[end:])
    kinds = {label for start, _, label in found if start < at}
    born = find_date(front)
    if born is None or taken is None or not kinds <= {Label.ID, Label.NAME} or len(born.iso) > _DAY:
        return None
    if born.day[:4] >= taken.day[:4]:
        return None
    told = told_without_labels(_without_labels(f"{front[: born.end]}生{front[born.end :]}"))
    return told if told and {Label.ID, Label.NAME, Label.SEX} <= told.keys() else None


def _dates_alone(line: str) -> list[str]:
    """The dates with a time that stand in cells of their own, behind no label."""
    out: list[str] = []
    before = ""
    for cell in line.split(GAP):
        found = labels_in(before)
        told = bool(found) and not before[found[-1][1] :].strip(" :：")
        date = find_date(cell)
        if date is not None and len(date.iso) > 10 and is_date(cell) and not told:
            out.append(date.iso)
        before = cell
    return out


def _titled(line: str) -> str | None:
    """The name before 様 or 殿 that is a person's and the patient's."""
    for match in _TITLED.finditer(line):
        name = match[1].replace(GAP, " ").strip()
        if not _NOT_THE_PATIENT.search(name) and len(name) > 1 and person_name(name):
            return person_name(name)
    return None


def _name_in_front(line: str) -> str | None:
    """The name at the head of a line that goes on with labels of the person: `DOE, Jane  ID: 123`. Without the comma
    the words must be two in Japanese, before an id's and a birth date's label."""
    found = labels_in(line)
    kinds = {label for _, _, label in found}
    front = line[: found[0][0]].strip() if found and found[0][2] in (Label.ID, Label.BIRTH) else ""
    if Label.NAME in kinds or GAP in front:
        return None
    if _LAST_FIRST.fullmatch(front):
        return person_name(front)
    both = {Label.ID, Label.BIRTH} <= kinds and _KANJI_PAIR.fullmatch(front)
    return name_alone(front.split()) if both else None


def _said_below(row: Row, below: Row) -> list[tuple[Label, str]]:
    """A label of the person alone on its line, or a time's, with what stands alone or first right under it."""
    cells = cells_of(below, 0.9)
    heads = cells_of(row, 0.9)
    label = whole_label(join(heads[0])) if len(heads) == 1 else None
    if label is None or len(cells) != 1 or whole_label(join(cells[0])) or cells[0][0].x0 > heads[0][-1].x1:
        return []
    text = join(cells[0])
    of_person = label in _OF_PERSON or (label is Label.SEX and sex_word(text) is not None)
    return [(label, text)] if of_person or (label in _TIMES and is_date(text)) else []


def _sex_alone(line: str, said: _Said) -> None:
    """The sex that a line about the person gives bare (`(男)`, `64歳 女性`)."""
    sexes = {sex_word(text) for text in (*_SEX_ALONE.findall(line), *_SEX_IN_ENGLISH.findall(line))}
    sex = sexes.pop() if len(sexes) == 1 else None
    if Label.SEX not in said.labelled and sex:
        said.labelled[Label.SEX] = sex


def _line(row: Row) -> str:
    """A row's text, a tab where the gap is wider than a character or two."""
    text = ""
    for i, token in enumerate(row):
        if i:
            gap = (token.x0 - row[i - 1].x1) / min(token.height, row[i - 1].height)
            run_together = text[-1:].isdigit() and token.text[:1].isdigit() and _begins_with_date(token.text)
            text += GAP if gap > 1.6 else " " if gap > 0.15 or run_together else ""
        text += token.text
    return text


def _begins_with_date(text: str) -> bool:
    """Whether a word begins with a date, so that digits right before it are of something else."""
    date = find_date(text)
    return date is not None and date.start == 0 and len(text) > 8


def _labelled(line: str) -> list[tuple[Label, str]]:
    """Labels with the text that follows each, to the next label; what stands under a label is not looked at."""
    found = labels_in(line)
    out = []
    for i, (_start, end, label) in enumerate(found):
        stop = found[i + 1][0] if i + 1 < len(found) else len(line)
        text = line[end:stop].strip(" \t:;=/・|").lstrip(")）]］】 \t")
        text = _in_another_tongue(label, text)
        script = _SCRIPT.match(text)  # `氏名(漢字) …`
        kana = script is not None and script[1] != "漢字"
        text = text[script.end() :].strip(" \t:=/・|") if script else text
        out.append((Label.KANA if kana else label, text))
    return out


def _in_another_tongue(label: Label, text: str) -> str:
    """What a label announces without the same label in another language behind it: `氏名 Name: 藤井 恵子`."""
    again, colon, rest = text.replace("：", ":").partition(":")
    return rest.strip() if colon and GAP not in again and whole_label(again) is label else text


def _before_labels(line: str) -> str:
    """A line up to its first label."""
    found = labels_in(line)
    return line[: found[0][0]] if found else line


def _without_labels(line: str) -> str:
    """A line without its labels of the person's name and number; one with other labels as it is."""
    found = labels_in(line)
    if any(label not in (Label.ID, Label.NAME) for _, _, label in found):
        return line
    for start, end, _ in reversed(found):
        line = f"{line[:start]} {line[end:]}"
    return line
