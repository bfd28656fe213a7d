"""Whose turn it is to write, and what a database's errors are called here."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gateway.errors import Defect, StorageFull, StoreAway
from gateway.store.engine import UrgentSqlite, WriteTurn, migrate, open_engine, reading, translate, writing


def until(condition: object, what: str) -> None:
    deadline = time.monotonic() + 10
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, what
        time.sleep(0.001)


def test_an_urgent_writer_goes_first() -> None:
    turn, order = WriteTurn(), list[str]()

    def write(name: str, urgent: bool) -> None:
        with turn.taken(urgent):
            order.append(name)

    with turn.taken(urgent=False):
        others = [threading.Thread(target=write, args=(f"other {n}", False)) for n in range(5)]
        for other in others:
            other.start()
        until(lambda: len(turn._free._waiters) == 5, "the others wait")  # type: ignore[attr-defined]
        ack = threading.Thread(target=write, args=("ack", True))
        ack.start()
        until(lambda: turn._urgent_waiting == 1, "the urgent one waits")
    for thread in (ack, *others):
        thread.join(10)
    assert order[0] == "ack"
    assert sorted(order[1:]) == [f"other {n}" for n in range(5)]


def test_a_writer_that_fails_gives_its_turn_back() -> None:
    turn = WriteTurn()
    with pytest.raises(RuntimeError), turn.taken(urgent=True):
        raise RuntimeError
    with turn.taken(urgent=False):
        pass


def wrapped(kind: type[OperationalError] | type[DataError], original: Exception) -> SQLAlchemyError:
    return kind("INSERT", {"name": "山田"}, original, hide_parameters=True)


def from_sqlite(code: int, name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as said by SQLite")
    error.sqlite_errorcode = code
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (wrapped(OperationalError, from_sqlite(sqlite3.SQLITE_FULL, "SQLITE_FULL")), StorageFull),
        (wrapped(OperationalError, from_sqlite(sqlite3.SQLITE_BUSY, "SQLITE_BUSY")), StoreAway),
        (wrapped(OperationalError, from_sqlite(sqlite3.SQLITE_IOERR, "SQLITE_IOERR")), StoreAway),
        (wrapped(OperationalError, from_sqlite(sqlite3.SQLITE_READONLY, "SQLITE_READONLY")), StoreAway),
        (wrapped(OperationalError, from_sqlite(sqlite3.SQLITE_ERROR, "SQLITE_ERROR")), Defect),
        (wrapped(OperationalError, psycopg.errors.DiskFull("full")), StorageFull),
        (wrapped(OperationalError, psycopg.errors.AdminShutdown("bye")), StoreAway),
        (wrapped(OperationalError, psycopg.OperationalError("connection refused")), StoreAway),
        (wrapped(DataError, psycopg.errors.InvalidTextRepresentation("value: 山田")), Defect),
        (PoolTimeout(), StoreAway),
    ],
)
def test_errors_are_translated_and_repeat_no_values(
    error: SQLAlchemyError, expected: type[Exception]
) -> None:
    ours = translate(error)
    assert type(ours) is expected
    assert "山田" not in str(ours)


def test_a_failed_block_leaves_nothing_and_names_no_patient(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/k.db")
    migrate(engine)
    add = "INSERT INTO audit (at, actor, action, entity, outcome) VALUES ('t', :actor, 'a', 'e', 'o')"

    def write() -> None:
        with writing(engine) as connection:
            connection.execute(text(add), {"actor": "first"})
            connection.execute(text("INSERT INTO audit (actor) VALUES (:name)"), {"name": "山田 太郎"})

    with pytest.raises(Defect) as caught:
        write()
    assert "山田" not in str(caught.value)
    assert caught.value.__suppress_context__
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar() == 0
    engine.dispose()


def test_tables_that_are_not_there_are_our_defect_with_a_hint(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/k.db")
    with pytest.raises(Defect, match="migrated"), reading(engine) as connection:
        connection.execute(text("SELECT * FROM messages"))
    engine.dispose()


def test_a_server_that_is_away_is_said_to_be() -> None:
    engine = open_engine("postgresql+psycopg://someone:secret-word@127.0.0.1:9/none")
    with pytest.raises(StoreAway, match=r"store\.url") as caught, reading(engine):
        pass
    assert "secret-word" not in f"{caught.value} {caught.value.__cause__}"
    engine.dispose()


def test_a_damaged_file_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "k.db").write_bytes(b"this was a database once " * 400)
    engine = open_engine(f"sqlite:///{tmp_path}/k.db")
    with pytest.raises(StoreAway, match="restore"):
        migrate(engine)
    engine.dispose()


def test_an_older_process_that_writes_is_waited_for(tmp_path: Path) -> None:
    """A CLI command has the file for a moment: the daemon waits instead of failing."""
    url = f"sqlite:///{tmp_path}/k.db"
    ours, theirs = open_engine(url), open_engine(url)
    migrate(ours)
    add = text("INSERT INTO audit (at, actor, action, entity, outcome) VALUES ('t', :actor, 'a', 'e', 'o')")
    done = threading.Event()

    def write() -> None:
        with writing(ours) as connection:
            connection.execute(add, {"actor": "ours"})
        done.set()

    with writing(theirs) as connection:
        connection.execute(add, {"actor": "theirs"})
        waiting = threading.Thread(target=write)
        waiting.start()
        assert not done.wait(0.1)
    waiting.join(10)
    assert done.is_set()
    with reading(ours) as connection:
        assert connection.execute(text("SELECT actor FROM audit ORDER BY seq")).scalars().all() == [
            "theirs",
            "ours",
        ]
    for engine in (ours, theirs):
        engine.dispose()


def test_the_urgent_connection_lets_go_of_a_transaction_that_failed(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/k.db")
    urgent = UrgentSqlite(engine)
    with urgent.writing() as cursor:
        cursor.execute("CREATE TABLE t (n INTEGER NOT NULL)")
        cursor.execute("INSERT INTO t VALUES (1)")
    alive: list[sqlite3.Cursor] = []

    def fail() -> None:
        with urgent.writing() as cursor:
            alive.append(cursor)
            cursor.execute("INSERT INTO t VALUES (2) RETURNING n")  # a statement that is never finished
            alive.append(cursor.connection.execute("INSERT INTO t VALUES (NULL)"))

    with pytest.raises(Defect, match="refused"):
        fail()
    other = sqlite3.connect(tmp_path / "k.db", timeout=0)  # at once, while a cursor of it still lives
    other.execute("INSERT INTO t VALUES (3)")
    other.commit()
    other.close()
    with urgent.writing() as cursor:
        assert cursor.execute("SELECT n FROM t ORDER BY n").fetchall() == [(1,), (3,)]
    urgent.close()
    urgent.close()
    engine.dispose()
