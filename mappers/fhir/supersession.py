"""A newer reading or version of a document in the place of the older: nothing twice, nothing silently left.

Ids of results come from the first version of a document, so that a newer reading changes them where they are.
What the older one had and the newer has not is said to be entered in error; earlier versions of the document are
superseded; readings before stay as Provenance, and the newest names the one it revises (FHIR R4 provenance.html,
`Provenance.entity.role` revision).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mappers.fhir.bundle import transaction
from mappers.fhir.canonical import LIFECYCLE, PARTICIPANT_TYPE
from mappers.fhir.document import binary, document_reference
from mappers.fhir.element import concept, reference
from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.fhir.json_text import Resource
from mappers.fhir.patient import patient_id
from mappers.fhir.provenance import CHOOSER
from mappers.fhir.report import report_id

RETRACTED = frozenset({"Observation", "DiagnosticReport", "DocumentReference"})
"""Types that are said to be entered in error when nothing makes them any more."""

RETAINED = frozenset({"Device", "Specimen", "Provenance", "AuditEvent"})
"""Types that stay as they were: what was said earlier refers to them."""


def superseded(inp: MappingInput) -> tuple[Resource, ...]:
    """The DocumentReference of a version that a newer one replaced; taken back, it stays entered in error.

    Its Binary goes with it where the person was merged: that names the patient too.
    """
    made = document_reference(inp)
    if made["status"] != "entered-in-error":
        made = made | {"status": "superseded"}
    bytes_of_document = binary(inp) if inp.former else None
    return (bytes_of_document, made) if bytes_of_document else (made,)


def supersede(
    inp: MappingInput, mapped: FhirResults, earlier: Sequence[Resource], stored: Sequence[Resource]
) -> FhirResults:
    """`mapped` together with what became of what was there before.

    `earlier`: `superseded` of earlier versions, oldest first. `stored`: every resource of the document's
    versions as stored until now. The same input gives the same resources, also when `stored` holds them already.
    """
    made = {_key(one) for one in (*mapped.resources, *earlier)}
    left = [_about(one, patient_id(inp)) for one in stored if _key(one) not in made]
    gone = [one | {"status": "entered-in-error"} for one in left if one["resourceType"] in RETRACTED]
    kept = [one for one in left if one["resourceType"] in RETAINED]
    old_readings = [one for one in kept if one["resourceType"] == "Provenance"]
    resources = [*mapped.resources]
    if old_readings:
        latest = max(old_readings, key=lambda one: (str(one["recorded"]), str(one["id"])))
        resources = [
            _revision(inp, one, latest) if one["resourceType"] == "Provenance" else one for one in resources
        ]
    return replace(
        mapped,
        resources=(all_of := tuple(_in_order(resources, [*earlier], gone, kept))),
        bundle=transaction(all_of, inp.site.base_url),
        withdrawn=tuple(one["id"] for one in gone if one["resourceType"] == "Observation"),
    )


def _in_order(
    new: list[Resource], earlier: list[Resource], gone: list[Resource], kept: list[Resource]
) -> Iterator[Resource]:
    """What is referred to comes first: a large result may go out in several Bundles."""
    last = ("Provenance", "AuditEvent")
    yield from (one for one in new if one["resourceType"] == "Patient")
    yield from (one for one in kept if one["resourceType"] not in last)
    yield from earlier
    yield from (one for one in gone if one["resourceType"] == "DocumentReference")
    yield from (one for one in gone if one["resourceType"] == "Observation")
    yield from (one for one in new if one["resourceType"] not in (*last, "Patient"))
    yield from (one for one in gone if one["resourceType"] == "DiagnosticReport")
    yield from (one for one in (*kept, *new) if one["resourceType"] in last)


def _revision(inp: MappingInput, made: Resource, before: Resource) -> Resource:
    """A reading's Provenance that says which reading it takes the place of, and why."""
    old_document = _source(before)
    new_document = _source(made)
    old_device, new_device = before["agent"][0]["who"], made["agent"][0]["who"]
    if old_document != new_document:
        why = "the sender sent a newer version of the document"
    elif old_device != new_device:
        why = "read again by another engine, model or version"
    elif (CHOOSER in made["agent"]) != (CHOOSER in before["agent"]):
        why = "a person said what printed names mean"
    else:
        why = "read again"
    author = {"type": concept(PARTICIPANT_TYPE, "author", "Author"), "who": old_device}
    revised = [
        {
            "role": "revision",
            "what": reference("DiagnosticReport", report_id(inp))
            | {"display": f"as of {before['recorded']}"},
            "agent": [author],
        }
    ]
    if old_document and old_document != new_document:
        revised.append({"role": "revision", "what": {"reference": old_document}})
    return made | {
        "reason": [*made["reason"], {"text": why}],
        "activity": concept(LIFECYCLE, "amend", "Amend (Update) Record Lifecycle Event"),
        "entity": [*made["entity"], *revised],
    }


def _source(provenance: Resource) -> str:
    """The DocumentReference that a reading was made from."""
    for entity in provenance.get("entity", []):
        what = str(entity["what"].get("reference", ""))
        if entity["role"] == "source" and what.startswith("DocumentReference/"):
            return what
    return ""


def _about(resource: Resource, patient: str) -> Resource:
    """The resource with every reference to a Patient pointing to this one: its person may have been merged."""
    return {k: _moved(v, f"Patient/{patient}") for k, v in resource.items()}


def _moved(value: Any, patient: str) -> Any:
    if isinstance(value, dict):
        return {
            k: patient if k == "reference" and str(v).startswith("Patient/") else _moved(v, patient)
            for k, v in value.items()
        }
    return [_moved(one, patient) for one in value] if isinstance(value, list) else value


def _key(resource: Resource) -> tuple[str, str]:
    return str(resource["resourceType"]), str(resource["id"])
