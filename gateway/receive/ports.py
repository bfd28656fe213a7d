"""What the receivers need of the rest of the gateway."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from gateway.store.inbox import Kept, NewMessage
from mappers.model import Source

Clock = Callable[[], datetime]
"""The time now, with a zone."""


class Keeper(Protocol):
    """`gateway.store.inbox.Inbox`: durable when it returns."""

    def keep(self, new: NewMessage) -> Kept:
        """Blocks until the row is committed; raises StorageFull or StoreAway and then nothing is kept."""
        ...

    async def keep_async(self, new: NewMessage) -> Kept:
        """The same for asyncio."""
        ...


class Blobs(Protocol):
    """The part of `gateway.store.blobs.BlobStore` that receivers use."""

    def put(self, data: bytes) -> str:
        """Hex SHA-256 when durable; raises StorageFull or StoreAway."""
        ...

    def put_file(self, path: Path, digest: str | None = None) -> str:
        """Takes the file over; durable when it returns."""
        ...

    def incoming_path(self) -> Path:
        """A fresh file name on the store's own disk."""
        ...

    def require_room(self, size_bytes: int = 0) -> None:
        """Raises StorageFull when that many more bytes would leave too little."""
        ...


class Answer(StrEnum):
    """What a peer was told, for metrics and logs."""

    KEPT = "kept"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


Tally = Callable[[Source, Answer, int, float], None]
"""Called once an answer: source, answer, bytes of the message, seconds from the whole message to its answer."""


def no_tally(source: Source, answer: Answer, size_bytes: int, seconds: float) -> None:
    """Counts nothing."""


def answer_of(kept: Kept) -> Answer:
    """A kept message in one word."""
    if kept.duplicate:
        return Answer.DUPLICATE
    return Answer.CONFLICT if kept.conflict else Answer.KEPT
