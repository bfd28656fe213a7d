"""The daemon is killed at random moments while 200 messages arrive: every acknowledged one has its results, once.

Senders behave as senders must: what was not answered positively is sent again. Half of the messages come by HL7
over a plain socket, half by DCMTK's storescu; results go to a real FHIR server in another process.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import Report, encapsulated, oru, reports
from tests.peers import dcmtk
from tests.peers.fhir_server import FhirServer
from tests.peers.mllp_client import MllpClient, ack_code

MESSAGES = 200
KILLS = 20
PACE_S = 1.0
"""Between two messages of a sender on average, so that messages arrive during all kills."""
SEED = int(os.environ.get("KARTEBRIDGE_SEED", random.SystemRandom().randrange(10**6)))


@pytest.fixture
def daemon(tmp_path: Path, fhir_server: FhirServer) -> Iterator[Daemon]:
    extra = (
        f'[[destinations]]\nname = "network"\nurl = "{fhir_server.base_url}"\n'
        "retry_first_s = 0.5\nretry_max_s = 2\nbreaker_open_s = 1\n[pipeline]\nretry_first_s = 0.5\nretry_max_s = 2\n"
    )
    daemon = Daemon(tmp_path, extra=extra)
    daemon.start()
    yield daemon
    daemon.stop()


def send_hl7(daemon: Daemon, todo: list[Report], done: threading.Event, chance: random.Random) -> None:
    """Each report until it is acknowledged AA; a fresh connection after every fault."""
    client: MllpClient | None = None
    for report in todo:
        done.wait(chance.uniform(0, 2 * PACE_S))
        while not done.is_set():
            try:
                client = client or MllpClient("127.0.0.1", daemon.mllp, timeout_s=5)
                if ack_code(client.send(oru(report))) == "AA":
                    break
            except (OSError, TimeoutError):
                if client is not None:
                    client.close()
                client = None
                done.wait(0.05)
    if client is not None:
        client.close()


def send_dicom(daemon: Daemon, todo: list[Path], done: threading.Event, chance: random.Random) -> None:
    """Each object until its C-STORE status is 0x0000."""
    left = list(todo)
    while left and not done.is_set():
        done.wait(chance.uniform(0, 4 * PACE_S))
        answers = dcmtk.storescu("127.0.0.1", daemon.dicom, left[:5])
        stored = {answer.file for answer in answers if answer.status == 0}
        left = [path for path in left if path not in stored]
        if not stored:
            done.wait(0.05)


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_every_acknowledged_message_has_its_results_once(
    daemon: Daemon, fhir_server: FhirServer, tmp_path: Path
) -> None:
    dcmtk.need_storescu()
    print(f"seed {SEED}")
    chance = random.Random(SEED)
    made = reports(MESSAGES, chance)
    by_hl7, by_dicom = made[::2], made[1::2]
    objects = [encapsulated(report, tmp_path / f"{report.number}.dcm") for report in by_dicom]
    over = threading.Event()
    senders = [
        threading.Thread(target=send_hl7, args=(daemon, by_hl7[::2], over, random.Random(SEED + 1))),
        threading.Thread(target=send_hl7, args=(daemon, by_hl7[1::2], over, random.Random(SEED + 2))),
        threading.Thread(target=send_dicom, args=(daemon, objects, over, random.Random(SEED + 3))),
    ]
    for sender in senders:
        sender.start()
    try:
        interrupted = 0
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 3.0))  # the random moment is the test
            daemon.kill()
            interrupted += any(row.state in {"received", "working", "retrying"} for row in daemon.rows())
            daemon.start()
        for sender in senders:
            sender.join(300)
            assert not sender.is_alive(), "a sender never got its answer"
        daemon.wait_settled(within_s=400)
        daemon.wait_delivered(within_s=120)
    finally:
        over.set()
    assert interrupted >= KILLS / 2, "most kills met no work: pace the senders"
    rows = daemon.rows()
    assert {row.state.value for row in rows} == {"done"}, [
        (r.state, r.reason) for r in rows if r.state != "done"
    ]
    assert len(rows) == MESSAGES
    expected = sorted(item for report in made for item in report.items)
    assert sorted(values(daemon.resources("Observation", numbers_as_text=True))) == expected
    # JavaScript keeps numbers, not decimals: the server is compared by value.
    as_numbers = sorted((name, float(value)) for name, value in expected)
    assert sorted((n, float(v)) for n, v in values(stored(fhir_server, "Observation"))) == as_numbers


def stored(server: FhirServer, kind: str) -> list[dict[str, object]]:
    """Every resource of a type on the server."""
    found: list[dict[str, object]] = []
    url = f"{server.base_url}/{kind}?_count=1000&_sort=_id"
    offset = 0
    while True:
        page = httpx.get(f"{url}&_offset={offset}", timeout=30).json().get("entry", [])
        found += [entry["resource"] for entry in page]
        if len(page) < 1000:
            return found
        offset += 1000


def values(observations: list[dict[str, object]]) -> list[tuple[str, str]]:
    """(name, value) of each; the values of this test are unique, so a doubled or lost one shows."""
    return [
        (o["code"]["text"], str(o["valueQuantity"]["value"]))  # type: ignore[index]
        for o in observations
    ]
