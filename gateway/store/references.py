"""Following references between stored resources, by their search rows: what a page refers to, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Engine, select

from gateway.store.engine import reading
from gateway.store.resources import Key, ResourceRow
from gateway.store.schema import resource_index, resources

_CHUNK = 200


def referenced(engine: Engine, keys: Sequence[Key], param: str) -> list[Key]:
    """The resources that a reference parameter of these resources names, stored here or not."""
    index = resource_index.c
    found: dict[Key, None] = {}
    with reading(engine) as connection:
        for of, part in _by_type(keys):
            query = select(index.value).where(index.type == of, index.id.in_(part), index.param == param)
            for value in connection.execute(query).scalars():
                kind, slash, resource_id = value.rpartition("/")
                if slash:
                    found[(kind, resource_id)] = None
    return list(found)


def referring(engine: Engine, kind: str, param: str, keys: Sequence[Key], limit: int) -> list[Key]:
    """The resources of a type whose reference parameter names one of these; no more than `limit`."""
    index = resource_index.c
    found: dict[Key, None] = {}
    with reading(engine) as connection:
        for part in _parts([f"{of}/{resource_id}" for of, resource_id in keys]):
            query = select(index.id).where(index.type == kind, index.param == param, index.value.in_(part))
            for resource_id in connection.execute(query.limit(limit)).scalars():
                found[(kind, resource_id)] = None
    return list(found)[:limit]


def read_many(engine: Engine, keys: Iterable[Key]) -> list[ResourceRow]:
    """Those of the resources that are there, by type and id."""
    c = resources.c
    rows: list[ResourceRow] = []
    with reading(engine) as connection:
        for kind, part in _by_type(keys):
            query = select(c.type, c.id, c.version, c.last_updated, c.body)
            query = query.where(c.type == kind, c.id.in_(part), c.deleted == 0).order_by(c.id)
            rows += [ResourceRow(*row) for row in connection.execute(query)]
    return rows


def _by_type(keys: Iterable[Key]) -> Iterable[tuple[str, Sequence[str]]]:
    """Ids by type: SQLite answers `(type, id) IN (…)` by reading the whole table."""
    for kind, group in groupby(sorted(set(keys)), key=itemgetter(0)):
        for part in _parts([resource_id for _, resource_id in group]):
            yield kind, part


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Pieces small enough for one statement's parameters."""
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))
