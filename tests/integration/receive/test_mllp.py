"""MLLP over real sockets into a real store: what is acknowledged is kept, and no peer can stop the others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.typing import EventDict

from gateway.errors import StorageFull, StoreAway
from gateway.receive.mllp import MllpServer
from gateway.store.schema import MessageState
from tests.integration.receive.conftest import Site, eventually, fill, mllp_settings, now
from tests.peers.mllp_client import MllpClient, ack_code, msa

pytestmark = pytest.mark.usefixtures("no_thread_leak")


@contextmanager
def serving(site: Site, **changes: object) -> Iterator[MllpServer]:
    server = MllpServer(mllp_settings(**changes), site.blobs, site.inbox, now)
    server.start()
    try:
        yield server
    finally:
        server.stop(2)


def oru(control_id: str, body: str = "", extra: str = "") -> bytes:
    text = (
        f"MSH|^~\\&|LIS|検査部|EHR|病院|20261122||ORU^R01|{control_id}|P|2.5||||||~ISO IR87{extra}\r"
        f"PID|1||42||試験^花子\rOBR|1\rOBX|1|TX|A||{body}側京\r"
    )
    return text.encode("iso2022_jp")


def test_many_messages_on_one_connection_are_kept_as_sent(site: Site) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        sent = [oru(f"M{i}", "x" * i) for i in range(30)]
        answers = [msa(client.send(raw)) for raw in sent]
    assert [a[1:3] for a in answers] == [["AA", f"M{i}"] for i in range(30)]
    rows = {row.control_id: row for row in site.rows()}
    assert [site.blobs.get(rows[f"M{i}"].digest) for i in range(30)] == sent
    assert {row.state for row in rows.values()} == {MessageState.RECEIVED}
    assert rows["M3"].sender == "LIS|検査部"


def test_an_answer_comes_after_the_row_is_committed(site: Site) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        for i in range(20):
            assert ack_code(client.send(oru(f"M{i}"))) == "AA"
            assert len(site.rows()) == i + 1


def test_pipelined_messages_are_answered_in_order(site: Site) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        sent = [oru(f"M{i}") for i in range(100)]
        client.send_raw(b"".join(b"\x0b" + raw + b"\x1c\r" for raw in sent))
        assert [msa(client.read())[2] for _ in sent] == [f"M{i}" for i in range(100)]
    assert len(site.rows()) == 100


def test_byte_by_byte_with_stray_bytes_between(site: Site, events: list[EventDict]) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        for byte in b"\r\n" + b"\x0b" + oru("M1") + b"\x1c\r":
            client.send_raw(bytes([byte]))
        assert msa(client.read())[1:3] == ["AA", "M1"]
    assert [e["count"] for e in events if e["event"] == "bytes outside MLLP frames"] == [2]


def test_a_resend_gets_the_same_answer_and_no_second_row(site: Site) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        assert [msa(client.send(oru("M1")))[1:3] for _ in range(3)] == [["AA", "M1"]] * 3
    assert len(site.rows()) == 1


def test_a_control_id_used_again_is_kept_acknowledged_and_told(site: Site, events: list[EventDict]) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        assert ack_code(client.send(oru("M1"))) == "AA"
        assert ack_code(client.send(oru("M1", "other"))) == "AA"
    assert len(site.rows()) == 2
    assert any("used again" in e["event"] and e["log_level"] == "warning" for e in events)


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"no message at all", "100"),
        (b"FHS|^~\\&|A\rBHS|^~\\&|A\rMSH|^~\\&|A", "200"),
        (b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01||P|2.5\rPID|1||42\r", "101"),
        (b"MSH|^~\\&|A|B|C|D|20261122|||7|P|2.5\r", "101"),
        (b"MSH|^~\\&|A|B|C|D|20261122||ORU^R01|7|P|4.0\r", "203"),
    ],
)
def test_unparsable_messages_are_kept_for_a_person_and_refused(site: Site, raw: bytes, error: str) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        answer = client.send(raw)
        assert ack_code(answer) == "AR"
        assert f"|{error}^".encode() in answer
        assert ack_code(client.send(oru("next"))) == "AA"
    refused = [row for row in site.rows() if row.control_id != "next"]
    assert [(row.state, site.blobs.get(row.digest)) for row in refused] == [(MessageState.QUARANTINED, raw)]
    assert refused[0].reason.startswith("unparsable: ")


def test_enhanced_mode_and_acknowledgements(site: Site) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        assert ack_code(client.send(oru("M1").replace(b"|P|2.5||||", b"|P|2.5|||AL|NE"))) == "CA"
        client.send_only(b"MSH|^~\\&|A|B|C|D|20261122||ACK^R01|7|P|2.5\rMSA|AA|1\r")
        client.send_only(oru("M2").replace(b"|P|2.5||||", b"|P|2.5|||NE|NE"))
        assert msa(client.send(oru("M3")))[1:3] == ["AA", "M3"]  # the two before got no answer
    assert {row.control_id for row in site.rows()} == {"M1", "M2", "M3"}


class FailingInbox:
    """Fails as the store does when it is told to."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.error: Exception | None = None

    def keep(self, new):  # type: ignore[no-untyped-def]
        raise NotImplementedError

    async def keep_async(self, new):  # type: ignore[no-untyped-def]
        if self.error:
            raise self.error
        return await self.site.inbox.keep_async(new)


@pytest.mark.parametrize("error", [StorageFull("disk full"), StoreAway("database away")])
def test_what_is_not_kept_is_not_acknowledged(site: Site, error: Exception) -> None:
    inbox = FailingInbox(site)
    server = MllpServer(mllp_settings(), site.blobs, inbox, now)
    server.start()
    with MllpClient("127.0.0.1", server.port) as client:
        inbox.error = error
        answer = client.send(oru("M1"))
        assert ack_code(answer) == "AE"
        assert b"|207^" in answer
        inbox.error = None
        assert ack_code(client.send(oru("M1"))) == "AA"
    server.stop(2)
    assert len(site.rows()) == 1


def test_a_full_disk_is_told_and_intake_resumes_by_itself(small_disk: Path) -> None:
    site = Site(small_disk)
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        assert ack_code(client.send(oru("before"))) == "AA"
        ballast = fill(small_disk, leave_bytes=100_000)
        answer = client.send(oru("M1", "x" * 1_000_000))
        assert ack_code(answer) == "AE"
        assert b"not kept" in answer
        ballast.unlink()
        eventually(lambda: ack_code(client.send(oru("M1", "x" * 1_000_000))) == "AA", "intake resumed")
    assert {row.control_id for row in site.rows()} == {"before", "M1"}
    site.close()


def closed_by_server(sock: socket.socket, timeout_s: float = 5.0) -> bool:
    sock.settimeout(timeout_s)
    try:
        while sock.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return True


def reasons(events: list[EventDict]) -> list[str]:
    return [e["reason"] for e in events if e["event"] == "connection ended"]


def test_misbehaving_peers_end_bounded_and_logged(site: Site, events: list[EventDict]) -> None:
    limits = {"idle_timeout_s": 0.4, "message_timeout_s": 0.4, "max_message_bytes": 100_000}
    with serving(site, **limits) as server:
        address = ("127.0.0.1", server.port)
        socket.create_connection(address).close()  # connect and leave
        silent = socket.create_connection(address)
        half = socket.create_connection(address)
        half.sendall(b"\x0b" + oru("half")[:50])
        half.close()
        loris = socket.create_connection(address)
        loris.sendall(b"\x0bMSH|")
        garbage = socket.create_connection(address)
        garbage.sendall(b"GET / HTTP/1.1\r\n" + b"x" * 70_000)
        large = MllpClient(*address)
        large.send_raw(b"\x0b" + oru("large", "y" * 150_000))
        assert ack_code(large.read()) == "AR"
        for sock in (silent, loris, garbage, large.socket):
            assert closed_by_server(sock)
            sock.close()
        eventually(lambda: server.connections == 0, "every connection ended")
        assert sorted(reasons(events)) == sorted(
            [
                "peer left",
                "silent for mllp.idle_timeout_s",
                "peer left in the middle of a message",
                "message not finished within mllp.message_timeout_s",
                "no MLLP frame in what was sent",
                "message larger than mllp.max_message_bytes",
            ]
        )
        with MllpClient(*address) as client:
            assert ack_code(client.send(oru("after"))) == "AA"
    assert [row.control_id for row in site.rows()] == ["after"]


def test_a_dripping_sender_is_ended_though_it_never_falls_silent(site: Site, events: list[EventDict]) -> None:
    with serving(site, message_timeout_s=0.5) as server:
        loris = socket.create_connection(("127.0.0.1", server.port))
        loris.sendall(b"\x0bMSH|")
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(0.05):
                try:
                    loris.sendall(b"x")
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        eventually(
            lambda: "message not finished within mllp.message_timeout_s" in reasons(events), "ended", 3
        )
        stop.set()
        dripping.join()
        loris.close()


def test_a_peer_that_does_not_read_is_bounded(site: Site) -> None:
    with serving(site) as server:
        deaf = socket.create_connection(("127.0.0.1", server.port))
        deaf.setblocking(False)
        sent = 0
        raw = b"\x0b" + b"x" * 10 + b"\x1c\r"
        for _ in range(2000):  # answered with AR each; none is read
            try:
                sent += deaf.send(raw)
            except BlockingIOError:
                break
        with MllpClient("127.0.0.1", server.port) as client:
            assert ack_code(client.send(oru("M1"))) == "AA"
        deaf.close()


def test_connections_beyond_the_bound_are_closed_and_others_served(
    site: Site, events: list[EventDict]
) -> None:
    with serving(site, max_connections=2) as server:
        first, second = (MllpClient("127.0.0.1", server.port) for _ in range(2))
        assert ack_code(first.send(oru("M1"))) == "AA"
        assert ack_code(second.send(oru("M2"))) == "AA"
        third = socket.create_connection(("127.0.0.1", server.port))
        assert closed_by_server(third)
        third.close()
        assert reasons(events) == ["mllp.max_connections reached"]
        first.close()
        eventually(lambda: server.connections == 1, "the place is free again")
        with MllpClient("127.0.0.1", server.port) as client:
            assert ack_code(client.send(oru("M3"))) == "AA"
        second.close()


def test_stop_answers_what_is_in_hand(site: Site) -> None:
    server = MllpServer(mllp_settings(), site.blobs, site.inbox, now)
    server.start()
    client = MllpClient("127.0.0.1", server.port)
    client.send_raw(b"".join(b"\x0b" + oru(f"M{i}") + b"\x1c\r" for i in range(40)))
    first = msa(client.read())[2]
    stopping = threading.Thread(target=server.stop, args=(5,))
    stopping.start()
    answered = [first]
    try:
        while True:
            answered.append(msa(client.read())[2])
    except (ConnectionError, TimeoutError):
        pass
    stopping.join()
    client.close()
    assert answered == [f"M{i}" for i in range(len(answered))]
    assert {row.control_id for row in site.rows()} == set(answered)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=1)


def test_no_patient_data_in_any_event(site: Site, events: list[EventDict]) -> None:
    with serving(site) as server, MllpClient("127.0.0.1", server.port) as client:
        client.send(oru("M1"))
        client.send(oru("M1", "again"))
        client.send(b"PID|1||42||SECRET^NAME")
    assert events
    assert not any(word in repr(events) for word in ("試験", "花子", "SECRET", "'42'"))
