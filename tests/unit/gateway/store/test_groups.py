"""Who commits what, on whose thread, with a scripted commit in place of a database."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.errors import Defect, StorageFull, StoreAway
from gateway.store.groups import MAX_GROUP, GroupCommit


class Ledger:
    """Remembers each group and the thread that committed it; `gate` holds a commit for as long as it is clear."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.threads: list[str] = []
        self.fail: Callable[[Sequence[int]], None] = lambda group: None
        self.entered = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        self._inside = threading.Lock()

    def commit(self, group: Sequence[int]) -> list[int]:
        assert self._inside.acquire(blocking=False), "two commits at once"
        try:
            self.entered.set()
            assert self.gate.wait(10)
            self.fail(group)
            self.groups.append(list(group))
            self.threads.append(threading.current_thread().name)
            return [-item for item in group]
        finally:
            self._inside.release()

    def committed(self) -> list[int]:
        return [item for group in self.groups for item in group]


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def groups(ledger: Ledger) -> Iterator[GroupCommit[int, int]]:
    found = GroupCommit(ledger.commit)
    yield found
    ledger.gate.set()
    found.stop()


def until_queued(groups: GroupCommit[int, int], count: int) -> None:
    deadline = time.monotonic() + 10
    while groups.queued < count and time.monotonic() < deadline:
        time.sleep(0.001)
    assert groups.queued == count


def test_a_lone_caller_commits_on_its_own_thread(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    assert [groups.put(n) for n in (1, 2, 3)] == [-1, -2, -3]
    assert ledger.groups == [[1], [2], [3]]
    assert set(ledger.threads) == {threading.current_thread().name}


def test_what_arrives_meanwhile_is_one_group_and_its_first_caller_is_free(
    ledger: Ledger, groups: GroupCommit[int, int]
) -> None:
    ledger.gate.clear()
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(groups.put, 0)
        assert ledger.entered.wait(10)
        others = [pool.submit(groups.put, n) for n in range(1, 6)]
        until_queued(groups, 5)
        ledger.gate.set()
        assert first.result(10) == 0
        assert [other.result(10) for other in others] == [-1, -2, -3, -4, -5]
    assert ledger.groups[0] == [0]
    assert sorted(ledger.groups[1]) == [1, 2, 3, 4, 5]
    assert ledger.threads[1] == "group-commit"
    assert groups.put(9) == -9  # and the next lone one leads again
    assert ledger.threads[2] == threading.current_thread().name


def test_a_group_is_bounded(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    async def send() -> list[int]:
        return await asyncio.gather(*(groups.put_async(n) for n in range(MAX_GROUP + 50)))

    ledger.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(asyncio.run, send())
        assert ledger.entered.wait(10)
        ledger.gate.set()
        assert sorted(-done for done in sent.result(10)) == list(range(MAX_GROUP + 50))
    assert max(map(len, ledger.groups)) <= MAX_GROUP
    assert ledger.committed() == list(range(MAX_GROUP + 50))  # in order of arrival
    assert set(ledger.threads) == {"group-commit"}  # the event loop's thread never commits


def test_one_that_fails_hurts_nobody_else(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    def refuse(group: Sequence[int]) -> None:
        if 2 in group:
            raise ValueError("refused")

    ledger.fail = refuse
    ledger.gate.clear()
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(groups.put, 0)
        assert ledger.entered.wait(10)
        others = [pool.submit(groups.put, n) for n in (1, 2, 3)]
        until_queued(groups, 3)
        ledger.gate.set()
        assert (first.result(10), others[0].result(10), others[2].result(10)) == (0, -1, -3)
        with pytest.raises(StoreAway, match="ValueError"):
            others[1].result(10)
    assert sorted(ledger.committed()) == [0, 1, 3]


def test_a_store_that_is_away_is_asked_once_a_group(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    asked: list[int] = []

    def full(group: Sequence[int]) -> None:
        asked.append(len(group))
        raise StorageFull("no room")

    ledger.fail = full
    ledger.gate.clear()
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(groups.put, 0)]
        assert ledger.entered.wait(10)
        waiting += [pool.submit(groups.put, n) for n in range(1, 5)]
        until_queued(groups, 4)
        ledger.gate.set()
        assert [type(w.exception(10)) for w in waiting] == [StorageFull] * 5
    assert asked == [1, 4]
    ledger.fail = lambda group: None
    assert groups.put(7) == -7  # by itself, once there is room


def test_an_interrupt_leaves_nobody_waiting(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    def interrupt(group: Sequence[int]) -> None:
        raise KeyboardInterrupt

    ledger.fail = interrupt
    ledger.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(groups.put, 0)
        assert ledger.entered.wait(10)
        ledger.fail, failing = lambda group: None, ledger.fail
        second = pool.submit(groups.put, 1)
        until_queued(groups, 1)
        ledger.fail = lambda group: failing(group) if 0 in group else None
        ledger.gate.set()
        assert isinstance(first.exception(10), KeyboardInterrupt)
        assert second.result(10) == -1
    assert groups.put(2) == -2


def test_a_sender_that_gave_up_is_left_out(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    async def send() -> None:
        first = asyncio.ensure_future(groups.put_async(0))
        while not ledger.entered.is_set():
            await asyncio.sleep(0.001)
        second = asyncio.ensure_future(groups.put_async(1))
        while not groups.queued:
            await asyncio.sleep(0.001)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        ledger.gate.set()
        assert await first == 0

    ledger.gate.clear()
    asyncio.run(send())
    assert groups.put(2) == -2
    assert ledger.committed() == [0, 2]


def test_our_own_errors_come_through_as_they_are(ledger: Ledger, groups: GroupCommit[int, int]) -> None:
    def refuse(group: Sequence[int]) -> None:
        raise Defect("a row was refused")

    ledger.fail = refuse
    with pytest.raises(Defect, match="a row was refused"):
        groups.put(1)


def test_threads_and_tasks_mixed_lose_nothing_and_stop_ends_it(ledger: Ledger) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    for round_ in range(20):
        groups = GroupCommit(ledger.commit)
        said: list[int] = []

        def block(first: int, groups: GroupCommit[int, int] = groups, said: list[int] = said) -> None:
            for n in range(first, first + 25):
                try:
                    said.append(-groups.put(n))
                except StoreAway:
                    return

        async def tasks(first: int, groups: GroupCommit[int, int] = groups, said: list[int] = said) -> None:
            done = await asyncio.gather(
                *(groups.put_async(n) for n in range(first, first + 25)), return_exceptions=True
            )
            said.extend(-d for d in done if isinstance(d, int))
            assert all(isinstance(d, int | StoreAway) for d in done)

        with ThreadPoolExecutor(8) as pool:
            base = round_ * 1000
            work = [pool.submit(block, base + k * 100) for k in range(4)]
            work += [pool.submit(asyncio.run, tasks(base + k * 100)) for k in range(4, 6)]
            enough = dice.randrange(150)
            deadline = time.monotonic() + 10
            while len(said) < enough and not all(w.done() for w in work) and time.monotonic() < deadline:
                time.sleep(0.0001)
            groups.stop()
            for done in work:
                done.result(10)
        groups.stop()
        assert sorted(said) == sorted(n for n in ledger.committed() if n // 1000 == round_)
        assert len(said) == len(set(said))
        with pytest.raises(StoreAway, match="stopping"):
            groups.put(0)
