"""What SQLite would read for each statement: whole tables are slow however few rows a test has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_EXPLAINED = ("SELECT", "UPDATE", "DELETE")
SMALL = ("subscriptions",)
"""Tables that never have many rows."""


@contextmanager
def whole_tables_read(engine: Engine) -> Iterator[list[str]]:
    """Statements that read a table from end to end, as (plan line, statement); nothing is said of PostgreSQL."""
    found: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if engine.dialect.name != "sqlite" or not statement.startswith(_EXPLAINED):
            return
        values = parameters[0] if many else parameters
        driver = connection.connection.driver_connection
        for *_, line in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values):
            whole = line.startswith("SCAN") and not any(
                word in line for word in ("CONSTANT ROW", "anon_", *SMALL)
            )
            if whole or line.endswith("(type=?)"):  # every resource of a type
                found.append(f"{line}: {statement}")

    event.listen(engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", look)
