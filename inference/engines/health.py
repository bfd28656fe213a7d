"""Whether a model server works, and which version it is."""

from __future__ import annotations

import httpx

from inference.engines.replicas import Address, Check

CHECK_TIMEOUT_S = 5.0
MAX_VERSION_CHARS = 64


async def check(http: httpx.AsyncClient, place: Address, path: str) -> Check:
    """Ask for `path`. Any answer below 500 comes from a server that works: 401 and 404 are for questions to find."""
    try:
        answer = await _get(http, place, path)
    except httpx.ConnectError:
        return Check.BAD
    except (httpx.TimeoutException, httpx.TransportError):
        return Check.SLOW
    return Check.BAD if answer.status_code >= 500 else Check.GOOD


async def version(http: httpx.AsyncClient, place: Address, path: str) -> str:
    """The version that the server tells; empty where it tells none."""
    try:
        told = (await _get(http, place, path)).json()
    except (httpx.TransportError, ValueError):
        return ""
    found = told.get("version") if isinstance(told, dict) else None
    return found[:MAX_VERSION_CHARS] if isinstance(found, str) else ""


async def _get(http: httpx.AsyncClient, place: Address, path: str) -> httpx.Response:
    auth = httpx.BasicAuth(*place.login) if place.login else httpx.USE_CLIENT_DEFAULT
    return await http.get(f"{place.root}{path}", auth=auth, timeout=CHECK_TIMEOUT_S)
