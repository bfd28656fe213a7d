"""Search rows written anew after an update that finds resources by more than before.

In the background, a piece at a time; until it is done, resources stored by an earlier version are found as they were.
Several nodes may do it at once: the same rows come out. Cut short, it begins again at the next start.
"""

from __future__ import annotations

from datetime import tzinfo
from threading import Event, Thread

import structlog
from sqlalchemy import Connection, Engine, select

from gateway.store.engine import insert_of, reading, writing
from gateway.store.resources import StoredResource, write_index
from gateway.store.schema import facts, resources
from gateway.store.walks import walk
from mappers.fhir.json_text import loads
from mappers.fhir.search import VERSION, index

PIECE = 100
_FACT = "search index"

log = structlog.get_logger()


def is_current(engine: Engine) -> bool:
    """Whether the search rows are as this version writes them."""
    with reading(engine) as connection:
        return connection.execute(select(facts.c.value).where(facts.c.name == _FACT)).scalar() == str(VERSION)


def reindex(engine: Engine, zone: tzinfo, stopping: Event) -> bool:
    """Write the search rows of every resource; False where it was stopped before the end."""
    with reading(engine) as connection:
        kinds = list(connection.execute(select(resources.c.type).distinct()).scalars())
    for kind in sorted(kinds):
        for piece in walk(engine, kind, piece=PIECE):
            if stopping.is_set():
                return False
            with writing(engine) as connection:
                _index_piece(connection, kind, [row.id for row in piece], zone)
    with writing(engine) as connection:
        statement = insert_of(connection, facts).on_conflict_do_update(
            index_elements=["name"], set_={"value": str(VERSION)}
        )
        connection.execute(statement, [{"name": _FACT, "value": str(VERSION)}])
    return True


def _index_piece(connection: Connection, kind: str, ids: list[str], zone: tzinfo) -> None:
    """From the bodies as they are in this transaction: a resource may have changed since it was walked by."""
    c = resources.c
    query = select(c.id, c.body).where(c.type == kind, c.id.in_(ids), c.deleted == 0).order_by(c.id)
    found = {
        (kind, row.id): StoredResource(kind, row.id, row.body, index(loads(row.body)))
        for row in connection.execute(query.with_for_update())
    }
    write_index(connection, found, set(), zone)


class Reindexer:
    """The thread that does it, where it is needed."""

    def __init__(self, engine: Engine, zone: tzinfo) -> None:
        self._engine = engine
        self._zone = zone
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="reindexing", daemon=True)

    def start(self) -> None:
        """Begin; at once done where the rows are current."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End at the next piece; False where that took too long."""
        self._stopping.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            if is_current(self._engine):
                return
            log.info("search rows are written anew for this version")
            if reindex(self._engine, self._zone, self._stopping):
                log.info("search rows are written")
        except Exception as error:  # a search finds less until the next start; everything else goes on
            log.error("search rows could not be written anew", exc_info=error)
