"""What messages said of documents, as rows: which series each belongs to (`gateway.corrections`).

Callers hold the patient's row, so that two messages about one document are filed one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, or_, select, update

from gateway.corrections import Statement
from gateway.store.engine import Store, insert_of, reading
from gateway.store.schema import versions
from mappers.model import ReportStatus

_OF_SERIES = select(versions).where(versions.c.series == bindparam("series"))
_OF_MESSAGE = select(versions).where(versions.c.message_id == bindparam("message_id"))


def of_series(store: Store, series: str) -> tuple[Statement, ...]:
    """Every statement of a series, in the order of arrival."""
    return _read(store, _OF_SERIES, {"series": series})


def of_message(store: Store, message_id: str) -> tuple[Statement, ...]:
    """What a message said."""
    return _read(store, _OF_MESSAGE, {"message_id": message_id})


def of_patients(store: Store, patients: Collection[str]) -> tuple[Statement, ...]:
    """Every statement about these patients."""
    return _read(store, select(versions).where(versions.c.patient.in_(sorted(patients))), {})


def related(connection: Connection, new: Statement, patients: Collection[str]) -> tuple[Statement, ...]:
    """Statements about the same person that may be of the same series: of the same document, or a name in common."""
    alike = [versions.c.document_id == new.document_id] if new.document_id is not None else []
    if new.name:
        alike += [versions.c.name == new.name, versions.c.replaces == new.name]
    if new.replaces:
        alike.append(versions.c.name == new.replaces)
    if not alike:
        return ()
    return _read(
        connection, select(versions).where(versions.c.patient.in_(sorted(patients)), or_(*alike)), {}
    )


def save(connection: Connection, said: Statement) -> None:
    """Keep a statement; said again by a message that runs again, it is the same row."""
    values = {
        "message_id": said.message_id,
        "ordinal": said.ordinal,
        "document_id": said.document_id,
        "series": said.series,
        "patient": said.patient,
        "name": said.name,
        "replaces": said.replaces,
        "status": said.status.value,
        "said_at": said.said_at,
        "seq": said.seq,
    }
    statement = insert_of(connection, versions)
    again = {
        column: statement.excluded[column] for column in values if column not in ("message_id", "ordinal")
    }
    connection.execute(
        statement.on_conflict_do_update(index_elements=["message_id", "ordinal"], set_=again), values
    )


def join(connection: Connection, series: Iterable[str], into: str) -> None:
    """Make one series of several."""
    others = sorted(set(series) - {into})
    if others:
        connection.execute(update(versions).where(versions.c.series.in_(others)).values(series=into))


def forget(connection: Connection, message_id: str, but: Sequence[int]) -> None:
    """Drop what a message said about other places than these: a replay may find other documents than before."""
    connection.execute(
        delete(versions).where(versions.c.message_id == message_id, versions.c.ordinal.not_in(list(but)))
    )


def _read(store: Store, query: Any, values: dict[str, str]) -> tuple[Statement, ...]:
    if isinstance(store, Connection):
        rows = store.execute(query, values).all()
    else:
        with reading(store) as connection:
            rows = connection.execute(query, values).all()
    return tuple(sorted(map(_statement, rows), key=lambda one: (one.seq, one.ordinal)))


def _statement(row: Row[Any]) -> Statement:
    return Statement(**{**row._mapping, "status": ReportStatus(row.status)})
