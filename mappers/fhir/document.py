"""DocumentReference and Binary: the document as it came, which every result points back to."""

from __future__ import annotations

from base64 import b64encode

from mappers.fhir.canonical import (
    DICOM_UID,
    DOCUMENT_DIGEST_SYSTEM,
    DOCUMENT_ID_SYSTEM,
    JP_DOCUMENT_CODES,
    LOINC,
)
from mappers.fhir.element import concept, date_time, instant, reference, text, without_empty
from mappers.fhir.guides import Guide, resource_profile
from mappers.fhir.imaging import imaging_study_id
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.orders import encounter
from mappers.fhir.patient import patient_id
from mappers.fhir.report_kind import report_kind
from mappers.model import ReportStatus, Source

_DOC_STATUS = {
    ReportStatus.PRELIMINARY: "preliminary",
    ReportStatus.FINAL: "final",
    ReportStatus.AMENDED: "amended",
    ReportStatus.CORRECTED: "amended",
    ReportStatus.CANCELLED: "entered-in-error",
    ReportStatus.ENTERED_IN_ERROR: "entered-in-error",
}
"""What the sender says of the document → composition-status; unknown stays unsaid."""


def binary_url(inp: MappingInput) -> str:
    """Where the bytes are: inside the Bundle when they travel in it, else at the gateway's results API."""
    relative = f"Binary/{inp.document.id}"
    return relative if inp.document.data is not None else f"{inp.site.base_url.rstrip('/')}/{relative}"


def document_reference(inp: MappingInput) -> Resource:
    """The DocumentReference. Made from the message, so not labelled as AI's."""
    document = inp.document
    doc_status = _DOC_STATUS.get(document.status)
    written = date_time(document.document_time or inp.envelope.document_time, inp.site.time_zone)
    profile = resource_profile(inp.guide, "DocumentReference")
    return without_empty(
        {
            "resourceType": "DocumentReference",
            "id": document.id,
            "meta": {"profile": [profile]} if profile else None,
            "identifier": _identifiers(inp),
            "status": "entered-in-error" if doc_status == "entered-in-error" else "current",
            "docStatus": doc_status,
            "type": _type(inp),
            "subject": reference("Patient", patient_id(inp)),
            "date": instant(inp.recorded),
            "relatesTo": [{"code": "replaces", "target": reference("DocumentReference", document.replaces)}]
            if document.replaces
            else None,
            "description": text(document.title),
            "content": [
                {
                    "attachment": without_empty(
                        {
                            "contentType": document.media_type,
                            "url": binary_url(inp),
                            "size": document.size_bytes,
                            "title": text(document.title),
                            "creation": written,
                        }
                    )
                }
            ],
            "context": _context(inp),
        }
    )


def _type(inp: MappingInput) -> Resource | None:
    """What kind of report it is, where a code for that is settled."""
    kind = report_kind(inp)
    if kind.report_loinc:
        return concept(LOINC, kind.report_loinc)
    if kind.report_code and inp.guide is not Guide.R4:
        return concept(JP_DOCUMENT_CODES, kind.report_code, kind.title)
    return None


def _context(inp: MappingInput) -> Resource:
    """The visit and the DICOM study it belongs to."""
    visit, study = encounter(inp), imaging_study_id(inp)
    return without_empty(
        {
            "encounter": [visit] if visit else None,
            "related": [reference("ImagingStudy", study)] if study else None,
        }
    )


def _identifiers(inp: MappingInput) -> list[Resource]:
    identifiers: list[Resource] = [{"system": DOCUMENT_DIGEST_SYSTEM, "value": inp.document.digest}]
    source_id = text(inp.document.source_id)
    if source_id and inp.envelope.source is Source.DICOM:
        identifiers.append({"system": DICOM_UID, "value": f"urn:oid:{source_id}"})
    elif source_id:
        identifiers.append({"system": DOCUMENT_ID_SYSTEM, "value": source_id})
    return identifiers


def binary(inp: MappingInput) -> Resource | None:
    """The bytes as Binary, where the caller wants them in the Bundle; else None."""
    if inp.document.data is None:
        return None
    profile = resource_profile(inp.guide, "Binary")
    return without_empty(
        {
            "resourceType": "Binary",
            "id": inp.document.id,
            "meta": {"profile": [profile]} if profile else None,
            "contentType": inp.document.media_type,
            "securityContext": reference("Patient", patient_id(inp)),
            "data": b64encode(inp.document.data).decode("ascii"),
        }
    )
