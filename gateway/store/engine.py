"""The database: opened, brought up to date, and its errors said in our words.

SQLite runs in WAL with synchronous=FULL: a commit that returned survives a power cut, and readers never hold
up writers. Its one writer at a time is arranged here by a turn that the acknowledgement path may jump, for
SQLite's own waiting is a sleep of up to 100 ms. All writes begin IMMEDIATE: a transaction that read first
cannot fail half-way for want of the lock.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Condition
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, PoolProxiedConnection, Table, create_engine, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gateway.errors import Defect, DependencyAway, KartebridgeError, SiteError, StorageFull, StoreAway

BUSY_TIMEOUT_MS = 10_000
"""How long SQLite waits for another process (a CLI command) to finish its write."""

MIGRATIONS = Path(__file__).parent / "migrations"
_TURN = "kartebridge_turn"
_WRITES = "kartebridge_writes"
_MIGRATION_LOCK = 0x4B42_4D49  # "KBMI": PostgreSQL advisory lock held while tables change


class WriteTurn:
    """Whose turn it is to write, within this process; an urgent writer goes before the others."""

    def __init__(self) -> None:
        self._free = Condition()
        self._taken = False
        self._urgent_waiting = 0

    @contextmanager
    def taken(self, urgent: bool) -> Iterator[None]:
        """Hold the turn; not reentrant."""
        with self._free:
            self._urgent_waiting += urgent
            self._free.wait_for(lambda: not self._taken and (urgent or not self._urgent_waiting))
            self._urgent_waiting -= urgent
            self._taken = True
        try:
            yield
        finally:
            with self._free:
                self._taken = False
                self._free.notify_all()


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://…`; the caller disposes of it.

    A missing SQLite file is made, readable by its owner only. Raises SiteError for another kind of URL;
    whether the database answers shows at `migrate`.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The URL may hold a password: it is not repeated.
        raise SiteError(
            "store.url: no database URL; write sqlite:///FILE or postgresql+psycopg://…"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database)
    if parsed.drivername == "postgresql+psycopg":
        return _open_postgresql(url)
    raise SiteError(
        f"store.url: {parsed.drivername!r} is not supported; write sqlite:///FILE or postgresql+psycopg://…"
    )


def _open_sqlite(url: str, database: str | None) -> Engine:
    if not database or database == ":memory:":
        raise SiteError("store.url: sqlite needs a file, or nothing would be kept; write sqlite:///FILE")
    path = Path(database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise SiteError(
            f"store.url: {path} cannot be written ({error.strerror}); let the service user own its folder"
        ) from error
    engine = create_engine(
        url,
        hide_parameters=True,  # they are patient data
        pool_size=8,
        max_overflow=56,
        pool_timeout=10,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
        execution_options={_TURN: WriteTurn()},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # we begin transactions, not the driver
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-16000",
        "journal_size_limit=67108864",  # after a burst the WAL shrinks to 64 MiB again
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN").close()  # without SQLAlchemy: 40 times a message


def _open_postgresql(url: str) -> Engine:
    try:
        return create_engine(
            url,
            hide_parameters=True,
            pool_size=8,
            max_overflow=24,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 5,
                # A server that vanished is noticed in seconds, not in the two hours of TCP's default.
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
                "application_name": "kartebridge",
            },
        )
    except ModuleNotFoundError as error:
        raise SiteError("store.url: PostgreSQL needs its driver; install kartebridge[postgres]") from error


Store = Engine | Connection
"""Where to write: a database, or a transaction of `writing` that several changes share."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection with one consistent view; never waits for writers. Raises StoreAway, StorageFull."""
    with _translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(store: Store) -> Iterator[Connection]:
    """One transaction: committed when the block ends, nothing of it kept when the block raises.

    A connection from here is its own transaction still: the block joins it. Raises StorageFull, StoreAway or
    Defect.
    """
    if isinstance(store, Connection):
        yield store
        return
    turn = store.get_execution_options().get(_TURN)
    held: AbstractContextManager[None] = (
        turn.taken(urgent=False) if isinstance(turn, WriteTurn) else nullcontext()
    )
    with (
        held,
        _translated(),
        store.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


def insert_of(connection: Connection, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT. Give the rows to `execute`, not to `values`: it is compiled once then."""
    return (insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite)(table)


class UrgentSqlite:
    """The acknowledgement path's own SQLite connection, spoken to without SQLAlchemy's machinery.

    For one thread at a time; the caller closes it. Opened at first use, and anew after any error.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        turn = engine.get_execution_options()[_TURN]
        assert isinstance(turn, WriteTurn)
        self._turn = turn
        self._held: PoolProxiedConnection | None = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """As the function `writing`, before all who wait there."""
        with self._turn.taken(urgent=True), _translated():
            try:
                cursor = self._cursor()
                cursor.execute("BEGIN IMMEDIATE")
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                self._drop()
                raise

    def close(self) -> None:
        """Give the connection back. May be called again."""
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def _cursor(self) -> sqlite3.Cursor:
        if self._held is None:
            self._held = self._engine.raw_connection()
        connection = self._held.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        return connection.cursor()

    def _drop(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        connection = held.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        # SQLite keeps a closed connection's write lock for as long as one of its statements lives.
        with suppress(sqlite3.Error):
            connection.rollback()
        held.invalidate()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        ours = translate(error)
        if isinstance(ours, DependencyAway):
            raise ours from error
        # The driver's text of a refused row repeats its values, which are patient data.
        raise ours from None
    except sqlite3.DatabaseError as error:
        ours = _translate_sqlite(error)
        if isinstance(ours, DependencyAway):
            raise ours from error
        raise ours from None


def translate(error: SQLAlchemyError) -> KartebridgeError:
    """The error of the tree that a database error is."""
    if isinstance(error, PoolTimeout):
        return StoreAway("all database connections are busy; the message is tried again")
    original = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(original, sqlite3.DatabaseError):
        return _translate_sqlite(original)
    state = getattr(original, "sqlstate", None)
    if state == "53100":
        return StorageFull("the disk of the PostgreSQL server is full; make room there")
    if isinstance(error, DBAPIError) and (
        error.connection_invalidated or type(error).__name__ in {"OperationalError", "InterfaceError"}
    ):
        return StoreAway(
            f"the database does not answer ({state or type(original).__name__}); "
            "check that it runs and that store.url is right"
        )
    return Defect(f"the database refused a row ({type(error).__name__}, {state or type(original).__name__})")


def _translate_sqlite(error: sqlite3.DatabaseError) -> KartebridgeError:
    code = getattr(error, "sqlite_errorcode", 0)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return StoreAway(
            f"the database file is damaged ({name}); stop the gateway, check the disk of data.directory and "
            "restore kartebridge.db from a backup"
        )
    if not isinstance(error, sqlite3.OperationalError):
        return Defect(f"the database refused a row ({name})")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE):
        return StorageFull("the disk of data.directory is full; make room there, intake resumes by itself")
    if code & 0xFF == sqlite3.SQLITE_ERROR:
        return Defect(f"the database refused a statement ({name}); has `kartebridge serve` migrated it?")
    return StoreAway(f"the database file does not answer ({name}); check the disk of data.directory")


def migrate(engine: Engine) -> None:
    """Bring the tables to this version's shape, all or nothing.

    Safe when several processes start at once: they go one after the other, and the later find nothing to do.
    Raises SiteError when the database was made by a newer Kartebridge.
    """
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise SiteError(
                f"the database was made by another version of Kartebridge ({error}); "
                "install that version or a newer one, or restore the backup made before"
            ) from error


def migration_context_options() -> dict[str, Any]:
    """What Alembic must know beside the connection; the migration test compares with the same."""
    return {"transactional_ddl": True, "compare_type": True, "compare_server_default": True}
