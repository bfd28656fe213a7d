"""Who is who after any merges, in any order of arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.patients.merges import Merge, survivors

T0 = datetime(2026, 11, 20, tzinfo=UTC)


def merge(pair: str, hour: int, seq: int = 0) -> Merge:
    """`AB`: A is no more, B stands for it."""
    return Merge(pair[0], pair[1], T0 + timedelta(hours=hour), seq)


@pytest.mark.parametrize(
    ("said", "now"),
    [
        (["AB"], {"A": "B", "B": "B"}),
        (["AB", "AB"], {"A": "B", "B": "B"}),
        (["AB", "BC"], {"A": "C", "B": "C", "C": "C"}),
        (["BC", "AB"], {"A": "C", "B": "C", "C": "C"}),
        (["AB", "BA"], {"A": "A", "B": "A"}),
        (["AB", "BA", "AB"], {"A": "B", "B": "B"}),
        (["AB", "BC", "CA"], {"A": "A", "B": "A", "C": "A"}),
        (["AB", "AC"], {"A": "C", "B": "B", "C": "C"}),
        (["AB", "CB", "BD"], {"A": "D", "B": "D", "C": "D", "D": "D"}),
        (["AA"], {"A": "A"}),
    ],
    ids="-".join,
)
def test_the_surviving_number(said: list[str], now: dict[str, str]) -> None:
    merges = [merge(pair, hour) for hour, pair in enumerate(said)]
    for arrival in permutations(merges):
        late = [Merge(m.prior, m.surviving, m.said_at, seq) for seq, m in enumerate(arrival)]
        assert survivors(late) == now


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), max_size=12))
def test_nobody_is_lost_and_survivors_stand_for_themselves(pairs: list[tuple[str, str]]) -> None:
    said = [merge(prior + surviving, hour) for hour, (prior, surviving) in enumerate(pairs)]
    now = survivors(said)
    assert set(now) == {one for pair in pairs for one in pair}
    assert all(now[one] == one for one in now.values())
    if pairs:
        prior, surviving = pairs[-1]
        assert now[prior] == now[surviving], "what was said last holds"
