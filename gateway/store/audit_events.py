"""Which patient's data went to whom: a row a delivery that ended, and a row a patient of what was read or found.

Written once, never changed; the results API shows each as an AuditEvent. Who did what at the gateway (logins, pauses,
replays) is in `gateway.store.audit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    String,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
)

from gateway.store.columns import UtcTime
from gateway.store.engine import Store, reading, writing
from gateway.store.matching import Criterion, during
from gateway.store.schema import audit_events, resource_documents, resource_index
from mappers.fhir.audit_event import EventKind
from mappers.fhir.identity import report


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event. References are `Type/id`; `query` holds no value that could be a patient's."""

    at: datetime
    event: EventKind
    agent: str
    address: str
    patient: str = ""
    entity: str = ""
    document: str = ""
    query: str = ""
    success: int = 1


@dataclass(frozen=True, slots=True)
class EventRow(NewEvent):
    """An event as it is kept; `seq` grows in the order of writing."""

    seq: int = 0


_OF_REPORT = (resource_index.c.type == "DiagnosticReport") & (resource_index.c.id == bindparam("report"))
_PATIENT = (
    select(resource_index.c.value).where(_OF_REPORT, resource_index.c.param == "patient").limit(1)
).scalar_subquery()
_DOCUMENT = (
    select(literal("DocumentReference/", String) + resource_documents.c.document_id)
    .where(resource_documents.c.type == "DiagnosticReport", resource_documents.c.id == bindparam("report"))
    .limit(1)
).scalar_subquery()
_DISCLOSE = insert(audit_events).from_select(
    ["at", "event", "agent", "address", "patient", "entity", "document", "query", "success"],
    select(
        bindparam("now", type_=UtcTime()),
        literal(str(EventKind.DISCLOSE), String),
        bindparam("agent", type_=String()),
        bindparam("address", type_=String()),
        func.coalesce(_PATIENT, ""),
        bindparam("entity", type_=String()),
        func.coalesce(_DOCUMENT, ""),
        literal("", String),
        bindparam("success", type_=Integer()),
    ),
)


def add(store: Store, new: Sequence[NewEvent]) -> None:
    """Keep events; durable when this returns, or with the caller's transaction."""
    if not new:
        return
    with writing(store) as connection:
        connection.execute(insert(audit_events), [asdict(one) for one in new])


def disclosed(
    connection: Connection, agent: str, address: str, subject: str, now: datetime, *, success: bool
) -> None:
    """A delivery to `agent` ended. Whose report it is, and of which document, is looked up in the same statement.

    `subject` is the delivery's; empty for one of a gateway that knew none: the event then names no patient.
    """
    made = report(subject) if subject else ""
    connection.execute(
        _DISCLOSE,
        {
            "now": now,
            "agent": agent,
            "address": address[:255],
            "report": made,
            "entity": f"DiagnosticReport/{made}" if made else "",
            "success": int(success),
        },
    )


def patient_of(store: Store, kind: str, resource_id: str) -> str:
    """`Patient/id` of a stored resource's subject, of a Patient its own; empty where there is none."""
    if kind == "Patient":
        return f"Patient/{resource_id}"
    c = resource_index.c
    query = select(c.value).where(c.type == kind, c.id == resource_id, c.param == "patient").limit(1)
    if isinstance(store, Connection):
        return store.execute(query).scalar() or ""
    with reading(store) as connection:
        return connection.execute(query).scalar() or ""


def find(
    engine: Engine, criteria: Iterable[Criterion], zone: tzinfo, *, limit: int, before: int | None = None
) -> list[EventRow]:
    """Events that meet every criterion, last first; the next page begins `before` the last row's `seq`.

    Criteria: `_id`, `date`, `_lastUpdated`, `patient`, `entity`, `agent`, `address`, `subtype`, `outcome`. Raises
    ValueError for an operator that does not fit.
    """
    query = select(audit_events).where(*(_condition(one, zone) for one in criteria))
    if before is not None:
        query = query.where(audit_events.c.seq < before)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(audit_events.c.seq.desc()).limit(limit))
        return [EventRow(**{**row._mapping, "event": EventKind(row.event)}) for row in rows]


def _condition(criterion: Criterion, zone: tzinfo) -> ColumnElement[bool]:
    c, values = audit_events.c, criterion.values
    match criterion.param:
        case "date" | "_lastUpdated":
            return or_(*(during(c.at, criterion.op, one, zone) for one in values))
        case "_id":
            return c.seq.in_(
                [int(one) for one in values if one.isascii() and one.isdigit() and len(one) < 19]
            )
        case "entity":
            return or_(c.entity.in_(values), c.patient.in_(values), c.document.in_(values))
        case "outcome":
            return c.success.in_([int(one == "0") for one in values if one in ("0", "8")])
        case "address":
            return or_(*(func.lower(c.address).startswith(one.lower(), autoescape=True) for one in values))
        case "subtype":
            return c.event.in_(values)
        case name:
            return c[name].in_(values)
