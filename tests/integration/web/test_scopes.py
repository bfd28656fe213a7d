"""Downstream systems with tokens of their own: what their scopes allow, and that the audit knows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from gateway.access import client_token
from gateway.settings_api import ApiClient
from gateway.store import audit
from gateway.web import WebServer, build_app
from tests.peers.filled_site import FilledSite, fill, open_site

TOKENS = {name: client_token() for name in ("viewer", "registry", "old")}
CLIENTS = (
    ApiClient(name="viewer", token_sha256=TOKENS["viewer"][1], scopes=("system/Observation.rs",)),
    ApiClient(name="registry", token_sha256=TOKENS["registry"][1], scopes=("system/*.read",)),
    ApiClient(name="old", token_sha256=TOKENS["old"][1], scopes=("system/*.rs",), expires="2026-11-19"),
)


class Site:
    def __init__(self, site: FilledSite, url: str) -> None:
        self.site, self.url = site, url

    def get(self, client: str, path: str) -> httpx.Response:
        return httpx.get(self.url + path, headers={"Authorization": f"Bearer {TOKENS[client][0]}"})


@pytest.fixture(scope="module")
def open_to(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = open_site(tmp_path_factory.mktemp("scopes"), clients=CLIENTS)
    fill(site)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    yield Site(site, f"http://127.0.0.1:{server.port}")
    assert server.stop()
    site.close()


@pytest.mark.parametrize(
    ("client", "path", "status"),
    [
        ("viewer", "/fhir/metadata", 200),
        ("viewer", "/fhir/Observation", 200),
        ("viewer", "/fhir/Observation/none", 404),
        ("viewer", "/fhir/Patient", 403),
        ("viewer", "/fhir/Patient/none", 403),
        ("viewer", "/fhir/Patient/none/_history/1", 403),
        ("viewer", "/fhir/Binary/none", 403),
        ("viewer", "/fhir/Observation?patient.identifier=00123456", 403),
        ("viewer", "/fhir/Observation?_include=Observation:patient", 403),
        ("viewer", "/fhir/Observation?_revinclude=Provenance:target", 403),
        ("viewer", "/fhir/Observation?_revinclude=Observation:has-member", 200),
        ("registry", "/fhir/Observation?_include=Observation:patient", 200),
        ("registry", "/fhir/Patient", 200),
        ("old", "/fhir/metadata", 401),
        ("registry", "/", 403),
        ("registry", "/messages", 403),
        ("registry", "/fhirother", 403),
    ],
)
def test_what_scopes_open(open_to: Site, client: str, path: str, status: int) -> None:
    answer = open_to.get(client, path)
    assert answer.status_code == status
    if status == 403 and path.startswith("/fhir/"):
        issue = answer.json()["issue"][0]
        assert issue["code"] == "forbidden"
        assert "system/" in issue["diagnostics"], "says which scope is missing"


def test_the_audit_names_the_client_and_what_was_shown(open_to: Site) -> None:
    open_to.get("viewer", "/fhir/Observation?code=1988-5&_count=10")
    shown = audit.recent(open_to.site.engine, limit=1)[0]
    assert (shown.actor, shown.action) == ("client viewer@127.0.0.1", "search")
    assert (shown.entity, shown.outcome) == ("Observation?_count,code", "1 shown")
    open_to.get("viewer", "/fhir/Patient?name=%E5%B1%B1%E7%94%B0")
    refused = audit.recent(open_to.site.engine, limit=1)[0]
    assert (refused.action, refused.entity) == ("refused", "Patient")


def test_a_token_works_on_its_last_day(tmp_path: Path) -> None:
    site = open_site(tmp_path, clients=CLIENTS)
    site.now[0] = datetime(2026, 11, 19, 14, 59, tzinfo=UTC)  # a minute before midnight in Tokyo
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    try:
        served = Site(site, f"http://127.0.0.1:{server.port}")
        assert served.get("old", "/fhir/metadata").status_code == 200
        site.now[0] += timedelta(minutes=1)
        assert served.get("old", "/fhir/metadata").status_code == 401
    finally:
        assert server.stop()
        site.close()
