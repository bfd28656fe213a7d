"""Commands that read with a model say plainly that its server runs in the daemon, or does not answer."""

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


def test_a_model_that_answers_no_document_is_an_error_not_a_score_of_nothing(tmp_path: Path) -> None:
    settings = tmp_path / "gateway.toml"
    away = '[[models]]\nname = "away"\nengine = "vllm"\nserved_name = "m"\nurls = ["http://127.0.0.1:9/v1"]\n'
    settings.write_text(f'[data]\ndirectory = "{tmp_path}"\n{away}', "utf-8")
    cases = tmp_path / "cases"
    copytree(CASE, cases / CASE.name)
    run = CliRunner().invoke(app, ["eval", str(cases), "--compare", "ocr", "away", "--config", str(settings)])
    assert run.exit_code == 1
    assert "away: answered none of 1 documents" in run.stderr
