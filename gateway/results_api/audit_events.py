"""GET /fhir/AuditEvent: who was given results of which patient (RESTful ATNA, Retrieve ATNA Audit Event [ITI-81]).

Events are made of the store's rows at the moment of asking; they are never changed. The scope must name the type
(`gateway.scopes.NAMED`), and whoever asks is in the audit too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gateway.gate import actor, read_form, record
from gateway.results_api.asked import base_url, must_accept_json, prefers
from gateway.results_api.body import instant
from gateway.results_api.conditions import Chain, conditions
from gateway.results_api.outcome import FHIR_JSON, FhirError
from gateway.results_api.paging import RememberedSearches
from gateway.results_api.parameters import AUDIT
from gateway.results_api.permission import must_allow
from gateway.results_api.query import SearchQuery, gathered, page_length
from gateway.results_api.searching import matching
from gateway.scopes import May
from gateway.store import audit_events
from gateway.store.audit_events import EventRow
from gateway.store.matching import Criterion, Op
from gateway.web_deps import WebDeps
from mappers.fhir.audit_event import Told, audit_event
from mappers.fhir.canonical import AGENT_SYSTEM
from mappers.fhir.json_text import Resource, dumps

_AGENT = "agent.identifier"


class AuditEvents:
    """The handlers of /AuditEvent; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps
        self._zone = ZoneInfo(deps.settings.site.time_zone)
        self._remembered = RememberedSearches()

    async def search(self, request: Request) -> Response:
        """GET, or POST to _search so that a hospital number stands in no URL: last first."""
        must_accept_json(request)
        await must_allow(self._deps, request, AUDIT, May.SEARCH)
        fields = tuple(request.query_params.multi_items())
        key = next((value for name, value in fields if name == "_search"), "")
        if key:  # the next page of a POSTed question
            fields = (*self._remembered.recall(key), *(one for one in fields if one[0] == "_cursor"))
        if request.method == "POST":
            try:
                fields += tuple(await read_form(request))
            except ValueError as error:
                raise FhirError(400, "too-costly", "the form did not arrive whole") from error
        lenient = prefers(request, "handling=lenient")
        query = gathered(AUDIT, fields, partial(_with, zone=self._zone), lenient=lenient)
        for chain in query.chains:
            await must_allow(self._deps, request, chain.target, May.SEARCH)
        posted = bool(key) or request.method == "POST"
        return await run_in_threadpool(self._search, request, query, posted)

    async def read(self, request: Request) -> Response:
        """One event."""
        must_accept_json(request)
        await must_allow(self._deps, request, AUDIT, May.READ)
        return await run_in_threadpool(self._read, request)

    def _search(self, request: Request, query: SearchQuery, posted: bool) -> Response:
        engine, before = self._deps.engine, _before(query.cursor)
        criteria = matching(engine, query, self._zone)
        rows: list[EventRow] = []
        if criteria is not None and query.count:
            rows = audit_events.find(engine, criteria, self._zone, limit=query.count + 1, before=before)
        page = rows[: query.count]
        names = ",".join(sorted({name for name, _ in query.given}))
        record(self._deps, actor(request).name, "search", f"{AUDIT}?{names}", f"{len(page)} shown")
        last = page[-1].seq if len(rows) > len(page) else None
        return Response(dumps(self._bundle(request, query, posted, page, last)), media_type=FHIR_JSON)

    def _bundle(
        self, request: Request, query: SearchQuery, posted: bool, page: list[EventRow], last: int | None
    ) -> Resource:
        address = f"{base_url(self._deps, request)}/{AUDIT}"
        given = query.given
        if posted:  # its values stay out of links
            given = (("_search", self._remembered.remember(query.given)),) if last is not None else ()
        links = [{"relation": "self", "url": _url(address, given)}]
        if last is not None:
            links.append({"relation": "next", "url": _url(address, (*given, ("_cursor", str(last))))})
        entries = [
            {
                "fullUrl": f"{address}/{row.seq}",
                "resource": self._resource(row),
                "search": {"mode": "match"},
            }
            for row in page
        ]
        held = {"entry": entries} if entries else {}
        return {"resourceType": "Bundle", "type": "searchset", "link": links, **held}

    def _read(self, request: Request) -> Response:
        asked = request.path_params["id"]
        criteria = [Criterion("_id", Op.EQ, (asked,))]
        found = audit_events.find(self._deps.engine, criteria, self._zone, limit=1)
        record(self._deps, actor(request).name, "read", f"{AUDIT}/{asked}", "" if found else "not found")
        if not found:
            raise FhirError(404, "not-found", f"there is no {AUDIT} with this id")
        return Response(dumps(self._resource(found[0])), 200, {"ETag": 'W/"1"'}, FHIR_JSON)

    def _resource(self, row: EventRow) -> Resource:
        """The row as AuditEvent; its version is 1 for ever."""
        made = audit_event(
            Told(
                id=str(row.seq),
                recorded=row.at,
                event=row.event,
                agent=row.agent,
                address=row.address,
                gateway_address=self._deps.settings.fhir.base_url,
                patient=row.patient,
                entity=row.entity,
                document=row.document,
                query=row.query,
                success=bool(row.success),
            )
        )
        own = {"versionId": "1", "lastUpdated": instant(row.at)}
        return {**made, "meta": {**own, **made.get("meta", {})}}


def _with(query: SearchQuery, name: str, value: str, zone: tzinfo) -> SearchQuery:
    given = (*query.given, (name, value))
    if name == "_count":
        return replace(query, count=page_length(value), given=given)
    if name == _AGENT:
        return replace(query, criteria=(*query.criteria, _agent(value)), given=given)
    if ":" in name:
        raise FhirError(400, "not-supported", "parameters of AuditEvent take no modifier here")
    found = conditions(AUDIT, name, value, zone)
    criteria = tuple(_bare(one) for one in found if isinstance(one, Criterion))
    chains = tuple(one for one in found if isinstance(one, Chain))
    return replace(query, criteria=(*query.criteria, *criteria), chains=(*query.chains, *chains), given=given)


def _agent(value: str) -> Criterion:
    """`agent.identifier` ([ITI-81]): the name of a destination, client or session, with our system or without."""
    names = tuple(one.removeprefix(f"{AGENT_SYSTEM}|") for one in value.split(","))
    return Criterion("agent", Op.EQ, names)


def _bare(criterion: Criterion) -> Criterion:
    """Subtype and outcome are kept as codes alone; each has one system."""
    if criterion.op is Op.SYSTEM_ANY:
        raise FhirError(400, "not-supported", f"{criterion.param}: name a code, not a whole system")
    if criterion.param not in ("subtype", "outcome"):
        return criterion
    return replace(criterion, values=tuple(value.rpartition("|")[2] for value in criterion.values))


def _before(cursor: str) -> int | None:
    if not cursor:
        return None
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 18:
        raise FhirError(400, "value", "_cursor: use the next link of the last page as it is")
    return int(cursor)


def _url(address: str, fields: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(fields))
    return f"{address}?{query}" if query else address
