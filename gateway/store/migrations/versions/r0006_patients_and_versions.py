"""Who was merged into whom, and which document is a version of which."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Documents read before have no row: they are versions of nothing, as they were."""
    _versions()
    _patients()


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("message_id", _line(36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("document_id", _line(36), nullable=True),
        sa.Column("series", _line(36), nullable=False),
        sa.Column("patient", _line(36), nullable=False),
        sa.Column("name", _line(36), nullable=False),
        sa.Column("replaces", _line(36), nullable=False),
        sa.Column("status", _line(20), nullable=False),
        sa.Column("said_at", _line(27), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_versions_message_id")),
        sa.PrimaryKeyConstraint("message_id", "ordinal", name=op.f("pk_versions")),
    )
    for column in ("series", "document_id", "name", "replaces"):
        op.create_index(op.f(f"ix_versions_{column}"), "versions", [column], unique=False)


def _patients() -> None:
    op.create_table(
        "patients",
        sa.Column("key", _line(36), nullable=False),
        sa.Column("system", _line(255), nullable=False),
        sa.Column("number", _line(255), nullable=False),
        sa.Column("survivor", _line(36), nullable=False),
        sa.Column("order_key", _line(36), nullable=False),
        sa.Column("identity", sa.JSON(), nullable=False),
        sa.Column("said_at", _line(27), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_patients")),
    )
    op.create_index(op.f("ix_patients_survivor"), "patients", ["survivor"], unique=False)
    op.create_table(
        "patient_merges",
        sa.Column("message_id", _line(36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("prior", _line(36), nullable=False),
        sa.Column("surviving", _line(36), nullable=False),
        sa.Column("said_at", _line(27), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_patient_merges_message_id")),
        sa.PrimaryKeyConstraint("message_id", "ordinal", name=op.f("pk_patient_merges")),
    )
    op.create_index(op.f("ix_patient_merges_prior"), "patient_merges", ["prior"], unique=False)
    op.create_index(op.f("ix_patient_merges_surviving"), "patient_merges", ["surviving"], unique=False)
