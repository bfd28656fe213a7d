"""Searching the resources: criteria in, pages out, newest first.

Pages are cut by key (last_updated, id), not by count: what is added meanwhile neither repeats nor
hides a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, func, or_, select

from gateway.store.engine import reading
from gateway.store.periods import DATE_PARAMS, end_of, period
from gateway.store.resources import ResourceRow
from gateway.store.schema import begins, resource_index, resources

FEW = 1000
"""A criterion that fits at most so many resources is looked up first; the rest is asked of each of those."""


class Op(StrEnum):
    """How a value is compared. Dates compare as periods (FHIR R4 search §3.1.1.5.6)."""

    EQ = "eq"
    NE = "ne"
    GE = "ge"
    LE = "le"
    GT = "gt"
    LT = "lt"
    SA = "sa"  # starts after
    EB = "eb"  # ends before
    SYSTEM_ANY = "system-any"  # value "system|": any code of that system
    STARTS = "starts"  # text that begins so


@dataclass(frozen=True, slots=True)
class Criterion:
    """One search parameter: any of the values will do. `_id` and `_lastUpdated` need no index rows."""

    param: str
    op: Op
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended."""

    last_updated: datetime
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Resources, newest first, and where the next page begins; None after the last."""

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
) -> Page:
    """A page of the resources of a type that meet every criterion.

    Raises ValueError, for the client to read, when a date is none or an operator does not fit a parameter.
    """
    c = resources.c
    with reading(engine) as connection:
        query = (
            select(c.type, c.id, c.version, c.last_updated, c.body)
            .where(*_conditions(connection, resource_type, criteria, zone))
            .order_by(c.last_updated.desc(), c.id.desc())
            .limit(limit + 1)
        )
        if after is not None:
            at = after.last_updated
            older = or_(c.last_updated < at, c.id < after.id)
            query = query.where(c.last_updated <= at, older)
        rows = [ResourceRow(*row) for row in connection.execute(query)]
    page = tuple(rows[:limit])
    following = Cursor(page[-1].last_updated, page[-1].id) if len(rows) > limit and page else None
    return Page(page, following)


def count(engine: Engine, resource_type: str, criteria: Sequence[Criterion], *, zone: tzinfo) -> int:
    """How many resources of a type meet every criterion. Raises ValueError as `search` does."""
    with reading(engine) as connection:
        conditions = _conditions(connection, resource_type, criteria, zone)
        return int(
            connection.execute(select(func.count()).select_from(resources).where(*conditions)).scalar_one()
        )


def _conditions(
    connection: Connection, resource_type: str, criteria: Sequence[Criterion], zone: tzinfo
) -> list[ColumnElement[bool]]:
    """The WHERE clause: the most selective criterion as a list of ids, the others asked row by row."""
    conditions: list[ColumnElement[bool]] = [resources.c.type == resource_type, resources.c.deleted == 0]
    indexed: list[ColumnElement[bool]] = []
    for criterion in criteria:
        if criterion.param == "_id":
            conditions.append(_plain(resources.c.id, criterion))
        elif criterion.param == "_lastUpdated":
            conditions.append(or_(*(_updated(criterion.op, value, zone) for value in criterion.values)))
        else:
            indexed.append(or_(*(_matches(criterion, value, zone) for value in criterion.values)))
    sizes = [_size(connection, resource_type, match) for match in indexed]
    first = min(range(len(sizes)), key=sizes.__getitem__, default=-1)
    for place, match in enumerate(indexed):
        of_type = resource_index.c.type == resource_type
        if place == first and sizes[place] <= FEW:
            conditions.append(resources.c.id.in_(select(resource_index.c.id).where(of_type, match)))
        else:
            conditions.append(exists().where(of_type, resource_index.c.id == resources.c.id, match))
    return conditions


def _size(connection: Connection, resource_type: str, match: ColumnElement[bool]) -> int:
    """How many index rows match, counted no further than it matters."""
    some = select(resource_index.c.id).where(resource_index.c.type == resource_type, match).limit(FEW + 1)
    return int(connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())


def _matches(criterion: Criterion, value: str, zone: tzinfo) -> ColumnElement[bool]:
    """The index rows that one value of a criterion asks for."""
    param, op = criterion.param, criterion.op
    if param in DATE_PARAMS:
        return _during(param, op, value, zone)
    return and_(resource_index.c.param == param, _text(resource_index.c.value, op, value, param))


def _plain(column: ColumnElement[Any], criterion: Criterion) -> ColumnElement[bool]:
    return or_(*(_text(column, criterion.op, value, criterion.param) for value in criterion.values))


def _text(column: ColumnElement[Any], op: Op, value: str, param: str) -> ColumnElement[bool]:
    if op is Op.EQ:
        return column == value
    if op in (Op.SYSTEM_ANY, Op.STARTS):
        return begins(column, value)
    raise ValueError(f"{param}: {op} compares dates; this parameter is no date")


def _during(param: str, op: Op, value: str, zone: tzinfo) -> ColumnElement[bool]:
    """Index rows of a date parameter; start and end stand in two rows of the same resource."""
    first, last = period(value, zone)
    row = resource_index.c
    starts, ends = row.param == param, row.param == end_of(param)
    if op is Op.EQ:
        end = resource_index.alias("period_end")
        inside = exists().where(
            end.c.type == row.type, end.c.id == row.id, end.c.param == end_of(param), end.c.value <= last
        )
        return and_(starts, row.value >= first, row.value <= last, inside)
    comparisons = {
        Op.GE: and_(ends, row.value >= first),
        Op.GT: and_(ends, row.value > last),
        Op.LE: and_(starts, row.value <= last),
        Op.LT: and_(starts, row.value < first),
        Op.SA: and_(starts, row.value > last),
        Op.EB: and_(ends, row.value < first),
    }
    if op not in comparisons:
        raise ValueError(f"{param}: {op} does not compare dates")
    return comparisons[op]


def _updated(op: Op, value: str, zone: tzinfo) -> ColumnElement[bool]:
    first, last = (datetime.fromisoformat(end) for end in period(value, zone))
    at = resources.c.last_updated
    comparisons = {
        Op.EQ: and_(at >= first, at <= last),
        Op.NE: or_(at < first, at > last),
        Op.GE: at >= first,
        Op.GT: at > last,
        Op.LE: at <= last,
        Op.LT: at < first,
        Op.SA: at > last,
        Op.EB: at < first,
    }
    if op not in comparisons:
        raise ValueError(f"_lastUpdated: {op} does not compare dates")
    return comparisons[op]
