"""DiagnosticReport: the document's results together, in the form its kind has in the destination's guide."""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.canonical import (
    DICOM_ONTOLOGY,
    JP_DOCUMENT_CODES,
    LOINC,
    OVERLOOKED_PLACES,
    UNREAD_PAGE,
    V2_SECTION,
)
from mappers.fhir.document import binary_url
from mappers.fhir.element import AIAST, concept, instant, reference, text, without_empty
from mappers.fhir.guides import Guide, report_profile
from mappers.fhir.imaging import imaging_study_id
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.kinds import Kind
from mappers.fhir.observation import collected, result_status
from mappers.fhir.orders import based_on, encounter
from mappers.fhir.patient import patient_id
from mappers.fhir.report_kind import report_kind
from mappers.fhir.specimen import specimen_id
from mappers.model import UnreadPage


def report_id(inp: MappingInput) -> str:
    """Id of the DiagnosticReport: one a document, whatever its version."""
    return identity.report(inp.document.results_id)


def diagnostic_report(inp: MappingInput, observation_ids: tuple[str, ...]) -> Resource:
    """The report. A document of which pages stayed unread or places were overlooked is `partial` and says where."""
    kind = report_kind(inp)
    status = result_status(inp.document.status)
    specimen = text(inp.envelope.specimen)
    study = imaging_study_id(inp)
    profile = report_profile(inp.guide, kind.report)
    return without_empty(
        {
            "resourceType": "DiagnosticReport",
            "id": report_id(inp),
            "meta": without_empty({"profile": [profile] if profile else None, "security": [AIAST]}),
            "extension": [
                *(_unread(page) for page in inp.extraction.unread),
                *(_overlooked(page, places) for page, places in inp.extraction.overlooked_by_page.items()),
            ],
            "basedOn": based_on(inp),
            "status": "partial" if status == "preliminary" and inp.extraction.partial else status,
            "category": _categories(inp, kind),
            "code": _code(kind, inp.guide),
            "subject": reference("Patient", patient_id(inp)),
            "encounter": encounter(inp),
            "effectiveDateTime": collected(inp),
            "issued": instant(inp.recorded),
            "specimen": [{**reference("Specimen", specimen_id(inp, specimen)), "display": specimen}]
            if specimen
            else None,
            "result": [reference("Observation", observation_id) for observation_id in observation_ids],
            "imagingStudy": [reference("ImagingStudy", study)] if study else None,
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


def _categories(inp: MappingInput, kind: Kind) -> list[Resource]:
    """LOINC part in Japan's guides, HL7's section elsewhere; a radiology report also says its modality."""
    if inp.guide is Guide.R4:
        return [concept(V2_SECTION, kind.section)] if kind.section else []
    categories = [concept(LOINC, kind.report_category)] if kind.report_category else []
    if kind.report == "Radiology" and inp.envelope.modality:
        categories.append(concept(DICOM_ONTOLOGY, inp.envelope.modality))
    return categories


def _code(kind: Kind, guide: Guide) -> Resource:
    """JP Core's own code system first (its slices ask for it), LOINC itself beside it; in plain R4 LOINC alone."""
    codings: list[Resource] = []
    if kind.report_code and guide is not Guide.R4:
        codings.append({"system": JP_DOCUMENT_CODES, "code": kind.report_code, "display": kind.title})
    if kind.report_loinc:
        codings.append({"system": LOINC, "code": kind.report_loinc})
    return without_empty({"coding": codings, "text": kind.title})


def _unread(page: UnreadPage) -> Resource:
    return {
        "url": UNREAD_PAGE,
        "extension": [
            {"url": "page", "valuePositiveInt": page.page},
            {"url": "reason", "valueString": text(page.reason) or "unknown"},
        ],
    }


def _overlooked(page: int, places: int) -> Resource:
    return {
        "url": OVERLOOKED_PLACES,
        "extension": [
            {"url": "page", "valuePositiveInt": page},
            {"url": "places", "valuePositiveInt": places},
        ],
    }
