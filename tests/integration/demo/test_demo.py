"""The demo from start to end on a few samples: a real daemon as a child process."""

from __future__ import annotations

import io
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from gateway.demo import run_demo
from gateway.errors import SiteError

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def test_samples_become_a_table_of_observations(tmp_path: Path) -> None:
    some = tmp_path / "samples"
    names = ("hl7-oru-text", "dicom-pdf-english", "broken-hl7-no-type", "dicom-pdf-other-patient")
    for name in names:
        shutil.copytree(SAMPLES / name, some / name)
    out = io.StringIO()
    status = run_demo(
        samples=some, folder=tmp_path / "demo", console=Console(file=out, width=200, color_system=None)
    )
    text = out.getvalue()
    assert status == 0, text
    assert f"{17 + 37} Observations" in text
    lines = [line.split() for line in text.splitlines()]
    assert any(line[:1] == ["01083762"] and "<0.02" in line and "Protein" in line for line in lines)
    became = {line[0]: line[1:] for line in lines if line and line[0] in names}
    assert became["hl7-oru-text"][:6] == ["HL7", "over", "MLLP", "AA", "lab-report", "done"]
    assert became["dicom-pdf-english"][:5] == ["DICOM", "C-STORE", "0x0000", "lab-report", "done"]
    assert became["broken-hl7-no-type"][3:5] == ["AR", "quarantined"]
    assert became["dicom-pdf-other-patient"][2:5] == ["0x0000", "lab-report", "quarantined"]
    port = int(
        next(part for line in lines for part in line if part.startswith("http://")).split(":")[2].strip("/")
    )
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.parametrize(
    "ended_by",
    [
        signal.SIGTERM,
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
        pytest.param(signal.SIGKILL, marks=pytest.mark.slow),
    ],
)
def test_a_demo_that_is_ended_takes_its_daemon_along(tmp_path: Path, ended_by: signal.Signals) -> None:
    shutil.copytree(SAMPLES / "hl7-oru-text", tmp_path / "samples/hl7-oru-text")
    script = (
        "import sys; from pathlib import Path; from gateway.demo import run_demo; root = Path(sys.argv[1]); "
        "sys.exit(run_demo(keep=True, samples=root / 'samples', folder=root / 'demo'))"
    )
    facts = tmp_path / "demo/data/run/daemon.json"
    with (tmp_path / "said").open("wb") as said:
        demo = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=said, stderr=said)
    try:
        daemon = psutil.Process(_when_there(facts, demo)["pid"])
        demo.send_signal(ended_by)
        status = demo.wait(40)
        daemon.wait(40)  # psutil.TimeoutExpired where it still runs
    finally:
        demo.kill()
        demo.wait()
    assert status == (-ended_by if ended_by is signal.SIGKILL else 128 + ended_by)
    log = (tmp_path / "demo/daemon.log").read_text("utf-8")
    assert '"stopped"' in log, "it stopped in order, and was not killed"


def _when_there(facts: Path, demo: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What the daemon says of itself, once it runs."""
    deadline = time.monotonic() + 60
    while not facts.is_file():
        assert demo.poll() is None, "the demo ended by itself"
        assert time.monotonic() < deadline, "no daemon within 60 s"
        time.sleep(0.05)
    said: dict[str, Any] = json.loads(facts.read_text("utf-8"))
    return said


def test_a_daemon_that_cannot_start_is_told_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARTEBRIDGE_ENGINE__NAME", "ocr")
    monkeypatch.setenv("KARTEBRIDGE_ROUTING__FILE", str(tmp_path / "absent.toml"))
    with pytest.raises(SiteError, match=r"daemon\.log"):
        run_demo(samples=SAMPLES, folder=tmp_path / "demo", console=Console(file=io.StringIO()))
