"""A pool of real child processes: what goes wrong in one ends there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil
import pytest

from gateway.errors import JobFailed, ServerAway, StoreAway, WorkerDied, WorkersClosed, WorkerTimeout
from gateway.workers import FileBytes, Job, WorkerPool
from inference.pages import PagesSummary, PageSummary
from inference.types import DocumentRefused, PageLimits, PageRefused
from tests.unit.inference.pages import made

LONG_S = 30.0


def job(name: str, *args: object, **kwargs: object) -> Job:
    return Job(f"tests.integration.workers.jobs:{name}", args, kwargs)


def until(condition: Callable[[], bool], within_s: float = 15.0) -> None:
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "the condition did not come true in time"
        time.sleep(0.01)


def our_children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, idle_s=LONG_S) as made:
        yield made


def test_no_child_before_the_first_job_and_none_after_close() -> None:
    before = set(our_children())
    with WorkerPool(2, idle_s=LONG_S) as pool:
        assert pool.pids() == ()
        assert set(our_children()) == before
        assert pool.submit(job("add", 2, b=3), LONG_S).result(LONG_S) == 5
        assert len(pool.pids()) == 1
        assert set(pool.pids()) <= {c.pid for c in our_children()}
    assert pool.pids() == ()
    assert set(our_children()) == before


def test_a_hundred_jobs_across_two_workers_each_answered_once(pool: WorkerPool) -> None:
    futures = [pool.submit(job("add", i, b=1000), LONG_S) for i in range(100)]
    assert [f.result(LONG_S) for f in futures] == [i + 1000 for i in range(100)]
    counts = pool.counts()
    assert counts.done == 100
    assert counts.started == 2
    until(lambda: pool.counts().busy == 0)


def test_the_child_used_last_is_used_first(pool: WorkerPool) -> None:
    """A trickle of work keeps one child warm; the other one may leave."""
    for future in [pool.submit(job("count_up", 5, 0.02), LONG_S) for _ in range(2)]:
        future.result(LONG_S)
    until(lambda: pool.counts().busy == 0)
    assert len({pool.submit(job("pid"), LONG_S).result(LONG_S) for _ in range(10)}) == 1


@pytest.mark.parametrize("name", ["loop_forever", "hang_in_c"])
def test_a_job_past_its_deadline_is_killed_and_the_next_one_served(pool: WorkerPool, name: str) -> None:
    began = time.monotonic()
    with pytest.raises(WorkerTimeout, match=r"took longer than 0\.5 s"):
        pool.submit(job(name), 0.5).result(LONG_S)
    assert time.monotonic() - began < 5
    assert pool.counts().timed_out == 1
    assert pool.submit(job("add", 1), LONG_S).result(LONG_S) == 1


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("segfault", (), signal.SIGSEGV),
        ("abort", (), signal.SIGABRT),
        ("leave", (3,), 0),
    ],
)
def test_a_crash_fails_only_its_own_job(
    pool: WorkerPool, name: str, args: tuple[object, ...], expected: int
) -> None:
    other = pool.submit(job("count_up", 20, 0.02), LONG_S)
    with pytest.raises(WorkerDied) as caught:
        pool.submit(job(name, *args), LONG_S).result(LONG_S)
    assert caught.value.signal == expected
    assert caught.value.retry
    if expected == signal.SIGSEGV:  # the place, so that a report of it can be acted on
        assert "string_at" in str(caught.value)
    assert other.result(LONG_S) == "counted 20"
    assert pool.submit(job("add", 1), LONG_S).result(LONG_S) == 1


def test_a_memory_bomb_ends_at_the_bound() -> None:
    with WorkerPool(1, idle_s=LONG_S, memory_bytes=512 * 1024**2) as pool:
        with pytest.raises(WorkerDied, match="memory bound"):
            pool.submit(job("allocate_forever"), LONG_S).result(LONG_S)
        first = pool.counts()
        assert first.died == 1
        assert pool.submit(job("add", 1), LONG_S).result(LONG_S) == 1
        assert pool.counts().started == 2  # a child that was full is not used again


def test_a_native_library_at_the_bound_counts_as_out_of_memory() -> None:
    with WorkerPool(1, idle_s=LONG_S) as pool:
        first = pool.submit(job("pid"), LONG_S).result(LONG_S)
        with pytest.raises(WorkerDied, match="memory bound"):
            pool.submit(job("native_out_of_memory"), LONG_S).result(LONG_S)
        assert pool.submit(job("pid"), LONG_S).result(LONG_S) != first


def test_an_idle_child_leaves_and_comes_back_at_need() -> None:
    with WorkerPool(2, idle_s=0.3) as pool:
        first = pool.submit(job("pid"), LONG_S).result(LONG_S)
        until(lambda: not psutil.pid_exists(first))
        assert pool.pids() == ()
        assert pool.submit(job("pid"), LONG_S).result(LONG_S) != first


def test_work_handed_over_while_children_are_leaving_is_never_lost() -> None:
    with WorkerPool(2, idle_s=0.02) as pool:
        for i in range(15):
            time.sleep(0.017 + 0.0004 * i)  # around idle_s, so that hand-over and leaving meet
            assert pool.submit(job("add", i), LONG_S).result(LONG_S) == i


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from gateway.workers import Job, WorkerPool\n"
        "pool = WorkerPool(2, idle_s=60)\n"
        f"module, folder = 'tests.integration.workers.jobs', {str(tmp_path)!r}\n"
        "pool.submit(Job(f'{module}:hang_in_c', (folder,)), 600)\n"  # one busy
        "pool.submit(Job(f'{module}:pid'), 60).result(60)\n"  # one idle
        "print(*pool.pids(), flush=True)\n"
        "time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent, parent.stdout:
        children = [int(p) for p in parent.stdout.readline().split()]
        assert len(children) == 2
        until(lambda: (tmp_path / "hanging").exists())
        parent.kill()
        parent.wait()
        until(lambda: not any(psutil.pid_exists(p) and _runs(p) for p in children))


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_neither_descriptors_nor_zombies_pile_up() -> None:
    me = psutil.Process()
    with WorkerPool(2, idle_s=LONG_S, recycle_after=40) as pool:
        pool.submit(job("add", 1), LONG_S).result(LONG_S)
    before_fds, before_threads = me.num_fds(), me.num_threads()
    with WorkerPool(2, idle_s=LONG_S, recycle_after=40) as pool:
        futures: list[Future[Any]] = []
        for i in range(200):
            name, args = ("leave", (1,)) if i % 50 == 7 else ("add", (i,))
            futures.append(pool.submit(job(name, *args), LONG_S))
        outcomes = [f.exception(LONG_S) for f in futures]
        assert sum(isinstance(o, WorkerDied) for o in outcomes) == 4
        assert sum(o is None for o in outcomes) == 196
        assert pool.counts().started >= 2 + 4
        assert me.num_fds() <= before_fds + 2 * 2  # a socket and a crash file for each living child
        assert not [c for c in our_children() if c.status() == psutil.STATUS_ZOMBIE]
    assert me.num_fds() == before_fds
    until(lambda: me.num_threads() <= before_threads)
    assert pool.counts().children == 0


def test_our_own_errors_come_through_as_they_were(pool: WorkerPool) -> None:
    with pytest.raises(DocumentRefused) as refused:
        pool.submit(job("refuse", "encrypted"), LONG_S).result(LONG_S)
    assert (refused.value.code, refused.value.reason) == ("encrypted", "The PDF needs a password.")
    with pytest.raises(PageRefused):
        pool.submit(job("refuse_page"), LONG_S).result(LONG_S)
    with pytest.raises(ServerAway):
        pool.submit(job("server_away"), LONG_S).result(LONG_S)
    assert pool.counts().started == 1


def test_what_a_library_says_of_a_document_is_not_repeated(pool: WorkerPool) -> None:
    with pytest.raises(JobFailed) as failed:
        pool.submit(job("raise_with_content"), LONG_S).result(LONG_S)
    said = str(failed.value)
    assert "ValueError" in said
    assert "raise_with_content" in said
    assert "secret" not in said
    assert "検査" not in said


def test_output_of_libraries_leads_nowhere(pool: WorkerPool, capfd: pytest.CaptureFixture[str]) -> None:
    assert pool.submit(job("noisy"), LONG_S).result(LONG_S) == "quiet"
    out, err = capfd.readouterr()
    assert out + err == ""


def test_unknown_functions_and_results_that_cannot_travel_are_defects(pool: WorkerPool) -> None:
    for name in ("no_such_job", "unpicklable"):
        with pytest.raises(JobFailed):
            pool.submit(job(name), LONG_S).result(LONG_S)
    with pytest.raises(JobFailed, match="ModuleNotFoundError"):
        pool.submit(Job("no.such.module:job"), LONG_S).result(LONG_S)
    assert pool.counts().started == 1


def test_the_child_reads_large_files_itself(pool: WorkerPool, tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(b"x" * 3_000_000)
    assert pool.submit(job("echo", FileBytes(path)), LONG_S).result(LONG_S) == path.read_bytes()
    with pytest.raises(StoreAway, match="blob folder"):
        pool.submit(job("echo", FileBytes(tmp_path / "gone")), LONG_S).result(LONG_S)


def test_parts_arrive_in_order_and_each_restarts_the_deadline(pool: WorkerPool) -> None:
    parts: list[int] = []
    done = pool.submit(job("count_up", 8, 0.2), 1.0, parts.append)  # 1.6 s in all, 0.2 s a part
    assert done.result(LONG_S) == "counted 8"
    assert parts == list(range(8))
    parts.clear()
    with pytest.raises(DocumentRefused):
        pool.submit(job("count_then_refuse", 3), LONG_S, parts.append).result(LONG_S)
    assert parts == [0, 1, 2]


def test_an_error_of_the_part_receiver_goes_to_the_caller(pool: WorkerPool) -> None:
    def full(_: object) -> None:
        raise StoreAway("no room")

    with pytest.raises(StoreAway, match="no room"):
        pool.submit(job("count_up", 3), LONG_S, full).result(LONG_S)
    assert pool.submit(job("add", 1), LONG_S).result(LONG_S) == 1


def test_children_have_a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTEBRIDGE_STORE__URL", "postgresql://u:secret@h/db")
    monkeypatch.setenv("SOME_TOKEN", "secret")
    with WorkerPool(1, idle_s=LONG_S, threads=3, environment={"EXTRA": "1"}) as pool:
        seen = pool.submit(job("environment"), LONG_S).result(LONG_S)
    assert "secret" not in str(seen)
    assert seen["OMP_NUM_THREADS"] == "3"
    assert seen["HF_HUB_OFFLINE"] == seen["TRANSFORMERS_OFFLINE"] == "1"
    assert seen["EXTRA"] == "1"


def test_children_are_polite_and_leave_no_core_files(pool: WorkerPool) -> None:
    standing = pool.submit(job("standing"), LONG_S).result(LONG_S)
    assert standing["nice"] == min(os.nice(0) + 5, 19)
    assert standing["core"] == (0, 0)
    assert standing["address_space"] == 4 * 1024**3
    assert standing["sigterm"]
    assert standing["sigint"]
    assert standing["session"]


def test_a_terminal_interrupt_or_service_stop_does_not_end_a_running_job(pool: WorkerPool) -> None:
    seen = threading.Event()
    done = pool.submit(job("count_up", 10, 0.05), LONG_S, lambda _: seen.set())
    assert seen.wait(LONG_S)
    for pid in pool.pids():
        os.kill(pid, signal.SIGINT)
        os.kill(pid, signal.SIGTERM)
    assert done.result(LONG_S) == "counted 10"


def test_a_child_killed_while_idle_is_replaced(pool: WorkerPool) -> None:
    first = pool.submit(job("pid"), LONG_S).result(LONG_S)
    os.kill(first, signal.SIGKILL)
    until(lambda: not _runs(first))
    assert pool.submit(job("pid"), LONG_S).result(LONG_S) != first


def test_close_drains_within_its_time_then_kills() -> None:
    pool = WorkerPool(1, idle_s=LONG_S)
    begun = threading.Event()
    short = pool.submit(job("count_up", 5, 0.05), LONG_S, lambda _: begun.set())
    queued = pool.submit(job("add", 1), LONG_S)
    assert begun.wait(LONG_S)
    pool.close(wait_s=10)
    assert short.result(0) == "counted 5"
    with pytest.raises(WorkersClosed):
        queued.result(0)
    with pytest.raises(WorkersClosed):
        pool.submit(job("add", 1), LONG_S)

    pool = WorkerPool(1, idle_s=LONG_S)
    begun.clear()
    endless = pool.submit(job("count_up", 10**6, 0.01), LONG_S, lambda _: begun.set())
    assert begun.wait(LONG_S)
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 5
    with pytest.raises(WorkersClosed):
        endless.result(0)


def test_a_cancelled_job_never_runs(tmp_path: Path) -> None:
    with WorkerPool(1, idle_s=LONG_S) as pool:
        begun = threading.Event()
        first = pool.submit(job("count_up", 10, 0.02), LONG_S, lambda _: begun.set())
        assert begun.wait(LONG_S)
        second = pool.submit(job("mark", str(tmp_path), "ran"), LONG_S)
        assert second.cancel()
        assert first.result(LONG_S) == "counted 10"
        assert pool.submit(job("add", 1), LONG_S).result(LONG_S) == 1
    assert not (tmp_path / "ran").exists()


def test_previews_of_a_long_document_arrive_page_by_page(pool: WorkerPool, tmp_path: Path) -> None:
    path = tmp_path / "blob"
    path.write_bytes(made.many_pages(5))
    arrived: list[object] = []
    work = Job("inference.pages:summarise_pages", (FileBytes(path), "application/pdf", PageLimits()))
    summary = pool.submit(work, LONG_S, arrived.append).result(LONG_S)
    assert isinstance(summary, PagesSummary)
    assert summary.pages == ()
    assert [p.number for p in arrived if isinstance(p, PageSummary)] == [1, 2, 3, 4, 5]
