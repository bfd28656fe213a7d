"""The outbox: heads of patients, versions of subjects, pauses of destinations."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_HEAD = sa.text("head = 1")


def upgrade() -> None:
    """Add columns and indices; what is pending already gets its heads."""
    op.add_column("deliveries", sa.Column("subject", _line(64), nullable=False, server_default=sa.text("''")))
    op.add_column("deliveries", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("head", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE deliveries SET head = 1 WHERE seq IN (SELECT min(seq) FROM deliveries "
        "WHERE state = 'pending' GROUP BY destination, order_key)"
    )
    op.create_index(
        op.f("ix_deliveries_destination_state_seq"), "deliveries", ["destination", "state", "seq"]
    )
    op.create_index(op.f("ix_deliveries_subject_destination"), "deliveries", ["subject", "destination"])
    op.create_index(
        "ix_deliveries_heads",
        "deliveries",
        ["destination", "next_at", "seq"],
        sqlite_where=_HEAD,
        postgresql_where=_HEAD,
    )
    op.create_table(
        "pauses",
        sa.Column("destination", _line(40), nullable=False),
        sa.Column("at", _line(27), nullable=False),
        sa.Column("actor", _line(80), nullable=False),
        sa.PrimaryKeyConstraint("destination", name=op.f("pk_pauses")),
    )


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
