"""A FHIR server in a dictionary, for faults that no real one shows on command (one resource refused, one answer lost).

It takes batches and single writes by PUT, conditional creates by their condition, and searches by it.
"""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import unquote

from tests.peers.smart_server import reply


class PlainFhir:
    """Use as a context manager. `faults`: `Type/id` or `Type` to statuses, taken from the front; "lost" stores."""

    def __init__(self) -> None:
        self.faults: dict[str, list[int | str]] = {}
        self.stored: dict[str, Any] = {}
        self.writes: list[str] = []  # every write asked for, in order, as `Type/id` or `Type`
        self.found_by: dict[str, str] = {}  # condition → Type/id
        self.portal = False
        self._lock = Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                owner.handle(self)

            def do_POST(self) -> None:
                owner.handle(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/fhir"
        self._thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> PlainFhir:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        text = handler.rfile.read(int(handler.headers.get("content-length", "0"))).decode()
        path = handler.path.removeprefix("/fhir").strip("/")
        if self.portal:
            reply(handler, 200, "<html>Please sign in</html>", {"Content-Type": "text/html"})
        elif path.endswith("/_search"):
            at = self.found_by.get(unquote(text))
            entries = [{"resource": self.stored[at]}] if at else []
            reply(handler, 200, {"resourceType": "Bundle", "type": "searchset", "entry": entries})
        elif not path:
            answers = [self._write(e["request"]["url"], e["resource"], "") for e in json.loads(text)["entry"]]
            done = [
                {"response": {"status": str(s), **({"outcome": OUTCOME} if s > 399 else {})}}
                for s, _ in answers
            ]
            reply(handler, 200, {"resourceType": "Bundle", "type": "batch-response", "entry": done})
        else:
            status, at = self._write(path, json.loads(text), handler.headers.get("if-none-exist", ""))
            if status == 0:
                handler.close_connection = True
                handler.connection.close()
                return
            headers = {"Location": f"{self.url}/{at}/_history/1"} if status == 201 else {"ETag": 'W/"2"'}
            reply(handler, status, OUTCOME if status > 399 else "", headers)

    def _write(self, path: str, resource: dict[str, Any], condition: str) -> tuple[int, str]:
        """Status (0: no answer) and where it is."""
        with self._lock:
            self.writes.append(path)
            waiting = self.faults.get(path, [])
            fault = waiting.pop(0) if waiting else 0
            if isinstance(fault, int) and fault:
                return fault, ""
            at = self.found_by.get(condition) or path
            there = at in self.stored
            if "/" not in at:
                at = f"{path}/server-{len(self.stored)}"
                self.found_by[condition] = at
            if not (there and condition):
                self.stored[at] = {**resource, "id": at.partition("/")[2]}
            return 0 if fault == "lost" else 200 if there else 201, at


OUTCOME = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "diagnostics": "山田 花子: obs-6"}],
}
