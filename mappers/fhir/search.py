"""What a resource is found by: the FHIR search parameters of the results API (FHIR R4 §3.1.1.4).

Tokens are `system|code` (`|code` without a system), references `Type/id`, dates as in the resource,
texts lower-cased. Values are cut at 255 characters, the width of the index column.
"""

from __future__ import annotations

from collections.abc import Iterator

from mappers.fhir.json_text import Resource

MAX_VALUE = 255
Entry = tuple[str, str]
"""A search parameter and one value of it."""


def index(resource: Resource) -> tuple[Entry, ...]:
    """Every (parameter, value) of a resource, in order, each once; other types than ours have none."""
    reader = _READERS.get(resource["resourceType"])
    if reader is None:
        return ()
    return tuple(dict.fromkeys((param, value[:MAX_VALUE]) for param, value in reader(resource) if value))


def _token(param: str, coding: Resource) -> Iterator[Entry]:
    value = coding.get("code", coding.get("value"))
    if value:
        yield param, f"{coding.get('system', '')}|{value}"


def _concept(param: str, concept: Resource | None) -> Iterator[Entry]:
    for coding in (concept or {}).get("coding", []):
        yield from _token(param, coding)
    if concept and concept.get("text"):
        yield f"{param}:text", concept["text"].lower()


def _reference(param: str, reference: Resource | None) -> Iterator[Entry]:
    if reference and reference.get("reference", "#").partition("#")[0]:
        yield param, reference["reference"]


def _subject(resource: Resource) -> Iterator[Entry]:
    yield from _reference("patient", resource.get("subject"))
    yield from _reference("subject", resource.get("subject"))


def _identifiers(resource: Resource) -> Iterator[Entry]:
    for identifier in resource.get("identifier", []):
        yield from _token("identifier", identifier)


def _labels(resource: Resource) -> Iterator[Entry]:
    meta = resource.get("meta", {})
    for param in ("tag", "security"):
        for coding in meta.get(param, []):
            yield from _token(f"_{param}", coding)
    for profile in meta.get("profile", []):
        yield "_profile", profile


def _observation(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("code", resource["code"])
    yield "date", resource.get("effectiveDateTime", "")
    yield "status", resource["status"]
    for category in resource.get("category", []):
        yield from _concept("category", category)
    for source in resource.get("derivedFrom", []):
        yield from _reference("derived-from", source)
    yield from _identifiers(resource)
    yield from _labels(resource)


def _diagnostic_report(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("code", resource["code"])
    yield "date", resource.get("effectiveDateTime", "")
    yield "issued", resource.get("issued", "")
    yield "status", resource["status"]
    for category in resource.get("category", []):
        yield from _concept("category", category)
    for result in resource.get("result", []):
        yield from _reference("result", result)
    yield from _labels(resource)


def _document_reference(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("type", resource.get("type"))
    yield "date", resource.get("date", "")
    yield "status", resource["status"]
    yield from _identifiers(resource)
    for related in resource.get("relatesTo", []):
        yield from _reference("relatesto", related["target"])


def _patient(resource: Resource) -> Iterator[Entry]:
    yield from _identifiers(resource)
    for name in resource.get("name", []):
        yield "name", name.get("text", "").lower()
        yield "family", name.get("family", "").lower()
        for given in name.get("given", []):
            yield "given", given.lower()
    yield "birthdate", resource.get("birthDate", "")
    yield "gender", resource.get("gender", "")


def _provenance(resource: Resource) -> Iterator[Entry]:
    for target in resource.get("target", []):
        yield from _reference("target", target)
    for entity in resource.get("entity", []):
        yield from _reference("entity", entity["what"])
    for agent in resource.get("agent", []):
        yield from _reference("agent", agent["who"])
    yield "recorded", resource.get("recorded", "")


def _device(resource: Resource) -> Iterator[Entry]:
    yield from _identifiers(resource)
    yield from _concept("type", resource.get("type"))
    yield "status", resource.get("status", "")


def _specimen(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("type", resource.get("type"))


def _imaging_study(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield "status", resource["status"]
    yield from _identifiers(resource)


_READERS = {
    "Observation": _observation,
    "DiagnosticReport": _diagnostic_report,
    "DocumentReference": _document_reference,
    "Patient": _patient,
    "Provenance": _provenance,
    "Device": _device,
    "Specimen": _specimen,
    "ImagingStudy": _imaging_study,
}
