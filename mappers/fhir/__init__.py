"""Findings to FHIR R4 in the shape of JP Core 1.1.2. One module a resource; `results` makes them all.

results(MappingInput) -> FhirResults     the resources and their transaction Bundle
dumps / loads                            JSON text with decimals as printed
index(resource)                          what the results API finds it by
validation.validate(resource)            imported apart: it loads fhir.resources
"""

from mappers.fhir.bundle import results, transaction
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
from mappers.fhir.observation import printed_value
from mappers.fhir.search import index
from mappers.fhir.supersession import supersede, superseded

__all__ = [
    "DocumentFacts",
    "FhirResults",
    "FormerPatient",
    "MappingInput",
    "Resource",
    "SiteFacts",
    "authority_system",
    "dumps",
    "index",
    "loads",
    "patient_system",
    "printed_value",
    "results",
    "supersede",
    "superseded",
    "transaction",
]
