"""Whether the token of a request covers an interaction; a refusal is audited and says which scope is missing."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from gateway.gate import actor, record
from gateway.results_api.outcome import FhirError
from gateway.scopes import May
from gateway.web_deps import WebDeps

_WORDS = {
    May.CREATE: "create",
    May.READ: "read",
    May.UPDATE: "update",
    May.DELETE: "delete",
    May.SEARCH: "search",
}


def may(request: Request, kind: str, interaction: May) -> bool:
    """Whether the scopes allow it."""
    return actor(request).scopes.allow(kind, interaction)


async def must_allow(deps: WebDeps, request: Request, kind: str, interaction: May) -> None:
    """Raises FhirError 403 where the scopes do not allow it."""
    if may(request, kind, interaction):
        return
    who, word = actor(request).name, _WORDS[interaction]
    await run_in_threadpool(record, deps, who, "refused", kind, f"{word}: not in the token's scopes")
    raise FhirError(
        403,
        "forbidden",
        f"this token's scopes do not let it {word} {kind}: it needs system/{kind}.{interaction}",
    )
