"""A FHIR server's transactions in memory, which fail at random in every way that real ones do.

It keeps every version of every resource and the order of its commits, so that a test can say exactly what must be
there. A PUT of what is there already makes no new version, as with servers that look. Faults come from a seeded
source of chance; what was stored before the answer was lost stays stored.
"""

from __future__ import annotations

import hashlib
import json
import random
import ssl
from collections import Counter
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Self

FHIR_JSON = "application/fhir+json"
FAULTS: Mapping[str, int] = {
    "good": 60,
    "lost": 6,  # committed, then the connection closes without an answer
    "half": 5,  # committed, and the answer breaks off in its middle
    "slow": 3,  # committed, and the answer comes after everybody has given up
    "500": 5,
    "503": 4,
    "429": 1,  # with Retry-After
    "401": 3,  # the token is not good; the next one is
    "409": 3,
    "412": 3,
    "portal": 3,  # 200 with a page of HTML; nothing was stored
    "plain": 3,  # committed, and the answer is no transaction-response
}
"""Weights of what happens to a request."""
STORES = ("good", "lost", "half", "slow", "plain")


class TransactionServer:
    """Use as a context manager. `refuses` says of a body that it is refused for good (422) until `mended` is set."""

    def __init__(
        self,
        rng: random.Random,
        faults: Mapping[str, int] = FAULTS,
        *,
        refuses: Callable[[bytes], bool] = lambda body: False,
        certificate: Path | None = None,
        slow_s: float = 1.0,
    ) -> None:
        self.versions: dict[str, list[str]] = {}  # "Type/id" → JSON texts, oldest first
        self.commits: list[
            str
        ] = []  # SHA-256 of each body as it was committed, again where it was sent again
        self.happened: Counter[str] = Counter()
        self.mended = Event()
        self._rng = rng
        self._faults = faults
        self._refuses = refuses
        self._slow_s = slow_s
        self._lock = Lock()
        self._closing = Event()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                owner._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # killed clients are expected
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # The handshake is each connection's own thread's: a killed client must not hold up the others.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}/fhir"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
        with self._lock:
            happens = self._rng.choices(list(self._faults), list(self._faults.values()))[0]
            if happens in STORES and self._refuses(body) and not self.mended.is_set():
                happens = "422"
            self.happened[happens] += 1
            done = self._commit(body) if happens in STORES else b""
        self._reply(handler, happens, done)

    def _commit(self, body: bytes) -> bytes:
        bundle = json.loads(body)
        assert bundle["type"] == "transaction"
        answers = []
        for entry in bundle["entry"]:
            assert entry["request"]["method"] == "PUT", "only what may be sent twice"
            history = self.versions.setdefault(entry["request"]["url"], [])
            text = json.dumps(entry["resource"], sort_keys=True, ensure_ascii=False)
            status = "201 Created" if not history else "200 OK"
            if not history or history[-1] != text:
                history.append(text)
            answers.append({"response": {"status": status, "etag": f'W/"{len(history)}"'}})
        self.commits.append(hashlib.sha256(body).hexdigest())
        response = {"resourceType": "Bundle", "type": "transaction-response", "entry": answers}
        return json.dumps(response).encode()

    def _reply(self, handler: BaseHTTPRequestHandler, happens: str, done: bytes) -> None:
        if happens == "lost":
            handler.close_connection = True
            handler.connection.close()
            return
        if happens == "half":
            handler.wfile.write(
                f"HTTP/1.1 200 OK\r\nContent-Type: {FHIR_JSON}\r\nContent-Length: {len(done)}\r\n\r\n".encode()
            )
            handler.wfile.write(done[: len(done) // 2])
            handler.close_connection = True
            return
        if happens == "slow":
            self._closing.wait(self._slow_s)
        status = int(happens) if happens.isdigit() else 200
        kind, text = FHIR_JSON, done
        if happens == "portal":
            kind, text = "text/html", b"<html>Please sign in</html>"
        elif happens == "plain":
            kind, text = "text/plain", b"stored"
        elif status >= 400:
            text = json.dumps(_outcome(status)).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(text)))
        if status == 429:
            handler.send_header("Retry-After", "1")
        handler.end_headers()
        handler.wfile.write(text)


def _outcome(status: int) -> dict[str, Any]:
    issue = {"severity": "error", "code": "processing", "diagnostics": f"made to fail: {status}"}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
