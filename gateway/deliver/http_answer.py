"""What HTTP answers mean for a delivery where the status alone counts (RFC 9110).

2xx                                   DELIVERED
408 409 425 429 5xx                   RETRY; Retry-After honoured
401 403 404 405 407 410 3xx           RETRY slowly: the site must correct something first
other 4xx                             DEAD, with the receiver's words
"""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from gateway.deliver.answer import Answer, Result

MAX_WORDS_BYTES = 64 * 1024
MAX_RETRY_AFTER_S = 3600.0
_TRY_AGAIN = {408, 409, 425, 429}
_BUSY = {408, 425, 429}
_SITE_MUST_ACT = {
    401: "the receiver does not accept the signature (401): give it the secret in secret_file",
    403: "the receiver forbids the POST (403): ask its administrator for the right, and compare the secrets",
    404: "nothing is at this address (404): correct url",
    405: "this address does not take a POST (405): correct url",
    407: "a proxy between us and the receiver wants a login (407): let the gateway reach it directly",
    410: "the receiver wants no more events (410): take this destination out, or correct url",
}


def judge(status: int, headers: httpx.Headers, said: str, now: datetime) -> Answer:
    """A complete answer; `said` are the receiver's words, for the console alone."""
    if 200 <= status < 300:
        return Answer(Result.DELIVERED)
    if status in _SITE_MUST_ACT:
        return Answer(Result.RETRY, _SITE_MUST_ACT[status], said, slow=True, server_works=False)
    if 300 <= status < 400:
        reason = (
            f"the receiver redirects ({status}): redirects are not followed; put the final address in url"
        )
        return Answer(Result.RETRY, reason, said, slow=True, server_works=False)
    pause = retry_after(headers.get("retry-after", ""), now)
    if status in _TRY_AGAIN:
        reason = f"the receiver asks to try again ({status})"
        return Answer(Result.RETRY, reason, said, pause, server_works=status not in _BUSY)
    if status >= 500 or status < 200:
        return Answer(Result.RETRY, f"the receiver failed ({status})", said, pause, server_works=False)
    reason = f"the receiver refused the event ({status}): read its words, correct, then resend"
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
