"""Bytes by their SHA-256: messages as received, documents, page pictures, bundles.

`put` returns when the bytes are durable: file fsynced, renamed into place, folder fsynced. The same bytes are
kept once; what is read back is checked against its name.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from gateway.errors import BlobLost, StorageFull
from gateway.settings import BlobKind, Settings
from gateway.store import disk
from gateway.store.incoming import Incoming, translate

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SPACE_AGE_S = 0.2


class BlobStore(Protocol):
    """Where bytes are kept. Safe for threads; several processes may use one store at once."""

    def put(self, data: bytes) -> str:
        """Keep bytes; their hex SHA-256, once durable.

        Raises StorageFull or StoreAway, and keeps nothing then.
        """
        ...

    def put_file(self, path: Path, digest: str | None = None) -> str:
        """Keep a file's bytes and take the file away; `digest` is trusted where the caller computed it.

        Made for files at `incoming_path()`: they are moved, not copied. The file stays when this raises.
        """
        ...

    def get(self, digest: str) -> bytes:
        """The bytes. Raises BlobLost when they are not there or damaged, StoreAway when the store is away."""
        ...

    def open_path(self, digest: str) -> Path | None:
        """The file that holds the bytes, to be read and never written; None where the store has no files."""
        ...

    def exists(self, digest: str) -> bool:
        """Whether the bytes are there."""
        ...

    def delete(self, digest: str) -> None:
        """Forget the bytes; nothing happens when they are not there."""
        ...

    def incoming_path(self) -> Path:
        """A fresh file name on the store's own disk, for bytes that are too many for memory."""
        ...

    def require_room(self, size_bytes: int = 0) -> None:
        """Raise StorageFull when that many more bytes would leave less than data.min_free_bytes."""
        ...

    def close(self) -> None:
        """Remove this process's incoming folder."""
        ...


def open_blobs(settings: Settings) -> BlobStore:
    """The store that the settings name. Raises SiteError when its parts are missing."""
    directory = settings.data.directory
    if settings.blobs.kind is BlobKind.S3:
        from gateway.store.s3 import open_s3  # needs the s3 extra

        return open_s3(settings.blobs, directory / "incoming", settings.data.min_free_bytes)
    return FileBlobStore(directory / "blobs", settings.data.min_free_bytes)


def checked(digest: str) -> str:
    """A digest that is one: it becomes part of a path. Raises ValueError."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not a hex SHA-256")
    return digest


def digest_of_file(path: Path) -> str:
    """Hex SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Room:
    """Free space of a folder's disk, looked at again after 0.2 s."""

    def __init__(self, directory: Path, min_free_bytes: int, monotonic: Callable[[], float]) -> None:
        self._directory = directory
        self._min_free_bytes = min_free_bytes
        self._monotonic = monotonic
        self._free_bytes = 0
        self._until = float("-inf")

    def require(self, size_bytes: int) -> None:
        """Raise StorageFull when `size_bytes` more would leave too little."""
        now = self._monotonic()
        if now >= self._until:
            try:
                filesystem = os.statvfs(self._directory)
            except OSError as error:
                raise translate(error) from error
            self._free_bytes = filesystem.f_bavail * filesystem.f_frsize
            self._until = now + _SPACE_AGE_S
        if self._free_bytes - size_bytes < self._min_free_bytes:
            raise StorageFull(
                f"less than data.min_free_bytes ({self._min_free_bytes}) would stay free on the disk of "
                "data.directory; make room there, intake resumes by itself"
            )


class FileBlobStore:
    """Blobs as files `ab/<digest>` below a folder; readable by their owner only.

    All 256 folders are made durable when the store is opened, so that a `put` costs two fsyncs: of the file,
    and of the folder that holds its name.
    """

    def __init__(
        self, directory: Path, min_free_bytes: int = 0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._directory = directory
        self._incoming = Incoming(directory / "incoming")
        try:
            _make_folders(directory)
        except OSError as error:
            self._incoming.close()
            raise translate(error) from error
        for folder in (directory.parent, directory.parent.parent):
            with suppress(PermissionError):  # a folder that is not ours was not made by us either
                disk.sync(str(folder))
        self._room = Room(directory, min_free_bytes, monotonic)

    def put(self, data: bytes) -> str:
        """See BlobStore."""
        try:
            return self._put(data)
        except StorageFull:
            digest = hashlib.sha256(data).hexdigest()
            if self._settled(digest, len(data)):  # what is there already needs no room
                return digest
            raise

    def _put(self, data: bytes) -> str:
        self._room.require(len(data))
        temporary = self._incoming.name()
        try:
            file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                disk.write_all(file, data)
                disk.begin_write_back(file)  # the disk works while the digest is computed
                digest = hashlib.sha256(data).hexdigest()
                if self._settled(digest, len(data)):
                    return digest
                os.fsync(file)
            finally:
                os.close(file)
            self._settle(temporary, digest)
        except OSError as error:
            raise translate(error) from error
        finally:
            disk.remove(temporary)
        return digest

    def put_file(self, path: Path, digest: str | None = None) -> str:
        """See BlobStore."""
        temporary: str | None = None
        try:
            name = checked(digest) if digest is not None else digest_of_file(path)
            size = path.stat().st_size
            if not self._settled(name, size):
                if path.stat().st_dev != self._directory.stat().st_dev:
                    self._room.require(size)
                    temporary = self._incoming.name()
                    shutil.copyfile(path, temporary)
                source = Path(temporary) if temporary is not None else path
                source.chmod(0o600)
                disk.sync(str(source))
                self._settle(str(source), name)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise translate(error) from error
        finally:
            if temporary is not None:
                disk.remove(temporary)
        return name

    def get(self, digest: str) -> bytes:
        """See BlobStore."""
        try:
            data = self._path(digest).read_bytes()
        except FileNotFoundError as error:
            raise lost(digest) from error
        except OSError as error:
            raise translate(error) from error
        return intact(data, digest)

    def open_path(self, digest: str) -> Path | None:
        """See BlobStore."""
        path = self._path(digest)
        if not path.exists():
            raise lost(digest)
        return path

    def exists(self, digest: str) -> bool:
        """See BlobStore."""
        return self._path(digest).exists()

    def delete(self, digest: str) -> None:
        """See BlobStore."""
        path = self._path(digest)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise translate(error) from error

    def incoming_path(self) -> Path:
        """See BlobStore."""
        return self._incoming.path()

    def require_room(self, size_bytes: int = 0) -> None:
        """See BlobStore."""
        self._room.require(size_bytes)

    def close(self) -> None:
        """See BlobStore."""
        self._incoming.close()

    def _path(self, digest: str) -> Path:
        return Path(self._folder(digest), digest)

    def _folder(self, digest: str) -> str:
        return f"{self._directory}/{checked(digest)[:2]}"

    def _settled(self, digest: str, size_bytes: int) -> bool:
        """Whether the bytes are there, and durably: who put them may not have come to its last fsync."""
        folder = self._folder(digest)
        try:
            if disk.size_bytes(f"{folder}/{digest}") != size_bytes:
                return False
            disk.sync(folder)
        except OSError as error:
            raise translate(error) from error
        return True

    def _settle(self, whole: str, digest: str) -> None:
        folder = self._folder(digest)
        disk.rename(whole, f"{folder}/{digest}")
        disk.sync(folder)


def _make_folders(root: Path) -> None:
    """`00` to `ff`, durable; folders found are synced too, for whoever made them may have died before."""
    there = {entry.name for entry in root.iterdir()}
    for name in (f"{number:02x}" for number in range(256)):
        if name not in there:
            (root / name).mkdir(mode=0o700, exist_ok=True)  # another process may be at it too
    disk.sync(str(root))


def lost(digest: str) -> BlobLost:
    """What to raise when bytes are gone."""
    return BlobLost(
        f"the bytes {digest} are not in the store; restore them from a backup of data.directory/blobs"
    )


def intact(data: bytes, digest: str) -> bytes:
    """The bytes, if they are the ones the name says. Raises BlobLost."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise BlobLost(
            f"the bytes {digest} are damaged; check the disk and restore them from a backup of the blobs"
        )
    return data
