"""Reading one resource: read, conditional read, and a document's own bytes as Binary."""

from __future__ import annotations

from base64 import b64encode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gateway.gate import actor, record
from gateway.results_api.accesses import patients_in, resource_shown
from gateway.results_api.asked import must_accept_json, unchanged, wants_fhir
from gateway.results_api.body import etag, last_modified, with_meta
from gateway.results_api.outcome import FHIR_JSON, FhirError
from gateway.results_api.parameters import READ_ONLY_TYPES, SEARCHES
from gateway.results_api.permission import must_allow
from gateway.scopes import May
from gateway.store import audit_events, documents, resources
from gateway.web_deps import WebDeps
from mappers.fhir.audit_event import EventKind
from mappers.fhir.json_text import dumps

_BINARY_HEADERS = {
    # The bytes are a sender's: never a page of ours, whatever they claim to be.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "attachment",
}


class Reads:
    """The handlers of /{kind}/{id}; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps

    async def read(self, request: Request) -> Response:
        """One resource: 200, 304, 404, or 410 when it was there once."""
        kind, resource_id = request.path_params["kind"], request.path_params["id"]
        if kind in READ_ONLY_TYPES:
            await must_allow(self._deps, request, kind, May.READ)
            return await run_in_threadpool(self._read_binary, request, resource_id)
        must_be_served(kind)
        must_accept_json(request)
        await must_allow(self._deps, request, kind, May.READ)
        return await run_in_threadpool(self._read, request, kind, resource_id)

    def _read(self, request: Request, kind: str, resource_id: str) -> Response:
        row = resources.read(self._deps.engine, kind, resource_id)
        name = actor(request).name
        entity = f"{kind}/{resource_id}"
        if row is None:
            gone = resources.was_deleted(self._deps.engine, kind, resource_id)
            record(self._deps, name, "read", entity, "deleted" if gone else "not found")
            if gone:
                raise FhirError(410, "deleted", "the document that this came from no longer says so")
            raise FhirError(404, "not-found", f"there is no {kind} with this id")
        events = resource_shown(request, EventKind.READ, entity, patients_in([row]), self._deps.clock())
        record(self._deps, name, "read", entity, f"version {row.version}", events)
        headers = {"ETag": etag(row), "Last-Modified": last_modified(row.last_updated)}
        if unchanged(request, etag(row), row.last_updated):
            return Response(status_code=304, headers=headers)
        return Response(with_meta(row), 200, headers, FHIR_JSON)

    def _read_binary(self, request: Request, document_id: str) -> Response:
        """A document's bytes as they came, or as a Binary resource where the client asks for FHIR JSON."""
        as_json = wants_fhir(request)
        row = documents.get_document(self._deps.engine, document_id)
        entity, name = f"Binary/{document_id}", actor(request).name
        if row is None:
            record(self._deps, name, "read", entity, "not found")
            raise FhirError(404, "not-found", "there is no Binary with this id")
        patient = audit_events.patient_of(self._deps.engine, "DocumentReference", document_id)
        patients = [patient] if patient else []
        events = resource_shown(request, EventKind.READ, entity, patients, self._deps.clock())
        record(self._deps, name, "read", entity, events=events)
        tag = f'W/"{row.digest[:16]}"'
        if unchanged(request, tag, None):
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


def must_be_served(kind: str) -> None:
    """Raises FhirError where there are no searches of that type."""
    if kind in READ_ONLY_TYPES:
        raise FhirError(405, "not-supported", f"{kind} can be read by id, not searched")
    if kind not in SEARCHES:
        raise FhirError(404, "not-supported", "this server has no resources of that type; see /fhir/metadata")
