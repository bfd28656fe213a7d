"""What the built-in engine read of sample documents, and our own definitions, on a server that checks profiles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mappers.fhir import Guide, Resource, dumps, results
from mappers.fhir.structure import conformance_resources
from mappers.item_codes import Choice, ChosenFor
from tests.fhir_pages.examples import CULTURE, LABORATORY, VITALS, mapping_input
from tests.fhir_pages.pages import DEFINITIONS
from tests.integration.fhir.conformance import mistakes
from tests.peers.fhir_server import FhirServer, install, start

pytestmark = pytest.mark.peer

FHIR_JSON = {"content-type": "application/fhir+json"}


@pytest.fixture(scope="module")
def server(jp_core: Path, jp_clins: Path) -> Iterator[FhirServer]:
    """A server with JP-CLINS's, JP Core's and our own definitions."""
    missing = install()
    if missing:
        pytest.skip(missing)
    running = start(jp_clins, jp_core, DEFINITIONS)
    yield running
    running.stop()


@pytest.mark.parametrize("guide", [Guide.JP_CORE_1_1_2, Guide.JP_CLINS, Guide.R4])
@pytest.mark.parametrize("sample", [LABORATORY, VITALS, CULTURE])
def test_what_the_engine_read_is_taken_by_the_server_and_by_our_own_checks(
    server: FhirServer, jp_core: Path, jp_clins: Path, sample: str, guide: Guide
) -> None:
    taken(server, results(mapping_input(sample, guide)).resources, guide, jp_core, jp_clins)


@pytest.mark.parametrize("guide", [Guide.JP_CORE_1_1_2, Guide.JP_CLINS, Guide.R4])
@pytest.mark.parametrize("sample", [LABORATORY, VITALS])
def test_codes_that_a_person_chose_are_taken_too(
    server: FhirServer, jp_core: Path, jp_clins: Path, sample: str, guide: Guide
) -> None:
    inp = mapping_input(sample, guide)
    choice = Choice("wbc", ChosenFor.VALUE)
    items = tuple(replace(item, chosen=choice) for item in inp.extraction.items)
    resources = results(replace(inp, extraction=replace(inp.extraction, items=items))).resources
    assert any("userSelected" in dumps(resource) for resource in resources)
    taken(server, resources, guide, jp_core, jp_clins)


def taken(
    server: FhirServer, resources: tuple[Resource, ...], guide: Guide, jp_core: Path, jp_clins: Path
) -> None:
    packages = (jp_clins, jp_core) if guide is Guide.JP_CLINS else (jp_core,)
    assert [m for r in resources for m in mistakes(json.loads(dumps(r)), *packages)] == []
    with httpx.Client(base_url=server.base_url, headers=FHIR_JSON, timeout=60) as client:
        for resource in resources:
            address = f"/{resource['resourceType']}/{resource['id']}"
            answer = client.put(address, content=dumps(resource).encode())
            assert answer.status_code in (200, 201), answer.text[:500]


def test_our_definitions_are_taken_by_the_server(server: FhirServer) -> None:
    with httpx.Client(base_url=server.base_url, headers=FHIR_JSON, timeout=60) as client:
        for resource in conformance_resources():
            address = f"/{resource['resourceType']}/{resource['id']}"
            answer = client.put(address, content=dumps(resource).encode())
            assert answer.status_code in (200, 201), answer.text[:500]
