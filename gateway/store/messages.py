"""Received messages: what there is to do, and what became of each.

Rows are made by `gateway.store.inbox` alone. Times come in as `now`; every function is one transaction and
raises StoreAway or StorageFull when the database cannot.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, bindparam, func, or_, select, update

from gateway.store.columns import begins
from gateway.store.engine import reading, writing
from gateway.store.schema import MessageState, messages
from mappers.model import Source

_COLUMNS = tuple(c for c in messages.c)
# Built once: a message is looked up and changed a dozen times on its way.
_THIS = messages.c.id == bindparam("this")
_ONE = select(*_COLUMNS).where(_THIS)
_CHANGE = update(messages).where(_THIS)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One received message. `seq` is its place in the order of arrival."""

    seq: int
    id: str
    source: Source
    control_id: str  # SOPInstanceUID or MSH-10
    sender: str
    peer: str
    called_ae: str
    calling_ae: str
    digest: str  # SHA-256 of the bytes as received: the blob's name
    size_bytes: int
    received_at: datetime
    state: MessageState
    stage: str  # last stage begun (a quick one: ended), "" before the first
    reason: str  # for hospital IT, without patient data
    tries: int
    run: int  # grows with each replay
    route: str
    decision: dict[str, Any] | None  # profile and destinations that the rule gave
    envelope: dict[str, Any] | None  # JSON of mappers.model.Envelope; patient data
    changed_at: datetime


def claim(engine: Engine, limit: int) -> list[MessageRow]:
    """Up to `limit` messages in RECEIVED, in order of arrival. The caller marks what it takes."""
    query = (
        select(*_COLUMNS)
        .where(messages.c.state == MessageState.RECEIVED)
        .order_by(messages.c.seq)
        .limit(limit)
    )
    with reading(engine) as connection:
        return [_message(row) for row in connection.execute(query)]


def get(engine: Engine, message_id: str) -> MessageRow | None:
    """One message, None where there is none of that id."""
    with reading(engine) as connection:
        row = connection.execute(_ONE, {"this": message_id}).one_or_none()
    return None if row is None else _message(row)


def set_state(
    engine: Engine,
    message_id: str,
    state: MessageState,
    *,
    now: datetime,
    stage: str | None = None,
    reason: str | None = None,
    tries: int | None = None,
    route: str | None = None,
    envelope: dict[str, Any] | None = None,
    decision: dict[str, Any] | None = None,
    run: int | None = None,
    only_from: Collection[MessageState] | None = None,
    only_run: int | None = None,
) -> bool:
    """Change a message; what is None stays as it was.

    `only_from` and `only_run` make it a compare-and-set: nothing changes when the message is in another state
    or was replayed meanwhile. Says whether a row changed.
    """
    given = {
        "stage": stage,
        "reason": reason,
        "tries": tries,
        "route": route,
        "envelope": envelope,
        "decision": decision,
        "run": run,
    }
    values = {name: value for name, value in given.items() if value is not None}
    change = _CHANGE
    if only_from is not None:
        change = change.where(messages.c.state.in_(sorted(only_from)))
    if only_run is not None:
        change = change.where(messages.c.run == only_run)
    with writing(engine) as connection:
        changed = connection.execute(
            change, {"this": message_id, "state": state, "changed_at": now, **values}
        )
        return changed.rowcount > 0


def recent(
    engine: Engine,
    *,
    limit: int,
    before: int | None = None,
    state: MessageState | None = None,
    text: str | None = None,
) -> list[MessageRow]:
    """Messages, last arrived first; the next page begins `before` the last row's `seq`.

    `text` is the beginning of a control id or of a message id, case-sensitive as both are.
    """
    query = select(*_COLUMNS).order_by(messages.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(messages.c.seq < before)
    if state is not None:
        query = query.where(messages.c.state == state)
    if text:
        # Two index ranges; as one OR beside an ORDER BY the planners prefer to walk the whole table.
        found = [
            select(messages.c.seq).where(begins(c, text)) for c in (messages.c.control_id, messages.c.id)
        ]
        query = query.where(or_(*(messages.c.seq.in_(f) for f in found)))
    with reading(engine) as connection:
        return [_message(row) for row in connection.execute(query)]


def counts_by_state(engine: Engine) -> dict[MessageState, int]:
    """How many messages are in each state; every state is there."""
    query = select(messages.c.state, func.count()).group_by(messages.c.state)
    with reading(engine) as connection:
        found: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    return {state: found.get(state.value, 0) for state in MessageState}


def oldest(engine: Engine, state: MessageState) -> MessageRow | None:
    """The message that has been in a state's queue longest by arrival: its age says whether work moves."""
    query = select(*_COLUMNS).where(messages.c.state == state).order_by(messages.c.seq).limit(1)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else _message(row)


def _message(row: Row[Any]) -> MessageRow:
    values = dict(row._mapping)
    values["source"] = Source(values["source"])
    values["state"] = MessageState(values["state"])
    return MessageRow(**values)
