"""Searching: by GET, by POST [type]/_search, and the next pages of either."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gateway.gate import actor, read_form, record
from gateway.results_api.accesses import question_answered
from gateway.results_api.asked import base_url, must_accept_json, prefers
from gateway.results_api.outcome import FHIR_JSON, FhirError
from gateway.results_api.paging import RememberedSearches
from gateway.results_api.parameters import find
from gateway.results_api.permission import must_allow
from gateway.results_api.query import SearchQuery, parse_query
from gateway.results_api.reads import must_be_served
from gateway.results_api.searching import Found, run_search
from gateway.scopes import May
from gateway.web_deps import WebDeps
from mappers.fhir.audit_event import EventKind

Fields = tuple[tuple[str, str], ...]


class Searches:
    """The handlers of /{kind} and /{kind}/_search; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps
        self._zone = ZoneInfo(deps.settings.site.time_zone)
        self._remembered = RememberedSearches()

    async def by_get(self, request: Request) -> Response:
        """Search by GET; also the next pages of a search that came by POST."""
        kind = request.path_params["kind"]
        must_be_served(kind)
        fields = tuple(request.query_params.multi_items())
        remembered = next((value for name, value in fields if name == "_search"), None)
        if remembered is not None:
            rest = tuple(f for f in fields if f[0] == "_cursor")
            fields = (*self._remembered.recall(remembered), *rest)
        return await self._search(request, kind, fields, by_post=remembered is not None)

    async def by_post(self, request: Request) -> Response:
        """POST [type]/_search: parameters in the body, in the URL, or both (R4 http.html §3.1.0.9)."""
        kind = request.path_params["kind"]
        must_be_served(kind)
        content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type not in ("application/x-www-form-urlencoded", ""):
            raise FhirError(415, "not-supported", "_search takes application/x-www-form-urlencoded")
        try:
            form = await read_form(request)
        except ValueError as error:
            raise FhirError(
                400, "too-costly", "too many form fields, or the form did not arrive whole"
            ) from error
        return await self._search(request, kind, (*request.query_params.multi_items(), *form), by_post=True)

    async def _search(self, request: Request, kind: str, fields: Fields, *, by_post: bool) -> Response:
        must_accept_json(request)
        await must_allow(self._deps, request, kind, May.SEARCH)
        query = parse_query(kind, fields, self._zone, lenient=prefers(request, "handling=lenient"))
        await self._must_allow_others(request, query)
        remember = self._remembered.remember if by_post else None

        def look_up() -> Found:
            base = base_url(self._deps, request)
            found = run_search(self._deps.engine, query, self._zone, base, remember)
            names = ",".join(sorted({name for name, _ in query.given}))
            shown = f"{found.shown} shown" + (f", {found.included} included" if found.included else "")
            events = question_answered(
                request, EventKind.SEARCH, kind, query.given, found.patients, self._deps.clock()
            )
            record(self._deps, actor(request).name, "search", f"{kind}?{names}", shown, events)
            return found

        return Response((await run_in_threadpool(look_up)).bundle, media_type=FHIR_JSON)

    async def _must_allow_others(self, request: Request, query: SearchQuery) -> None:
        """What a search shows or tells beside its own type needs a scope too."""
        for chain in query.chains:
            await must_allow(self._deps, request, chain.target, May.SEARCH)
        for include in query.includes:
            found = find(include.source, include.parameter)
            target = include.target or (found.target if found else "")
            await must_allow(self._deps, request, include.source if include.reverse else target, May.READ)
