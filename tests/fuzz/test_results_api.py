"""Schemathesis against the running results API with results in it: whatever is asked, no 5xx, and answers as promised.

The seed is printed; KARTEBRIDGE_FUZZ_SEED runs one again. `make test` asks a little, `make test-all` more.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.results_api.openapi import openapi
from gateway.settings_api import ResultsApi
from gateway.web import WebServer, build_app
from tests.peers.filled_site import FilledSite, fill, open_site

SEED = int(os.environ.get("KARTEBRIDGE_FUZZ_SEED", random.randrange(2**32)))


class Served:
    """A filled gateway, and what its ids are."""

    def __init__(self, directory: Path) -> None:
        self.site: FilledSite = open_site(
            directory, results_api=ResultsApi(subscriptions_max=3, export_max_jobs=3)
        )
        self.made = fill(self.site)
        self.server = WebServer(build_app(self.site.deps), self.site.settings.web)
        self.server.start()
        self.url = f"http://127.0.0.1:{self.server.port}/fhir"
        self.operations = operations(with_ids(openapi(self.url), self.ids()))

    def ids(self) -> list[str]:
        from gateway.store.resources import of_document

        return [row.id for row in of_document(self.site.engine, self.made["document"])]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    print(f"KARTEBRIDGE_FUZZ_SEED={SEED}")
    running = Served(tmp_path_factory.mktemp("fuzzed"))
    yield running
    assert running.server.stop()
    running.site.deps.exports.stop()
    running.site.close()


def operations(document: dict[str, Any]) -> dict[str, schemathesis.APIOperation[Any, Any, Any, Any]]:
    """By method and path."""
    found = schemathesis.openapi.from_dict(document).get_all_operations()
    return {operation.label: operation for operation in (one.ok() for one in found)}


def with_ids(node: Any, ids: list[str]) -> Any:
    """The description with ids that are there beside ids that are not."""
    if isinstance(node, list):
        return [with_ids(inner, ids) for inner in node]
    if not isinstance(node, dict):
        return node
    found = {name: with_ids(inner, ids) for name, inner in node.items()}
    if found.get("name") == "id" and found.get("in") == "path":
        found["schema"] = {"anyOf": [{"enum": ids}, found["schema"]]}
    return found


LABELS = sorted(operations(openapi("http://127.0.0.1/fhir")))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]


def ask(served: Served, label: str, mode: schemathesis.GenerationMode, examples: int) -> None:
    """Requests of one operation that fit its description, or that do not."""
    operation = served.operations[label]
    headers = {"Authorization": f"Bearer {served.site.token}"}

    @seed(SEED)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        answer = case.call(base_url=served.url, headers=headers, timeout=30)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code >= 400:
            assert answer.json()["resourceType"] == "OperationOutcome"

    try:
        asked()
    except Unsatisfiable:
        pytest.skip("nothing can be wrong with these requests")


@pytest.mark.parametrize("label", LABELS)
def test_a_little(served: Served, label: str) -> None:
    for mode in MODES:
        ask(served, label, mode, 5)


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("label", LABELS)
def test_more(served: Served, label: str, mode: schemathesis.GenerationMode) -> None:
    ask(served, label, mode, 150)


def test_every_interaction_is_described(served: Served) -> None:
    """What the routes serve and what is promised are the same paths."""
    from gateway.results_api.routes import results_api

    routed = {route.path for route in results_api(served.site.deps).routes}  # type: ignore[attr-defined]
    generic = {
        "/{kind}",
        "/{kind}/{id}",
        "/{kind}/_search",
        "/{kind}/{id}/_history",
        "/{kind}/{id}/_history/{version}",
        "/openapi.json",
    }
    described = set(openapi("http://x")["paths"])
    assert routed - generic <= described
    assert {"/Observation", "/Observation/{id}", "/Observation/_search"} <= described
    assert len(LABELS) > 40
