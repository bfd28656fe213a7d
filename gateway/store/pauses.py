"""Destinations to which a person lets nothing go out for now; kept in the store, so for every process and start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, bindparam, delete, select

from gateway.store.engine import insert_of, reading, writing
from gateway.store.schema import pauses

# Built once: it is asked before each delivery.
_ONE = select(pauses.c.at).where(pauses.c.destination == bindparam("destination"))


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when, and by whom."""

    destination: str
    at: datetime
    actor: str


def pause(engine: Engine, destination: str, *, now: datetime, actor: str) -> bool:
    """Let nothing more go out; what is under way ends. False where it was paused already."""
    row = {"destination": destination, "at": now, "actor": actor}
    with writing(engine) as connection:
        statement = insert_of(connection, pauses).on_conflict_do_nothing().returning(pauses.c.destination)
        return bool(connection.execute(statement, [row]).all())


def resume(engine: Engine, destination: str) -> bool:
    """Let deliveries go out again. False where it was not paused."""
    with writing(engine) as connection:
        return connection.execute(delete(pauses).where(pauses.c.destination == destination)).rowcount > 0


def paused(engine: Engine) -> dict[str, Pause]:
    """The paused destinations by name."""
    with reading(engine) as connection:
        return {row.destination: Pause(**row._mapping) for row in connection.execute(select(pauses))}


def is_paused(engine: Engine, destination: str) -> bool:
    """Whether nothing may go out to it now."""
    with reading(engine) as connection:
        return connection.execute(_ONE, {"destination": destination}).first() is not None
