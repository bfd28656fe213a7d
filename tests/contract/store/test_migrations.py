"""Migrations make exactly the tables that the schema declares, whoever starts first."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from gateway.errors import SiteError
from gateway.store import deliveries
from gateway.store.engine import MIGRATIONS, migrate, migration_context_options, open_engine, reading, writing
from gateway.store.schema import metadata
from tests.contract.store.conftest import Place
from tests.contract.store.rows import kept
from tests.peers.postgres import Postgres

MIGRATE = (
    "import sys; from gateway.store.engine import *; e = open_engine(sys.argv[1]); migrate(e); e.dispose()"
)


def test_migrations_and_schema_agree(place: Place) -> None:
    engine = open_engine(place.url)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts=migration_context_options())
        differences = compare_metadata(context, metadata)
        assert differences == []
    engine.dispose()


def test_the_comparison_would_see_a_difference(place: Place) -> None:
    engine = open_engine(place.url)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE audit ADD COLUMN extra VARCHAR(3)"))
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts=migration_context_options())
        assert [d[0] for d in compare_metadata(context, metadata)] == ["remove_column"]
    engine.dispose()


COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, collation_name
FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
"""


def test_short_text_sorts_by_code_point_on_postgresql(postgres: Postgres, migrated: str) -> None:
    """The test server's own collation is Japanese: dates and prefixes must not depend on it.

    Alembic compares no collations, so the tables that the schema would make are held against the migrated ones.
    """
    made = {}
    for name in (migrated, postgres.new_database()):
        engine = open_engine(postgres.url(name))
        with writing(engine) as connection:
            metadata.create_all(connection)
            made[name] = {tuple(row) for row in connection.execute(text(COLUMNS))}
        engine.dispose()
    by_migration, by_schema = made.values()
    assert by_migration == by_schema
    collations = [row[-1] for row in by_migration if row[2] == "character varying"]
    assert len(collations) > 30
    assert set(collations) == {"C"}


def test_processes_that_start_together_do_not_collide(empty: Place) -> None:
    starts = [
        subprocess.Popen([sys.executable, "-c", MIGRATE, empty.url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    errors = [start.communicate(timeout=60)[1] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], errors
    engine = open_engine(empty.url)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar() == 0
    engine.dispose()


def test_a_newer_database_is_named_and_left_alone(place: Place) -> None:
    engine = open_engine(place.url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(SiteError, match="another version of Kartebridge"):
        migrate(engine)
    engine.dispose()


def test_sqlite_is_durable_and_private(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/folder/kartebridge.db")
    migrate(engine)
    with reading(engine) as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
    folder = Path(engine.url.database or "").parent
    modes = {p.name: oct(p.stat().st_mode & 0o777) for p in folder.glob("kartebridge.db*")}
    names = ("kartebridge.db", "kartebridge.db-wal", "kartebridge.db-shm")
    assert modes == dict.fromkeys(names, "0o600")
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "mysql://host/db", "nonsense", "postgresql://host/db"])
def test_urls_that_cannot_be_are_named(url: str) -> None:
    with pytest.raises(SiteError, match=r"store\.url"):
        open_engine(url)


def test_a_password_is_not_repeated_in_an_error() -> None:
    with pytest.raises(SiteError) as caught:
        open_engine("oracle://user:secret-word@host/db")
    assert "secret-word" not in str(caught.value)


PENDING = """
INSERT INTO deliveries (seq, id, message_id, destination, order_key, bundle_digest, state, attempts, next_at, reason,
    outcome, created_at, changed_at)
VALUES (:seq, :id, 'm', 'ehr', :key, 'd', :state, 0, '2026-11-22T12:00:00.000000Z', '', '', :at, :at)
"""


def test_what_was_pending_before_goes_on_in_its_order(empty: Place) -> None:
    engine = open_engine(empty.url)
    at = "2026-11-22T12:00:00.000000Z"
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for seq, key, state in (
            (1, "p", "delivered"),
            (2, "p", "pending"),
            (3, "p", "pending"),
            (4, "q", "dead"),
        ):
            row = {"seq": seq, "id": f"d{seq}", "key": key, "state": state, "at": at}
            connection.execute(text(PENDING), row)
    migrate(engine)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    assert [row.id for row in deliveries.due(engine, "ehr", now, 9)] == ["d2"]
    deliveries.mark_delivered(engine, "d2", now=now)
    assert [row.id for row in deliveries.due(engine, "ehr", now, 9)] == ["d3"]
    engine.dispose()


def test_a_messages_deliveries_are_found_after_the_change_of_their_index(empty: Place) -> None:
    engine = open_engine(empty.url)
    at = "2026-11-22T12:00:00.000000Z"
    with writing(engine) as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
    (kept_before,) = kept(engine, 1)
    with writing(engine) as connection:
        for seq, message in ((1, kept_before), (2, "of a message not kept")):
            row = {"seq": seq, "id": f"d{seq}", "key": "p", "state": "pending", "at": at}
            statement = PENDING.replace("'m'", ":message")
            connection.execute(text(statement), {**row, "message": message})
    migrate(engine)
    assert [row.id for row in deliveries.of_message(engine, kept_before)] == ["d1"]
    assert [row.id for row in deliveries.of_message(engine, "of a message not kept")] == ["d2"]
    engine.dispose()
