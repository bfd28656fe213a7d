"""A message's deliveries are found by its place in the order of arrival; a lease says which node delivers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write down the messages' places; ids stay as they are."""
    op.add_column("deliveries", sa.Column("message_seq", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE deliveries SET message_seq = coalesce("
        "(SELECT m.seq FROM messages AS m WHERE m.id = deliveries.message_id), 0)"
    )
    op.drop_index(op.f("ix_deliveries_message_id"), table_name="deliveries")
    op.create_index(op.f("ix_deliveries_message_seq"), "deliveries", ["message_seq"])
    op.create_table(
        "leases",
        sa.Column("destination", _line(40), nullable=False),
        sa.Column("node_id", _line(36), nullable=False),
        sa.Column("node", _line(80), nullable=False),
        sa.Column("until", _line(27), nullable=False),
        sa.PrimaryKeyConstraint("destination", name=op.f("pk_leases")),
    )


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")
