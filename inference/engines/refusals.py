"""What an HTTP status other than 200 means for a question: one table."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inference.asking.question import Fault, FaultKind

MAX_RETRY_AFTER_S = 10.0
BUSY_PAUSE_S = 1.0

_TOO_LONG = re.compile(
    r"context.?length|context.?size|context.?window|contextwindow|maximum model length|max_model_len|exceed_context"
    r"|too (?:long|many tokens|large)|longer than the (?:model|maximum)|input (?:length|is longer)"
    r"|context the overflows",
    re.IGNORECASE,
)
"""Words of vLLM, SGLang, llama.cpp, LM Studio and LiteLLM for a prompt that does not fit the context."""

# What a person must put right at the server or in the settings says nothing of the question: AWAY, so that work waits
# and goes on by itself once it is done. REFUSED is left for questions that the server will never take.
_REASONS: Mapping[int, tuple[FaultKind, str]] = {
    401: (FaultKind.AWAY, "does not accept the key (401): correct api_key of this model"),
    403: (
        FaultKind.AWAY,
        "forbids the request (403): correct api_key of this model or the server's rights",
    ),
    404: (
        FaultKind.AWAY,
        "knows no such model or address (404): compare served_name and urls with the server's",
    ),
    407: (FaultKind.AWAY, "is behind a proxy that wants a login (407): let the gateway reach it directly"),
    408: (FaultKind.TIMEOUT, "gave up waiting (408): raise its time limit or lower concurrency"),
    413: (FaultKind.TOO_LONG, "takes no body this large (413): lower max_pixels or raise the server's limit"),
    429: (FaultKind.AWAY, "has too much to do (429): lower concurrency or add replicas"),
    502: (FaultKind.AWAY, "is behind a proxy that cannot reach it (502): start the server"),
    503: (FaultKind.AWAY, "is not ready (503): wait until the model is loaded, else read the server's log"),
    504: (FaultKind.TIMEOUT, "did not answer its proxy in time (504): raise the proxy's time limit"),
}


def refusal(status: int, body: bytes, server: str) -> Fault:
    """The fault of an answer with this status. `server` is host and port; nothing of the body is repeated."""
    kind, reason = _REASONS.get(status, (None, ""))
    if kind is None:
        if 300 <= status < 400:
            kind, reason = FaultKind.AWAY, f"sends elsewhere ({status}): put its own address in urls"
        elif status >= 500:
            kind, reason = FaultKind.BROKEN, f"failed ({status}): read the server's log"
        else:
            kind, reason = FaultKind.REFUSED, f"refuses the question ({status}): read the server's log"
    if status in (400, 413, 422, 500) and _TOO_LONG.search(body[:65536].decode("utf-8", "replace")):
        kind, reason = FaultKind.TOO_LONG, "says that the question does not fit the model's context"
    return Fault(kind, f"the model server at {server} {reason}")


def pause_s(status: int, retry_after: str) -> float | None:
    """How long a busy server wants to be left alone, bounded; None where it is not busy or does not say when."""
    if status not in (429, 503):
        return None
    try:
        return min(max(float(retry_after), 0.0), MAX_RETRY_AFTER_S)
    except ValueError:
        return BUSY_PAUSE_S if status == 429 else None
