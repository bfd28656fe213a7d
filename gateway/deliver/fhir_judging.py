"""What a FHIR server's answer means for a delivery (R4 http.html, §3.1.0.11). Reasons are our own words.

    answer                                        result
    2xx, …-response, every entry 2xx              DELIVERED
    2xx, anything else                            RETRY slowly: nobody confirmed that the bundle was stored
    2xx with an entry 4xx                         DEAD; with an entry 5xx RETRY
    no answer, 408 409 412 423 425 429 5xx        RETRY; Retry-After honoured
    401                                           once more with a new token (gateway.deliver.fhir), then as 403
    401 403 404 410 3xx, TLS not trusted          RETRY slowly: the site must correct something first
    other 4xx                                     DEAD, with the server's OperationOutcome

The server's OperationOutcome may hold patient data and goes to `Answer.outcome` alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from gateway.deliver.answer import Answer, Result
from gateway.deliver.http import Reply
from gateway.deliver.http_answer import TRY_AGAIN, Refusals, refused

MAX_OUTCOME_CHARS = 64 * 1024
CREATED, NOT_MODIFIED = 201, 304
"""304: how some servers say that the same resource is there already."""
_REFUSALS = Refusals(
    who="the server",
    what="the bundle",
    read="its OperationOutcome",
    try_again=TRY_AGAIN | {412, 423},
    means={
        409: ": another write is under way there",
        412: ": several resources there carry our identifier, or somebody changed it meanwhile; "
        "if this lasts, have the server's administrator join the doubled ones",
    },
    site_must_act={
        401: "the server does not accept our login (401): correct the settings in [destinations.auth]",
        403: "the server forbids this client to write (403): ask its administrator for the rights, or change the login",
        404: "nothing at this address takes what we send (404): correct the destination's url",
        405: "this address does not take what we send (405): correct the destination's url, interaction or write",
        407: "a proxy between us and the server wants a login (407): let the gateway reach the server directly",
        410: "the address is gone (410): correct the destination's url",
    },
    alive=frozenset({404, 405, 407, 410}),
)


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """Bundle.entry.response."""

    status: int  # 0 where there is none
    location: str = ""
    outcome: dict[str, Any] | None = None

    @property
    def stored(self) -> bool:
        """Whether the server says that it holds the entry."""
        return 200 <= self.status < 300 or self.status == NOT_MODIFIED

    @property
    def passing(self) -> bool:
        """Whether it may go well another time."""
        return not self.stored and (
            self.status < 400 or self.status >= 500 or self.status in _REFUSALS.try_again
        )


def judge(status: int, headers: httpx.Headers, body: bytes, now: datetime) -> Answer:
    """What a complete HTTP answer to a Bundle means."""
    reply = Reply(status, headers, body)
    if 200 <= status < 300:
        entries = entries_of(body)
        return judge_entries(status, entries) if entries else unconfirmed(reply)
    return judge_failure(reply, now)


def judge_failure(reply: Reply, now: datetime) -> Answer:
    """What a complete answer that is not 2xx means, to a Bundle or to a single resource."""
    return refused(_REFUSALS, reply.status, reply.headers, outcome_of(reply), now)


def unconfirmed(reply: Reply) -> Answer:
    """A 2xx in which nobody says that what we sent is stored."""
    found = _object(reply.body)
    what = "a Bundle that is no response to ours" if found.get("resourceType") == "Bundle" else reply.kind
    reason = (
        f"answered {reply.status} with {what} and no transaction-response: nobody confirmed that the bundle "
        "is stored; check that url is the FHIR base address and no portal answers in between"
    )
    return Answer(Result.RETRY, reason, slow=True, server_works=False)


def judge_entries(status: int, entries: tuple[EntryAnswer, ...]) -> Answer:
    """What the answers to a Bundle's entries mean together."""
    failed = [entry for entry in entries if not entry.stored]
    if not failed:
        return Answer(Result.DELIVERED)
    worst = max(entry.status for entry in failed)
    reason = f"answered {status}, but {len(failed)} of {len(entries)} entries were not stored (worst {worst})"
    outcomes = [entry.outcome for entry in failed if entry.outcome is not None]
    outcome = json.dumps(outcomes, ensure_ascii=False)[:MAX_OUTCOME_CHARS] if outcomes else ""
    if any(entry.passing for entry in failed):
        return Answer(Result.RETRY, reason, outcome, server_works=False)
    return Answer(Result.DEAD, reason + ": read its OperationOutcome, correct, then resend", outcome)


def entries_of(body: bytes) -> tuple[EntryAnswer, ...]:
    """The answers in a transaction-response or batch-response; none where one of them says nothing."""
    bundle = _object(body)
    entries = bundle.get("entry")
    kind = bundle.get("resourceType"), bundle.get("type")
    if kind not in (("Bundle", "transaction-response"), ("Bundle", "batch-response")):
        return ()
    found = tuple(map(_entry, entries)) if isinstance(entries, list) else ()
    return found if all(entry.status for entry in found) else ()


def _entry(entry: Any) -> EntryAnswer:
    """The code at the start of Bundle.entry.response.status ("201 Created"); 0 where there is none."""
    response = entry.get("response") if isinstance(entry, dict) else None
    if not isinstance(response, dict):
        return EntryAnswer(0)
    status, location, outcome = (response.get(key) for key in ("status", "location", "outcome"))
    code = status[:3] if isinstance(status, str) else ""
    return EntryAnswer(
        int(code) if code.isascii() and code.isdigit() else 0,
        location if isinstance(location, str) else "",
        outcome if isinstance(outcome, dict) else None,
    )


def outcome_of(reply: Reply) -> str:
    """The server's own words, bounded; empty where they are no text that a person could read."""
    kind = reply.kind
    if "json" not in kind and "xml" not in kind and not kind.startswith("text/plain"):
        return ""
    return (
        reply.body[: MAX_OUTCOME_CHARS * 4].decode("utf-8", "replace").replace("\x00", "")[:MAX_OUTCOME_CHARS]
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
