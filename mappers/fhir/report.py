"""DiagnosticReport: the document's results together (JP_DiagnosticReport_LabResult)."""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.canonical import JP_DOCUMENT_CODES, LOINC, UNREAD_PAGE
from mappers.fhir.document import binary_url
from mappers.fhir.element import AIAST, concept, instant, reference, specimen_named, text, without_empty
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.kinds import Kind, kind_of
from mappers.fhir.observation import collected, result_status
from mappers.fhir.patient import patient_id
from mappers.model import UnreadPage


def report_id(inp: MappingInput) -> str:
    """Id of the DiagnosticReport: one a document, whatever its version."""
    return identity.derive("DiagnosticReport", inp.document.results_id)


def diagnostic_report(inp: MappingInput, observation_ids: tuple[str, ...]) -> Resource:
    """The report. A document of which pages stayed unread is `partial` and names them."""
    kind = kind_of(inp.extraction.document_type)
    status = result_status(inp.document.status)
    specimen = text(inp.envelope.specimen)
    return without_empty(
        {
            "resourceType": "DiagnosticReport",
            "id": report_id(inp),
            "meta": {"profile": [kind.report_profile], "security": [AIAST]},
            "contained": [specimen_named(specimen, patient_id(inp))] if specimen else None,
            "extension": [_unread(page) for page in inp.extraction.unread],
            "status": "partial" if status == "preliminary" and inp.extraction.partial else status,
            "category": [concept(LOINC, kind.report_category)] if kind.report_category else None,
            "code": _code(kind),
            "subject": reference("Patient", patient_id(inp)),
            "effectiveDateTime": collected(inp),
            "issued": instant(inp.recorded),
            "specimen": [{"reference": "#specimen", "display": specimen}] if specimen else None,
            "result": [reference("Observation", observation_id) for observation_id in observation_ids],
            "presentedForm": [
                without_empty(
                    {
                        "contentType": inp.document.media_type,
                        "language": inp.extraction.language,
                        "url": binary_url(inp),
                        "title": text(inp.document.title),
                    }
                )
            ],
        }
    )


def _code(kind: Kind) -> Resource:
    """JP Core's own code system first (its slice `laboratoryCode`), LOINC itself beside it."""
    if not kind.loinc:
        return {"text": kind.title}
    return {
        "coding": [
            {"system": JP_DOCUMENT_CODES, "code": kind.loinc, "display": kind.title},
            {"system": LOINC, "code": kind.loinc},
        ],
        "text": kind.title,
    }


def _unread(page: UnreadPage) -> Resource:
    return {
        "url": UNREAD_PAGE,
        "extension": [
            {"url": "page", "valuePositiveInt": page.page},
            {"url": "reason", "valueString": text(page.reason) or "unknown"},
        ],
    }
