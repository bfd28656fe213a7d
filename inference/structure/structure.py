"""Words of a document to what it says: the table of document types and who structures each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords
from inference.structure.document_type import language_of, recognise
from inference.structure.lab_report import read_items
from inference.structure.person import read_head
from mappers.model import DocumentType, Item, PrintedPatient

Structurer = Callable[[Sequence[PageWords], "int | None"], tuple[Item, ...]]
"""Pages and the report's year to items; boxes and confidence set, `verified` left to inference.verify."""

STRUCTURERS: dict[DocumentType, Structurer] = {DocumentType.LAB_REPORT: read_items}
"""Types this engine reads. Any other type is named with no items, never guessed at."""


@dataclass(frozen=True, slots=True)
class Structured:
    """What the words of a document say."""

    document_type: DocumentType
    language: str
    patient: PrintedPatient
    effective: str | None
    items: tuple[Item, ...]


def structure(pages: Sequence[PageWords]) -> Structured:
    """Type, language, printed person, time and items of a document."""
    head = read_head(pages)
    candidates = read_items(pages, head.year)
    kind = recognise(pages, candidates)
    if kind not in STRUCTURERS:
        kind = DocumentType.OTHER
        items: tuple[Item, ...] = ()
    elif STRUCTURERS[kind] is read_items:
        items = candidates
    else:
        items = STRUCTURERS[kind](pages, head.year)
    items = tuple(i if i.effective else replace(i, effective=head.effective) for i in items)
    return Structured(kind, language_of(pages), head.patient, head.effective, items)
