"""Documents found in messages, their pages, and what was read from them.

A document's id comes from its patient and its bytes, so that two messages may lead to one document. Whoever
replaces its pages or findings locks its row first: two nodes on one document go one after the other. What
takes a `Store` may share a transaction of `gateway.store.engine.writing` with other changes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, select, update

from gateway import ids
from gateway.errors import Defect
from gateway.store.engine import Store, insert_of, reading, writing
from gateway.store.messages import MessageRow, get
from gateway.store.schema import DocumentState, documents, findings, message_documents, pages
from mappers.model import Item, item_from_json, item_to_json

# Built once: every stage asks and changes these.
_THIS = documents.c.id == bindparam("this")
_CHANGE = update(documents).where(_THIS)
_LOCK = select(documents.c.id).where(_THIS).with_for_update()
_OF_MESSAGE = (
    select(message_documents.c.ordinal, message_documents.c.about, documents)
    .join(documents, documents.c.id == message_documents.c.document_id)
    .where(message_documents.c.message_id == bindparam("message_id"))
    .order_by(message_documents.c.ordinal)
)
_FINDINGS = (
    select(findings.c.id, findings.c.ordinal, findings.c.item)
    .where(findings.c.document_id == bindparam("document_id"))
    .order_by(findings.c.ordinal)
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document. `extraction` is the interchange shape without its items, None before it was read."""

    id: str
    digest: str
    size_bytes: int
    media_type: str
    title: str
    state: DocumentState
    reason: str
    page_count: int
    document_type: str
    extraction: dict[str, Any] | None  # patient data
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document as one message holds it: `about` is what that message says of it."""

    ordinal: int  # 1-based, in the order of the message
    about: dict[str, Any]
    document: DocumentRow


@dataclass(frozen=True, slots=True)
class LinkedMessage:
    """A message that holds a document, with its place there and what it says of it."""

    ordinal: int
    about: dict[str, Any]
    message: MessageRow


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page: its size, its picture for the console ("" without one), and why it could not be read."""

    number: int  # 1-based
    width_px: int
    height_px: int
    image_digest: str = ""
    unread_reason: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One stored value with its id."""

    id: str
    ordinal: int  # 0-based, in the order of the extraction
    item: Item


def upsert_document(
    store: Store,
    document_id: str,
    *,
    digest: str,
    size_bytes: int,
    media_type: str,
    title: str,
    now: datetime,
) -> bool:
    """Make the document's row where it is missing; says whether it is new. An existing row stays as it is."""
    values = {
        "id": document_id,
        "digest": digest,
        "size_bytes": size_bytes,
        "media_type": media_type,
        "title": title,
        "state": DocumentState.FOUND,
        "changed_at": now,
    }
    with writing(store) as connection:
        statement = insert_of(connection, documents).on_conflict_do_nothing()
        return connection.execute(statement, values).rowcount > 0


def set_document(
    store: Store,
    document_id: str,
    state: DocumentState,
    *,
    now: datetime,
    reason: str | None = None,
    media_type: str | None = None,
    page_count: int | None = None,
    document_type: str | None = None,
    extraction: dict[str, Any] | None = None,
) -> None:
    """Change a document; what is None stays as it was. Raises Defect where there is no such document."""
    given = {
        "reason": reason,
        "media_type": media_type,
        "page_count": page_count,
        "document_type": document_type,
        "extraction": extraction,
    }
    values = {name: value for name, value in given.items() if value is not None}
    with writing(store) as connection:
        row = {"this": document_id, "state": state, "changed_at": now, **values}
        if connection.execute(_CHANGE, row).rowcount == 0:
            raise Defect(f"document {document_id} is not stored")


def link(store: Store, message_id: str, ordinal: int, document_id: str, about: dict[str, Any]) -> None:
    """Say that a message's `ordinal`-th document is this one; again, for another, replaces what was said."""
    key = (message_documents.c.message_id == message_id) & (message_documents.c.ordinal == ordinal)
    with writing(store) as connection:
        connection.execute(delete(message_documents).where(key))
        row = {"message_id": message_id, "ordinal": ordinal, "document_id": document_id, "about": about}
        connection.execute(insert(message_documents), row)


def unlink_after(store: Store, message_id: str, last_ordinal: int) -> None:
    """Forget the links past `last_ordinal`: a replay may find fewer documents than before."""
    with writing(store) as connection:
        connection.execute(
            delete(message_documents).where(
                message_documents.c.message_id == message_id, message_documents.c.ordinal > last_ordinal
            )
        )


def get_document(engine: Engine, document_id: str) -> DocumentRow | None:
    """One document, None where there is none of that id."""
    with reading(engine) as connection:
        row = connection.execute(select(documents).where(documents.c.id == document_id)).one_or_none()
    return None if row is None else _document(row._mapping)


def known(connection: Connection, document_ids: Sequence[str]) -> set[str]:
    """Those of these ids that are stored."""
    query = select(documents.c.id).where(documents.c.id.in_(list(document_ids)))
    return set(connection.execute(query).scalars())


def digests(connection: Connection, document_ids: Collection[str]) -> dict[str, str]:
    """Digests of these documents' bytes, by id."""
    query = select(documents.c.id, documents.c.digest).where(documents.c.id.in_(sorted(document_ids)))
    return {row.id: row.digest for row in connection.execute(query)}


def changed_at(connection: Connection, document_ids: Sequence[str]) -> dict[str, datetime]:
    """When each of these documents changed last, by id."""
    query = select(documents.c.id, documents.c.changed_at).where(documents.c.id.in_(list(document_ids)))
    return {row.id: row.changed_at for row in connection.execute(query)}


def of_message(engine: Engine, message_id: str) -> list[LinkedDocument]:
    """A message's documents in its order."""
    with reading(engine) as connection:
        rows = connection.execute(_OF_MESSAGE, {"message_id": message_id}).all()
    linked = []
    for row in rows:
        values = dict(row._mapping)
        linked.append(LinkedDocument(values.pop("ordinal"), values.pop("about"), _document(values)))
    return linked


def messages_of(engine: Engine, document_id: str) -> list[LinkedMessage]:
    """The messages that hold a document, first arrived first."""
    query = select(message_documents).where(message_documents.c.document_id == document_id)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    linked = [LinkedMessage(r.ordinal, r.about, m) for r in rows if (m := get(engine, r.message_id))]
    return sorted(linked, key=lambda found: (found.message.seq, found.ordinal))


def save_pages(store: Store, document_id: str, rows: Sequence[PageRow]) -> None:
    """Replace all pages of a document."""
    values = [
        {
            "document_id": document_id,
            "number": page.number,
            "width_px": page.width_px,
            "height_px": page.height_px,
            "image_digest": page.image_digest,
            "unread_reason": page.unread_reason,
        }
        for page in rows
    ]
    with writing(store) as connection:
        lock_document(connection, document_id)
        connection.execute(delete(pages).where(pages.c.document_id == document_id))
        if values:
            connection.execute(insert(pages), values)


def pages_of(engine: Engine, document_id: str) -> list[PageRow]:
    """A document's pages in order."""
    query = select(pages).where(pages.c.document_id == document_id).order_by(pages.c.number)
    with reading(engine) as connection:
        return [
            PageRow(r.number, r.width_px, r.height_px, r.image_digest, r.unread_reason)
            for r in connection.execute(query)
        ]


def save_findings(store: Store, document_id: str, items: Sequence[Item]) -> None:
    """Replace all findings of a document by these; ids come from the document and the place in the order."""
    values = [_finding(document_id, ordinal, item) for ordinal, item in enumerate(items)]
    with writing(store) as connection:
        lock_document(connection, document_id)
        connection.execute(delete(findings).where(findings.c.document_id == document_id))
        if values:
            connection.execute(insert(findings), values)


def replace_finding(store: Store, document_id: str, ordinal: int, was: Item, item: Item) -> bool:
    """Put a finding in the place of the one that somebody looked at; False, and nothing changed, where it is another
    by now: the document was read again meanwhile."""
    this = (findings.c.document_id == document_id, findings.c.ordinal == ordinal)
    with writing(store) as connection:
        lock_document(connection, document_id)
        there = connection.execute(select(findings.c.item).where(*this)).scalar_one_or_none()
        if there is None or item_from_json(there) != was:
            return False
        connection.execute(update(findings).where(*this).values(_finding(document_id, ordinal, item)))
    return True


def _finding(document_id: str, ordinal: int, item: Item) -> dict[str, Any]:
    return {
        "id": ids.derive("finding", document_id, str(ordinal)),
        "document_id": document_id,
        "ordinal": ordinal,
        "name": item.name,
        "value": item.value,
        "unit": item.unit,
        "flag": item.flag.value if item.flag else None,
        "effective": item.effective,
        "loinc": item.loinc,
        "page": item.page,
        "confidence": item.confidence,
        "verified": int(item.verified),
        "item": item_to_json(item),
    }


def findings_of(engine: Engine, document_id: str) -> list[FindingRow]:
    """A document's findings in order."""
    with reading(engine) as connection:
        rows = connection.execute(_FINDINGS, {"document_id": document_id})
        return [FindingRow(r.id, r.ordinal, item_from_json(r.item)) for r in rows]


def unverified_of(engine: Engine, document_id: str) -> int:
    """How many of a document's findings are not in the page's own words."""
    query = select(func.count()).where(findings.c.document_id == document_id, findings.c.verified == 0)
    with reading(engine) as connection:
        return int(connection.execute(query).scalar_one())


def values_read(engine: Engine) -> tuple[int, int]:
    """How many findings there are of all documents, and how many of them are not in the page's own words."""
    query = select(func.count(), func.count().filter(findings.c.verified == 0)).select_from(findings)
    with reading(engine) as connection:
        read, unverified = connection.execute(query).one()
    return int(read), int(unverified)


def lock_document(connection: Connection, document_id: str) -> None:
    """Hold a document's row to the transaction's end (SQLite holds the whole file anyway)."""
    connection.execute(_LOCK, {"this": document_id}).all()


def _document(values: Any) -> DocumentRow:
    return DocumentRow(**{**values, "state": DocumentState(values["state"])})
