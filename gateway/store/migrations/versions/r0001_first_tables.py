"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them all."""
    _messages()
    _documents()
    _pages_and_findings()
    _resources()
    _deliveries_and_audit()


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", _line(36), nullable=False),
        sa.Column("source", _line(16), nullable=False),
        sa.Column("control_id", _line(255), nullable=False),
        sa.Column("sender", _line(255), nullable=False),
        sa.Column("peer", _line(64), nullable=False),
        sa.Column("called_ae", _line(16), nullable=False),
        sa.Column("calling_ae", _line(16), nullable=False),
        sa.Column("digest", _line(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("received_at", _line(27), nullable=False),
        sa.Column("state", _line(16), nullable=False),
        sa.Column("stage", _line(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("route", _line(80), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("envelope", sa.JSON(), nullable=True),
        sa.Column("changed_at", _line(27), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_messages")),
        sa.UniqueConstraint("id", name=op.f("uq_messages_id")),
    )
    op.create_index(
        op.f("ix_messages_control_id_sender_source"),
        "messages",
        ["control_id", "sender", "source"],
        unique=False,
    )
    op.create_index(op.f("ix_messages_state_seq"), "messages", ["state", "seq"], unique=False)


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _line(36), nullable=False),
        sa.Column("digest", _line(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", _line(100), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", _line(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=False),
        sa.Column("document_type", _line(32), nullable=False),
        sa.Column("extraction", sa.JSON(), nullable=True),
        sa.Column("changed_at", _line(27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_table(
        "message_documents",
        sa.Column("message_id", _line(36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("document_id", _line(36), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_message_documents_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_message_documents_message_id")
        ),
        sa.PrimaryKeyConstraint("message_id", "ordinal", name=op.f("pk_message_documents")),
    )
    op.create_index(
        op.f("ix_message_documents_document_id"), "message_documents", ["document_id"], unique=False
    )


def _pages_and_findings() -> None:
    op.create_table(
        "pages",
        sa.Column("document_id", _line(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=False),
        sa.Column("height_px", sa.Integer(), nullable=False),
        sa.Column("image_digest", _line(64), nullable=False),
        sa.Column("unread_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_pages_document_id")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_pages")),
    )
    op.create_table(
        "findings",
        sa.Column("id", _line(36), nullable=False),
        sa.Column("document_id", _line(36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("flag", _line(1), nullable=True),
        sa.Column("effective", _line(32), nullable=True),
        sa.Column("loinc", _line(16), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_findings_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    op.create_index(
        op.f("ix_findings_document_id_ordinal"), "findings", ["document_id", "ordinal"], unique=False
    )


def _resources() -> None:
    op.create_table(
        "resources",
        sa.Column("type", _line(32), nullable=False),
        sa.Column("id", _line(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_updated", _line(27), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", name=op.f("pk_resources")),
    )
    op.create_index(
        op.f("ix_resources_type_last_updated_id"), "resources", ["type", "last_updated", "id"], unique=False
    )
    op.create_table(
        "resource_documents",
        sa.Column("type", _line(32), nullable=False),
        sa.Column("id", _line(64), nullable=False),
        sa.Column("document_id", _line(36), nullable=False),
        sa.Column("message_id", _line(36), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", "document_id", name=op.f("pk_resource_documents")),
    )
    op.create_index(
        op.f("ix_resource_documents_document_id"), "resource_documents", ["document_id"], unique=False
    )
    op.create_table(
        "resource_index",
        sa.Column("type", _line(32), nullable=False),
        sa.Column("id", _line(64), nullable=False),
        sa.Column("param", _line(32), nullable=False),
        sa.Column("value", _line(255), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", "param", "value", name=op.f("pk_resource_index")),
    )
    op.create_index(
        op.f("ix_resource_index_type_param_value_id"),
        "resource_index",
        ["type", "param", "value", "id"],
        unique=False,
    )


def _deliveries_and_audit() -> None:
    op.create_table(
        "deliveries",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", _line(36), nullable=False),
        sa.Column("message_id", _line(36), nullable=False),
        sa.Column("destination", _line(40), nullable=False),
        sa.Column("order_key", _line(64), nullable=False),
        sa.Column("bundle_digest", _line(64), nullable=False),
        sa.Column("state", _line(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", _line(27), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("created_at", _line(27), nullable=False),
        sa.Column("changed_at", _line(27), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("id", name=op.f("uq_deliveries_id")),
    )
    op.create_index(
        op.f("ix_deliveries_destination_state_order_key_seq"),
        "deliveries",
        ["destination", "state", "order_key", "seq"],
        unique=False,
    )
    op.create_index(op.f("ix_deliveries_message_id"), "deliveries", ["message_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", _line(27), nullable=False),
        sa.Column("actor", _line(80), nullable=False),
        sa.Column("action", _line(40), nullable=False),
        sa.Column("entity", _line(120), nullable=False),
        sa.Column("outcome", _line(200), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"], unique=False)
