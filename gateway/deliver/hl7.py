"""Send stored HL7 v2 messages over MLLP and wait for each one's acknowledgement.

Strategy: a few long-lived connections (one unless set otherwise), one message under way on each. A connection that
failed, or on which something lies unread, is never used again, so an answer cannot be taken for another's. Whether a
message that got no answer was kept is unknown: it goes again with the same MSH-10 and the same bytes, at once where an
old connection turned out to have ended (receivers that close after each message, firewalls that forget).
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import time
from datetime import datetime
from threading import BoundedSemaphore, Lock

from gateway.deliver import tls
from gateway.deliver.answer import Answer, Result
from gateway.deliver.hl7_answer import judge
from gateway.receive.framer import Message, MllpFramer, TooLarge, frame
from gateway.settings_destination_hl7 import Hl7Destination

MAX_ANSWER_BYTES = 1024 * 1024
_READ_BYTES = 65536
_AGAIN = "it goes again with the same MSH-10"
_COMMIT_ACK, _COMMIT_NAK = b"\x06", b"\x15"
"""Answers of MLLP Release 2: the bytes arrived, or did not. They say nothing of the message."""


class _EndedError(Exception):
    """The connection ended before an answer was whole."""


class Hl7Client:
    """One receiver. Safe to share between threads; close it after use."""

    def __init__(self, destination: Hl7Destination) -> None:
        """Raises SiteError where a certificate file cannot be read. Connects when the first message goes out."""
        self._host, self._port = destination.host, destination.port
        self._timeout_s = destination.timeout_s
        self._tls = tls.context(destination) if destination.tls else None
        self._slots = BoundedSemaphore(destination.connections)
        self._lock = Lock()
        self._idle: list[socket.socket] = []
        self._open: set[socket.socket] = set()
        self._closed = False

    def send(self, body: bytes, now: datetime) -> Answer:
        """Send one message and judge its answer; the whole must be done within the timeout."""
        deadline = time.monotonic() + self._timeout_s
        if not self._slots.acquire(timeout=self._timeout_s):
            reason = "every connection waits for answers to earlier messages; the receiver is slow"
            return Answer(Result.RETRY, reason, server_works=True)
        try:
            return self._exchange(body, deadline)
        finally:
            self._slots.release()

    def reach(self) -> Answer | None:
        """Connect and say nothing: why that is not possible, None where it is."""
        found = self._opened(time.monotonic() + self._timeout_s)
        if isinstance(found, Answer):
            return found
        self._drop(found)
        return None

    def close(self) -> None:
        """Close the connections; what waits for an answer is broken off."""
        with self._lock:
            self._closed = True
            found = list(self._open)
            self._idle.clear()
        for connection in found:
            self._drop(connection)

    def _exchange(self, body: bytes, deadline: float) -> Answer:
        idle = self._idle_connection()
        if idle is not None:
            with contextlib.suppress(
                _EndedError
            ):  # the receiver ended it as we wrote: that is no fault of its
                return self._ask(idle, body, deadline)
        connection = self._opened(deadline)
        if isinstance(connection, Answer):
            return connection
        try:
            return self._ask(connection, body, deadline)
        except _EndedError as ended:
            reason = f"the receiver closed the connection without an answer ({ended}); {_AGAIN}"
            return Answer(Result.RETRY, reason, server_works=False)

    def _opened(self, deadline: float) -> socket.socket | Answer:
        """A new connection, or why there is none."""
        try:
            return self._connect(deadline)
        except ssl.SSLCertVerificationError as error:
            reason = (
                f"the receiver's TLS certificate is not trusted ({error.verify_message}): give its certificate "
                "authority as ca_file, or correct host"
            )
            return Answer(Result.RETRY, reason, slow=True, server_works=False)
        except ssl.SSLError as error:
            reason = f"TLS failed ({error.reason}): is this the TLS port, and does the receiver want client_cert_file?"
            return Answer(Result.RETRY, reason, slow=True, server_works=False)
        except OSError:
            reason = "cannot connect: check that the receiver runs and that the firewall lets us through"
            return Answer(Result.RETRY, reason, server_works=False)

    def _ask(self, connection: socket.socket, body: bytes, deadline: float) -> Answer:
        """Send and judge. Raises _EndedError where the connection ended before any answer began."""
        kept = False
        try:
            connection.settimeout(max(deadline - time.monotonic(), 0.001))
            connection.sendall(frame(body))
            judged, kept = self._await(connection, deadline, _control_id(body))
            return judged
        except TimeoutError:
            reason = f"no answer within {self._timeout_s:g} s: check the receiver's load; {_AGAIN}"
            return Answer(Result.RETRY, reason, server_works=False)
        except OSError as error:
            raise _EndedError(type(error).__name__) from error
        finally:
            self._give_back(connection, kept)

    def _await(self, connection: socket.socket, deadline: float, control_id: str) -> tuple[Answer, bool]:
        """The judged answer, and whether the connection may be used again."""
        framer = MllpFramer(MAX_ANSWER_BYTES)
        while True:
            connection.settimeout(max(deadline - time.monotonic(), 0.001))
            data = connection.recv(_READ_BYTES)
            if not data:
                raise _EndedError("end of stream")
            for event in framer.feed(data):
                match event:
                    case Message(data=answer) if answer == _COMMIT_ACK:
                        continue  # MLLP R2: the message's own answer follows
                    case Message(data=answer) if answer == _COMMIT_NAK:
                        reason = (
                            "the receiver could not store the bytes (MLLP NAK); look at its log if this lasts"
                        )
                        return Answer(Result.RETRY, reason, server_works=False), False
                    case Message(data=answer):
                        judged = judge(answer, control_id)
                        return judged, not judged.slow and not framer.buffered_bytes
                    case TooLarge():
                        reason = "the answer is larger than any acknowledgement: is this an HL7 receiver?"
                        return Answer(Result.RETRY, reason, slow=True, server_works=False), False

    def _idle_connection(self) -> socket.socket | None:
        """One that is open and silent, as far as can be seen; None where there is none."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                idle = self._idle.pop()
            if not select.select([idle], [], [], 0)[0]:
                return idle
            self._drop(idle)  # closed by the peer meanwhile, or holding bytes nobody asked for

    def _connect(self, deadline: float) -> socket.socket:
        if self._closed:
            raise ConnectionAbortedError("the gateway stops")
        plain = socket.create_connection(
            (self._host, self._port), timeout=min(10.0, max(deadline - time.monotonic(), 0.001))
        )
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            made = self._tls.wrap_socket(plain, server_hostname=self._host) if self._tls else plain
        except BaseException:
            plain.close()
            raise
        with self._lock:
            self._open.add(made)
        return made

    def _give_back(self, connection: socket.socket, usable: bool) -> None:
        with self._lock:
            if usable and not self._closed:
                self._idle.append(connection)
                return
        self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)  # wakes a thread that reads from it
        connection.close()


def _control_id(body: bytes) -> str:
    """MSH-10 of a message of ours: ASCII, and before any character set is switched to."""
    return body.split(b"|", 10)[9].decode("ascii", "replace")
