"""The outbox: order within a patient, nobody else held up, nothing forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from gateway import ids
from gateway.store import audit, deliveries, resources
from gateway.store.deliveries import NewDelivery
from gateway.store.delivery_filter import DeliveryFilter, find
from gateway.store.delivery_resend import resend
from gateway.store.schema import DeliveryState
from tests.contract.store.conftest import NOON
from tests.contract.store.plans import whole_tables_read
from tests.contract.store.rows import kept

TOKYO = ZoneInfo("Asia/Tokyo")
MINUTE = timedelta(minutes=1)


def add(engine: Engine, *named: str, destination: str = "ehr", message: str = "m1") -> None:
    """Deliveries named `key-number`, each of a document of its own."""
    for n in named:
        new = [NewDelivery(f"{destination}:{n}", destination, n.split("-")[0], ids.sha256(n.encode()))]
        resources.save_results(engine, message, f"document {n}", [], new, now=NOON, zone=TOKYO)


def due(engine: Engine, minutes: int = 0, destination: str = "ehr", limit: int = 10) -> list[str]:
    rows = deliveries.due(engine, destination, NOON + minutes * MINUTE, limit)
    return [row.id.split(":")[1] for row in rows]


def test_only_the_first_of_each_patient_is_due(engine: Engine) -> None:
    add(engine, "a-1", "b-1", "a-2", "a-3", "c-1")
    assert due(engine) == ["a-1", "b-1", "c-1"]
    assert due(engine, limit=2) == ["a-1", "b-1"]
    deliveries.mark_delivered(engine, "ehr:a-1", now=NOON)
    assert due(engine) == ["b-1", "a-2", "c-1"]


def test_one_that_waits_holds_up_its_own_patient_alone(engine: Engine) -> None:
    add(engine, "a-1", "a-2", "b-1")
    deliveries.mark_retry(
        engine, "ehr:a-1", now=NOON, next_at=NOON + 5 * MINUTE, reason="HTTP 503", outcome="busy"
    )
    assert due(engine) == ["b-1"]
    assert deliveries.next_due_at(engine, "ehr") == NOON
    deliveries.mark_delivered(engine, "ehr:b-1", now=NOON)
    assert due(engine, 4) == []
    assert deliveries.next_due_at(engine, "ehr") == NOON + 5 * MINUTE  # of a-1, not a-2
    assert due(engine, 5) == ["a-1"]
    row = deliveries.get_delivery(engine, "ehr:a-1")
    assert row is not None
    assert (row.state, row.attempts, row.reason, row.outcome) == (
        DeliveryState.PENDING, 1, "HTTP 503", "busy",
    )  # fmt: skip


def test_a_dead_one_waits_for_a_person_and_lets_the_next_pass(engine: Engine) -> None:
    add(engine, "a-1", "a-2")
    deliveries.mark_dead(engine, "ehr:a-1", now=NOON, reason="HTTP 422", outcome="{}")
    assert due(engine) == ["a-2"]
    assert sent(engine, destination="elsewhere") == 0
    assert sent(engine, id="ehr:a-2") == 0  # not dead
    assert sent(engine, message="m1") == 1
    assert due(engine, 1) == ["a-1"]  # and the order is kept again
    row = deliveries.get_delivery(engine, "ehr:a-1")
    assert row is not None
    assert (row.attempts, row.reason) == (1, "")


def test_destinations_do_not_know_each_other(engine: Engine) -> None:
    add(engine, "a-1")
    add(engine, "a-1", "a-2", destination="archive")
    deliveries.mark_delivered(engine, "archive:a-1", now=NOON)
    assert (due(engine), due(engine, destination="archive")) == (["a-1"], ["a-2"])
    assert due(engine, destination="nobody") == []
    assert deliveries.next_due_at(engine, "nobody") is None


def sent(engine: Engine, **wanted: Any) -> int:
    return resend(engine, DeliveryFilter(**wanted), now=NOON + MINUTE).sent


def test_a_delivery_made_again_is_the_same_whatever_became_of_it(engine: Engine) -> None:
    add(engine, "a-1")
    deliveries.mark_delivered(engine, "ehr:a-1", now=NOON)
    add(engine, "a-1", "a-2")
    assert due(engine) == ["a-2"]


def test_delivered_ones_can_be_sent_again_on_purpose(engine: Engine) -> None:
    add(engine, "a-1", "b-1")
    for name in ("a-1", "b-1"):
        deliveries.mark_delivered(engine, f"ehr:{name}", now=NOON)
    states = (DeliveryState.DEAD, DeliveryState.DELIVERED)
    assert sent(engine, destination="ehr", states=states) == 2
    assert due(engine, 1) == ["a-1", "b-1"]


def test_depths_are_counted(engine: Engine) -> None:
    assert deliveries.counts(engine) == []
    add(engine, "a-1", "a-2", "b-1")
    deliveries.mark_dead(engine, "ehr:b-1", now=NOON, reason="no")
    found = {(c.destination, c.state): (c.count, c.oldest_at) for c in deliveries.counts(engine)}
    assert found == {("ehr", DeliveryState.DEAD): (1, NOON), ("ehr", DeliveryState.PENDING): (2, NOON)}


def test_what_was_done_is_written_down(engine: Engine) -> None:
    for number in range(3):
        audit.record(
            engine,
            at=NOON + number * MINUTE,
            actor="console",
            action="read",
            entity=f"Observation/{number}",
            outcome="200",
        )
    rows = audit.recent(engine, limit=2)
    assert [(r.entity, r.actor, r.action, r.outcome) for r in rows] == [
        ("Observation/2", "console", "read", "200"),
        ("Observation/1", "console", "read", "200"),
    ]
    assert rows[0].at == NOON + 2 * MINUTE
    assert [r.entity for r in audit.recent(engine, limit=2, before=rows[-1].seq)] == ["Observation/0"]


def test_a_kept_messages_deliveries_stand_in_the_order_of_arrival(engine: Engine) -> None:
    first, second = kept(engine, 1, 2)
    made = [
        (message, NewDelivery(ids.derive("delivery", to, message), to, "a", ids.sha256(message.encode())))
        for message in (second, first)
        for to in ("ehr", "archive")
    ]
    for _ in range(2):  # the second time nothing is new
        for message, new in made:
            resources.save_results(engine, message, f"of {message}", [], [new], now=NOON, zone=TOKYO)
    rows = [*deliveries.of_message(engine, first), *deliveries.of_message(engine, second)]
    assert [(row.message_id, row.destination) for row in rows] == [
        (message, to) for message in (first, second) for to in ("ehr", "archive")
    ]
    assert max(row.id for row in rows[:2]) < min(row.id for row in rows[2:])
    assert {UUID(row.id).version for row in rows} == {8}
    for beginning in (first[:13], "MSG00001"):
        found = find(engine, DeliveryFilter(message=beginning), limit=9)
        assert sorted(row.seq for row in found) == sorted(row.seq for row in rows[:2])


def test_no_step_of_a_delivery_reads_the_whole_outbox(engine: Engine) -> None:
    (message,) = kept(engine, 1)
    new = NewDelivery(ids.derive("delivery", "x"), "ehr", "a", "0" * 64)
    with whole_tables_read(engine) as read:
        resources.save_results(engine, message, "document", [], [new], now=NOON, zone=TOKYO)
        (row,) = deliveries.due(engine, "ehr", NOON, 9)
        deliveries.next_due_at(engine, "ehr")
        deliveries.of_message(engine, message)
        find(engine, DeliveryFilter(message=message), limit=9)
        deliveries.mark_delivered(engine, row.id, now=NOON)
    assert read == []
