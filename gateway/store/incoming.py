"""The folder in which bytes gather before they are whole: same filesystem as the blobs, swept of leftovers.

Each process gathers in a folder of its own and holds a lock in it for as long as it lives; a folder whose
lock can be taken belongs to a process that died, and goes.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from pathlib import Path
from uuid import uuid4

from gateway.errors import StorageFull, StoreAway

FULL = "the disk of data.directory is full; make room there, intake resumes by itself"

_LOCK = ".lock"


def translate(error: OSError) -> StorageFull | StoreAway:
    """StorageFull when room or quota is used up, else StoreAway."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(FULL)
    return StoreAway(
        f"the folder of received bytes cannot be used ({error.strerror}); check data.directory and its owner"
    )


class Incoming:
    """This process's own folder below `directory`; leftovers of dead processes are removed when it is made.

    Raises StorageFull or StoreAway when the folder cannot be made.
    """

    def __init__(self, directory: Path) -> None:
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            root_lock = os.open(directory / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
            try:
                # Nobody may sweep between the making of a folder and of its lock.
                fcntl.flock(root_lock, fcntl.LOCK_EX)
                _sweep(directory)
                self._own = directory / uuid4().hex
                self._own.mkdir(mode=0o700)
                self._lock = os.open(self._own / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
                fcntl.flock(self._lock, fcntl.LOCK_EX)
            finally:
                os.close(root_lock)
        except OSError as error:
            raise translate(error) from error

    def path(self) -> Path:
        """A fresh file name here; the file is not made."""
        return Path(self.name())

    def name(self) -> str:
        """The same as text."""
        return f"{self._own}/{uuid4().hex}"

    def close(self) -> None:
        """Remove the folder and what is left in it."""
        shutil.rmtree(self._own, ignore_errors=True)
        os.close(self._lock)


def _sweep(directory: Path) -> None:
    for folder in directory.iterdir():
        if folder.name == _LOCK:
            continue
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR)
        except FileNotFoundError:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        except NotADirectoryError:
            folder.unlink(missing_ok=True)
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # its process lives
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)
