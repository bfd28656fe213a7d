"""Who is told of which results, which results have yet to be told of, and how the search index was written."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "subscriptions",
        sa.Column("id", _line(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_updated", _line(27), nullable=False),
        sa.Column("client", _line(40), nullable=False),
        sa.Column("type", _line(32), nullable=False),
        sa.Column("status", _line(16), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("failing_since", _line(27), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("type", _line(32), nullable=False),
        sa.Column("id", _line(64), nullable=False),
        sa.Column("message_id", _line(36), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changes")),
    )
    op.create_table(
        "facts",
        sa.Column("name", _line(40), nullable=False),
        sa.Column("value", _line(80), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_facts")),
    )
