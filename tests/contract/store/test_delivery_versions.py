"""What a dead delivery, its later versions and a resend do to each other: nobody waits for ever, no older one wins."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gateway import ids
from gateway.store import deliveries, resources
from gateway.store.deliveries import OVERTAKEN, NewDelivery
from gateway.store.delivery_filter import DeliveryFilter
from gateway.store.delivery_resend import Resent, drop, resend, would_resend
from gateway.store.schema import DeliveryState
from tests.contract.store.conftest import NOON

TOKYO = ZoneInfo("Asia/Tokyo")
MINUTE = timedelta(minutes=1)
ANY = tuple(DeliveryState)


def made(
    engine: Engine, document: str, *bodies: str, patient: str = "p", message: str = "m", at: int = 0
) -> None:
    """Map a document to these bodies; each becomes a delivery named `message/body`."""
    new = [NewDelivery(f"{message}/{body}", "ehr", patient, ids.sha256(body.encode())) for body in bodies]
    resources.save_results(engine, message, document, [], new, now=NOON + at * MINUTE, zone=TOKYO)


def delivered(engine: Engine, *names: str) -> None:
    for name in names:
        deliveries.mark_delivered(engine, name, now=NOON)


def dead(engine: Engine, *names: str) -> None:
    for name in names:
        deliveries.mark_dead(engine, name, now=NOON, reason="the server refused the bundle (422)")


def due(engine: Engine) -> list[str]:
    return [row.id for row in deliveries.due(engine, "ehr", NOON + 60 * MINUTE, 50)]


def state(engine: Engine, name: str) -> DeliveryState:
    row = deliveries.get_delivery(engine, name)
    assert row is not None
    return row.state


def everything(engine: Engine, *states: DeliveryState) -> Resent:
    return resend(engine, DeliveryFilter(states=states), now=NOON + 10 * MINUTE)


def test_a_dead_one_is_superseded_when_its_newer_version_arrives(engine: Engine) -> None:
    made(engine, "d", "first")
    dead(engine, "m/first")
    made(engine, "d", "second")
    assert due(engine) == ["m/second"], "it waits for nobody"
    assert would_resend(engine, DeliveryFilter()) == Resent(sent=1), "nothing newer is there yet"
    delivered(engine, "m/second")
    row = deliveries.get_delivery(engine, "m/first")
    assert row is not None
    assert (row.state, row.reason) == (DeliveryState.SUPERSEDED, OVERTAKEN)
    assert everything(engine, *[s for s in ANY if s is not DeliveryState.DELIVERED]) == Resent()
    assert due(engine) == []


def test_revived_before_its_newer_version_arrived_it_goes_first(engine: Engine) -> None:
    made(engine, "d", "first")
    dead(engine, "m/first")
    made(engine, "d", "second")
    assert everything(engine) == Resent(sent=1)
    assert due(engine) == ["m/first"], "and the newer one behind it"
    delivered(engine, "m/first")
    assert due(engine) == ["m/second"]


def test_revived_while_its_newer_version_is_under_way_it_never_goes(engine: Engine) -> None:
    made(engine, "d", "first")
    dead(engine, "m/first")
    made(engine, "d", "second")
    assert due(engine) == ["m/second"], "now under way"
    everything(engine)
    delivered(engine, "m/second")
    assert due(engine) == []
    assert state(engine, "m/first") is DeliveryState.SUPERSEDED


def test_what_a_newer_version_overtook_is_left_out_of_any_resend(engine: Engine) -> None:
    for body in ("first", "second"):
        made(engine, "d", body)
        delivered(engine, f"m/{body}")
    assert would_resend(engine, DeliveryFilter(states=(DeliveryState.DELIVERED,))) == Resent(1, 1)
    assert everything(engine, DeliveryState.DELIVERED) == Resent(sent=1, overtaken=1)
    assert due(engine) == ["m/second"]


def test_parts_of_one_version_do_not_supersede_each_other(engine: Engine) -> None:
    made(engine, "d", "part 1", "part 2", "part 3")
    dead(engine, "m/part 1")
    delivered(engine, "m/part 2", "m/part 3")
    assert state(engine, "m/part 1") is DeliveryState.DEAD
    assert everything(engine) == Resent(sent=1, behind=2), "the other parts again, behind it"
    assert due(engine) == ["m/part 1"]


def test_the_newest_of_the_patient_goes_again_behind_a_revived_one(engine: Engine) -> None:
    """Every bundle carries the Patient: one of yesterday would bring back yesterday's name."""
    made(engine, "old report", "old")
    dead(engine, "m/old")
    for number in range(3):
        made(engine, f"report {number}", f"body {number}", message=f"m{number}")
        delivered(engine, f"m{number}/body {number}")
    made(engine, "of somebody else", "other", patient="q")
    delivered(engine, "m/other")
    assert everything(engine) == Resent(sent=1, behind=1)
    order = []
    while found := due(engine):
        order += found
        delivered(engine, *found)
    assert order == ["m/old", "m2/body 2"]


def test_a_body_made_again_after_another_is_a_newer_version_of_its_own(engine: Engine) -> None:
    for body in ("one", "other", "one", "one"):
        made(engine, "d", body)
    first, second, third = [row.id for row in deliveries.of_message(engine, "m")]
    assert (first, second) == ("m/one", "m/other")
    delivered(engine, first, second)
    assert due(engine) == [third], "or the server would keep the other"
    dead(engine, third)
    made(engine, "d", "one")
    assert len(deliveries.of_message(engine, "m")) == 3, "the same result again is nothing new"


def test_a_part_that_stays_the_same_is_not_sent_again(engine: Engine) -> None:
    made(engine, "d", "part 1", "part 2")
    delivered(engine, "m/part 1")
    made(engine, "d", "part 1", "part 2 corrected")
    assert due(engine) == ["m/part 2"]
    delivered(engine, "m/part 2", "m/part 2 corrected")
    assert state(engine, "m/part 1") is DeliveryState.DELIVERED
    assert everything(engine, DeliveryState.DELIVERED) == Resent(sent=2, overtaken=1)


def test_the_same_document_by_another_message_is_a_newer_version(engine: Engine) -> None:
    made(engine, "d", "by dicom", message="m1")
    dead(engine, "m1/by dicom")
    made(engine, "d", "by hl7", message="m2")
    delivered(engine, "m2/by hl7")
    assert state(engine, "m1/by dicom") is DeliveryState.SUPERSEDED


def test_a_patient_whose_number_changed_keeps_no_head_behind(engine: Engine) -> None:
    """After a merge the report goes under another order key; what still waits under the old one must not win."""
    made(engine, "d", "first", patient="before")
    made(engine, "e", "other", patient="before")
    made(engine, "d", "second", patient="after")
    assert due(engine) == ["m/first", "m/second"]
    delivered(engine, "m/second")
    assert state(engine, "m/first") is DeliveryState.SUPERSEDED
    assert due(engine) == ["m/other"], "the next of the old key"


def test_given_up_is_given_up(engine: Engine) -> None:
    made(engine, "d", "first")
    made(engine, "e", "second")
    dead(engine, "m/first")
    assert drop(engine, DeliveryFilter(), now=NOON) == 1
    assert state(engine, "m/first") is DeliveryState.DROPPED
    assert state(engine, "m/second") is DeliveryState.PENDING
    assert everything(engine) == Resent()
    assert everything(engine, DeliveryState.DROPPED) == Resent(sent=1), "but for who asks for it by name"


def test_only_superseded_ones_asked_for_is_said(engine: Engine) -> None:
    with pytest.raises(ValueError, match="newer version"):
        everything(engine, DeliveryState.SUPERSEDED)


def test_what_ended_is_not_ended_again(engine: Engine) -> None:
    """A second process, or an answer that came late: the first word stands."""
    made(engine, "d", "first")
    delivered(engine, "m/first")
    dead(engine, "m/first")
    deliveries.mark_retry(engine, "m/first", now=NOON, next_at=NOON, reason="late")
    row = deliveries.get_delivery(engine, "m/first")
    assert row is not None
    assert (row.state, row.attempts, row.reason) == (DeliveryState.DELIVERED, 1, "")
    assert due(engine) == []


def test_a_large_resend_keeps_each_patients_order(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.store.delivery_resend.ROWS_AT_ONCE", 7)
    names = [f"m/{number}" for number in range(40)]
    for number in range(40):
        made(engine, f"d{number}", str(number), patient=f"p{number % 3}")
        dead(engine, f"m/{number}")
    assert everything(engine) == Resent(sent=40)
    order = []
    while found := due(engine):
        assert len(found) == len(set(found)) <= 3
        order += found
        delivered(engine, *found)
    for patient in range(3):
        assert [n for n in order if n in names[patient::3]] == names[patient::3]


def test_documents_of_one_patient_mapped_at_once_make_one_head(engine: Engine) -> None:
    def run(part: int) -> None:
        for number in range(8):
            made(engine, f"d{part}-{number}", f"{part}-{number}", message=f"m{part}")

    threads = [Thread(target=run, args=(part,)) for part in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = []
    while found := due(engine):
        assert len(found) == 1
        seen += found
        delivered(engine, *found)
    assert len(seen) == 32
    seqs = [row.seq for name in seen if (row := deliveries.get_delivery(engine, name))]
    assert seqs == sorted(seqs)


def test_the_oldest_pending_of_each_destination_is_known(engine: Engine) -> None:
    made(engine, "d", "first", at=1)
    made(engine, "e", "second", at=2)
    made(engine, "f", "third", at=3)
    dead(engine, "m/first")
    found = deliveries.oldest_pending(engine, ["ehr", "research"])
    assert found == {"ehr": NOON + 2 * MINUTE}
