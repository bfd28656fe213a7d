"""What became of a message, from what became of its documents: one state and one reason a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from gateway.store import documents
from gateway.store.documents import LinkedDocument
from gateway.store.messages import MessageRow
from gateway.store.schema import DocumentState, MessageState
from mappers.model import Extraction
from mappers.overlooked_text import overlooked_text

CLOSED = (DocumentState.REFUSED, DocumentState.QUARANTINED)
"""States of a document that goes no further."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a stage found that belongs in the message's own row; None stays as it was."""

    envelope: dict[str, Any] | None = None
    route: str | None = None
    decision: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The message stops here, in this state; the reason is for hospital IT and holds no patient data."""

    state: MessageState
    reason: str = ""
    kept: Kept = Kept()


def final(engine: Engine, message: MessageRow) -> Ended:
    """DONE when every document was read whole; else the state and the reasons a person needs."""
    linked = documents.of_message(engine, message.id)
    reasons = list((message.decision or {}).get("problems", []))
    for one in linked:
        reasons += [f"document {one.ordinal}: {reason}" for reason in _reasons(engine, one)]
    if any(d.document.state is DocumentState.QUARANTINED for d in linked):
        return Ended(MessageState.QUARANTINED, "; ".join(reasons))
    return Ended(MessageState.WAITING if reasons else MessageState.DONE, "; ".join(reasons))


def _reasons(engine: Engine, linked: LinkedDocument) -> list[str]:
    document = linked.document
    if document.state in CLOSED:
        return [document.reason]
    reasons = [
        f"page {page.number} could not be read: {page.unread_reason}"
        for page in documents.pages_of(engine, document.id)
        if page.unread_reason
    ]
    for unread in (document.extraction or {}).get("unread", []):
        reason = f"page {unread['page']} could not be read: {unread['reason']}"
        if reason not in reasons:
            reasons.append(reason)
    overlooked = Extraction.from_json(document.extraction).overlooked_by_page if document.extraction else {}
    for page, places in overlooked.items():
        look = "look at it" if places == 1 else "look at them"
        reasons.append(f"page {page}: {overlooked_text(places)}: {look}")
    unverified = documents.unverified_of(engine, document.id)
    if unverified:
        reasons.append(
            f"{unverified} values are not in the page's own words and were not posted: look at them"
        )
    return reasons


def with_problems(decision: dict[str, Any] | None, problems: Sequence[str]) -> dict[str, Any]:
    """The decision with what could not become a document, for the end of the message."""
    return (decision or {}) | {"problems": list(problems)}
