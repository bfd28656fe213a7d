"""Write results to a folder: whole files or none, whoever reads along and whatever is cut off.

A file is written under a name beginning with a dot in the folder it belongs to, fsynced and renamed, and the folder is
fsynced: only then it counts as delivered. The same body has the same name, so writing again changes nothing. The root
is never made: a share that is not mounted must not be filled beneath its mount point.

A share that is away can hold a system call for ever. So each write has a thread of its own that is waited for no longer
than the timeout; while one hangs, no other begins.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread

import structlog

from gateway.deliver import folder_files
from gateway.deliver.answer import Answer, Result
from gateway.deliver.folder_files import Placed
from gateway.errors import SiteError
from gateway.settings_destination_folder import FolderDestination
from mappers.hl7.errors import Hl7Error

_FILE_MODE, _FOLDER_MODE = 0o640, 0o750
_FULL = {errno.ENOSPC, errno.EDQUOT}
_SITE_MUST_ACT = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG}


log = structlog.get_logger()


class FolderClient:
    """One folder. Safe to share between threads."""

    def __init__(self, destination: FolderDestination) -> None:
        """Looks at nothing: a share that is away now must not stop the start."""
        self._to = destination
        self._lock = Lock()  # of writes: two at once gain nothing on one disk
        self._hanging: Event | None = None

    def send(self, body: bytes, now: datetime) -> Answer:
        """Write one body. Never raises for what a disk can do."""
        with self._lock:
            if self._hanging is not None and not self._hanging.is_set():
                return _away("an earlier write has not come back")
            done, answers = Event(), list[Answer | Exception]()
            Thread(
                target=self._write, args=(body, done, answers), daemon=True, name=f"write-{self._to.name}"
            ).start()
            self._hanging = done
            if not done.wait(self._to.timeout_s):
                return _away(f"nothing came back within {self._to.timeout_s:g} s")
            if isinstance(answers[0], Exception):
                raise answers[0]
            return answers[0]

    def close(self) -> None:
        """Nothing is held open."""

    def _write(self, body: bytes, done: Event, answers: list[Answer | Exception]) -> None:
        try:
            answers.append(self._judged(body))
        except Exception as error:  # a thread has nobody to raise to: it is raised where it is waited for
            log.error("write failed", destination=self._to.name, exc_info=error)
            answers.append(error)
        finally:
            done.set()

    def _judged(self, body: bytes) -> Answer:
        try:
            placed = self._placed(body)
        except (ValueError, KeyError, TypeError, AssertionError, Hl7Error):
            return Answer(
                Result.DEAD, "the stored body is not of this folder's format: was the format changed?"
            )
        root = self._to.path
        try:
            if not root.is_dir():
                return _away("path is no folder: mount the share or make the folder")
            if self._to.require_mount and not root.is_mount():
                return _away("nothing is mounted at path: mount the share")
            _store(root, placed, body)
        except OSError as error:
            return _failed(error)
        return Answer(Result.DELIVERED)

    def _placed(self, body: bytes) -> Placed:
        if self._to.format == "ss-mix2":
            return folder_files.ss_mix2(body, self._to.patient_id_digits)
        return folder_files.ndjson(body)


def look(destination: FolderDestination) -> None:
    """What `kartebridge check` tries: whether the folder is there and ours to write in. Raises SiteError."""
    key, path = f"destinations.{destination.name}.path", destination.path
    if not path.is_dir():
        raise SiteError(f"{key}: there is no folder {path}; make it, mount the share, or correct the path")
    if not os.access(path, os.W_OK | os.X_OK):
        raise SiteError(f"{key}: no right to write in {path}; let the gateway's user write there")
    if destination.require_mount and not path.is_mount():
        raise SiteError(f"{key}: nothing is mounted at {path}; mount the share, or set require_mount = false")


def _store(root: Path, placed: Placed, body: bytes) -> None:
    folder = root.joinpath(*placed.path.parent.parts)
    _make(root, folder)
    earlier, later = _others(folder, placed)
    name = placed.path.name
    target = folder / (f"{name[:-1]}0" if later else name)  # sent again, and no longer the newest reading
    if not (target.is_file() and target.read_bytes() == body):
        _write_whole(folder, target, body)
    for file in earlier:
        file.replace(file.with_name(f"{file.name[:-1]}0"))
    _sync(folder)


def _make(root: Path, folder: Path) -> None:
    """The folders below the root, each made durable in the one above."""
    missing = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(_FOLDER_MODE, exist_ok=True)
        _sync(one.parent)


def _write_whole(folder: Path, target: Path, body: bytes) -> None:
    descriptor, part = tempfile.mkstemp(prefix=".kartebridge-", suffix=".part", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
            file.flush()
            os.fchmod(file.fileno(), _FILE_MODE)
            os.fsync(file.fileno())
        Path(part).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(part).unlink()
        raise


def _others(folder: Path, placed: Placed) -> tuple[list[Path], list[Path]]:
    """SS-MIX2: of several readings of one document the newest is active (`_1`), others are not (`_0`). The active files
    of earlier and of later readings; names sort by when a document was read."""
    if placed.replaces is None:
        return [], []
    active = [file for file in folder.iterdir() if placed.replaces.fullmatch(file.name)]
    name = placed.path.name
    return [f for f in active if f.name < name[:-1]], [f for f in active if f.name[:-1] > name[:-1]]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _failed(error: OSError) -> Answer:
    if error.errno in _FULL:
        return Answer(Result.RETRY, "the folder's disk is full: make room there", server_works=False)
    if error.errno in _SITE_MUST_ACT:
        reason = f"cannot write in the folder ({error.strerror}): let the gateway's user write there"
        return Answer(Result.RETRY, reason, slow=True, server_works=False)
    return _away(error.strerror or type(error).__name__)


def _away(why: str) -> Answer:
    return Answer(
        Result.RETRY, f"the folder cannot be written now ({why}): look at the share", server_works=False
    )
