"""Versions of resources that a newer one replaced: added when that happens, never changed.

A version is kept only where the newer body differs, so results that are stored again add nothing. Of what a gateway
stored before it kept versions, only the newest is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, insert, select, union_all

from gateway.store.engine import reading
from gateway.store.schema import resource_versions, resources


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as it was; of a deletion there is no body."""

    type: str
    id: str
    version: int
    last_updated: datetime
    deleted: int
    body: str


def keep(
    connection: Connection,
    by_type: Iterable[tuple[str, Sequence[str]]],
    coming: Mapping[tuple[str, str], str],
) -> list[VersionRow]:
    """Keep the resources that are about to get another body, and give them; holds their rows to the transaction's end.

    `by_type`: ids of each type, in order, of resources that are there. `coming`: the new body by type and id.
    """
    c = resources.c
    replaced: list[VersionRow] = []
    for kind, ids in by_type:
        query = select(*_COLUMNS).where(c.type == kind, c.id.in_(ids)).order_by(c.id).with_for_update()
        for row in connection.execute(query):
            if row.deleted or row.body != coming[(row.type, row.id)]:
                replaced.append(VersionRow(**row._mapping))
    if replaced:
        connection.execute(insert(resource_versions), [asdict(row) for row in replaced])
    return replaced


def keep_removed(connection: Connection, kind: str, resource_id: str) -> None:
    """Keep a resource that is about to be marked deleted; the caller holds its row."""
    c = resources.c
    query = select(*_COLUMNS).where(c.type == kind, c.id == resource_id)
    connection.execute(insert(resource_versions).from_select([one.name for one in _COLUMNS], query))


def versions(
    engine: Engine,
    kind: str,
    resource_id: str,
    *,
    limit: int,
    before: int | None = None,
    since: datetime | None = None,
) -> tuple[list[VersionRow], int]:
    """Newest first, those after `since` and `before` a version; and how many there are without `before`."""
    every = _all(kind, resource_id).subquery()
    query = select(every) if since is None else select(every).where(every.c.last_updated >= since)
    page = query if before is None else query.where(every.c.version < before)
    with reading(engine) as connection:
        rows = connection.execute(page.order_by(every.c.version.desc()).limit(limit)).all()
        total = connection.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    return [VersionRow(**row._mapping) for row in rows], total


def read(engine: Engine, kind: str, resource_id: str, version: int) -> VersionRow | None:
    """One version; None where there is none of that number."""
    every = _all(kind, resource_id).subquery()
    with reading(engine) as connection:
        row = connection.execute(select(every).where(every.c.version == version)).one_or_none()
    return None if row is None else VersionRow(**row._mapping)


_COLUMNS = tuple(resources.c[name] for name in ("type", "id", "version", "last_updated", "deleted", "body"))


def _all(kind: str, resource_id: str) -> Any:
    """The newest version and those before it."""
    parts: list[Select[Any]] = [
        select(*(table.c[one.name] for one in _COLUMNS)).where(
            table.c.type == kind, table.c.id == resource_id
        )
        for table in (resources, resource_versions)
    ]
    return union_all(*parts)
