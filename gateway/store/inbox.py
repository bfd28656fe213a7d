"""The intake of messages: `keep` returns when the row is committed, and only then may a sender be answered.

Many senders share one transaction (`gateway.store.groups`); a row that the database refuses fails its own
sender alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy import Engine, select, tuple_
from sqlalchemy.dialects.postgresql import insert as insert_postgresql

from gateway import ids
from gateway.store.columns import storable
from gateway.store.engine import UrgentSqlite, writing
from gateway.store.groups import GroupCommit
from gateway.store.schema import MessageState, messages
from mappers.model import Source

log = structlog.get_logger()


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


class Inbox:
    """Keeps messages for any number of threads and asyncio tasks; `stop` when done.

    `on_kept` is called after each commit that added a row, on whatever thread committed: it must return at
    once (set an event, no more). What it raises is logged and changes nothing for the senders.
    """

    def __init__(self, engine: Engine, on_kept: Callable[[], None] | None = None) -> None:
        sqlite = engine.dialect.name == "sqlite"
        self._rows: _Rows = _SqliteRows(engine) if sqlite else _PostgresqlRows(engine)
        self._on_kept = on_kept
        self._groups: GroupCommit[NewMessage, Kept] = GroupCommit(self._commit)

    def keep(self, new: NewMessage) -> Kept:
        """Block until the message's row is committed.

        Raises StorageFull or StoreAway when it could not be, or when the inbox is stopped: then nothing was
        kept.
        """
        return self._groups.put(new)

    async def keep_async(self, new: NewMessage) -> Kept:
        """`keep` for asyncio: the same groups, without holding a thread."""
        return await self._groups.put_async(new)

    def stop(self) -> None:
        """Commit what is queued and refuse what comes later. May be called again."""
        self._groups.stop()
        self._rows.close()

    def __enter__(self) -> Inbox:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def _commit(self, group: Sequence[NewMessage]) -> list[Kept]:
        named = [(new.id, new) for new in group]
        fresh, conflicts = self._rows.add(named)
        if fresh:
            self._tell()
        kept = []
        for message_id, _ in named:
            kept.append(Kept(message_id, message_id not in fresh, message_id in conflicts))
            fresh.discard(message_id)  # a second of the same in one group is the duplicate
        return kept

    def _tell(self) -> None:
        try:
            if self._on_kept is not None:
                self._on_kept()
        except Exception:  # the rows are committed: nobody may be told otherwise
            log.exception("on_kept failed")


Named = tuple[str, NewMessage]
"""A message with its id, which is worth computing once."""


class _Rows(Protocol):
    def add(self, group: Sequence[Named]) -> tuple[set[str], set[str]]:
        """One transaction: the ids that were new, and those whose control id stands in another row too."""
        ...

    def close(self) -> None: ...


_COLUMNS = (
    "id",
    "source",
    "sender",
    "control_id",
    "peer",
    "called_ae",
    "calling_ae",
    "digest",
    "size_bytes",
    "received_at",
    "changed_at",
    "state",
    "reason",
    "stage",
    "tries",
    "run",
    "route",
)


def _values(message_id: str, new: NewMessage) -> tuple[Any, ...]:
    """A row, in the order of `_COLUMNS`."""
    return (
        message_id,
        new.source.value,
        new.sender,
        new.control_id,
        new.peer,
        new.called_ae,
        new.calling_ae,
        new.digest,
        new.size_bytes,
        new.received_at,
        new.received_at,
        new.state.value,
        new.reason,
        "",
        0,
        0,
        "",
    )


_KEY = (messages.c.control_id, messages.c.sender, messages.c.source)
"""What two messages share when their sender used a control id twice."""


class _PostgresqlRows:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = insert_postgresql(messages).on_conflict_do_nothing().returning(messages.c.id)

    def add(self, group: Sequence[Named]) -> tuple[set[str], set[str]]:
        rows = {named[0]: dict(zip(_COLUMNS, _values(*named), strict=True)) for named in group}
        wanted = {(new.control_id, new.sender, new.source.value) for _, new in group if new.control_id}
        users: dict[tuple[str, str, str], set[str]] = {}
        with writing(self._engine) as connection:
            fresh = set(connection.execute(self._insert, list(rows.values())).scalars())
            if wanted:
                query = select(messages.c.id, *_KEY).where(tuple_(*_KEY).in_(sorted(wanted)))
                for message_id, control_id, sender, source in connection.execute(query):
                    users.setdefault((control_id, sender, source), set()).add(message_id)
        return fresh, {message_id for found in users.values() if len(found) > 1 for message_id in found}

    def close(self) -> None:
        """Nothing is held."""


class _SqliteRows:
    """The same by two statements that SQLite keeps prepared: composing them took most of a lone keep."""

    def __init__(self, engine: Engine) -> None:
        self._connection = UrgentSqlite(engine)
        self._bound = [messages.c[name].type.bind_processor(engine.dialect) for name in _COLUMNS]
        self._id, *self._key = (_COLUMNS.index(column.name) for column in (messages.c.id, *_KEY))
        marks = ", ".join("?" * len(_COLUMNS))
        self._insert = f"INSERT INTO messages ({', '.join(_COLUMNS)}) VALUES ({marks}) ON CONFLICT DO NOTHING"
        same = " AND ".join(f"{column.name} = ?" for column in _KEY)
        self._other = f"SELECT 1 FROM messages WHERE {same} AND id <> ? LIMIT 1"

    def add(self, group: Sequence[Named]) -> tuple[set[str], set[str]]:
        rows = [self._bind(_values(*named)) for named in group]
        keys = [
            (*(row[at] for at in self._key), row[self._id])
            for row, (_, new) in zip(rows, group, strict=True)
            if new.control_id
        ]
        fresh: set[str] = set()
        conflicts: set[str] = set()
        with self._connection.writing() as cursor:
            for row in rows:
                if cursor.execute(self._insert, row).rowcount:
                    fresh.add(row[self._id])
            for key in keys:
                if cursor.execute(self._other, key).fetchone():
                    conflicts.add(key[-1])
        return fresh, conflicts

    def close(self) -> None:
        self._connection.close()

    def _bind(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            bind(value) if bind is not None else value
            for bind, value in zip(self._bound, values, strict=True)
        )
