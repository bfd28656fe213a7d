"""The door of the web part: every request shows the token or a session, or learns nothing.

An ASGI middleware around the whole application, so that a new route cannot forget it. Open without a token:
`/health` (one word), `POST /login` (which takes the token), and `/metrics` while the web part listens on loopback
only and no proxy stands in front (the numbers hold no patient data; Prometheus can also send the token as
Bearer). Every other path, existing or not, answers 401 with one and the same body: the login page, or an
OperationOutcome under `/fhir`.

A downstream system may have a token of its own (`[[api_clients]]`): it opens /fhir alone, and there only what its
scopes say (`gateway.scopes`; the results API asks for each interaction).

Forms that change something carry the session's csrf value; the cookie is SameSite=Strict besides.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.access import SESSION_LIFE, Session, Verdict, client_of
from gateway.console.login import LOGIN_STYLE_SOURCE, login_page
from gateway.errors import KartebridgeError
from gateway.results_api.outcome import outcome_response
from gateway.scopes import EVERYTHING, Scopes, parse
from gateway.settings import LOOPBACK
from gateway.store import audit, audit_events
from gateway.store.audit_events import NewEvent
from gateway.store.engine import writing
from gateway.web_deps import WebDeps

MAX_FORM_BYTES = 64 * 1024
FORM_TIMEOUT_S = 20.0

_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'self'; style-src 'self' {LOGIN_STYLE_SOURCE}; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, for the audit: `name` says how they proved it and from which address."""

    name: str
    session: Session | None  # None: a token, as Bearer
    client: str = (
        ""  # a downstream system's name in the settings; empty: the gateway's own token, or a person
    )
    scopes: Scopes = EVERYTHING


class FormTooLargeError(Exception):
    """A form of more bytes than any of ours has."""


def actor(request: Request) -> Actor:
    """Who passed the gate with this request."""
    found = request.scope["kartebridge.actor"]
    assert isinstance(found, Actor)
    return found


async def read_form(request: Request) -> list[tuple[str, str]]:
    """The fields of an urlencoded form, in order, repeated names kept.

    Raises FormTooLargeError, and ValueError for too many fields or a body that does not come to its end in time.
    """
    body = await read_body(request)
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=200)


async def read_body(request: Request) -> bytes:
    """A small body. Raises FormTooLargeError, and ValueError where it does not come to its end in time."""
    body = bytearray()
    try:
        async with asyncio.timeout(FORM_TIMEOUT_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_FORM_BYTES:
                    raise FormTooLargeError
    except TimeoutError as error:
        raise ValueError("the form did not arrive whole") from error
    return bytes(body)


def csrf_holds(request: Request, form: Mapping[str, str]) -> bool:
    """Whether a form came from a page of this session; a Bearer client needs none, no browser adds that header."""
    session = actor(request).session
    return session is None or hmac.compare_digest(form.get("csrf", "").encode(), session.csrf.encode())


def record(
    deps: WebDeps,
    actor_name: str,
    action: str,
    entity: str,
    outcome: str = "",
    events: Sequence[NewEvent] = (),
) -> None:
    """Write the audit; a store that cannot be written must not blind the people who have to repair it.

    `events`: whose data was shown.
    """
    try:
        with writing(deps.engine) as transaction:
            audit.record(
                transaction,
                at=deps.clock(),
                actor=actor_name[:80],
                action=action,
                entity=entity[:120],
                outcome=outcome[:200],
            )
            audit_events.add(transaction, events)
    except (SQLAlchemyError, KartebridgeError) as error:
        log.error("audit not written", action=action, error=type(error).__name__)


def unauthorized(path: str, status: int = 401, *, wrong: bool = False) -> Response:
    """The one answer to everybody without a token; 429 where wrong ones came in numbers.

    `wrong` tells somebody at the login form that the token was not right.
    """
    headers = {"WWW-Authenticate": 'Bearer realm="kartebridge"'} if status == 401 else {"Retry-After": "60"}
    if is_fhir(path):
        code = "login" if status == 401 else "throttled"
        return outcome_response(status, code, "A token is needed.", headers)
    return Response(login_page(status, wrong=wrong), status, headers, "text/html; charset=utf-8")


def is_fhir(path: str) -> bool:
    """Whether a path is the results API's, where every refusal is an OperationOutcome."""
    return path == "/fhir" or path.startswith("/fhir/")


class Gate:
    """ASGI middleware; see the module."""

    def __init__(self, app: ASGIApp, deps: WebDeps) -> None:
        self._app = app
        self._deps = deps
        web = deps.settings.web
        self._zone = ZoneInfo(deps.settings.site.time_zone)
        self._secure = bool(web.tls_certificate) or web.behind_tls_proxy
        # The prefix makes the browser refuse the cookie from anywhere but this very host over TLS.
        self._cookie = "__Host-kartebridge" if self._secure else "kartebridge"
        self._metrics_open = web.host in LOOPBACK and not web.behind_tls_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass, answer 401, or sign in and out."""
        if scope["type"] != "http":
            return  # no websockets here: the server closes them

        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        try:
            response = await self._answer(request)
            await (response or self._app)(scope, receive, send_with_headers)
        except Exception as error:  # a client awaits an answer, and the server would log its text
            log.error("request failed", method=request.method, exc_info=error)
            if not started:
                failed = Response(
                    "An error of the gateway's own; its log says more.", 500, media_type="text/plain"
                )
                await failed(scope, receive, send_with_headers)

    async def _answer(self, request: Request) -> Response | None:
        """The gate's own answer; None lets the request through."""
        path, method = request.url.path, request.method
        if path == "/health" and method in ("GET", "HEAD"):
            return None
        if path == "/metrics" and method in ("GET", "HEAD") and self._metrics_open:
            return None
        if path == "/login" and method == "POST":
            return await self._sign_in(request)
        who = await self._identify(request)
        if isinstance(who, Response):
            return who
        if path == "/login":
            return RedirectResponse("/", 303)
        if path == "/logout" and method == "POST":
            return await self._sign_out(request, who)
        request.scope["kartebridge.actor"] = who
        return None

    async def _identify(self, request: Request) -> Actor | Response:
        peer = request.client.host if request.client else "-"
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token.strip():
            client = client_of(self._deps.settings.api_clients, token.strip(), self._today())
            if client is not None:
                who = Actor(f"client {client.name}@{peer}", None, client.name, parse(client.scopes))
                return who if is_fhir(request.url.path) else await self._not_here(who)
            verdict = await run_in_threadpool(self._deps.access.check, token.strip(), peer)
            if verdict is Verdict.RIGHT:
                return Actor(f"token@{peer}", None)
            return await self._refuse(request.url.path, peer, verdict)
        session = self._deps.access.session(request.cookies.get(self._cookie, ""))
        if session:
            return Actor(f"session {session.name}@{peer}", session)
        return unauthorized(request.url.path)

    def _today(self) -> date:
        """In the hospital: a token's last day ends there at midnight."""
        return self._deps.clock().astimezone(self._zone).date()

    async def _not_here(self, who: Actor) -> Response:
        await run_in_threadpool(
            record, self._deps, who.name, "refused", "console", "token of a downstream system"
        )
        return Response("This token is for /fhir only.", 403, media_type="text/plain")

    async def _refuse(self, path: str, peer: str, verdict: Verdict) -> Response:
        if verdict is Verdict.TOO_MANY:
            return unauthorized(path, 429)
        await run_in_threadpool(record, self._deps, f"unknown@{peer}", "login", "token", "wrong token")
        return unauthorized(path, wrong=path == "/login")

    async def _sign_in(self, request: Request) -> Response:
        peer = request.client.host if request.client else "-"
        try:
            form = dict(await read_form(request))
        except (FormTooLargeError, ValueError):
            form = {}
        verdict = await run_in_threadpool(self._deps.access.check, form.get("token", "").strip(), peer)
        if verdict is not Verdict.RIGHT:
            return await self._refuse("/login", peer, verdict)
        secret, session = self._deps.access.begin_session()
        name = f"session {session.name}@{peer}"
        await run_in_threadpool(record, self._deps, name, "login", "session", "begun")
        response = RedirectResponse(_came_from(request), 303)
        response.set_cookie(
            self._cookie,
            secret,
            max_age=int(SESSION_LIFE.total_seconds()),
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return response

    async def _sign_out(self, request: Request, who: Actor) -> Response:
        request.scope["kartebridge.actor"] = who
        try:
            form = dict(await read_form(request))
        except (FormTooLargeError, ValueError):
            form = {}
        if not csrf_holds(request, form):
            return Response("This form is too old: go back, reload the page and try again.", 403)
        self._deps.access.end_session(request.cookies.get(self._cookie, ""))
        response = RedirectResponse("/", 303)
        response.delete_cookie(self._cookie, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response


def _came_from(request: Request) -> str:
    """The page of ours that asked for the login, by Referer; the first page where that is unclear."""
    referer = urlsplit(request.headers.get("referer", ""))
    path = referer.path
    if (
        referer.netloc != request.url.netloc
        or not path.startswith("/")
        or path.startswith(("//", "/\\", "/log"))
    ):
        return "/"
    return f"{path}?{referer.query}" if referer.query else path
