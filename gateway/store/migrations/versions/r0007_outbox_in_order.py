"""A message's deliveries are found by its place in the order of arrival: that index is written at its end alone."""

from __future__ import annotations

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
