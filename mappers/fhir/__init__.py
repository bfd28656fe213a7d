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
from mappers.fhir.inputs import DocumentFacts, FhirResults, MappingInput, SiteFacts, patient_system
from mappers.fhir.json_text import Resource, dumps, loads
from mappers.fhir.search import index

__all__ = [
    "DocumentFacts",
    "FhirResults",
    "Guide",
    "MappingInput",
    "Resource",
    "SiteFacts",
    "dumps",
    "in_guide",
    "index",
    "loads",
    "patient_system",
    "printed_value",
    "results",
    "transaction",
]
