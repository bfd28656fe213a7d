"""Which implementation guide a destination wants, and the profile that each resource then claims.

Read from: the packages `jp-core.r4-1.1.2-url` and `jp-clins.r4-1.5.2-snap`, and for JP Core 1.2.0 the published FSH of
`jami-fhir-jp-wg/jp-core-v1x` (`input/fsh/`; its `update_history.md` at commit 012b6761 lists what changed since 1.1.2).
"""

from __future__ import annotations

from enum import StrEnum


class Guide(StrEnum):
    """An implementation guide; the values are the words of the settings."""

    JP_CORE_1_1_2 = "jp-core-1.1.2"
    JP_CORE_1_2_0 = "jp-core-1.2.0"
    R4 = "r4"  # no profile claimed: HL7's own categories, every type of value
    JP_CLINS = "jp-clins"  # laboratory results by JP-CLINS eCS, the rest by JP Core 1.1.2


class Shape(StrEnum):
    """What one Observation is, whatever guide it is written for."""

    LABORATORY = "laboratory"
    MICROBIOLOGY = "microbiology"
    VITAL_SIGN = "vital-sign"
    BODY_MEASUREMENT = "body-measurement"
    FINDINGS = "findings"
    IMPRESSION = "impression"
    OTHER = "other"


_CORE = "http://jpfhir.jp/fhir/core/StructureDefinition/"
_ECS = "http://jpfhir.jp/fhir/eCS/StructureDefinition/"

_CORE_OBSERVATIONS = {
    Shape.LABORATORY: "JP_Observation_LabResult",
    Shape.MICROBIOLOGY: "JP_Observation_Microbiology",
    Shape.VITAL_SIGN: "JP_Observation_VitalSigns",
    Shape.BODY_MEASUREMENT: "JP_Observation_BodyMeasurement",
}
_NEW_IN_1_2_0 = {
    Shape.FINDINGS: "JP_Observation_Radiology_Findings",
    Shape.IMPRESSION: "JP_Observation_Radiology_Impression",
}
# Not JP_Patient_eCS: its rule R1012 demands the insurance member's number, which results do not come with.
_CLINS_RESOURCES = {
    "Device": "JP_Device_eCS",
    "DocumentReference": "JP_DocumentReference_eCS",
}
_RENAMED_IN_1_2_0 = {"Specimen": "JP_Specimen_Common"}


def observation_profile(guide: Guide, shape: Shape) -> str:
    """The profile an Observation claims; empty where it claims none."""
    if guide is Guide.R4:
        return ""
    if guide is Guide.JP_CLINS and shape is Shape.LABORATORY:
        return _ECS + "JP_Observation_LabResult_eCS"
    if guide is Guide.JP_CORE_1_2_0 and shape in _NEW_IN_1_2_0:
        return _CORE + _NEW_IN_1_2_0[shape]
    return _CORE + _CORE_OBSERVATIONS.get(shape, "JP_Observation_Common")


def resource_profile(guide: Guide, kind: str) -> str:
    """The profile of a resource that is no Observation and no DiagnosticReport; empty where it claims none."""
    if guide is Guide.R4:
        return ""
    if guide is Guide.JP_CLINS and kind in _CLINS_RESOURCES:
        return _ECS + _CLINS_RESOURCES[kind]
    if guide is Guide.JP_CORE_1_2_0 and kind in _RENAMED_IN_1_2_0:
        return _CORE + _RENAMED_IN_1_2_0[kind]
    return f"{_CORE}JP_{kind}"


def report_profile(guide: Guide, name: str) -> str:
    """The profile of a DiagnosticReport by the last part of its name, such as `LabResult`."""
    return "" if guide is Guide.R4 else f"{_CORE}JP_DiagnosticReport_{name}"


def takes_range_and_ratio(guide: Guide, shape: Shape) -> bool:
    """Whether value[x] may be a Range or a Ratio: laboratory profiles of Japan allow Quantity, concept and string."""
    return guide is Guide.R4 or shape not in (Shape.LABORATORY, Shape.MICROBIOLOGY)
