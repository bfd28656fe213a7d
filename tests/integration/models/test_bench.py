"""`kartebridge bench vlm` over a scripted server: what it counts is what was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from gateway.cli import app
from tests.peers.scripted_model import Asked, Says, ScriptedModel

SAMPLE = Path(__file__).parents[3] / "samples" / "dicom-pdf-english" / "document.dcm"


def script(asked: Asked) -> Says:
    wanted = (asked.schema or {}).get("properties", {})
    item = {"name": "CRP", "value": "0.12", "unit": "mg/dL"}
    return Says(json.dumps({"items": [item]} if "items" in wanted else {"type": "lab-report"}))


def test_it_counts_pages_tokens_and_both_clients(
    tmp_path: Path, scripted_model: Callable[..., ScriptedModel]
) -> None:
    server = scripted_model(script)
    config, figures = tmp_path / "c.toml", tmp_path / "figures.json"
    config.write_text(
        f'[[models]]\nname = "eyes"\nengine = "openai-http"\nurls = ["{server.base_url}"]\n', "utf-8"
    )
    words = ["bench", "vlm", str(SAMPLE), "-c", str(config), "--engine", "eyes", "--times", "3"]
    done = CliRunner().invoke(app, [*words, "--in-flight", "2", "--rounds", "1", "--json", str(figures)])
    assert done.exit_code == 0, done.output
    told = json.loads(figures.read_text("utf-8"))
    assert told["ready"]["documents"] == told["conversations"]["pages"] == 3
    assert told["conversations"]["failed"] == 0
    asked = told["conversations"]["questions"] + 2 * told["side_by_side"]["requests"]
    assert len(server.asked) == asked + 2, "each question once, and two to warm up"
    assert server.high_water <= 2
    assert told["side_by_side"]["unanswered"] == 0


def test_an_unknown_model_names_those_that_are_there(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[[models]]\nname = "eyes"\nengine = "openai-http"\nurls = ["http://127.0.0.1:9"]\n')
    done = CliRunner().invoke(app, ["bench", "vlm", str(SAMPLE), "-c", str(config), "--engine", "ears"])
    assert done.exit_code == 2
    assert "eyes" in done.output
