"""The gateway as hospital IT runs it: a process of its own, told by signals, seen through its sockets."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydicom.filereader import read_file_meta_info

from gateway.ids import sha256
from gateway.store import messages
from gateway.store.engine import open_engine
from gateway.store.messages import MessageRow

# What settles: nothing moves by itself any more.
SETTLED = {"done", "ignored", "accepted", "waiting", "quarantined"}


def free_port() -> int:
    """A TCP port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Daemon:
    """`kartebridge serve` on fixed loopback ports, startable again after a kill on the same data."""

    folder: Path
    extra: str = ""  # further lines of gateway.toml
    dicom: int = field(default_factory=free_port)
    mllp: int = field(default_factory=free_port)
    web: int = field(default_factory=free_port)
    token: str = ""
    process: subprocess.Popen[str] | None = None

    @property
    def log(self) -> Path:
        """Standard error of every start."""
        return self.folder / "daemon.log"

    @property
    def config(self) -> Path:
        """gateway.toml."""
        return self.folder / "gateway.toml"

    def write_config(self) -> None:
        """A gateway on loopback with everything in `folder`."""
        self.config.write_text(
            f'[data]\ndirectory = "{self.folder / "data"}"\n'
            f'[dicom]\nhost = "127.0.0.1"\nport = {self.dicom}\n'
            f'[mllp]\nhost = "127.0.0.1"\nport = {self.mllp}\n'
            f"[web]\nport = {self.web}\n" + self.extra,
            encoding="utf-8",
        )

    def start(self) -> None:
        """Returns when every listener answers."""
        if not self.config.exists():
            self.write_config()
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gateway.cli", "serve", "--config", str(self.config)],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={k: v for k, v in os.environ.items() if not k.startswith("KARTEBRIDGE_")},
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the daemon did not start:\n{self.log.read_text(encoding='utf-8')[-3000:]}"
        self.token = json.loads(line).get("token", self.token)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """SIGKILL, and wait until the process is gone."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.process.kill()
        self.process.wait(10)
        self.process.stdout.close()

    def stop(self, within_s: float = 40.0) -> int:
        """SIGTERM; the exit status."""
        assert self.process is not None
        assert self.process.stdout is not None
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(within_s)
        self.process.stdout.close()
        return status

    def get(self, path: str, **params: str) -> httpx.Response:
        """A request with the token."""
        return httpx.get(
            f"http://127.0.0.1:{self.web}{path}",
            params=params or None,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=30,
            trust_env=False,
        )

    def resources(self, kind: str, *, numbers_as_text: bool = False, **params: str) -> list[dict[str, Any]]:
        """Every resource of a type from the results API, page by page; decimals as printed where asked."""
        found: list[dict[str, Any]] = []
        as_number = str if numbers_as_text else float
        answer = self.get(f"/fhir/{kind}", _count="200", **params)
        while True:
            assert answer.status_code == 200, answer.text
            bundle = json.loads(answer.text, parse_float=as_number, parse_int=str if numbers_as_text else int)
            found += [entry["resource"] for entry in bundle.get("entry", [])]
            onward = [link["url"] for link in bundle.get("link", []) if link["relation"] == "next"]
            if not onward:
                return found
            path = onward[0].split("/fhir/", 1)[1]
            answer = self.get(f"/fhir/{path}")

    def metric(self, name: str) -> dict[str, float]:
        """Samples of a metric by their labels as written."""
        lines = self.get("/metrics").text.splitlines()
        samples = [
            line.rsplit(" ", 1) for line in lines if line.startswith(name) and not line.startswith("#")
        ]
        return {key.removeprefix(name): float(value) for key, value in samples}

    def settled(self) -> bool:
        """Whether no message is in work."""
        states = self.metric("kartebridge_messages")
        moving = {state: n for state, n in states.items() if state.split('"')[1] not in SETTLED and n}
        return not moving

    def rows(self) -> list[MessageRow]:
        """Every message in the store, last arrived first."""
        engine = open_engine(f"sqlite:///{self.folder / 'data' / 'kartebridge.db'}")
        try:
            return messages.recent(engine, limit=100_000)
        finally:
            engine.dispose()

    def messages(self, state: str) -> list[str]:
        """Ids of the messages in a state."""
        return [row.id for row in self.rows() if row.state == state]

    def state_of(self, case: Path) -> str:
        """What became of a sample: its latest message by SOPInstanceUID or by the bytes."""
        if (case / "document.dcm").exists():
            uid = read_file_meta_info(case / "document.dcm").MediaStorageSOPInstanceUID
            found = [row for row in self.rows() if row.control_id == uid]
        else:
            digest = sha256((case / "message.hl7").read_bytes())
            found = [row for row in self.rows() if row.digest == digest]
        assert len(found) == 1, f"{case.name} is stored {len(found)} times"
        return f"{found[0].state}"

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A `kartebridge` command beside the running daemon."""
        return subprocess.run(
            [sys.executable, "-m", "gateway.cli", *words, "--config", str(self.config)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def wait_delivered(self, within_s: float) -> None:
        """Until nothing is pending for any destination."""
        deadline = time.monotonic() + within_s
        while any(n for key, n in self.metric("kartebridge_deliveries").items() if "pending" in key):
            assert time.monotonic() < deadline, self.metric("kartebridge_deliveries")
            time.sleep(0.2)

    def wait_settled(self, within_s: float) -> None:
        """Until no message is in work."""
        deadline = time.monotonic() + within_s
        while not self.settled():
            assert time.monotonic() < deadline, self.metric("kartebridge_messages")
            time.sleep(0.2)
