"""What a destination answered to one delivery, and what that means for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


class Result(Enum):
    """What an answer means for the delivery."""

    DELIVERED = "delivered"
    RETRY = "retry"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, judged."""

    result: Result
    reason: str = ""  # for hospital IT: no patient data, no secret
    outcome: str = ""  # the server's OperationOutcome, bounded; may hold patient data: console only
    retry_after_s: float | None = None  # the server asked for this pause
    slow: bool = False  # trying soon cannot help: wait the longest time
    server_works: bool = True  # what the circuit breaker is told
    remaining: bytes | None = (
        None  # what is still to go, where a part arrived; takes the body's place in the outbox
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of looking at a destination without sending a result (`kartebridge check --connect`)."""

    well: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()  # each says what hospital IT must do


class Client(Protocol):
    """What sends a delivery's body to one destination. Safe to share between threads."""

    def send(self, body: bytes, now: datetime) -> Answer:
        """Send the stored bytes as they are and judge the answer; never raises for what a peer can do."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
