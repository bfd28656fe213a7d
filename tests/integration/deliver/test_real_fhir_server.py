"""A real report's bundle delivered to a FHIR server that nobody here wrote."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gateway.deliver.deliverer import Deliverer
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import resend
from gateway.store.schema import DeliveryState
from tests.peers.fhir_server import FhirServer, fhir_server, fhir_server_process  # noqa: F401
from tests.peers.filled_site import FilledSite, add_message, add_report, envelope, open_site

pytestmark = pytest.mark.peer


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FilledSite]:
    made = open_site(tmp_path)
    yield made
    made.close()


def test_report_arrives_once_after_failures_and_again_changes_nothing(
    site: FilledSite,
    fhir_server: FhirServer,  # noqa: F811
) -> None:
    message = add_message(site, "MSG0001", envelope=envelope())
    add_report(site, message)
    (delivery,) = deliveries.of_message(site.engine, message)
    fhir_server.fail_next(503, times=2)
    to = FhirDestination.model_validate(
        {"name": "ehr", "url": fhir_server.base_url, "retry_first_s": 0.05, "retry_max_s": 0.1}
    )
    sender = Deliverer(to, site.engine, site.blobs, clock=lambda: datetime.now(UTC))
    sender.start()

    def wait() -> int:
        deadline = time.monotonic() + 20
        while True:
            row = deliveries.get_delivery(site.engine, delivery.id)
            assert row
            if row.state is not DeliveryState.PENDING:
                assert row.state is DeliveryState.DELIVERED, (row.reason, row.outcome)
                return row.attempts
            assert time.monotonic() < deadline, row.reason
            time.sleep(0.02)

    try:
        assert wait() == 3
        url = f"{fhir_server.base_url}/Observation?_count=100"
        before = httpx.get(url).json()["entry"]
        assert len(before) == 6
        wanted = DeliveryFilter(id=delivery.id, states=(DeliveryState.DELIVERED,))
        resend(site.engine, wanted, now=datetime.now(UTC))
        sender.poke()
        assert wait() == 4
        after = httpx.get(url).json()["entry"]
        assert {e["resource"]["id"] for e in after} == {e["resource"]["id"] for e in before}
    finally:
        sender.stop()
