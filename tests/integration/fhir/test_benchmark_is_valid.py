"""Every document of the benchmark in every guide: taken by a server that checks profiles, and by our own checks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bench.readings import inputs
from gateway.deliver import kinds
from gateway.settings_destinations import FhirDestination
from mappers.fhir import Guide, dumps, results
from mappers.fhir.validation import validate
from tests.integration.fhir.conformance import mistakes
from tests.peers.fhir_server import FhirServer, install, start

pytestmark = [pytest.mark.peer, pytest.mark.slow]

MEDPLUM_TAKES = 50
"""Updates in one transaction."""


@pytest.fixture(scope="module")
def server(jp_core: Path, jp_clins: Path) -> Iterator[FhirServer]:
    """A server with the profiles of JP-CLINS and of JP Core."""
    missing = install()
    if missing:
        pytest.skip(missing)
    running = start(jp_clins, jp_core)
    yield running
    running.stop()


@pytest.mark.parametrize(("guide", "every"), [(Guide.JP_CORE_1_1_2, 1), (Guide.JP_CLINS, 3), (Guide.R4, 1)])
def test_a_server_that_checks_profiles_takes_the_benchmark(
    server: FhirServer, guide: Guide, every: int
) -> None:
    """All of it; of JP-CLINS every third document, one or two a layout: its validation takes 8 s a laboratory sheet."""
    server.reset()
    sent = refused = 0
    destination = FhirDestination(name="ehr", url=server.base_url, max_entries=MEDPLUM_TAKES)
    reasons = set[str]()
    with httpx.Client(
        base_url=server.base_url, headers={"content-type": "application/fhir+json"}, timeout=600
    ) as client:
        for inp in list(inputs(guide))[::every]:
            for body in kinds.bodies(destination, inp, results(inp)):
                answer = client.post("/", content=body)
                sent += 1
                if answer.status_code != 200:
                    refused += 1
                    reasons.add(answer.text[:500])
        held = client.get("/Observation", params={"_summary": "count"}).json()["total"]
    assert (refused, reasons) == (0, set())
    assert sent >= 190 // every
    assert held >= 5_000 // every


@pytest.mark.parametrize("guide", [Guide.JP_CORE_1_1_2, Guide.JP_CLINS, Guide.R4])
def test_bindings_types_and_targets_hold_for_the_whole_benchmark(
    jp_core: Path, jp_clins: Path, guide: Guide
) -> None:
    packages = (jp_clins, jp_core) if guide is Guide.JP_CLINS else (jp_core,)
    found = {
        mistake
        for inp in inputs(guide)
        for resource in results(inp).resources
        for mistake in mistakes(json.loads(dumps(resource)), *packages)
    }
    assert found == set()


@pytest.mark.parametrize("guide", list(Guide))
def test_fhir_resources_finds_no_mistake_in_the_whole_benchmark(guide: Guide) -> None:
    """JP Core 1.2.0 too, of which no package with snapshots is here: its structure is R4's."""
    found = {m for inp in inputs(guide) for resource in results(inp).resources for m in validate(resource)}
    assert found == set()
