"""Commands that read with a managed model say plainly that its server runs in the daemon."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from gateway.cli import app

SETTINGS = """
[data]
directory = "{data}"
[engine]
name = "chain"
[engine.chain]
readers = ["ward", "ocr"]
[[models]]
name = "ward"
engine = "vllm"
directory = "{data}"
[models.managed]
command = ["vllm", "serve"]
"""
CASE = Path(__file__).parents[3] / "samples" / "dicom-pdf-english"


@pytest.mark.parametrize("engines", [("--compare", "ocr", "ward"), ("--engine", "chain")])
def test_a_managed_model_without_its_daemon_is_named_before_anything_is_read(
    tmp_path: Path, engines: tuple[str, ...]
) -> None:
    settings = tmp_path / "gateway.toml"
    settings.write_text(SETTINGS.format(data=tmp_path), "utf-8")
    cases = tmp_path / "cases"
    copytree(CASE, cases / CASE.name)
    run = CliRunner().invoke(app, ["eval", str(cases), *engines, "--config", str(settings)])
    assert run.exit_code == 2
    assert "ward" in run.stderr
    assert "kartebridge serve" in run.stderr
