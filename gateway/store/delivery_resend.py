"""Sending again and giving up, by a person's word.

A resend must not let an older version replace a newer one (docs/decisions/0025). So what a delivered newer version of
the same subject has overtaken stays where it is; and where newer deliveries of the same patient arrived already, the
newest of them goes again behind what is revived, since every body carries the patient as it was known then.

Work goes in parts, oldest first, each a transaction of its own: ten thousand revived rows do not hold up an
acknowledgement. What is cut off between two parts is finished by the same command again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, func, select, update

from gateway.store.deliveries import OVERTAKEN
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_heads import Key, hold, settle
from gateway.store.engine import reading, writing
from gateway.store.schema import DeliveryState, deliveries

ROWS_AT_ONCE = 500
RESENDABLE = (DeliveryState.DEAD, DeliveryState.PENDING, DeliveryState.DELIVERED, DeliveryState.DROPPED)


@dataclass(frozen=True, slots=True)
class Resent:
    """What a resend did, or would do."""

    sent: int = 0  # pending now, due at once
    overtaken: int = 0  # left alone: a newer version of the same report was delivered
    behind: int = 0  # delivered before, and again behind an older one of the same patient

    def __add__(self, other: Resent) -> Resent:
        return Resent(self.sent + other.sent, self.overtaken + other.overtaken, self.behind + other.behind)


class _Chosen(NamedTuple):
    """A row of a part."""

    seq: int
    destination: str
    order_key: str


def _overtaken() -> ColumnElement[bool]:
    newer = deliveries.alias("newer")
    return exists().where(
        deliveries.c.subject != "",
        newer.c.subject == deliveries.c.subject,
        newer.c.destination == deliveries.c.destination,
        newer.c.version > deliveries.c.version,
        newer.c.state == DeliveryState.DELIVERED,
    )


_OVERTAKEN = _overtaken()


def would_resend(engine: Engine, wanted: DeliveryFilter) -> Resent:
    """What `resend` would do now; `behind` is not foreseen."""
    chosen = _resendable(wanted)
    query = (
        select(_OVERTAKEN.label("overtaken"), func.count()).where(*chosen.conditions()).group_by("overtaken")
    )
    with reading(engine) as connection:
        found = {bool(overtaken): number for overtaken, number in connection.execute(query)}
    return Resent(found.get(False, 0), found.get(True, 0))


def resend(engine: Engine, wanted: DeliveryFilter, *, now: datetime) -> Resent:
    """Make deliveries pending again, due at once. Without states in the filter: the dead ones.

    A pending one (in the filter's states) loses its wait. SUPERSEDED ones are never sent.
    """
    done = Resent()
    chosen = _resendable(wanted)
    for part in _parts(engine, chosen):
        with writing(engine) as connection:
            done += _revive(connection, chosen, part, now)
    return done


def drop(engine: Engine, wanted: DeliveryFilter, *, now: datetime) -> int:
    """Give up the dead ones among them; says how many."""
    chosen = replace(wanted, states=(DeliveryState.DEAD,))
    dropped = 0
    for part in _parts(engine, chosen):
        change = (
            update(deliveries)
            .where(deliveries.c.seq.in_([row.seq for row in part]), deliveries.c.state == DeliveryState.DEAD)
            .values(state=DeliveryState.DROPPED, changed_at=now)
        )
        with writing(engine) as connection:
            dropped += connection.execute(change).rowcount
    return dropped


def _resendable(wanted: DeliveryFilter) -> DeliveryFilter:
    states = tuple(state for state in wanted.states if state in RESENDABLE)
    if wanted.states and not states:
        raise ValueError(f"only {', '.join(RESENDABLE)} can be sent again: {OVERTAKEN}")
    return replace(wanted, states=states or (DeliveryState.DEAD,))


def _parts(engine: Engine, chosen: DeliveryFilter) -> Iterator[Sequence[_Chosen]]:
    """Sequence numbers and keys of the chosen, oldest first, some hundreds at a time."""
    after = 0
    while True:
        query = (
            select(deliveries.c.seq, deliveries.c.destination, deliveries.c.order_key)
            .where(*chosen.conditions(), deliveries.c.seq > after)
            .order_by(deliveries.c.seq)
            .limit(ROWS_AT_ONCE)
        )
        with reading(engine) as connection:
            part = [_Chosen(*row) for row in connection.execute(query)]
        if not part:
            return
        yield part
        after = part[-1].seq


def _revive(connection: Connection, chosen: DeliveryFilter, part: Sequence[_Chosen], now: datetime) -> Resent:
    keys = {(row.destination, row.order_key) for row in part}
    hold(connection, keys)
    still = and_(deliveries.c.seq.in_([row.seq for row in part]), deliveries.c.state.in_(list(chosen.states)))
    query = select(
        deliveries.c.seq, deliveries.c.destination, deliveries.c.order_key, _OVERTAKEN.label("overtaken")
    )
    found = connection.execute(query.where(still)).all()
    revived = [row for row in found if not row.overtaken]
    _make_pending(connection, [row.seq for row in revived], now)
    last: dict[Key, int] = {}
    for row in revived:
        key = (row.destination, row.order_key)
        last[key] = max(last.get(key, 0), row.seq)
    behind = [seq for key, seq in last.items() for seq in _newest_delivered(connection, chosen, key, seq)]
    _make_pending(connection, behind, now)
    settle(connection, last, revived=True)
    return Resent(len(revived), len(found) - len(revived), len(behind))


def _make_pending(connection: Connection, seqs: Iterable[int], now: datetime) -> None:
    values = {"state": DeliveryState.PENDING, "next_at": now, "changed_at": now, "reason": ""}
    connection.execute(update(deliveries).where(deliveries.c.seq.in_(list(seqs))).values(values))


def _newest_delivered(connection: Connection, chosen: DeliveryFilter, key: Key, after: int) -> Sequence[int]:
    """All parts of the newest delivered body of a patient that was made after a delivery.

    Empty where there is none, or where it is among the chosen: its own turn comes.
    """
    rows = deliveries.c
    delivered = (
        (rows.destination == key[0]) & (rows.state == DeliveryState.DELIVERED) & (rows.order_key == key[1])
    )
    newest = (
        select(rows.message_id, rows.subject, rows.version, and_(*chosen.conditions()).label("chosen"))
        .where(delivered, rows.seq > after, ~_OVERTAKEN)
        .order_by(rows.seq.desc())
        .limit(1)
    )
    found = connection.execute(newest).one_or_none()
    if found is None or found.chosen:
        return []
    parts = select(rows.seq).where(
        delivered,
        rows.message_id == found.message_id,
        rows.subject == found.subject,
        rows.version == found.version,
    )
    return connection.execute(parts).scalars().all()
