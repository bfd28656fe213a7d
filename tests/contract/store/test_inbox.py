"""Ack means kept: what `keep` returned for is there, whatever happens next."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, text

from gateway.errors import KartebridgeError, StoreAway
from gateway.store import messages
from gateway.store.engine import open_engine, reading
from gateway.store.inbox import Inbox, Kept
from gateway.store.schema import MessageState
from gateway.store.schema import messages as table
from mappers.model import Source
from tests.contract.store.conftest import NOON, Place
from tests.contract.store.rows import new_message

KEEP_LOOP = """
import sys
from gateway.store.engine import open_engine
from gateway.store.inbox import Inbox
from tests.contract.store.rows import new_message
from concurrent.futures import ThreadPoolExecutor
inbox = Inbox(open_engine(sys.argv[1]))
def keep(worker):
    number = 0
    while True:
        number += 1
        kept = inbox.keep(new_message(number, control_id=f"{sys.argv[2]}-{worker}-{number}"))
        sys.stdout.write(kept.message_id + "\\n")
        sys.stdout.flush()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(keep, range(4)))
"""


def stored_ids(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(connection.execute(select(table.c.id)).scalars())


def test_a_kept_message_is_there_as_given(engine: Engine) -> None:
    new = replace(
        new_message(1, source=Source.DICOM, sender="", control_id="1.2.392.1"),
        called_ae="KARTEBRIDGE",
        calling_ae="MODALITY1",
        state=MessageState.QUARANTINED,
        reason="no SOP class",
        size_bytes=3 * 1024**3,
    )
    with Inbox(engine) as inbox:
        answer = inbox.keep(new)
    assert answer == Kept(new.id, duplicate=False, conflict=False)
    row = messages.get(engine, answer.message_id)
    assert row is not None
    assert (row.source, row.control_id, row.sender, row.peer) == (Source.DICOM, "1.2.392.1", "", "192.0.2.7")
    assert (row.called_ae, row.calling_ae, row.digest) == ("KARTEBRIDGE", "MODALITY1", new.digest)
    assert (row.state, row.reason, row.size_bytes) == (
        MessageState.QUARANTINED,
        "no SOP class",
        3 * 1024**3,
    )
    assert (row.received_at, row.stage, row.tries, row.run, row.envelope) == (new.received_at, "", 0, 0, None)


def test_the_same_message_again_is_a_duplicate_and_one_row(engine: Engine) -> None:
    with Inbox(engine) as inbox:
        first = inbox.keep(new_message(1))
        later = replace(new_message(1), received_at=NOON.replace(hour=23))
        again = inbox.keep(later)
    assert (first.duplicate, again) == (False, Kept(first.message_id, duplicate=True, conflict=False))
    assert stored_ids(engine) == {first.message_id}
    row = messages.get(engine, first.message_id)
    assert row is not None
    assert row.received_at == new_message(1).received_at  # the first arrival stays


def test_the_same_control_id_with_other_bytes_is_a_conflict_and_both_are_kept(engine: Engine) -> None:
    with Inbox(engine) as inbox:
        first = inbox.keep(new_message(1))
        other = inbox.keep(new_message(1, content="other bytes"))
        first_again = inbox.keep(new_message(1))
        elsewhere = inbox.keep(new_message(1, content="third", sender="OTHER|LAB"))
        other_way = inbox.keep(new_message(1, content="fourth", source=Source.DICOM))
    assert (first.conflict, other.conflict, other.duplicate) == (False, True, False)
    assert (first_again.duplicate, first_again.conflict) == (True, True)
    assert (elsewhere.conflict, other_way.conflict) == (False, False)
    assert len(stored_ids(engine)) == 4


def test_unreadable_messages_without_control_id_are_no_conflict(engine: Engine) -> None:
    with Inbox(engine) as inbox:
        answers = [inbox.keep(new_message(n, control_id="", sender="")) for n in range(3)]
    assert [a.conflict for a in answers] == [False] * 3
    assert len(stored_ids(engine)) == 3


def test_many_senders_at_once_each_get_their_own_answer(engine: Engine) -> None:
    """20 threads; every third message is sent twice at the same moment."""
    numbers = [n for n in range(300) for _ in range(2 if n % 3 == 0 else 1)]
    with Inbox(engine) as inbox, ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: (n, inbox.keep(new_message(n))), numbers))
    assert all(answer.message_id == new_message(n).id for n, answer in answers)
    assert sum(not answer.duplicate for _, answer in answers) == 300
    assert not any(answer.conflict for _, answer in answers)
    assert len(stored_ids(engine)) == 300


def test_asyncio_senders_share_the_groups(engine: Engine) -> None:
    async def send(inbox: Inbox) -> list[Kept]:
        return await asyncio.gather(*(inbox.keep_async(new_message(n)) for n in range(100)))

    with Inbox(engine) as inbox:
        answers = asyncio.run(send(inbox))
    assert {answer.message_id for answer in answers} == stored_ids(engine)


def test_order_of_arrival_is_kept_whatever_the_clock_says(engine: Engine) -> None:
    with Inbox(engine) as inbox:
        first = inbox.keep(replace(new_message(1), received_at=NOON.replace(hour=15)))
        second = inbox.keep(replace(new_message(2), received_at=NOON.replace(hour=14)))  # clock set back
    assert [row.id for row in messages.claim(engine, 10)] == [first.message_id, second.message_id]


def test_broken_text_is_kept_and_hurts_nobody(engine: Engine) -> None:
    """NUL, lone surrogates and overlong ids from a broken sender: kept, found again as the same message."""
    broken = [
        new_message(1, control_id="A\x00B"),
        new_message(2, control_id="A\udcffB"),
        new_message(3, control_id="X" * 5000, sender="Y" * 300),
        new_message(4, control_id="X" * 5000, sender="Y" * 300),
        replace(new_message(5), calling_ae="A title of more than sixteen", reason="\x00"),
    ]
    with Inbox(engine) as inbox, ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(inbox.keep, [*broken, new_message(6)]))
        again = inbox.keep(broken[2])
    assert stored_ids(engine) == {answer.message_id for answer in answers}
    assert len(stored_ids(engine)) == 6
    assert (again.duplicate, again.conflict) == (True, True)


def test_a_row_that_is_refused_fails_its_own_sender_alone(engine: Engine) -> None:
    poisoned = replace(new_message(1), size_bytes=2**70)  # no engine takes it
    held, gate = threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        gate.wait(10)

    with Inbox(engine, on_kept=hold) as inbox, ThreadPoolExecutor(4) as pool:
        first = pool.submit(inbox.keep, new_message(0))
        assert held.wait(10)  # it is committed and still leads, so that the next ones queue up
        others = [pool.submit(inbox.keep, new) for new in (new_message(2), poisoned, new_message(3))]
        deadline = time.monotonic() + 10
        while inbox._groups.queued < 3 and time.monotonic() < deadline:
            time.sleep(0.001)
        assert inbox._groups.queued == 3
        gate.set()
        assert [kept.result(10).duplicate for kept in (first, others[0], others[2])] == [False] * 3
        with pytest.raises(KartebridgeError):
            others[1].result(10)
    assert len(stored_ids(engine)) == 3


def test_a_stopped_inbox_commits_what_it_has_and_refuses_the_rest(engine: Engine) -> None:
    inbox = Inbox(engine)
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(inbox.keep, new_message(n)) for n in range(8)]
        inbox.stop()
        done = [w for w in waiting if w.exception() is None]
    with pytest.raises(StoreAway, match="stopping"):
        inbox.keep(new_message(99))
    inbox.stop()
    assert {w.result().message_id for w in done} == stored_ids(engine)


def test_a_long_read_does_not_hold_up_an_answer(engine: Engine) -> None:
    with Inbox(engine) as inbox:
        inbox.keep(new_message(1))
        with reading(engine) as connection:
            rows = connection.execute(text("SELECT id FROM messages"))
            began = time.monotonic()
            inbox.keep(new_message(2))
            assert time.monotonic() - began < 2
            assert len(rows.all()) == 1  # and the reader's view stays as it was
    assert len(stored_ids(engine)) == 2


def test_whoever_asked_is_told_of_new_messages_once_committed(engine: Engine) -> None:
    seen: list[int] = []
    with Inbox(engine, on_kept=lambda: seen.append(len(stored_ids(engine)))) as inbox:
        inbox.keep(new_message(1))
        inbox.keep(new_message(1))
        inbox.keep(new_message(2))
    assert seen == [1, 2]


def test_every_id_said_kept_before_a_kill_is_there_after(place: Place) -> None:
    printed: set[str] = set()
    for enough in (30, 120):
        with subprocess.Popen(
            [sys.executable, "-c", KEEP_LOOP, place.url, str(enough)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(enough)]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.read().splitlines(keepends=True)
        # A line cut short by the kill was not said.
        printed |= {line.decode().strip() for line in lines if line.endswith(b"\n")}
    engine = open_engine(place.url)
    there = stored_ids(engine)
    assert len(printed) >= 150
    assert printed <= there
    engine.dispose()


def test_twenty_senders_are_kept_fast_enough(engine: Engine) -> None:
    """A guard against losing group commit, not a measurement: that is `make bench`'s."""
    with Inbox(engine) as inbox, ThreadPoolExecutor(20) as pool:
        inbox.keep(new_message(5000))
        began = time.monotonic()
        list(pool.map(lambda n: inbox.keep(new_message(n)), range(1000)))
        rate = 1000 / (time.monotonic() - began)
    print(f"{engine.dialect.name}: {rate:.0f} messages kept a second from 20 threads")
    assert rate > 250
