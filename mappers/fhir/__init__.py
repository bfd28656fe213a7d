"""Findings to FHIR R4 in the shape of a guide (JP Core 1.1.2 unless said). One module a resource; `results` makes all.

results(MappingInput) -> FhirResults     the resources and their transaction Bundle
in_guide(inp, results, guide)            the same for a destination that wants another guide
dumps / loads                            JSON text with decimals as printed
index(resource)                          what the results API finds it by
validation.validate(resource)            imported apart: it loads fhir.resources
"""

from mappers.fhir.bundle import in_guide, results, transaction
from mappers.fhir.evidence import printed_value
from mappers.fhir.guides import Guide
from mappers.fhir.inputs import (
    DocumentFacts,
    FhirResults,
    FormerPatient,
    MappingInput,
    SiteFacts,
    authority_system,
    patient_system,
)
from mappers.fhir.json_text import Resource, dumps, loads
from mappers.fhir.search import index
from mappers.fhir.supersession import supersede, superseded

__all__ = [
    "DocumentFacts",
    "FhirResults",
    "FormerPatient",
    "Guide",
    "MappingInput",
    "Resource",
    "SiteFacts",
    "authority_system",
    "dumps",
    "in_guide",
    "index",
    "loads",
    "patient_system",
    "printed_value",
    "results",
    "supersede",
    "superseded",
    "transaction",
]
