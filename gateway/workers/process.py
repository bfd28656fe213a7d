"""One child process as its parent sees it: started in a clean environment, spoken to, ended for good."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Self

from gateway.workers.channel import Ready, receive, send

START_S = 60.0
"""A child that has not said Ready after this long never will."""

LEAVE_S = 5.0
"""A child that has not left after this long is killed."""

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "HOME", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
_KEPT_PREFIXES = ("CUDA_", "NVIDIA_")  # for an engine that runs its model in process
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "VLLM_NO_USAGE_STATS": "1",
    "DO_NOT_TRACK": "1",
}
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)


class ChildGone(Exception):
    """The process ended by itself; `signal` is 0 where it was not a signal, `site` is from faulthandler."""

    def __init__(self, returncode: int | None, site: str) -> None:
        super().__init__(f"exit {returncode}")
        self.signal = -returncode if returncode is not None and returncode < 0 else 0
        self.site = site


@dataclass(frozen=True, slots=True)
class Launch:
    """How children are started: the same for all of a pool."""

    environment: Mapping[str, str]
    nice: int
    memory_bytes: int

    @classmethod
    def plan(cls, threads: int, memory_bytes: int, nice: int, more: Mapping[str, str]) -> Self:
        """Environment by allow-list: the parent's may hold passwords, and a child parses hostile files."""
        kept = {k: v for k, v in os.environ.items() if k in _KEPT or k.startswith(_KEPT_PREFIXES)}
        number = str(threads or os.cpu_count() or 1)
        path = os.pathsep.join(os.path.abspath(p) for p in sys.path)  # noqa: PTH100 - "" is the current folder
        environment = {**kept, **_OFFLINE, **dict.fromkeys(_THREADS, number), "PYTHONPATH": path, **more}
        return cls(environment, nice, memory_bytes)


class Child:
    """A started child. `start` it, `ask` and `answer` in turn, then `dismiss` or `kill`, in one thread.

    `kill` alone may be called from another thread.
    """

    def __init__(self, process: subprocess.Popen[bytes], connection: socket.socket, crash: IO[bytes]) -> None:
        self._process = process
        self._connection = connection
        self._crash = crash
        self.pid = process.pid

    @classmethod
    def start(cls, launch: Launch) -> Self:
        """A process that has said Ready. Raises ChildGone when it cannot start, OSError when it may not."""
        with contextlib.ExitStack() as undo:
            ours, theirs = socket.socketpair()
            undo.callback(ours.close)
            crash = undo.enter_context(tempfile.TemporaryFile())
            with theirs:
                process = subprocess.Popen(
                    [
                        *(sys.executable, "-P", "-m", "gateway.workers.child"),
                        *(str(theirs.fileno()), str(os.getpid()), str(launch.nice)),
                        *(str(launch.memory_bytes), str(crash.fileno())),
                    ],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=dict(launch.environment),
                    pass_fds=(theirs.fileno(), crash.fileno()),
                    start_new_session=True,  # a ^C in the terminal is the parent's
                )
            child = cls(process, ours, crash)
            undo.pop_all()
        try:
            ready = child.answer(time.monotonic() + START_S)
            if isinstance(ready, Ready):
                return child
        except TimeoutError:
            pass
        except ChildGone:
            child.kill_and_reap()
            raise
        child.kill_and_reap()
        raise ChildGone(process.returncode, "")

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, message: bytes, deadline: float) -> None:
        """Send an encoded job. Raises ChildGone, TimeoutError."""
        try:
            send(self._connection, message, deadline)
        except TimeoutError:
            raise
        except OSError:
            raise self._gone() from None

    def answer(self, deadline: float) -> object:
        """The child's next message. Raises ChildGone, TimeoutError, and what unpickling raises."""
        try:
            return receive(self._connection, deadline)
        except TimeoutError:
            raise
        except (EOFError, OSError):
            raise self._gone() from None

    def _gone(self) -> ChildGone:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(LEAVE_S)
        return ChildGone(self._process.returncode, self._crash_site())

    def _crash_site(self) -> str:
        """The innermost Python frame of a crash: file, line and function, never values."""
        self._crash.seek(0)
        lines = self._crash.read(65_536).decode("utf-8", "replace").splitlines()
        frames = [line.strip() for line in lines if line.startswith('  File "')]
        return frames[0] if frames else ""

    def kill(self) -> None:
        """SIGKILL; the thread that owns the child reaps it."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)

    def kill_and_reap(self) -> None:
        """SIGKILL, wait, and give back every descriptor."""
        self.kill()
        self._process.wait()
        self._connection.close()
        self._crash.close()

    def dismiss(self) -> None:
        """Let the child leave by itself, which it does at once between jobs; kill it if it does not."""
        self._connection.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(LEAVE_S)
        self.kill_and_reap()
