"""Without the token nothing is learned; with it, sessions and forms behave."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from gateway.access import FAILURES_A_MINUTE, new_token
from gateway.settings import Web
from gateway.store import audit
from gateway.web import WebServer, build_app, routes
from tests.integration.web.conftest import Served
from tests.peers.filled_site import fill, open_site

OPEN = {"/health", "/metrics"}


def all_paths(listed: list[BaseRoute], made: dict[str, str], prefix: str = "") -> list[tuple[str, str]]:
    """Every route of the application as (method, path), its parameters filled with things that exist."""
    values = {
        "/messages/": {"id": made["done"], "document:int": "1", "value:int": "0"},
        "/deliveries/": {"id": made["delivery-ehr"]},
        "/destinations/": {"name": "ehr"},
        "/documents/": {"id": made["document"], "number:int": "1"},
        "/resources/": {"kind": "DocumentReference", "id": made["document"]},
        "/fhir/": {
            "kind": "DocumentReference",
            "id": made["document"],
            "version": "1",
            "job": "none",
            "name": "x",
        },
    }
    found: list[tuple[str, str]] = []
    for route in listed:
        if isinstance(route, Mount):
            inner = route.app
            if isinstance(inner, Starlette):
                found += all_paths(inner.routes, made, prefix + route.path)
            else:
                found.append(("GET", f"{prefix}{route.path}/console.css"))
        else:
            assert isinstance(route, Route), f"{route} is of a kind that this test does not know"
            path = prefix + route.path
            for start, names in values.items():
                if path.startswith(start):
                    for name, value in names.items():
                        path = path.replace("{" + name + "}", value)
            assert "{" not in path, f"{path}: say in this test what stands in its parameters"
            found += [(method, path) for method in sorted(route.methods or {"GET"})]
    return found


def test_every_route_needs_the_token_and_tells_strangers_nothing(served: Served) -> None:
    listed = all_paths(routes(served.site.deps).routes, served.made)
    assert len(listed) > 20
    paths = [(m, p) for m, p in listed if p not in OPEN]
    absent = [
        ("GET", "/nothing"),
        ("POST", "/messages/none/replay"),
        ("GET", "/messages/none"),
        ("DELETE", "/"),
    ]
    absent += [("GET", "/login"), ("POST", "/logout"), ("PUT", "/fhir/Patient/x"), ("GET", "/fhir/Nothing/1")]
    absent += [
        ("GET", "/static/none"),
        ("GET", "/static/../access.py"),
        ("GET", "/fhir"),
        ("POST", "/health"),
    ]
    answers: dict[bool, set[tuple[int, str, str]]] = {True: set(), False: set()}
    for method, path in paths + absent:
        answer = served.stranger.request(method, path)
        assert answer.status_code == 401, f"{method} {path}"
        if method != "HEAD":
            fhir = path.startswith("/fhir")
            headers = {k: v for k, v in answer.headers.items() if k != "date"}
            answers[fhir].add((answer.status_code, answer.text, str(sorted(headers.items()))))
    assert len(answers[True]) == 1, "one answer under /fhir"
    assert len(answers[False]) == 1, "one answer everywhere else"
    assert '"resourceType": "OperationOutcome"' in next(iter(answers[True]))[1]
    assert served.site.replayed == []
    # The same requests with the token do reach their routes, so the test above is about something.
    # An export is begun with a header of its own, and there is no Subscription or such event: their tests go that way.
    elsewhere = ("$export", "Subscription/", "AuditEvent/")
    asked = [p for m, p in paths if m == "GET" and not any(word in p for word in elsewhere)]
    reached = {served.api.get(path).status_code for path in asked}
    assert reached == {200}


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": ""},
        {"Cookie": "kartebridge=guess"},
        {"Cookie": "kartebridge="},
        {"X-Forwarded-For": "127.0.0.1"},
    ],
)
def test_wrong_proofs_get_the_same_answer_as_none(served: Served, headers: dict[str, str]) -> None:
    for path in ("/", "/fhir/Patient"):
        plain, tried = served.stranger.get(path), served.stranger.get(path, headers=headers)
        assert (tried.status_code, tried.text) == (401, plain.text)


def test_token_in_the_url_is_no_proof(served: Served) -> None:
    for name in ("token", "access_token"):
        assert served.stranger.get("/", params={name: served.site.token}).status_code == 401


def test_wrong_tokens_are_limited_and_audited_within_bounds(served: Served) -> None:
    statuses = [
        served.stranger.get("/fhir/Patient", headers={"Authorization": "Bearer no"}).status_code
        for _ in range(FAILURES_A_MINUTE + 3)
    ]
    assert statuses == [401] * FAILURES_A_MINUTE + [429] * 3
    assert served.api.get("/fhir/metadata").status_code == 200, "the right token still passes"
    refused = [r for r in audit.recent(served.site.engine, limit=50) if r.outcome == "wrong token"]
    assert len(refused) == FAILURES_A_MINUTE


def test_health_says_one_word(served: Served) -> None:
    answer = served.stranger.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert served.stranger.head("/health").status_code == 200


def test_metrics_are_open_on_loopback_only(served: Served, tmp_path: Path) -> None:
    assert "kartebridge_messages" in served.stranger.get("/metrics").text
    site = open_site(tmp_path / "proxied", Web(port=0, behind_tls_proxy=True))
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    url = f"http://127.0.0.1:{server.port}/metrics"
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers={"Authorization": f"Bearer {site.token}"}).status_code == 200
    server.stop()
    site.close()


def test_login_gives_a_cookie_that_scripts_and_other_sites_cannot_use(served: Served) -> None:
    answer = served.stranger.post("/login", data={"token": f" {served.site.token}\n"})
    assert answer.status_code == 303
    cookie = SimpleCookie(answer.headers["set-cookie"])["kartebridge"]
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "strict"
    assert not cookie["secure"], "plain http on loopback: a Secure cookie would never come back"
    assert served.site.token not in answer.headers["set-cookie"]
    assert served.stranger.get("/").status_code == 200


def test_cookie_is_secure_behind_tls(tmp_path: Path) -> None:
    site = open_site(tmp_path, Web(port=0, behind_tls_proxy=True))
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    answer = httpx.post(f"http://127.0.0.1:{server.port}/login", data={"token": site.token})
    cookie = SimpleCookie(answer.headers["set-cookie"])["__Host-kartebridge"]
    assert cookie["secure"]
    server.stop()
    site.close()


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("{url}/messages/1?done=x", "/messages/1?done=x"),
        ("{url}/login", "/"),
        ("https://evil.example/messages/1", "/"),
        ("{url}//evil.example/", "/"),
        ("{url}/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_login_leads_back_to_our_own_pages_only(served: Served, referer: str, target: str) -> None:
    headers = {"Referer": referer.format(url=served.url)} if referer else {}
    answer = served.stranger.post("/login", data={"token": served.site.token}, headers=headers)
    assert answer.headers["location"] == target


def test_wrong_login_says_so_without_a_session(served: Served) -> None:
    answer = served.stranger.post("/login", data={"token": "wrong"})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "not this gateway" in answer.text
    assert served.stranger.post("/login", content=b"x" * 200_000).status_code == 401


def test_new_token_signs_everybody_out(served: Served) -> None:
    browser = served.sign_in()
    assert browser.get("/").status_code == 200
    new_token(served.site.settings.data.directory)
    assert browser.get("/").status_code == 401
    assert served.api.get("/").status_code == 401
    browser.close()


def test_forms_need_the_sessions_own_csrf_value(served: Served) -> None:
    browser, other = served.sign_in(), served.sign_in()
    path = f"/messages/{served.made['waiting']}/replay"
    foreign = _csrf(other.get("/messages/" + served.made["waiting"]).text)
    for form in ({}, {"csrf": ""}, {"csrf": "guess"}, {"csrf": foreign}):
        assert browser.post(path, data=form).status_code == 403
    assert browser.post("/logout", data={"csrf": foreign}).status_code == 403
    assert served.site.replayed == []
    mine = _csrf(browser.get("/messages/" + served.made["waiting"]).text)
    assert browser.post(path, data={"csrf": mine}).status_code == 303
    assert served.site.replayed == [served.made["waiting"]]
    assert browser.post("/logout", data={"csrf": mine}).status_code == 303
    assert browser.get("/").status_code == 401
    browser.close()
    other.close()


def _csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found.group(1)


def test_pages_forbid_foreign_scripts_and_caching(served: Served) -> None:
    for path in (
        "/",
        "/fhir/metadata",
        "/static/console.css",
        f"/documents/{served.made['document']}/pages/1.jpg",
    ):
        answer = served.api.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers
    assert "unsafe" not in served.api.get("/").headers["content-security-policy"]
    assert "style=" not in served.api.get(f"/messages/{served.made['done']}").text


def test_tls(tmp_path: Path) -> None:
    import ssl
    import subprocess

    file = tmp_path / "server.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += [
        "-keyout",
        str(tmp_path / "key.pem"),
        "-out",
        str(file),
        "-days",
        "2",
        "-subj",
        "/CN=127.0.0.1",
    ]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed: TLS is not tested")
    site = open_site(tmp_path / "data", Web(port=0, tls_certificate=file, tls_key=tmp_path / "key.pem"))
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    url = f"https://127.0.0.1:{server.port}"
    trust = ssl.create_default_context(cafile=str(file))
    assert httpx.get(f"{url}/health", verify=trust).text == "ok"
    answer = httpx.post(f"{url}/login", data={"token": site.token}, verify=trust)
    assert "__Host-kartebridge" in answer.headers["set-cookie"]
    server.stop()
    site.close()


def test_failure_in_a_handler_shows_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from dataclasses import replace

    site = open_site(tmp_path)
    made = fill(site)

    def broken() -> dict[str, str]:
        raise RuntimeError("山田 花子")

    server = WebServer(build_app(replace(site.deps, breakers=broken)), site.settings.web)
    server.start()
    bearer = {"Authorization": f"Bearer {site.token}"}
    answer = httpx.get(f"http://127.0.0.1:{server.port}/", headers=bearer)
    assert answer.status_code == 500
    assert "山田" not in answer.text
    site.blobs.delete(_digest(site, made))
    answer = httpx.get(f"http://127.0.0.1:{server.port}/fhir/Binary/{made['document']}", headers=bearer)
    assert answer.status_code == 500
    assert answer.json()["resourceType"] == "OperationOutcome"
    server.stop()
    site.close()


def _digest(site: object, made: dict[str, str]) -> str:
    from gateway.store import documents
    from tests.peers.filled_site import FilledSite

    assert isinstance(site, FilledSite)
    row = documents.get_document(site.engine, made["document"])
    assert row
    return row.digest
