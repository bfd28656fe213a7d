"""The tables: one schema for SQLite and PostgreSQL.

Times are UTC, stored as ISO 8601 text of fixed width so that they sort and compare alike on both engines.
Ids are UUIDv5 text (`gateway.ids`), made from content: the same input always makes the same rows.
Short text sorts by code point on both engines (PostgreSQL: COLLATE "C"), because dates and prefixes are
compared as text and a language's collation would skip their punctuation.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    text,
)
from sqlalchemy.types import JSON

from gateway.store.columns import Line, Prose, UtcTime

INDEX_LENGTH = 255
"""Characters of a search value that are stored."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


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
    SUPERSEDED = "superseded"  # a newer version of the same report got there first: never sent again
    DROPPED = "dropped"  # a person gave up a dead one


messages = Table(
    "messages",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),  # order of arrival; clocks may step back
    Column("id", Line(36), nullable=False, unique=True),
    Column("source", Line(16), nullable=False),
    Column("control_id", Line(255), nullable=False),
    Column("sender", Line(255), nullable=False),  # who may reuse a control id: AE title or MSH-3|MSH-4
    Column("peer", Line(64), nullable=False),
    Column("called_ae", Line(16), nullable=False, default=""),
    Column("calling_ae", Line(16), nullable=False, default=""),
    Column("digest", Line(64), nullable=False),  # SHA-256 of the bytes as received
    Column("size_bytes", BigInteger, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("state", Line(16), nullable=False),
    Column("stage", Line(16), nullable=False, default=""),  # last pipeline stage begun
    Column("reason", Prose, nullable=False, default=""),  # for hospital IT; never patient data
    Column("tries", Integer, nullable=False, default=0),
    Column("run", Integer, nullable=False, default=0),  # grows with each replay
    Column("route", Line(80), nullable=False, default=""),
    Column("decision", JSON, nullable=True),  # profile and destinations the rule gave, for the later stages
    Column("envelope", JSON, nullable=True),
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "control_id", "sender", "source"),
    Index(None, "state", "seq"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Line(36), primary_key=True),  # from patient and bytes: the same PDF by two ways is one
    Column("digest", Line(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("media_type", Line(100), nullable=False),
    Column("title", Prose, nullable=False, default=""),
    Column("state", Line(16), nullable=False),
    Column("reason", Prose, nullable=False, default=""),
    Column("page_count", Integer, nullable=False, default=0),
    Column("document_type", Line(32), nullable=False, default=""),
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

versions = Table(
    "versions",  # what messages said of documents: which is a version of which, and which were taken back
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),  # of the document in the message; negative: a withdrawal
    Column("document_id", Line(36), nullable=True),  # none: a withdrawal brings no document
    Column("series", Line(36), nullable=False),  # the same for every version: one set of results
    Column("patient", Line(36), nullable=False),  # key of `patients`
    Column("name", Line(36), nullable=False),  # digest of what its sender calls it; empty: no name to go by
    Column("replaces", Line(36), nullable=False),  # digest of the name that it says it replaces, or empty
    Column("status", Line(20), nullable=False),  # mappers.model.ReportStatus
    Column("said_at", UtcTime, nullable=False),  # the sender's time, never later than the arrival
    Column("seq", Integer, nullable=False),  # of the message: order of arrival
    Index(None, "series"),
    Index(None, "document_id"),
    Index(None, "name"),
    Index(None, "replaces"),
)

patients = Table(
    "patients",  # everybody that a message was about
    metadata,
    Column("key", Line(36), primary_key=True),  # from identifier system and number
    Column("system", Line(255), nullable=False),
    Column("number", Line(255), nullable=False),
    Column("survivor", Line(36), nullable=False),  # who this is now: itself, or whom it was merged into
    Column(
        "order_key", Line(36), nullable=False
    ),  # one for all who were ever merged: orders their deliveries
    Column("identity", JSON, nullable=False),  # PatientIdentity as last said
    Column("said_at", UtcTime, nullable=False),
    Column("seq", Integer, nullable=False),
    Index(None, "survivor"),
)

patient_merges = Table(
    "patient_merges",  # what ADT messages said; who is who follows from all of them, whatever their order of arrival
    metadata,
    Column("message_id", ForeignKey("messages.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("prior", Line(36), nullable=False),
    Column("surviving", Line(36), nullable=False),
    Column("said_at", UtcTime, nullable=False),
    Column("seq", Integer, nullable=False),
    Index(None, "prior"),
    Index(None, "surviving"),
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("image_digest", Line(64), nullable=False, default=""),  # JPEG for the console
    Column("unread_reason", Prose, nullable=False, default=""),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Line(36), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Prose, nullable=False),
    Column("value", Prose, nullable=False),
    Column("unit", Prose, nullable=True),
    Column("flag", Line(1), nullable=True),
    Column("effective", Line(32), nullable=True),
    Column("loinc", Line(16), nullable=True),
    Column("page", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("verified", Integer, nullable=False),
    Column("item", JSON, nullable=False),  # the whole item in the interchange shape
    Index(None, "document_id", "ordinal"),
)

resources = Table(
    "resources",
    metadata,
    Column("type", Line(32), primary_key=True),
    Column("id", Line(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("last_updated", UtcTime, nullable=False),
    Column(
        "deleted", Integer, nullable=False, default=0
    ),  # 1: gone; the row stays so that versions never repeat
    Column(
        "body", Prose, nullable=False
    ),  # JSON text, decimals as printed; meta.versionId/lastUpdated added on read
    Index(None, "type", "last_updated", "id"),
)

resource_versions = Table(
    "resource_versions",  # what resources were before: the newest version is in `resources` alone
    metadata,
    Column("type", Line(32), primary_key=True),
    Column("id", Line(64), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("last_updated", UtcTime, nullable=False),
    Column("deleted", Integer, nullable=False),
    Column("body", Prose, nullable=False),
)

resource_documents = Table(
    "resource_documents",  # which documents make a resource: a Patient has many and goes with the last
    metadata,
    Column("type", Line(32), primary_key=True),
    Column("id", Line(64), primary_key=True),
    Column("document_id", Line(36), primary_key=True),
    Column("message_id", Line(36), nullable=False),  # the message whose work wrote it last
    Index(None, "document_id"),
)

resource_index = Table(
    "resource_index",
    metadata,
    Column("type", Line(32), primary_key=True),
    Column("id", Line(64), primary_key=True),
    Column("param", Line(32), primary_key=True),  # FHIR search parameter: patient, code, date, status …
    Column(
        "value", Line(INDEX_LENGTH), primary_key=True
    ),  # token "system|code", reference "Patient/x", ISO date
    Index(None, "type", "param", "value", "id"),
)

_HEAD = text("head = 1")

deliveries = Table(
    "deliveries",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    # Place of the message, then from message, destination and bundle bytes: its index is written at its end.
    Column("id", Line(36), nullable=False, unique=True),
    Column("message_id", Line(36), nullable=False),
    Column(
        "message_seq", Integer, nullable=False, server_default="0"
    ),  # of `messages`, by which a message's are found: ids would fall everywhere; 0: no kept message's
    Column("destination", Line(40), nullable=False),
    Column("order_key", Line(64), nullable=False),  # keyed digest of the patient: order is kept within it
    Column(
        "subject", Line(64), nullable=False, server_default=text("''")
    ),  # what the body says all of: a document; "": unknown
    Column("version", Integer, nullable=False, server_default="0"),  # grows with each new body of a subject
    Column("bundle_digest", Line(64), nullable=False),
    Column("state", Line(16), nullable=False),
    Column(
        "head", Integer, nullable=False, server_default="0"
    ),  # 1: pending, and nothing earlier of its order key is
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcTime, nullable=False),
    Column("reason", Prose, nullable=False, default=""),
    Column("outcome", Prose, nullable=False, default=""),  # the server's OperationOutcome, for the console
    Column("created_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "destination", "state", "order_key", "seq"),
    Index(None, "destination", "state", "seq"),
    Index(None, "message_seq"),
    Index(None, "subject", "destination"),
    # What may go, in the order in which it may: a look costs the same however many wait behind.
    Index("ix_deliveries_heads", "destination", "next_at", "seq", sqlite_where=_HEAD, postgresql_where=_HEAD),
)

pauses = Table(
    "pauses",  # a row: nothing goes out to this destination until a person resumes it
    metadata,
    Column("destination", Line(40), primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", Line(80), nullable=False),
)

leases = Table(
    "leases",  # which node delivers to a destination, and until when at the longest
    metadata,
    Column("destination", Line(40), primary_key=True),
    Column("node_id", Line(36), nullable=False),
    Column("node", Line(80), nullable=False),  # its name, for people
    Column("until", UtcTime, nullable=False),
)

subscriptions = Table(
    "subscriptions",  # who is told of which results: R4 Subscription with a rest-hook channel
    metadata,
    Column("id", Line(36), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("last_updated", UtcTime, nullable=False),
    Column("client", Line(40), nullable=False),  # whose token made it; empty: the gateway's own
    Column("type", Line(32), nullable=False),  # of the resources that its criteria are about
    Column("status", Line(16), nullable=False),  # requested, active, error, off
    Column("error", Prose, nullable=False),  # for the client; never patient data
    Column("failing_since", UtcTime, nullable=True),  # first of the failures in a row; none: it answers
    Column("body", Prose, nullable=False),  # JSON as the client sent it; its headers are secrets
)

changes = Table(
    "changes",  # resources written while somebody subscribes to their type, until matched with the criteria
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("type", Line(32), nullable=False),
    Column("id", Line(64), nullable=False),
    Column("message_id", Line(36), nullable=False),
)

facts = Table(
    "facts",  # what the database knows about itself
    metadata,
    Column("name", Line(40), primary_key=True),
    Column("value", Line(80), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", Line(80), nullable=False),
    Column("action", Line(40), nullable=False),
    Column("entity", Line(120), nullable=False),
    Column("outcome", Line(200), nullable=False, default=""),
    Index(None, "at"),
)

audit_events = Table(
    "audit_events",  # which patient's data went to whom: shown as AuditEvent. What people did stands in `audit`
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("event", Line(20), nullable=False),  # mappers.fhir.audit_event.EventKind
    Column("agent", Line(80), nullable=False),  # destination, client, token or session
    Column("address", Line(255), nullable=False),  # where that is
    Column("patient", Line(80), nullable=False),  # Patient/id as it was then; empty: none
    Column("entity", Line(120), nullable=False),  # Type/id of what was given
    Column("document", Line(80), nullable=False),
    Column("query", Prose, nullable=False),
    Column("success", Integer, nullable=False),
    Index(None, "at"),
    Index(None, "patient"),
    Index(None, "entity"),
)
