"""The backlog that the bench makes is one that the outbox itself would have made."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bench import outbox_load
from gateway.store import deliveries
from gateway.store.delivery_filter import DeliveryFilter, count
from gateway.store.schema import DeliveryState


def test_a_filled_outbox_goes_out_patient_by_patient(tmp_path: Path) -> None:
    engine = outbox_load.opened(outbox_load.file_url(tmp_path))
    outbox_load.fill(engine, 40)
    now = outbox_load.BEGAN + timedelta(days=1)
    sent = []
    while found := deliveries.due(engine, outbox_load.DESTINATION, now, 50):
        assert len(found) == 8, "one of each patient"
        sent += found
        for row in found:
            deliveries.mark_delivered(engine, row.id, now=now)
    assert len({row.id for row in sent}) == 40
    engine.dispose()


def test_the_measures_leave_what_they_say(tmp_path: Path) -> None:
    small, large = (outbox_load.opened(outbox_load.file_url(tmp_path / name)) for name in ("s", "l"))
    outbox_load.fill(small, 100)
    outbox_load.fill(large, 200)
    costs = outbox_load.compare(small, large, 1, 10)
    assert all(cost.enqueue_ms > 0 and cost.due_ms > 0 and cost.end_ms > 0 for cost in costs)
    states = count(large, DeliveryFilter())
    assert states == {DeliveryState.PENDING: 205, DeliveryState.DELIVERED: 5}
    small.dispose()
    large.dispose()
