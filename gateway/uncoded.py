"""Names of documents that have no code by today's tables and the hospital's master."""

from __future__ import annotations

from typing import NamedTuple

from mappers.item_codes import Proposal
from mappers.model import DocumentType, Item
from mappers.terminology import Place, SiteMaster, meaning, organism_of, susceptibility_of

_NO_ITEMS = frozenset({DocumentType.NARRATIVE, DocumentType.RADIOGRAPH})
"""Kinds of documents whose items are statements under headings: no item of a table is meant."""


class Name(NamedTuple):
    """A printed name where it stands, and what it may mean: no value, no patient."""

    name: str
    unit: str
    specimen: str
    document_type: str
    proposals: tuple[Proposal, ...]


def uncoded(item: Item, document_type: str, site: SiteMaster | None) -> Name | None:
    """The item's name by today's tables, None where it is coded or is of a kind that has no items."""
    kind = DocumentType(document_type) if document_type else None
    if kind in _NO_ITEMS or item.certainty is not None or item.loinc or item.jlac10 or item.codings:
        return None
    if kind is DocumentType.MICROBIOLOGY and (organism_of(item.name) or susceptibility_of(item.name)):
        return None
    place = Place(item.specimen, item.unit, item.method, kind)
    means = meaning(item.name, place, item.value, site)
    if means.certain:
        return None
    return Name(item.name, item.unit or "", item.specimen or "", document_type, means.proposals)
