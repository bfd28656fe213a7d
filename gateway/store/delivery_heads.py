"""Which delivery of each patient may go: the `head` of an order key, kept right by whoever changes the outbox.

Asking for heads by comparing every pending row with its key's others costs as much as there are rows; a marked head
is one entry of an index. So each transaction that makes, ends or revives deliveries first holds their order keys
(`hold`), and at its end marks anew (`settle`). SQLite has one writer at a time; on PostgreSQL `hold` is an advisory
lock on each key until the transaction ends, which also makes `seq` grow within a key as transactions commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, func, select, text, update

from gateway.store.schema import DeliveryState, deliveries

Key = tuple[str, str]
"""Destination and order key."""

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_OF_KEY = (
    (deliveries.c.destination == bindparam("of_destination"))
    & (deliveries.c.state == DeliveryState.PENDING)
    & (deliveries.c.order_key == bindparam("of_key"))
)
# Built once: each delivery is settled twice.
_FIRST = select(func.min(deliveries.c.seq)).where(_OF_KEY).scalar_subquery()
_IS_HEAD = update(deliveries).where(deliveries.c.seq == _FIRST, deliveries.c.head == 0).values(head=1)
_NO_LONGER = (
    update(deliveries).where(_OF_KEY, deliveries.c.seq > _FIRST, deliveries.c.head == 1).values(head=0)
)


def hold(connection: Connection, keys: Iterable[Key]) -> None:
    """Nobody else changes deliveries of these keys until this transaction ends. Once a transaction, before reading."""
    if connection.dialect.name != "postgresql":
        return
    for destination, order_key in sorted(set(keys)):  # one order for all: no two wait for each other
        connection.execute(_LOCK, {"key": f"{destination}\x1f{order_key}"})


def hold_of(connection: Connection, ids: Sequence[str]) -> None:
    """`hold` the keys of these deliveries."""
    if connection.dialect.name != "postgresql":
        return
    keys = select(deliveries.c.destination, deliveries.c.order_key).where(deliveries.c.id.in_(ids))
    hold(connection, [(row.destination, row.order_key) for row in connection.execute(keys)])


def settle(connection: Connection, keys: Iterable[Key], *, revived: bool = False) -> None:
    """Mark the first pending of each key; `revived` where an earlier one may have come back before a marked one."""
    for destination, order_key in sorted(set(keys)):
        of = {"of_destination": destination, "of_key": order_key}
        if revived:
            connection.execute(_NO_LONGER, of)
        connection.execute(_IS_HEAD, of)
