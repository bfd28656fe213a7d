"""The demo from start to end on a few samples: a real daemon as a child process."""

from __future__ import annotations

import io
import shutil
import socket
from pathlib import Path

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
    assert became["hl7-oru-text"][:5] == ["HL7", "over", "MLLP", "AA", "done"]
    assert became["dicom-pdf-english"][:4] == ["DICOM", "C-STORE", "0x0000", "done"]
    assert became["broken-hl7-no-type"][3:5] == ["AR", "quarantined"]
    assert became["dicom-pdf-other-patient"][2:4] == ["0x0000", "quarantined"]
    port = int(
        next(part for line in lines for part in line if part.startswith("http://")).split(":")[2].strip("/")
    )
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_daemon_that_cannot_start_is_told_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KARTEBRIDGE_ENGINE__NAME", "ocr")
    monkeypatch.setenv("KARTEBRIDGE_ROUTING__FILE", str(tmp_path / "absent.toml"))
    with pytest.raises(SiteError, match=r"daemon\.log"):
        run_demo(samples=SAMPLES, folder=tmp_path / "demo", console=Console(file=io.StringIO()))
