"""Which patient's data went to whom."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table. What was delivered and read before has no event."""
    op.create_table(
        "audit_events",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", _line(27), nullable=False),
        sa.Column("event", _line(20), nullable=False),
        sa.Column("agent", _line(80), nullable=False),
        sa.Column("address", _line(255), nullable=False),
        sa.Column("patient", _line(80), nullable=False),
        sa.Column("entity", _line(120), nullable=False),
        sa.Column("document", _line(80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("success", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_events")),
    )
    for column in ("at", "patient", "entity"):
        op.create_index(op.f(f"ix_audit_events_{column}"), "audit_events", [column], unique=False)
