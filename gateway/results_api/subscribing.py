"""/Subscription: create, read, search, update and delete; a client sees its own, the gateway's token all."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gateway.gate import actor, read_body, record
from gateway.notify.matching import handshake
from gateway.results_api.asked import base_url, must_accept_json
from gateway.results_api.body import instant, last_modified
from gateway.results_api.outcome import FHIR_JSON, FhirError
from gateway.results_api.permission import must_allow
from gateway.results_api.subscription_checks import checked
from gateway.scopes import May
from gateway.store import deliveries, subscriptions
from gateway.store.engine import writing
from gateway.store.subscriptions import Status, SubscriptionRow
from gateway.web_deps import WebDeps
from mappers.fhir.json_text import Resource, dumps, loads

KIND = "Subscription"
_JSON = ("", "application/fhir+json", "application/json")


class Subscribing:
    """The handlers; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self._deps = deps
        self._zone = ZoneInfo(deps.settings.site.time_zone)

    async def create(self, request: Request) -> Response:
        """POST /Subscription: 201, status requested until the endpoint answers the handshake."""
        resource = await self._asked(request, May.CREATE)
        return await run_in_threadpool(self._create, request, resource)

    async def update(self, request: Request) -> Response:
        """PUT /Subscription/{id}: the whole resource anew; If-Match is honoured."""
        resource = await self._asked(request, May.UPDATE)
        return await run_in_threadpool(self._update, request, resource)

    async def read(self, request: Request) -> Response:
        """GET /Subscription/{id}: status and error say how it stands; header values are not shown again."""
        await self._must_allow(request, May.READ)
        row = await run_in_threadpool(self._own, request)
        return _shown(row, 200)

    async def search(self, request: Request) -> Response:
        """GET /Subscription: one's own, by status."""
        await self._must_allow(request, May.SEARCH)
        asked = {name: v for name, v in request.query_params.items() if name not in ("_format", "_pretty")}
        wanted = asked.pop("status", ",".join(Status)).split(",")
        if asked or not set(wanted) <= set(Status):
            raise FhirError(400, "not-supported", f"Subscription is searched by status: {', '.join(Status)}")
        rows = await run_in_threadpool(subscriptions.listed, self._deps.engine)
        client = actor(request).client
        rows = [row for row in rows if client in ("", row.client) and row.status in wanted]
        base = base_url(self._deps, request)
        bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset", "total": len(rows)}
        if rows:
            bundle["entry"] = [
                {
                    "fullUrl": f"{base}/{KIND}/{row.id}",
                    "resource": _resource(row),
                    "search": {"mode": "match"},
                }
                for row in rows
            ]
        return Response(dumps(bundle), media_type=FHIR_JSON)

    async def delete(self, request: Request) -> Response:
        """DELETE /Subscription/{id}: what still waits for it is not sent."""
        await self._must_allow(request, May.DELETE)
        return await run_in_threadpool(self._delete, request)

    async def _must_allow(self, request: Request, may: May) -> None:
        must_accept_json(request)
        await must_allow(self._deps, request, KIND, may)

    async def _asked(self, request: Request, may: May) -> Resource:
        """The Subscription of the body; its criteria's type must be one that the client reads."""
        await self._must_allow(request, may)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _JSON:
            raise FhirError(415, "not-supported", "a Subscription comes as application/fhir+json")
        try:
            body = await read_body(request)
        except ValueError as error:
            raise FhirError(400, "structure", "the body did not arrive whole") from error
        network = self._deps.settings.network
        resource, query = await run_in_threadpool(checked, body, network, self._zone)
        await must_allow(self._deps, request, query.type, May.READ)
        for kind in (query.type, *(chain.target for chain in query.chains)):
            await must_allow(self._deps, request, kind, May.SEARCH)
        return resource

    def _create(self, request: Request, resource: Resource) -> Response:
        if subscriptions.count(self._deps.engine) >= self._deps.settings.results_api.subscriptions_max:
            raise FhirError(422, "too-costly", "as many subscriptions as the settings allow: delete one")
        row = self._keep(request, str(uuid4()), 1, actor(request).client, resource)
        record(self._deps, actor(request).name, "create", f"{KIND}/{row.id}", row.type)
        location = f"{base_url(self._deps, request)}/{KIND}/{row.id}"
        return _shown(row, 201, {"Location": f"{location}/_history/{row.version}"})

    def _update(self, request: Request, resource: Resource) -> Response:
        old = self._own(request)
        wanted = re.sub(r'^W/"|^"|"$', "", request.headers.get("if-match", "").strip())
        if wanted not in ("", "*", str(old.version)):
            raise FhirError(412, "conflict", "it is of another version: read it again")
        row = self._keep(request, old.id, old.version + 1, old.client, resource)
        record(self._deps, actor(request).name, "update", f"{KIND}/{row.id}", row.type)
        return _shown(row, 200)

    def _keep(
        self, request: Request, key: str, version: int, client: str, resource: Resource
    ) -> SubscriptionRow:
        """The row, and the handshake in the outbox, in one transaction."""
        now = self._deps.clock()
        status = Status(resource.pop("status"))
        kind = str(resource["criteria"]).partition("?")[0]
        row = SubscriptionRow(key, version, now, client, kind, status, "", None, dumps(resource))
        first = [handshake(row, self._deps.blobs)] if status is Status.REQUESTED else []
        with writing(self._deps.engine) as connection:
            subscriptions.put(connection, row)
            deliveries.add(connection, "", first, now)
        self._deps.subscribers_changed()
        return row

    def _delete(self, request: Request) -> Response:
        row = self._own(request)
        subscriptions.remove(self._deps.engine, row.id)
        self._deps.subscribers_changed()
        record(self._deps, actor(request).name, "delete", f"{KIND}/{row.id}")
        return Response(status_code=204)

    def _own(self, request: Request) -> SubscriptionRow:
        """Raises FhirError 404 for one that is not there or is another client's."""
        row = subscriptions.get(self._deps.engine, request.path_params["id"])
        if row is None or actor(request).client not in ("", row.client):
            raise FhirError(404, "not-found", "there is no Subscription with this id")
        return row


def _resource(row: SubscriptionRow) -> Resource:
    """As it is shown: header values are secrets that only the endpoint needs to know."""
    kept = loads(row.body)
    channel = kept.pop("channel")
    if "header" in channel:
        channel = {**channel, "header": [f"{line.partition(':')[0]}: ***" for line in channel["header"]]}
    return {
        "resourceType": kept.pop("resourceType"),
        "id": row.id,
        "meta": {"versionId": str(row.version), "lastUpdated": instant(row.last_updated)},
        "status": str(row.status),
        **({"error": row.error} if row.error else {}),
        **kept,
        "channel": channel,
    }


def _shown(row: SubscriptionRow, status: int, headers: dict[str, str] | None = None) -> Response:
    about = {"ETag": f'W/"{row.version}"', "Last-Modified": last_modified(row.last_updated)}
    return Response(dumps(_resource(row)), status, {**about, **(headers or {})}, FHIR_JSON)
