"""Run by Alembic: uses the connection and transaction that `gateway.store.engine.migrate` holds."""

from __future__ import annotations

from alembic import context

from gateway.store.engine import migration_context_options
from gateway.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, **migration_context_options())
context.run_migrations()
