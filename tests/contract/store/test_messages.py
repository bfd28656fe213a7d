"""What is to be done, what became of it, and finding a message again."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine, text

from gateway.store import messages
from gateway.store.engine import writing
from gateway.store.schema import MessageState
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


HUNDRED_THOUSAND = """
INSERT INTO messages (id, control_id, source, sender, peer, called_ae, calling_ae, digest, size_bytes, received_at,
                      state, stage, reason, tries, run, route, changed_at)
WITH RECURSIVE numbers(n) AS (SELECT 100000 UNION ALL SELECT n + 1 FROM numbers WHERE n < 199999)
SELECT 'id-' || n, 'C' || n, 'mllp', 'LIS|LAB', '192.0.2.7', '', '', '', 1, '2026-11-22T12:00:00.000000Z',
       CASE WHEN n % 1000 = 0 THEN 'waiting' ELSE 'done' END, '', '', 0, 0, '', '2026-11-22T12:00:00.000000Z'
FROM numbers
"""


def test_a_hundred_thousand_messages_are_searched_well_within_a_second(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text(HUNDRED_THOUSAND))
    middle = messages.recent(engine, limit=1, text="C150000")[0].seq
    looks: list[Callable[[], int]] = [
        lambda: len(messages.recent(engine, limit=50, text="C1123")),
        lambda: len(messages.recent(engine, limit=50, text="id-199999")),
        lambda: len(messages.recent(engine, limit=50, text="nowhere")),
        lambda: len(messages.recent(engine, limit=500, state=MessageState.WAITING)),
        lambda: len(messages.recent(engine, limit=50, before=middle)),
        lambda: len(messages.claim(engine, 10)),
        lambda: messages.counts_by_state(engine)[MessageState.DONE],
    ]
    took = []
    for look, expected in zip(looks, (50, 1, 0, 100, 50, 0, 99_900), strict=True):
        began = time.perf_counter()
        assert look() == expected
        took.append(time.perf_counter() - began)
    print(f"{engine.dialect.name}: looks at 100,000 messages took", [f"{t * 1000:.0f} ms" for t in took])
    assert max(took) < 1
