"""`make demo ENGINE=vllm` on a few samples: a real model is asked, and nothing it makes up is taken for verified."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from gateway.store import documents, messages
from gateway.store.engine import open_engine
from tests.vllm import taught
from tests.vllm.environment import ROOT
from tests.vllm.site import SAID_OF_IT, demo_tables

pytestmark = [pytest.mark.vllm, pytest.mark.timeout(900)]

SAMPLES = ("hl7-oru-text", "hl7-oru-blood-gas", "dicom-pdf-spirometry")
"""Report text and pages with pictures; over MLLP and by DICOM."""

DEMO = (
    "import sys; from pathlib import Path; from rich.console import Console; from gateway.demo import run_demo; "
    "root = Path(sys.argv[1]); sys.exit(run_demo(samples=root / 'samples', folder=root / 'demo', few=True, "
    "engine=root / 'engine.toml', console=Console(width=250, color_system=None)))"
)


def test_every_value_of_the_model_stays_unverified_and_nothing_is_posted(
    vllm_environment: None, tmp_path: Path
) -> None:
    if not taught.ready():
        pytest.skip(f"no taught checkpoint in {taught.TAUGHT}: `make test-vllm` makes it")
    for name in SAMPLES:
        shutil.copytree(ROOT / "samples" / name, tmp_path / "samples" / name)
    (tmp_path / "engine.toml").write_text(demo_tables(), encoding="utf-8")
    before = {process.pid for process in psutil.process_iter()}
    demo = subprocess.run(
        [sys.executable, "-c", DEMO, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=800, check=False,
    )  # fmt: skip
    said = " ".join(demo.stdout.split())
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert SAID_OF_IT in said
    assert "0 Observations" in said
    for name in SAMPLES:
        assert re.search(rf"{name} (DICOM C-STORE 0x0000|HL7 over MLLP AA) \S+ waiting ", said), said
    made_up = {(item["name"], item["value"]) for item in taught.ITEMS}
    store = open_engine(f"sqlite:///{tmp_path / 'demo/data/kartebridge.db'}")
    try:
        for message in messages.recent(store, limit=100):
            for linked in documents.of_message(store, message.id):
                found = [row.item for row in documents.findings_of(store, linked.document.id)]
                assert {(item.name, item.value) for item in found} >= made_up, linked.document.document_type
                assert not any(item.verified for item in found)
        read, unverified = documents.values_read(store)
    finally:
        store.dispose()
    assert read == unverified >= len(SAMPLES) * len(taught.ITEMS)
    assert f"{read} values read; {unverified} are not carried by their page" in said
    mine = str(tmp_path)
    left = [p.info for p in psutil.process_iter(["pid", "cmdline"]) if p.pid not in before]
    assert not [
        p for p in left if mine in json.dumps(p["cmdline"]) or str(taught.TAUGHT) in json.dumps(p["cmdline"])
    ]
