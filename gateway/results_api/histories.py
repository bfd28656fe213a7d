"""Earlier versions: GET [type]/[id]/_history and GET [type]/[id]/_history/[vid] (R4 http.html §3.1.0.12, §3.1.0.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gateway.gate import actor, record
from gateway.results_api.accesses import patients_in, resource_shown
from gateway.results_api.asked import base_url, must_accept_json, prefers, unchanged
from gateway.results_api.body import etag, instant, last_modified, with_meta
from gateway.results_api.outcome import FHIR_JSON, FhirError
from gateway.results_api.permission import must_allow
from gateway.results_api.query import DEFAULT_COUNT, page_length
from gateway.results_api.reads import must_be_served
from gateway.scopes import May
from gateway.store import history
from gateway.store.history import VersionRow
from gateway.store.periods import period
from gateway.web_deps import WebDeps
from mappers.fhir.audit_event import EventKind
from mappers.fhir.json_text import dumps

_MAX_DIGITS = 9


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a history is asked for."""

    count: int = DEFAULT_COUNT
    since: datetime | None = None
    before: int | None = None
    given: tuple[tuple[str, str], ...] = ()


class Histories:
    """The handlers of /{kind}/{id}/_history; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps
        self._zone = ZoneInfo(deps.settings.site.time_zone)

    async def vread(self, request: Request) -> Response:
        """One version: 200, 304, 404, or 410 for one that says that the resource was deleted."""
        kind, resource_id = await self._may_read(request)
        version = request.path_params["version"]
        return await run_in_threadpool(self._vread, request, kind, resource_id, version)

    async def instance(self, request: Request) -> Response:
        """Every version, newest first."""
        kind, resource_id = await self._may_read(request)
        asked = self._asked(request)
        return await run_in_threadpool(self._instance, request, kind, resource_id, asked)

    async def _may_read(self, request: Request) -> tuple[str, str]:
        kind, resource_id = request.path_params["kind"], request.path_params["id"]
        must_be_served(kind)
        must_accept_json(request)
        await must_allow(self._deps, request, kind, May.READ)
        return kind, resource_id

    def _vread(self, request: Request, kind: str, resource_id: str, version: str) -> Response:
        number = int(version) if _is_number(version) else 0
        row = history.read(self._deps.engine, kind, resource_id, number)
        name, entity = actor(request).name, f"{kind}/{resource_id}"
        if row is None:
            record(self._deps, name, "vread", entity, "not found")
            raise FhirError(
                404, "not-found", f"there is no such version of a {kind} with this id; see its _history"
            )
        if row.deleted:
            record(self._deps, name, "vread", entity, "deleted")
            raise FhirError(410, "deleted", "this version says that the resource was deleted")
        events = resource_shown(request, EventKind.VREAD, entity, patients_in([row]), self._deps.clock())
        record(self._deps, name, "vread", entity, f"version {row.version}", events)
        headers = {"ETag": etag(row), "Last-Modified": last_modified(row.last_updated)}
        if unchanged(request, etag(row), row.last_updated):
            return Response(status_code=304, headers=headers)
        return Response(with_meta(row), 200, headers, FHIR_JSON)

    def _asked(self, request: Request) -> _Asked:
        count, since, before = DEFAULT_COUNT, None, None
        given: list[tuple[str, str]] = []
        for name, value in request.query_params.multi_items():
            match name:
                case "_format" | "_pretty":
                    continue
                case "_count":
                    count = page_length(value)
                case "_since":
                    since = _moment(value, self._zone)
                case "_cursor":
                    if not _is_number(value):
                        raise FhirError(400, "value", "_cursor: use the next link of the last page as it is")
                    before = int(value)
                    continue
                case _ if prefers(request, "handling=lenient"):
                    continue
                case _:
                    raise FhirError(400, "not-supported", "_history takes _count and _since here")
            given.append((name, value))
        return _Asked(count, since, before, tuple(given))

    def _instance(self, request: Request, kind: str, resource_id: str, asked: _Asked) -> Response:
        rows, total = history.versions(
            self._deps.engine,
            kind,
            resource_id,
            limit=asked.count + 1,
            before=asked.before,
            since=asked.since,
        )
        name, entity = actor(request).name, f"{kind}/{resource_id}"
        if not total and asked.since is None:
            record(self._deps, name, "history", entity, "not found")
            raise FhirError(404, "not-found", f"there is no {kind} with this id")
        page = rows[: asked.count]
        bodies = [row for row in page if not row.deleted]
        events = resource_shown(request, EventKind.HISTORY, entity, patients_in(bodies), self._deps.clock())
        record(self._deps, name, "history", entity, f"{len(page)} shown", events if bodies else ())
        address = f"{base_url(self._deps, request)}/{entity}"
        links = [{"relation": "self", "url": _url(address, asked.given)}]
        if len(rows) > len(page) and page:
            cursor = ("_cursor", str(page[-1].version))
            links.append({"relation": "next", "url": _url(address, (*asked.given, cursor))})
        head = dumps({"resourceType": "Bundle", "type": "history", "total": total, "link": links})
        entries = ",".join(_entry(address, row) for row in page)
        text = f'{head[:-1]},"entry":[{entries}]}}' if entries else head
        return Response(text, media_type=FHIR_JSON)


def _entry(address: str, row: VersionRow) -> str:
    """The version as text, so that its numbers keep their digits; of a deletion only that it was."""
    status = "204 No Content" if row.deleted else "201 Created" if row.version == 1 else "200 OK"
    about = {
        "request": {"method": "DELETE" if row.deleted else "PUT", "url": f"{row.type}/{row.id}"},
        "response": {"status": status, "etag": etag(row), "lastModified": instant(row.last_updated)},
    }
    held = "" if row.deleted else f'"resource":{with_meta(row)},'
    return f"{dumps({'fullUrl': address})[:-1]},{held}{dumps(about)[1:]}"


def _moment(value: str, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromisoformat(period(value.replace(" ", "+"), zone)[0])
    except ValueError as error:
        raise FhirError(400, "value", "_since is an instant with its zone") from error


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS


def _url(address: str, fields: tuple[tuple[str, str], ...]) -> str:
    query = urlencode(fields)
    return f"{address}/_history?{query}" if query else f"{address}/_history"
