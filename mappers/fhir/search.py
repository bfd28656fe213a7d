"""What a resource is found by: the FHIR search parameters of the results API (FHIR R4 §3.1.1.4).

Tokens are `system|code` (`|code` without a system), references `Type/id`, dates as in the resource, quantities
`number|system|code` (or unit), texts in their `plain` form. Beside a parameter stand `parameter:text` (a concept's
text), `parameter:identifier` (a logical reference) and `parameter:exact` (a text as it is). Values are cut at 255
characters, the width of the index column.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from mappers.fhir.json_text import Resource

VERSION = 2
"""Raised when `index` gives other entries than before: stored resources are then indexed anew after the start."""

MAX_VALUE = 255
Entry = tuple[str, str]
"""A search parameter and one value of it."""


def index(resource: Resource) -> tuple[Entry, ...]:
    """Every (parameter, value) of a resource, in order, each once; other types than ours have none."""
    reader = _READERS.get(resource["resourceType"])
    if reader is None:
        return ()
    entries = (*reader(resource), *_identifiers(resource), *_labels(resource))
    return tuple(dict.fromkeys((param, value[:MAX_VALUE]) for param, value in entries if value))


def plain(text: str) -> str:
    """Text as strings are compared: without case and width (`ﾔﾏﾀﾞ` is `ヤマダ`), spaces as one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _token(param: str, coding: Resource) -> Iterator[Entry]:
    value = coding.get("code", coding.get("value"))
    if value:
        yield param, f"{coding.get('system', '')}|{value}"


def _concept(param: str, concept: Resource | None) -> Iterator[Entry]:
    for coding in (concept or {}).get("coding", []):
        yield from _token(param, coding)
    if concept and concept.get("text"):
        yield f"{param}:text", plain(concept["text"])


def _concepts(param: str, concepts: list[Resource]) -> Iterator[Entry]:
    for concept in concepts:
        yield from _concept(param, concept)


def _reference(param: str, reference: Resource | None) -> Iterator[Entry]:
    if reference and reference.get("reference", "#").partition("#")[0]:
        yield param, reference["reference"]
    if reference and "identifier" in reference:
        yield from _token(f"{param}:identifier", reference["identifier"])


def _references(param: str, references: list[Resource]) -> Iterator[Entry]:
    for reference in references:
        yield from _reference(param, reference)


def _subject(resource: Resource) -> Iterator[Entry]:
    yield from _reference("patient", resource.get("subject"))
    yield from _reference("subject", resource.get("subject"))


def _text(param: str, text: str) -> Iterator[Entry]:
    yield param, plain(text)
    yield f"{param}:exact", text


def _identifiers(resource: Resource) -> Iterator[Entry]:
    listed = resource.get("identifier", [])
    for identifier in listed if isinstance(listed, list) else [listed]:
        yield from _token("identifier", identifier)


def _labels(resource: Resource) -> Iterator[Entry]:
    meta = resource.get("meta", {})
    for param in ("tag", "security"):
        for coding in meta.get(param, []):
            yield from _token(f"_{param}", coding)
    for profile in meta.get("profile", []):
        yield "_profile", profile


def _when(resource: Resource, element: str) -> str:
    """`elementDateTime`, or the start of `elementPeriod`."""
    period = resource.get(f"{element}Period", {})
    return str(resource.get(f"{element}DateTime") or period.get("start", ""))


def _value(param: str, element: Resource) -> Iterator[Entry]:
    """value[x]: Quantity, CodeableConcept or string; a comparator does not change the number."""
    quantity = element.get("valueQuantity", {})
    if "value" in quantity:
        for unit in dict.fromkeys((quantity.get("code", ""), quantity.get("unit", ""))):
            yield f"{param}-quantity", f"{quantity['value']}|{quantity.get('system', '')}|{unit}"
    yield from _concept(f"{param}-concept", element.get("valueCodeableConcept"))
    if "valueString" in element:
        yield f"{param}-string", plain(element["valueString"])


def _observation(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("code", resource["code"])
    yield "date", _when(resource, "effective")
    yield "status", resource["status"]
    yield from _concepts("category", resource.get("category", []))
    yield from _concepts("interpretation", resource.get("interpretation", []))
    yield from _value("value", resource)
    yield from _concept("data-absent-reason", resource.get("dataAbsentReason"))
    yield from _concept("method", resource.get("method"))
    for component in resource.get("component", []):
        yield from _concept("component-code", component.get("code"))
        yield from _value("component-value", component)
    yield from _references("derived-from", resource.get("derivedFrom", []))
    yield from _references("has-member", resource.get("hasMember", []))
    yield from _references("based-on", resource.get("basedOn", []))
    yield from _references("performer", resource.get("performer", []))
    for param in ("specimen", "encounter", "device"):
        yield from _reference(param, resource.get(param))


def _diagnostic_report(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("code", resource["code"])
    yield "date", _when(resource, "effective")
    yield "issued", resource.get("issued", "")
    yield "status", resource["status"]
    yield from _concepts("category", resource.get("category", []))
    yield from _concepts("conclusion", resource.get("conclusionCode", []))
    yield from _references("result", resource.get("result", []))
    yield from _references("specimen", resource.get("specimen", []))
    yield from _references("based-on", resource.get("basedOn", []))
    yield from _reference("encounter", resource.get("encounter"))


def _document_reference(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("type", resource.get("type"))
    yield from _concepts("category", resource.get("category", []))
    yield "date", resource.get("date", "")
    yield "status", resource["status"]
    for related in resource.get("relatesTo", []):
        yield from _reference("relatesto", related["target"])
    for content in resource.get("content", []):
        yield "contenttype", f"|{content['attachment'].get('contentType', '')}"
    yield from _references("encounter", resource.get("context", {}).get("encounter", []))


def _patient(resource: Resource) -> Iterator[Entry]:
    for name in resource.get("name", []):
        family, given = name.get("family", ""), name.get("given", [])
        for text in (name.get("text", ""), family, *given):
            yield from _text("name", text)
        yield from _text("family", family)
        for text in given:
            yield from _text("given", text)
    yield "birthdate", resource.get("birthDate", "")
    yield "gender", resource.get("gender", "")
    for link in resource.get("link", []):
        yield from _reference("link", link.get("other"))


def _provenance(resource: Resource) -> Iterator[Entry]:
    yield from _references("target", resource.get("target", []))
    for entity in resource.get("entity", []):
        yield from _reference("entity", entity["what"])
    for agent in resource.get("agent", []):
        yield from _reference("agent", agent["who"])
    yield "recorded", resource.get("recorded", "")


def _device(resource: Resource) -> Iterator[Entry]:
    yield from _concept("type", resource.get("type"))
    yield "status", resource.get("status", "")
    yield from _text("model", resource.get("modelNumber", ""))
    for name in resource.get("deviceName", []):
        yield from _text("device-name", name.get("name", ""))


def _specimen(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield from _concept("type", resource.get("type"))
    yield "status", resource.get("status", "")
    yield from _token("accession", resource.get("accessionIdentifier", {}))
    collection = resource.get("collection", {})
    yield "collected", _when(collection, "collected")
    yield from _concept("bodysite", collection.get("bodySite"))


def _imaging_study(resource: Resource) -> Iterator[Entry]:
    yield from _subject(resource)
    yield "started", resource.get("started", "")
    yield "status", resource["status"]
    for modality in resource.get("modality", []):
        yield from _token("modality", modality)
    for series in resource.get("series", []):
        yield "series", f"|{series.get('uid', '')}"
        yield from _token("modality", series.get("modality", {}))
    yield from _references("basedon", resource.get("basedOn", []))


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
