"""What HTTP answers, and none, mean for a delivery where the status alone counts (RFC 9110).

2xx                                   DELIVERED
no answer, 408 409 425 429 5xx        RETRY; Retry-After honoured
401 403 404 405 407 410 3xx, TLS      RETRY slowly: the site must correct something first
other 4xx                             DEAD, with the receiver's words
"""

from __future__ import annotations

import ssl
import time
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from gateway.deliver.answer import Answer, Result

MAX_ANSWER_BYTES = 64 * 1024
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


def judge(status: int, headers: httpx.Headers, words: str, now: datetime) -> Answer:
    """A complete answer; `words` are the receiver's, for the console alone."""
    if 200 <= status < 300:
        return Answer(Result.DELIVERED)
    if status in _SITE_MUST_ACT:
        return Answer(Result.RETRY, _SITE_MUST_ACT[status], words, slow=True, server_works=False)
    if 300 <= status < 400:
        reason = (
            f"the receiver redirects ({status}): redirects are not followed; put the final address in url"
        )
        return Answer(Result.RETRY, reason, words, slow=True, server_works=False)
    pause = retry_after(headers.get("retry-after", ""), now)
    if status in _TRY_AGAIN:
        reason = f"the receiver asks to try again ({status})"
        return Answer(Result.RETRY, reason, words, pause, server_works=status not in _BUSY)
    if status >= 500 or status < 200:
        return Answer(Result.RETRY, f"the receiver failed ({status})", words, pause, server_works=False)
    reason = f"the receiver refused the event ({status}): read its words, correct, then resend"
    return Answer(Result.DEAD, reason, words)


def no_answer(error: httpx.HTTPError, timeout_s: float) -> Answer:
    """A request that got no whole answer."""
    if isinstance(error, httpx.TimeoutException):
        reason = f"no answer within {timeout_s:g} s: check the receiver's load and the network"
        return Answer(Result.RETRY, reason, server_works=False)
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = (
            f"the receiver's TLS certificate is not trusted ({cause.verify_message}): give its certificate authority "
            "as ca_file, or correct the host in url"
        )
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if isinstance(cause, ssl.SSLError):
        reason = f"TLS failed ({cause.reason}): is the port in url the TLS one?"
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if isinstance(error, httpx.ConnectError):
        reason = "cannot connect: check that the receiver runs and that the firewall lets us through"
    else:
        reason = f"the connection broke before the answer was whole ({type(error).__name__})"
    return Answer(Result.RETRY, reason, server_works=False)


def read_words(response: httpx.Response, deadline_s: float) -> str:
    """The beginning of an answer as text, bounded in size and in time (monotonic): one that drips holds nobody."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            break
        if time.monotonic() > deadline_s:
            raise httpx.ReadTimeout("answer incomplete at the deadline")
    kind = response.headers.get("content-type", "").lower()
    if "json" not in kind and not kind.startswith("text/plain"):
        return ""
    return bytes(body[:MAX_ANSWER_BYTES]).decode("utf-8", "replace").replace("\x00", "")


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
