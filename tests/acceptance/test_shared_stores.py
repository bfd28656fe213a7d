"""The same daemon on PostgreSQL and an S3-compatible store, as many nodes will use them: killed once midway."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.acceptance.daemon import Daemon
from tests.acceptance.documents import oru, reports
from tests.peers.mllp_client import MllpClient, ack_code
from tests.peers.postgres import running_postgres
from tests.peers.s3 import running_s3

COUNT = 12


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_messages_become_results_once_on_postgresql_and_s3(tmp_path: Path) -> None:
    with running_postgres() as postgres, running_s3() as s3:
        bucket = s3.new_bucket()
        extra = (
            f'[store]\nurl = "{postgres.url(postgres.new_database())}"\n'
            f'[blobs]\nkind = "s3"\nbucket = "{bucket.bucket}"\nprefix = "{bucket.prefix}"\n'
            f'endpoint = "{bucket.endpoint}"\naccess_key_id = "test"\nsecret_access_key = "test-secret"\n'
        )
        daemon = Daemon(tmp_path, extra=extra)
        daemon.start()
        try:
            made = reports(COUNT, random.Random(3))
            with MllpClient("127.0.0.1", daemon.mllp) as client:
                assert {ack_code(client.send(oru(report))) for report in made} == {"AA"}
            daemon.kill()
            daemon.start()
            daemon.wait_settled(within_s=120)
            assert daemon.metric("kartebridge_messages")['{state="done"}'] == COUNT
            found = daemon.resources("Observation", numbers_as_text=True)
            said = sorted((o["code"]["text"], o["valueQuantity"]["value"]) for o in found)
            assert said == sorted(item for report in made for item in report.items)
        finally:
            daemon.stop()
