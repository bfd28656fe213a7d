"""The daemon as a child process of the demo: its settings, its start, its addresses and its end."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from queue import Empty, SimpleQueue

import httpx

from gateway.errors import SiteError

START_S = 60.0
STOP_S = 30.0
HOST = "127.0.0.1"
_MARK = "kartebridge-demo.toml"
_START = (
    "import ctypes, os, signal, sys\n"
    "if sys.platform == 'linux':\n"
    "    ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)\n"  # PR_SET_PDEATHSIG
    "if os.getppid() != int(sys.argv.pop(1)): sys.exit(1)\n"  # it died before we asked
    "from gateway.cli import main; main()"
)
"""A daemon that is told to stop even when the demo gets SIGKILL (by the kernel, so on Linux alone)."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the child listens, and the token it printed at its first start."""

    dicom: int
    mllp: int
    web: int
    token: str

    @property
    def url(self) -> str:
        """Root of console and results API."""
        return f"http://{HOST}:{self.web}"


def fresh_directory(folder: Path) -> None:
    """An empty folder; only one that an earlier demo made is wiped."""
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise SiteError(f"{folder} is not from a demo and is not wiped: move it away or give another folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def write_settings(folder: Path, engine: Path | None = None) -> Path:
    """Settings for loopback with ports of the system's choice; everything else is the default.

    `engine`: a file whose tables [engine] and [[models]] say what reads.
    """
    web = free_port()  # known before the start, since results carry the API's address
    path = folder / _MARK
    path.write_text(
        f'[site]\nname = "Kartebridge demo"\n'
        f'[data]\ndirectory = "{(folder / "data").as_posix()}"\nmin_free_bytes = 67108864\n'
        f'[dicom]\nhost = "{HOST}"\nport = 0\n'
        f'[mllp]\nhost = "{HOST}"\nport = 0\n'
        f'[web]\nhost = "{HOST}"\nport = {web}\n'
        f'[fhir]\nbase_url = "http://{HOST}:{web}/fhir"\n' + (engine.read_text("utf-8") if engine else ""),
        encoding="utf-8",
    )
    return path


def said_of(engine: Path) -> str:
    """The comment with which a file of engine settings begins: what it says of the engine, for the screen."""
    lines = engine.read_text("utf-8").splitlines()
    return " ".join(line.lstrip("# ") for line in takewhile(lambda line: line.startswith("#"), lines))


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Daemon:
    """`kartebridge serve` as a child; leaving the context ends it. Made in the main thread: its end ends the child."""

    def __init__(self, config: Path, log: Path) -> None:
        self._log_path = log
        self._log = log.open("wb")
        self._lines: SimpleQueue[str] = SimpleQueue()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, str(os.getpid()), "serve", "--config", str(config)],
            stdout=subprocess.PIPE,
            stderr=self._log,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(target=self._read, name="demo-child-output", daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self._lines.put(line)

    def addresses(self) -> Addresses:
        """Wait for the line with the addresses, then for /health. SiteError says where the log is."""
        deadline = time.monotonic() + START_S
        while True:
            try:
                line = self._lines.get(timeout=0.2)
            except Empty:
                self._still_there(deadline)
                continue
            with contextlib.suppress(ValueError, TypeError, KeyError):
                said = json.loads(line)
                found = Addresses(
                    int(said["dicom"]), int(said["mllp"]), int(said["web"]), str(said.get("token") or "")
                )
                self._wait_health(found, deadline)
                return found

    def _wait_health(self, found: Addresses, deadline: float) -> None:
        with httpx.Client(trust_env=False, timeout=5) as client:
            while True:
                with contextlib.suppress(httpx.HTTPError):
                    if client.get(found.url + "/health").is_success:
                        return
                self._still_there(deadline)
                time.sleep(0.05)

    def _still_there(self, deadline: float) -> None:
        code = self.process.poll()
        if code is not None:
            raise SiteError(
                f"the gateway ended while starting (exit {code}); its log is {self._log_path}, "
                f"which ends: {self._last_words()}"
            )
        if time.monotonic() > deadline:
            raise SiteError(f"the gateway was not ready within {START_S:.0f} s; its log is {self._log_path}")

    def _last_words(self) -> str:
        lines = self._log_path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1][:400] if lines else "(nothing)"

    def stop(self) -> None:
        """SIGTERM, and SIGKILL to one that does not listen."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._log.close()

    def __enter__(self) -> Daemon:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
