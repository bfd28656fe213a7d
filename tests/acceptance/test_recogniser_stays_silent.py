"""The library that runs our networks reports to nobody, neither at its import nor while it lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WATCHED_S = 15
"""onnxruntime 1.31 tries for the first time ten seconds after it is loaded: so long nothing may be sent."""
PROBE = f"""
import time
from tests.acceptance.offline import attempts, loopback_up
loopback_up()
from inference.linking.network import MODEL
from inference.onnx import session
session(MODEL, 1)
time.sleep({WATCHED_S})
print(attempts())
"""


@pytest.mark.slow
def test_nothing_is_sent_where_there_is_no_route() -> None:
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, text=True, check=False)
    if probe.returncode != 0:
        pytest.skip(f"a network namespace cannot be made here: {probe.stderr.strip()}")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["0"]
