"""What is to be sent where: an outbox, written in the same transaction as the results it carries.

Within one destination and order key (a patient) deliveries go out in the order they were made; a later one is
never due while an earlier one is pending. Other patients pass by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Integer,
    Row,
    Select,
    bindparam,
    exists,
    func,
    select,
    update,
)

from gateway.store.engine import insert_of, reading, writing
from gateway.store.schema import DeliveryState, deliveries


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A bundle for one destination; the id comes from message, destination and the bundle's bytes."""

    id: str
    destination: str
    order_key: str  # keyed digest of the patient
    bundle_digest: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery and where it stands. `outcome` may hold patient data: for the console alone."""

    seq: int
    id: str
    message_id: str
    destination: str
    order_key: str
    bundle_digest: str
    state: DeliveryState
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


def _heads() -> Select[Any]:
    """Pending deliveries of a `destination` that nothing earlier of their order key holds back."""
    earlier = deliveries.alias("earlier")
    held_back = exists().where(
        earlier.c.destination == deliveries.c.destination,
        earlier.c.state == DeliveryState.PENDING,
        earlier.c.order_key == deliveries.c.order_key,
        earlier.c.seq < deliveries.c.seq,
    )
    return select(deliveries).where(
        deliveries.c.destination == bindparam("destination"),
        deliveries.c.state == DeliveryState.PENDING,
        ~held_back,
    )


# Built once: they are asked several times a delivery.
_DUE = (
    _heads()
    .where(deliveries.c.next_at <= bindparam("now"))
    .order_by(deliveries.c.seq)
    .limit(bindparam("limit", type_=Integer))
)
_NEXT = _heads().order_by(deliveries.c.next_at).limit(1)


def add(connection: Connection, message_id: str, new: Sequence[NewDelivery], now: datetime) -> int:
    """Insert the deliveries whose id is new, inside the caller's transaction; says how many were."""
    if not new:
        return 0
    values = [
        {
            "id": delivery.id,
            "message_id": message_id,
            "destination": delivery.destination,
            "order_key": delivery.order_key,
            "bundle_digest": delivery.bundle_digest,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "next_at": now,
            "reason": "",
            "outcome": "",
            "created_at": now,
            "changed_at": now,
        }
        for delivery in new
    ]
    statement = insert_of(connection, deliveries).on_conflict_do_nothing().returning(deliveries.c.id)
    return len(connection.execute(statement, values).all())


def due(engine: Engine, destination: str, now: datetime, limit: int) -> list[DeliveryRow]:
    """Pending deliveries whose time has come and that nothing earlier of their order key holds back."""
    values = {"destination": destination, "now": now, "limit": limit}
    with reading(engine) as connection:
        return [_delivery(row) for row in connection.execute(_DUE, values)]


def next_due_at(engine: Engine, destination: str) -> datetime | None:
    """When the next delivery of a destination may go; None when nothing is pending."""
    with reading(engine) as connection:
        row = connection.execute(_NEXT, {"destination": destination}).one_or_none()
    return None if row is None else _delivery(row).next_at


def mark_delivered(engine: Engine, delivery_id: str, *, now: datetime, outcome: str = "") -> None:
    """The destination has it."""
    _mark(engine, delivery_id, DeliveryState.DELIVERED, now, {"reason": "", "outcome": outcome})


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
    _mark(engine, delivery_id, DeliveryState.PENDING, now, values)


def mark_dead(
    engine: Engine,
    delivery_id: str,
    *,
    now: datetime,
    reason: str,
    outcome: str = "",
    bundle_digest: str | None = None,
) -> None:
    """The destination refused it for good: it waits for a person, and later ones of its key may go."""
    values = {"reason": reason, "outcome": outcome, **_body(bundle_digest)}
    _mark(engine, delivery_id, DeliveryState.DEAD, now, values)


def _body(bundle_digest: str | None) -> dict[str, Any]:
    return {} if bundle_digest is None else {"bundle_digest": bundle_digest}


def _mark(
    engine: Engine, delivery_id: str, state: DeliveryState, now: datetime, values: dict[str, Any]
) -> None:
    change = (
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(state=state, attempts=deliveries.c.attempts + 1, changed_at=now, **values)
    )
    with writing(engine) as connection:
        connection.execute(change)


def resend(
    engine: Engine,
    *,
    now: datetime,
    delivery_id: str | None = None,
    message_id: str | None = None,
    destination: str | None = None,
    states: Sequence[DeliveryState] = (DeliveryState.DEAD,),
) -> int:
    """Make deliveries pending again, due at once; says how many.

    Only those that meet every condition given. A pending one (in `states`) loses its wait.
    """
    change = update(deliveries).where(deliveries.c.state.in_(list(states)))
    for column, wanted in (
        (deliveries.c.id, delivery_id),
        (deliveries.c.message_id, message_id),
        (deliveries.c.destination, destination),
    ):
        if wanted is not None:
            change = change.where(column == wanted)
    values = {"state": DeliveryState.PENDING, "next_at": now, "changed_at": now, "reason": ""}
    with writing(engine) as connection:
        return connection.execute(change.values(values)).rowcount


def get_delivery(engine: Engine, delivery_id: str) -> DeliveryRow | None:
    """One delivery, None where there is none of that id."""
    with reading(engine) as connection:
        row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one_or_none()
    return None if row is None else _delivery(row)


def of_message(engine: Engine, message_id: str) -> list[DeliveryRow]:
    """A message's deliveries in the order they were made."""
    query = select(deliveries).where(deliveries.c.message_id == message_id).order_by(deliveries.c.seq)
    with reading(engine) as connection:
        return [_delivery(row) for row in connection.execute(query)]


def counts(engine: Engine) -> list[DeliveryCount]:
    """Depth of every destination's queue by state."""
    query = (
        select(deliveries.c.destination, deliveries.c.state, func.count(), func.min(deliveries.c.created_at))
        .group_by(deliveries.c.destination, deliveries.c.state)
        .order_by(deliveries.c.destination, deliveries.c.state)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [DeliveryCount(name, DeliveryState(state), count, oldest) for name, state, count, oldest in rows]


def _delivery(row: Row[Any]) -> DeliveryRow:
    return DeliveryRow(**{**row._mapping, "state": DeliveryState(row.state)})
