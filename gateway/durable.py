"""Durable work: every kept message goes through the stages of `gateway.pipeline`, whatever kills the process.

One DBOS workflow is one try of one run of one message; its id `<message>:<run>:<try>` is deterministic, so that
starting it twice starts it once. One or two stages are a DBOS step: finished steps are not run again after a crash,
the step that was cut short is, and every stage may run twice. A failed stage ends the workflow and enqueues the next
try with a growing, bounded delay, so that a waiting message holds no place among those being worked on. DBOS
stores workflow inputs and outputs: they are ids and stage names, never patient data.

DBOS keeps its tables in a sibling file on SQLite (two writers on one file would slow the acknowledgements) and in
its own schema on PostgreSQL.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from math import inf
from typing import Protocol

import structlog
from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from gateway.settings import Pipeline

QUEUE = "messages"
VERSION = "pipeline-1"
"""Pinned: without it DBOS derives a version from the code, and an update would orphan pending work."""

AT_ONCE = 10
"""Messages begun between two looks at whether others arrive: some 30 ms of the interpreter."""

AWAY_S = 60.0
"""Longest wait before looking whether a model is back: what waited is then read within this time."""

FAILED_EVERY_S = 60.0
FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger()


class Verdict(StrEnum):
    """What a stage says of the message."""

    NEXT = "next"
    STOP = "stop"  # nothing more to do: done, ignored, waiting or quarantined, as its state says
    AGAIN = "again"  # failed; trying again may help
    LATER = "later"  # what it needs is away; tries until it is back are not counted


class Runner(Protocol):
    """The stages, as this module needs them."""

    @property
    def stages(self) -> tuple[str, ...]:
        """Their names, in order."""
        ...

    @property
    def quick_stages(self) -> int:
        """How many of the first stages take milliseconds: they run before a workflow is made, for many a
        message ends there (image series that a rule only keeps)."""
        ...

    @property
    def joined(self) -> tuple[str, ...]:
        """Stages that share a step with the one before: what is cut short begins again with the step's first."""
        ...

    def run(self, message_id: str, run: int, tries: int, stage: str) -> Verdict:
        """Run one stage; never raises for what a message holds. STOP when a newer run has taken over."""
        ...

    def will_retry(self, message_id: str, tries: int, stage: str, patiently: bool = False) -> bool:
        """Mark the message as retrying, or as waiting when its tries are used up (then False).

        `patiently`: this try does not count.
        """
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message to start work on."""

    message_id: str
    run: int
    tries: int
    first_stage: str


class Backlog(Protocol):
    """Where messages that have no workflow yet are found."""

    def unstarted(self, limit: int) -> list[Waiting]:
        """Messages kept (or replayed) and not yet begun, oldest first."""
        ...

    def started(self, waiting: Waiting) -> None:
        """This message has a workflow now."""
        ...

    def in_work(self) -> Iterator[Waiting]:
        """Every message said to be in work: some may have lost their workflow."""
        ...

    def find(self, message_id: str) -> Waiting | None:
        """This message, if it is said to be in work."""
        ...


_runner: Runner | None = None
_policy: Pipeline = Pipeline()


def backoff_s(policy: Pipeline, tries: int) -> float:
    """Seconds before the next try after `tries` failed ones: doubles from the first, bounded."""
    return float(min(policy.retry_first_s * 2.0 ** (tries - 1), policy.retry_max_s))


@DBOS.workflow(name="process", max_recovery_attempts=10_000)
def process(message_id: str, run: int, tries: int, first_stage: str) -> str:
    """One try: the stages from `first_stage` on. Returns the last verdict."""
    runner = _runner
    if runner is None:
        raise RuntimeError("gateway.durable.Work is not started")
    for step in _steps(runner, first_stage):
        verdict, stage = DBOS.run_step({"name": step[0]}, _run, message_id, run, tries, step)
        if verdict in (Verdict.AGAIN, Verdict.LATER):
            later = verdict == Verdict.LATER
            if DBOS.run_step({"name": "will_retry"}, runner.will_retry, message_id, tries + 1, stage, later):
                delay_s = backoff_s(_policy, tries + 1)
                _enqueue(
                    Waiting(message_id, run, tries + 1, stage), min(delay_s, AWAY_S) if later else delay_s
                )
            return verdict
        if verdict == Verdict.STOP:
            return Verdict.STOP
    return Verdict.NEXT


def _steps(runner: Runner, first_stage: str) -> list[tuple[str, ...]]:
    """The stages from `first_stage` on, those of one step together."""
    steps: list[tuple[str, ...]] = []
    for stage in runner.stages[runner.stages.index(first_stage) :]:
        if steps and stage in runner.joined:
            steps[-1] += (stage,)
        else:
            steps.append((stage,))
    return steps


def _run(message_id: str, run: int, tries: int, stages: tuple[str, ...]) -> tuple[str, str]:
    """One step: its stages until one does not say NEXT; the last verdict and whose it is."""
    assert _runner is not None
    verdict, last = Verdict.NEXT, ""
    for last in stages:
        verdict = _runner.run(message_id, run, tries, last)
        if verdict is not Verdict.NEXT:
            break
    return verdict, last


def _workflow_id(waiting: Waiting) -> str:
    return f"{waiting.message_id}:{waiting.run}:{waiting.tries}"


def _enqueue(waiting: Waiting, delay_s: float = 0.0) -> None:
    with SetWorkflowID(_workflow_id(waiting)), SetEnqueueOptions(delay_seconds=delay_s or None):
        DBOS.enqueue_workflow(
            QUEUE, process, waiting.message_id, waiting.run, waiting.tries, waiting.first_stage
        )


class Pace:
    """How many messages may begin now: senders' answers come before work on what they sent.

    While messages arrive in close succession (none in QUIET_S is quiet), at most `a_second` begin; otherwise all.
    Everything runs in one interpreter: a series of a thousand images would else be answered at half the speed.
    """

    QUIET_S = 0.3

    def __init__(self, a_second: int) -> None:
        self._a_second = a_second
        self._last_kept = -inf
        self._second = -inf
        self._begun = 0

    def kept(self, now_s: float) -> None:
        """A message was kept."""
        self._last_kept = now_s

    def began(self, count: int, now_s: float) -> None:
        """So many began."""
        if now_s - self._second >= 1:
            self._second, self._begun = now_s, 0
        self._begun += count

    def room(self, now_s: float) -> int:
        """How many may begin."""
        if now_s - self._last_kept > self.QUIET_S:
            return 1_000_000
        return self._a_second if now_s - self._second >= 1 else max(self._a_second - self._begun, 0)


class Work:
    """The running side: starts DBOS, hands kept messages to it, and finds work that was lost.

    `poke` wakes the dispatcher at once; without it the backlog is looked at every second, which is how work that
    another process asked for (`kartebridge replay`) is found.
    """

    def __init__(self, system_url: str, runner: Runner, backlog: Backlog, policy: Pipeline) -> None:
        self._system_url = system_url
        self._runner = runner
        self._backlog = backlog
        self._policy = policy
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._taken: dict[str, Waiting] = {}
        self._pace = Pace(max(policy.concurrency, 4 * policy.workers))
        self._thread = threading.Thread(target=self._dispatch, name="dispatcher", daemon=True)

    def start(self) -> None:
        """Launch DBOS (its recovery of interrupted workflows included) and the dispatcher."""
        global _runner, _policy  # DBOS is one to a process, and so is what its workflows call
        _runner, _policy = self._runner, self._policy
        DBOS(
            config={
                "name": "kartebridge",
                "system_database_url": self._system_url,
                "application_version": VERSION,
                "executor_id": self._policy.node_name,
                "log_level": "WARNING",
                "console_log_level": "WARNING",
                "enable_otlp": False,
                "max_executor_threads": self._policy.concurrency * 2 + 8,
            }
        )
        _quiet_dbos()
        DBOS.launch()
        _quiet_dbos()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=self._policy.concurrency,
            polling_interval_sec=0.5,
            on_conflict="always_update",
        )
        self._thread.start()

    def poke(self) -> None:
        """There is a new message."""
        self._pace.kept(time.monotonic())
        self._wake.set()

    def stop(self, drain_s: float) -> None:
        """Begin nothing new; wait up to `drain_s` seconds for workflows in hand. What is cut short runs again."""
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout=10)
        DBOS.destroy(workflow_completion_timeout_sec=int(drain_s))

    def _dispatch(self) -> None:
        self._each(self._relaunch_lost)
        looked_at = time.monotonic()
        while not self._stopping.is_set():
            self._each(self._start_unstarted)
            if time.monotonic() - looked_at > FAILED_EVERY_S:
                self._each(self._relaunch_failed)
                looked_at = time.monotonic()
            self._wake.wait(timeout=1.0)
            self._wake.clear()
            # One look serves all that arrive meanwhile.
            self._stopping.wait(0.0 if self._pace.room(time.monotonic()) else Pace.QUIET_S)

    def _each(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except Exception as error:  # the dispatcher must outlive a database that is away
            log.error("dispatching failed, tried again in a second", exc_info=error)
            return False
        return True

    def _start_unstarted(self) -> None:
        while not self._stopping.is_set():
            room = self._pace.room(time.monotonic())
            batch = self._backlog.unstarted(min(room, AT_ONCE)) if room else []
            self._taken.update({waiting.message_id: waiting for waiting in batch})
            self._pace.began(len(batch), time.monotonic())
            if not self._begin_taken() or len(batch) < min(room, AT_ONCE) or not room:
                return

    def _begin_taken(self) -> bool:
        """Begin what was taken; False at the first that fails, which goes last and is tried again in a second.

        A message that began here is no longer among the unstarted, so it stays taken until it has a workflow.
        """
        for message_id, waiting in list(self._taken.items()):
            del self._taken[message_id]
            if not self._each(partial(self._begin, waiting)):
                self._taken[message_id] = waiting
                return False
        return True

    def _begin(self, waiting: Waiting) -> None:
        """The quick stages here; a workflow for the rest, or from the stage that failed."""
        stages = self._runner.stages
        first = stages.index(waiting.first_stage)
        for stage in stages[first : self._runner.quick_stages]:
            verdict = self._runner.run(waiting.message_id, waiting.run, waiting.tries, stage)
            if verdict is Verdict.STOP:
                return
            if verdict in (Verdict.AGAIN, Verdict.LATER):
                break
            first += 1
        waiting = replace(waiting, first_stage=stages[first])
        _enqueue(waiting)
        self._backlog.started(waiting)

    def _relaunch_lost(self) -> None:
        """At start-up: messages in work whose workflow is not in DBOS (its file was lost) start again."""
        for waiting in self._backlog.in_work():
            if self._stopping.is_set():
                return
            if DBOS.get_workflow_status(_workflow_id(waiting)) is None:
                log.warning("work was lost and starts again", message=waiting.message_id)
                _enqueue(waiting)

    def _relaunch_failed(self) -> None:
        """Workflows that ended in an error of the machinery itself (a full disk, say): their next try starts."""
        for failed in DBOS.list_workflows(status=FAILED, limit=200):
            message_id, run, tries = failed.workflow_id.split(":")
            waiting = self._backlog.find(message_id)
            if waiting is not None and (waiting.run, waiting.tries) == (int(run), int(tries)):
                log.warning("a workflow failed and runs again", message=message_id)
                again = replace(waiting, tries=waiting.tries + 1)
                _enqueue(again)
                self._backlog.started(again)
            DBOS.delete_workflow(failed.workflow_id)


def _quiet_dbos() -> None:
    """DBOS writes to its own handler and prints a cloud address; its warnings go through ours instead."""
    logger = logging.getLogger("dbos")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
    logger.setLevel(logging.WARNING)
