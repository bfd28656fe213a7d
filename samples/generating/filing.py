"""Whom a document is filed under: mostly the person printed on it, as headers write them; sometimes another.

`Filing` is what a DICOM or HL7 header says: an id, a name in the form that `extract --patient-name` takes
(`family^given`, or the three groups `alphabetic=ideographic=phonetic` of DICOM PS3.5 §6.2.1), a birth date.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from samples.making.people import Person, invented
from samples.making.truth import Truth

MISMATCHES = 0.1
"""Share of documents filed under another person."""
_FORMS = str.maketrans("髙高﨑崎濵浜邊辺齋斎", "高髙崎﨑浜濵辺邊斎齋")
_MARKS = ("", "\uff9e", "\uff9f")
_HALF = {
    unicodedata.normalize("NFKC", half): half
    for half in (chr(code) + mark for code in range(0xFF66, 0xFF9E) for mark in _MARKS)
    if len(unicodedata.normalize("NFKC", half)) == 1
}


@dataclass(frozen=True, slots=True)
class Filing:
    """A header's person; `birth_date` is YYYY-MM-DD or empty."""

    id: str
    name: str
    birth_date: str

    def to_json(self) -> dict[str, str]:
        """As case.json has it."""
        return {"id": self.id, "name": self.name, "birth_date": self.birth_date}


def filing(truth: Truth, rng: Random) -> tuple[Filing, bool]:
    """A header for a document, and whether it is another person's.

    Nothing is planted where neither id nor name is printed: nobody could tell. What is left out of a header
    stands on no page of the right person alone, either: a planted mismatch always shows in a printed field.
    """
    planted = rng.random() < MISMATCHES and not {"id", "name"} <= truth.absent
    person = _another(truth.person, rng) if planted else truth.person
    groups = _groups(person, rng) if not planted else _all_groups(person)
    birth = person.birth.isoformat() if planted or rng.random() < 0.85 else ""
    return Filing(_id_form(person.id, rng), groups, birth), planted


def _id_form(printed: str, rng: Random) -> str:
    """An id as another system pads or cuts it."""
    bare = printed.replace("-", "").replace(" ", "")
    form = rng.random()
    if form < 0.55:
        return printed
    if form < 0.75:
        return bare
    if not bare.isdigit():
        return bare
    return bare.zfill(10) if form < 0.88 else bare.lstrip("0") or bare


def _all_groups(person: Person) -> str:
    return "=".join("^".join(group) for group in (person.roman, person.kanji, person.kana))


def _groups(person: Person, rng: Random) -> str:
    """The name as some system writes it: which groups, which gap, which form of a character."""
    swapped = rng.random() < 0.5
    kanji = tuple(part.translate(_FORMS) for part in person.kanji) if swapped else person.kanji
    kana = tuple(map(_half_width, person.kana)) if rng.random() < 0.2 else person.kana
    form = rng.random()
    if form < 0.6:
        return "=".join("^".join(group) for group in (person.roman, kanji, kana))
    if form < 0.75:
        return "=".join(("", "^".join(kanji), "^".join(kana)))
    if form < 0.9:
        return rng.choice(("^", " ", "　", "")).join(kanji)
    return "=".join(("^".join(person.roman).upper(), "^".join(kanji), ""))


def _half_width(kana: str) -> str:
    """Katakana as JIS X 0201 has it."""
    return "".join(_HALF.get(character, character) for character in kana)


def _another(person: Person, rng: Random) -> Person:
    """Somebody else: a stranger, a sibling, or one with almost the same id."""
    other = invented(rng)
    while other.kanji == person.kanji or other.roman == person.roman:
        other = invented(rng)
    form = rng.random()
    if form < 0.4:
        return other
    if form < 0.7:  # sibling: family name, another given name, birth date and id
        days = rng.randrange(400, 2500)
        birth = person.birth - timedelta(days=days)
        if birth < date(1927, 1, 1):
            birth = person.birth + timedelta(days=days)
        while other.kanji[1] == person.kanji[1] or other.kana[1] == person.kana[1]:
            other = invented(rng)
        return replace(
            other,
            kanji=(person.kanji[0], other.kanji[1]),
            kana=(person.kana[0], other.kana[1]),
            roman=(person.roman[0], other.roman[1]),
            birth=birth,
        )
    return replace(other, id=_digit_apart(person.id, rng))


def _digit_apart(id_: str, rng: Random) -> str:
    places = [n for n, character in enumerate(id_) if character.isdigit()]
    if not places:
        return id_ + "1"
    n = rng.choice(places)
    return id_[:n] + str((int(id_[n]) + rng.randrange(1, 10)) % 10) + id_[n + 1 :]
