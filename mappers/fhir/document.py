"""DocumentReference and Binary: the document as it came, which every result points back to."""

from __future__ import annotations

from base64 import b64encode

from mappers.fhir.canonical import (
    DICOM_UID,
    DOCUMENT_DIGEST_SYSTEM,
    DOCUMENT_ID_SYSTEM,
    JP_BINARY,
    JP_DOCUMENT_REFERENCE,
    LOINC,
)
from mappers.fhir.element import concept, date_time, instant, reference, text, without_empty
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.kinds import kind_of
from mappers.fhir.patient import patient_id
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
    report_code = kind_of(inp.extraction.document_type).loinc
    return without_empty(
        {
            "resourceType": "DocumentReference",
            "id": document.id,
            "meta": {"profile": [JP_DOCUMENT_REFERENCE]},
            "identifier": _identifiers(inp),
            "status": "entered-in-error" if doc_status == "entered-in-error" else "current",
            "docStatus": doc_status,
            "type": concept(LOINC, report_code) if report_code else None,
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
    return {
        "resourceType": "Binary",
        "id": inp.document.id,
        "meta": {"profile": [JP_BINARY]},
        "contentType": inp.document.media_type,
        "securityContext": reference("Patient", patient_id(inp)),
        "data": b64encode(inp.document.data).decode("ascii"),
    }
