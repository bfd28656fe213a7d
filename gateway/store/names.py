"""Which names stand in the documents read here, and how often: names and units, never values or patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine, select

from gateway.store.engine import reading
from gateway.store.schema import documents, findings, message_documents, messages
from mappers.model import Item, item_from_json

_BATCH = 1000

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something was seen: rows, and documents that hold any."""

    rows: int
    documents: int


def count_without_loinc(engine: Engine, key_of: Callable[[Item, str], K | None]) -> dict[K, Counted]:
    """Findings without LOINC by what `key_of` says of an item and its document's type; None: not counted.

    Reads each once, in batches: about 80 s a million of them, and memory for the names alone.
    """
    rows: Counter[K] = Counter()
    holding: dict[K, set[str]] = {}
    query = (
        select(findings.c.document_id, findings.c.item, documents.c.document_type)
        .join(documents, documents.c.id == findings.c.document_id)
        .where(findings.c.loinc.is_(None))
        .execution_options(yield_per=_BATCH)
    )
    with reading(engine) as connection:
        for row in connection.execute(query):
            data: dict[str, Any] = row.item
            key = key_of(item_from_json(data), row.document_type)
            if key is not None:
                rows[key] += 1
                holding.setdefault(key, set()).add(row.document_id)
    return {key: Counted(count, len(holding[key])) for key, count in rows.items()}


@dataclass(frozen=True, slots=True)
class Seen:
    """A value without LOINC where a message brought it."""

    message_id: str
    document: int  # 1-based, in the message
    ordinal: int  # 0-based, in the document
    document_type: str
    item: Item


def latest_without_loinc(engine: Engine, *, of_messages: int) -> Iterator[Seen]:
    """Findings without LOINC in the documents of the messages that came last, newest first; 20 µs of a core each."""
    newest = select(messages.c.seq).order_by(messages.c.seq.desc()).limit(of_messages).subquery()
    query = (
        select(
            messages.c.id,
            message_documents.c.ordinal.label("document"),
            findings.c.ordinal,
            documents.c.document_type,
            findings.c.item,
        )
        .join(newest, newest.c.seq == messages.c.seq)
        .join(message_documents, message_documents.c.message_id == messages.c.id)
        .join(documents, documents.c.id == message_documents.c.document_id)
        .join(findings, findings.c.document_id == documents.c.id)
        .where(findings.c.loinc.is_(None))
        .order_by(messages.c.seq.desc(), message_documents.c.ordinal, findings.c.ordinal)
        .execution_options(yield_per=_BATCH)
    )
    with reading(engine) as connection:
        for row in connection.execute(query):
            yield Seen(row.id, row.document, row.ordinal, row.document_type, item_from_json(row.item))
