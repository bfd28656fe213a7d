"""Specimen: what a page or an order names, one a name and document (JP_Specimen)."""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.element import date_time, reference, text, without_empty
from mappers.fhir.guides import resource_profile
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.patient import patient_id
from mappers.model import Item


def specimen_id(inp: MappingInput, name: str) -> str:
    """Id of the specimen of this name in this document."""
    return identity.derive("Specimen", inp.document.id, name)


def specimens(inp: MappingInput, items: tuple[Item, ...]) -> tuple[Resource, ...]:
    """One Specimen for each name that the order or a row prints. Nothing but the name is known, and it is not coded."""
    printed = (text(inp.envelope.specimen), *(text(item.specimen) for item in items))
    names = dict.fromkeys(name for name in printed if name)
    return tuple(_specimen(inp, name) for name in names)


def _specimen(inp: MappingInput, name: str) -> Resource:
    profile = resource_profile(inp.guide, "Specimen")
    drawn = date_time(inp.extraction.effective, inp.site.time_zone)
    return without_empty(
        {
            "resourceType": "Specimen",
            "id": specimen_id(inp, name),
            "meta": {"profile": [profile]} if profile else None,
            "type": {"text": name},
            "subject": reference("Patient", patient_id(inp)),
            "collection": {"collectedDateTime": drawn} if drawn else None,
        }
    )
