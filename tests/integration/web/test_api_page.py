"""docs/fhir/api.md: every shell line of the page for downstream developers is run, in order, by a real shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gateway.access import client_token
from gateway.results_api.capability import capability
from gateway.settings_api import ApiClient
from gateway.web import WebServer, build_app
from tests.peers.filled_site import PATIENT, T0, fill, open_site

PAGE = Path(__file__).resolve().parents[3] / "docs" / "fhir" / "api.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_pages_lines_work(tmp_path: Path) -> None:
    token, digest = client_token()
    client = ApiClient(
        name="reader",
        token_sha256=digest,
        scopes=("system/*.rs", "system/AuditEvent.rs", "system/Subscription.cruds"),
    )
    site = open_site(tmp_path / "data", clients=(client,))
    fill(site)
    server = WebServer(build_app(site.deps), site.settings.web)
    server.start()
    address = f"http://127.0.0.1:{server.port}"
    (tmp_path / "work").mkdir()
    try:
        assert len(BLOCKS) == 6
        for block in BLOCKS:
            assert PATIENT.id not in re.findall(r'"\$BASE[^"]*"', block)
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", block],
                cwd=tmp_path / "work",
                env=os.environ
                | {"BASE": f"{address}/fhir", "TOKEN": token, "HOOK": "http://127.0.0.1:9/hook"},
                capture_output=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
            assert done.returncode == 0, f"{block}\n{done.stdout[-500:]}\n{done.stderr[-500:]}"
    finally:
        assert server.stop()
        site.deps.exports.stop()
        site.close()


def test_the_page_names_what_the_server_does() -> None:
    text = PAGE.read_text(encoding="utf-8")
    statement = capability("http://x/fhir", T0)
    assert statement["rest"][0]["operation"][0]["name"] == "export"
    assert all(word in text for word in ("$export", "Subscription", "_include", "_lastUpdated", ":missing"))
