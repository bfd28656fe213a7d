"""What a model said, as an extraction: the job of a worker, which has the words.

answers → items → one list a page → the printed person → what every engine's answer goes through (inference.extract)
"""

from __future__ import annotations

from collections.abc import Sequence

from inference.asking.conversed import Conversed, Said
from inference.asking.items import items_said, organisms_of
from inference.asking.merging import merged
from inference.patient import name_key
from inference.readable import PageWords, fold, printed
from inference.structure.dates import find_date
from inference.structure.document_type import language_of
from inference.structure.person import Head, read_head
from inference.structure.specimen import with_specimen
from inference.structure.structure import timed
from mappers.model import DocumentType, Extraction, Item, PrintedPatient, Sex

READ_DIFFERENTLY = "patient-read-differently"
"""Warning, with the field's name behind a colon: the model and the built-in reader of heads do not agree."""

_WITH_SPECIMEN = frozenset((DocumentType.MICROBIOLOGY,))


def settle(words: Sequence[PageWords], conversed: Conversed) -> Extraction:
    """The extraction, nothing of it verified yet; `confidence` is the model's own."""
    head = read_head(tuple(words))
    language = language_of(words)
    patient, differing = _patient(head, conversed, words)
    items = _items(words, conversed, language, head.year, patient.sex)
    if conversed.document_type in _WITH_SPECIMEN:
        items = with_specimen(items, words)
    return Extraction(
        document_type=conversed.document_type,
        language=language,
        patient=patient,
        items=timed(items, head.effective),
        page_count=conversed.page_count,
        engine=conversed.engine,
        effective=head.effective,
        unread=conversed.unread,
        warnings=(
            *conversed.warnings,
            *(f"recovered:{code}" for code, _ in conversed.recoveries),
            *differing,
        ),
    )


def _items(
    words: Sequence[PageWords], conversed: Conversed, language: str, year: int | None, sex: Sex | None
) -> tuple[Item, ...]:
    by_page: dict[int, list[Said]] = {}
    for said in conversed.said:
        by_page.setdefault(said.part.page, []).append(said)
    on_page = {page.number: page for page in words}
    items: list[Item] = []
    for number, answers in sorted(by_page.items()):
        organisms = organisms_of(answers)
        parts = [
            (said.part, items_said(said, conversed.document_type, language, year, sex, organisms))
            for said in answers
        ]
        items += merged(parts, on_page.get(number))
    return tuple(items)


def _patient(
    head: Head, conversed: Conversed, words: Sequence[PageWords]
) -> tuple[PrintedPatient, tuple[str, ...]]:
    """The printed person: as the built-in reader finds it, else as the model says it if the page's words carry it.

    Also the warnings on fields that the two read differently.
    """
    mine, theirs = head.patient, _said_patient(conversed, words)
    pairs = {"id": (mine.id, theirs.id), "name": (mine.name, theirs.name)}
    pairs |= {"birth_date": (mine.birth_date, theirs.birth_date)}
    differing = tuple(
        f"{READ_DIFFERENTLY}:{field}" for field, (a, b) in pairs.items() if a and b and _key(a) != _key(b)
    )
    person = PrintedPatient(
        mine.id or theirs.id,
        mine.name or theirs.name,
        mine.birth_date or theirs.birth_date,
        mine.sex or theirs.sex,
    )
    return person, differing


def _key(text: str) -> str:
    return name_key(text) or "".join(c for c in fold(text) if c.isalnum())


def _said_patient(conversed: Conversed, words: Sequence[PageWords]) -> PrintedPatient:
    said = dict(conversed.head)
    text = fold("".join(word.text for page in words for word in page.words))

    def carried(field: str) -> str | None:
        told = printed(said.get(field, ""))
        return told if told and fold(told) in text else None

    birth = carried("birth")
    born = find_date(birth) if birth else None
    sex = said.get("sex", "")
    known = sex in (Sex.MALE.value, Sex.FEMALE.value)
    return PrintedPatient(
        carried("id"), carried("name"), born.day if born else None, Sex(sex) if known else None
    )
