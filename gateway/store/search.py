"""Searching the resources: criteria in, pages out, in the order asked for.

Pages are cut by key (the sort value and the id), not by count: what is added meanwhile neither repeats nor
hides a row. Sorted by a date that some resources lack, those come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    and_,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
)

from gateway.store.engine import reading
from gateway.store.matching import REVERSED, Criterion, Op, own_column, row_matches
from gateway.store.resources import ResourceRow
from gateway.store.schema import resource_index, resources

__all__ = ["NEWEST_FIRST", "Criterion", "Cursor", "Op", "Page", "Sort", "count", "search"]

FEW = 5000
"""A criterion that fits at most so many resources is looked up first; the rest is asked of each of those.

They are sorted, all of them: walking the whole type in order until a page is full takes longer the rarer they are.
"""

_WITH_VALUE, _WITHOUT = "with", "without"
"""In a cursor of a search sorted by a date: among which resources it ended."""


@dataclass(frozen=True, slots=True)
class Sort:
    """`_lastUpdated`, `_id` or a date parameter."""

    by: str
    descending: bool = False


NEWEST_FIRST = Sort("_lastUpdated", descending=True)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the id of its last resource, and when that changed where pages are sorted by it.

    Of a date parameter the value is not in here but looked up again: cursors stand in URLs, and dates are patients'.
    """

    value: str
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Resources in order, and where the next page begins; None after the last."""

    rows: tuple[ResourceRow, ...]
    following: Cursor | None


def search(
    engine: Engine,
    resource_type: str,
    criteria: Sequence[Criterion],
    *,
    limit: int,
    zone: tzinfo,
    after: Cursor | None = None,
    sort: Sort = NEWEST_FIRST,
) -> Page:
    """A page of the resources of a type that meet every criterion.

    Raises ValueError, for the client to read, when a value is none of its parameter's, an operator does not fit
    it, or the cursor is of another order.
    """
    with reading(engine) as connection:
        conditions, few = _conditions(connection, resource_type, criteria, zone)
        found: list[tuple[str, ResourceRow]] = []
        for query in _queries(connection, resource_type, sort, after, few):
            rows = connection.execute(query.where(*conditions).limit(limit + 1 - len(found)))
            found += [(_as_text(row[0]), ResourceRow(*row[1:])) for row in rows]
            if len(found) > limit:
                break
    page = found[:limit]
    following = Cursor(page[-1][0], page[-1][1].id) if len(found) > limit and page else None
    return Page(tuple(row for _, row in page), following)


def count(
    engine: Engine,
    resource_type: str,
    criteria: Sequence[Criterion],
    *,
    zone: tzinfo,
    at_most: int | None = None,
) -> int:
    """How many resources of a type meet every criterion, counted no further than `at_most`.

    Raises ValueError as `search` does.
    """
    with reading(engine) as connection:
        conditions, _ = _conditions(connection, resource_type, criteria, zone)
        some = select(resources.c.id).where(*conditions).limit(at_most).subquery()
        return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def _queries(
    connection: Connection, resource_type: str, sort: Sort, after: Cursor | None, few: bool
) -> list[Select[Any]]:
    """What gives the rest in order: sort value and resource; a second query for those without a value.

    Where the matches are `few` no index gives the order.
    """
    c = resources.c
    columns = (c.type, c.id, c.version, c.last_updated, c.body)
    if sort.by == "_id":
        query = select(c.id, *columns)
        by_id = _unindexed(c.id) if few else c.id
        return [_in_order(query, by_id, by_id, sort, after.id if after else None, after)]
    if sort.by == "_lastUpdated":
        at = None if after is None else datetime.fromisoformat(after.value)
        updated = _unindexed(c.last_updated) if few else c.last_updated
        return [_in_order(select(c.last_updated, *columns), updated, c.id, sort, at, after)]
    key = resource_index.alias("sort_key")
    of_key = and_(key.c.type == resource_type, key.c.param == sort.by)
    with_value = select(literal(_WITH_VALUE), *columns).join_from(
        key, resources, and_(c.type == key.c.type, c.id == key.c.id)
    )
    without = select(literal(_WITHOUT), *columns).where(
        ~exists().where(of_key, key.c.id == c.id).correlate(resources)
    )
    if after is not None and after.value == _WITHOUT:
        return [_in_order(without, c.id, c.id, sort, after.id, after)]
    value = None
    if after is not None:
        value = connection.execute(select(key.c.value).where(of_key, key.c.id == after.id)).scalar()
        if value is None:
            raise ValueError("the cursor's resource is gone")
    return [
        _in_order(
            with_value.where(of_key),
            _unindexed(key.c.value) if few else key.c.value,
            key.c.id,
            sort,
            value,
            after,
        ),
        _in_order(without, c.id, c.id, sort, None, None),
    ]


def _in_order(
    query: Select[Any], value: Any, row_id: Any, sort: Sort, at: Any, after: Cursor | None
) -> Select[Any]:
    """Sorted by value and id, both in one direction, and only what comes after the cursor."""
    keys = (value,) if value is row_id else (value, row_id)
    query = query.order_by(*(key.desc() if sort.descending else key.asc() for key in keys))
    if after is None or at is None:
        return query
    if value is row_id:
        return query.where(value < at if sort.descending else value > at)
    # Written so that an index on (value, id) is entered at the value.
    if sort.descending:
        return query.where(value <= at, or_(value < at, row_id < after.id))
    return query.where(value >= at, or_(value > at, row_id > after.id))


def _unindexed(column: Any) -> ColumnElement[Any]:
    """The column as an expression, so that no planner takes an index for its order."""
    return type_coerce(func.coalesce(column, null()), column.type)


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _conditions(
    connection: Connection, resource_type: str, criteria: Sequence[Criterion], zone: tzinfo
) -> tuple[list[ColumnElement[bool]], bool]:
    """The WHERE clause: the most selective criterion as a list of ids where it is few, others asked row by row."""
    conditions: list[ColumnElement[bool]] = [resources.c.type == resource_type, resources.c.deleted == 0]
    indexed: list[ColumnElement[bool]] = []
    of_type = resource_index.c.type == resource_type
    for criterion in criteria:
        own = own_column(criterion, zone)
        if own is not None:
            conditions.append(own)
            continue
        match = row_matches(criterion, zone)
        if criterion.op in REVERSED:
            there = exists().where(of_type, resource_index.c.id == resources.c.id, match)
            wanted_there = criterion.op is Op.MISSING and criterion.values == ("false",)
            conditions.append(there if wanted_there else ~there)
        else:
            indexed.append(match)
    sizes = [_size(connection, resource_type, match) for match in indexed]
    first = min(range(len(sizes)), key=sizes.__getitem__, default=-1)
    for place, match in enumerate(indexed):
        if place == first and sizes[place] <= FEW:
            conditions.append(resources.c.id.in_(select(resource_index.c.id).where(of_type, match)))
        else:
            conditions.append(exists().where(of_type, resource_index.c.id == resources.c.id, match))
    by_id = any(c.param == "_id" and c.op is Op.EQ for c in criteria)
    return conditions, by_id or (first >= 0 and sizes[first] <= FEW)


def _size(connection: Connection, resource_type: str, match: ColumnElement[bool]) -> int:
    """How many index rows match, counted no further than it matters."""
    some = select(resource_index.c.id).where(resource_index.c.type == resource_type, match).limit(FEW + 1)
    return int(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())
