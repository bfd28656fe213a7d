"""Our own extensions and systems: everything the mapping writes is defined, and the definitions are valid FHIR."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mappers.fhir import Guide, Resource, canonical, results
from mappers.fhir.definitions import CODE_SYSTEMS, EXTENSIONS, IDENTIFIERS, mistakes
from mappers.fhir.structure import conformance_resources
from mappers.fhir.validation import validate
from mappers.model import Box, Certainty, Overlooked, Source, UnreadPage
from tests.unit.mappers.fhir.example import ENVELOPE, EXTRACTION, INPUT

EVERYTHING = replace(
    INPUT,
    envelope=replace(
        ENVELOPE,
        source=Source.DICOM,
        study_instance_uid="1.2.3",
        accession_number="A-1",
        visit_number="V-1",
    ),
    extraction=replace(
        EXTRACTION,
        items=tuple(replace(item, certainty=Certainty.AFFIRMED) for item in EXTRACTION.items),
        unread=(UnreadPage(3, "damaged"),),
        overlooked=(Overlooked(1, Box(0.1, 0.2, 0.3, 0.25)),),
        engine=replace(EXTRACTION.engine, prompt_digest="sha256:" + "00" * 32),
    ),
)


def members(value: Any, name: str) -> Iterator[Any]:
    """Every value under a member name, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                yield inner
            yield from members(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from members(inner, name)


def own_systems() -> set[str]:
    """Every address of ours in canonical.py; one that ends with a slash is the beginning of many."""
    values = (value for name, value in vars(canonical).items() if name.isupper() and isinstance(value, str))
    return {v for v in values if v.startswith(canonical.OWN) and not v.endswith("/")}


def test_every_address_of_ours_is_defined_once() -> None:
    defined = [one.url for one in (*EXTENSIONS, *CODE_SYSTEMS, *IDENTIFIERS)]
    assert len(set(defined)) == len(defined)
    assert set(defined) == own_systems()


@pytest.mark.parametrize("guide", list(Guide))
def test_everything_of_ours_that_is_written_is_defined(guide: Guide) -> None:
    resources = results(replace(EVERYTHING, guide=guide)).resources
    extensions = [
        e for held in members(resources, "extension") for e in held if str(e["url"]).startswith("http")
    ]
    own = [e for e in extensions if e["url"].startswith(canonical.OWN)]
    assert {e["url"] for e in own} == {one.url for one in EXTENSIONS}
    assert [m for e in own for m in mistakes(e)] == []
    systems = {s for s in members(resources, "system") if s.startswith(canonical.OWN)}
    assert systems <= {one.url for one in (*CODE_SYSTEMS, *IDENTIFIERS)}


def evidence() -> Resource:
    made = next(r for r in results(INPUT).resources if r["resourceType"] == "Observation")
    return copy.deepcopy(dict(made["extension"][0]))


def test_an_extension_that_breaks_its_definition_is_told() -> None:
    right = evidence()
    assert list(mistakes(right)) == []
    assert list(mistakes({"url": canonical.OWN + "StructureDefinition/other"}))
    parts = right["extension"]
    assert list(mistakes({**right, "extension": [p for p in parts if p["url"] != "page"]}))
    assert list(mistakes({**right, "extension": [*parts, {"url": "page", "valuePositiveInt": 1}]}))
    assert list(mistakes({**right, "extension": [*parts, {"url": "colour", "valueString": "red"}]}))
    wrong = [
        ("page", "valuePositiveInt", 0),
        ("verified", "valueBoolean", "yes"),
        ("x0", "valueString", "0.1"),
    ]
    for url, member, value in wrong:
        rest = [p for p in parts if p["url"] != url]
        assert list(mistakes({**right, "extension": [*rest, {"url": url, member: value}]})), url


def test_the_validator_holds_our_extensions_against_their_definition() -> None:
    made = dict(next(r for r in results(INPUT).resources if r["resourceType"] == "Observation"))
    made["extension"] = [{"url": canonical.EVIDENCE, "extension": [{"url": "page", "valuePositiveInt": 0}]}]
    assert any("evidence" in mistake for mistake in validate(made))
    part = {"code": {"text": "x"}, "extension": made["extension"]}
    assert any("evidence" in mistake for mistake in validate({**made, "extension": [], "component": [part]}))


def test_the_definitions_are_valid_fhir() -> None:
    for resource in conformance_resources():
        assert validate(resource) == (), resource["id"]
