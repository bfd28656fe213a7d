"""Notifications from the stored result to a subscriber's real endpoint, through bad days of that endpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class

from gateway import ids
from gateway.access import client_token
from gateway.notify.subscribers import Subscribers
from gateway.outbound import Resolver, system_resolver
from gateway.settings_api import ApiClient, ResultsApi
from gateway.store import audit, audit_events, deliveries, subscriptions
from gateway.store.audit_events import EventRow
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import writing
from gateway.store.matching import Criterion, Op
from gateway.store.resources import StoredResource, save_results
from gateway.web import WebServer, build_app
from mappers.fhir import dumps, index
from tests.peers.filled_site import T0, TOKYO, FilledSite, add_message, open_site


@dataclass
class Call:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Endpoint:
    """A subscriber: answers with the statuses given, then 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def answer(self, call: Call) -> int:
        with self.lock:
            self.calls.append(call)
            return self.answers.pop(0) if self.answers else 200


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {k.lower(): v for k, v in self.headers.items()}
            self.send_response(state.answer(Call(self.command, self.path, headers, body)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_PUT = _take

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join(5)


def until(holds: Callable[[], bool], what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


TOKENS = {name: client_token() for name in ("ward", "blind", "other")}
CLIENTS = (
    ApiClient(
        name="ward",
        token_sha256=TOKENS["ward"][1],
        scopes=("system/Observation.rs", "system/Subscription.crud"),
    ),
    ApiClient(name="blind", token_sha256=TOKENS["blind"][1], scopes=("system/Subscription.cruds",)),
    ApiClient(name="other", token_sha256=TOKENS["other"][1], scopes=("system/*.cruds",)),
)


class Site:
    """A served gateway with its notifier; `api` is the ward's client."""

    def __init__(self, site: FilledSite) -> None:
        self.site = site
        self.begun = time.monotonic()
        self.subscribers = self.notifier()
        self.subscribers.start()
        deps = replace(site.deps, subscribers_changed=self.subscribers.poke)
        self.server = WebServer(build_app(deps), site.settings.web)
        self.server.start()
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.api = self.client("ward")
        self.message = add_message(site, "MSG1")

    def clock(self) -> datetime:
        """The site's time, which moves on: waits between tries end."""
        return self.site.now[0] + timedelta(seconds=time.monotonic() - self.begun)

    def notifier(self, resolve: Resolver = system_resolver) -> Subscribers:
        return Subscribers(self.site.settings, self.site.engine, self.site.blobs, self.clock, resolve=resolve)

    def client(self, name: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {TOKENS[name][0]}"})

    def store(self, *observations: tuple[str, str, str]) -> None:
        """(id, code, value) as one document's results."""
        made = []
        for resource_id, code, value in observations:
            body = {
                "resourceType": "Observation",
                "id": resource_id,
                "status": "preliminary",
                "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
                "valueString": value,
            }
            made.append(StoredResource("Observation", resource_id, dumps(body), index(body)))
        with_document(self.site, observations[0][0])
        save_results(
            self.site.engine, self.message, f"of {observations[0][0]}", made, now=self.site.now[0], zone=TOKYO
        )
        self.subscribers.poke()

    def status(self, where: str) -> str:
        return str(self.api.get(where).json()["status"])

    def close(self) -> None:
        self.api.close()
        assert self.server.stop()
        assert self.subscribers.stop()
        self.site.close()


def with_document(site: FilledSite, name: str) -> None:
    from gateway.store import documents

    documents.upsert_document(
        site.engine,
        f"of {name}",
        digest="0" * 64,
        size_bytes=1,
        media_type="application/pdf",
        title="",
        now=T0,
    )


@pytest.fixture
def open_to(tmp_path: Path) -> Iterator[Site]:
    api = ResultsApi(
        notification_retry_first_s=0.05,
        notification_retry_max_s=0.1,
        subscriptions_max=5,
        notification_timeout_s=5,
    )
    site = Site(open_site(tmp_path, clients=CLIENTS, results_api=api))
    yield site
    site.close()


def subscription(
    endpoint: Endpoint | str, criteria: str = "Observation?code=1988-5", **channel: Any
) -> dict[str, Any]:
    url = endpoint if isinstance(endpoint, str) else endpoint.url
    return {
        "resourceType": "Subscription",
        "status": "requested",
        "reason": "tell the ward",
        "criteria": criteria,
        "channel": {"type": "rest-hook", "endpoint": url, "payload": "application/fhir+json", **channel},
    }


def active(site: Site, body: dict[str, Any]) -> str:
    """Create, and wait for the handshake; the path of the subscription."""
    answer = site.api.post("/fhir/Subscription", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "requested"
    where = f"/fhir/Subscription/{answer.json()['id']}"
    assert answer.headers["location"].endswith(f"{where}/_history/1")
    until(lambda: site.status(where) == "active", "no handshake")
    return where


def test_a_stored_result_is_put_to_the_subscriber(open_to: Site, endpoint: Endpoint) -> None:
    secret = "Authorization: Bearer of-the-ward"
    where = active(open_to, subscription(endpoint, header=[secret]))
    open_to.store(("crp-1", "1988-5", "8.50"), ("wbc-1", "6690-2", "5000"))
    until(lambda: len(endpoint.calls) == 2, "not told")
    hello, told = endpoint.calls
    assert (hello.method, hello.path, hello.body) == ("POST", "/hook", b"")
    assert (told.method, told.path) == ("PUT", "/hook/Observation/crp-1")
    assert told.headers["authorization"] == "Bearer of-the-ward"
    assert told.headers["content-type"] == "application/fhir+json"
    assert told.headers["x-kartebridge-subscription"] == where.rpartition("/")[2]
    resource = json.loads(told.body)
    assert (resource["meta"]["versionId"], resource["valueString"]) == ("1", "8.50")
    get_fhir_model_class("Observation").model_validate(resource)
    until(lambda: audit.recent(open_to.site.engine, limit=1)[0].action == "notify", "not audited")
    (event,) = disclosed(open_to)
    assert (event.entity, event.address) == ("Observation/crp-1", endpoint.url)
    shown = open_to.api.get(where)
    assert "of-the-ward" not in shown.text
    assert shown.json()["channel"]["header"] == ["Authorization: ***"]
    get_fhir_model_class("Subscription").model_validate(shown.json())


def disclosed(site: Site) -> list[EventRow]:
    """What subscribers were given, as the audit has it."""
    sent = Criterion("subtype", Op.EQ, ("disclose",))
    return audit_events.find(site.site.engine, [sent], UTC, limit=9)


def test_without_payload_only_a_call(open_to: Site, endpoint: Endpoint) -> None:
    body = subscription(endpoint)
    del body["channel"]["payload"]
    active(open_to, body)
    open_to.store(("crp-1", "1988-5", "8.50"))
    until(lambda: len(endpoint.calls) == 2, "not told")
    assert (endpoint.calls[1].method, endpoint.calls[1].path, endpoint.calls[1].body) == (
        "POST",
        "/hook",
        b"",
    )
    until(lambda: audit.recent(open_to.site.engine, limit=1)[0].action == "notify", "not audited")
    assert disclosed(open_to) == [], "nothing of a patient went out"


def test_every_version_arrives_in_order_however_badly_the_endpoint_does(
    open_to: Site, endpoint: Endpoint
) -> None:
    active(open_to, subscription(endpoint))
    endpoint.answers += [500, 503, 429, 404]
    for value in range(6):
        open_to.store((f"crp-{value}", "1988-5", "a"))
        open_to.store((f"crp-{value}", "1988-5", "b"))
    until(lambda: _ids(endpoint)[-1:] == ["crp-5"] and len(set(_ids(endpoint))) == 6, "not all told", 40)
    first_try = list(dict.fromkeys(_ids(endpoint)))
    assert first_try == [f"crp-{n}" for n in range(6)]
    until(
        lambda: len(_newest(endpoint)) == 6 and set(_newest(endpoint).values()) == {"b"},
        "not the newest",
    )


def _newest(endpoint: Endpoint) -> dict[str, str]:
    """The last value told of each."""
    told = [c for c in endpoint.calls if c.method == "PUT"]
    return {c.path.rpartition("/")[2]: json.loads(c.body)["valueString"] for c in told}


def _ids(endpoint: Endpoint) -> list[str]:
    return [c.path.rpartition("/")[2] for c in endpoint.calls if c.method == "PUT"]


def test_what_came_before_the_handshake_waits_for_it(open_to: Site, endpoint: Endpoint) -> None:
    endpoint.answers += [503, 503, 503]
    answer = open_to.api.post("/fhir/Subscription", json=subscription(endpoint))
    open_to.store(("crp-1", "1988-5", "x"))
    until(lambda: _ids(endpoint) == ["crp-1"], "not told")
    assert [c.method for c in endpoint.calls] == ["POST"] * 4 + ["PUT"]
    until(lambda: open_to.status(f"/fhir/Subscription/{answer.json()['id']}") == "active", "not active")


def _failing(open_to: Site, where: str) -> bool:
    """Written down, not only answered: the time of the first failure counts."""
    row = subscriptions.get(open_to.site.engine, where.rpartition("/")[2])
    return row is not None and row.failing_since is not None


def test_long_failure_is_an_error_and_put_again_it_lives(open_to: Site, endpoint: Endpoint) -> None:
    where = active(open_to, subscription(endpoint))
    endpoint.answers += [500] * 1000
    open_to.store(("crp-1", "1988-5", "x"))
    until(lambda: _failing(open_to, where), "no failure noted")
    open_to.site.now[0] += timedelta(hours=25)
    # On a busy machine the breaker has opened by now, and lets the next try through after 30 s.
    until(lambda: open_to.status(where) == "error", "still trying", seconds=60)
    said = open_to.api.get(where).json()
    assert "only failed since" in said["error"]
    until(
        lambda: not subscriptions.waiting(open_to.site.engine, f"sub-{said['id'].replace('-', '')}"),
        "still waits",
    )
    endpoint.answers.clear()
    endpoint.calls.clear()
    again = open_to.api.put(where, json=subscription(endpoint))
    assert again.status_code == 200, again.text
    until(lambda: open_to.status(where) == "active", "no handshake")
    open_to.store(("crp-2", "1988-5", "x"))
    until(lambda: _ids(endpoint) == ["crp-2"], "not told")


def test_gone_turns_it_off(open_to: Site, endpoint: Endpoint) -> None:
    where = active(open_to, subscription(endpoint))
    endpoint.answers += [410]
    open_to.store(("crp-1", "1988-5", "x"))
    until(lambda: open_to.status(where) == "off", "still on")


def test_deleted_is_not_told_any_more(open_to: Site, endpoint: Endpoint) -> None:
    where = active(open_to, subscription(endpoint))
    assert open_to.api.delete(where).status_code == 204
    assert open_to.api.get(where).status_code == 404
    open_to.store(("crp-1", "1988-5", "x"))
    second = active(open_to, subscription(endpoint, "Observation?status=preliminary"))
    open_to.store(("crp-2", "1988-5", "x"))
    until(lambda: _ids(endpoint) == ["crp-2"], "the second is told")
    assert open_to.api.delete(second).status_code == 204


def test_what_waited_when_it_ended_without_a_daemon_is_dropped(open_to: Site, endpoint: Endpoint) -> None:
    where = active(open_to, subscription(endpoint))
    endpoint.answers += [500] * 1000
    open_to.store(("crp-1", "1988-5", "x"))
    until(lambda: len(endpoint.calls) >= 2, "not tried")
    assert open_to.subscribers.stop()
    assert open_to.api.delete(where).status_code == 204
    name = f"sub-{where.rpartition('/')[2].replace('-', '')}"
    assert subscriptions.waiting(open_to.site.engine, name)
    own = NewDelivery(
        ids.derive("own"), "sub-lab", "patient", "0" * 64
    )  # a destination that the hospital calls so
    with writing(open_to.site.engine) as connection:
        deliveries.add(connection, open_to.message, [own], T0)
    open_to.subscribers = open_to.notifier()
    open_to.subscribers.start()
    until(lambda: not subscriptions.waiting(open_to.site.engine, name), "still waits")
    assert subscriptions.waiting(open_to.site.engine, "sub-lab") == [
        row.id
        for row in deliveries.of_message(open_to.site.engine, open_to.message)
        if row.destination == "sub-lab"
    ]


def test_its_end_is_its_end(open_to: Site, endpoint: Endpoint) -> None:
    body = {**subscription(endpoint), "end": (open_to.site.now[0] + timedelta(minutes=5)).isoformat()}
    where = active(open_to, body)
    open_to.site.now[0] += timedelta(minutes=6)
    open_to.subscribers.poke()
    until(lambda: open_to.status(where) == "off", "still on")


def test_it_goes_on_after_a_restart(open_to: Site, endpoint: Endpoint) -> None:
    active(open_to, subscription(endpoint))
    assert open_to.subscribers.stop()
    open_to.store(("crp-1", "1988-5", "x"))
    assert _ids(endpoint) == []
    open_to.subscribers = open_to.notifier()
    open_to.subscribers.start()
    until(lambda: _ids(endpoint) == ["crp-1"], "not told after the restart")


def test_clients_see_their_own_and_need_what_they_ask_for(open_to: Site, endpoint: Endpoint) -> None:
    where = active(open_to, subscription(endpoint))
    with open_to.client("other") as other, open_to.client("blind") as blind:
        assert other.get(where).status_code == 404
        assert other.delete(where).status_code == 404
        assert other.put(where, json=subscription(endpoint)).status_code == 404
        assert other.get("/fhir/Subscription").json()["total"] == 0
        assert blind.post("/fhir/Subscription", json=subscription(endpoint)).status_code == 403
        patients = other.post("/fhir/Subscription", json=subscription(endpoint, "Patient?name=x"))
        assert patients.status_code == 201
    refused = open_to.api.post("/fhir/Subscription", json=subscription(endpoint, "Patient?name=x"))
    assert refused.status_code == 403
    assert open_to.api.get("/fhir/Subscription").status_code == 403, "its scope has no s"
    gateway = {"Authorization": f"Bearer {open_to.site.token}"}
    everything = httpx.get(f"{open_to.url}/fhir/Subscription?status=active,requested", headers=gateway).json()
    assert everything["total"] == 2
    get_fhir_model_class("Bundle").model_validate(everything)
    stale = open_to.api.put(where, json=subscription(endpoint), headers={"If-Match": 'W/"1"'})
    assert stale.status_code == 412
    assert "valueString" not in json.dumps(everything)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"resourceType": "Patient"}, 400),
        ({"status": "active"}, 422),
        ({"reason": None}, 422),
        ({"criteria": "Observation?colour=red"}, 422),
        ({"criteria": "Medication"}, 422),
        ({"criteria": "Observation?_sort=date"}, 422),
        ({"criteria": "Observation?date=yesterday"}, 422),
        ({"criteria": ""}, 422),
        ({"criteria": -1}, 422),
        ({"channel": []}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": -183}}, 400),
        ({"channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1/", "header": [-1]}}, 422),
        ({"end": "soon"}, 422),
        ({"unknown": "x"}, 422),
        ({"channel": {"type": "email", "endpoint": "mailto:a@b"}}, 422),
        ({"channel": {"type": "rest-hook"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://8.8.8.8/hook"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://[::ffff:8.8.8.8]/hook"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://user:pw@127.0.0.1/"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1/?name=x"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "file:///etc/passwd"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1:99999/"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1/", "payload": "text/plain"}}, 422),
        ({"channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1/", "header": ["Host: x"]}}, 422),
        (
            {"channel": {"type": "rest-hook", "endpoint": "http://127.0.0.1/", "header": ["A: b\r\nC: d"]}},
            422,
        ),
    ],
)
def test_what_cannot_be_served_is_refused_at_once(
    refusing: Site, change: dict[str, Any], status: int
) -> None:
    body = {k: v for k, v in {**subscription("http://127.0.0.1:9/"), **change}.items() if v is not None}
    answer = refusing.api.post("/fhir/Subscription", json=body)
    assert answer.status_code == status, answer.text
    get_fhir_model_class("OperationOutcome").model_validate(answer.json())


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(open_site(tmp_path_factory.mktemp("refusing"), clients=CLIENTS))
    yield site
    assert subscriptions.listed(site.site.engine) == [], "nothing refused was kept"
    site.close()


def test_bodies_that_are_nothing(refusing: Site) -> None:
    for content in (b"", b"{", b"[]", b"null", b"[" * 5000, b'{"resourceType":"Subscription","status":[]}'):
        answer = refusing.api.post("/fhir/Subscription", content=content)
        assert answer.status_code in (400, 422), content[:20]
    text = json.dumps({**subscription("http://127.0.0.1:9/"), "reason": "REASON"})
    lone = refusing.api.post("/fhir/Subscription", content=text.replace("REASON", "\\ud800"))
    assert lone.status_code == 422, "half a character"
    xml = refusing.api.post(
        "/fhir/Subscription", content=b"<x/>", headers={"Content-Type": "application/fhir+xml"}
    )
    assert xml.status_code == 415


def test_the_number_is_bounded(open_to: Site, endpoint: Endpoint) -> None:
    for _ in range(5):
        assert open_to.api.post("/fhir/Subscription", json=subscription(endpoint)).status_code == 201
    refused = open_to.api.post("/fhir/Subscription", json=subscription(endpoint))
    assert (refused.status_code, refused.json()["issue"][0]["code"]) == (422, "too-costly")


def test_a_name_that_comes_to_lead_outside_is_not_followed(open_to: Site, endpoint: Endpoint) -> None:
    """The guard asks at every try, not only when the subscription is made."""
    where = active(open_to, subscription(endpoint))
    assert open_to.subscribers.stop()
    site = open_to.site
    name = f"hooks.hospital.example:{endpoint.url.rpartition(':')[2]}"
    row = subscriptions.get(site.engine, where.rpartition("/")[2])
    assert row is not None
    moved = row.body.replace(endpoint.url, f"http://{name}")
    subscriptions.put(site.engine, subscriptions.SubscriptionRow(**{**_fields(row), "body": moved}))
    before = len(endpoint.calls)
    open_to.subscribers = open_to.notifier(lambda host: ["203.0.113.7"])
    open_to.subscribers.start()
    open_to.store(("crp-1", "1988-5", "x"))
    until(
        lambda: any(
            "private_networks" in d.reason for d in deliveries.of_message(site.engine, open_to.message)
        ),
        "?",
    )
    assert len(endpoint.calls) == before


def _fields(row: subscriptions.SubscriptionRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}
