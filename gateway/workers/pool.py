"""A pool of child processes with a deadline for every job.

Invariants
- No child exists before the first job; one leaves after `idle_s` without work. The child used last is used
  first, so that a trickle of work keeps one warm, not all.
- One thread per child starts it, speaks with it and ends it. The kernel kills a child when the thread that
  started it ends (PR_SET_PDEATHSIG), so they must live and go together.
- A child that crashes, hangs or outgrows its memory fails its own job and is replaced at the next one.
"""

from __future__ import annotations

import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, Self

from gateway.errors import JobFailed, WorkerDied, WorkersClosed, WorkerTimeout
from gateway.workers.channel import Broken, Done, Failed, Job, Part, encode
from gateway.workers.process import Child, ChildGone, Launch


@dataclass(frozen=True, slots=True)
class PoolCounts:
    """For metrics: how many now (children, busy, queued), and since the start."""

    children: int = 0
    busy: int = 0
    queued: int = 0
    started: int = 0
    done: int = 0
    failed: int = 0  # jobs that ended in an exception of their own
    timed_out: int = 0
    died: int = 0


@dataclass(frozen=True, slots=True)
class _Task:
    job: bytes
    name: str
    deadline_s: float
    on_part: Callable[[Any], None] | None
    future: Future[Any]


_LEAVE: None = None
_Seat = queue.SimpleQueue[_Task | None]


class WorkerPool:
    """Runs jobs in child processes. Threads may submit at once; close it, or use it as a context manager.

    workers         children at most, each with one job at a time
    idle_s          a child without work leaves after this long
    threads         threads a child's numeric libraries may use; 0: as many as cores
    memory_bytes    address space of a child (RLIMIT_AS), 0: unbounded (CUDA needs that)
    nice            added to a child's niceness, so that listeners keep their share of the processor
    recycle_after   jobs after which a child is replaced, against slow leaks in native libraries
    environment     more variables for the children, which get no others but PATH and the like
    """

    def __init__(
        self,
        workers: int,
        idle_s: float,
        threads: int = 1,
        *,
        memory_bytes: int = 4 * 1024**3,
        nice: int = 5,
        recycle_after: int = 1000,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        if workers < 1 or idle_s <= 0 or recycle_after < 1:
            raise ValueError("a pool needs workers >= 1, idle_s > 0 and recycle_after >= 1")
        self._workers = workers
        self._idle_s = idle_s
        self._recycle_after = recycle_after
        self._launch = Launch.plan(threads, memory_bytes, nice, environment or {})
        self._lock = threading.Lock()
        self._backlog: deque[_Task] = deque()
        self._idle: list[_Seat] = []  # seats that await work, the last used at the end
        self._seats = 0  # threads that take work; a leaving one no longer counts but is still in _threads
        self._threads: set[threading.Thread] = set()
        self._children: dict[int, Child] = {}
        self._busy = 0
        self._counts = PoolCounts()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self, job: Job, deadline_s: float, on_part: Callable[[Any], None] | None = None
    ) -> Future[Any]:
        """Queue a job; the Future ends with its result, with the job's own exception if it is one of ours, or
        with WorkerTimeout, WorkerDied, JobFailed (a bug) or WorkersClosed.

        deadline_s counts from when a child takes the job and again from each part a generator job yields; it
        includes loading what the job imports. `on_part` is called with each part in a thread of the pool; if
        it raises, the job is stopped and the Future ends with that exception. Raises what pickle raises when
        the job's arguments cannot travel.
        """
        task = _Task(encode(job), job.function, deadline_s, on_part, Future())
        with self._lock:
            if self._closed:
                raise _closed()
            if self._idle:
                self._busy += 1
                self._idle.pop().put(task)
            else:
                self._backlog.append(task)
                if self._seats < self._workers:
                    self._seats += 1
                    thread = threading.Thread(target=self._attend, name="worker-seat", daemon=True)
                    self._threads.add(thread)
                    thread.start()
        return task.future

    def counts(self) -> PoolCounts:
        """A snapshot for metrics."""
        with self._lock:
            return replace(
                self._counts, children=len(self._children), busy=self._busy, queued=len(self._backlog)
            )

    def pids(self) -> tuple[int, ...]:
        """Process ids of the children there are now."""
        with self._lock:
            return tuple(self._children)

    def close(self, wait_s: float = 0.0) -> None:
        """Stop: queued jobs end with WorkersClosed, running ones have wait_s to finish, then are killed.

        Returns when every child is gone; calling it again does nothing.
        """
        with self._lock:
            self._closed = True
            waiting = list(self._backlog)
            self._backlog.clear()
            for seat in self._idle:
                seat.put(_LEAVE)
            self._idle.clear()
            threads = list(self._threads)
        for task in waiting:
            if task.future.set_running_or_notify_cancel():
                task.future.set_exception(_closed())
        end = time.monotonic() + wait_s
        for thread in threads:
            thread.join(max(end - time.monotonic(), 0.0))
        with self._lock:
            children = list(self._children.values())
        for child in children:
            child.kill()
        for thread in threads:
            thread.join()

    def _attend(self) -> None:
        """One seat: a thread and, while there is work, its child."""
        seat: _Seat = queue.SimpleQueue()
        child: Child | None = None
        served = 0
        try:
            while (task := self._next(seat)) is not None:
                try:
                    if not task.future.set_running_or_notify_cancel():
                        continue
                    if child is not None and (served >= self._recycle_after or not child.alive()):
                        self._dismiss(child)
                        child = None
                    served = served + 1 if child is not None else 1
                    child = self._perform(task, child)
                finally:
                    with self._lock:
                        self._busy -= 1
        finally:
            if child is not None:
                self._dismiss(child)
            with self._lock:
                self._threads.discard(threading.current_thread())

    def _next(self, seat: _Seat) -> _Task | None:
        """The next task, the seat then counted busy; None when it is time to leave."""
        with self._lock:
            if self._backlog:
                self._busy += 1
                return self._backlog.popleft()
            if self._closed:
                self._seats -= 1
                return None
            self._idle.append(seat)
        try:
            task = seat.get(timeout=self._idle_s)
        except queue.Empty:
            with self._lock:
                if seat in self._idle:
                    self._idle.remove(seat)
                    self._seats -= 1
                    return None
            task = seat.get()  # handed over between the timeout and the lock
        if task is None:
            with self._lock:
                self._seats -= 1
        return task

    def _perform(self, task: _Task, child: Child | None) -> Child | None:
        """Run one task to the end of its future; returns the child if it may serve another."""
        try:
            child = child or self._start()
            outcome: object = _converse(child, task)
            keep = isinstance(outcome, (Done, Failed)) or (
                isinstance(outcome, Broken) and not outcome.out_of_memory
            )
        except TimeoutError:
            outcome, keep = _timed_out(task), False
        except ChildGone as gone:
            outcome, keep = (_closed() if self._closed else _died(task, gone)), False
        except Exception as error:  # noqa: BLE001 - a caller awaits the future: no seat may end without setting it
            outcome, keep = error, False
        if child is not None and not keep:
            self._drop(child)
            child = None
        self._settle(task, outcome)
        return child

    def _start(self) -> Child:
        child = Child.start(self._launch)
        with self._lock:
            closed = self._closed
            if not closed:
                self._children[child.pid] = child
                self._counts = replace(self._counts, started=self._counts.started + 1)
        if closed:
            child.kill_and_reap()
            raise _closed()
        return child

    def _drop(self, child: Child) -> None:
        child.kill_and_reap()
        with self._lock:
            self._children.pop(child.pid, None)

    def _dismiss(self, child: Child) -> None:
        child.dismiss()
        with self._lock:
            self._children.pop(child.pid, None)

    def _settle(self, task: _Task, outcome: object) -> None:
        """Count the outcome, then tell whoever waits."""
        if isinstance(outcome, Done):
            self._count("done")
            task.future.set_result(outcome.value)
            return
        if isinstance(outcome, WorkerTimeout):
            self._count("timed_out")
        elif isinstance(outcome, WorkerDied) or (isinstance(outcome, Broken) and outcome.out_of_memory):
            self._count("died")
        else:
            self._count("failed")
        task.future.set_exception(_as_error(task, outcome))

    def _count(self, name: str) -> None:
        with self._lock:
            self._counts = replace(self._counts, **{name: getattr(self._counts, name) + 1})


def _converse(child: Child, task: _Task) -> object:
    """Done, Failed or Broken, or the exception that `on_part` raised."""
    deadline = time.monotonic() + task.deadline_s
    child.ask(task.job, deadline)
    while isinstance(answer := child.answer(deadline), Part):
        if task.on_part is not None:
            try:
                task.on_part(answer.value)
            except Exception as error:  # noqa: BLE001 - the caller's own error goes back to the caller
                return error
        deadline = time.monotonic() + task.deadline_s
    return answer


def _as_error(task: _Task, outcome: object) -> Exception:
    if isinstance(outcome, Failed):
        return outcome.error
    if isinstance(outcome, Broken) and outcome.out_of_memory:
        return WorkerDied(f"{task.name} ran out of the worker's memory bound; its process was replaced")
    if isinstance(outcome, Broken):
        return JobFailed(f"{task.name} raised {outcome.error_type} at {'; '.join(outcome.places[-3:])}")
    if isinstance(outcome, Exception):
        return outcome
    return JobFailed(f"{task.name}: the worker answered with {type(outcome).__name__}")


def _timed_out(task: _Task) -> WorkerTimeout:
    return WorkerTimeout(
        f"{task.name} took longer than {task.deadline_s:g} s and its process was stopped "
        "(pipeline.page_deadline_s); if this is a slow machine, raise the bound"
    )


def _died(task: _Task, gone: ChildGone) -> WorkerDied:
    how = signal.Signals(gone.signal).name if gone.signal in _SIGNALS else "no signal"
    where = f" at {gone.site}" if gone.site else ""
    hint = "; the machine may be short of memory" if gone.signal == signal.SIGKILL else ""
    return WorkerDied(f"the worker process ended during {task.name} ({how}){where}{hint}", gone.signal)


_SIGNALS = frozenset(int(s) for s in signal.Signals)


def _closed() -> WorkersClosed:
    return WorkersClosed("the gateway is stopping; the document is read after the next start")
