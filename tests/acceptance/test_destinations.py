"""Every kind of destination at once, from the daemon as a process: killed on the way, each has all in the end."""

from __future__ import annotations

import base64
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import encapsulated, oru, reports
from tests.integration.deliver.test_dicom_destination import COMPREHENSIVE_SR, scp
from tests.peers import dcmtk
from tests.peers.http_receiver import HttpReceiver
from tests.peers.mllp_client import MllpClient, ack_code
from tests.peers.mllp_receiver import ScriptedReceiver, accept

pytestmark = pytest.mark.slow

SECRET = "whsec_" + base64.b64encode(bytes(32)).decode()
FAST = "retry_first_s = 0.2\nretry_max_s = 1\nbreaker_open_s = 0.5\n"


def until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(0.1)


@pytest.mark.timeout(240)
@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_each_destination_has_every_document_once(tmp_path: Path) -> None:
    dcmtk.need_storescu()
    chance = random.Random(5)
    made = reports(4, chance)
    (tmp_path / "secret").write_text(SECRET)
    for folder in ("ndjson", "ssmix2"):
        (tmp_path / folder).mkdir()
    lost = iter([True, False] * 3)  # answers of the receivers that do not come
    unwilling = iter([True, False, True])
    hl7 = ScriptedReceiver(lambda m: None if next(lost, False) else accept(m))
    statuses = iter([0xA700, 0x0000, 0xA700])
    with (
        HttpReceiver(lambda h, b: (503 if next(unwilling, False) else 204, {}, b"")) as web,
        scp(lambda: next(statuses, 0x0000), sop_class=COMPREHENSIVE_SR) as (pacs, stored),
    ):
        daemon = Daemon(tmp_path, extra=destinations(tmp_path, hl7.port, pacs, web.url))
        daemon.start()
        try:
            with MllpClient("127.0.0.1", daemon.mllp) as sender:
                for report in made[:2]:
                    assert ack_code(sender.send(oru(report))) == "AA"
            files = [encapsulated(report, tmp_path / f"{report.number}.dcm") for report in made[2:]]
            assert all(s.status == 0 for s in dcmtk.storescu("127.0.0.1", daemon.dicom, files))
            until(lambda: bool(hl7.messages and web.requests and stored), "first deliveries")
            daemon.kill()
            daemon.start()
            values = {value for report in made for _, value in report.items}
            until(lambda: numbers_of_hl7(hl7) >= values, "every value at the HL7 receiver")
            until(lambda: len({ds.SOPInstanceUID for ds in stored}) == 4, "four reports in the PACS")
            until(lambda: len({h["webhook-id"] for h, _ in web.requests}) == 4, "four events")
            until(lambda: len(list((tmp_path / "ndjson").rglob("*.ndjson"))) == 4, "four files")
            until(
                lambda: len(list((tmp_path / "ssmix2").rglob("*_OML-11_K*_1"))) == 4, "four files of SS-MIX2"
            )
        finally:
            daemon.stop()
            hl7.stop()
    # Sent again is the same: as many different messages as documents, each known by its own sign.
    assert len(set(hl7.messages)) == len({m.split(b"|")[9] for m in hl7.messages}) == 4
    assert len({body for _, body in web.requests}) == 4
    in_files = "".join(f.read_text(encoding="utf-8") for f in (tmp_path / "ndjson").rglob("*.ndjson"))
    assert all(value in in_files for value in values)
    log = daemon.log.read_text(encoding="utf-8")
    for report in made:
        assert report.patient_id not in log


def numbers_of_hl7(receiver: ScriptedReceiver) -> set[str]:
    """OBX-5 of every NM that came."""
    lines = b"\r".join(receiver.messages).split(b"\r")
    found = [line.split(b"|") for line in lines if line.startswith(b"OBX|")]
    return {fields[5].decode() for fields in found if fields[2] == b"NM"}


def destinations(folder: Path, hl7: int, pacs: int, url: str) -> str:
    """One table of each kind."""
    tables = [
        f'kind = "hl7"\nhost = "127.0.0.1"\nport = {hl7}\n',
        f'kind = "dicom-sr"\nhost = "127.0.0.1"\nport = {pacs}\ncalled_ae_title = "BENCH"\n',
        f'kind = "folder"\npath = "{folder / "ndjson"}"\n',
        f'kind = "folder"\nformat = "ss-mix2"\npath = "{folder / "ssmix2"}"\n',
        f'kind = "webhook"\nurl = "{url}"\nsecret_file = "{folder / "secret"}"\n',
    ]
    return "".join(f'[[destinations]]\nname = "to-{n}"\n{table}{FAST}' for n, table in enumerate(tables))
