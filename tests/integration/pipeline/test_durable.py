"""Durable work on a real DBOS: retries that hold no place, waiting with a reason, work that was lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import pytest
from dbos import DBOS
from sqlalchemy import Engine

from gateway import backlog, durable
from gateway.backlog import StoredBacklog
from gateway.durable import Verdict, Work, backoff_s
from gateway.ids import sha256
from gateway.settings import Pipeline
from gateway.store import messages
from gateway.store.engine import migrate, open_engine
from gateway.store.inbox import Inbox, NewMessage
from gateway.store.schema import MessageState
from mappers.model import Source

POLICY = Pipeline(retry_first_s=0.05, retry_max_s=0.2, retry_attempts=3, concurrency=2)


HELD = MessageState.IGNORED
"""Until the row names its first stage: nobody starts work on it."""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Script:
    """A runner whose stages answer as told: (message, stage) → verdicts, the last one for good."""

    engine: Engine
    verdicts: dict[tuple[str, str], list[Verdict]] = field(default_factory=dict)
    ran: list[tuple[str, str]] = field(default_factory=list)
    stages: tuple[str, ...] = ("one", "two")
    quick_stages: int = 0
    joined: tuple[str, ...] = ()
    working_on_run: bool = False  # mark the row as the real runner does
    lock: Lock = field(default_factory=Lock)

    def run(self, message_id: str, run: int, tries: int, stage: str) -> Verdict:
        with self.lock:
            self.ran.append((message_id, stage))
            left = self.verdicts.get((message_id, stage), [Verdict.NEXT])
            verdict = left.pop(0) if len(left) > 1 else left[0]
        if self.working_on_run and stage == "one":
            messages.set_state(self.engine, message_id, MessageState.WORKING, now=now(), stage=stage)
        if verdict is Verdict.NEXT and stage == "two":
            messages.set_state(self.engine, message_id, MessageState.DONE, now=now())
        return verdict

    def will_retry(self, message_id: str, tries: int, stage: str, patiently: bool = False) -> bool:
        again = patiently or tries < POLICY.retry_attempts
        state = MessageState.RETRYING if again else MessageState.WAITING
        messages.set_state(self.engine, message_id, state, now=now(), tries=tries, stage=stage)
        return again


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("durable")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{folder / 'k.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def shared(engine: Engine) -> Script:
    return Script(engine)


@pytest.fixture
def script(shared: Script) -> Script:
    shared.verdicts.clear()
    shared.ran.clear()
    return shared


@pytest.fixture(scope="module")
def work(engine: Engine, shared: Script, folder: Path) -> Iterator[Work]:
    work = Work(f"sqlite:///{folder / 'work.db'}", shared, StoredBacklog(engine, now), POLICY)
    work.start()
    yield work
    work.stop(5)


def keep(engine: Engine, *names: str) -> list[str]:
    with Inbox(engine) as inbox:
        kept = [
            inbox.keep(
                NewMessage(
                    Source.MLLP, "LAB", name, "127.0.0.1", "", "", sha256(name.encode()), 1, now(), HELD
                )
            )
            for name in names
        ]
    ids = [one.message_id for one in kept]
    # The script's stages are not the pipeline's: the row names the first.
    for message_id in ids:
        messages.set_state(engine, message_id, MessageState.RECEIVED, now=now(), stage="one")
    return ids


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not within the deadline"
        time.sleep(0.02)


def state(engine: Engine, message_id: str) -> MessageState:
    message = messages.get(engine, message_id)
    assert message is not None
    return message.state


def test_the_delay_doubles_and_is_bounded() -> None:
    policy = Pipeline(retry_first_s=2, retry_max_s=10)
    assert [backoff_s(policy, n) for n in range(1, 6)] == [2, 4, 8, 10, 10]


def test_every_kept_message_goes_through_every_stage_once(engine: Engine, script: Script, work: Work) -> None:
    ids = keep(engine, *(f"M{n}" for n in range(20)))
    work.poke()
    until(lambda: all(state(engine, one) is MessageState.DONE for one in ids))
    assert sorted(script.ran) == sorted((one, stage) for one in ids for stage in script.stages)


def test_a_failed_stage_runs_again_from_itself(engine: Engine, script: Script, work: Work) -> None:
    (one,) = keep(engine, "heals")
    script.verdicts[one, "two"] = [Verdict.AGAIN, Verdict.AGAIN, Verdict.NEXT]
    work.poke()
    until(lambda: state(engine, one) is MessageState.DONE)
    assert [stage for _, stage in script.ran] == ["one", "two", "two", "two"]


def test_stages_of_one_step_still_run_again_from_the_one_that_failed(
    engine: Engine, script: Script, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "joined", ("two",))
    (one,) = keep(engine, "joined")
    script.verdicts[one, "two"] = [Verdict.AGAIN, Verdict.NEXT]
    work.poke()
    until(lambda: state(engine, one) is MessageState.DONE)
    assert [stage for _, stage in script.ran] == ["one", "two", "two"]
    names = [step["function_name"] for step in DBOS.list_workflow_steps(f"{one}:0:0")]
    assert "one" in names
    assert "two" not in names


def test_tries_end_and_the_message_waits(engine: Engine, script: Script, work: Work) -> None:
    (one,) = keep(engine, "B")
    script.verdicts[one, "one"] = [Verdict.AGAIN]
    work.poke()
    until(lambda: state(engine, one) is MessageState.WAITING)
    assert len(script.ran) == POLICY.retry_attempts


def test_what_waits_for_a_model_is_tried_until_it_is_back(engine: Engine, script: Script, work: Work) -> None:
    (one,) = keep(engine, "away")
    script.verdicts[one, "two"] = [Verdict.LATER] * (POLICY.retry_attempts + 2) + [Verdict.NEXT]
    work.poke()
    until(lambda: state(engine, one) is MessageState.DONE)
    assert len(script.ran) == 1 + POLICY.retry_attempts + 3


def test_messages_that_retry_hold_no_place(engine: Engine, script: Script, work: Work) -> None:
    """As many failing messages as places, and one that works: it is done while they retry."""
    ids = keep(engine, "bad1", "bad2", "bad3", "good")
    for bad in ids[:3]:
        script.verdicts[bad, "one"] = [Verdict.AGAIN]
    work.poke()
    until(lambda: state(engine, ids[3]) is MessageState.DONE)
    until(lambda: all(state(engine, bad) is MessageState.WAITING for bad in ids[:3]))


def test_a_replay_runs_a_waiting_message_again(engine: Engine, script: Script, work: Work) -> None:
    (one,) = keep(engine, "C")
    script.verdicts[one, "two"] = [Verdict.STOP]
    work.poke()
    until(lambda: (one, "two") in script.ran)
    messages.set_state(engine, one, MessageState.WAITING, now=now(), envelope={})
    script.verdicts.clear()
    script.ran.clear()
    assert backlog.replay(engine, one, "two", now())
    until(lambda: state(engine, one) is MessageState.DONE)
    assert script.ran == [(one, "two")]
    assert not backlog.replay(engine, "no such message", "two", now())


def test_a_message_begun_before_dbos_failed_is_not_forgotten(
    engine: Engine, script: Script, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quick stage has run, so the row is no longer unstarted, and then no workflow could be made."""
    real, failures = durable._enqueue, [OSError("full"), OSError("full")]

    def enqueue(waiting: durable.Waiting, delay_s: float = 0.0) -> None:
        if failures:
            raise failures.pop()
        real(waiting, delay_s)

    monkeypatch.setattr(durable, "_enqueue", enqueue)
    monkeypatch.setattr(script, "quick_stages", 1)
    monkeypatch.setattr(script, "working_on_run", True)
    (one,) = keep(engine, "begun")
    work.poke()
    until(lambda: state(engine, one) is MessageState.DONE)
    assert not failures


def test_work_whose_dbos_file_is_lost_starts_again(
    engine: Engine, script: Script, work: Work, tmp_path: Path
) -> None:
    """Last in the module: DBOS is one to a process, so the shared one stops here."""
    work.stop(5)
    (one,) = keep(engine, "D")
    messages.set_state(engine, one, MessageState.WORKING, now=now(), stage="two")
    fresh = Work(f"sqlite:///{tmp_path / 'fresh.db'}", script, StoredBacklog(engine, now), POLICY)
    fresh.start()
    try:
        until(lambda: state(engine, one) is MessageState.DONE)
    finally:
        fresh.stop(5)
    assert script.ran == [(one, "two")]
