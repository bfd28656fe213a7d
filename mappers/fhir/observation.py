"""Observation: one item with its evidence, as the destination's guide has it (`guides.py`, `plan.py`)."""

from __future__ import annotations

from mappers.fhir.canonical import (
    DATA_ABSENT_REASON,
    FINDING_SYSTEM,
    HL7_OBSERVATION_CATEGORY,
    INSTITUTION_NUMBER,
    INSTITUTION_SYSTEM,
    INTERPRETATION,
    JP_OBSERVATION_CATEGORY,
    JP_RESOURCE_INSTANCE,
    LOINC,
    TAGS,
)
from mappers.fhir.code import code
from mappers.fhir.element import AIAST, absent, concept, date_time, instant, reference, text, without_empty
from mappers.fhir.evidence import evidence
from mappers.fhir.guides import Guide, Shape, observation_profile, takes_range_and_ratio
from mappers.fhir.imaging import imaging_study_id
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.microbiology import organism_coding, value_is_organism
from mappers.fhir.orders import based_on, encounter
from mappers.fhir.patient import patient_id
from mappers.fhir.plan import Planned, single
from mappers.fhir.reference_range import reference_range
from mappers.fhir.report_kind import report_kind
from mappers.fhir.specimen import specimen_id
from mappers.fhir.value import absence, value_x
from mappers.model import Flag, Item, ReportStatus, Source

UNVERIFIED: Resource = {
    "system": TAGS,
    "code": "unverified",
    "display": "The page's own words do not support this value",
}
"""meta.tag of a value that waits for a person."""

_SAID_BY_SENDER = (
    ReportStatus.AMENDED,
    ReportStatus.CORRECTED,
    ReportStatus.CANCELLED,
    ReportStatus.ENTERED_IN_ERROR,
)

_INTERPRETATIONS = {
    Flag.HIGH: "High",
    Flag.LOW: "Low",
    Flag.ABNORMAL: "Abnormal",
    Flag.NORMAL: "Normal",
    Flag.SUSCEPTIBLE: "Susceptible",
    Flag.INTERMEDIATE: "Intermediate",
    Flag.RESISTANT: "Resistant",
}
"""Our flags are v3-ObservationInterpretation's codes; these are its displays."""
_MICROBIOLOGY_STUDIES = concept(LOINC, "18725-2", "Microbiology studies (set)")
"""Second category of JP_Observation_Microbiology."""
_TEXT_ONLY = (Shape.FINDINGS, Shape.IMPRESSION)


def result_status(status: ReportStatus) -> str:
    """Observation.status: preliminary until a person signs, unless the sender changed the document or took it back.

    An amended or corrected document must not look like any other reading to those who used the one before.
    """
    return status.value if status in _SAID_BY_SENDER else "preliminary"


def collected(inp: MappingInput, item: Item | None = None) -> str | None:
    """Collection time as dateTime: the item's, else the page's, else OBR-7 (HL7 v2.5 §4.5.3.7).

    A DICOM ContentDate or a TXA-4 says when the document was made, which is not when blood was drawn.
    """
    zone = inp.site.time_zone
    printed = (item.effective if item else None) or inp.extraction.effective
    from_page = date_time(printed, zone)
    if from_page or inp.envelope.source is not Source.MLLP or not inp.envelope.message_type.startswith("ORU"):
        return from_page
    return date_time(inp.document.document_time or inp.envelope.document_time, zone)


def observation(inp: MappingInput, item: Item, observation_id: str) -> Resource:
    """One item as an Observation of its own."""
    return planned_observation(inp, single(report_kind(inp), item, observation_id))


def planned_observation(inp: MappingInput, made: Planned) -> Resource:
    """One planned Observation."""
    item, shape = made.item, made.shape
    effective = collected(inp, item)
    resource: Resource = {
        "resourceType": "Observation",
        "id": made.id,
        "meta": _meta(inp, made),
        "identifier": [{"system": FINDING_SYSTEM, "value": made.id}],
        "basedOn": based_on(inp),
        "status": result_status(inp.document.status),
        "category": _categories(inp.guide, made),
        "code": code(item, shape, inp.guide, blood_pressure=bool(made.parts)),
        "subject": reference("Patient", patient_id(inp)),
        "encounter": encounter(inp),
        "effectiveDateTime": effective,
        "_effectiveDateTime": None if effective else {"extension": absent()},
        "hasMember": [reference("Observation", member) for member in made.members],
        "derivedFrom": _derived_from(inp, shape),
    }
    if made.parts:
        resource["component"] = [_component(inp, part) for part in made.parts]
    else:
        resource.update(_said(inp, item, shape))
    resource["note"] = [{"text": comment}] if (comment := text(item.comment)) else None
    resource["method"] = {"text": method} if (method := text(item.method)) else None
    _add_specimen(inp, item, shape, resource)
    if inp.guide is Guide.JP_CLINS and shape is Shape.LABORATORY:
        resource = _as_ecs(inp, resource)
    return without_empty(resource)


def _as_ecs(inp: MappingInput, resource: Resource) -> Resource:
    """With what JP_Observation_LabResult_eCS demands beside JP Core: identifier, institution, time of the last change.

    It takes no DocumentReference in derivedFrom (Provenance names it) and closes meta.tag (`evidence.verified` says
    what our tag says).
    """
    institution = {
        "url": INSTITUTION_NUMBER,
        "valueIdentifier": {"system": INSTITUTION_SYSTEM, "value": inp.site.institution_code},
    }
    meta = {k: v for k, v in resource["meta"].items() if k != "tag"}
    return {
        **resource,
        "meta": {"lastUpdated": instant(inp.recorded), **meta},
        "extension": [institution, *resource["extension"]],
        "identifier": [{"system": JP_RESOURCE_INSTANCE, "value": resource["id"]}, *resource["identifier"]],
        "derivedFrom": None,
    }


def _said(inp: MappingInput, item: Item, shape: Shape) -> Resource:
    """Value, range, mark and evidence of one item: of an Observation or of a component."""
    unit = text(item.unit)
    ucum = item.ucum if unit else None
    value = _value(inp.guide, item, shape, unit, ucum)
    ranges = reference_range(item.reference_range, unit, ucum)
    return {
        "extension": [evidence(item, value, unit, ranges)],
        **value,
        "interpretation": [concept(INTERPRETATION, item.flag.value, _INTERPRETATIONS[item.flag])]
        if item.flag
        else None,
        "referenceRange": ranges,
    }


def _value(guide: Guide, item: Item, shape: Shape, unit: str | None, ucum: str | None) -> Resource:
    printed = text(item.value)
    if printed is None:
        return {"dataAbsentReason": concept(DATA_ABSENT_REASON, "unknown", "Unknown")}
    if shape in _TEXT_ONLY:
        return {"valueString": printed}
    if shape is Shape.MICROBIOLOGY and value_is_organism(item):
        coding = organism_coding(printed)
        return {"valueCodeableConcept": {**({"coding": [coding]} if coding else {}), "text": printed}}
    graded = shape is not Shape.MICROBIOLOGY
    wide = takes_range_and_ratio(guide, shape)
    return absence(printed) or value_x(printed, unit, ucum, wide=wide, graded=graded)


def _component(inp: MappingInput, part: Item) -> Resource:
    return without_empty(
        {"code": code(part, Shape.VITAL_SIGN, inp.guide), **_said(inp, part, Shape.VITAL_SIGN)}
    )


def _meta(inp: MappingInput, made: Planned) -> Resource:
    profile = observation_profile(inp.guide, made.shape)
    supported = all(part.verified for part in made.parts or (made.item,))
    return without_empty(
        {
            "profile": [profile] if profile else None,
            "security": [AIAST],
            "tag": None if supported else [UNVERIFIED],
        }
    )


def _categories(guide: Guide, made: Planned) -> list[Resource]:
    if guide is Guide.R4:
        category = "vital-signs" if made.shape is Shape.BODY_MEASUREMENT else made.category
        return [concept(HL7_OBSERVATION_CATEGORY, category)]
    categories = [concept(JP_OBSERVATION_CATEGORY, made.category)]
    if made.shape is Shape.MICROBIOLOGY:
        categories.append(_MICROBIOLOGY_STUDIES)
    if made.subcategory:
        categories.append(concept(*made.subcategory))
    return categories


def _derived_from(inp: MappingInput, shape: Shape) -> list[Resource]:
    """The document, and the study of a radiology report; JP Core 1.2.0 lets findings come from a study only."""
    study = imaging_study_id(inp) if report_kind(inp).report == "Radiology" else None
    sources = [reference("ImagingStudy", study)] if study else []
    if inp.guide is Guide.JP_CORE_1_2_0 and shape in _TEXT_ONLY:
        return sources
    return [reference("DocumentReference", inp.document.id), *sources]


def _add_specimen(inp: MappingInput, item: Item, shape: Shape, resource: Resource) -> None:
    """The row's own specimen. JP_Observation_LabResult demands one; the page often names none.

    SPM-4 or OBR-15 names the order's specimen, which a sheet with blood and urine on it would belie: the report
    carries it, the single result does not.
    """
    name = text(item.specimen)
    if name:
        resource["specimen"] = {**reference("Specimen", specimen_id(inp, name)), "display": name}
    elif shape is Shape.LABORATORY and inp.guide is not Guide.R4:
        resource["specimen"] = {"extension": absent()}
