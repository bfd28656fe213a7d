"""The process between the gateway and a model server: `python -I guard.py STOP_S COMMAND…`.

It leads a process group of its own in which the server and all its children run. Standard input is a pipe of the
gateway's: at its end — told to stop, or the gateway died, however — the server gets SIGTERM, then the whole group
SIGKILL after STOP_S. When the server ends by itself, what it left running is killed and its exit status passed on.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h: children of children that end become ours to reap
CANNOT_START = 127


def main(arguments: Sequence[str]) -> int:
    """Run the server until it ends or our input does; the exit status is the server's, 128 + n for signal n."""
    stop_s, command = float(arguments[0]), list(arguments[1:])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # only the end of our input counts
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold patient data
    ended, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_plain_signals)  # noqa: PLW1509
    except OSError as error:
        sys.stderr.write(f"cannot start {command[0]}: {error.strerror}\n")
        return CANNOT_START
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ, "input")
        selector.register(ended, selectors.EVENT_READ, "child")
        while process.poll() is None:
            for key, _ in selector.select():
                if key.data == "child":
                    os.read(ended, 4096)
                elif not os.read(sys.stdin.fileno(), 4096):
                    return _end(process, stop_s)
    _kill_the_others()
    return _status(process.returncode)


def _plain_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)


def _end(process: subprocess.Popen[bytes], stop_s: float) -> int:
    """SIGTERM, and SIGKILL of all that is left."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(stop_s)
    _kill_the_others()
    process.wait()
    return 0


def _kill_the_others() -> None:
    """SIGKILL to everybody in our group or below us, until nobody is left to reap."""
    deadline = time.monotonic() + 5.0
    while time.monotonic() < deadline:
        others = _others()
        if not others:
            return
        for pid in others:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
        time.sleep(0.02)


def _others() -> list[int]:
    """Processes of our group and children that still run, from /proc/PID/stat (state, parent, group)."""
    found = []
    for folder in Path("/proc").iterdir() if sys.platform == "linux" else ():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        with contextlib.suppress(OSError, ValueError):
            text = (folder / "stat").read_text(encoding="ascii", errors="replace")
            state, parent, group = text.rpartition(")")[2].split()[:3]
            if os.getpid() in (int(parent), int(group)) and state != "Z":
                found.append(int(folder.name))
    return found


def _status(returncode: int) -> int:
    return returncode if returncode >= 0 else 128 - returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
