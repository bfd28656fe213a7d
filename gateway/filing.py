"""Under whom, and as a version of what, the documents of a message are filed: in one transaction.

The same bytes for the same person are one document, however they came and under whichever of the person's numbers.
A patient that no number of the message names is never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from gateway import corrections, ids
from gateway.corrections import Statement
from gateway.patients import identity
from gateway.settings import Settings
from gateway.store import documents, patients, versions
from gateway.store.engine import writing
from gateway.store.messages import MessageRow
from gateway.store.patients import Person
from mappers.contents import Withdrawal
from mappers.model import Document, Envelope, ReportStatus, Source


@dataclass(frozen=True, slots=True)
class Held:
    """A document and the digest under which its bytes are kept."""

    document: Document
    digest: str


def file_documents(
    engine: Engine,
    settings: Settings,
    message: MessageRow,
    envelope: Envelope,
    held: Sequence[Held],
    withdraws: Sequence[Withdrawal],
    now: datetime,
) -> tuple[str, ...]:
    """The message holds exactly these documents; gives the series that a withdrawal of it concerns.

    A withdrawal of what is not known here concerns none; it is kept, and holds when the document comes late.
    """
    with writing(engine) as transaction:
        person = _patient(transaction, settings, message, envelope)
        filed = [(_document_id(transaction, person, one.digest), one) for one in held]
        for document_id, one in sorted(filed, key=lambda pair: pair[0]):  # no two nodes block each other
            documents.upsert_document(
                transaction,
                document_id,
                digest=one.digest,
                size_bytes=len(one.document.data),
                media_type=one.document.declared_media_type,
                title=one.document.title,
                now=now,
            )
        links = [(one.document.ordinal, document_id, _about(one.document)) for document_id, one in filed]
        for ordinal, document_id, about in links:
            documents.link(transaction, message.id, ordinal, document_id, about)
        documents.unlink_after(transaction, message.id, max((link[0] for link in links), default=0))
        return _state(transaction, settings, message, envelope, person, links, withdraws)


def refile(engine: Engine, settings: Settings, message: MessageRow, envelope: Envelope) -> None:
    """Say of a message's documents which versions they are, where an older Kartebridge did not."""
    linked = documents.of_message(engine, message.id)
    with writing(engine) as transaction:
        person = _patient(transaction, settings, message, envelope)
        links = [(one.ordinal, one.document.id, one.about) for one in linked]
        _state(transaction, settings, message, envelope, person, links, ())


def said_at(settings: Settings, message: MessageRow, envelope: Envelope) -> datetime:
    """When the sender said so, in UTC; never later than it arrived, for clocks that are ahead.

    HL7's is MSH-7. A DICOM object has its content's date and time, which say when that version was made.
    """
    said = envelope.message_time if envelope.source is Source.MLLP else envelope.document_time
    return moment(said, settings, message.received_at)


def moment(said: str | None, settings: Settings, received_at: datetime) -> datetime:
    """A sender's time as UTC, at the latest the time of arrival; that too for what is no time."""
    try:
        told = datetime.fromisoformat(said) if said else received_at
    except ValueError:
        told = received_at
    placed = told if told.tzinfo else told.replace(tzinfo=ZoneInfo(settings.site.time_zone))
    return min(placed.astimezone(UTC), received_at.astimezone(UTC))


def _patient(connection: Connection, settings: Settings, message: MessageRow, envelope: Envelope) -> Person:
    system, patient = identity.filed_under(settings, envelope.patient)
    at = said_at(settings, message, envelope)
    person = patients.person(connection, patients.seen(connection, system, patient, at, message.seq))
    assert person is not None  # seen a line above
    return person


def _document_id(connection: Connection, person: Person, digest: str) -> str:
    """The document that these bytes are for this person already, under any number; else a new one."""
    numbers = sorted(person.everybody, key=lambda one: (one.key != person.filed, one.key))
    candidates = [ids.document_id(one.system, one.number, digest) for one in numbers]
    known = documents.known(connection, candidates) if len(candidates) > 1 else set()
    return next((one for one in candidates if one in known), candidates[0])


def _state(
    connection: Connection,
    settings: Settings,
    message: MessageRow,
    envelope: Envelope,
    person: Person,
    links: Iterable[tuple[int, str, dict[str, Any]]],
    withdraws: Sequence[Withdrawal],
) -> tuple[str, ...]:
    named = Counter[str]()
    base = Statement(
        message_id=message.id,
        ordinal=0,
        document_id=None,
        patient=person.filed,
        name="",
        replaces="",
        status=ReportStatus.UNKNOWN,
        said_at=said_at(settings, message, envelope),
        seq=message.seq,
    )
    places: list[int] = []
    for ordinal, document_id, about in links:
        numbered, name = bool(about.get("numbered", True)), str(about.get("document_id", ""))
        named[name] += 1
        said = replace(
            base,
            ordinal=ordinal,
            document_id=document_id,
            name=_name(message, name, numbered, named[name]),
            replaces=_name(message, str(about.get("replaces", "")), True, named[name]),
            status=ReportStatus(about.get("status", "unknown")),
        )
        _join(connection, said, numbered, person)
        places.append(ordinal)
    concerned = []
    for place, one in enumerate(withdraws, start=1):
        named[one.document_id] += 1
        name = _name(message, one.document_id, one.numbered, named[one.document_id])
        if not name:
            continue
        said = replace(base, ordinal=-place, name=name, status=one.status)
        concerned.append(_join(connection, said, one.numbered, person))
        places.append(-place)
    versions.forget(connection, message.id, places)
    return tuple(dict.fromkeys(series for series in concerned if series))


def _join(connection: Connection, said: Statement, numbered: bool, person: Person) -> str:
    """Keep the statement in its series, which may be one of several that it joins; "" while no document is in it."""
    everybody = {one.key for one in person.everybody}
    found = [
        one
        for one in versions.related(connection, said, everybody)
        if corrections.belongs(said, numbered, one)
    ]
    series = found[0].series if found else said.document_id or said.name  # what arrived first
    versions.save(connection, replace(said, series=series))
    versions.join(connection, {one.series for one in found}, series)
    held = any(one.document_id for one in versions.of_series(connection, series))
    return series if held else ""


def _name(message: MessageRow, said: str, numbered: bool, occurrence: int = 1) -> str:
    """Digest of what the sender calls a document; "" where it gives no number to go by.

    SOPInstanceUIDs are global; HL7's numbers are their sender's. Where one message calls several documents alike,
    the second is called so as the second.
    """
    if not said or (not numbered and said.startswith("|")):
        return ""
    parts = [message.source.value, message.sender, "own" if numbered else "order", said]
    return ids.derive("document-name", *parts, *([str(occurrence)] if occurrence > 1 else []))


def _about(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "media_type": document.declared_media_type,
        "status": document.status.value,
        "document_id": document.document_id,
        "replaces": document.replaces,
        "numbered": document.numbered,
        "document_time": document.document_time,
    }
