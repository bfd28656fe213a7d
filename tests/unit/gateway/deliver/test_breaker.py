"""The breaker's state table, and a model of it run against random events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.deliver.breaker import Breaker, BreakerState


def opened(at_s: float = 0.0) -> Breaker:
    breaker = Breaker(failures=3, open_s=30)
    for _ in range(3):
        assert breaker.allow(at_s)
        breaker.failed(at_s)
    return breaker


def test_opens_at_the_nth_failure_in_a_row() -> None:
    breaker = Breaker(failures=3, open_s=30)
    breaker.failed(0)
    breaker.failed(1)
    breaker.succeeded()
    breaker.failed(2)
    breaker.failed(3)
    assert breaker.state is BreakerState.CLOSED
    breaker.failed(4)
    assert breaker.state is BreakerState.OPEN
    assert not breaker.allow(33.9)
    assert breaker.closed_again_in(24) == 10


def test_one_probe_at_a_time_then_closed() -> None:
    breaker = opened()
    assert breaker.allow(30)
    assert breaker.state is BreakerState.HALF_OPEN
    assert not breaker.allow(31)
    breaker.succeeded()
    assert breaker.state is BreakerState.CLOSED
    assert breaker.allow(31)
    breaker.failed(32)
    assert breaker.state is BreakerState.CLOSED, "the count began again"


def test_failed_probe_opens_for_the_whole_time_again() -> None:
    breaker = opened()
    assert breaker.allow(30)
    breaker.failed(35)
    assert breaker.state is BreakerState.OPEN
    assert not breaker.allow(64.9)
    assert breaker.allow(65)


def test_probe_that_never_answers_is_given_up() -> None:
    breaker = opened()
    assert breaker.allow(30)
    assert not breaker.allow(59.9)
    assert breaker.allow(60)


def test_abandoned_probe_lets_another_try() -> None:
    breaker = opened()
    assert breaker.allow(30)
    breaker.abandoned(31)
    assert breaker.state is BreakerState.OPEN
    assert breaker.allow(31)


def test_late_answers_do_not_move_an_open_breaker() -> None:
    breaker = opened()
    breaker.failed(20)
    breaker.succeeded()
    assert breaker.state is BreakerState.OPEN
    assert breaker.allow(30), "a late failure did not extend the pause"


@given(
    st.lists(st.tuples(st.sampled_from(["allow", "ok", "fail", "abandon"]), st.integers(0, 20)), max_size=60)
)
def test_never_more_than_one_probe_in_a_pause(events: list[tuple[str, int]]) -> None:
    """Whatever happens: while not closed, at most one request is let through in any `open_s`."""
    breaker, now = Breaker(failures=2, open_s=10), 0
    last_probe: int | None = None
    for event, step in events:
        now += step
        was_closed = breaker.state is BreakerState.CLOSED
        if event == "allow":
            if breaker.allow(now) and not was_closed:
                assert last_probe is None or now - last_probe >= 10
                last_probe = now
        elif event == "ok":
            breaker.succeeded()
        elif event == "fail":
            breaker.failed(now)
        else:
            breaker.abandoned(now)
            last_probe = None
        if breaker.state is BreakerState.CLOSED:
            last_probe = None
            assert breaker.closed_again_in(now) == 0
        assert 0 <= breaker.closed_again_in(now) <= 10
