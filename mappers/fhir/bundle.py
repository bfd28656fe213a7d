"""The whole: one document's reading as resources and as a transaction Bundle of PUTs with our own ids.

PUT with an id of our making is safest to repeat: conditional creates double under concurrency on real servers
(HAPI #3141, microsoft/fhir-server #1382). FHIR R4 §3.1.0.11.
"""

from __future__ import annotations

from dataclasses import replace

from mappers.fhir import identity
from mappers.fhir.device import device
from mappers.fhir.document import binary, document_reference
from mappers.fhir.guides import Guide
from mappers.fhir.imaging import imaging_study
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.observation import planned_observation
from mappers.fhir.patient import former_patients, patient
from mappers.fhir.plan import Planned, plan
from mappers.fhir.provenance import provenance
from mappers.fhir.report import diagnostic_report
from mappers.fhir.report_kind import report_kind
from mappers.fhir.specimen import specimens


def results(inp: MappingInput) -> FhirResults:
    """Patient, Device, study, Binary if its bytes were given, DocumentReference, Specimens, Observations, report,
    Provenance: what is referred to goes first.

    The same input gives the same resources, byte for byte.
    """
    items = inp.extraction.items
    all_ids = identity.observations(
        inp.document.results_id, items
    )  # of all, so that leaving one out moves no other's id
    kept = [place for place, item in enumerate(items) if item.verified or not inp.verified_only]
    mapped = tuple(items[place] for place in kept)
    planned = plan(
        report_kind(inp), inp.extraction.document_type, mapped, tuple(all_ids[place] for place in kept)
    )
    ids = tuple(one.id for one in planned)
    optional = (imaging_study(inp), binary(inp))
    resources = (
        patient(inp),
        *former_patients(inp),
        device(inp),
        *(resource for resource in optional if resource),
        document_reference(inp),
        *specimens(inp, mapped),
        *(planned_observation(inp, one) for one in _members_first(planned)),
        diagnostic_report(inp, ids),
        provenance(inp, ids, by_person=any(item.chosen for item in mapped)),
    )
    return FhirResults(resources, transaction(resources, inp.site.base_url), _shared(all_ids, planned))


def in_guide(inp: MappingInput, mapped: FhirResults, guide: Guide) -> FhirResults:
    """Results of this input as another guide has them: the same resources by id, in the same order.

    What `mapped` holds beside what the input gives (corrections of earlier readings) stays, and claims no profile.
    """
    if guide is inp.guide:
        return mapped
    written = {_key(one): one for one in results(replace(inp, guide=guide)).resources}
    resources = tuple(
        one if one["resourceType"] == "Provenance" else written.get(_key(one)) or _claiming_nothing(one)
        for one in mapped.resources
    )
    return replace(mapped, resources=resources, bundle=transaction(resources, inp.site.base_url))


def _key(resource: Resource) -> tuple[str, str]:
    return resource["resourceType"], resource["id"]


def _claiming_nothing(resource: Resource) -> Resource:
    meta = {k: v for k, v in resource.get("meta", {}).items() if k != "profile"}
    rest = {k: v for k, v in resource.items() if k != "meta"}
    return {**rest, "meta": meta} if meta else rest


def _members_first(planned: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """An organism after its susceptibilities, so that a server that takes parts finds what is referred to."""
    return (*(one for one in planned if not one.members), *(one for one in planned if one.members))


def _shared(all_ids: tuple[str, ...], planned: tuple[Planned, ...]) -> tuple[str, ...]:
    """An item's Observation: its own, or the one that holds it too."""
    holders = {also: one.id for one in planned for also in one.also}
    return tuple(holders.get(one, one) for one in all_ids)


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
