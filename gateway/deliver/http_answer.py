"""What HTTP answers mean for a delivery where the status alone counts (RFC 9110), in the words of whoever asked.

2xx                                   DELIVERED (of FHIR: `gateway.deliver.fhir_judging` looks inside)
408 409 425 429 5xx, FHIR 412 423     RETRY; Retry-After honoured
401 403 404 405 407 410 3xx           RETRY slowly: the site must correct something first
other 4xx                             DEAD, with the receiver's words
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from gateway.deliver.answer import Answer, Result

MAX_WORDS_BYTES = 64 * 1024
MAX_RETRY_AFTER_S = 3600.0
TRY_AGAIN = frozenset({408, 409, 425, 429})
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a kind of receiver's refusals mean, for hospital IT to read.

    `site_must_act` by status; of those, `alive` say that the receiver works all the same, so that the breaker stays
    closed. `means` adds to what a status says that is tried again.
    """

    who: str
    what: str
    site_must_act: Mapping[int, str]
    try_again: frozenset[int] = TRY_AGAIN
    alive: frozenset[int] = frozenset()
    means: Mapping[int, str] = field(default_factory=dict)
    read: str = "its words"


_EVENTS = Refusals(
    who="the receiver",
    what="the event",
    site_must_act={
        401: "the receiver does not accept the signature (401): give it the secret in secret_file",
        403: "the receiver forbids the POST (403): ask its administrator for the right, and compare the secrets",
        404: "nothing is at this address (404): correct url",
        405: "this address does not take a POST (405): correct url",
        407: "a proxy between us and the receiver wants a login (407): let the gateway reach it directly",
        410: "the receiver wants no more events (410): take this destination out, or correct url",
    },
)


def judge(status: int, headers: httpx.Headers, said: str, now: datetime) -> Answer:
    """A complete answer to an event; `said` are the receiver's words, for the console alone."""
    if 200 <= status < 300:
        return Answer(Result.DELIVERED)
    return refused(_EVENTS, status, headers, said, now)


def refused(of: Refusals, status: int, headers: httpx.Headers, said: str, now: datetime) -> Answer:
    """A complete answer that is not 2xx; `said` are the receiver's words, for the console alone."""
    if status in of.site_must_act:
        works = status in of.alive
        return Answer(Result.RETRY, of.site_must_act[status], said, slow=True, server_works=works)
    if 300 <= status < 400:
        reason = f"{of.who} redirects ({status}): redirects are not followed; put the final address in url"
        return Answer(Result.RETRY, reason, said, slow=True, server_works=False)
    pause = retry_after(headers.get("retry-after", ""), now)
    if status in of.try_again:
        reason = f"{of.who} asks to try again ({status}){of.means.get(status, '')}"
        return Answer(Result.RETRY, reason, said, pause, server_works=status not in _BUSY)
    if status >= 500 or status < 200:
        return Answer(Result.RETRY, f"{of.who} failed ({status})", said, pause, server_works=False)
    reason = f"{of.who} refused {of.what} ({status}): read {of.read}, correct, then resend"
    return Answer(Result.DEAD, reason, said)


def words(kind: str, body: bytes) -> str:
    """The beginning of an answer as text; empty where it is nothing that a person could read."""
    if "json" not in kind and kind != "text/plain":
        return ""
    return body[:MAX_WORDS_BYTES].decode("utf-8", "replace").replace("\x00", "")


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3), bounded; None where it is absent or nonsense."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), MAX_RETRY_AFTER_S)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return None if when.tzinfo is None else min(max(0.0, (when - now).total_seconds()), MAX_RETRY_AFTER_S)
