"""What the console calls things, and what a person should do: for somebody woken at 3 a.m."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.model_server.seen import Seen
from gateway.store.schema import DeliveryState, DocumentState, MessageState


@dataclass(frozen=True, slots=True)
class Word:
    """A state as shown: `tone` is a CSS class (ok, busy, calm, warn, bad), `meaning` says what happens next."""

    text: str
    tone: str
    meaning: str


MESSAGE_STATES = {
    MessageState.RECEIVED: Word("Received", "busy", "Kept and acknowledged; work begins by itself."),
    MessageState.WORKING: Word("Working", "busy", "Being read now."),
    MessageState.RETRYING: Word(
        "Retrying", "warn", "A stage failed and runs again by itself; see the reason."
    ),
    MessageState.DONE: Word("Done", "ok", "Read and mapped; the deliveries below say where it went."),
    MessageState.IGNORED: Word("Ignored", "calm", "A routing rule says to ignore it; the bytes are kept."),
    MessageState.ACCEPTED: Word("Kept only", "calm", "A routing rule says to keep it without reading."),
    MessageState.WAITING: Word("Waiting", "bad", "Needs a person: remove the cause, then replay."),
    MessageState.QUARANTINED: Word(
        "Quarantined", "bad", "Needs a person: nothing was posted. Check it before a replay."
    ),
}
DELIVERY_STATES = {
    DeliveryState.PENDING: Word("Pending", "busy", "Goes out by itself."),
    DeliveryState.DELIVERED: Word("Delivered", "ok", "The server confirmed every resource."),
    DeliveryState.DEAD: Word(
        "Refused", "bad", "The server refused it for good: correct the cause, then resend."
    ),
    DeliveryState.SUPERSEDED: Word(
        "Superseded",
        "calm",
        "A newer version of the same report was delivered; this one is not sent any more.",
    ),
    DeliveryState.DROPPED: Word("Given up", "calm", "It was refused, and a person gave it up."),
}
DOCUMENT_STATES = {
    DocumentState.FOUND: Word("Found", "busy", "Not opened yet."),
    DocumentState.OPENED: Word("Opened", "busy", "Pages are open, not read yet."),
    DocumentState.READ: Word("Read", "ok", "All pages were read."),
    DocumentState.PARTIAL: Word(
        "Partly read", "warn", "Some pages or places could not be read; they are named below."
    ),
    DocumentState.MAPPED: Word("Mapped", "ok", "Read, and its results are stored."),
    DocumentState.REFUSED: Word("Not readable", "bad", "The file will not open; the reason says why."),
    DocumentState.QUARANTINED: Word("Quarantined", "bad", "Nothing of it was posted; see the reason."),
}
BREAKER_WORDS = {
    "closed": Word("reachable", "ok", "Requests go through."),
    "half-open": Word("being tried", "warn", "One request is out to see whether the server is back."),
    "open": Word("not reachable", "bad", "Failed several times in a row; tried again shortly, by itself."),
}
SERVER_WORDS = {
    Seen.READY: Word("ready", "ok", "The model answers."),
    Seen.STARTING: Word(
        "loading", "busy", "It loads its model, which may take minutes; documents wait for it."
    ),
    Seen.RESTARTING: Word(
        "being restarted", "warn", "It ended or did not answer; it is started again by itself."
    ),
    Seen.AWAY: Word(
        "not reachable",
        "bad",
        "Nobody answers there: start the model server. Documents wait for it, or are read as the chain says.",
    ),
    Seen.UNKNOWN: Word("not asked yet", "calm", "It is asked with the first document."),
    Seen.STOPPED: Word("stopped", "calm", "The gateway is stopping."),
}
NEEDS_PERSON = (MessageState.WAITING, MessageState.QUARANTINED)
FLAGS = {
    "H": Word("H", "flag-high", "high, as printed"),
    "L": Word("L", "flag-low", "low, as printed"),
    "A": Word("A", "flag-high", "abnormal, as printed"),
    "N": Word("N", "flag-none", "normal, as printed"),
    "S": Word("S", "flag-none", "susceptible"),
    "I": Word("I", "flag-low", "intermediate"),
    "R": Word("R", "flag-high", "resistant"),
}


def size_words(size_bytes: int) -> str:
    """A size in the unit that keeps it short; 1 kB is 1,000 bytes."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def age_words(since: datetime, now: datetime) -> str:
    """How long ago, roughly."""
    age = max(now - since, timedelta(0))
    seconds = int(age.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    if seconds < 48 * 3600:
        return f"{seconds // 3600} h {seconds % 3600 // 60} min"
    return f"{age.days} days"
