"""Nothing leaves: the whole flow runs in a network namespace that has a loopback and no route anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mappers.model import Extraction
from tests.acceptance import offline

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_documents_are_read_with_the_network_cut(tmp_path: Path) -> None:
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, text=True, check=False)
    if probe.returncode != 0:
        pytest.skip(f"a network namespace cannot be made here: {probe.stderr.strip()}")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", offline.__name__, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["interfaces"] == ["lo"]
    assert told["acks"] == ["AA", "AA"]
    truth = json.loads((ROOT / "samples" / "hl7-oru-utf8-jpeg" / "truth.json").read_text(encoding="utf-8"))
    items = len(Extraction.from_json(truth).items)
    assert told["found"] >= 2 + 0.9 * items
