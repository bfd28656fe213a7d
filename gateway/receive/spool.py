"""Where the data set of one C-STORE gathers: small ones in memory, large ones in a file on the blobs' own disk.

Memory is bounded by `memory_bytes` an object, whatever its size. When there is no more room, or the object is
larger than allowed, the rest is taken off the wire and dropped, so that the association lives on to be told the
true status (PS3.4 Table B.2-1, A700) and works again once there is room.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gateway.errors import KartebridgeError, StorageFull
from gateway.receive.ports import Blobs
from gateway.store.incoming import translate

_ROOM_CHECK_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one object, in bytes."""

    max_object_bytes: int
    memory_bytes: int = 2 * 1024 * 1024


class Spool:
    """Fragments of one data set, after `prelude` (the file meta information).

    `failure` is set instead of raising: a raise would end the association.
    """

    def __init__(self, blobs: Blobs, limits: Limits, prelude: bytes) -> None:
        self._blobs = blobs
        self._limits = limits
        self._prelude = prelude
        self._memory = bytearray()
        self._size = 0
        self._unchecked = 0
        self._file: IO[bytes] | None = None
        self._path: Path | None = None
        self._hash = hashlib.sha256()
        self._head = b""
        self._gone = False
        self.failure: KartebridgeError | None = None

    @property
    def size_bytes(self) -> int:
        """Bytes so far, prelude included."""
        return self._size

    @property
    def spilled(self) -> bool:
        """Whether the bytes went to a file."""
        return self._path is not None

    def write(self, data: memoryview) -> None:
        """One fragment."""
        if self.failure is not None or self._gone:
            return
        if self._size == 0:
            self._append(self._prelude)
        if self._size + len(data) > self._limits.max_object_bytes:
            self._fail(
                StorageFull(
                    f"the object is larger than dicom.max_object_bytes ({self._limits.max_object_bytes} bytes)"
                )
            )
        else:
            try:
                self._append(data)
            except KartebridgeError as error:
                self._fail(error)

    def head(self) -> tuple[bytes | memoryview, bool]:
        """The data set's beginning (whole, if it is in memory) and whether it is the whole."""
        if self.spilled:
            return self._head, False
        return memoryview(self._memory)[len(self._prelude) :], True

    def keep(self) -> str:
        """The bytes into the blob store; their digest when durable. Raises what kept them from it."""
        if self.failure is not None:
            raise self.failure
        if self._file is None or self._path is None:
            return self._blobs.put(bytes(self._memory))
        try:
            self._file.close()
        except OSError as error:
            raise translate(error) from error
        digest = self._blobs.put_file(self._path, self._hash.hexdigest())
        self._path, self._gone = None, True
        return digest

    def discard(self) -> None:
        """Forget the bytes; what comes later is dropped. May be called again, and after `keep`."""
        self._gone = True
        self._drop()

    def _append(self, data: bytes | memoryview) -> None:
        self._size += len(data)
        if self._file is None:
            self._memory += data
            if self._size > self._limits.memory_bytes:
                self._spill()
            return
        self._unchecked += len(data)
        if self._unchecked >= _ROOM_CHECK_BYTES:
            self._blobs.require_room()
            self._unchecked = 0
        self._hash.update(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise translate(error) from error

    def _spill(self) -> None:
        self._blobs.require_room(self._size)
        self._path = self._blobs.incoming_path()
        whole = bytes(self._memory)
        self._head = whole[len(self._prelude) :]
        self._hash.update(whole)
        try:
            self._file = self._path.open("xb", buffering=1024 * 1024)
            self._file.write(whole)
        except OSError as error:
            raise translate(error) from error
        self._memory = bytearray()

    def _fail(self, error: KartebridgeError) -> None:
        self.failure = error
        self._drop()

    def _drop(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # a buffered write that finds the disk full
                self._file.close()
            self._file = None
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._path = None
        self._head = b""
        self._memory = bytearray()
