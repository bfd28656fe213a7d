"""An extraction with codes beside what was printed."""

from __future__ import annotations

from dataclasses import replace

from mappers.model import DocumentType, Extraction, Item
from mappers.terminology.lookup import find, ucum_of
from mappers.terminology.place import Place


def enrich(extraction: Extraction, *, header_specimen: str | None = None) -> Extraction:
    """The extraction with standard names, LOINC, JLAC10 and UCUM beside what was printed; codes already there stay.

    `header_specimen`: what the message says the order's specimen is (SPM-4, OBR-15). It counts where a row
    prints none, so that `Na` of a urine order never takes serum's code.
    """
    of, header = extraction.document_type, header_specimen or None
    return replace(extraction, items=tuple(_enrich(item, of, header) for item in extraction.items))


def _enrich(item: Item, document_type: DocumentType, header_specimen: str | None) -> Item:
    place = Place(item.specimen, item.unit, item.method, document_type, header_specimen)
    term = find(item.name, place, item.value)
    return replace(
        item,
        standard_name=item.standard_name or (term.name_ja if term else None),
        loinc=item.loinc or (term.loinc or None if term else None),
        jlac10=item.jlac10 or (term.jlac10 or None if term else None),
        ucum=item.ucum or ucum_of(item.unit, term),
    )
