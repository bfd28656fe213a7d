"""The receivers side by side: Kartebridge, DCMTK's storescp, Orthanc. Each a context manager with a DICOM port."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.demo.child import HOST, Addresses, Daemon, free_port

AE_TITLE = "BENCH"
START_S = 30.0


@dataclass(frozen=True, slots=True)
class Receiver:
    """A running storage SCP."""

    name: str
    dicom_port: int
    pid: int


@contextmanager
def kartebridge(folder: Path, *, process: bool = False) -> Iterator[tuple[Addresses, int]]:
    """The daemon with its defaults; unless `process`, its rules keep messages and do nothing more with them.

    Yields its addresses and process id.
    """
    folder.mkdir(parents=True)
    action = "process" if process else "accept"
    routes = folder / "routes.toml"
    routes.write_text(f'[default]\naction = "{action}"\n', encoding="utf-8")
    web = free_port()
    config = folder / "gateway.toml"
    config.write_text(
        f'[data]\ndirectory = "{(folder / "data").as_posix()}"\n'
        f'[dicom]\nhost = "{HOST}"\nport = 0\nae_title = "{AE_TITLE}"\n'
        f'[mllp]\nhost = "{HOST}"\nport = 0\n'
        f'[web]\nport = {web}\n[fhir]\nbase_url = "http://{HOST}:{web}/fhir"\n'
        f'[routing]\nfile = "{routes.as_posix()}"\n',
        encoding="utf-8",
    )
    with Daemon(config, folder / "daemon.log") as daemon:
        yield daemon.addresses(), daemon.process.pid


@contextmanager
def gateway_receiver(folder: Path) -> Iterator[Receiver]:
    """Kartebridge as one of the receivers."""
    with kartebridge(folder) as (found, pid):
        yield Receiver("Kartebridge", found.dicom, pid)


@contextmanager
def storescp(folder: Path) -> Iterator[Receiver]:
    """DCMTK's storescp: writes files, makes nothing durable; a process an association."""
    store = folder / "store"
    store.mkdir(parents=True)
    port = free_port()
    command = [
        "storescp",
        "--fork",
        "-aet",
        AE_TITLE,
        "-pdu",
        "131072",
        "+xa",
        "+B",
        "-od",
        str(store),
        str(port),
    ]
    with _child(command, folder, port) as pid:
        yield Receiver("DCMTK storescp", port, pid)


@contextmanager
def orthanc(folder: Path) -> Iterator[Receiver]:
    """Orthanc with its defaults but for the PDU size: SQLite index, files, no plugins."""
    folder.mkdir(parents=True)
    port = free_port()
    config = folder / "orthanc.json"
    config.write_text(
        json.dumps(
            {
                "Name": "bench",
                "StorageDirectory": str(folder / "store"),
                "IndexDirectory": str(folder / "index"),
                "HttpPort": free_port(),
                "RemoteAccessAllowed": False,
                "DicomAet": AE_TITLE,
                "DicomPort": port,
                "DicomAlwaysAllowStore": True,
                "MaximumPduLength": 131072,
            }
        ),
        encoding="utf-8",
    )
    with _child([_program("Orthanc"), str(config)], folder, port) as pid:
        yield Receiver("Orthanc", port, pid)


def installed() -> dict[str, Callable[[Path], AbstractContextManager[Receiver]]]:
    """The receivers there are on this machine, ours first."""
    found: dict[str, Callable[[Path], AbstractContextManager[Receiver]]] = {"Kartebridge": gateway_receiver}
    if _program("storescp"):
        found["DCMTK storescp"] = storescp
    if _program("Orthanc"):
        found["Orthanc"] = orthanc
    return found


def _program(name: str) -> str:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin") or ""


@contextmanager
def _child(command: list[str], folder: Path, port: int) -> Iterator[int]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=os.environ | {"TCP_NODELAY": "1"}
        )
        try:
            _wait_for(port, process)
            yield process.pid
        except RuntimeError as error:
            if process.poll() is None:
                raise
            tail = (folder / "log").read_bytes()[-400:].decode(errors="replace")
            raise RuntimeError(f"{command[0]} ended by itself ({process.returncode}): {tail}") from error
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{process.args!r} did not start") from None
            time.sleep(0.05)
        else:
            return
