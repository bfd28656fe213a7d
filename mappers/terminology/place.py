"""Where a printed name stands, as far as that decides what it means: specimen, kind of document, unit, method."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mappers.model import DocumentType
from mappers.terminology.spelling import specimen_kind
from mappers.terminology.tables import SpecimenKind as Kind

_EXAMINATIONS = frozenset({Kind.ECG, Kind.ECHO, Kind.SPIROMETRY, Kind.DEVICE})
_EVERYWHERE = frozenset(Kind)
_LABORATORY = _EVERYWHERE - _EXAMINATIONS
_BODY = frozenset({Kind.BODY})

Tier = tuple[frozenset[Kind], bool]
"""Kinds looked among together; whether names that need their specimen count there."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is known beside a name; None is what is not printed. `header_specimen`: SPM-4 or OBR-15."""

    specimen: str | None = None
    unit: str | None = None
    method: str | None = None
    document_type: DocumentType | None = None
    header_specimen: str | None = None
    own_time: bool = (
        False  # the value has a time of its own: what stands under `前回` is then a result as any other
    )


_EVERY: tuple[Tier, ...] = ((_EVERYWHERE, False),)

_OF_DOCUMENT: dict[DocumentType, tuple[Tier, ...]] = {
    DocumentType.URINALYSIS: ((frozenset({Kind.URINE}), True), (_BODY, False)),
    DocumentType.BLOOD_GAS: (
        (frozenset({Kind.GAS}), True),
        (frozenset({Kind.BLOOD}), True),
        (_BODY, False),
    ),
    DocumentType.VITALS: ((_BODY, True), (_LABORATORY, False)),
    DocumentType.ECG: ((frozenset({Kind.ECG}), True), (_BODY, False)),
    DocumentType.ECHOCARDIOGRAPHY: ((frozenset({Kind.ECHO}), True), (_BODY, False)),
    DocumentType.SPIROMETRY: ((frozenset({Kind.SPIROMETRY}), True), (_BODY, False)),
    DocumentType.DEVICE_REPORT: ((frozenset({Kind.DEVICE}), True), (_BODY, False), (_LABORATORY, False)),
    DocumentType.MICROBIOLOGY: ((frozenset({Kind.ANY, Kind.STOOL}), False),),
    DocumentType.LAB_REPORT: ((_LABORATORY, False),),
}
"""A document that is wholly of one specimen or examination need not print it at each row."""


@cache
def tiers(
    specimen: str | None, document_type: DocumentType | None, header_specimen: str | None
) -> tuple[Tier, ...]:
    """Where to look for a name, first to last; empty where a specimen is printed that no item has."""
    document = _OF_DOCUMENT.get(document_type, _EVERY) if document_type else _EVERY
    says_itself = document[0][1]
    printed = specimen or (None if says_itself else header_specimen)
    if not printed:
        return document
    kind = specimen_kind(printed)
    if kind is None:
        return ()
    if kind is Kind.BLOOD and document_type is DocumentType.BLOOD_GAS:
        return document
    of_kind: Tier = (frozenset({kind, Kind.ANY}), True)
    return (of_kind,) if specimen else (of_kind, (_BODY, False))


def kinds_at(place: Place) -> frozenset[Kind]:
    """Every kind of item that may stand there."""
    where = tiers(place.specimen, place.document_type, place.header_specimen)
    return frozenset[Kind]().union(*(kinds for kinds, _ in where))
