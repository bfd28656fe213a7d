"""FHIR resources as produced, and the rows by which the results API finds them.

A resource belongs to the documents that make it (a Patient to many). What a document no longer makes, and no
other document does, is marked deleted: the row stays, so that a version number never comes back with another
body. Versions before the newest are in `gateway.store.history`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Engine, Row, and_, bindparam, delete, insert, select, update

from gateway.errors import Defect, Overtaken
from gateway.store import deliveries, history, subscriptions
from gateway.store.columns import fitted
from gateway.store.deliveries import NewDelivery
from gateway.store.documents import lock_document
from gateway.store.engine import insert_of, reading, writing
from gateway.store.periods import end_of, is_date, period
from gateway.store.quantities import QUANTITY_PARAMS, quantity_rows
from gateway.store.schema import INDEX_LENGTH, resource_documents, resource_index, resources

Key = tuple[str, str]
"""Resource type and id."""

_CHUNK = 200
_CHANGE = update(resources).where(
    resources.c.type == bindparam("of_type"), resources.c.id == bindparam("of_id")
)


@dataclass(frozen=True, slots=True)
class StoredResource:
    """A resource to store: `body` is its JSON text with decimals as printed, `index` its search values.

    Index values are tokens "system|code", references "Patient/id", FHIR dates and plain text
    (mappers.fhir.search).
    """

    type: str
    id: str
    body: str
    index: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A resource as read: version and last_updated belong in its meta, which `body` does not hold."""

    type: str
    id: str
    version: int
    last_updated: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What storing changed; nothing at all when the same results were stored before."""

    written: int  # new or with another body
    removed: int
    deliveries: int


def save_results(
    engine: Engine,
    message_id: str,
    document_id: str,
    new: Sequence[StoredResource],
    to_deliver: Sequence[NewDelivery] = (),
    *,
    now: datetime,
    zone: tzinfo,
    instead_of: Sequence[str] = (),
    still: Callable[[Connection], bool] = lambda connection: True,
    only_changed: bool = False,
) -> Saved:
    """Make a document's resources exactly these and put its bundles in the outbox, in one transaction.

    `zone` is that of dates without one. `instead_of`: other documents, earlier versions, that make nothing any more.
    `still` is asked first, in the same transaction: whether what the resources were made from is there as it was;
    it locks what it looks at. `only_changed`: nothing is sent where no resource is new or another. Raises Overtaken
    when `still` says no, and Defect when two resources of one id differ.
    """
    wanted = _by_key(new)
    with writing(engine) as connection:
        if not still(connection):
            raise Overtaken("the document or its patient changed while it was mapped; it is mapped again")
        for one in sorted({document_id, *instead_of}):
            lock_document(connection, one)
        written = _upsert(connection, [wanted[key] for key in sorted(wanted)], now)
        subscriptions.note_changes(connection, message_id, written)
        write_index(connection, wanted, {key for key, version in written.items() if version == 1}, zone)
        before = _made_by(connection, document_id)
        _link(connection, wanted, document_id, message_id)
        removed = _remove(connection, before - wanted.keys(), document_id, now)
        for one in instead_of:
            # What is wanted is made by this document now; the rest goes with the last that made it.
            _let_go(connection, wanted, one)
            removed += _remove(connection, _made_by(connection, one), one, now)
        send = to_deliver if written or removed or not only_changed else ()
        added = deliveries.add(connection, message_id, send, now, subject=document_id)
    return Saved(len(written), removed, added)


def read(engine: Engine, resource_type: str, resource_id: str) -> ResourceRow | None:
    """One resource; None where there is none of that id, or no more."""
    query = _rows().where(resources.c.type == resource_type, resources.c.id == resource_id)
    with reading(engine) as connection:
        row = connection.execute(query.where(resources.c.deleted == 0)).one_or_none()
    return None if row is None else _resource(row)


def was_deleted(engine: Engine, resource_type: str, resource_id: str) -> bool:
    """Whether there was such a resource once and it is gone (HTTP 410, not 404)."""
    query = select(resources.c.deleted).where(
        resources.c.type == resource_type, resources.c.id == resource_id
    )
    with reading(engine) as connection:
        return bool(connection.execute(query).scalar())


def of_document(engine: Engine, document_id: str) -> list[ResourceRow]:
    """The resources that a document makes, by type and id."""
    query = (
        _rows()
        .join(
            resource_documents,
            (resource_documents.c.type == resources.c.type) & (resource_documents.c.id == resources.c.id),
        )
        .where(resource_documents.c.document_id == document_id, resources.c.deleted == 0)
        .order_by(resources.c.type, resources.c.id)
    )
    with reading(engine) as connection:
        return [_resource(row) for row in connection.execute(query)]


def documents_of(engine: Engine, resource_type: str, resource_id: str) -> list[str]:
    """Ids of the documents that make a resource."""
    query = select(resource_documents.c.document_id).where(
        resource_documents.c.type == resource_type, resource_documents.c.id == resource_id
    )
    with reading(engine) as connection:
        return sorted(connection.execute(query).scalars())


def _by_key(new: Sequence[StoredResource]) -> dict[Key, StoredResource]:
    found: dict[Key, StoredResource] = {}
    for resource in new:
        key = (resource.type, resource.id)
        if found.setdefault(key, resource).body != resource.body:
            raise Defect(f"two different {resource.type} of one id were made from one document")
    return found


def _upsert(connection: Connection, new: Sequence[StoredResource], now: datetime) -> dict[Key, int]:
    """Insert or change, in key order so that two nodes cannot block each other; versions of rows that changed."""
    if not new:
        return {}
    values = [
        {"type": r.type, "id": r.id, "version": 1, "last_updated": now, "deleted": 0, "body": r.body}
        for r in new
    ]
    statement = insert_of(connection, resources).on_conflict_do_nothing()
    added = connection.execute(statement.returning(resources.c.type, resources.c.id), values)
    written = {(row.type, row.id): 1 for row in added}
    there = {key: one.body for one in new if (key := (one.type, one.id)) not in written}
    replaced = history.keep(connection, _by_type(there), there)
    if replaced:
        changes = [
            {"of_type": row.type, "of_id": row.id, "version": row.version + 1, "last_updated": now, "deleted": 0,
             "body": there[(row.type, row.id)]}
            for row in replaced
        ]  # fmt: skip
        connection.execute(_CHANGE, changes)
    return written | {(row.type, row.id): row.version + 1 for row in replaced}


def write_index(
    connection: Connection, wanted: dict[Key, StoredResource], new: set[Key], zone: tzinfo
) -> None:
    """Make the search rows of resources what they should be; rows that are right already are not touched.

    Resources that are `new` have none yet, so that nothing is looked up for them.
    """
    right = {
        (*key, param, value)
        for key, resource in wanted.items()
        for param, value in index_rows(resource.index, zone)
    }
    c = resource_index.c
    there: set[tuple[str, str, str, str]] = set()
    for kind, ids in _by_type(wanted.keys() - new):
        query = select(c.type, c.id, c.param, c.value).where(c.type == kind, c.id.in_(ids))
        there |= {(row.type, row.id, row.param, row.value) for row in connection.execute(query)}
    if gone := sorted(there - right):
        row_is = and_(*(c[name] == bindparam(f"of_{name}") for name in ("type", "id", "param", "value")))
        names = ("of_type", "of_id", "of_param", "of_value")
        connection.execute(
            delete(resource_index).where(row_is), [dict(zip(names, row, strict=True)) for row in gone]
        )
    missing = [
        {"type": kind, "id": resource_id, "param": param, "value": value}
        for kind, resource_id, param, value in sorted(right - there)
    ]
    if missing:
        connection.execute(insert(resource_index), missing)


def index_rows(index: Iterable[tuple[str, str]], zone: tzinfo) -> set[tuple[str, str]]:
    """Search values as stored: dates as UTC start and end, quantities sortable, tokens also by their bare code.

    Values are cut and cleaned as the column would, so that what is stored compares equal to what was asked.
    """
    rows: set[tuple[str, str]] = set()
    for param, value in index:
        if is_date(param, value):
            start, end = period(value, zone)
            rows |= {(param, start), (end_of(param), end)}
        elif param in QUANTITY_PARAMS:
            rows |= {(name, fitted(text, INDEX_LENGTH)) for name, text in quantity_rows(param, value)}
        else:
            rows.add((param, fitted(value, INDEX_LENGTH)))
            if "|" in value and (":" not in param or param.endswith(":identifier")):
                rows.add((param, fitted(value.rpartition("|")[2], INDEX_LENGTH)))
    return rows


def _made_by(connection: Connection, document_id: str) -> set[Key]:
    query = select(resource_documents.c.type, resource_documents.c.id)
    rows = connection.execute(query.where(resource_documents.c.document_id == document_id))
    return {(row.type, row.id) for row in rows}


def _link(connection: Connection, keys: Iterable[Key], document_id: str, message_id: str) -> None:
    values = [
        {"type": kind, "id": resource_id, "document_id": document_id, "message_id": message_id}
        for kind, resource_id in sorted(keys)
    ]
    if not values:
        return
    statement = insert_of(connection, resource_documents)
    statement = statement.on_conflict_do_update(
        index_elements=["type", "id", "document_id"],
        set_={"message_id": statement.excluded.message_id},
    )
    connection.execute(statement, values)


def _let_go(connection: Connection, keys: Iterable[Key], document_id: str) -> None:
    for kind, resource_id in sorted(keys):
        connection.execute(
            delete(resource_documents).where(
                resource_documents.c.type == kind,
                resource_documents.c.id == resource_id,
                resource_documents.c.document_id == document_id,
            )
        )


def _remove(connection: Connection, keys: set[Key], document_id: str, now: datetime) -> int:
    """Let go of resources this document no longer makes; those nobody makes are marked deleted."""
    removed = 0
    for key in sorted(keys):
        made = (resource_documents.c.type == key[0]) & (resource_documents.c.id == key[1])
        # The resource's row is the lock: two documents letting go at once must not both see the other.
        row = (resources.c.type == key[0]) & (resources.c.id == key[1])
        connection.execute(select(resources.c.id).where(row).with_for_update()).all()
        connection.execute(
            delete(resource_documents).where(made, resource_documents.c.document_id == document_id)
        )
        if connection.execute(select(resource_documents.c.document_id).where(made).limit(1)).first():
            continue
        history.keep_removed(connection, *key)
        gone = {"deleted": 1, "body": "", "version": resources.c.version + 1, "last_updated": now}
        connection.execute(update(resources).where(row).values(gone))
        connection.execute(
            delete(resource_index).where(resource_index.c.type == key[0], resource_index.c.id == key[1])
        )
        removed += 1
    return removed


def _by_type(keys: Iterable[Key]) -> Iterable[tuple[str, Sequence[str]]]:
    """Ids by type: SQLite answers `(type, id) IN (…)` by reading the whole table."""
    for kind, group in groupby(sorted(keys), key=itemgetter(0)):
        for part in _parts([resource_id for _, resource_id in group]):
            yield kind, part


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Pieces small enough for one statement's parameters (SQLite: 32,766)."""
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))


def _rows() -> Any:
    c = resources.c
    return select(c.type, c.id, c.version, c.last_updated, c.body)


def _resource(row: Row[Any]) -> ResourceRow:
    return ResourceRow(row.type, row.id, row.version, row.last_updated, row.body)
