"""Which node delivers to a destination: one at a time, until a time that it moves on while it has something to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select

from gateway.store.engine import insert_of, reading, writing
from gateway.store.schema import leases


@dataclass(frozen=True, slots=True)
class Node:
    """A process that delivers. `id` is the same after a restart, so that it need not wait for its own lease."""

    id: str
    name: str  # for people


def take(engine: Engine, destination: str, node: Node, *, now: datetime, until: datetime) -> bool:
    """Take or prolong; False while another node's lease runs. One statement, so that no two take it at once."""
    row = {"destination": destination, "node_id": node.id, "node": node.name, "until": until}
    with writing(engine) as connection:
        insert = insert_of(connection, leases)
        wanted = {column: insert.excluded[column] for column in ("node_id", "node", "until")}
        statement = insert.on_conflict_do_update(
            index_elements=[leases.c.destination],
            set_=wanted,
            where=(leases.c.node_id == insert.excluded.node_id) | (leases.c.until <= now),
        ).returning(leases.c.destination)
        return bool(connection.execute(statement, [row]).all())


def release(engine: Engine, destination: str, node: Node) -> None:
    """Another node may take it at once. Nothing happens where the node does not hold it."""
    own = (leases.c.destination == destination) & (leases.c.node_id == node.id)
    with writing(engine) as connection:
        connection.execute(delete(leases).where(own))


def holders(engine: Engine, now: datetime) -> dict[str, str]:
    """Destination and name of the node that delivers to it now."""
    query = select(leases.c.destination, leases.c.node).where(leases.c.until > now)
    with reading(engine) as connection:
        return {row.destination: row.node for row in connection.execute(query)}
