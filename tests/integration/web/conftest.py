"""The web part on a real port over a filled store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from gateway.web import WebServer, build_app
from tests.peers.filled_site import FilledSite, fill, open_site


@dataclass
class Served:
    """A running web part: the store under it, ids by fate, and clients with and without the token."""

    site: FilledSite
    made: dict[str, str]
    url: str
    api: httpx.Client
    stranger: httpx.Client

    def sign_in(self) -> httpx.Client:
        """A browser's client after the login form."""
        client = httpx.Client(base_url=self.url, follow_redirects=False)
        answer = client.post("/login", data={"token": self.site.token})
        assert answer.status_code == 303, answer.text
        return client


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """One of the test's own."""
    yield from serve(tmp_path)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a module that only read."""
    yield from serve(tmp_path_factory.mktemp("reading"))


def serve(directory: Path) -> Iterator[Served]:
    """Fill a store, serve it, and stop."""
    site = open_site(directory)
    made = fill(site)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    url = f"http://127.0.0.1:{server.port}"
    bearer = {"Authorization": f"Bearer {site.token}"}
    with httpx.Client(base_url=url, headers=bearer) as api, httpx.Client(base_url=url) as stranger:
        yield Served(site, made, url, api, stranger)
    assert server.stop()
    site.close()
