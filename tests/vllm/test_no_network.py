"""Nothing is fetched and nothing reported: vLLM starts and answers where there is no route, and does not try one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vllm import offline

ROOT = Path(__file__).parents[2]


@pytest.mark.vllm
@pytest.mark.timeout(900)
def test_a_managed_server_makes_no_attempt_to_leave(vllm_environment: None, tmp_path: Path) -> None:
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, text=True, check=False)
    if probe.returncode != 0:
        pytest.skip(f"a network namespace cannot be made here: {probe.stderr.strip()}")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", offline.__name__, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["interfaces"] == ["lo"]
    assert (seen["status"], seen["finish"]) == (200, "stop")
    assert seen["counted"] >= 1, "the counter counts"
    assert seen["attempts"] == 0
