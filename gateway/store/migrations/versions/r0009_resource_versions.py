"""What resources were before."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _line(length: int) -> Any:
    """Short text, compared by code point."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table. Versions that were replaced before are not known any more."""
    op.create_table(
        "resource_versions",
        sa.Column("type", _line(32), nullable=False),
        sa.Column("id", _line(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_updated", _line(27), nullable=False),
        sa.Column("deleted", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("type", "id", "version", name=op.f("pk_resource_versions")),
    )
