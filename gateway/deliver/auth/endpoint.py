"""A token endpoint's answer, judged (RFC 6749 §5.1, §5.2).

    answer                                  what becomes of the delivery (it is never lost for want of a token)
    200 with a bearer token                 goes out with it
    200 with anything else                  RETRY slowly: a portal, or the wrong address
    no answer, 408 425 429 5xx              RETRY; Retry-After honoured
    4xx, 3xx                                RETRY slowly: the site must correct something; the error code says what

`error_description` and `error_uri` may repeat what we sent, and go nowhere.
"""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from gateway.deliver.answer import Answer, Result
from gateway.deliver.auth.tokens import NoToken, Token
from gateway.deliver.http import Reply
from gateway.deliver.http_answer import retry_after

WHO = "the token endpoint"
CLOCK_TOLERANCE_S = 60.0
_ADVICE = {
    "invalid_client": "it does not know this client or its key: compare client_id, secret and registered public keys",
    "invalid_grant": "it does not accept the assertion: compare client_id, audience and this machine's clock",
    "invalid_scope": "it does not give this scope: correct auth.scope, or have it granted",
    "unauthorized_client": "this client may not use client credentials: have its administrator allow the grant",
    "unsupported_grant_type": "it knows no client credentials: choose another auth.method",
    "invalid_request": "it misses something in the request: compare auth.parameters and client_authentication",
    "invalid_target": "it does not know the audience: correct auth.parameters",
    "temporarily_unavailable": "it says to try later",
}
"""RFC 6749 §5.2 and RFC 8707; other codes are not repeated, a server may write anything there."""


def token_of(reply: Reply, asked_s: float, now: datetime) -> Token:
    """The token in an answer; raises NoToken. `asked_s`: when it was asked for, by the monotonic clock."""
    if reply.status != 200:
        raise NoToken(_refusal(reply, now))
    found = _object(reply.body)
    value = found.get("access_token")
    if not isinstance(value, str) or not value or not value.isascii() or any(c <= " " for c in value):
        reason = f"{WHO} answered 200 with {reply.kind} but no access token: is its address right?"
        raise NoToken(Answer(Result.RETRY, reason, slow=True, server_works=False))
    if str(found.get("token_type", "bearer")).lower() != "bearer":
        reason = f"{WHO} gives tokens that are no bearer tokens: only those are supported"
        raise NoToken(Answer(Result.RETRY, reason, slow=True, server_works=False))
    return Token.living(value, asked_s, _seconds(found.get("expires_in")))


def error_code(reply: Reply) -> str:
    """The OAuth2 error of an answer, where it is one that we know; else empty."""
    code = _object(reply.body).get("error")
    return code if isinstance(code, str) and code in _ADVICE else ""


def _refusal(reply: Reply, now: datetime) -> Answer:
    code = error_code(reply)
    if reply.status in (408, 425, 429) or reply.status >= 500 or code == "temporarily_unavailable":
        reason = f"{WHO} asks to try again ({reply.status})"
        return Answer(
            Result.RETRY,
            reason,
            retry_after_s=retry_after(reply.headers.get("retry-after", ""), now),
            server_works=False,
        )
    if code:
        said = f"{WHO} refuses us ({reply.status} {code}): {_ADVICE[code]}{_clock(reply, now)}"
    elif 300 <= reply.status < 400:
        said = f"{WHO} redirects ({reply.status}): redirects are not followed; put the final address in auth.token_url"
    elif reply.status in (404, 405, 410):
        said = (
            f"nothing at the token endpoint's address gives tokens ({reply.status}): correct auth.token_url"
        )
    else:
        said = f"{WHO} refuses us ({reply.status}): compare the settings below auth with what is registered there"
    return Answer(Result.RETRY, said, slow=True, server_works=False)


def _clock(reply: Reply, now: datetime) -> str:
    """Whether the two clocks differ by enough to make an assertion too old or too new."""
    try:
        theirs = parsedate_to_datetime(reply.headers.get("date", ""))
        off_s = (now - theirs).total_seconds()
    except (ValueError, TypeError):
        return ""
    if abs(off_s) < CLOCK_TOLERANCE_S:
        return ""
    direction = "ahead of" if off_s > 0 else "behind"
    return f"; this machine's clock is {abs(off_s):.0f} s {direction} the token endpoint's"


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(value: object) -> float | None:
    """expires_in; some servers write it as a string."""
    if isinstance(value, bool):
        return None
    try:
        return float(value) if isinstance(value, int | float | str) else None
    except ValueError:
        return None
