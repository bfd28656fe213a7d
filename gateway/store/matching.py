"""One search criterion as a condition on index rows (`resource_index`) or on the resource's own row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from gateway.store.columns import begins
from gateway.store.periods import DATE_PARAMS, end_of, period
from gateway.store.quantities import QUANTITY_PARAMS, around, near, number, of_unit, sortable
from gateway.store.schema import resource_index, resources


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
    AP = "ap"  # quantities: 10% to each side
    SYSTEM_ANY = "system-any"  # value "system|": any code of that system
    STARTS = "starts"  # text that begins so
    CONTAINS = "contains"  # text that has it anywhere
    NOT = "not"  # none of the values, or no value at all
    MISSING = "missing"  # value "true": the element is not there


REVERSED = (Op.NOT, Op.MISSING)
"""Operators that ask for resources without a matching index row."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One search parameter: any of the values will do. `_id` and `_lastUpdated` need no index rows.

    A quantity's value is `number|system|code`, `number||code` (code or unit) or the number alone.
    """

    param: str
    op: Op
    values: tuple[str, ...]


def row_matches(criterion: Criterion, zone: tzinfo) -> ColumnElement[bool]:
    """The index rows that any value of a criterion asks for; for NOT and MISSING those that must not be there.

    Raises ValueError, for the client to read, where a value or an operator does not fit the parameter.
    """
    if criterion.op is Op.MISSING:
        names = [f"{criterion.param}{beside}" for beside in ("", ":text", ":identifier")]
        return resource_index.c.param.in_(names)
    return or_(*(_matches(criterion, value, zone) for value in criterion.values))


def own_column(criterion: Criterion, zone: tzinfo) -> ColumnElement[bool] | None:
    """The condition on the resource's row of `_id` and `_lastUpdated`; None for parameters in the index."""
    if criterion.param == "_id":
        if criterion.op is Op.EQ:
            return resources.c.id.in_(criterion.values)
        return or_(*(_text(resources.c.id, criterion.op, value, "_id") for value in criterion.values))
    if criterion.param == "_lastUpdated":
        return or_(
            *(during(resources.c.last_updated, criterion.op, value, zone) for value in criterion.values)
        )
    return None


def _matches(criterion: Criterion, value: str, zone: tzinfo) -> ColumnElement[bool]:
    param = criterion.param
    op = Op.EQ if criterion.op is Op.NOT else criterion.op
    if param in DATE_PARAMS:
        return _during(param, op, value, zone)
    if param in QUANTITY_PARAMS:
        return _amount(param, op, value)
    return and_(resource_index.c.param == param, _text(resource_index.c.value, op, value, param))


def _text(column: ColumnElement[Any], op: Op, value: str, param: str) -> ColumnElement[bool]:
    if op is Op.EQ:
        return column == value
    if op in (Op.SYSTEM_ANY, Op.STARTS):
        return begins(column, value)
    if op is Op.CONTAINS:
        return column.contains(value, autoescape=True)
    raise ValueError(f"{param}: {op} compares dates and quantities; this parameter is neither")


def _amount(param: str, op: Op, value: str) -> ColumnElement[bool]:
    """Rows of a quantity: the number in sortable text, behind its unit where one is asked for."""
    text, _, unit = value.partition("|")
    system, _, code = unit.rpartition("|")
    asked = number(text)
    prefix = f"{system}|{code}|" if system else f"{code}|" if code else ""
    row = resource_index.c
    of = and_(
        row.param == (of_unit(param) if prefix else param),
        begins(row.value, prefix) if prefix else row.value > "",
    )

    def at(edge: Any) -> str:
        return prefix + sortable(edge)

    lowest, highest = near(asked) if op is Op.AP else around(asked)
    comparisons = {
        Op.EQ: and_(row.value >= at(lowest), row.value < at(highest)),
        Op.NE: or_(row.value < at(lowest), row.value >= at(highest)),
        Op.AP: and_(row.value >= at(lowest), row.value <= at(highest)),
        Op.GE: row.value >= at(asked),
        Op.LE: row.value <= at(asked),
        Op.GT: row.value > at(asked),
        Op.LT: row.value < at(asked),
        Op.SA: row.value > at(asked),
        Op.EB: row.value < at(asked),
    }
    if op not in comparisons:
        raise ValueError(f"{param}: {op} does not compare quantities")
    return and_(of, comparisons[op])


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


def during(at: ColumnElement[Any], op: Op, value: str, zone: tzinfo) -> ColumnElement[bool]:
    """Rows whose moment compares so with a date. Raises ValueError for an operator that compares no dates."""
    first, last = (datetime.fromisoformat(end) for end in period(value, zone))
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
        raise ValueError(f"{op} does not compare dates")
    return comparisons[op]
