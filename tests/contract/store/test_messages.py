"""What is to be done, what became of it, and finding a message again."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import Engine, insert

from gateway.store import messages
from gateway.store.engine import writing
from gateway.store.schema import MessageState
from gateway.store.schema import messages as table
from tests.contract.store.conftest import NOON
from tests.contract.store.rows import kept


def test_work_is_claimed_in_order_of_arrival(engine: Engine) -> None:
    ids = kept(engine, 3, 1, 2)
    assert [row.id for row in messages.claim(engine, 2)] == ids[:2]
    messages.set_state(engine, ids[0], MessageState.WORKING, now=NOON)
    assert [row.id for row in messages.claim(engine, 10)] == ids[1:]


def test_a_change_touches_only_what_is_given(engine: Engine) -> None:
    (message_id,) = kept(engine, 1)
    envelope = {"patient": {"name": "山田 太郎"}, "control_id": "MSG00001"}
    assert messages.set_state(
        engine, message_id, MessageState.RETRYING, now=NOON, stage="pages", reason="page 2: too large", tries=3,
        route="lab", envelope=envelope, run=1,
    )  # fmt: skip
    assert messages.set_state(engine, message_id, MessageState.WORKING, now=NOON + timedelta(hours=1))
    row = messages.get(engine, message_id)
    assert row is not None
    assert (row.state, row.stage, row.reason, row.tries) == (
        MessageState.WORKING,
        "pages",
        "page 2: too large",
        3,
    )
    assert (row.route, row.envelope, row.run) == ("lab", envelope, 1)
    assert row.changed_at == NOON + timedelta(hours=1)
    messages.set_state(engine, message_id, MessageState.DONE, now=NOON, reason="", tries=0)
    row = messages.get(engine, message_id)
    assert row is not None
    assert (row.reason, row.tries, row.stage) == ("", 0, "pages")


def test_a_change_can_be_made_to_depend_on_what_is_there(engine: Engine) -> None:
    (message_id,) = kept(engine, 1)
    change = {"now": NOON, "only_from": (MessageState.RECEIVED,)}
    assert messages.set_state(engine, message_id, MessageState.WORKING, **change)
    assert not messages.set_state(engine, message_id, MessageState.DONE, **change)
    assert not messages.set_state(engine, message_id, MessageState.DONE, now=NOON, only_run=1)
    assert messages.set_state(engine, message_id, MessageState.DONE, now=NOON, only_run=0)
    assert not messages.set_state(engine, "no such message", MessageState.DONE, now=NOON)


def test_the_list_is_paged_without_gaps_while_messages_arrive(engine: Engine) -> None:
    first = kept(engine, *range(7))
    page = messages.recent(engine, limit=3)
    later = kept(engine, 100)
    seen = [row.id for row in page]
    while page:
        page = messages.recent(engine, limit=3, before=page[-1].seq)
        seen += [row.id for row in page]
    assert seen == first[::-1]
    assert messages.recent(engine, limit=1)[0].id == later[0]


def test_messages_are_found_by_the_beginning_of_an_id(engine: Engine) -> None:
    ids = kept(engine, 1, 12, 13, 2)
    found = messages.recent(engine, limit=10, text="MSG0001")
    assert [row.id for row in found] == [ids[2], ids[1]]
    assert [row.id for row in messages.recent(engine, limit=10, text=ids[0])] == [ids[0]]
    assert [row.id for row in messages.recent(engine, limit=10, text=ids[3][:30])] == [ids[3]]
    assert messages.recent(engine, limit=10, text="msg0001") == []
    for wild in ("%", "_", "MSG%", "*", "'; --"):
        assert messages.recent(engine, limit=10, text=wild) == []
    messages.set_state(engine, ids[1], MessageState.WAITING, now=NOON)
    found = messages.recent(engine, limit=10, text="MSG0001", state=MessageState.WAITING)
    assert [row.id for row in found] == [ids[1]]


def test_every_state_is_counted(engine: Engine) -> None:
    assert set(messages.counts_by_state(engine)) == set(MessageState)
    ids = kept(engine, 1, 2, 3)
    messages.set_state(engine, ids[1], MessageState.DONE, now=NOON)
    counts = messages.counts_by_state(engine)
    assert (counts[MessageState.RECEIVED], counts[MessageState.DONE], sum(counts.values())) == (2, 1, 3)
    oldest = messages.oldest(engine, MessageState.RECEIVED)
    assert oldest is not None
    assert oldest.id == ids[0]
    assert messages.oldest(engine, MessageState.WAITING) is None


def test_a_hundred_thousand_messages_are_searched_well_within_a_second(engine: Engine) -> None:
    blank = {"source": "mllp", "sender": "LIS|LAB", "peer": "192.0.2.7", "digest": "0" * 64, "size_bytes": 1}
    with writing(engine) as connection:
        for start in range(0, 100_000, 10_000):
            connection.execute(
                insert(table),
                [
                    {**blank, "id": f"id-{n:06}", "control_id": f"C{n:06}", "received_at": NOON,
                     "changed_at": NOON, "state": "waiting" if n % 1000 == 0 else "done"}
                    for n in range(start, start + 10_000)
                ],
            )  # fmt: skip
    began = time.perf_counter()
    assert len(messages.recent(engine, limit=50, text="C0123")) == 50
    assert [row.id for row in messages.recent(engine, limit=50, text="id-099999")] == ["id-099999"]
    assert messages.recent(engine, limit=50, text="nowhere") == []
    assert len(messages.recent(engine, limit=500, state=MessageState.WAITING)) == 100
    assert len(messages.recent(engine, limit=50, before=50_000)) == 50
    assert messages.claim(engine, 10) == []
    assert messages.counts_by_state(engine)[MessageState.DONE] == 99_900
    took = time.perf_counter() - began
    print(f"{engine.dialect.name}: seven looks at 100,000 messages took {took * 1000:.0f} ms")
    assert took < 2
