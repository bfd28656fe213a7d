"""What parent and child say to each other: pickles with their length in front, over a socket pair.

    parent → child   Job
    child → parent   Ready, then for each job any number of Part and one of Done | Failed | Broken

Every Part restarts the job's deadline. End of file in either direction means that the other side is gone.
"""

from __future__ import annotations

import pickle
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_LENGTH = struct.Struct("!Q")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileBytes:
    """An argument that the child reads from this file, so that large documents never pass the parent."""

    path: Path


@dataclass(frozen=True, slots=True)
class Job:
    """A call of a module-level function, `package.module:function`; arguments must pickle.

    A generator function may be named too: each value it yields is a part, its return value the result.
    """

    function: str
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """The child has started and awaits jobs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A value that the job yielded."""

    value: object


@dataclass(frozen=True, slots=True)
class Done:
    """The job's result."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """One of our own exceptions, as the job raised it."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Broken:
    """Any other exception: its type and the places it passed, never its text (it may quote the document)."""

    error_type: str
    places: tuple[str, ...]
    out_of_memory: bool = False


Answer = Ready | Part | Done | Failed | Broken


def encode(message: object) -> bytes:
    """The message as it travels; raises what pickle raises when it cannot."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def receive(connection: socket.socket, deadline: float | None = None) -> object:
    """The next message; `deadline` is on time.monotonic's clock.

    Raises EOFError when the other side has gone, TimeoutError when the deadline passes first.
    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size, deadline))
    return pickle.loads(_exactly(connection, length, deadline))


def _exactly(connection: socket.socket, size: int, deadline: float | None) -> bytearray:
    whole = bytearray()
    while len(whole) < size:
        wait_until(connection, deadline)
        chunk = connection.recv(min(size - len(whole), _CHUNK))
        if not chunk:
            raise EOFError
        whole += chunk
    return whole


def send(connection: socket.socket, data: bytes, deadline: float | None = None) -> None:
    """All bytes, or TimeoutError at the deadline, or OSError when the other side has gone."""
    rest = memoryview(data)
    while rest:
        wait_until(connection, deadline)
        rest = rest[connection.send(rest[:_CHUNK]) :]


def wait_until(connection: socket.socket, deadline: float | None) -> None:
    """Let the next call on the connection block until the deadline at most; TimeoutError if it has passed."""
    if deadline is None:
        connection.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)
