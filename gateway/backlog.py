"""Which messages still need work, as `gateway.durable` asks; and asking for work again (`kartebridge replay`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from gateway.durable import Waiting
from gateway.store import messages
from gateway.store.messages import MessageRow
from gateway.store.schema import MessageState

FIRST_STAGE = "envelope"
IN_WORK = (MessageState.WORKING, MessageState.RETRYING)


def _waiting(message: MessageRow) -> Waiting:
    return Waiting(message.id, message.run, message.tries, message.stage or FIRST_STAGE)


@dataclass(frozen=True, slots=True)
class StoredBacklog:
    """The messages table as a `durable.Backlog`."""

    database: Engine
    now: Callable[[], datetime]

    def unstarted(self, limit: int) -> list[Waiting]:
        """Messages kept or replayed and not begun, oldest first."""
        return [_waiting(message) for message in messages.claim(self.database, limit)]

    def started(self, waiting: Waiting) -> None:
        """This message has a workflow now; one that is already further along stays there."""
        messages.set_state(
            self.database,
            waiting.message_id,
            MessageState.WORKING,
            now=self.now(),
            tries=waiting.tries,
            only_from=(MessageState.RECEIVED, *IN_WORK),
            only_run=waiting.run,
        )

    def in_work(self) -> Iterator[Waiting]:
        """Every message said to be in work."""
        for state in IN_WORK:
            before = None
            while rows := messages.recent(self.database, limit=500, before=before, state=state):
                yield from map(_waiting, rows)
                before = rows[-1].seq

    def find(self, message_id: str) -> Waiting | None:
        """This message, if it is said to be in work."""
        message = messages.get(self.database, message_id)
        return _waiting(message) if message is not None and message.state in IN_WORK else None


def replay(engine: Engine, message_id: str, stage: str, now: datetime) -> bool:
    """Have a message run again from a stage; what still runs of it stops by itself. False: no such message."""
    message = messages.get(engine, message_id)
    if message is None:
        return False
    # Without an envelope the later stages have nothing to work on.
    first = stage if message.envelope is not None else FIRST_STAGE
    decision = {key: said for key, said in (message.decision or {}).items() if key != "waited"}
    return messages.set_state(
        engine,
        message_id,
        MessageState.RECEIVED,
        now=now,
        stage=first,
        reason="",
        tries=0,
        decision=decision,
        run=message.run + 1,
        only_run=message.run,
    )
