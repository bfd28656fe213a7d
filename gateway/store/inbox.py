"""The intake of messages: `keep` returns when the row is committed, and only then may a sender be answered.

One thread writes. It takes whatever has queued up while the last commit ran, inserts all of it in one
transaction and wakes everybody (group commit): under load many senders share one fsync, and a lone message
waits for nobody. Nothing is delayed on purpose. A row that the database refuses fails its own sender alone.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from threading import Condition, Thread

import structlog
from sqlalchemy import Connection, Engine, select, tuple_
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from gateway import ids
from gateway.errors import DependencyAway, KartebridgeError, StoreAway
from gateway.store.engine import writing
from gateway.store.schema import MessageState, messages, storable
from mappers.model import Source

log = structlog.get_logger()

MAX_GROUP = 200
"""Messages in one transaction; bounds the wait of the first in the group."""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message whose bytes are already in the blob store under `digest`.

    `sender` is the scope in which a control id may not be used twice: MSH-3|MSH-4 for HL7, "" for DICOM,
    whose SOPInstanceUIDs are global. `control_id` is "" where the bytes could not be read.
    """

    source: Source
    sender: str
    control_id: str
    peer: str
    called_ae: str
    calling_ae: str
    digest: str
    size_bytes: int
    received_at: datetime  # with a zone
    state: MessageState = MessageState.RECEIVED
    reason: str = ""

    @property
    def id(self) -> str:
        """The id this message has or will have; the same for a resend of the same bytes."""
        parts = (storable(self.sender), storable(self.control_id))
        return ids.message_id(self.source, *parts, self.digest)


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping came to.

    `duplicate`: the very same message was kept before, no second row was made. `conflict`: its sender used
    the control id before with other bytes; both are kept.
    """

    message_id: str
    duplicate: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    new: NewMessage
    answer: Future[Kept]


class Inbox:
    """Keeps messages for any number of threads and asyncio tasks; `stop` when done.

    `on_kept` is called by the writer thread after each commit that added a row: it must return at once (set
    an event, no more). What it raises is logged and changes nothing for the senders.
    """

    def __init__(self, engine: Engine, on_kept: Callable[[], None] | None = None) -> None:
        self._engine = engine
        self._on_kept = on_kept
        self._queue: deque[_Waiting] = deque()
        self._changed = Condition()
        self._stopping = False
        self._writer = Thread(target=self._write, name="inbox", daemon=True)
        self._writer.start()

    def keep(self, new: NewMessage) -> Kept:
        """Block until the message's row is committed.

        Raises StorageFull or StoreAway when it could not be, or when the inbox is stopped: then nothing was
        kept.
        """
        return self._enqueue(new).result()

    async def keep_async(self, new: NewMessage) -> Kept:
        """`keep` for asyncio: the same groups, without holding a thread."""
        return await asyncio.wrap_future(self._enqueue(new))

    def stop(self) -> None:
        """Commit what is queued, refuse what comes later, and end the writer. May be called again."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._writer.join()

    def __enter__(self) -> Inbox:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def _enqueue(self, new: NewMessage) -> Future[Kept]:
        answer: Future[Kept] = Future()
        with self._changed:
            if self._stopping:
                raise StoreAway("the gateway is stopping; send again when it is back")
            self._queue.append(_Waiting(new, answer))
            self._changed.notify()
        return answer

    def _take(self) -> list[_Waiting]:
        """The next group, in order of arrival; empty when stopped and drained."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._stopping)
            return [self._queue.popleft() for _ in range(min(len(self._queue), MAX_GROUP))]

    def _write(self) -> None:
        while group := self._take():
            # A sender that gave up while waiting (a cancelled task) is left out.
            group = [w for w in group if w.answer.set_running_or_notify_cancel()]
            if group:
                self._answer(group)

    def _answer(self, group: Sequence[_Waiting]) -> None:
        try:
            kept = self._commit([w.new for w in group])
        except Exception as error:  # noqa: BLE001  # every sender awaits an answer, whatever happened
            if len(group) > 1 and not isinstance(error, DependencyAway):
                for waiting in group:  # one of them is at fault: the others must not suffer for it
                    self._answer([waiting])
                return
            for waiting in group:
                waiting.answer.set_exception(_own(error))
            return
        for waiting, result in zip(group, kept, strict=True):
            waiting.answer.set_result(result)
        if not all(result.duplicate for result in kept):
            self._tell()

    def _tell(self) -> None:
        try:
            if self._on_kept is not None:
                self._on_kept()
        except Exception:  # a dead writer would leave every sender waiting
            log.exception("on_kept failed")

    def _commit(self, group: Sequence[NewMessage]) -> list[Kept]:
        with writing(self._engine, urgent=True) as connection:
            fresh = _insert(connection, group)
            conflicts = _conflicts(connection, group)
        kept = []
        for new in group:
            message_id = new.id
            kept.append(Kept(message_id, message_id not in fresh, message_id in conflicts))
            fresh.discard(message_id)  # a second of the same in one group is the duplicate
        return kept


def _insert(connection: Connection, group: Sequence[NewMessage]) -> set[str]:
    """Insert what is not there yet; the ids that were new."""
    rows = {
        new.id: {
            "id": new.id,
            "source": new.source,
            "sender": new.sender,
            "control_id": new.control_id,
            "peer": new.peer,
            "called_ae": new.called_ae,
            "calling_ae": new.calling_ae,
            "digest": new.digest,
            "size_bytes": new.size_bytes,
            "received_at": new.received_at,
            "changed_at": new.received_at,
            "state": new.state,
            "reason": new.reason,
            "stage": "",
            "tries": 0,
            "run": 0,
            "route": "",
        }
        for new in group
    }
    make = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    statement = make(messages).on_conflict_do_nothing().returning(messages.c.id)
    return set(connection.execute(statement, list(rows.values())).scalars())


def _conflicts(connection: Connection, group: Sequence[NewMessage]) -> set[str]:
    """The ids of those whose control id stands in another row with other bytes."""
    key = (messages.c.control_id, messages.c.sender, messages.c.source)
    wanted = {(new.control_id, new.sender, new.source.value) for new in group if new.control_id}
    if not wanted:
        return set()
    query = select(messages.c.id, *key).where(tuple_(*key).in_(sorted(wanted)))
    users: dict[tuple[str, str, str], set[str]] = {}
    for message_id, control_id, sender, source in connection.execute(query):
        users.setdefault((control_id, sender, source), set()).add(message_id)
    return {message_id for found in users.values() if len(found) > 1 for message_id in found}


def _own(error: Exception) -> Exception:
    """An error of the tree as it is; another library's as StoreAway, so that the peer gets a true status."""
    if isinstance(error, KartebridgeError):
        return error
    ours = StoreAway(f"the message could not be kept ({type(error).__name__}); see the log")
    ours.__cause__ = error
    return ours
