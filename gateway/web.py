"""The web part put together, and the thread that serves it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from threading import Event, Thread

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from gateway.console.routes import Console, console_routes
from gateway.errors import DependencyAway, KartebridgeError, SiteError
from gateway.gate import Gate, is_fhir
from gateway.results_api.outcome import outcome_response
from gateway.results_api.routes import results_api
from gateway.settings import Web
from gateway.web_deps import WebDeps

__all__ = ["WebDeps", "WebServer", "build_app"]

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
MAX_CONNECTIONS = 200
HEAD_TIMEOUT_S = 20.0
"""A connection on which no whole request head arrives for so long is closed, silent or dripping."""


def routes(deps: WebDeps) -> Starlette:
    """The application behind the gate; on its own only for looking at its routes."""
    console = Console(deps)

    def health(request: Request) -> Response:
        healthy = deps.healthy()
        return Response("ok" if healthy else "degraded", 200 if healthy else 503, media_type="text/plain")

    def metrics(request: Request) -> Response:
        try:
            return Response(deps.metrics(), headers={"Content-Type": METRICS_TYPE})
        except DependencyAway:
            return Response("the store does not answer", 503, media_type="text/plain")

    def not_there(request: Request, error: Exception) -> Response:
        if is_fhir(request.url.path):  # a path with a line break, which no mount takes
            return outcome_response(404, "not-found", "there is nothing here; see /fhir/metadata")
        return console.notice(request, error.status_code if isinstance(error, HTTPException) else 500)

    def ours(request: Request, error: Exception) -> Response:
        return console.notice(request, 503 if isinstance(error, DependencyAway) else 500)

    return Starlette(
        routes=[
            Route("/health", health),
            Route("/metrics", metrics),
            Mount("/fhir", results_api(deps)),
            *console_routes(console),
        ],
        exception_handlers={HTTPException: not_there, KartebridgeError: ours},
    )


def build_app(deps: WebDeps) -> ASGIApp:
    """Console, results API, health and metrics, with the gate around all of it."""
    return Gate(routes(deps), deps)


class _Server(uvicorn.Server):
    """uvicorn that says when it listens, or that it will not."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell."""
        await super().startup(sockets)
        self.ready.set()


class _BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which by itself waits without end for a first request: silence would take up room."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request head."""
        super().connection_made(transport)
        self._waiting_since = self.loop.time()
        self._watch = self.loop.call_later(HEAD_TIMEOUT_S, self._look)

    def on_response_complete(self) -> None:
        """Begin to wait for the next."""
        self._waiting_since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing left to watch."""
        self._watch.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        answering = self.cycle is not None and not self.cycle.response_complete
        left_s = self._waiting_since + HEAD_TIMEOUT_S - self.loop.time()
        if left_s <= 0 and not answering:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(max(left_s, 1.0), self._look)


class WebServer:
    """Serves an application on the configured address in a thread of its own; not restartable.

    The access log is off: paths and queries hold patients' ids.
    """

    def __init__(self, app: ASGIApp, web: Web) -> None:
        """Takes the port at once. Raises SiteError where it is taken or the certificate cannot be read."""
        self._socket = _bind(web.host, web.port)
        try:
            check_certificate(web)
        except SiteError:
            self._socket.close()
            raise
        self._server = _Server(
            uvicorn.Config(
                app,
                http=_BoundedProtocol,
                access_log=False,
                log_config=None,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=False,
                limit_concurrency=MAX_CONNECTIONS,
                timeout_keep_alive=30,
                timeout_graceful_shutdown=5,
                ssl_certfile=web.tls_certificate,
                ssl_keyfile=web.tls_key,
            )
        )
        self._thread = Thread(target=self._run, name="web", daemon=True)
        self.port: int = self._socket.getsockname()[1]

    def start(self, timeout_s: float = 10.0) -> None:
        """Return when the port answers; raises SiteError where that takes longer than the time."""
        self._thread.start()
        if not self._server.ready.wait(timeout_s):
            self.stop()
            raise SiteError(f"web: the server did not start within {timeout_s:g} s; its log lines say why")

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Let requests under way end, then stop; False where that did not happen within the time."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        self._socket.close()
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SiteError(f"web.host: {host!r} is no address of this machine ({error})") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise SiteError(
            f"web.port: cannot listen on {host} port {port} ({error.strerror}); "
            "another program has it, or the address is not this machine's"
        ) from error
    return listener


def check_certificate(web: Web) -> None:
    """Raises SiteError where the settings name a certificate or key that TLS could not start with."""
    if not web.tls_certificate or not web.tls_key:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(web.tls_certificate, web.tls_key, password="")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise SiteError(
            "web.tls_certificate, web.tls_key: not a readable PEM pair without a password "
            f"({type(error).__name__}); check both paths, their owner, and that they belong together"
        ) from error
