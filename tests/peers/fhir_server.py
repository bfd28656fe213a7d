"""The FHIR server of the tests: Medplum's router on Node with JP Core profiles (tests/fhir_server)."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KARTEBRIDGE_SHARED", REPOSITORY.parent / "shared"))
HOME = REPOSITORY / "tests" / "fhir_server"
JP_CORE = SHARED / "fhir" / "jp-core.r4-1.1.2-url.tgz"
JP_CLINS = SHARED / "fhir" / "jp-clins.r4-1.5.2-snap.tgz"
INSTALL_TIMEOUT_S = 180


@dataclass(frozen=True)
class FhirServer:
    """A running server. `profiles` is 0 where the JP Core package is absent."""

    base_url: str
    profiles: int
    process: subprocess.Popen[str]

    def control(self, path: str, **query: int) -> None:
        """A request that is no FHIR: see tests/fhir_server/server.mjs."""
        httpx.post(f"{self.base_url}/-/{path}", params=query).raise_for_status()

    def reset(self) -> None:
        """Forget everything stored and every failure ordered."""
        self.control("reset")

    def fail_next(self, status: int, times: int = 1) -> None:
        """Answer the next requests with an HTTP status and an OperationOutcome."""
        self.control("fail", status=status, times=times)

    def stop(self) -> None:
        """Close its standard input, which ends it, and wait."""
        if self.process.poll() is None:
            assert self.process.stdin is not None
            self.process.stdin.close()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not stream.closed:
                stream.close()


def unpack(package: Path, into: Path) -> Path | None:
    """The `package` folder of an npm-style FHIR package, unpacked; None where the file is absent."""
    if not package.is_file():
        return None
    with tarfile.open(package) as archive:
        archive.extractall(into, filter="data")
    return into / "package"


def install() -> str | None:
    """Make node_modules from the lock file where it is missing; why it cannot be, or None."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed: the FHIR server of the tests needs Node 20"
    lock = Path(tempfile.gettempdir()) / f"kartebridge-npm-{os.getuid()}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if (HOME / "node_modules" / "@medplum" / "fhir-router").is_dir():
            return None
        done = subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund"],
            cwd=HOME,
            capture_output=True,
            text=True,
            timeout=INSTALL_TIMEOUT_S,
            check=False,
        )
    if done.returncode == 0:
        return None
    return f"npm ci failed in tests/fhir_server (no network?): {done.stderr.strip()[-300:]}"


def start(*packages: Path | None) -> FhirServer:
    """Start it with these unpacked packages' profiles on a port of the system's choosing; wait until it listens."""
    command = ["node", "server.mjs", *(part for one in packages if one for part in ("--jp-core", str(one)))]
    process = subprocess.Popen(
        command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    line = process.stdout.readline()  # ends at the listening line, or at once when the process dies
    if not line:
        process.wait(10)
        raise RuntimeError(f"tests/fhir_server/server.mjs ended with {process.returncode} before it listened")
    told = json.loads(line)
    return FhirServer(f"http://127.0.0.1:{told['port']}", told["profiles"], process)


@pytest.fixture(scope="session")
def fhir_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FhirServer]:
    """One server for the whole run; use `fhir_server`, which empties it first."""
    missing = install()
    if missing:
        pytest.skip(missing)
    server = start(unpack(JP_CORE, tmp_path_factory.mktemp("jp-core")))
    yield server
    server.stop()


@pytest.fixture
def fhir_server(fhir_server_process: FhirServer) -> FhirServer:
    """An empty R4 server at `.base_url` that validates against JP Core where `.profiles` is not 0."""
    fhir_server_process.reset()
    return fhir_server_process
