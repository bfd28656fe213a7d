"""Which replica gets the next question, and which is left out."""

from __future__ import annotations

from random import Random

import pytest

from inference.engines.replicas import SLOW_CHECKS, Check, Replica, Replicas, address


def replicas(count: int = 3, concurrency: int = 2) -> Replicas:
    return Replicas([address(f"http://gpu{n}:8000/v1", "m") for n in range(count)], concurrency, Random(3))


def take(some: Replicas, now: float = 0.0, tried: tuple[Replica, ...] = ()) -> Replica:
    taken = some.take(now, tried)
    assert taken is not None
    return taken


def test_questions_are_spread_evenly_and_bounded() -> None:
    some = replicas()
    for _ in range(6):
        take(some)
    assert [one.outstanding for one in some.all] == [2, 2, 2]
    assert some.take(0.0) is None


def test_ties_are_broken_by_lot_not_by_order() -> None:
    firsts = {
        take(Replicas(replicas().all and [one.address for one in replicas().all], 2, Random(s))).address.shown
        for s in range(20)
    }
    assert firsts == {"gpu0:8000", "gpu1:8000", "gpu2:8000"}


def test_the_least_outstanding_is_next() -> None:
    some = replicas(concurrency=9)
    for replica, outstanding in zip(some.all, (4, 1, 3), strict=True):
        replica.outstanding = outstanding
    assert take(some) is some.all[1]
    some.give_back(some.all[1])
    assert some.all[1].outstanding == 1


def test_those_tried_and_those_unreachable_are_left_out() -> None:
    some = replicas()
    some.unreachable(some.all[0])
    assert take(some, tried=(some.all[1],)) is some.all[2]
    some.unreachable(some.all[2])
    assert some.take(0.0, (some.all[1],)) is None
    assert some.candidates() == [some.all[1]]


def test_a_busy_one_rests_as_long_as_it_asked() -> None:
    some = replicas(count=1)
    some.rest(some.all[0], 5.0)
    some.rest(some.all[0], 3.0)
    assert some.take(4.9) is None
    assert some.candidates() == [some.all[0]]
    assert take(some, 5.0) is some.all[0]


def test_a_bad_check_removes_at_once_and_a_good_one_brings_back() -> None:
    some = replicas()
    one = some.all[0]
    assert some.checked(one, Check.BAD)
    assert not one.healthy
    assert not some.checked(one, Check.BAD)
    assert some.checked(one, Check.GOOD)
    assert one.healthy


def test_a_slow_check_removes_only_when_it_repeats() -> None:
    some = replicas()
    one = some.all[0]
    for _ in range(SLOW_CHECKS - 1):
        assert not some.checked(one, Check.SLOW)
    some.checked(one, Check.GOOD)
    for _ in range(SLOW_CHECKS - 1):
        assert not some.checked(one, Check.SLOW)
    assert some.checked(one, Check.SLOW)
    assert not one.healthy


@pytest.mark.parametrize(
    ("url", "root", "shown", "login"),
    [
        ("http://gpu1:8000", "http://gpu1:8000", "gpu1:8000", None),
        ("http://gpu1:8000/v1/", "http://gpu1:8000", "gpu1:8000", None),
        ("https://gpu1/models/v1", "https://gpu1/models", "gpu1", None),
        ("http://[fd00::1]:8000/v1", "http://[fd00::1]:8000", "[fd00::1]:8000", None),
        ("http://us%40er:p%3Aw@gpu1:1/", "http://gpu1:1", "gpu1:1", ("us@er", "p:w")),
    ],
)
def test_addresses(url: str, root: str, shown: str, login: tuple[str, str] | None) -> None:
    found = address(url, "m")
    assert (found.root, found.shown, found.login) == (root, shown, login)
