"""Send one transaction Bundle to a FHIR server and say what its answer means (R4 §3.1.0.11, http.html).

The bytes go out as stored, never re-serialised. Only the configured host is contacted: redirects are not
followed and proxy variables of the environment are not read. Reasons are our own words, for logs and the console;
the server's OperationOutcome may hold patient data and goes to `Answer.outcome` alone.

    answer                                        result
    2xx, transaction-response, every entry 2xx    DELIVERED
    2xx, anything else                            RETRY slowly: nobody confirmed that the bundle was stored
    2xx with an entry 4xx                         DEAD; with an entry 5xx RETRY
    no answer, 408 409 412 423 425 429 5xx        RETRY; Retry-After honoured
    401 403 404 410 3xx, TLS not trusted          RETRY slowly: the site must correct something first
    other 4xx                                     DEAD, with the server's OperationOutcome
"""

from __future__ import annotations

import json
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx

from gateway.deliver.answer import Answer, Result
from gateway.errors import SiteError
from gateway.settings import read_secret
from gateway.settings_destinations import FhirDestination

FHIR_JSON = "application/fhir+json"
MAX_ANSWER_BYTES = 32 * 1024**2
MAX_OUTCOME_CHARS = 64 * 1024
MAX_RETRY_AFTER_S = 3600.0
_TRY_AGAIN = {408, 409, 412, 423, 425, 429}
_NOT_MODIFIED = 304
"""How some servers say of an entry that the same resource is there already."""
_SITE_MUST_ACT = {
    401: "the server does not accept the token (401): put a valid one in bearer_token or bearer_token_file",
    403: "the server forbids this client to write (403): ask its administrator for the rights, or change the token",
    404: "nothing at this address takes a transaction (404): correct the destination's url",
    405: "this address does not take a POST (405): correct the destination's url",
    410: "the address is gone (410): correct the destination's url",
    407: "a proxy between us and the server wants a login (407): let the gateway reach the server directly",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole HTTP answer."""

    status: int
    headers: httpx.Headers
    body: bytes


class FhirClient:
    """A FHIR server as configured; one connection pool, safe to share between threads. Close it after use."""

    def __init__(self, destination: FhirDestination) -> None:
        """Raises SiteError where the token file or the certificate authority cannot be read."""
        self._timeout_s = destination.timeout_s
        key = f"destinations.{destination.name}"
        token = destination.bearer_token.get_secret_value()
        if destination.bearer_token_file:
            token = read_secret(destination.bearer_token_file, f"{key}.bearer_token_file")
        headers = {
            "Content-Type": FHIR_JSON,
            "Accept": FHIR_JSON,
            "Prefer": "return=minimal",
            "User-Agent": "kartebridge",
        }
        if token:
            if not token.isascii() or any(c.isspace() for c in token):
                raise SiteError(
                    f"{key}: the bearer token holds characters that no header may carry; check its file"
                )
            headers["Authorization"] = f"Bearer {token}"
        self._url = destination.url.rstrip("/")
        self._http = httpx.Client(
            headers=headers,
            verify=_trust(destination.ca_file, f"{key}.ca_file"),
            timeout=httpx.Timeout(destination.timeout_s, connect=min(10.0, destination.timeout_s)),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, bundle: bytes, now: datetime) -> Answer:
        """POST the bundle to the base URL and judge the answer; never raises for what a server can do.

        `now` turns a Retry-After date into seconds. The whole answer must arrive within the timeout.
        """
        reply = self._post(self._url, bundle, {})
        return reply if isinstance(reply, Answer) else judge(reply.status, reply.headers, reply.body, now)

    def search(self, path: str, form: bytes) -> Reply | Answer:
        """POST a search form to a path below the base URL (R4 §3.1.1.3): what is looked for stands in no address."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Prefer": ""}
        return self._post(f"{self._url}/{path}", form, headers)

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Reply | Answer:
        deadline = time.monotonic() + self._timeout_s
        try:
            with self._http.stream("POST", url, content=body, headers=headers) as response:
                return Reply(response.status_code, response.headers, _read(response, deadline))
        except _TooLargeError as error:
            return Answer(Result.RETRY, str(error), slow=True, server_works=False)
        except httpx.TimeoutException:
            reason = f"no answer within {self._timeout_s:g} s: check the server's load and the network"
            return Answer(Result.RETRY, reason, server_works=False)
        except httpx.HTTPError as error:
            return _no_answer(error)


class _TooLargeError(Exception):
    """The answer is larger than any transaction-response."""


def _trust(ca_file: Path | None, key: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:  # ssl.SSLError is one
        raise SiteError(
            f"{key}: {ca_file} is not a readable PEM certificate; check path and content"
        ) from error


def _read(response: httpx.Response, deadline: float) -> bytes:
    """The body, bounded in size and in time: a server that drips must not hold a sender for ever."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise _TooLargeError(
                f"the answer is larger than {MAX_ANSWER_BYTES >> 20} MiB: is this a FHIR server?"
            )
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("answer incomplete at the deadline")
    return bytes(body)


def _no_answer(error: httpx.HTTPError) -> Answer:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = (
            f"the server's TLS certificate is not trusted ({cause.verify_message}): "
            "give its certificate authority as ca_file, or correct the host in url"
        )
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if isinstance(cause, ssl.SSLError):
        reason = f"TLS failed ({cause.reason}): is the port in url the TLS one?"
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if isinstance(error, httpx.ConnectError):
        reason = "cannot connect: check that the server runs and that the firewall lets us through"
    else:
        reason = f"the connection broke before the answer was whole ({type(error).__name__})"
    return Answer(Result.RETRY, reason, server_works=False)


def judge(status: int, headers: httpx.Headers, body: bytes, now: datetime) -> Answer:
    """What a complete HTTP answer means; see the table at the top of this module."""
    if 200 <= status < 300:
        return _judge_success(status, headers, body)
    outcome = _outcome(headers, body)
    pause = _retry_after(headers.get("retry-after", ""), now)
    if status in _SITE_MUST_ACT:
        return Answer(
            Result.RETRY, _SITE_MUST_ACT[status], outcome, slow=True, server_works=status not in (401, 403)
        )
    if 300 <= status < 400:
        reason = f"the server redirects ({status}): redirects are not followed; put the final address in url"
        return Answer(Result.RETRY, reason, outcome, slow=True, server_works=False)
    if status in _TRY_AGAIN:
        busy = status in (408, 425, 429)
        return Answer(
            Result.RETRY, f"the server asks to try again ({status})", outcome, pause, server_works=not busy
        )
    if status >= 500 or status < 200:
        return Answer(Result.RETRY, f"the server failed ({status})", outcome, pause, server_works=False)
    reason = f"the server refused the bundle ({status}): read its OperationOutcome, correct, then resend"
    return Answer(Result.DEAD, reason, outcome)


def _judge_success(status: int, headers: httpx.Headers, body: bytes) -> Answer:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        bundle = json.loads(body)
    except (ValueError, RecursionError):
        bundle = None
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        shown = (
            kind
            if kind.replace("/", "").replace("+", "").replace("-", "").replace(".", "").isalnum()
            else "nothing"
        )
        reason = (
            f"answered {status} with {shown[:60]} but no transaction-response: nobody confirmed that the bundle "
            "is stored; check that url is the FHIR base address and no portal answers in between"
        )
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    entries = bundle.get("entry") or []
    statuses = [_entry_status(entry) for entry in entries] if isinstance(entries, list) else [0]
    if bundle.get("type") != "transaction-response" or not statuses or 0 in statuses:
        reason = (
            f"answered {status} with a Bundle that is no transaction-response: nobody confirmed the storage"
        )
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    failed = [s for s in statuses if not (200 <= s < 300 or s == _NOT_MODIFIED)]
    if not failed:
        return Answer(Result.DELIVERED)
    worst, refused = max(failed), len(failed)
    reason = f"answered {status}, but {refused} of {len(statuses)} entries were not stored (worst {worst})"
    outcomes = [e["response"]["outcome"] for e in entries if isinstance(e["response"].get("outcome"), dict)]
    outcome = json.dumps(outcomes, ensure_ascii=False)[:MAX_OUTCOME_CHARS] if outcomes else ""
    if worst >= 500 or worst in _TRY_AGAIN:
        return Answer(Result.RETRY, reason, outcome, server_works=False)
    return Answer(Result.DEAD, reason + ": read its OperationOutcome, correct, then resend", outcome)


def _entry_status(entry: Any) -> int:
    """The code at the start of Bundle.entry.response.status ("201 Created"); 0 where there is none."""
    response = entry.get("response") if isinstance(entry, dict) else None
    status = response.get("status") if isinstance(response, dict) else None
    code = status[:3] if isinstance(status, str) else ""
    return int(code) if code.isascii() and code.isdigit() else 0


def _outcome(headers: httpx.Headers, body: bytes) -> str:
    """The server's own words, bounded; empty where they are no text that a person could read."""
    kind = headers.get("content-type", "").lower()
    if "json" not in kind and "xml" not in kind and not kind.startswith("text/plain"):
        return ""
    return body[: MAX_OUTCOME_CHARS * 4].decode("utf-8", "replace").replace("\x00", "")[:MAX_OUTCOME_CHARS]


def _retry_after(value: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3), bounded; None where it is absent or nonsense."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), MAX_RETRY_AFTER_S)
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    if when.tzinfo is None:
        return None
    return min(max(0.0, (when - now).total_seconds()), MAX_RETRY_AFTER_S)
