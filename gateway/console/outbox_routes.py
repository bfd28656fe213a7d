"""The deliveries' page and its forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.console.outbox import asked_for, outbox_view
from gateway.gate import record
from gateway.store import deliveries, pauses
from gateway.store.delivery_resend import drop, resend

if TYPE_CHECKING:
    from gateway.console.routes import Console


class OutboxPages:
    """The handlers; `console` renders and checks forms."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._deps = console.deps
        self._zone = ZoneInfo(console.deps.settings.site.time_zone)

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/deliveries", self.page),
            Route("/deliveries/resend", self.resend, methods=["POST"]),
            Route("/deliveries/drop", self.drop, methods=["POST"]),
            Route("/destinations/{name}/pause", self.pause, methods=["POST"]),
            Route("/destinations/{name}/resume", self.resume, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The list with its conditions."""
        return await run_in_threadpool(self._page, request)

    def _page(self, request: Request) -> Response:
        query = request.query_params
        before = query.get("before", "")
        view = outbox_view(
            self._deps.engine,
            self._deps.breakers(),
            asked_for(query, self._zone),
            now=self._deps.clock(),
            zone=self._zone,
            before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
        )
        return self._console.page(request, "deliveries.html", view=view, done=query.get("done", "")[:80])

    async def resend(self, request: Request) -> Response:
        """Send again what meets the conditions."""

        def run(name: str, form: Mapping[str, str]) -> str | None:
            asked = asked_for(form, self._zone)
            if asked.note:
                return None
            done = resend(self._deps.engine, asked.wanted, now=self._deps.clock())
            said = f"{done.sent + done.behind} deliveries"
            record(self._deps, name, "send", asked.wanted.words(), said)
            for destination in self._deps.breakers():
                self._deps.resent(destination)
            return _with(asked.url(), f"{said} go out again")

        return await self._console.change_form(request, run)

    async def drop(self, request: Request) -> Response:
        """Give up the refused ones that meet the conditions."""

        def run(name: str, form: Mapping[str, str]) -> str | None:
            asked = asked_for(form, self._zone)
            if asked.note:
                return None
            number = drop(self._deps.engine, asked.wanted, now=self._deps.clock())
            record(self._deps, name, "drop", asked.wanted.words(), f"{number} deliveries")
            return _with(asked.url(), f"{number} deliveries are given up")

        return await self._console.change_form(request, run)

    async def pause(self, request: Request) -> Response:
        """Let nothing more go out to a destination."""
        return await self._set(request, "pause")

    async def resume(self, request: Request) -> Response:
        """Let deliveries go out again."""
        return await self._set(request, "resume")

    async def _set(self, request: Request, action: str) -> Response:
        destination = request.path_params["name"]

        def run(name: str, form: Mapping[str, str]) -> str | None:
            known = self._deps.breakers().keys() | {
                row.destination for row in deliveries.counts(self._deps.engine)
            }
            if destination not in known:
                return None
            if action == "pause":
                pauses.pause(self._deps.engine, destination, now=self._deps.clock(), actor=name[:80])
            else:
                pauses.resume(self._deps.engine, destination)
            record(self._deps, name, action, f"destination/{destination}")
            self._deps.resent(destination)
            return _with("/deliveries", f"{destination} {'is paused' if action == 'pause' else 'goes on'}")

        return await self._console.change_form(request, run)


def _with(url: str, done: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}done={quote(done)}"
