"""Less of a resource: `_elements` and `_summary` (R4 search §3.1.1.5.8, §3.1.1.5.9).

What is left out is said: meta.tag SUBSETTED. Mandatory elements stay, or the rest would be no valid resource.
"""

from __future__ import annotations

from functools import cache

from gateway.results_api.query import Summary
from mappers.fhir.json_text import Resource

SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
_ALWAYS = frozenset({"resourceType", "id", "meta"})
_CHOICES = ("value", "effective", "occurred", "deceased", "multipleBirth")
_MANDATORY = {
    "Observation": frozenset({"status", "code"}),
    "DiagnosticReport": frozenset({"status", "code"}),
    "DocumentReference": frozenset({"status", "content"}),
    "Provenance": frozenset({"target", "recorded", "agent"}),
    "ImagingStudy": frozenset({"status", "subject"}),
}


def shaped(resource: Resource, summary: Summary, elements: tuple[str, ...]) -> Resource:
    """The part of the resource that was asked for; the same resource where that is all of it."""
    kind = resource["resourceType"]
    mandatory = _MANDATORY.get(kind, frozenset()) | _ALWAYS
    match summary:
        case Summary.TRUE:
            keep = [n for n in resource if n in mandatory or n in _summary_elements(kind)]
        case Summary.TEXT:
            keep = [n for n in resource if n in mandatory or n == "text"]
        case Summary.DATA:
            keep = [n for n in resource if n != "text"]
        case _ if elements:
            keep = [n for n in resource if n in mandatory or n in elements or _choice(n) in elements]
        case _:
            return resource
    meta = resource.get("meta", {})
    found = {name: resource[name] for name in keep}
    found["meta"] = {**meta, "tag": [*meta.get("tag", []), SUBSETTED]}
    return found


def _choice(name: str) -> str:
    """`value` of `valueQuantity`; empty where the element is no choice."""
    return next((c for c in _CHOICES if name.startswith(c) and name[len(c) :][:1].isupper()), "")


@cache
def _summary_elements(kind: str) -> frozenset[str]:
    from fhir.resources.R4B import get_fhir_model_class  # heavy, and seldom needed

    return frozenset(get_fhir_model_class(kind).summary_elements_sequence())
