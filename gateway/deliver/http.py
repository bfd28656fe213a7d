"""HTTP as a destination needs it: every answer bounded in size and time, and what no answer means in words.

Only the address given is contacted: redirects are not followed, proxy variables of the environment are not read.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from gateway.deliver.answer import Answer, Result

MAX_ANSWER_BYTES = 32 * 1024**2
Headers = Mapping[str, str] | Sequence[tuple[str, str]]
"""Pairs where a name may come twice."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole HTTP answer."""

    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def kind(self) -> str:
        """The media type without its parameters, in lower case; `nothing` where it is absent or no media type."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        return kind[:60] if kind and all(c.isalnum() or c in "/+-." for c in kind) else "nothing"


class Http:
    """A connection pool, safe to share between threads. Close it after use."""

    def __init__(self, timeout_s: float, trust: ssl.SSLContext) -> None:
        self._timeout_s = timeout_s
        self._http = httpx.Client(
            headers={"User-Agent": "kartebridge"},
            verify=trust,
            timeout=httpx.Timeout(timeout_s, connect=min(10.0, timeout_s)),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections: what is under way breaks off."""
        self._http.close()

    def ask(
        self,
        method: str,
        url: str,
        headers: Headers,
        body: bytes | None = None,
        who: str = "the server",
    ) -> Reply | Answer:
        """One exchange; an Answer (RETRY) where no whole answer came. Never raises for what a peer can do.

        The whole answer must be here within the timeout. `who` names the peer in the reason.
        """
        deadline = time.monotonic() + self._timeout_s
        try:
            with self._http.stream(method, url, headers=headers, content=body) as response:
                return Reply(response.status_code, response.headers, _read(response, deadline))
        except _TooLargeError:
            reason = f"the answer of {who} is larger than {MAX_ANSWER_BYTES >> 20} MiB: is the address right?"
            return Answer(Result.RETRY, reason, slow=True, server_works=False)
        except httpx.TimeoutException:
            reason = f"no answer within {self._timeout_s:g} s from {who}: check its load and the network"
            return Answer(Result.RETRY, reason, server_works=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return _no_answer(error, who)


class _TooLargeError(Exception):
    """The answer is larger than any that we could need."""


def _read(response: httpx.Response, deadline: float) -> bytes:
    """The body, bounded in size and in time: a server that drips must not hold a sender for ever."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise _TooLargeError
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("answer incomplete at the deadline")
    return bytes(body)


def _no_answer(error: Exception, who: str) -> Answer:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = (
            f"the TLS certificate of {who} is not trusted ({cause.verify_message}): "
            "give its certificate authority as ca_file, or correct the host in the address"
        )
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if isinstance(cause, ssl.SSLError):
        reason = f"TLS with {who} failed ({cause.reason}): {_tls_advice(cause.reason or '')}"
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    if isinstance(error, httpx.ConnectError):
        reason = f"cannot connect to {who}: check that it runs and that the firewall lets us through"
    elif isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        reason = f"the address of {who} is no URL that could be asked: correct it"
    else:
        reason = f"the connection broke before the answer of {who} was whole ({type(error).__name__})"
    return Answer(Result.RETRY, reason, server_works=False)


def _tls_advice(reason: str) -> str:
    """What OpenSSL's reason asks of hospital IT. A server that wants a client certificate says so by an alert."""
    if "CERTIFICATE" in reason or "HANDSHAKE_FAILURE" in reason or "UNKNOWN_CA" in reason:
        return "it wants a client certificate that it knows: give client_cert_file and client_key_file"
    return "is the port in the address the TLS one?"
