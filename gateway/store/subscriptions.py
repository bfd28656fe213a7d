"""Subscriptions, and the changes of resources that have yet to be matched with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from gateway.store.columns import begins
from gateway.store.engine import Store, reading, writing
from gateway.store.schema import DeliveryState, changes, deliveries, subscriptions


class Status(StrEnum):
    """R4 SubscriptionStatus."""

    REQUESTED = "requested"  # waits for the first answer of its endpoint
    ACTIVE = "active"
    ERROR = "error"  # its endpoint failed for too long: nothing is sent until it is put again
    OFF = "off"


LIVE = (Status.REQUESTED, Status.ACTIVE)
"""Those that results are kept for."""


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A subscription; `body` is its JSON as sent, with header secrets, without status and error."""

    id: str
    version: int
    last_updated: datetime
    client: str
    type: str
    status: Status
    error: str
    failing_since: datetime | None
    body: str


@dataclass(frozen=True, slots=True)
class Change:
    """A resource that was written, and the message whose work wrote it."""

    seq: int
    type: str
    id: str
    message_id: str


def put(store: Store, row: SubscriptionRow) -> None:
    """Insert or replace."""
    values = {name: getattr(row, name) for name in row.__slots__}
    with writing(store) as connection:
        connection.execute(delete(subscriptions).where(subscriptions.c.id == row.id))
        connection.execute(insert(subscriptions).values(values))


def get(engine: Engine, subscription_id: str) -> SubscriptionRow | None:
    """One subscription; None where there is none of that id."""
    found = [row for row in listed(engine) if row.id == subscription_id]
    return found[0] if found else None


def listed(engine: Engine) -> list[SubscriptionRow]:
    """All of them, oldest first: there are never many."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(subscriptions).order_by(subscriptions.c.last_updated, subscriptions.c.id)
        )
        return [SubscriptionRow(**{**row._mapping, "status": Status(row.status)}) for row in rows]


def remove(engine: Engine, subscription_id: str) -> bool:
    """Whether there was one."""
    with writing(engine) as connection:
        gone = connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription_id))
        return gone.rowcount > 0


def set_status(
    engine: Engine, subscription_id: str, status: Status, *, now: datetime, version: int, error: str = ""
) -> bool:
    """A version's new status; nothing, and False, where the client changed it meanwhile."""
    change = (
        update(subscriptions)
        .where(subscriptions.c.id == subscription_id, subscriptions.c.version == version)
        .values(status=status, error=error, last_updated=now, version=version + 1, failing_since=None)
    )
    with writing(engine) as connection:
        return connection.execute(change).rowcount > 0


def set_failing(engine: Engine, subscription_id: str, since: datetime | None) -> None:
    """Since when the endpoint has done nothing but fail; None: it answered."""
    change = update(subscriptions).where(subscriptions.c.id == subscription_id).values(failing_since=since)
    with writing(engine) as connection:
        connection.execute(change)


def note_changes(connection: Connection, message_id: str, written: Iterable[tuple[str, str]]) -> None:
    """Remember the written resources (type, id) of types that somebody subscribes to, in the caller's transaction."""
    keys = sorted(written)
    if not keys:
        return
    query = select(subscriptions.c.type).where(subscriptions.c.status.in_(LIVE)).distinct()
    wanted = set(connection.execute(query).scalars())
    values = [
        {"type": kind, "id": resource_id, "message_id": message_id}
        for kind, resource_id in keys
        if kind in wanted
    ]
    if values:
        connection.execute(insert(changes), values)


def oldest_changes(engine: Engine, limit: int) -> list[Change]:
    """The changes to match next."""
    with reading(engine) as connection:
        rows = connection.execute(select(changes).order_by(changes.c.seq).limit(limit))
        return [Change(**row._mapping) for row in rows]


def forget_changes(connection: Connection, matched: Sequence[Change]) -> None:
    """They are in the outbox now, or nobody wanted them."""
    connection.execute(delete(changes).where(changes.c.seq.in_([change.seq for change in matched])))


def waiting(engine: Engine, destination: str) -> list[str]:
    """Ids of the deliveries that still wait for a destination."""
    query = select(deliveries.c.id).where(
        deliveries.c.destination == destination, deliveries.c.state == DeliveryState.PENDING
    )
    with reading(engine) as connection:
        return list(connection.execute(query.order_by(deliveries.c.seq.desc())).scalars())


def waited_for(engine: Engine, prefix: str) -> list[str]:
    """Destinations whose name begins so and that deliveries wait for."""
    query = select(deliveries.c.destination).where(
        begins(deliveries.c.destination, prefix), deliveries.c.state == DeliveryState.PENDING
    )
    with reading(engine) as connection:
        return list(connection.execute(query.distinct()).scalars())


def count(engine: Engine) -> int:
    """How many there are."""
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(subscriptions)).scalar_one())
