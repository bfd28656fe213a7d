"""What is to be sent where: an outbox, written in the same transaction as the results it carries.

Within one destination and order key (a patient) deliveries go out in the order they were made; a later one is
never due while an earlier one is pending. Other patients pass by.

A delivery has a subject (the document that its body says all of) and a version, which grows with each new body of
that subject. One that was refused for good lets later ones pass; as soon as a later version of its subject is
delivered it is SUPERSEDED and cannot be sent any more, so an older version never replaces a newer one
(docs/decisions/0025).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    Row,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from gateway import ids
from gateway.store import audit_events
from gateway.store.delivery_heads import Key, hold, hold_of, settle
from gateway.store.engine import insert_of, reading, writing
from gateway.store.schema import DeliveryState, deliveries, messages

Subject = tuple[str, str]
"""Destination and subject."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A bundle for one destination; the id, a UUID, comes from message, destination and the bundle's bytes.

    It is stored with its message's place in front (`ids.in_order`).

    `subject` names what the body says all of, where that is not the document whose results are stored with it.
    """

    id: str
    destination: str
    order_key: str  # keyed digest of the patient
    bundle_digest: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery and where it stands. `outcome` may hold patient data: for the console and `deliveries show`."""

    seq: int
    id: str
    message_id: str
    message_seq: int
    destination: str
    order_key: str
    subject: str
    version: int
    bundle_digest: str
    state: DeliveryState
    head: int
    attempts: int
    next_at: datetime
    reason: str
    outcome: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many deliveries of a destination are in a state, and when the oldest was made."""

    destination: str
    state: DeliveryState
    count: int
    oldest_at: datetime


# Built once: they are asked several times a delivery. The literal lets SQLite see that the heads' index answers.
_HEADS = select(deliveries).where(
    deliveries.c.destination == bindparam("destination"), deliveries.c.head == literal_column("1")
)
_DUE = (
    _HEADS.where(deliveries.c.next_at <= bindparam("now"))
    .order_by(deliveries.c.next_at, deliveries.c.seq)
    .limit(bindparam("limit", type_=Integer))
)
_NEXT = _HEADS.order_by(deliveries.c.next_at, deliveries.c.seq).limit(1)
_OLDEST = (
    select(deliveries.c.created_at)
    .where(deliveries.c.destination == bindparam("destination"), deliveries.c.state == DeliveryState.PENDING)
    .order_by(deliveries.c.seq)
    .limit(1)
)
_OF_SUBJECT = select(
    deliveries.c.id, deliveries.c.version, deliveries.c.message_id, deliveries.c.bundle_digest
).where(deliveries.c.subject == bindparam("subject"), deliveries.c.destination == bindparam("destination"))
_MESSAGE_SEQ = select(messages.c.seq).where(messages.c.id == bindparam("message_id"))
_TRIED = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("this"), deliveries.c.state == DeliveryState.PENDING)
    .values(attempts=deliveries.c.attempts + 1)
    .returning(deliveries.c.destination, deliveries.c.order_key, deliveries.c.subject, deliveries.c.version)
)
OVERTAKEN = "a newer version of the same report was delivered: this one is not sent any more"
_SUPERSEDE = (
    update(deliveries)
    .where(
        deliveries.c.subject == bindparam("of_subject"),
        deliveries.c.destination == bindparam("of_destination"),
        deliveries.c.version < bindparam("of_version"),
        deliveries.c.state.in_([DeliveryState.PENDING, DeliveryState.DEAD]),
    )
    .values(state=DeliveryState.SUPERSEDED, head=0, reason=OVERTAKEN)
    .returning(deliveries.c.destination, deliveries.c.order_key)
)


def add(
    connection: Connection, message_id: str, new: Sequence[NewDelivery], now: datetime, subject: str = ""
) -> int:
    """Put deliveries in the outbox, inside the caller's transaction; says how many were new.

    `subject` is that of deliveries which name none. What the newest version of a subject holds already is not made
    again; a body that an older version had is (it was replaced since).
    """
    if not new:
        return 0
    hold(connection, ((one.destination, one.order_key) for one in new))
    seq = connection.execute(_MESSAGE_SEQ, {"message_id": message_id}).scalar() or 0
    if seq:
        new = [replace(one, id=ids.in_order(seq, one.id)) for one in new]
    values: list[dict[str, Any]] = []
    for of, group in groupby(new, lambda one: (one.destination, one.subject or subject)):
        values += [
            {**_row(one, message_id, seq, now), "id": name, "subject": of[1], "version": version}
            for one, name, version in _versioned(connection, of, message_id, list(group))
        ]
    if not values:
        return 0
    statement = insert_of(connection, deliveries).on_conflict_do_nothing().returning(deliveries.c.id)
    made = len(connection.execute(statement, values).all())
    settle(connection, ((one.destination, one.order_key) for one in new))
    return made


def _versioned(
    connection: Connection, of: Subject, message_id: str, new: list[NewDelivery]
) -> list[tuple[NewDelivery, str, int]]:
    """Those to insert, each with its id and version; what the newest version holds already moves on with it."""
    destination, subject = of
    if not subject:
        return [(one, one.id, 0) for one in new]
    found = connection.execute(_OF_SUBJECT, {"subject": subject, "destination": destination}).all()
    last = max((row.version for row in found), default=0)
    newest = {
        row.bundle_digest: row.id for row in found if (row.version, row.message_id) == (last, message_id)
    }
    staying = [newest[one.bundle_digest] for one in new if one.bundle_digest in newest]
    if found and len(staying) == len(new) == sum(row.version == last for row in found):
        return []
    if staying:
        connection.execute(update(deliveries).where(deliveries.c.id.in_(staying)).values(version=last + 1))
    known = {row.id for row in found}
    return [
        (one, _again(one.id, last) if one.id in known else one.id, last + 1)
        for one in new
        if one.bundle_digest not in newest
    ]


def _again(name: str, version: int) -> str:
    """The id of a body that an older version had: in front still its message's place."""
    return name[:13] + ids.derive("delivery again", name, str(version))[13:]


def _row(new: NewDelivery, message_id: str, seq: int, now: datetime) -> dict[str, Any]:
    return {
        "message_id": message_id,
        "message_seq": seq,
        "destination": new.destination,
        "order_key": new.order_key,
        "bundle_digest": new.bundle_digest,
        "state": DeliveryState.PENDING,
        "head": 0,
        "attempts": 0,
        "next_at": now,
        "reason": "",
        "outcome": "",
        "created_at": now,
        "changed_at": now,
    }


def due(engine: Engine, destination: str, now: datetime, limit: int) -> list[DeliveryRow]:
    """Deliveries whose time has come and that nothing earlier of their order key holds back, longest due first."""
    values = {"destination": destination, "now": now, "limit": limit}
    with reading(engine) as connection:
        return [delivery(row) for row in connection.execute(_DUE, values)]


def next_due_at(engine: Engine, destination: str) -> datetime | None:
    """When the next delivery of a destination may go; None when nothing is pending."""
    with reading(engine) as connection:
        row = connection.execute(_NEXT, {"destination": destination}).one_or_none()
    return None if row is None else delivery(row).next_at


def mark_delivered(
    engine: Engine, delivery_id: str, *, now: datetime, outcome: str = "", address: str = ""
) -> None:
    """`end` of one that the destination has."""
    end(engine, [End(delivery_id, DeliveryState.DELIVERED, now, outcome=outcome, address=address)])


def mark_retry(
    engine: Engine,
    delivery_id: str,
    *,
    now: datetime,
    next_at: datetime,
    reason: str,
    outcome: str = "",
    bundle_digest: str | None = None,
) -> None:
    """It did not get there; it goes again at `next_at`, with another body where a part arrived."""
    values = {"next_at": next_at, "reason": reason, "outcome": outcome, **_body(bundle_digest)}
    with writing(engine) as connection:
        connection.execute(_TRIED, {"this": delivery_id, "changed_at": now, **values})


def mark_dead(
    engine: Engine,
    delivery_id: str,
    *,
    now: datetime,
    reason: str,
    outcome: str = "",
    bundle_digest: str | None = None,
    address: str = "",
) -> None:
    """`end` of one that was refused for good: it waits for a person, and later ones of its key may go."""
    end(engine, [End(delivery_id, DeliveryState.DEAD, now, reason, outcome, bundle_digest, address)])


def _body(bundle_digest: str | None) -> dict[str, Any]:
    return {} if bundle_digest is None else {"bundle_digest": bundle_digest}


@dataclass(frozen=True, slots=True)
class End:
    """What one try ended a delivery with: delivered, or dead with a reason.

    `address` is where a patient's data went or was sent: an audit event is kept with the end.
    """

    id: str
    state: DeliveryState
    at: datetime
    reason: str = ""
    outcome: str = ""
    bundle_digest: str | None = None
    address: str = ""


def end(engine: Engine, ends: Sequence[End]) -> None:
    """One try ended each; the next of its key is the head. All in one transaction.

    Of what is delivered, older versions of its subject that are pending or dead are superseded. Nothing happens to
    what is not pending.
    """
    with writing(engine) as connection:
        hold_of(connection, [one.id for one in ends])
        settle(connection, {key for one in ends for key in _end(connection, one)})


def _end(connection: Connection, one: End) -> set[Key]:
    """The order keys whose head may be another now."""
    change = {
        "this": one.id,
        "changed_at": one.at,
        "state": one.state,
        "head": 0,
        "reason": one.reason,
        "outcome": one.outcome,
        **_body(one.bundle_digest),
    }
    ended = connection.execute(_TRIED, change).one_or_none()
    if ended is None:
        return set()
    success = one.state is DeliveryState.DELIVERED
    if one.address:
        audit_events.disclosed(
            connection, ended.destination, one.address, ended.subject, one.at, success=success
        )
    keys = {(ended.destination, ended.order_key)}
    if success and ended.subject:
        older = {
            "of_subject": ended.subject,
            "of_destination": ended.destination,
            "of_version": ended.version,
            "changed_at": one.at,
        }
        keys |= {(row.destination, row.order_key) for row in connection.execute(_SUPERSEDE, older)}
    return keys


def get_delivery(engine: Engine, delivery_id: str) -> DeliveryRow | None:
    """One delivery, None where there is none of that id."""
    with reading(engine) as connection:
        row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one_or_none()
    return None if row is None else delivery(row)


def of_message(engine: Engine, message_id: str) -> list[DeliveryRow]:
    """A message's deliveries in the order they were made."""
    with reading(engine) as connection:
        seq = connection.execute(_MESSAGE_SEQ, {"message_id": message_id}).scalar() or 0
        query = select(deliveries).where(
            deliveries.c.message_seq == seq, deliveries.c.message_id == message_id
        )
        return [delivery(row) for row in connection.execute(query.order_by(deliveries.c.seq))]


def counts(engine: Engine) -> list[DeliveryCount]:
    """Depth of every destination's queue by state."""
    # Two steps: the first is answered by an index alone, which a backlog of a million needs.
    groups = (
        select(
            deliveries.c.destination,
            deliveries.c.state,
            func.count().label("count"),
            func.min(deliveries.c.seq).label("first"),
        )
        .group_by(deliveries.c.destination, deliveries.c.state)
        .subquery()
    )
    query = (
        select(groups.c.destination, groups.c.state, groups.c.count, deliveries.c.created_at)
        .join(deliveries, deliveries.c.seq == groups.c.first)
        .order_by(groups.c.destination, groups.c.state)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [DeliveryCount(name, DeliveryState(state), count, oldest) for name, state, count, oldest in rows]


def oldest_pending(engine: Engine, destinations: Iterable[str]) -> dict[str, datetime]:
    """When each destination's oldest pending delivery was made; those without any are left out."""
    with reading(engine) as connection:
        found = {name: connection.execute(_OLDEST, {"destination": name}).scalar() for name in destinations}
    return {name: at for name, at in found.items() if at is not None}


def delivery(row: Row[Any]) -> DeliveryRow:
    """A row of the table as a value."""
    return DeliveryRow(**{**row._mapping, "state": DeliveryState(row.state)})
