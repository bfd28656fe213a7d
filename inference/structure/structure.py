"""Words of a document to what it says: its type first, then that type's reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import PageWords
from inference.structure.block_titles import titled
from inference.structure.dated_items import grid_items, with_grid
from inference.structure.document_type import Candidate, candidates, kind_of_names, language_of
from inference.structure.geometry import tokens_of
from inference.structure.heading_words import Role, likely_role, role_of
from inference.structure.margins import without_fax_lines, without_feet
from inference.structure.person import read_head
from inference.structure.readers import READERS
from inference.structure.recognised_values import readable
from inference.structure.units import is_unit
from mappers.model import DocumentType, Item, PrintedPatient

_MEASURED = frozenset(READERS) - {DocumentType.NARRATIVE, DocumentType.OTHER, DocumentType.MICROBIOLOGY}
"""Types whose reports may hold tables of measurements over time."""

_MOSTLY_GRID = 0.35  # cells of a table among a document's words


@dataclass(frozen=True, slots=True)
class Structured:
    """What the words of a document say."""

    document_type: DocumentType
    language: str
    patient: PrintedPatient
    effective: str | None
    items: tuple[Item, ...]


def structure(pages: Sequence[PageWords], told: DocumentType | None = None) -> Structured:
    """Type (`told` where a profile says it), language, printed person, time and items of a document."""
    pages = without_fax_lines(pages)
    head = read_head(pages)
    pages = without_feet(pages)
    grid = grid_items(pages, head.year, (head.effective or "")[:10] or None)
    if told in READERS:
        kind, items = told, READERS[told].read_items(pages, head.year)
    else:
        kind, items = (told, ()) if told else _read(pages, head.year)
        cells = [item for table in grid for item in table]
        if cells and not told and (shown := _shown_by(cells, kind, pages)) is not None:
            kind, items = shown, READERS[shown].read_items(pages, head.year)
    if kind in _MEASURED:
        items = titled(with_grid(items, grid), pages)
    items = timed(tuple(unit_off_name(i) for i in items), head.effective)
    items = readable(items, {page.number for page in pages if page.recognised})
    return Structured(kind, language_of(pages), head.patient, head.effective, items)


def _shown_by(grid: Sequence[Item], kind: DocumentType, pages: Sequence[PageWords]) -> DocumentType | None:
    """The type that a table over time shows by its names, where the document's words told none, or told of prose
    and the table is most of what is printed."""
    words = sum(len(tokens_of(page)) for page in pages)
    alone = kind is DocumentType.NARRATIVE and len(grid) >= _MOSTLY_GRID * words
    if not alone and (kind is not DocumentType.OTHER or candidates(pages)):
        return None
    return kind_of_names([item.name for item in grid], _MEASURED)


def timed(items: Sequence[Item], effective: str | None) -> tuple[Item, ...]:
    """The items with the document's time where they have none of their own."""
    return tuple(i if i.effective or _earlier(i) else replace(i, effective=effective) for i in items)


def _earlier(item: Item) -> bool:
    """Whether an item is of a column of earlier results without a date (`WBC 前回値`): nobody knows of when."""
    _, _, column = item.name.rpartition(" ")
    return bool(column) and column != item.name and (role_of(column) or likely_role(column)) is Role.PREVIOUS


def _read(pages: Sequence[PageWords], year: int | None) -> tuple[DocumentType, tuple[Item, ...]]:
    """The most likely type and its items; a type whose reader finds nothing gives way to one that does."""
    likely = candidates(pages)
    if not likely:
        return DocumentType.OTHER, ()
    for candidate in likely:
        items = READERS[candidate.kind].read_items(pages, year)
        if items or not _expects_items(candidate):
            return candidate.kind, items
    return likely[0].kind, ()


def unit_off_name(item: Item) -> Item:
    """A unit that a long name ran into (`LDLコレステロール(LDL-C) mg/dL`) given back; `%` may be a column's name."""
    name, _, last = item.name.rpartition(" ")
    own = ("/" in last or last in ("秒", "mmHg")) and is_unit(last, in_unit_column=True)
    return replace(item, name=name, unit=last) if name and own and not item.unit else item


def _expects_items(candidate: Candidate) -> bool:
    return candidate.kind not in (DocumentType.OTHER, DocumentType.NARRATIVE)
