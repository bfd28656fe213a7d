"""Which deliveries a person means: the same conditions for listing, counting, resending and dropping."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, func, select

from gateway.store.columns import begins
from gateway.store.deliveries import DeliveryRow, delivery
from gateway.store.engine import reading
from gateway.store.schema import DeliveryState, deliveries, messages


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Deliveries that meet every condition given; without any, all."""

    id: str = ""
    destination: str = ""
    states: tuple[DeliveryState, ...] = ()
    since: datetime | None = None  # made at or after
    until: datetime | None = None  # made before
    message: str = ""  # the beginning of a message's id or control id
    reason: str = ""  # a part of the reason, in upper or lower case

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions on the table."""
        rows = deliveries.c
        wanted: list[ColumnElement[bool]] = []
        if self.id:
            wanted.append(rows.id == self.id)
        if self.destination:
            wanted.append(rows.destination == self.destination)
        if self.states:
            wanted.append(rows.state.in_(self.states))
        if self.since is not None:
            wanted.append(rows.created_at >= self.since)
        if self.until is not None:
            wanted.append(rows.created_at < self.until)
        if self.message:
            named = select(messages.c.seq).where(
                begins(messages.c.control_id, self.message) | begins(messages.c.id, self.message)
            )
            unkept = (rows.message_seq == 0) & begins(rows.message_id, self.message)
            wanted.append(rows.message_seq.in_(named) | unkept)
        if self.reason:
            wanted.append(func.lower(rows.reason).contains(self.reason.lower(), autoescape=True))
        return wanted

    def words(self) -> str:
        """The conditions in short, for the audit: no patient data is among them."""
        parts = [
            ("delivery", self.id),
            ("to", self.destination),
            ("state", "+".join(self.states)),
            ("since", self.since.isoformat() if self.since else ""),
            ("until", self.until.isoformat() if self.until else ""),
            ("message", self.message),
            ("reason", self.reason),
        ]
        return " ".join(f"{name} {value}" for name, value in parts if value) or "all"


def find(
    engine: Engine, wanted: DeliveryFilter, *, limit: int, before: int | None = None
) -> list[DeliveryRow]:
    """Deliveries, last made first; the next page begins `before` the last row's `seq`."""
    query = select(deliveries).where(*wanted.conditions()).order_by(deliveries.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(deliveries.c.seq < before)
    with reading(engine) as connection:
        return [delivery(row) for row in connection.execute(query)]


def count(engine: Engine, wanted: DeliveryFilter) -> dict[DeliveryState, int]:
    """How many there are by state; states without any are left out."""
    query = select(deliveries.c.state, func.count()).where(*wanted.conditions()).group_by(deliveries.c.state)
    with reading(engine) as connection:
        return {DeliveryState(state): number for state, number in connection.execute(query)}
