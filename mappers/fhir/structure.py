"""Our extensions, code systems and identifier systems as FHIR's conformance resources (FHIR R4 §5.3, §4.8, §4.10)."""

from __future__ import annotations

from collections.abc import Iterator

from mappers.fhir import canonical
from mappers.fhir.definitions import (
    CODE_SYSTEMS,
    EXTENSIONS,
    IDENTIFIERS,
    OwnCodeSystem,
    OwnExtension,
    OwnIdentifiers,
    Part,
)
from mappers.fhir.json_text import Resource

PUBLISHED = "2026-11-28"
"""Date of the definitions: changes when one of them does."""
_ANY = "http://hl7.org/fhir/StructureDefinition/Extension"


def conformance_resources() -> tuple[Resource, ...]:
    """All of them, by type and id."""
    return (
        *map(structure_definition, EXTENSIONS),
        *map(code_system, CODE_SYSTEMS),
        *map(naming_system, IDENTIFIERS),
    )


def structure_definition(own: OwnExtension) -> Resource:
    """An extension's StructureDefinition, with snapshot and differential."""
    elements = [{**element, "base": _base(element)} for element in _elements(own)]
    return {
        "resourceType": "StructureDefinition",
        "id": own.url.rsplit("/", 1)[1],
        "url": own.url,
        "version": "1.0.0",
        "name": _name(own.url),
        "title": own.title,
        "status": "active",
        "date": PUBLISHED,
        "publisher": "Kartebridge",
        "description": own.says,
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": context} for context in own.contexts],
        "type": "Extension",
        "baseDefinition": _ANY,
        "derivation": "constraint",
        "snapshot": {"element": elements},
        "differential": {"element": list(_elements(own))},
    }


def _elements(own: OwnExtension) -> Iterator[Resource]:
    yield _element("Extension", "Extension", own.says, 0, "*")
    if own.value:
        yield _element("Extension.extension", "Extension.extension", "No parts", 0, "0", "Extension")
    else:
        slices = _element(
            "Extension.extension", "Extension.extension", "Its parts", _needed(own), "*", "Extension"
        )
        slices["slicing"] = {"discriminator": [{"type": "value", "path": "url"}], "rules": "closed"}
        yield slices
        for part in own.parts:
            yield from _part_elements(part)
    yield {**_element("Extension.url", "Extension.url", "Its address", 1, "1", "uri"), "fixedUri": own.url}
    if own.value:
        yield _element("Extension.value[x]", "Extension.value[x]", own.value.says, 1, "1", own.value.kind)
    else:
        yield _element("Extension.value[x]", "Extension.value[x]", "No value of its own", 0, "0")


def _needed(own: OwnExtension) -> int:
    return sum(part.required for part in own.parts)


def _part_elements(part: Part) -> Iterator[Resource]:
    path, here = "Extension.extension", f"Extension.extension:{part.url}"
    whole = _element(here, path, part.says, int(part.required), "*" if part.repeats else "1", "Extension")
    yield {**whole, "sliceName": part.url}
    yield _element(f"{here}.extension", f"{path}.extension", "No parts", 0, "0", "Extension")
    url = _element(f"{here}.url", f"{path}.url", "Its name", 1, "1", "uri")
    yield {**url, "fixedUri": part.url}
    yield _element(f"{here}.value[x]", f"{path}.value[x]", part.says, 1, "1", part.kind)


def _element(element_id: str, path: str, says: str, minimum: int, maximum: str, kind: str = "") -> Resource:
    made: Resource = {
        "id": element_id,
        "path": path,
        "short": says,
        "definition": says,
        "min": minimum,
        "max": maximum,
    }
    if kind:
        made["type"] = [{"code": kind}]
    return made


def _base(element: Resource) -> Resource:
    """Where the element comes from and what it may be there (R4's Extension)."""
    name = element["path"].rsplit(".", 1)[-1]
    path = {"Extension": "Extension", "extension": "Element.extension"}.get(name, f"Extension.{name}")
    minimum = 1 if name == "url" else 0
    return {"path": path, "min": minimum, "max": "*" if name in ("Extension", "extension") else "1"}


def code_system(own: OwnCodeSystem) -> Resource:
    """A CodeSystem; `not-present` where the codes are another's."""
    made: Resource = {
        "resourceType": "CodeSystem",
        "id": own.url.rsplit("/", 1)[1],
        "url": own.url,
        "version": "1.0.0",
        "name": _name(own.url),
        "title": own.title,
        "status": "active",
        "date": PUBLISHED,
        "publisher": "Kartebridge",
        "description": own.says,
        "caseSensitive": True,
        "content": "complete" if own.concepts else "not-present",
    }
    if own.concepts:
        made["concept"] = [{"code": code, "display": display} for code, display in own.concepts]
    return made


def naming_system(own: OwnIdentifiers) -> Resource:
    """A NamingSystem of identifiers."""
    return {
        "resourceType": "NamingSystem",
        "id": own.url.rsplit("/", 1)[1],
        "name": _name(own.url),
        "status": "active",
        "kind": "identifier",
        "date": PUBLISHED,
        "publisher": "Kartebridge",
        "description": f"{own.title}: {own.says}",
        "uniqueId": [{"type": "uri", "value": own.url, "preferred": True}],
    }


def _name(url: str) -> str:
    """A name for machines: letters and digits, a capital first."""
    return "Kartebridge" + "".join(
        word.capitalize() for word in url.removeprefix(canonical.OWN).split("/")[1].split("-")
    )
