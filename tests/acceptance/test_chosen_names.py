"""A doubtful name of two reports: decided on the console of a running daemon, coded in both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.acceptance.daemon import Daemon
from tests.peers.mllp_client import MllpClient, ack_code

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "hl7-oru-text" / "message.hl7"
NAME = "好中球"


def report(control_id: str, value: str) -> bytes:
    """The sample with a name that two items have, without a unit to tell which."""
    text = SAMPLE.read_text(encoding="utf-8")
    changed = re.sub(r"γ-GTP  45  U/L  13-64", f"{NAME}  {value}", text).replace(
        "LAB0000025|P", f"{control_id}|P"
    )
    assert NAME in changed
    return changed.encode()


def coded(daemon: Daemon) -> dict[str, list[dict[str, Any]]]:
    """Codings of the name by value as printed."""
    found = daemon.resources("Observation", numbers_as_text=True)
    return {
        one["valueQuantity"]["value"]: [c for c in one["code"].get("coding", []) if "code" in c]
        for one in found
        if one["code"]["text"] == NAME
    }


@pytest.mark.timeout(180)
def test_a_choice_on_the_console_codes_this_report_at_once_and_the_next_by_itself(tmp_path: Path) -> None:
    daemon = Daemon(tmp_path)
    daemon.start()
    try:
        with MllpClient("127.0.0.1", daemon.mllp) as sender:
            assert ack_code(sender.send(report("FIRST", "52.1"))) == "AA"
            daemon.wait_settled(60)
            assert coded(daemon) == {"52.1": []}
            (url,) = re.findall(
                rf'<a href="/(messages/[^"#]+)#v-d1-\d+">{NAME}</a>', daemon.get("/names").text
            )
            page = daemon.get(f"/{url}").text
            path, key = re.findall(r'action="([^"]+/item)".*?name="item" value="([^"]+)"', page)[0]
            answer = httpx.post(
                f"http://127.0.0.1:{daemon.web}{path}",
                data={"item": key, "reach": "site"},
                headers={"Authorization": f"Bearer {daemon.token}"},
                trust_env=False,
            )
            assert answer.status_code == 303, answer.text
            daemon.wait_settled(60)
            assert ack_code(sender.send(report("SECOND", "60.3"))) == "AA"
            daemon.wait_settled(60)
        found = coded(daemon)
        assert found.keys() == {"52.1", "60.3"}
        assert found["52.1"] == found["60.3"] != []
        assert all(coding["userSelected"] for codings in found.values() for coding in codings)
        assert "Nothing is doubtful" in daemon.get("/names").text
    finally:
        assert daemon.stop() == 0
    assert NAME not in daemon.log.read_text(encoding="utf-8")
