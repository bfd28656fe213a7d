"""Where a FHIR server's token endpoint is and what it takes (SMART App Launch 2 §7, smart-configuration)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.deliver.answer import Answer, Result
from gateway.deliver.auth.tokens import NoToken
from gateway.deliver.http import Http

WELL_KNOWN = ".well-known/smart-configuration"
WHO = "the server's SMART configuration"

Guard = Callable[[str], str]
"""A URL to why nothing may be sent there; empty where it may."""


@dataclass(frozen=True, slots=True)
class SmartServer:
    """What we need of a smart-configuration."""

    token_url: str
    algorithms: tuple[str, ...] = ()  # that assertions may be signed with; empty: not told
    smart_2: bool = True  # takes scopes such as system/*.cu


def discover(http: Http, base_url: str, guard: Guard) -> SmartServer:
    """Read it. Raises NoToken where there is none, or where it names an endpoint outside the private networks."""
    reply = http.ask("GET", f"{base_url.rstrip('/')}/{WELL_KNOWN}", {"Accept": "application/json"}, who=WHO)
    if isinstance(reply, Answer):
        raise NoToken(reply)
    if reply.status >= 500 or reply.status == 429:
        raise NoToken(Answer(Result.RETRY, f"{WHO} cannot be read now ({reply.status})", server_works=False))
    try:
        found: Any = json.loads(reply.body)
    except (ValueError, RecursionError):
        found = None
    token_url = found.get("token_endpoint") if isinstance(found, dict) else None
    if (
        reply.status != 200
        or not isinstance(token_url, str)
        or not token_url.startswith(("https://", "http://"))
    ):
        raise _site_must_act(
            f"{WHO} cannot be read ({reply.status}, {reply.kind}): write auth.token_url yourself"
        )
    if base_url.startswith("https://") and not token_url.startswith("https://"):
        raise _site_must_act(
            f"{WHO} names a token endpoint without TLS: have the server's administrator correct it"
        )
    if why_not := guard(token_url):
        raise _site_must_act(f"{WHO} names a token endpoint that may not be asked: {why_not}")
    algorithms = found.get("token_endpoint_auth_signing_alg_values_supported")
    return SmartServer(
        token_url,
        tuple(one for one in algorithms if isinstance(one, str)) if isinstance(algorithms, list) else (),
        _knows_smart_2(found.get("capabilities")),
    )


def _knows_smart_2(capabilities: object) -> bool:
    if not isinstance(capabilities, list):
        return True
    return "permission-v2" in capabilities or "permission-v1" not in capabilities


def _site_must_act(reason: str) -> NoToken:
    return NoToken(Answer(Result.RETRY, reason, slow=True, server_works=False))
