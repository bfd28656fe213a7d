"""The outbox under a backlog: what enqueueing, looking for what is due and starting cost beside an empty one."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, text

from gateway import ids
from gateway.store import deliveries, resources
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import migrate, open_engine, writing
from gateway.store.schema import DeliveryState, MessageState, messages
from gateway.store.schema import deliveries as table
from mappers.model import Source

DESTINATION = "ehr"
ROWS_A_PATIENT = 5
ROWS_A_TRANSACTION = 200_000
DUE_AT_ONCE = 8
BEGAN = datetime(2026, 11, 20, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Costs:
    """Medians in milliseconds."""

    enqueue_ms: float
    due_ms: float
    next_due_ms: float
    end_ms: float  # writing down that one was delivered


def opened(url: str) -> Engine:
    """A database with our tables."""
    engine = open_engine(url)
    migrate(engine)
    return engine


def fill(engine: Engine, count: int) -> None:
    """Put `count` deliveries in the outbox as an outage of days leaves them: five a patient, in turn.

    The rows are those that `deliveries.add` makes, each of a message of its own, written in large parts.
    """
    patients = max(1, count // ROWS_A_PATIENT)
    for start in range(0, count, ROWS_A_TRANSACTION):
        numbers = range(start, min(start + ROWS_A_TRANSACTION, count))
        kept = [_message(ids.derive("message", str(number)), seq=number + 1) for number in numbers]
        rows = [_row(number, number % patients, number < patients) for number in numbers]
        with writing(engine) as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA cache_size=-600000"))  # of this connection
            connection.execute(insert(messages), kept)
            connection.execute(insert(table), rows)
            if connection.dialect.name == "postgresql":  # given numbers do not move it on
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence('messages', 'seq'), :last)"),
                    {"last": numbers[-1] + 1},
                )
    if engine.dialect.name == "postgresql":  # what autovacuum does by itself after so much
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()  # the next connection has the gateway's own settings


def _message(name: str, **more: object) -> dict[str, object]:
    return {
        "id": name,
        "source": Source.MLLP,
        "control_id": name,
        "sender": "LIS|LAB",
        "peer": "192.0.2.7",
        "digest": ids.sha256(name.encode()),
        "size_bytes": 100_000,
        "received_at": BEGAN,
        "state": MessageState.DONE,
        "changed_at": BEGAN,
        **more,
    }


def _row(number: int, patient: int, first: bool) -> dict[str, object]:
    at = BEGAN + timedelta(milliseconds=number)
    new = _delivery(f"backlog {number}", patient)
    return {
        "id": ids.in_order(number + 1, new.id),
        "message_seq": number + 1,
        "message_id": ids.derive("message", str(number)),
        "destination": new.destination,
        "order_key": new.order_key,
        "subject": ids.derive("document", str(number)),
        "version": 1,
        "bundle_digest": new.bundle_digest,
        "state": DeliveryState.PENDING,
        "head": int(first),
        "attempts": 0,
        "next_at": at,
        "reason": "",
        "outcome": "",
        "created_at": at,
        "changed_at": at,
    }


def _delivery(name: str, patient: int) -> NewDelivery:
    return NewDelivery(
        ids.derive("delivery", name),
        DESTINATION,
        ids.derive("order", str(patient)),
        ids.sha256(name.encode()),
    )


def enqueue(engine: Engine, turn: str, count: int) -> list[float]:
    """Seconds of each of `count` transactions that put one delivery in the outbox, for known and new patients."""
    taken = []
    now = BEGAN + timedelta(days=2)
    names = [f"{turn} {number}" for number in range(count)]
    kept = [_message(ids.derive("message", name)) for name in names]
    with writing(engine) as connection:
        connection.execute(insert(messages), kept)
    for number, name in enumerate(names):
        new, message = _delivery(name, number * 37), ids.derive("message", name)
        begun = time.perf_counter()
        resources.save_results(engine, message, ids.derive("document", name), [], [new], now=now, zone=TOKYO)
        taken.append(time.perf_counter() - begun)
    return taken


def look(engine: Engine, count: int) -> tuple[list[float], list[float]]:
    """Seconds of each look for what is due, and for when the next is."""
    now = BEGAN + timedelta(days=3)
    due, after = [], []
    for _ in range(count):
        begun = time.perf_counter()
        found = deliveries.due(engine, DESTINATION, now, DUE_AT_ONCE)
        looked = time.perf_counter()
        deliveries.next_due_at(engine, DESTINATION)
        after.append(time.perf_counter() - looked)
        due.append(looked - begun)
        if len(found) != DUE_AT_ONCE:
            raise RuntimeError(f"{len(found)} deliveries are due, not {DUE_AT_ONCE}")
    return due, after


def end(engine: Engine, count: int) -> list[float]:
    """Seconds of each writing down of a delivery that arrived."""
    now = BEGAN + timedelta(days=3)
    taken: list[float] = []
    while len(taken) < count:
        for row in deliveries.due(engine, DESTINATION, now, min(DUE_AT_ONCE, count - len(taken))):
            begun = time.perf_counter()
            deliveries.mark_delivered(engine, row.id, now=now)
            taken.append(time.perf_counter() - begun)
    return taken


def compare(small: Engine, large: Engine, rounds: int, each: int) -> tuple[Costs, Costs]:
    """Both in turn, so that a drifting machine hits both alike; medians over all rounds."""
    taken: dict[str, tuple[list[float], list[float], list[float], list[float]]] = {
        name: ([], [], [], []) for name in ("small", "large")
    }
    for turn in range(rounds):
        pairs = [("small", small), ("large", large)]
        for name, engine in pairs if turn % 2 else reversed(pairs):
            queued, due, after, ended = taken[name]
            queued += enqueue(engine, f"{name} {turn}", each)
            found = look(engine, each if name == "small" else max(3, min(each, 20)))
            due += found[0]
            after += found[1]
            ended += end(engine, each // 2)
    costs = [Costs(*(statistics.median(part) * 1000 for part in parts)) for parts in taken.values()]
    return costs[0], costs[1]


def file_url(folder: Path) -> str:
    """A SQLite file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'kartebridge.db'}"


def started_s(folder: Path) -> float:
    """Seconds from a daemon's start over the database in `folder` until it says that it runs."""
    settings = folder / "gateway.toml"
    settings.write_text(
        f'[data]\ndirectory = "{folder}"\nmin_free_bytes = 0\n[dicom]\nenabled = false\n'
        f'[mllp]\nenabled = false\n[web]\nenabled = false\n[[destinations]]\nname = "{DESTINATION}"\n'
        'url = "http://127.0.0.1:9/fhir"\n',
        "utf-8",
    )
    command = [sys.executable, "-c", "from gateway.cli import main; main()", "serve", "-c", str(settings)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
        assert daemon.stdout
        said = daemon.stdout.readline()
        taken = time.perf_counter() - begun
        daemon.kill()
    if not said:
        raise RuntimeError(f"the daemon did not start over {folder}")
    return taken
