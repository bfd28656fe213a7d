"""The few system calls that make bytes durable, with nothing around them: they are on the way to every ack.

Paths are text here, for a Path costs more than the call it is made for.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

_SYNC_FILE_RANGE_WRITE = 2  # sync_file_range(2); Python does not offer the call
_libc = ctypes.CDLL(None)
_sync_file_range = getattr(_libc, "sync_file_range", None)  # Linux only, and only for speed
if _sync_file_range is not None:
    _sync_file_range.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)


def write_all(file: int, data: bytes) -> None:
    """All the bytes into an open file. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def begin_write_back(file: int) -> None:
    """Tell the disk to begin, and return: the fsync that must follow then waits less. Promises nothing."""
    if _sync_file_range is not None:
        _sync_file_range(file, 0, 0, _SYNC_FILE_RANGE_WRITE)


def sync(path: str) -> None:
    """Make a file's bytes, or the names in a folder, durable. Raises OSError."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def size_bytes(path: str) -> int | None:
    """Size of a file; None where there is none. Raises OSError."""
    try:
        return os.stat(path).st_size  # noqa: PTH116
    except FileNotFoundError:
        return None


def rename(source: str, target: str) -> None:
    """Give a file its name, in place of what had it. Raises OSError."""
    os.rename(source, target)  # noqa: PTH104


def remove(path: str) -> None:
    """Remove a file that may be gone already. Raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108
