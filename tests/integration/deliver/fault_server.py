"""A FHIR server that misbehaves on command, over real sockets: one scripted behaviour a request, then it is good.

It stores what it takes before it fails, as a real server does whose answer is lost.
"""

from __future__ import annotations

import json
import ssl
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any


class FaultServer:
    """Use as a context manager. `script` names behaviours, taken from its front; see `_BEHAVIOURS`."""

    def __init__(self, *script: str, certificate: Path | None = None) -> None:
        self.script = list(script)
        self.bodies: list[bytes] = []  # every body received whole, in order
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.stored: dict[str, Any] = {}
        self.in_flight = 0
        self.most_in_flight = 0
        self.hold: dict[str, Event] = defaultdict(Event)  # behaviour "hold:NAME" waits for hold[NAME]
        self.lock = Lock()
        self.released = Event()  # ends the slow ones at close
        self.always: Callable[[bytes], str] | None = None  # decides instead of the script
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                owner.answer(self)

            def do_GET(self) -> None:
                owner.paths.append(f"GET {self.path}")
                self.send_error(404)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # faults are what we are for
        self.url = f"{scheme}://127.0.0.1:{self.server.server_address[1]}/fhir"
        self._thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> FaultServer:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.released.set()
        for event in self.hold.values():
            event.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
        with self.lock:
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self.bodies.append(body)
            self.headers.append({k.lower(): v for k, v in handler.headers.items()})
            self.paths.append(handler.path)
            scripted = self.script.pop(0) if self.script else "good"
            behaviour = self.always(body) if self.always else scripted
        try:
            self.behave(handler, behaviour, body)
        finally:
            with self.lock:
                self.in_flight -= 1

    def behave(self, handler: BaseHTTPRequestHandler, behaviour: str, body: bytes) -> None:
        kind, _, detail = behaviour.partition(":")
        if kind == "hold":
            self.hold[detail].wait(20)
            kind = "good"
        if kind == "good":
            self.reply(handler, 200, self.store(body))
        elif kind == "lost":  # committed, and the answer never arrives
            self.store(body)
            handler.close_connection = True
            handler.connection.close()
        elif kind == "half":
            self.store(body)
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{")
            handler.close_connection = True
        elif kind == "silent":
            self.released.wait(20)
            handler.close_connection = True
        elif kind == "drip":
            handler.wfile.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\nContent-Length: 5000\r\n\r\n"
            )
            while not self.released.wait(0.1):
                handler.wfile.write(b" ")
        elif kind == "portal":
            self.reply(handler, 200, b"<html>Please sign in</html>", {"Content-Type": "text/html"})
        elif kind == "retry-after":
            self.reply(handler, 429, b"{}", {"Retry-After": detail})
        elif kind == "redirect":
            self.reply(handler, 307, b"", {"Location": detail})
        elif kind == "invalid":
            self.reply(handler, 422, json.dumps(OUTCOME, ensure_ascii=False).encode())
        else:
            self.reply(handler, int(kind), b"{}")

    def store(self, body: bytes) -> bytes:
        entries = json.loads(body)["entry"]
        with self.lock:
            for entry in entries:
                self.stored[entry["request"]["url"]] = entry["resource"]
        done = [{"response": {"status": "201 Created"}} for _ in entries]
        return json.dumps({"resourceType": "Bundle", "type": "transaction-response", "entry": done}).encode()

    def reply(
        self, handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": "application/fhir+json", **(headers or {})}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "invariant", "diagnostics": "Patient 山田 花子: obs-6"}],
}
