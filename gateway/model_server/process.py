"""One run of a model server as the gateway sees it: started behind its guard, listened to, ended for good."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Protocol, Self

from gateway.model_server import guard
from gateway.model_server.command import Server
from gateway.model_server.output import LONGEST_LINE

GUARD_S = 10.0
"""What the guard gets beside the server's own time before the whole group is killed from here."""


class Run(Protocol):
    """A started server."""

    @property
    def pid(self) -> int:
        """Of the guard, which is also the group's."""
        ...

    def alive(self) -> bool:
        """Whether it runs."""
        ...

    def ended(self) -> str:
        """How it ended, in words for hospital IT; only where it is not alive."""
        ...

    def end(self) -> None:
        """SIGTERM, then SIGKILL after a bound; returns when nothing of it runs."""
        ...

    def kill(self) -> None:
        """SIGKILL to all of it; returns when nothing of it runs."""
        ...


class Process:
    """`Run` with real processes. One thread of its own reads the output until its end."""

    def __init__(self, popen: subprocess.Popen[bytes], stop_s: float) -> None:
        self._popen = popen
        self._stop_s = stop_s
        self._reader: threading.Thread | None = None
        self.pid = popen.pid

    @classmethod
    def start(
        cls,
        server: Server,
        stop_s: float,
        home: Path,
        on_line: Callable[[bytes], None],
        on_end: Callable[[], None],
    ) -> Self:
        """Start it. `on_line` gets each line, cut to LONGEST_LINE bytes, and `on_end` is called once, in a thread.

        Raises OSError where no process can be made; a command that is not there shows as an end.
        """
        command = (sys.executable, "-I", str(Path(guard.__file__)), str(stop_s), *server.arguments)
        popen = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,  # its end tells the guard to stop, also when we die
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(server.environment),
            cwd=home,
            start_new_session=True,
        )
        run = cls(popen, stop_s)
        assert popen.stdout is not None
        arguments = (popen.stdout, on_line, on_end)
        run._reader = threading.Thread(
            target=_read, args=arguments, name=f"model-server-output-{popen.pid}", daemon=True
        )
        run._reader.start()
        return run

    def alive(self) -> bool:
        """Whether the guard runs. Seen without reaping it, so that its group's number stays ours."""
        if self._popen.returncode is not None:
            return False
        found = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return found is None

    def ended(self) -> str:
        """How it ended; what it left running is killed first."""
        self._reap()
        status = self._popen.returncode
        if status == guard.CANNOT_START:
            return "it cannot be started: see models.….managed.command and the lines before this one"
        if status < 0 or status > 128:
            number = -status if status < 0 else status - 128
            hint = ", perhaps for want of memory" if number == signal.SIGKILL else ""
            return f"killed by signal {number}{hint}"
        return f"exit status {status}: the lines before this one say why"

    def end(self) -> None:
        """Close the guard's input and wait; kill what is left after the bound."""
        if self._popen.stdin is not None:
            with contextlib.suppress(OSError):
                self._popen.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._wait(self._stop_s + GUARD_S)
        self._reap()

    def kill(self) -> None:
        """SIGKILL to the group."""
        self._kill_group()
        self._reap()

    def _wait(self, timeout_s: float) -> None:
        """Until the guard has ended; not reaped."""
        ended = threading.Event()
        waiter = threading.Thread(target=self._until_ended, args=(ended,), daemon=True)
        waiter.start()
        if not ended.wait(timeout_s):
            raise subprocess.TimeoutExpired("model server", timeout_s)
        waiter.join()

    def _until_ended(self, ended: threading.Event) -> None:
        if self._popen.returncode is None:
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        ended.set()

    def _kill_group(self) -> None:
        if self._popen.returncode is None:  # else the number may be another's by now
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)

    def _reap(self) -> None:
        self._kill_group()
        self._popen.wait()
        if self._popen.stdin is not None:
            with contextlib.suppress(OSError):
                self._popen.stdin.close()
        if self._reader is not None:
            self._reader.join(GUARD_S)


def _read(stream: IO[bytes], on_line: Callable[[bytes], None], on_end: Callable[[], None]) -> None:
    """Lines until the end; of a long one only its beginning."""
    with stream:
        whole = True
        while piece := stream.readline(LONGEST_LINE):
            if whole:
                on_line(piece)
            whole = piece.endswith(b"\n")
    on_end()
