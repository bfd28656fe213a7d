"""A full disk: nothing is claimed to be kept, nothing half stays, and intake resumes by itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.errors import StorageFull
from gateway.store import messages
from gateway.store.blobs import FileBlobStore
from gateway.store.engine import migrate, open_engine
from gateway.store.inbox import Inbox
from tests.contract.store.rows import new_message

SIZE_BYTES = 8 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real filesystem of 8 MiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_BYTES}", "tmpfs", str(disk)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"a tmpfs cannot be mounted here: {done.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, leave_bytes: int = 0) -> Path:
    """A file that takes all room but `leave_bytes`."""
    ballast = disk / "ballast"
    state = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_frsize - leave_bytes))
    return ballast


def files(disk: Path) -> set[str]:
    return {str(p.relative_to(disk)) for p in disk.rglob("*") if p.is_file() and p.name != ".lock"}


def test_blobs_on_a_full_disk(small_disk: Path) -> None:
    store = FileBlobStore(small_disk / "blobs")
    digest = store.put(b"before")
    ballast = fill(small_disk, leave_bytes=100 * 1024)
    before = files(small_disk)
    store._room._until = float("inf")  # blind to free space: the write itself must fail truly
    store._room._free_bytes = SIZE_BYTES
    with pytest.raises(StorageFull, match="make room"):
        store.put(os.urandom(400 * 1024))
    assert files(small_disk) == before  # no half file
    with (small_disk / "rest").open("wb") as rest, pytest.raises(OSError, match="No space"):
        rest.write(bytes(200 * 1024))
    assert store.put(b"before") == digest  # what is there already needs no room
    assert files(small_disk) - {"rest"} == before
    assert store.get(digest) == b"before"
    ballast.unlink()
    assert len(store.get(store.put(os.urandom(400 * 1024)))) == 400 * 1024


def test_new_bytes_are_refused_before_the_disk_is_quite_full(small_disk: Path) -> None:
    now = 0.0
    store = FileBlobStore(small_disk / "blobs", min_free_bytes=2 * 1024**2, monotonic=lambda: now)
    store.put(b"room enough")
    ballast = fill(small_disk, leave_bytes=2 * 1024**2)
    now += 0.3
    with pytest.raises(StorageFull, match="min_free_bytes"):
        store.put(b"too much")
    with pytest.raises(StorageFull, match="min_free_bytes"):
        store.require_room(1)
    assert store.put(b"room enough")  # what is there already needs no room
    ballast.unlink()
    now += 0.3
    store.require_room(1)
    store.put(b"too much")


def test_a_large_object_that_leaves_too_little_is_refused_at_once(small_disk: Path) -> None:
    store = FileBlobStore(small_disk / "blobs", min_free_bytes=1024**2)
    with pytest.raises(StorageFull):
        store.put(bytes(SIZE_BYTES - 512 * 1024))
    assert files(small_disk) == set()


def test_a_gathered_file_survives_a_disk_too_full_to_take_it(small_disk: Path, tmp_path: Path) -> None:
    store = FileBlobStore(small_disk / "blobs")
    path = tmp_path / "object"  # another disk: it must be copied
    path.write_bytes(os.urandom(SIZE_BYTES + 1))
    with pytest.raises(StorageFull):
        store.put_file(path)
    store._room._until = float("inf")
    store._room._free_bytes = 10 * SIZE_BYTES
    with pytest.raises(StorageFull):
        store.put_file(path)
    assert path.stat().st_size == SIZE_BYTES + 1
    assert files(small_disk) == set()


def test_rows_on_a_full_disk(small_disk: Path) -> None:
    engine = open_engine(f"sqlite:///{small_disk}/kartebridge.db")
    migrate(engine)
    with Inbox(engine) as inbox:
        kept = [inbox.keep(new_message(0)).message_id]
        ballast = fill(small_disk, leave_bytes=64 * 1024)
        refused = None
        for number in range(1, 2000):
            try:
                kept.append(inbox.keep(new_message(number)).message_id)
            except StorageFull:
                refused = number
                break
        assert refused is not None, "the disk never filled"
        with pytest.raises(StorageFull, match="make room"):
            inbox.keep(new_message(refused))
        ballast.unlink()
        again = inbox.keep(new_message(refused))  # by itself: nobody restarted anything
        assert not again.duplicate
        kept.append(again.message_id)
    rows = messages.recent(engine, limit=5000)
    assert [row.id for row in reversed(rows)] == kept
    engine.dispose()


def test_a_disk_without_room_for_a_database_is_told_at_start(small_disk: Path) -> None:
    ballast = fill(small_disk)
    engine = open_engine(f"sqlite:///{small_disk}/kartebridge.db")
    with pytest.raises(StorageFull, match="make room"):
        migrate(engine)
    ballast.unlink()
    migrate(engine)
    assert messages.recent(engine, limit=1) == []
    engine.dispose()
