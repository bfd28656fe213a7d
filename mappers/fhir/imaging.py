"""ImagingStudy: the study that a DICOM object came from, as far as one object can tell (JP_ImagingStudy_Radiology)."""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.canonical import ACCESSION_SYSTEM, DICOM_UID
from mappers.fhir.element import reference, text, without_empty
from mappers.fhir.guides import Guide, resource_profile
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.orders import based_on, encounter, identifier
from mappers.fhir.patient import patient_id
from mappers.fhir.report_kind import report_kind
from mappers.model import Source


def imaging_study_id(inp: MappingInput) -> str | None:
    """Id of the study, None where the document did not come by DICOM or names none."""
    uid = inp.envelope.study_instance_uid
    if inp.envelope.source is not Source.DICOM or not uid:
        return None
    return identity.derive("ImagingStudy", patient_id(inp), uid)


def imaging_study(inp: MappingInput) -> Resource | None:
    """The study by its UID and accession number. Every object of a study gives the same bytes.

    Series and instances are left to the PACS, which knows all of them: one object's view written over another's would
    make the study look smaller than it is. The object read is in DocumentReference.identifier.
    """
    study_id = imaging_study_id(inp)
    if study_id is None:
        return None
    radiology = report_kind(inp).report == "Radiology" and inp.guide is not Guide.R4
    accession = text(inp.envelope.accession_number)
    return without_empty(
        {
            "resourceType": "ImagingStudy",
            "id": study_id,
            "meta": {"profile": [resource_profile(inp.guide, "ImagingStudy_Radiology")]}
            if radiology
            else None,
            "identifier": [
                {"system": DICOM_UID, "value": f"urn:oid:{inp.envelope.study_instance_uid}"},
                *([identifier(ACCESSION_SYSTEM, accession, "ACSN", "Accession ID")] if accession else []),
            ],
            "status": "available",
            "subject": reference("Patient", patient_id(inp)),
            "encounter": encounter(inp),
            "basedOn": based_on(inp),
        }
    )
