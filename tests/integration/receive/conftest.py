"""A real store on disk, and receivers on ports of the system's choosing."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine

from gateway.settings import Dicom, Mllp
from gateway.store import messages
from gateway.store.blobs import FileBlobStore
from gateway.store.engine import migrate, open_engine
from gateway.store.inbox import Inbox


def now() -> datetime:
    return datetime.now(UTC)


def eventually(condition: Callable[[], bool], what: str, deadline_s: float = 10.0) -> None:
    """Wait until a condition holds; fail with its name when it does not in time."""
    until = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < until, f"not in {deadline_s} s: {what}"
        time.sleep(0.01)


class Site:
    """Store, blobs and inbox of one gateway."""

    def __init__(self, directory: Path, min_free_bytes: int = 0) -> None:
        self.directory = directory
        self.engine: Engine = open_engine(f"sqlite:///{directory / 'k.db'}")
        migrate(self.engine)
        self.blobs = FileBlobStore(directory / "blobs", min_free_bytes)
        self.inbox = Inbox(self.engine)

    def rows(self) -> list[messages.MessageRow]:
        """Every message kept."""
        return messages.recent(self.engine, limit=10_000)

    def incoming_files(self) -> list[Path]:
        """What gathers and is not kept yet."""
        return [
            p for p in (self.directory / "blobs" / "incoming").rglob("*") if p.is_file() and p.name != ".lock"
        ]

    def close(self) -> None:
        self.inbox.stop()
        self.blobs.close()
        self.engine.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path)
    yield found
    found.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real filesystem of 24 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={24 * 1024**2}", "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, leave_bytes: int) -> Path:
    """A file that takes all room but `leave_bytes`."""
    ballast = disk / "ballast"
    state = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_frsize - leave_bytes))
    return ballast


@pytest.fixture
def events() -> Iterator[list[structlog.typing.EventDict]]:
    """What was logged."""
    with structlog.testing.capture_logs() as captured:
        yield captured


@pytest.fixture
def no_thread_leak() -> Iterator[None]:
    """Fails where threads of this test live on."""
    before = set(threading.enumerate())
    yield
    eventually(lambda: not (set(threading.enumerate()) - before), "all threads of the test ended")


def dicom_settings(**changes: object) -> Dicom:
    return Dicom(**({"host": "127.0.0.1", "port": 0, "idle_timeout_s": 5.0} | changes))  # type: ignore[arg-type]


def mllp_settings(**changes: object) -> Mllp:
    return Mllp(**({"host": "127.0.0.1", "port": 0} | changes))  # type: ignore[arg-type]
