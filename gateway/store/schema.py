"""The tables: one schema for SQLite and PostgreSQL.

Times are UTC, stored as ISO 8601 text of fixed width so that they sort and compare alike on both engines.
Ids are UUIDv5 text (`gateway.ids`), made from content: the same input always makes the same rows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import JSON

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """A timezone-aware datetime as `2026-11-22T04:20:59.123456Z`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text; a naive time is our defect."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Back to an aware datetime."""
        return None if value is None else datetime.fromisoformat(value)


class MessageState(StrEnum):
    """What became of a received message. `WAITING` and `QUARANTINED` need a person and have a reason."""

    RECEIVED = "received"  # kept and acknowledged, work not begun
    WORKING = "working"
    RETRYING = "retrying"  # a stage failed; it runs again by itself
    DONE = "done"
    IGNORED = "ignored"  # a rule said so
    ACCEPTED = "accepted"  # a rule said: keep, do not process
    WAITING = "waiting"  # tries used up, or nothing to read: see reason
    QUARANTINED = "quarantined"  # unparsable, or the page names another patient


class DocumentState(StrEnum):
    """What became of one document."""

    FOUND = "found"
    OPENED = "opened"
    READ = "read"
    PARTIAL = "partial"
    MAPPED = "mapped"
    REFUSED = "refused"  # will never open: see reason
    QUARANTINED = "quarantined"


class DeliveryState(StrEnum):
    """Where a bundle for one destination stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"  # refused for good: see reason and outcome


messages = Table(
    "messages",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("source", String(16), nullable=False),
    Column("control_id", String(255), nullable=False),
    Column("sender", String(255), nullable=False),  # who may reuse a control id: AE title or MSH-3|MSH-4
    Column("peer", String(64), nullable=False),
    Column("called_ae", String(16), nullable=False, default=""),
    Column("calling_ae", String(16), nullable=False, default=""),
    Column("digest", String(64), nullable=False),  # SHA-256 of the bytes as received
    Column("size_bytes", Integer, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("stage", String(16), nullable=False, default=""),  # last pipeline stage begun
    Column("reason", Text, nullable=False, default=""),  # for hospital IT; never patient data
    Column("tries", Integer, nullable=False, default=0),
    Column("run", Integer, nullable=False, default=0),  # grows with each replay
    Column("route", String(80), nullable=False, default=""),
    Column("envelope", JSON, nullable=True),
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "source", "sender", "control_id"),
    Index(None, "state", "received_at"),
    Index(None, "received_at"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(36), primary_key=True),  # from patient and bytes: the same PDF by two ways is one
    Column("digest", String(64), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("page_count", Integer, nullable=False, default=0),
    Column("document_type", String(32), nullable=False, default=""),
    Column("extraction", JSON, nullable=True),  # the interchange shape, items left to `findings`
    Column("changed_at", UtcTime, nullable=False),
)

message_documents = Table(
    "message_documents",
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("about", JSON, nullable=False),  # title, status, ids and time as this message says
    Index(None, "document_id"),
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("image_digest", String(64), nullable=False, default=""),  # JPEG for the console
    Column("unread_reason", Text, nullable=False, default=""),
)

findings = Table(
    "findings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=True),
    Column("flag", String(1), nullable=True),
    Column("effective", String(32), nullable=True),
    Column("loinc", String(16), nullable=True),
    Column("page", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("verified", Integer, nullable=False),
    Column("item", JSON, nullable=False),  # the whole item in the interchange shape
    Index(None, "document_id", "ordinal"),
)

resources = Table(
    "resources",
    metadata,
    Column("type", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("last_updated", UtcTime, nullable=False),
    Column("message_id", String(36), nullable=False),
    Column("document_id", String(36), nullable=False),
    Column("body", Text, nullable=False),  # JSON text, decimals as printed; meta.versionId/lastUpdated added on read
    Index(None, "type", "last_updated"),
    Index(None, "document_id"),
    Index(None, "message_id"),
)

resource_index = Table(
    "resource_index",
    metadata,
    Column("type", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("param", String(32), primary_key=True),  # FHIR search parameter: patient, code, date, status …
    Column("value", String(255), primary_key=True),  # token "system|code", reference "Patient/x", ISO date
    Index(None, "type", "param", "value"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),  # from message, destination and bundle bytes
    Column("message_id", String(36), nullable=False),
    Column("destination", String(40), nullable=False),
    Column("order_key", String(64), nullable=False),  # keyed digest of the patient: order is kept within it
    Column("bundle_digest", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcTime, nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("outcome", Text, nullable=False, default=""),  # the server's OperationOutcome, for the console
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "destination", "state", "next_at"),
    Index(None, "message_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("entity", String(120), nullable=False),
    Column("outcome", String(200), nullable=False, default=""),
    Index(None, "at"),
)
