"""The results API's routes under /fhir: metadata, read and search, everything else refused as OperationOutcome."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.errors import DependencyAway, KartebridgeError
from gateway.gate import FormTooLargeError, actor, read_form, record
from gateway.results_api.body import etag, last_modified, with_meta
from gateway.results_api.capability import capability
from gateway.results_api.outcome import FHIR_JSON, FhirError, outcome_response
from gateway.results_api.paging import RememberedSearches
from gateway.results_api.parameters import READ_ONLY_TYPES, SEARCHES
from gateway.results_api.query import parse_query
from gateway.results_api.searching import Found, run_search
from gateway.store import documents, resources
from gateway.web_deps import WebDeps
from mappers.fhir.json_text import dumps

_JSON_TYPES = ("application/fhir+json", "application/json", "text/json", "json", "application/json+fhir")
_BINARY_HEADERS = {
    # The bytes are a sender's: never a page of ours, whatever they claim to be.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "attachment",
}


def results_api(deps: WebDeps) -> Starlette:
    """The application to mount at /fhir."""
    api = ResultsApi(deps)
    return Starlette(
        routes=[
            Route("/metadata", api.metadata),
            Route("/{kind}/_search", api.search_by_post, methods=["POST"]),
            Route("/{kind}/{id}", api.read),
            Route("/{kind}", api.search),
        ],
        exception_handlers={
            FhirError: _fault,
            KartebridgeError: _ours,
            HTTPException: _http,
            FormTooLargeError: _too_large,
            Exception: _defect,
        },
    )


class ResultsApi:
    """The handlers; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps
        self._zone = ZoneInfo(deps.settings.site.time_zone)
        self._searches = RememberedSearches()
        self._since = deps.clock()

    async def metadata(self, request: Request) -> Response:
        """CapabilityStatement."""
        _must_accept_json(request)
        return Response(dumps(capability(self._base(request), self._since)), media_type=FHIR_JSON)

    async def read(self, request: Request) -> Response:
        """One resource: 200, 304, 404, or 410 when it was there once."""
        kind, resource_id = request.path_params["kind"], request.path_params["id"]
        if kind in READ_ONLY_TYPES:
            return await run_in_threadpool(self._read_binary, request, resource_id)
        _must_be_known(kind)
        _must_accept_json(request)
        return await run_in_threadpool(self._read, request, kind, resource_id)

    def _read(self, request: Request, kind: str, resource_id: str) -> Response:
        row = resources.read(self._deps.engine, kind, resource_id)
        name = actor(request).name
        if row is None:
            gone = resources.was_deleted(self._deps.engine, kind, resource_id)
            record(self._deps, name, "read", f"{kind}/{resource_id}", "deleted" if gone else "not found")
            if gone:
                raise FhirError(410, "deleted", "the document that this came from no longer says so")
            raise FhirError(404, "not-found", f"there is no {kind} with this id")
        record(self._deps, name, "read", f"{kind}/{resource_id}", f"version {row.version}")
        headers = {"ETag": etag(row), "Last-Modified": last_modified(row.last_updated)}
        if _unchanged(request, etag(row), row.last_updated):
            return Response(status_code=304, headers=headers)
        return Response(with_meta(row), 200, headers, FHIR_JSON)

    def _read_binary(self, request: Request, document_id: str) -> Response:
        """A document's bytes as they came, or as a Binary resource where the client asks for FHIR JSON."""
        as_json = _wants_fhir(request)
        row = documents.get_document(self._deps.engine, document_id)
        record(self._deps, actor(request).name, "read", f"Binary/{document_id}", "" if row else "not found")
        if row is None:
            raise FhirError(404, "not-found", "there is no Binary with this id")
        tag = f'W/"{row.digest[:16]}"'
        if _unchanged(request, tag, None):
            return Response(status_code=304, headers={"ETag": tag})
        data = self._deps.blobs.get(row.digest)
        if as_json:
            body = {
                "resourceType": "Binary",
                "id": row.id,
                "contentType": row.media_type,
                "data": b64encode(data).decode("ascii"),
            }
            return Response(dumps(body), 200, {"ETag": tag}, FHIR_JSON)
        return Response(data, 200, {**_BINARY_HEADERS, "ETag": tag, "Content-Type": row.media_type})

    async def search(self, request: Request) -> Response:
        """Search by GET; also the next pages of a search that came by POST."""
        kind = request.path_params["kind"]
        _must_be_known(kind)
        fields = tuple(request.query_params.multi_items())
        remembered = next((value for name, value in fields if name == "_search"), None)
        if remembered is not None:
            rest = tuple(f for f in fields if f[0] == "_cursor")
            fields = (*self._searches.recall(remembered), *rest)
        return await self._search(request, kind, fields, by_post=remembered is not None)

    async def search_by_post(self, request: Request) -> Response:
        """POST [type]/_search: parameters in the body, in the URL, or both (R4 http.html §3.1.0.9)."""
        kind = request.path_params["kind"]
        _must_be_known(kind)
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

    async def _search(
        self, request: Request, kind: str, fields: tuple[tuple[str, str], ...], *, by_post: bool
    ) -> Response:
        _must_accept_json(request)
        lenient = "handling=lenient" in request.headers.get("prefer", "").replace(" ", "").lower()
        query = parse_query(kind, fields, self._zone, lenient=lenient)
        remember = self._searches.remember if by_post else None

        def look_up() -> Found:
            found = run_search(self._deps.engine, query, self._zone, self._base(request), remember)
            names = ",".join(sorted({name for name, _ in query.given}))
            record(self._deps, actor(request).name, "search", f"{kind}?{names}", f"{found.shown} shown")
            return found

        return Response((await run_in_threadpool(look_up)).bundle, media_type=FHIR_JSON)

    def _base(self, request: Request) -> str:
        """Base of links: the configured address, else the one that the client used."""
        fhir = self._deps.settings.fhir
        if "base_url" in fhir.model_fields_set:
            return fhir.base_url.rstrip("/")
        return f"{request.url.scheme}://{request.url.netloc}/fhir"


def _must_be_known(kind: str) -> None:
    if kind in READ_ONLY_TYPES:
        raise FhirError(405, "not-supported", f"{kind} can be read by id, not searched")
    if kind not in SEARCHES:
        raise FhirError(404, "not-supported", "this server has no resources of that type; see /fhir/metadata")


def _accepted(request: Request) -> list[str]:
    """Media types the client takes, best first as written; `_format` wins over Accept."""
    asked = request.query_params.get("_format") or request.headers.get("accept", "*/*")
    return [part.partition(";")[0].strip().lower() for part in asked.split(",")]


def _must_accept_json(request: Request) -> None:
    if not any(
        kind in _JSON_TYPES or kind in ("*/*", "application/*", "text/html") for kind in _accepted(request)
    ):
        raise FhirError(406, "not-supported", "this server speaks application/fhir+json")


def _wants_fhir(request: Request) -> bool:
    """R4 binary.html: the resource itself only where the client names a FHIR type."""
    return any(kind in _JSON_TYPES for kind in _accepted(request))


def _unchanged(request: Request, tag: str, updated: datetime | None) -> bool:
    """If-None-Match, else If-Modified-Since (RFC 9110 §13.1)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        weak = {t.strip().removeprefix("W/") for t in tags.split(",")}
        return "*" in weak or tag.removeprefix("W/") in weak
    since = request.headers.get("if-modified-since")
    if since is None or updated is None:
        return False
    try:
        return updated.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, FhirError)
    return outcome_response(error.status, error.code, error.diagnostics)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, KartebridgeError)
    if isinstance(error, DependencyAway):
        return outcome_response(
            503, "transient", "the store does not answer now: try again", {"Retry-After": "10"}
        )
    return outcome_response(500, "exception", "an error of the gateway's own; its log says more")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return outcome_response(405, "not-supported", "this server is read-only", error.headers)
    return outcome_response(
        error.status_code, "not-found", "there is nothing here; see /fhir/metadata", error.headers
    )


def _too_large(request: Request, error: Exception) -> Response:
    return outcome_response(413, "too-long", "the form is too large")


def _defect(request: Request, error: Exception) -> Response:
    return outcome_response(500, "exception", "an error of the gateway's own; its log says more")
