"""Signed events over real sockets: checked by Standard Webhooks' own library and by the receiver of our docs."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from gateway import outbound, site_check
from gateway.deliver import kinds
from gateway.deliver.answer import Answer, Result
from gateway.deliver.deliverer import Deliverer
from gateway.deliver.http_answer import judge
from gateway.deliver.webhook import WebhookClient
from gateway.errors import SiteError
from gateway.settings import Settings
from gateway.settings_destinations import WebhookDestination
from gateway.store import deliveries
from gateway.store.schema import DeliveryState
from mappers.fhir import MappingInput, results
from mappers.model import ReportStatus
from mappers.webhook import Secret
from tests.peers.certificates import self_signed, server_context
from tests.peers.http_receiver import HttpReceiver, Script
from tests.peers.staged_site import oru, staged_site
from tests.unit.mappers.fhir.example import DOCUMENT_ID, INPUT

NEW = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OLD = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()
NOW = datetime(2026, 11, 28, tzinfo=UTC)
DOCS = Path(__file__).parents[3] / "docs" / "destinations.md"


def good(headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    return 204, {}, b""


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., WebhookDestination]:
    (tmp_path / "secret").write_text(NEW + "\n")
    (tmp_path / "old").write_text(OLD + "\n")

    def destination(url: str, **changes: object) -> WebhookDestination:
        table = {"name": "hook", "kind": "webhook", "url": url, "secret_file": tmp_path / "secret"}
        return WebhookDestination.model_validate(table | {"timeout_s": 20.0} | changes)

    return destination


def body(to: WebhookDestination, inp: MappingInput = INPUT) -> bytes:
    (made,) = kinds.bodies(to, inp, results(inp))
    return made


def send(to: WebhookDestination, now: datetime | None = None) -> Answer:
    client = WebhookClient(to)
    try:
        return client.send(body(to), now or datetime.now(UTC))
    finally:
        client.close()


@contextmanager
def receiver(script: Script = good, **more: Any) -> Iterator[HttpReceiver]:
    with HttpReceiver(script, **more) as made:
        yield made


def test_standard_webhooks_own_library_accepts_it(make: Callable[..., WebhookDestination]) -> None:
    with receiver() as peer:
        assert send(make(peer.url)) == Answer(Result.DELIVERED)
        headers, sent = peer.requests[0]
    event = Webhook(NEW).verify(sent, headers)
    assert event["type"] == "document.results"
    assert event["timestamp"] == "2026-11-22T04:20:59.123+00:00"
    assert event["data"]["document"] == DOCUMENT_ID
    types = [entry["resource"]["resourceType"] for entry in event["data"]["bundle"]["entry"]]
    assert types == [r["resourceType"] for r in results(INPUT).resources]
    assert b'"value":8.50' in sent  # digits as printed
    assert headers["content-type"] == "application/json"
    with pytest.raises(WebhookVerificationError):
        Webhook(OLD).verify(sent, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(sent.replace(b"8.50", b"8.51"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(sent, headers | {"webhook-id": "msg_other"})


def test_a_second_try_has_the_same_id_and_its_own_time(make: Callable[..., WebhookDestination]) -> None:
    with receiver() as peer:
        to = make(peer.url)
        send(to, datetime(2026, 11, 28, 1, tzinfo=UTC))
        send(to, datetime(2026, 11, 28, 2, tzinfo=UTC))
        (first, one), (second, two) = peer.requests
    assert one == two
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 3600
    assert first["webhook-signature"] != second["webhook-signature"]


def test_while_secrets_change_over_both_sign(tmp_path: Path, make: Callable[..., WebhookDestination]) -> None:
    with receiver() as peer:
        send(make(peer.url, previous_secret_file=tmp_path / "old"))
        headers, sent = peer.requests[0]
    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (NEW, OLD):
        assert Webhook(secret).verify(sent, headers)


def test_a_reference_holds_no_patient_data(make: Callable[..., WebhookDestination]) -> None:
    sent = body(make("http://127.0.0.1:1", payload="reference"))
    event = json.loads(sent)
    assert "bundle" not in event["data"]
    assert f"http://127.0.0.1:8440/fhir/DocumentReference/{DOCUMENT_ID}" in event["data"]["resources"]
    for private in ("山田", "00012345", "1970", "8.50"):
        assert private not in sent.decode()


def test_a_withdrawn_document_is_another_event(make: Callable[..., WebhookDestination]) -> None:
    withdrawn = replace(INPUT, document=replace(INPUT.document, status=ReportStatus.ENTERED_IN_ERROR))
    assert json.loads(body(make("http://127.0.0.1:1"), withdrawn))["type"] == "document.withdrawn"


@pytest.mark.parametrize(
    ("status", "result", "slow", "works"),
    [
        (200, Result.DELIVERED, False, True),
        (202, Result.DELIVERED, False, True),
        (301, Result.RETRY, True, False),
        (400, Result.DEAD, False, True),
        (401, Result.RETRY, True, False),
        (404, Result.RETRY, True, False),
        (409, Result.RETRY, False, True),
        (410, Result.RETRY, True, False),
        (422, Result.DEAD, False, True),
        (429, Result.RETRY, False, False),
        (500, Result.RETRY, False, False),
        (503, Result.RETRY, False, False),
    ],
)
def test_statuses(status: int, result: Result, slow: bool, works: bool) -> None:
    answer = judge(status, httpx.Headers(), "words of theirs", NOW)
    assert (answer.result, answer.slow, answer.server_works) == (result, slow, works)
    assert "words of theirs" not in answer.reason
    assert answer.outcome == ("" if result is Result.DELIVERED else "words of theirs")


def test_answers_over_the_wire(make: Callable[..., WebhookDestination]) -> None:
    def busy(headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        return 429, {"Retry-After": "7", "Content-Type": "text/plain"}, "混雑".encode()

    with receiver(busy) as peer:
        answer = send(make(peer.url))
        assert (answer.result, answer.retry_after_s, answer.outcome) == (Result.RETRY, 7.0, "混雑")
    with receiver(lambda headers, body: (307, {"Location": "http://127.0.0.1:1/"}, b"")) as peer:
        assert "redirects" in send(make(peer.url)).reason
        assert len(peer.requests) == 1
    with receiver(lambda headers, body: None) as peer:
        assert send(make(peer.url)).result is Result.RETRY
        url = peer.url
    assert "firewall" in send(make(url)).reason
    waiting = HttpReceiver(lambda headers, body: (200, {}, b"") if waiting.released.wait(20) else None)
    with waiting:
        assert "within 0.3 s" in send(make(waiting.url, timeout_s=0.3)).reason


def test_tls_and_our_own_certificate(tmp_path: Path, make: Callable[..., WebhookDestination]) -> None:
    certificate, ours = self_signed(tmp_path), self_signed(tmp_path, "gateway")
    with receiver(tls=server_context(certificate, ours)) as peer:
        both = {"ca_file": certificate, "client_cert_file": ours}
        assert send(make(peer.url, **both)).result is Result.DELIVERED
        unknown = send(make(peer.url))
        assert (unknown.result, unknown.slow) == (Result.RETRY, True)
        assert "ca_file" in unknown.reason
        assert len(peer.requests) == 1


@pytest.mark.parametrize(
    "text", ["", "secret", "whsec_", "whsec_%%%", "whsec_c2hvcnQ=", NEW.removeprefix("whsec_")]
)
def test_a_file_without_a_secret_stops_the_start_and_is_not_shown(
    tmp_path: Path, make: Callable[..., WebhookDestination], text: str
) -> None:
    (tmp_path / "secret").write_text(text)
    with pytest.raises(SiteError, match=r"destinations\.hook\.secret_file") as caught:
        WebhookClient(make("http://127.0.0.1:1"))
    hidden = text.removeprefix("whsec_")
    assert len(hidden) < 8 or hidden not in str(caught.value)
    assert repr(Secret.parse(NEW)) == "Secret()"


def test_check_and_the_guard_of_private_networks(
    make: Callable[..., WebhookDestination], tmp_path: Path
) -> None:
    away = make("https://8.8.8.8/hook", previous_secret_file=tmp_path / "none")
    found = "\n".join(site_check.mistakes(Settings(destinations=(away,))))
    assert "destinations.hook.url: 8.8.8.8" in found
    assert "destinations.hook.previous_secret_file" in found
    with pytest.raises(SiteError):
        outbound.check(Settings(destinations=(away,)))


def test_the_receiver_in_the_docs(make: Callable[..., WebhookDestination], tmp_path: Path) -> None:
    """The example as it stands there, on a port of its own."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    example: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, str(DOCS), "exec"), example)  # code of our own page
    example["SECRETS"][:] = [base64.b64decode(NEW.removeprefix("whsec_"))]

    def script(headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        return (204, {}, b"") if example["is_genuine"](headers, body) else (401, {}, b"")

    with receiver(script) as peer:
        assert send(make(peer.url)).result is Result.DELIVERED
        assert send(make(peer.url), datetime(2026, 1, 1, tzinfo=UTC)).result is Result.RETRY  # too old
        (tmp_path / "secret").write_text(OLD)
        assert send(make(peer.url)).result is Result.RETRY
        assert send(make(peer.url, previous_secret_file=tmp_path / "secret")).result is Result.RETRY
        (tmp_path / "secret").write_text(OLD)
        (tmp_path / "old").write_text(NEW)
        assert send(make(peer.url, previous_secret_file=tmp_path / "old")).result is Result.DELIVERED
    assert example["is_genuine"]({}, b"") is False


def test_from_a_message_in_to_an_event_out(tmp_path: Path, make: Callable[..., WebhookDestination]) -> None:
    answers = iter([(503, {}, b""), None, (200, {}, b"")])
    with receiver(lambda headers, body: next(answers)) as peer:
        to = make(peer.url, retry_first_s=0.05, retry_max_s=0.1)
        with staged_site(tmp_path / "site", to) as site:
            site.run(site.keep(oru("WBC 8.5")))
            sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
            sender.start()
            deadline = time.monotonic() + 15
            while deliveries.counts(site.engine)[0].state is not DeliveryState.DELIVERED:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            sender.stop()
        assert len(peer.requests) == 3
        assert len({headers["webhook-id"] for headers, _ in peer.requests}) == 1
        assert len({sent for _, sent in peer.requests}) == 1
