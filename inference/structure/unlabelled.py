"""A line that says who the patient is without a label: `00123456 ヤマダ タロウ 山田 太郎 様 男 45歳 1980/1/1生`.

Its parts are known by their look and come in any order. Every word of the line must be one of them, and there must
be more of them than a date and a name, or the line is somebody else's.
"""

from __future__ import annotations

import re
from datetime import date

from inference.structure.announced import accept, person_name
from inference.structure.dates import find_date
from inference.structure.labels import Label, whole_label

_AGE = r"(?:満)?\d{1,3}\s?(?:歳|才|years?(?:\sold)?|yrs?|y/?o|y(?![a-z]))(?:\s?\d{1,2}\s?(?:ヶ月|か月|カ月))?"
_AGE_ALONE = re.compile(rf"[(（]?\s?(?<!\d){_AGE}\s?[)）]?", re.IGNORECASE)
_AGE_BEHIND = re.compile(rf"\s*[(（]?\s?{_AGE}", re.IGNORECASE)
_BORN_BEHIND = re.compile(r"\s?(?:生まれ|生)(?![一-龥])")
_BORN_BEFORE = re.compile(
    r"\d{1,3}\s?(?:歳|才|years?(?:\sold)?|yrs?|y/?o|y)\s?[)）]?\s*[(（]?$", re.IGNORECASE
)
_SEX = re.compile(r"男性?|女性?|[MF]|male|female", re.IGNORECASE)
_ID = re.compile(r"[A-Z]{0,3}\d[\d\-]*\d(?:-?[A-Z0-9])?")
_FEWEST_DIGITS = 4
_HONORIFIC = re.compile(r"様|殿|さま|氏")
_HONORED = re.compile(r"(?<=\S)(?:様|殿|さま)$")
_KANA = re.compile(r"[ァ-ヺー・ｦ-ﾟ]+|[ぁ-ゖー]+")
_KANJI = re.compile(r"[一-龥々〆ヶ髙﨑𠮷\uf900-\ufaffァ-ヺーぁ-ゖｦ-ﾟ]+")
_LATIN = re.compile(r"[A-Z][A-Za-z'’\-]+")
_NO_PERSON = re.compile(
    r"外来|入院|病棟|至急|緊急|救急|検査|報告|結果|科$"
    r"|室$|血清|血漿|尿|便|番号|材料|診断|病理|担当|医師|技師"
)
_NUMBER_SIGN = re.compile(r"(?:^|(?<=\s))(?:No\.?|№)\s?(?=[A-Z]{0,3}\d)", re.IGNORECASE)
_BORN_IN_FRONT = re.compile(r"(?:^|\s)born\s$", re.IGNORECASE)
_CUTS = re.compile(r"[\s/|()（）\[\]［］,、:：;]+")
_MOST_WORDS = 16  # of a line that names a person among other things
_FEWEST_WORDS = 4
_DIGITS_ALONE = re.compile(r"\d+")


def told_without_labels(line: str) -> dict[Label, str] | None:
    """Id, name, birth date and sex of a line that holds nothing else; None where it holds more or too little."""
    found: dict[Label, str] = {}
    rest, born = _birth_off(_NUMBER_SIGN.sub("", line))
    if born:
        found[Label.BIRTH] = born
    rest, ages = _AGE_ALONE.subn(" ", rest)
    words: list[str] = []
    honored = False
    for word in (w for w in _CUTS.split(rest) if w):
        if _HONORIFIC.fullmatch(word):
            honored = True
        elif _SEX.fullmatch(word) and Label.SEX not in found:
            found[Label.SEX] = accept(Label.SEX, word) or ""
        elif id_alone(word) and Label.ID not in found:
            found[Label.ID] = word
        else:
            honored = honored or bool(_HONORED.search(word))
            words.append(_HONORED.sub("", word))
    traits = sum((bool(ages), honored, Label.SEX in found, Label.BIRTH in found))
    if not words and Label.ID in found and traits >= 2:
        return found  # the name stands on a line of its own
    name = name_alone(words)
    if name is None or traits + 2 * (Label.ID in found) < (3 if Label.ID in found else 2):
        return None
    found[Label.NAME] = name
    return found


def told_among(line: str) -> dict[Label, str] | None:
    """What the longest run of a line's words tells of one person, other words before or behind it (`透析室`, `体温
    35.7 ℃`, the same person again); None where no run has an id, a name in one piece and a sex."""
    words = line.split()[:_MOST_WORDS]
    for length in range(len(words), _FEWEST_WORDS - 1, -1):
        for at in range(len(words) - length + 1):
            run = " ".join(words[at : at + length])
            found = told_without_labels(run)
            whole = found and {Label.ID, Label.NAME, Label.SEX} <= found.keys()
            if found and whole and found[Label.NAME] in " ".join(_CUTS.split(run)):
                return found
    return None


def _birth_off(line: str) -> tuple[str, str | None]:
    """The line without its date of birth, and the date: one with 生 behind it or an age at its side."""
    at = 0
    while (found := find_date(line[at:])) is not None:
        start, end = at + found.start, at + found.end
        behind = _BORN_BEHIND.match(line, end)
        aged = _AGE_BEHIND.match(line, end) or _BORN_BEFORE.search(line[:start])
        aged = aged if aged and _reached(aged[0], found.day) else None
        told = _BORN_IN_FRONT.search(line[:start])
        if told and not behind:
            return _other_dates_off(f"{line[: told.start()]} {line[end:]}"), found.day
        if behind or (aged and not _DIGITS_ALONE.fullmatch(line[start:end].strip())):
            rest = line[:start] + " " + line[behind.end() if behind else end :]
            return _other_dates_off(rest), found.day
        at = end
    return _other_dates_off(line), None


def _reached(age: str, born: str) -> bool:
    """Whether somebody born on a day can have reached an age by now: `76歳  2026/02/19` tells another day."""
    years = re.search(r"\d{1,3}", age)
    return years is None or int(born[:4]) + int(years[0]) <= date.today().year


def _other_dates_off(line: str) -> str:
    """The line without dates and times, which may be the examination's; eight digits are an id."""
    at = 0
    while (found := find_date(line[at:])) is not None:
        start, end = at + found.start, at + found.end
        if _DIGITS_ALONE.fullmatch(line[start:end].strip()):
            at = end
        else:
            line, at = f"{line[:start]} {line[end:]}", start
    return line


def id_alone(word: str) -> bool:
    """Whether a word looks like an id: digits, perhaps with letters in front or a check digit behind."""
    return _ID.fullmatch(word) is not None and sum(c.isdigit() for c in word) >= _FEWEST_DIGITS


def name_alone(words: list[str]) -> str | None:
    """The name that the words are, perhaps with its reading in kana before or behind it."""
    written = _without_reading(words)
    kind = _LATIN if all(word.isascii() for word in written) else _KANJI
    if not 1 <= len(written) <= 3 or not all(map(kind.fullmatch, written)):
        return None
    name = " ".join(written)
    if _NO_PERSON.search(name) or any(whole_label(word) for word in written):
        return None
    return person_name(name) if 2 <= len(name.replace(" ", "")) <= (12 if kind is _KANJI else 40) else None


def _without_reading(words: list[str]) -> list[str]:
    """The words without the reading: kana in front of or behind a name that is not wholly kana.

    Read and written name have as many words, but for a name written in one (`ヤマダ タロウ 山田太郎`).
    """
    half = len(words) // 2
    for cut in {half, len(words) - half, 1, len(words) - 1}:
        front, back = words[:cut], words[cut:]
        if not front or not back:
            continue
        if _kana(front) and not _kana(back) and (len(front) == len(back) or _in_one(back, front)):
            return back
        if _kana(back) and not _kana(front) and (len(front) == len(back) > 1 or _in_one(front, back)):
            return front
    return words


def _kana(words: list[str]) -> bool:
    return all(map(_KANA.fullmatch, words))


def _in_one(name: list[str], reading: list[str]) -> bool:
    return len(name) == 1 and len(name[0]) > 2 and len("".join(reading)) > len(name[0])
