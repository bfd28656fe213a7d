"""How results say whose they are, as the server wants it: at our id, by the hospital's number, or by a search.

    patient       the Patient in the Bundle                   subject and every other reference to it
    put           PUT Patient/our id                          Patient/our id
    identifier    none                                        Reference.identifier alone (R4 references.html, logical)
    conditional   none                                        Patient?identifier=system|number (R4 §3.1.0.11.3)
    search        none                                        the same, and before sending Patient/their id instead
    create        POST with If-None-Exist: never overwritten  urn:uuid of the entry, which every Bundle has

A number's owner is the hospital's: only with `put` is the Patient ours, and former numbers (merges) are written too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote

from mappers.fhir.json_text import Resource

CONDITION = "Patient?identifier="


class PatientBy(StrEnum):
    """How a destination's patients are found."""

    PUT = "put"
    IDENTIFIER = "identifier"
    CONDITIONAL = "conditional"
    SEARCH = "search"
    CREATE = "create"


def referring(resources: Sequence[Resource], by: PatientBy) -> tuple[Resource, ...]:
    """The resources with the references that `by` wants; without the Patient where the server has its own."""
    if by in (PatientBy.PUT, PatientBy.CREATE):
        return tuple(resources)
    numbers = {f"Patient/{one['id']}": _number(one) for one in resources if one["resourceType"] == "Patient"}

    def change(reference: Resource) -> Resource:
        number = numbers.get(reference["reference"])
        if not number:
            return reference
        if by is PatientBy.IDENTIFIER:
            others = {key: value for key, value in reference.items() if key != "reference"}
            return {"type": "Patient", "identifier": number} | others
        return reference | {"reference": condition(number["system"], number["value"])}

    return tuple(_changed(one, change) for one in resources if one["resourceType"] != "Patient")


def created(bundle: Resource, resources: Sequence[Resource]) -> Resource:
    """A transaction of PUTs in which a Patient is made only where the server has none of that number.

    `resources`: all results, for a Patient that went in an earlier Bundle: it goes in each that refers to it. Former
    numbers are left out: their Patient is the hospital's to mark.
    """
    people = {
        f"Patient/{one['id']}": one
        for one in resources
        if one["resourceType"] == "Patient" and one.get("active", True) is not False and _number(one)
    }
    used: set[str] = set()

    def change(reference: Resource) -> Resource:
        name = reference["reference"]
        if name not in people:
            return reference
        used.add(name)
        return reference | {"reference": f"urn:uuid:{people[name]['id']}"}

    others = [
        entry | {"resource": _changed(entry["resource"], change)}
        for entry in bundle["entry"]
        if entry["resource"]["resourceType"] != "Patient"
    ]
    return bundle | {"entry": [*(_made_once(people[name]) for name in sorted(used)), *others]}


def _made_once(patient: Resource) -> Resource:
    """An entry that makes the Patient where nobody has the number."""
    number = _number(patient) or {}
    return {
        "fullUrl": f"urn:uuid:{patient['id']}",
        "resource": {key: value for key, value in patient.items() if key != "id"},
        "request": {
            "method": "POST",
            "url": "Patient",
            "ifNoneExist": condition(number["system"], number["value"]).partition("?")[2],
        },
    }


def condition(system: str, number: str) -> str:
    """The conditional reference to whoever has this number."""
    halves = (re.sub(r"([\\,|$])", r"\\\1", half) for half in (system, number))  # R4 §3.1.1.4.10
    return CONDITION + "|".join(quote(half, safe=":/.-_~") for half in halves)


def conditions(value: Any) -> Iterator[str]:
    """Every conditional reference to a Patient inside."""
    if isinstance(value, Mapping):
        reference = value.get("reference")
        if isinstance(reference, str) and reference.startswith(CONDITION):
            yield reference
        for one in value.values():
            yield from conditions(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from conditions(one)


def number_of(reference: str) -> tuple[str, str]:
    """System and number of a conditional reference."""
    ((_, token),) = parse_qsl(reference.partition("?")[2], keep_blank_values=True)
    system, _, number = re.sub(r"\\(.)|(\|)", lambda m: m[1] or "\x00", token).partition("\x00")
    return system, number


def resolved(bundle: Resource, ids: Mapping[str, str]) -> Resource:
    """The Bundle with Patient/id where a conditional reference stood."""

    def change(reference: Resource) -> Resource:
        found = ids.get(reference["reference"])
        return reference | {"reference": f"Patient/{found}"} if found else reference

    return {key: _walked(value, change) for key, value in bundle.items()}


def _number(patient: Resource) -> Resource | None:
    """The first identifier of a Patient with system and value."""
    return next(
        (one for one in patient.get("identifier", ()) if one.get("system") and one.get("value")), None
    )


def _changed(resource: Resource, change: Callable[[Resource], Resource]) -> Resource:
    return {key: _walked(value, change) for key, value in resource.items()}


def _walked(value: Any, change: Callable[[Resource], Resource]) -> Any:
    if isinstance(value, Mapping):
        made = {key: _walked(one, change) for key, one in value.items()}
        return change(made) if isinstance(made.get("reference"), str) else made
    return [_walked(one, change) for one in value] if isinstance(value, list | tuple) else value
