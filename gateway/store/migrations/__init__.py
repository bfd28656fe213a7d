"""Alembic's folder: one file a change of the tables, run by `gateway.store.engine.migrate`."""
