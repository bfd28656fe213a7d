"""The child process: `python -P -m gateway.workers.child FD PARENT_PID NICE MEMORY_BYTES CRASH_FD`.

It runs one job at a time, ignores SIGINT and SIGTERM (the parent decides when it leaves: end of file on the
socket), and dies with its parent. Standard output and error lead nowhere: libraries that print might print
what they parse. A crash leaves its Python frames, which hold no values, in CRASH_FD for the parent to read.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import importlib
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from typing import Any

from gateway.errors import StoreAway
from gateway.workers.channel import Broken, Done, Failed, FileBytes, Job, Part, Ready, encode, receive, send

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_OURS = ("gateway.", "inference.", "mappers.")
_NO_MEMORY = ("bad_alloc", "bad allocation", "failed to allocate", "cannot allocate", "insufficient memory")
"""How native libraries (onnxruntime, OpenCV) say what Python calls MemoryError, in lower case."""


def main(arguments: list[str]) -> int:
    """Serve jobs until the parent closes the socket."""
    fd, parent, nice, memory_bytes, crash_fd = (int(a) for a in arguments)
    _settle(parent, nice, memory_bytes, crash_fd)
    connection = socket.socket(fileno=fd)
    with connection, contextlib.suppress(EOFError, OSError):
        send(connection, encode(Ready()))
        _serve(connection, receive(connection))
        gc.collect()
        gc.freeze()  # models and libraries that the first job loaded stay: collections need not walk them again
        while True:
            _serve(connection, receive(connection))
    return 0


def _settle(parent: int, nice: int, memory_bytes: int, crash_fd: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.platform == "linux":
        # Follows the death of the thread that started us; the pool keeps that thread for our whole life.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
    os.nice(nice)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold patient data
    if memory_bytes:
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    faulthandler.enable(file=crash_fd, all_threads=False)


def _serve(connection: socket.socket, job: object) -> None:
    assert isinstance(job, Job)
    try:
        for part in _run(job):
            send(connection, part)
    except MemoryError:
        send(connection, encode(Broken("MemoryError", (), out_of_memory=True)))
    except Exception as error:  # noqa: BLE001 - the job's caller awaits an answer
        send(connection, _failure(error))


def _run(job: Job) -> Iterator[bytes]:
    """Encoded answers: parts as they come, then the result."""
    function = _function(job.function)
    args = tuple(_argument(a) for a in job.args)
    value = function(*args, **{name: _argument(a) for name, a in job.kwargs.items()})
    if isinstance(value, Generator):
        steps = value
        while True:
            try:
                part = next(steps)
            except StopIteration as end:
                value = end.value
                break
            yield encode(Part(part))
    yield encode(Done(value))


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _argument(value: object) -> object:
    if not isinstance(value, FileBytes):
        return value
    try:
        return value.path.read_bytes()
    except OSError as error:
        raise StoreAway(
            f"a worker cannot read {value.path} ({error.strerror}); check that the blob folder is mounted"
        ) from None


def _failure(error: Exception) -> bytes:
    """The exception itself where it is ours and travels, else what may be said of it."""
    if type(error).__module__.startswith(_OURS):
        error.__traceback__ = error.__cause__ = error.__context__ = None
        with contextlib.suppress(Exception):
            answer = encode(Failed(error))
            pickle.loads(
                pickle.dumps(error)
            )  # an exception whose constructor differs fails here, not in the parent
            return answer
    frames = traceback.extract_tb(error.__traceback__)
    places = tuple(f"{f.filename}:{f.lineno} in {f.name}" for f in frames[1:])
    text = str(error).lower()
    return encode(Broken(type(error).__qualname__, places, any(said in text for said in _NO_MEMORY)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
