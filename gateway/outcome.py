"""What became of a message, from what became of its documents: one state and one reason a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from gateway.store import documents, messages
from gateway.store.documents import LinkedDocument
from gateway.store.schema import DocumentState, MessageState

CLOSED = (DocumentState.REFUSED, DocumentState.QUARANTINED)
"""States of a document that goes no further."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The message stops here, in this state; the reason is for hospital IT and holds no patient data."""

    state: MessageState
    reason: str = ""


def when_nothing_is_left(engine: Engine, message_id: str) -> Ended | None:
    """The end of a message none of whose documents can go on; None while one can."""
    linked = documents.of_message(engine, message_id)
    if any(d.document.state not in CLOSED for d in linked):
        return None
    return final(engine, message_id)


def final(engine: Engine, message_id: str) -> Ended:
    """DONE when every document was read whole; else the state and the reasons a person needs."""
    linked = documents.of_message(engine, message_id)
    message = messages.get(engine, message_id)
    reasons = list((message.decision or {}).get("problems", [])) if message else []
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
    unverified = sum(not finding.item.verified for finding in documents.findings_of(engine, document.id))
    if unverified:
        reasons.append(
            f"{unverified} values are not in the page's own words and were not posted: look at them"
        )
    return reasons


def with_problems(decision: dict[str, object] | None, problems: Sequence[str]) -> dict[str, object]:
    """The decision with what could not become a document, for the end of the message."""
    return (decision or {}) | {"problems": list(problems)}
