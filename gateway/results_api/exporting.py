"""$export of everything and of all patients (Bulk Data Access IG 2.0): kick-off, status, manifest, files, delete."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from gateway.gate import actor, read_body, record
from gateway.results_api.accesses import question_answered
from gateway.results_api.asked import base_url, must_accept_json, prefers
from gateway.results_api.body import instant
from gateway.results_api.export_jobs import File, Job, TooManyJobs
from gateway.results_api.outcome import FhirError
from gateway.results_api.parameters import SEARCHES, find
from gateway.results_api.permission import may, must_allow
from gateway.scopes import May
from gateway.web_deps import WebDeps
from mappers.fhir.audit_event import EventKind
from mappers.fhir.json_text import dumps

NDJSON = "application/fhir+ndjson"
_FORMATS = (NDJSON, "application/ndjson", "ndjson")
PATIENT_LEVEL = tuple(k for k in SEARCHES if find(k, "patient") or k in ("Patient", "Provenance"))
"""What Patient/$export gives: the compartment of every patient, and where it comes from."""


class Exports:
    """The handlers of $export; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps

    async def of_system(self, request: Request) -> Response:
        """GET or POST /$export."""
        return await self._begin(request, tuple(SEARCHES))

    async def of_patients(self, request: Request) -> Response:
        """GET or POST /Patient/$export."""
        return await self._begin(request, PATIENT_LEVEL)

    async def _begin(self, request: Request, served: tuple[str, ...]) -> Response:
        must_accept_json(request)
        if not prefers(request, "respond-async"):
            raise FhirError(400, "required", "an export takes time: ask with Prefer: respond-async")
        lenient = prefers(request, "handling=lenient")
        asked = _parameters(await self._fields(request), served, lenient=lenient)
        for kind in asked.types:
            await must_allow(self._deps, request, kind, May.READ)
        types = asked.types or tuple(kind for kind in served if may(request, kind, May.READ))
        if not types:
            await must_allow(self._deps, request, "*", May.READ)
        return await run_in_threadpool(self._keep, request, types, asked.since)

    async def _fields(self, request: Request) -> list[tuple[str, str]]:
        fields = list(request.query_params.multi_items())
        if request.method == "POST":
            try:
                body = await read_body(request)
            except ValueError as error:
                raise FhirError(400, "structure", "the Parameters resource did not arrive whole") from error
            fields += _of_parameters(body)
        return [(name, value) for name, value in fields if name not in ("_format", "_pretty")]

    def _keep(self, request: Request, types: tuple[str, ...], since: str) -> Response:
        who = actor(request)
        base = base_url(self._deps, request)
        path = request.url.path.partition("/fhir")[2]
        try:
            job = self._deps.exports.begin(who.client, base + path, types, since)
        except TooManyJobs:
            raise FhirError(
                429, "throttled", "too many exports are kept or under way: delete one", {"Retry-After": "60"}
            ) from None
        record(self._deps, who.name, "export", f"$export {job[:6]}", ",".join(types))
        return Response(status_code=202, headers={"Content-Location": f"{base}/$export-status/{job}"})

    async def status(self, request: Request) -> Response:
        """GET: 202 while it is written, then the manifest."""
        return await run_in_threadpool(self._status, request)

    async def delete(self, request: Request) -> Response:
        """DELETE: the job and its files go."""
        return await run_in_threadpool(self._delete, request)

    async def file(self, request: Request) -> Response:
        """One file of a finished export."""
        return await run_in_threadpool(self._file, request)

    def _status(self, request: Request) -> Response:
        job = self._job(request)
        if job.state == "failed":
            raise FhirError(500, "exception", f"the export failed: {job.progress}")
        if job.state != "done":
            return Response(
                status_code=202, headers={"X-Progress": job.progress or "waiting", "Retry-After": "2"}
            )
        expires = format_datetime(self._deps.exports.expires(job), usegmt=True)
        manifest = _manifest(job, f"{base_url(self._deps, request)}/$export-file/{job.id}")
        return Response(dumps(manifest), 200, {"Expires": expires}, "application/json")

    def _delete(self, request: Request) -> Response:
        job = self._job(request)
        self._deps.exports.remove(job.id)
        record(self._deps, actor(request).name, "export-delete", f"$export {job.id[:6]}")
        return Response(status_code=202)

    def _file(self, request: Request) -> Response:
        job, name = self._job(request), request.path_params["name"]
        path = self._deps.exports.path(job, name)
        if path is None:
            raise FhirError(404, "not-found", "this export has no such file")
        for kind in {file.type for file in job.files if file.name == name}:
            if not may(request, kind, May.READ):
                raise FhirError(403, "forbidden", f"this token's scopes no longer let it read {kind}")
        count = next(file.count for file in (*job.files, *job.deleted) if file.name == name)
        asked = [("_type", ",".join(job.types)), *([("_since", job.since)] if job.since else [])]
        what = f"$export {name}"
        events = question_answered(request, EventKind.EXPORT, what, asked, (), self._deps.clock())
        entity = f"$export {job.id[:6]} {name}"
        record(self._deps, actor(request).name, "export-file", entity, f"{count} shown", events)
        return FileResponse(path, media_type=NDJSON)

    def _job(self, request: Request) -> Job:
        """Raises FhirError 404 for one that is not there, has expired, or is another client's."""
        job = self._deps.exports.get(request.path_params["job"])
        client = actor(request).client
        if job is None or client not in ("", job.client):
            raise FhirError(404, "not-found", "there is no such export, or its time is over: begin another")
        return job


class _Asked:
    """What a kick-off asks for."""

    def __init__(self) -> None:
        self.types: tuple[str, ...] = ()
        self.since = ""


def _parameters(fields: list[tuple[str, str]], served: tuple[str, ...], *, lenient: bool) -> _Asked:
    asked = _Asked()
    for name, value in fields:
        if name == "_outputFormat":
            if value not in _FORMATS:
                raise FhirError(400, "not-supported", f"_outputFormat is {NDJSON}")
        elif name == "_since":
            asked.since = _since(value)
        elif name == "_type":
            types = tuple(part for part in value.split(",") if part in served)
            if len(types) < len(value.split(",")) and not lenient:
                raise FhirError(400, "not-supported", f"_type is a list of {', '.join(served)}")
            asked.types += tuple(kind for kind in types if kind not in asked.types)
        elif not lenient:
            raise FhirError(400, "not-supported", "$export takes _type, _since and _outputFormat here")
    return asked


def _since(value: str) -> str:
    try:
        moment = datetime.fromisoformat(value.replace(" ", "+"))  # a + in a query that nobody encoded
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise FhirError(
            400, "value", "_since is an instant with its zone, for example 2026-11-20T08:00:00+09:00"
        )
    return moment.isoformat()


def _of_parameters(body: bytes) -> list[tuple[str, str]]:
    """Names and values of a Parameters resource; an empty body has none."""
    if not body.strip():
        return []
    try:
        found = json.loads(body)
        listed: list[dict[str, Any]] = found.get("parameter", [])
        if found["resourceType"] != "Parameters":
            raise ValueError("no Parameters")
        return [
            (str(one["name"]), str(next(v for k, v in one.items() if k.startswith("value"))))
            for one in listed
        ]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise FhirError(400, "structure", "POST $export takes a Parameters resource as JSON") from error


def _manifest(job: Job, files: str) -> dict[str, Any]:
    def listed(outputs: tuple[File, ...]) -> list[dict[str, Any]]:
        return [{"type": one.type, "url": f"{files}/{one.name}", "count": one.count} for one in outputs]

    return {
        "transactionTime": instant(datetime.fromisoformat(job.transaction_time)),
        "request": job.request,
        "requiresAccessToken": True,
        "output": listed(job.files),
        "deleted": listed(job.deleted),
        "error": [],
    }
