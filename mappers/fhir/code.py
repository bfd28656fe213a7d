"""Observation.code: what was measured, by the printed name and the codes that certainly mean it."""

from __future__ import annotations

from functools import cache

from mappers.fhir.canonical import CLINS_UNCODED, JLAC10, JLAC10_ANALYTE, LOINC
from mappers.fhir.element import absent, text
from mappers.fhir.guides import Guide, Shape
from mappers.fhir.json_text import Resource
from mappers.fhir.microbiology import janis_coding
from mappers.model import Item
from mappers.terminology.tables import terms

JLAC10_DIGITS = 17
"""Length of a whole JLAC10 code; a shorter one names analyte and identification only."""

BLOOD_PRESSURE_LOINC = "85354-9"
"""Blood pressure panel: the code of FHIR R4's blood pressure profile (bp)."""
_SECTION_LOINC = {Shape.FINDINGS: "18782-3", Shape.IMPRESSION: "19005-8"}
"""Codes that JP Core 1.2.0 fixes for a radiology report's findings and impression."""
_UNCODED: Resource = {
    "system": CLINS_UNCODED,
    "code": "99999999999999999",
    "display": "未標準化コード項目(JLAC)",
}
"""JP-CLINS eCS, slice `unCoded`: the item has no standard code."""


def code(item: Item, shape: Shape, guide: Guide, *, blood_pressure: bool = False) -> Resource:
    """LOINC and JLAC10 where known, the printed name always.

    Where the profile demands a coding (laboratory results) and none is known, one says `unknown`; JP-CLINS has a code
    for that.
    """
    name = text(item.name)
    codings = _codings(item, shape, guide)
    if blood_pressure:
        codings = [{"system": LOINC, "code": BLOOD_PRESSURE_LOINC}]
    concept: Resource = {}
    if codings:
        concept["coding"] = codings
    elif guide is not Guide.R4 and shape is Shape.LABORATORY:
        concept["coding"] = [{"extension": absent()}]
    if name:
        concept["text"] = name
    else:
        concept["_text"] = {"extension": absent()}
    return concept


def _codings(item: Item, shape: Shape, guide: Guide) -> list[Resource]:
    if shape in _SECTION_LOINC:
        return [{"system": LOINC, "code": _SECTION_LOINC[shape]}]
    whole = bool(item.jlac10) and len(item.jlac10 or "") == JLAC10_DIGITS
    codings: list[Resource] = []
    if item.loinc:
        codings.append({"system": LOINC, "code": item.loinc})
    if item.jlac10:
        codings.append({"system": JLAC10 if whole else JLAC10_ANALYTE, "code": item.jlac10})
    codings += [
        {"system": c.system, "code": c.code} | ({"display": c.display} if c.display else {})
        for c in item.codings
    ]
    if item.chosen:
        codings = [coding | {"userSelected": True} for coding in codings]
    if shape is Shape.MICROBIOLOGY and (coding := janis_coding(item)):
        codings.append(coding)
    if guide is Guide.JP_CLINS and shape is Shape.LABORATORY:
        name = text(item.standard_name) or text(item.name) or "unknown"
        codings = [
            {"display": _loinc_names().get(c["code"], name) if c["system"] == LOINC else name} | c
            for c in codings
        ]
        return codings if whole else [*codings, dict(_UNCODED)]
    return codings


@cache
def _loinc_names() -> dict[str, str]:
    return {term.loinc: term.loinc_name for term in terms() if term.loinc and term.loinc_name}
