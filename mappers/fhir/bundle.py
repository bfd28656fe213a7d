"""The whole: one document's reading as resources and as a transaction Bundle of PUTs with our own ids.

PUT with an id of our making is safest to repeat: conditional creates double under concurrency on real servers
(HAPI #3141, microsoft/fhir-server #1382). FHIR R4 §3.1.0.11.
"""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.device import device
from mappers.fhir.document import binary, document_reference
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.observation import observation
from mappers.fhir.patient import former_patients, patient
from mappers.fhir.provenance import provenance
from mappers.fhir.report import diagnostic_report


def results(inp: MappingInput) -> FhirResults:
    """Patient, Device, DocumentReference, Binary if its bytes were given, Observations, report, Provenance.

    The same input gives the same resources, byte for byte.
    """
    items = inp.extraction.items
    all_ids = identity.observations(
        inp.document.results_id, items
    )  # of all, so that leaving one out moves no other's id
    mapped = [
        (i, item_id) for i, item_id in zip(items, all_ids, strict=True) if i.verified or not inp.verified_only
    ]
    ids = tuple(item_id for _, item_id in mapped)
    bytes_of_document = binary(inp)
    resources = (
        patient(inp),
        *former_patients(inp),
        device(inp),
        *((bytes_of_document,) if bytes_of_document else ()),
        document_reference(inp),
        *(observation(inp, item, item_id) for item, item_id in mapped),
        diagnostic_report(inp, ids),
        provenance(inp, ids),
    )
    return FhirResults(resources, transaction(resources, inp.site.base_url), all_ids)


def transaction(resources: tuple[Resource, ...], base_url: str) -> Resource:
    """A transaction Bundle that puts each resource at its own id."""
    base = base_url.rstrip("/")
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}",
                "resource": resource,
                "request": {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"},
            }
            for resource in resources
        ],
    }
