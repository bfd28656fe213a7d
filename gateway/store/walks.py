"""Every resource of a type, in order of id, a piece at a time: for exports and for indexing anew.

By id and not by time: a resource that changes meanwhile keeps its place, so that none is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Engine, select

from gateway.store.engine import reading
from gateway.store.resources import ResourceRow
from gateway.store.schema import resources

PIECE = 500


def walk(
    engine: Engine, kind: str, since: datetime | None = None, *, deleted: bool = False, piece: int = PIECE
) -> Iterator[list[ResourceRow]]:
    """The resources that are there, or those that are gone, changed after `since`; each piece is a short read."""
    c = resources.c
    query = select(c.type, c.id, c.version, c.last_updated, c.body)
    query = query.where(c.type == kind, c.deleted == int(deleted)).order_by(c.id).limit(piece)
    if since is not None:
        query = query.where(c.last_updated > since)
    last = ""
    while True:
        with reading(engine) as connection:
            rows = [ResourceRow(*row) for row in connection.execute(query.where(c.id > last))]
        if rows:
            yield rows
        if len(rows) < piece:
            return
        last = rows[-1].id
