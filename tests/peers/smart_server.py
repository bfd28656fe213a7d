"""A FHIR server that wants a login, with its authorization server: OAuth2 client credentials and SMART assertions.

It checks what arrives as the standards say: RFC 6749 §2.3.1 and §4.4, RFC 7523 §3, SMART App Launch 2 §6.2. FHIR
requests are taken whole without looking at them; each is answered as a transaction that went well.
"""

from __future__ import annotations

import json
import ssl
import time
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote_plus

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class SmartServer:
    """Use as a context manager. `script` holds faults of the token endpoint, taken from its front."""

    def __init__(self, *script: str, tls: ssl.SSLContext | None = None) -> None:
        self.script = list(script)
        self.client_id, self.client_secret = "kartebridge", "s3cret/+ ü"
        self.jwks: dict[str, Any] = {"keys": []}  # the public keys registered for the client
        self.basic = ""  # user:password, where the FHIR server takes that
        self.fixed = ""  # a bearer token that it takes
        self.expires_in: object = 300
        self.configuration: dict[str, Any] = {"capabilities": ["permission-v2"]}
        self.valid: set[str] = set()
        self.issued: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.assertions: list[dict[str, Any]] = []
        self.kids: list[str] = []
        self.accepted: list[str] = []  # Authorization of each FHIR request that went well
        self.refused = 0
        self.most_at_once = 0
        self.gate: Event | None = None  # the token endpoint waits for it
        self.released = Event()
        self.date_off_s = 0.0
        self._at_once = 0
        self._jtis: set[str] = set()
        self._lock = Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                owner.get(self)

            def do_POST(self) -> None:
                owner.post(self)

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string((timestamp or time.time()) + owner.date_off_s)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        base = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_address[1]}"
        self.url, self.token_url = f"{base}/fhir", f"{base}/token"
        self._thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> SmartServer:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.released.set()
        if self.gate:
            self.gate.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def get(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/fhir/.well-known/smart-configuration" and self.configuration:
            reply(handler, 200, {"token_endpoint": self.token_url, **self.configuration})
        elif handler.path == "/fhir/metadata" and self._allowed(handler):
            reply(handler, 200, CAPABILITIES)
        elif handler.path == "/fhir/metadata":
            reply(handler, 401, {})
        else:
            reply(handler, 404, {})

    def post(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", "0")))
        if handler.path == "/token":
            self._token(handler, body)
        elif not self._allowed(handler):
            self.refused += 1
            reply(handler, 401, {"resourceType": "OperationOutcome", "issue": []})
        else:
            entries = json.loads(body)["entry"]
            self.accepted.append(handler.headers.get("authorization", ""))
            done = [{"response": {"status": "201 Created"}} for _ in entries]
            reply(handler, 200, {"resourceType": "Bundle", "type": "transaction-response", "entry": done})

    def _allowed(self, handler: BaseHTTPRequestHandler) -> bool:
        kind, _, value = handler.headers.get("authorization", "").partition(" ")
        if kind == "Basic":
            return bool(self.basic) and b64decode(value).decode() == self.basic
        return kind == "Bearer" and (value in self.valid or value == self.fixed)

    def _token(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            fault = self.script.pop(0) if self.script else ""
        try:
            if self.gate:
                self.gate.wait(20)
            if fault:
                self._misbehave(handler, fault)
                return
            form = {name: values[0] for name, values in parse_qs(body.decode(), strict_parsing=True).items()}
            self.forms.append(form)
            error = self._wrong(handler, form)
            if error:
                reply(handler, 401 if error == "invalid_client" else 400, {"error": error})
                return
            token = f"secret-token-{len(self.issued) + 1}"
            self.issued.append(token)
            self.valid.add(token)
            told = {} if self.expires_in is None else {"expires_in": self.expires_in}
            reply(handler, 200, {"access_token": token, "token_type": "Bearer", **told})
        finally:
            with self._lock:
                self._at_once -= 1

    def _wrong(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> str:
        if form.get("grant_type") != "client_credentials":
            return "unsupported_grant_type"
        if "client_assertion" in form:
            return self._wrong_assertion(form)
        header = handler.headers.get("authorization", "")
        if header.startswith("Basic "):
            user, _, secret = b64decode(header[6:]).decode().partition(":")
            given = unquote_plus(user), unquote_plus(secret)
        else:
            given = form.get("client_id", ""), form.get("client_secret", "")
        return "" if given == (self.client_id, self.client_secret) else "invalid_client"

    def _wrong_assertion(self, form: dict[str, str]) -> str:
        try:
            keys = KeySet.import_key_set(self.jwks)
            token = jwt.decode(form["client_assertion"], keys, algorithms=["RS384", "ES384"])
        except (JoseError, ValueError):
            return "invalid_client"
        claims, now = token.claims, time.time() + self.date_off_s
        self.assertions.append(claims)
        right = (
            form.get("client_assertion_type") == ASSERTION_TYPE
            and claims["iss"] == claims["sub"] == self.client_id
            and claims["aud"] == self.token_url
            and now < claims["exp"] <= now + 300
            and claims["jti"] not in self._jtis
            and token.header["typ"] == "JWT"
            and form.get("scope", "").startswith("system/")
        )
        self._jtis.add(claims["jti"])
        self.kids.append(token.header["kid"])
        return "" if right else "invalid_client"

    def _misbehave(self, handler: BaseHTTPRequestHandler, fault: str) -> None:
        kind, _, detail = fault.partition(":")
        if kind == "html":
            reply(handler, 200, "<html>Please sign in</html>", {"Content-Type": "text/html"})
        elif kind == "json":
            reply(handler, 200, json.loads(detail))
        elif kind == "error":
            reply(handler, 400, {"error": detail, "error_description": "client_secret s3cret was wrong"})
        elif kind == "429":
            reply(handler, 429, {}, {"Retry-After": detail})
        elif kind == "redirect":
            reply(handler, 307, {}, {"Location": detail})
        elif kind == "silent":
            self.released.wait(20)
            handler.close_connection = True
        elif kind == "lost":
            handler.close_connection = True
            handler.connection.close()
        else:
            reply(handler, int(kind), {})


CAPABILITIES = {
    "resourceType": "CapabilityStatement",
    "fhirVersion": "4.0.1",
    "rest": [
        {
            "mode": "server",
            "interaction": [{"code": "transaction"}],
            "resource": [
                {
                    "type": "Observation",
                    "updateCreate": True,
                    "conditionalCreate": True,
                    "conditionalUpdate": False,
                },
            ],
        }
    ],
}


def reply(
    handler: BaseHTTPRequestHandler, status: int, body: object, headers: dict[str, str] | None = None
) -> None:
    """Answer with JSON, or with the text given."""
    sent = body.encode() if isinstance(body, str) else json.dumps(body, ensure_ascii=False).encode()
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(sent)))
    handler.end_headers()
    handler.wfile.write(sent)
