"""Doubtful names: their list, and the forms by which a person says what a printed name means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway import site_terms
from gateway.choosing import Said, Spot, choose, key_of, spot, take_back
from gateway.console.names import MESSAGES, names_view
from gateway.errors import SiteError
from gateway.gate import record
from mappers.item_codes import ChosenFor

if TYPE_CHECKING:
    from gateway.console.routes import Console

_VALUE = "/messages/{id}/documents/{document:int}/values/{value:int}"
DONE = {
    Said.VALUE: ("choice", "ok", "The item is kept for this value; its codes follow."),
    Said.SITE: ("choice-site", "ok", "The name means this item from now on; this message is coded anew."),
    Said.BACK: ("choice-back", "ok", "What was said of the name is taken back; this message is coded anew."),
    Said.MASTER: (
        "choice-master",
        "warn",
        "The hospital's own master says what the name means: change its CSV file, then `kartebridge terms import`.",
    ),
    Said.ONLY_HERE: (
        "choice-only",
        "warn",
        "Nothing was changed: specimen, unit, kind of document or kind of value are not the item's, so it can be "
        "said of this value only.",
    ),
    Said.UNKNOWN: (
        "choice-unknown",
        "warn",
        "Nothing was changed: no item has this name or code. `kartebridge terms import` teaches the hospital's own.",
    ),
    Said.SEVERAL: (
        "choice-several",
        "warn",
        "Nothing was changed: several items have this name. Give the LOINC or JLAC10 code.",
    ),
    Said.CLASH: (
        "choice-clash",
        "bad",
        "Nothing was changed: chosen.csv in the terminology folder cannot be written, or says otherwise of this "
        "name. `kartebridge check` and the log say more.",
    ),
}
"""What came of a choice: its word in the page's address, tone and sentence."""


def done_words(word: str) -> tuple[str, str]:
    """Tone and sentence for a word of an address; empty for any other."""
    return next(((tone, text) for known, tone, text in DONE.values() if known == word), ("", ""))


class ChoicePages:
    """The handlers; `console` checks forms."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._deps = console.deps
        self._zone = ZoneInfo(console.deps.settings.site.time_zone)

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/names", self.names),
            Route(f"{_VALUE}/item", self.choose, methods=["POST"]),
            Route(f"{_VALUE}/item/withdraw", self.take_back, methods=["POST"]),
        ]

    async def names(self, request: Request) -> Response:
        """Doubtful names of the latest messages."""
        return await run_in_threadpool(self._names, request)

    def _names(self, request: Request) -> Response:
        problem, site = "", None
        try:
            site = site_terms.load(self._deps.settings)
        except SiteError:
            problem = (
                "The hospital's master cannot be read: `kartebridge check` says where. It is left out here."
            )
        view = names_view(self._deps.engine, site)
        return self._console.page(request, "names.html", view=view, messages=MESSAGES, problem=problem)

    async def choose(self, request: Request) -> Response:
        """Keep what a proposed name means, for the value or for the hospital."""

        def run(name: str, form: Mapping[str, str]) -> str | None:
            key, reach = form.get("item", ""), form.get("reach", "")
            if reach not in set(ChosenFor):
                return None
            at = self._spot(request)
            if at is None:
                return None
            found = key or key_of(at, form.get("known", ""))
            if isinstance(found, Said):
                return self._page(request, found)
            today = self._deps.clock().astimezone(self._zone).date()
            note = f"{name}, {today}"
            said = choose(self._deps.engine, self._deps.settings, at, found, ChosenFor(reach), note)
            return self._went(request, name, said, at.document_id, f"{found} for {reach}")

        return await self._console.change_form(request, run)

    async def take_back(self, request: Request) -> Response:
        """Forget what was said of a name."""

        def run(name: str, form: Mapping[str, str]) -> str | None:
            at = self._spot(request)
            if at is None:
                return None
            said = take_back(self._deps.engine, self._deps.settings, at)
            return self._went(request, name, said, at.document_id, "taken back")

        return await self._console.change_form(request, run)

    def _spot(self, request: Request) -> Spot | None:
        asked = request.path_params
        return spot(self._deps.engine, asked["id"], asked["document"], asked["value"])

    def _went(self, request: Request, name: str, said: Said | None, document: str, what: str) -> str | None:
        """Record it, have the message coded anew, and say which page to show."""
        if said is None:
            return None
        message, value = request.path_params["id"], request.path_params["value"]
        record(self._deps, name, "choose item", f"document/{document}", f"value {value + 1}: {what}: {said}")
        if said in (Said.VALUE, Said.SITE, Said.BACK, Said.MASTER):
            self._deps.recode(message)
        return self._page(request, said)

    def _page(self, request: Request, said: Said) -> str:
        """The message's page at the value, with what came of it."""
        message, value = request.path_params["id"], request.path_params["value"]
        key = f"v-d{request.path_params['document']}-{value}"
        return f"/messages/{message}?done={DONE[said][0]}#{key}"
