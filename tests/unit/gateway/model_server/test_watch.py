"""The table of a model server's states, row by row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.model_server.watch import Act, Bounds, Seen, State, Watch, step, stopped

BOUNDS = Bounds(start_timeout_s=100.0, unhealthy_looks=3, restart_first_s=2.0, restart_max_s=30.0)
STARTING = Watch(State.STARTING, since_s=10.0, starts=1)
READY = Watch(State.READY, since_s=50.0, starts=1)


def test_a_wait_ends_in_a_start() -> None:
    waiting = Watch(State.WAITING, until_s=5.0)
    assert step(waiting, Seen(4.9, alive=False), BOUNDS) == (waiting, Act.NONE)
    after, act = step(waiting, Seen(5.0, alive=False), BOUNDS)
    assert (after.state, after.since_s, after.starts, act) == (State.STARTING, 5.0, 1, Act.SPAWN)


def test_a_starting_server_is_ready_when_it_answers() -> None:
    assert step(STARTING, Seen(20.0, alive=True, healthy=False), BOUNDS) == (STARTING, Act.NONE)
    after, act = step(STARTING, Seen(21.0, alive=True, healthy=True), BOUNDS)
    assert (after.state, after.since_s, act) == (State.READY, 21.0, Act.NONE)


def test_a_start_that_takes_too_long_is_killed_and_tried_again() -> None:
    after, act = step(STARTING, Seen(110.0, alive=True, healthy=False), BOUNDS)
    assert (after.state, after.until_s, after.failures, act) == (State.WAITING, 112.0, 1, Act.KILL)
    assert after.reason == "not ready 100 s after its start"


@pytest.mark.parametrize("before", [STARTING, READY])
def test_a_server_that_ended_is_waited_for(before: Watch) -> None:
    after, act = step(before, Seen(60.0, alive=False, ended="killed by signal 9"), BOUNDS)
    assert (after.state, after.until_s, after.reason, act) == (
        State.WAITING,
        62.0,
        "killed by signal 9",
        Act.NONE,
    )


def test_waits_double_up_to_a_bound() -> None:
    watch, waits = READY, []
    for _ in range(6):
        watch, _ = step(replace(watch, state=State.READY), Seen(0.0, alive=False), BOUNDS)
        waits.append(watch.until_s)
    assert waits == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_a_server_that_does_not_answer_is_killed_only_after_several_looks() -> None:
    watch = READY
    for now in (60.0, 65.0):
        watch, act = step(watch, Seen(now, alive=True, healthy=False), BOUNDS)
        assert (watch.state, act) == (State.READY, Act.NONE)
    well, _ = step(watch, Seen(66.0, alive=True, healthy=True), BOUNDS)
    assert well.missed == 0
    after, act = step(watch, Seen(70.0, alive=True, healthy=False), BOUNDS)
    assert (after.state, act, after.reason) == (
        State.WAITING,
        Act.KILL,
        "no answer to 3 looks at its health",
    )


def test_failures_are_forgotten_only_when_it_was_well_for_long() -> None:
    shaky = replace(READY, failures=4)
    early, _ = step(shaky, Seen(79.9, alive=True, healthy=True), BOUNDS)
    late, _ = step(shaky, Seen(80.0, alive=True, healthy=True), BOUNDS)
    assert (early.failures, late.failures) == (4, 0)


def test_a_stopped_server_is_never_started_again() -> None:
    done = stopped(READY, 70.0)
    assert step(done, Seen(1e6, alive=False), BOUNDS) == (done, Act.NONE)


def test_many_failures_do_not_overflow() -> None:
    assert BOUNDS.wait_s(100_000) == 30.0
