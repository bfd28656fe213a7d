"""Observation: one item with its evidence (JP_Observation_LabResult; common profile for other documents)."""

from __future__ import annotations

from decimal import Decimal

from mappers.fhir.canonical import (
    DATA_ABSENT_REASON,
    EVIDENCE,
    FINDING_SYSTEM,
    INTERPRETATION,
    JLAC10,
    JLAC10_ANALYTE,
    JP_OBSERVATION_CATEGORY,
    LOINC,
    TAGS,
)
from mappers.fhir.element import (
    AIAST,
    absent,
    concept,
    date_time,
    printable,
    reference,
    specimen_named,
    text,
    without_empty,
)
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.kinds import Kind, kind_of
from mappers.fhir.patient import patient_id
from mappers.fhir.reference_range import reference_range
from mappers.fhir.value import render, value_x
from mappers.model import Box, Flag, Item, ReportStatus, Source

JLAC10_DIGITS = 17
"""Length of a whole JLAC10 code; a shorter one names analyte and identification only."""

UNVERIFIED: Resource = {
    "system": TAGS,
    "code": "unverified",
    "display": "The page's own words do not support this value",
}
"""meta.tag of a value that waits for a person."""

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


def result_status(status: ReportStatus) -> str:
    """Observation.status: preliminary until a person signs, unless the sender took the document back."""
    if status is ReportStatus.ENTERED_IN_ERROR:
        return "entered-in-error"
    return "cancelled" if status is ReportStatus.CANCELLED else "preliminary"


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
    """One item as Observation."""
    kind = kind_of(inp.extraction.document_type)
    effective = collected(inp, item)
    unit = text(item.unit)
    printed = text(item.value)
    value = value_x(printed, unit, item.ucum if unit else None) if printed else _no_value()
    specimen = text(item.specimen)
    resource: Resource = {
        "resourceType": "Observation",
        "id": observation_id,
        "meta": _meta(kind, item),
        "contained": [specimen_named(specimen, patient_id(inp))] if specimen else None,
        "extension": [_evidence(item, value, unit)],
        "identifier": [{"system": FINDING_SYSTEM, "value": observation_id}],
        "status": result_status(inp.document.status),
        "category": [concept(JP_OBSERVATION_CATEGORY, kind.observation_category)],
        "code": _code(item),
        "subject": reference("Patient", patient_id(inp)),
        "effectiveDateTime": effective,
        "_effectiveDateTime": None if effective else {"extension": absent()},
        **value,
        "interpretation": [concept(INTERPRETATION, item.flag.value, _INTERPRETATIONS[item.flag])]
        if item.flag
        else None,
        "note": [{"text": comment}] if (comment := text(item.comment)) else None,
        "method": {"text": method} if (method := text(item.method)) else None,
        "specimen": _specimen_reference(kind, specimen),
        "referenceRange": reference_range(item.reference_range, unit, item.ucum if unit else None),
        "derivedFrom": [reference("DocumentReference", inp.document.id)],
    }
    return without_empty(resource)


def printed_value(resource: Resource) -> tuple[str | None, str | None]:
    """Value and unit of an Observation made here, exactly as they were printed; None where not printed."""
    value, unit = render(resource)
    for part in _parts(resource):
        if part["url"] == "printedValue":
            value = part["valueString"]
        elif part["url"] == "printedUnit":
            unit = part["valueString"]
    return value, unit


def _parts(resource: Resource) -> list[Resource]:
    for extension in resource.get("extension", []):
        if extension["url"] == EVIDENCE:
            return list(extension["extension"])
    return []


def _meta(kind: Kind, item: Item) -> Resource:
    meta: Resource = {"profile": [kind.observation_profile], "security": [AIAST]}
    if not item.verified:
        meta["tag"] = [UNVERIFIED]
    return meta


def _code(item: Item) -> Resource:
    """The codes that are known. code.coding is 1..* in the profile: with none, it says `unknown`."""
    name = text(item.name)
    codings: list[Resource] = []
    if item.loinc:
        codings.append({"system": LOINC, "code": item.loinc})
    if item.jlac10:
        whole = len(item.jlac10) == JLAC10_DIGITS
        codings.append({"system": JLAC10 if whole else JLAC10_ANALYTE, "code": item.jlac10})
    codings += [
        {"system": c.system, "code": c.code} | ({"display": c.display} if c.display else {})
        for c in item.codings
    ]
    concept: Resource = {"coding": codings or [{"extension": absent()}]}
    if name:
        concept["text"] = name
    else:
        concept["_text"] = {"extension": absent()}
    return concept


def _no_value() -> Resource:
    return {"dataAbsentReason": concept(DATA_ABSENT_REASON, "unknown", "Unknown")}


def _specimen_reference(kind: Kind, specimen: str | None) -> Resource | None:
    """JP_Observation_LabResult demands a specimen; the page often names none.

    SPM-4 or OBR-15 names the order's specimen, which a sheet with blood and urine on it would belie: the report
    carries it, the single result does not.
    """
    if specimen:
        return {"reference": "#specimen", "display": specimen}
    return {"extension": absent()} if kind.is_laboratory else None


def _evidence(item: Item, value: Resource, unit: str | None) -> Resource:
    """Our `evidence` extension: where on the document the value stands and how sure its reading is."""
    shown_value, shown_unit = render(value)
    parts: list[Resource] = [
        {"url": "page", "valuePositiveInt": item.page},
        *_box_parts(item.box),
        {"url": "confidence", "valueDecimal": _fraction(item.confidence)},
        {"url": "verified", "valueBoolean": item.verified},
    ]
    if text(item.value) and shown_value != item.value:
        parts.append({"url": "printedValue", "valueString": printable(item.value)})
    if unit and item.unit and shown_unit != item.unit:
        parts.append({"url": "printedUnit", "valueString": printable(item.unit)})
    if item.certainty:
        parts.append({"url": "certainty", "valueCode": item.certainty.value})
    parts.extend({"url": "warning", "valueString": w} for w in map(text, item.warnings) if w)
    return {"url": EVIDENCE, "extension": parts}


def _box_parts(box: Box | None) -> list[Resource]:
    if box is None:
        return []
    edges = (("x0", box.x0), ("y0", box.y0), ("x1", box.x1), ("y1", box.y1))
    return [{"url": name, "valueDecimal": _fraction(edge)} for name, edge in edges]


def _fraction(value: float) -> Decimal:
    """A fraction to five places: a hundred-thousandth of a page is less than a dot."""
    return Decimal(f"{value:.5f}").normalize() + 0
