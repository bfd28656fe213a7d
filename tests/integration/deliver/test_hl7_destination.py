"""Results to HL7 v2 receivers over real sockets: hl7apy's own server, our own receiver, and ones that misbehave."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Thread

import pytest

from gateway import site_check
from gateway.deliver import kinds
from gateway.deliver.answer import Answer, Result
from gateway.deliver.deliverer import Deliverer
from gateway.deliver.hl7 import Hl7Client
from gateway.errors import SiteError
from gateway.settings import Settings
from gateway.settings_destinations import Hl7Destination
from gateway.store import deliveries
from gateway.store.schema import DeliveryState
from mappers.fhir import results
from mappers.hl7.message import read
from tests.peers.certificates import self_signed, server_context
from tests.peers.mllp_receiver import Hl7apyReceiver, Script, ScriptedReceiver, accept
from tests.peers.staged_site import oru, staged_site
from tests.unit.mappers.fhir.example import INPUT

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def destination(port: int, **changes: object) -> Hl7Destination:
    table = {"name": "ehr", "kind": "hl7", "host": "127.0.0.1", "port": port, "timeout_s": 20.0}
    return Hl7Destination.model_validate(table | changes)


@cache
def body(**changes: object) -> bytes:
    (made,) = kinds.bodies(destination(1, **changes), INPUT, results(INPUT))
    return made


@contextmanager
def scripted(script: Script, **changes: object) -> Iterator[tuple[ScriptedReceiver, Hl7Client]]:
    receiver = ScriptedReceiver(script)
    client = Hl7Client(destination(receiver.port, **changes))
    try:
        yield receiver, client
    finally:
        client.close()
        receiver.stop()


def test_hl7apys_server_validates_and_takes_it() -> None:
    receiver = Hl7apyReceiver()
    client = Hl7Client(destination(receiver.port))
    try:
        sent = body(encoding="utf-8")
        assert client.send(sent, NOW) == Answer(Result.DELIVERED)
        assert client.send(sent, NOW) == Answer(Result.DELIVERED)  # it closes after each: we connect anew
        assert receiver.received == [sent.decode()] * 2
        refused = client.send(sent.replace(b"ORU^R01^ORU_R01", b"ORU^R02^ORU_R02"), NOW)
        assert refused.result is Result.DEAD
        assert "UnsupportedMessageType" in refused.outcome
    finally:
        client.close()
        receiver.stop()


def test_many_messages_on_one_connection() -> None:
    with scripted(accept) as (receiver, client):
        for _ in range(20):
            assert client.send(body(), NOW).result is Result.DELIVERED
        assert receiver.connections == 1
        assert receiver.messages == [body()] * 20


def test_threads_share_the_one_connection_that_the_receiver_takes() -> None:
    with scripted(accept) as (receiver, client):
        answers: list[Answer] = []
        threads = [Thread(target=lambda: answers.append(client.send(body(), NOW))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [a.result for a in answers] == [Result.DELIVERED] * 8
        assert receiver.connections == 1


def test_a_connection_that_the_receiver_closed_meanwhile_is_not_used() -> None:
    with scripted(lambda message: accept(message)) as (receiver, client):
        assert client.send(body(), NOW).result is Result.DELIVERED
        receiver._peers[0].shutdown(2)
        assert client.send(body(), NOW).result is Result.DELIVERED
        assert receiver.connections == 2


def test_a_receiver_that_closes_behind_each_answer_is_sent_to_without_a_fault() -> None:
    """The end may arrive after we looked and before we write: then the message goes again at once."""
    receiver = ScriptedReceiver(accept, closes=True)
    client = Hl7Client(destination(receiver.port))
    try:
        for _ in range(30):
            assert client.send(body(), NOW) == Answer(Result.DELIVERED)
    finally:
        client.close()
        receiver.stop()


@pytest.mark.parametrize(
    ("script", "slow", "reason"),
    [
        (lambda message: None, False, "without an answer"),
        (lambda message: accept(message)[:-1], False, "no answer within"),
        (lambda message: b"", False, "no answer within"),
        (lambda message: b"\x0b\x15\x1c\r", False, "MLLP NAK"),
        (lambda message: accept(b"|||||||||OTHER|"), True, "another message"),
        (lambda message: b"\x0bHTTP/1.1 200 OK\x1c\r", True, "no HL7 v2 message"),
        (lambda message: b"\x0b" + b"x" * 2_000_000, True, "larger than any"),
    ],
)
def test_answers_that_confirm_nothing(script: Script, slow: bool, reason: str) -> None:
    with scripted(script, timeout_s=0.5 if "within" in reason else 20.0) as (receiver, client):
        answer = client.send(body(), NOW)
        assert (answer.result, answer.slow, answer.server_works) == (Result.RETRY, slow, False)
        assert reason in answer.reason
        again = client.send(body(), NOW)
        assert again.result is Result.RETRY
        assert receiver.connections == 2  # never on the connection of which nobody knows what is to come


def test_an_answer_in_pieces_and_a_commit_acknowledgement_before_it() -> None:
    with scripted(lambda m: b"\x0b\x06\x1c\rstray" + accept(m, "CA"), acknowledgement="enhanced") as (
        receiver,
        client,
    ):
        assert client.send(body(acknowledgement="enhanced"), NOW).result is Result.DELIVERED
        msh = read(receiver.messages[0]).header
        assert (msh.get(15), msh.get(16)) == ("AL", "NE")


def test_refusals() -> None:
    for code, result in (("AE", Result.DEAD), ("AR", Result.RETRY), ("CE", Result.DEAD), ("CR", Result.DEAD)):
        with scripted(lambda m, code=code: accept(m, code)) as (_, client):  # type: ignore[misc]
            assert client.send(body(), NOW).result is result


def test_nobody_there() -> None:
    receiver = ScriptedReceiver(accept)
    receiver.stop()
    client = Hl7Client(destination(receiver.port))
    answer = client.send(body(), NOW)
    client.close()
    assert (answer.result, answer.slow, answer.server_works) == (Result.RETRY, False, False)
    assert "firewall" in answer.reason


def test_closing_breaks_off_what_waits() -> None:
    with scripted(lambda message: b"", timeout_s=60.0) as (receiver, client):
        answers: list[Answer] = []
        thread = Thread(target=lambda: answers.append(client.send(body(), NOW)))
        thread.start()
        until = time.monotonic() + 5
        while not receiver.messages:
            assert time.monotonic() < until
        client.close()
        thread.join(5)
        assert [a.result for a in answers] == [Result.RETRY]


def test_tls_with_a_private_authority_and_our_own_certificate(tmp_path: Path) -> None:
    server, ours = self_signed(tmp_path), self_signed(tmp_path, "gateway")
    receiver = ScriptedReceiver(accept, tls=server_context(server, ours))
    port = receiver.port

    def send(**changes: object) -> Answer:
        client = Hl7Client(destination(port, **changes))
        try:
            return client.send(body(), NOW)
        finally:
            client.close()

    try:
        both = {"tls": True, "ca_file": server, "client_cert_file": ours}
        assert send(**both).result is Result.DELIVERED
        unknown = send(tls=True)
        assert (unknown.result, unknown.slow) == (Result.RETRY, True)
        assert "ca_file" in unknown.reason
        assert send(tls=True, ca_file=server).result is Result.RETRY  # without our certificate
        assert len(receiver.messages) == 1
    finally:
        receiver.stop()


def wait_for(condition: Callable[[], object], what: str) -> None:
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)


def test_from_a_message_in_to_a_message_out_though_an_answer_is_lost(tmp_path: Path) -> None:
    """The whole way: received, mapped into the outbox, sent, the answer lost, sent again as the same message."""

    def lose_the_first_answer(message: bytes) -> bytes | None:
        return accept(message) if len(receiver.messages) > 1 else None

    receiver = ScriptedReceiver(lose_the_first_answer)
    to = destination(receiver.port, retry_first_s=0.05, retry_max_s=0.1)
    with staged_site(tmp_path, to) as site:
        site.run(site.keep(oru("WBC 8.5")))
        sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
        sender.start()
        try:
            wait_for(lambda: deliveries.counts(site.engine)[0].state is DeliveryState.DELIVERED, "delivered")
        finally:
            sender.stop()
            receiver.stop()
        first, second = receiver.messages
        assert first == second
        msg = read(first)
        assert [(s.get(3, 2), s.get(5)) for s in msg.all("OBX")] == [("総蛋白", "7.20"), ("CRP", "0.10")]
        assert msg.first("PID").get(3) == "90000017"  # type: ignore[union-attr]


def test_a_document_without_results_is_no_message() -> None:
    empty = replace(INPUT, extraction=replace(INPUT.extraction, items=()))
    assert kinds.bodies(destination(1), empty, results(empty)) == ()


def test_check_names_files_and_hosts(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"destinations\.ehr\.ca_file"):
        Hl7Client(destination(1, tls=True, ca_file=tmp_path / "none.pem"))
    bad = tmp_path / "bad.pem"
    bad.write_text("no certificate")
    away = destination(1, host="8.8.8.8", tls=True, client_cert_file=bad)
    found = "\n".join(site_check.mistakes(Settings(destinations=(away,))))
    assert "destinations.ehr.client_cert_file" in found
    assert "destinations.ehr.host: 8.8.8.8" in found
