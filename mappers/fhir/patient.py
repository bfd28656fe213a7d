"""Patient: the person the message's header names (JP_Patient, JP_HumanName)."""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.canonical import NAME_REPRESENTATION
from mappers.fhir.element import absent, date_time, reference, text, without_empty
from mappers.fhir.guides import resource_profile
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource
from mappers.model import PatientIdentity, PersonName


def patient_id(inp: MappingInput) -> str:
    """Id of the Patient this document is filed under."""
    return identity.patient(inp.site.patient_system, inp.envelope.patient.id, inp.document.id)


def patient(inp: MappingInput) -> Resource:
    """The Patient. Header data, so not labelled as AI's; what the page prints is not mixed in."""
    return _patient(inp, patient_id(inp), inp.site.patient_system, inp.envelope.patient)


def former_patients(inp: MappingInput) -> tuple[Resource, ...]:
    """Those merged into this patient: not active, and saying who stands for them (FHIR R4 patient.html, link).

    Only in this direction, so that in a large result nothing refers to what comes later.
    """
    link = {"other": reference("Patient", patient_id(inp)), "type": "replaced-by"}
    return tuple(
        _patient(inp, identity.patient(one.system, one.identity.id, ""), one.system, one.identity)
        | {"active": False, "link": [link]}
        for one in inp.former
    )


def _patient(inp: MappingInput, resource_id: str, system: str, person: PatientIdentity) -> Resource:
    identifier: Resource = {"system": system, "value": text(person.id)}
    if identifier["value"] is None:
        identifier = {"_value": {"extension": absent()}}
    birth = date_time(person.birth_date, inp.site.time_zone)
    profile = resource_profile(inp.guide, "Patient")
    return without_empty(
        {
            "resourceType": "Patient",
            "id": resource_id,
            "meta": {"profile": [profile]} if profile else None,
            "identifier": [identifier],
            "name": _names(person.name),
            "gender": person.sex.value,
            "birthDate": birth[:10] if birth else None,
        }
    )


def _names(name: PersonName) -> list[Resource]:
    """One HumanName a group: ideographic, syllabic, alphabetic (ISO 21090 IDE, SYL, ABC)."""
    groups = (("IDE", name.ideographic), ("SYL", name.phonetic), ("ABC", name.alphabetic))
    return [_human_name(code, value) for code, group in groups if (value := text(group))]


def _human_name(representation: str, value: str) -> Resource:
    family, _, given = value.replace("\u3000", " ").partition(" ")
    return without_empty(
        {
            "extension": [{"url": NAME_REPRESENTATION, "valueCode": representation}],
            "use": "usual",
            "text": value,
            "family": family,
            "given": given.split(),
        }
    )
