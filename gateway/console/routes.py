"""The console's routes: pages for reading, and forms for the few things a person may set going again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from gateway.console.choice_routes import ChoicePages, done_words
from gateway.console.detail import message_view, pretty
from gateway.console.outbox_routes import OutboxPages
from gateway.console.overview import overview
from gateway.gate import FormTooLargeError, actor, csrf_holds, read_form, record
from gateway.results_api.accesses import documents_shown, patients_in, resource_shown
from gateway.store import deliveries, documents, messages, resources
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import resend
from gateway.store.schema import DeliveryState
from gateway.web_deps import WebDeps
from mappers.fhir.audit_event import EventKind

_STATIC = Path(str(files("gateway.console") / "static"))


def console_routes(console: Console) -> list[Route | Mount]:
    """All of them."""
    return [
        Route("/", console.first_page, name="first"),
        Route("/live", console.live),
        Route("/messages/{id}", console.message),
        Route("/messages/{id}/received", console.received),
        Route("/messages/{id}/replay", console.replay, methods=["POST"]),
        Route("/deliveries/{id}/send", console.send, methods=["POST"]),
        Route("/destinations/{name}/send", console.send_all, methods=["POST"]),
        Route("/documents/{id}/pages/{number:int}.jpg", console.page_picture),
        Route("/resources/{kind}/{id}", console.resource),
        *OutboxPages(console).routes(),
        *ChoicePages(console).routes(),
        Mount("/static", StaticFiles(directory=_STATIC), name="static"),
    ]


class Console:
    """The handlers; one for the life of the application."""

    def __init__(self, deps: WebDeps) -> None:
        self.deps = self._deps = deps
        self._zone = ZoneInfo(deps.settings.site.time_zone)
        self._jinja = Environment(
            loader=PackageLoader("gateway.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._jinja.filters["clock"] = _clock

    async def first_page(self, request: Request) -> Response:
        """The live list."""
        return await run_in_threadpool(self._list, request, "list.html")

    async def live(self, request: Request) -> Response:
        """The changing part of the first page, for its script."""
        return await run_in_threadpool(self._list, request, "live.html")

    def _list(self, request: Request, template: str) -> Response:
        asked = request.query_params
        before = asked.get("before", "")
        view = overview(
            self._deps.engine,
            self._deps.breakers(),
            tuple(self._deps.model_servers()),
            now=self._deps.clock(),
            zone=self._zone,
            state=asked.get("state", ""),
            text=asked.get("q", "")[:255],
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
        )
        return self.page(request, template, view=view)

    async def message(self, request: Request) -> Response:
        """A message, its documents with the values on them, its deliveries."""
        return await run_in_threadpool(self._message, request)

    def _message(self, request: Request) -> Response:
        view = message_view(self._deps.engine, request.path_params["id"], self._zone)
        if view is None:
            return self.notice(request, 404)
        shown = [one.id for one in view.documents]
        events = documents_shown(request, self._deps.engine, shown, self._deps.clock())
        record(self._deps, actor(request).name, "view", f"message/{view.row.id}", events=events)
        done = request.query_params.get("done", "")
        return self.page(request, "message.html", view=view, done=done, said=done_words(done))

    async def received(self, request: Request) -> Response:
        """The bytes exactly as they were received."""
        return await run_in_threadpool(self._received, request)

    def _received(self, request: Request) -> Response:
        row = messages.get(self._deps.engine, request.path_params["id"])
        if row is None:
            return self.notice(request, 404)
        inside = [one.document.id for one in documents.of_message(self._deps.engine, row.id)]
        events = documents_shown(request, self._deps.engine, inside, self._deps.clock())
        record(self._deps, actor(request).name, "download", f"message/{row.id}", events=events)
        dicom = row.source.value == "dicom"
        headers = {
            "Content-Type": "application/dicom" if dicom else "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{row.id}.{"dcm" if dicom else "hl7"}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(self._deps.blobs.get(row.digest), headers=headers)

    async def page_picture(self, request: Request) -> Response:
        """A page as JPEG. It never changes under its document's id, but it is a patient's: not cached."""
        return await run_in_threadpool(self._page_picture, request)

    def _page_picture(self, request: Request) -> Response:
        document_id, number = request.path_params["id"], request.path_params["number"]
        pages = documents.pages_of(self._deps.engine, document_id)
        digest = next((p.image_digest for p in pages if p.number == number), "")
        if not digest:
            return self.notice(request, 404)
        return Response(self._deps.blobs.get(digest), media_type="image/jpeg")

    async def resource(self, request: Request) -> Response:
        """One FHIR resource for reading."""
        return await run_in_threadpool(self._resource, request)

    def _resource(self, request: Request) -> Response:
        kind, resource_id = request.path_params["kind"], request.path_params["id"]
        row = resources.read(self._deps.engine, kind, resource_id)
        if row is None:
            return self.notice(request, 404)
        entity, patients = f"{row.type}/{row.id}", patients_in([row])
        events = resource_shown(request, EventKind.READ, entity, patients, self._deps.clock())
        record(self._deps, actor(request).name, "view", entity, events=events)
        text = pretty(row.body)
        if len(text) > 1_000_000:
            text = f"{text[:1_000_000]}\n… the rest is at /fhir/{row.type}/{row.id}"
        return self.page(request, "resource.html", row=row, text=text)

    async def replay(self, request: Request) -> Response:
        """Run a stored message again."""

        def run(name: str) -> bool:
            message_id = request.path_params["id"]
            known = self._deps.replay(message_id)
            record(self._deps, name, "replay", f"message/{message_id}", "" if known else "not found")
            return known

        return await self._change(request, run, f"/messages/{request.path_params['id']}?done=replay")

    async def send(self, request: Request) -> Response:
        """Send one delivery now: a refused one again, a waiting one without its wait."""
        delivery = await run_in_threadpool(
            deliveries.get_delivery, self._deps.engine, request.path_params["id"]
        )

        def run(name: str) -> bool:
            if delivery is None:
                return False
            states = (DeliveryState.DEAD, DeliveryState.PENDING)
            resend(self._deps.engine, DeliveryFilter(id=delivery.id, states=states), now=self._deps.clock())
            record(self._deps, name, "send", f"delivery/{delivery.id}")
            self._deps.resent(delivery.destination)
            return True

        return await self._change(
            request, run, f"/messages/{delivery.message_id}?done=send" if delivery else "/"
        )

    async def send_all(self, request: Request) -> Response:
        """Send everything refused by, or waiting for, one destination now."""

        def run(name: str) -> bool:
            destination = request.path_params["name"]
            states = (DeliveryState.DEAD, DeliveryState.PENDING)
            wanted = DeliveryFilter(destination=destination, states=states)
            done = resend(self._deps.engine, wanted, now=self._deps.clock())
            record(self._deps, name, "send", f"destination/{destination}", f"{done.sent} deliveries")
            self._deps.resent(destination)
            return True

        return await self._change(request, run, "/")

    async def _change(self, request: Request, run: Callable[[str], bool], then: str) -> Response:
        """Do something for a form of ours, then show the page it came from."""
        return await self.change_form(request, lambda name, _: then if run(name) else None)

    async def change_form(
        self, request: Request, run: Callable[[str, Mapping[str, str]], str | None]
    ) -> Response:
        """Do what a form of ours asks: `run` gets who asks and the fields, and gives the page to show, None for 404."""
        try:
            form = dict(await read_form(request))
        except (FormTooLargeError, ValueError):
            form = {}
        if not csrf_holds(request, form):
            return self.notice(request, 403)
        then = await run_in_threadpool(run, actor(request).name, form)
        return self.notice(request, 404) if then is None else RedirectResponse(then, 303)

    def notice(self, request: Request, status: int) -> Response:
        """An error as a page that says what to do."""
        return self.page(request, "notice.html", status=status)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A template filled in."""
        session = actor(request).session
        text = self._jinja.get_template(template).render(
            site=self._deps.settings.site.name, csrf=session.csrf if session else "", status=status, **values
        )
        return Response(text, status, media_type="text/html; charset=utf-8")


def _clock(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
