"""Who did what to which entity: written once, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select

from gateway.store.engine import Store, reading, writing
from gateway.store.schema import audit


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry. `entity` is a type and id such as `Observation/…`, never a search text about a patient."""

    seq: int
    at: datetime
    actor: str
    action: str
    entity: str
    outcome: str


def record(store: Store, *, at: datetime, actor: str, action: str, entity: str, outcome: str = "") -> None:
    """Add an entry; it is durable when this returns."""
    with writing(store) as connection:
        connection.execute(
            insert(audit).values(at=at, actor=actor, action=action, entity=entity, outcome=outcome)
        )


def recent(engine: Engine, *, limit: int, before: int | None = None) -> list[AuditRow]:
    """Entries, last first; the next page begins `before` the last row's `seq`."""
    query = select(audit).order_by(audit.c.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.seq < before)
    with reading(engine) as connection:
        return [AuditRow(**row._mapping) for row in connection.execute(query)]
