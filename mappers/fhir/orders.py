"""What the message says of order and visit, as references by identifier: no ServiceRequest or Encounter is invented."""

from __future__ import annotations

from mappers.fhir.canonical import ACCESSION_SYSTEM, ORDER_SYSTEM, V2_IDENTIFIER_TYPE, VISIT_SYSTEM
from mappers.fhir.element import concept, text, without_empty
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource


def based_on(inp: MappingInput) -> list[Resource]:
    """ServiceRequest by the placer's number (OBR-2, DICOM 0040,2016), else by the filler's or accession number."""
    order, accession = text(inp.envelope.order_number), text(inp.envelope.accession_number)
    if order:
        return [logical("ServiceRequest", ORDER_SYSTEM, order, "PLAC", "Placer Identifier")]
    if accession:
        return [logical("ServiceRequest", ACCESSION_SYSTEM, accession, "ACSN", "Accession ID")]
    return []


def encounter(inp: MappingInput) -> Resource | None:
    """Encounter by the visit's number (PV1-19, DICOM 0038,0010)."""
    visit = text(inp.envelope.visit_number)
    return logical("Encounter", VISIT_SYSTEM, visit, "VN", "Visit number") if visit else None


def logical(kind: str, system: str, value: str, type_code: str, type_display: str) -> Resource:
    """A reference by identifier (FHIR R4 §2.3.0.3); the type is one of HL7 v2 table 0203."""
    return {"type": kind, "identifier": identifier(system, value, type_code, type_display)}


def identifier(system: str, value: str, type_code: str, type_display: str) -> Resource:
    """An Identifier with its type."""
    return without_empty(
        {"type": concept(V2_IDENTIFIER_TYPE, type_code, type_display), "system": system, "value": value}
    )
