"""A downstream system's day with the daemon as a process: told of results through a kill, then all of it in bulk."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from gateway.access import client_token
from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import oru, reports
from tests.peers.http_receiver import HttpReceiver
from tests.peers.mllp_client import MllpClient, ack_code

pytestmark = pytest.mark.slow

TOKEN, DIGEST = client_token()
SETTINGS = f"""
[results_api]
notification_retry_first_s = 0.2
notification_retry_max_s = 1
[[api_clients]]
name = "ward"
token_sha256 = "{DIGEST}"
scopes = ["system/*.rs", "system/Subscription.crud"]
"""


def until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(0.1)


@pytest.mark.timeout(240)
def test_a_subscriber_hears_of_every_result_and_can_fetch_all(tmp_path: Path) -> None:
    made = reports(3, random.Random(11))
    unwilling = iter([False, True, False, True, True])  # the handshake is taken, then bad moments
    with HttpReceiver(lambda h, b: (503 if next(unwilling, False) else 204, {}, b"")) as ward:
        daemon = Daemon(tmp_path, extra=SETTINGS)
        daemon.start()
        api = httpx.Client(
            base_url=f"http://127.0.0.1:{daemon.web}",
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=30,
        )
        try:
            subscription = {
                "resourceType": "Subscription", "status": "requested", "reason": "the ward's screen",
                "criteria": "Observation?status=preliminary,final",
                "channel": {"type": "rest-hook", "endpoint": ward.url, "payload": "application/fhir+json"},
            }  # fmt: skip
            where = (
                api.post("/fhir/Subscription", json=subscription)
                .headers["location"]
                .partition("/_history")[0]
            )
            until(lambda: api.get(where).json()["status"] == "active", "the handshake")
            with MllpClient("127.0.0.1", daemon.mllp) as sender:
                for report in made:
                    assert ack_code(sender.send(oru(report))) == "AA"
            until(lambda: len(ward.requests) >= 3, "the first notifications")
            daemon.kill()
            daemon.start()
            wanted: set[str] = set()

            def all_told() -> bool:
                nonlocal wanted
                wanted = {r["id"] for r in daemon.resources("Observation")}
                told = {json.loads(body)["id"] for _, body in ward.requests if body}
                states = daemon.metric("kartebridge_messages")
                working = sum(v for k, v in states.items() if "done" not in k)
                return bool(wanted) and wanted <= told and working == 0

            until(all_told, "every Observation at the ward")
            begun = api.get("/fhir/$export?_type=Observation", headers={"Prefer": "respond-async"})
            job = begun.headers["content-location"]
            until(lambda: api.get(job).status_code == 200, "the export")
            lines = [
                json.loads(line)
                for o in api.get(job).json()["output"]
                for line in api.get(o["url"]).text.splitlines()
            ]
            assert {line["id"] for line in lines} == wanted
        finally:
            api.close()
            daemon.stop()
    log = daemon.log.read_text(encoding="utf-8")
    assert TOKEN not in log
    for report in made:
        assert report.patient_id not in log
