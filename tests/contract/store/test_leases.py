"""One node at a time delivers to a destination; another takes over when the lease ran out or was given back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine

from gateway.store import leases
from gateway.store.leases import Node
from tests.contract.store.conftest import NOON

A, B = Node("id a", "node-a"), Node("id b", "node-b")
MINUTE = timedelta(minutes=1)


def take(engine: Engine, node: Node, minute: int, destination: str = "ehr") -> bool:
    now = NOON + minute * MINUTE
    return leases.take(engine, destination, node, now=now, until=now + 2 * MINUTE)


def test_only_its_holder_prolongs_a_lease_until_it_ran_out(engine: Engine) -> None:
    assert take(engine, A, 0)
    assert not take(engine, B, 1)
    assert take(engine, B, 1, "archive"), "another destination's lease is another"
    assert take(engine, A, 1)
    assert not take(engine, B, 2), "prolonged until the third minute"
    assert leases.holders(engine, NOON + 2 * MINUTE) == {"ehr": "node-a", "archive": "node-b"}
    assert leases.holders(engine, NOON + 3 * MINUTE) == {}
    assert take(engine, B, 3)
    assert not take(engine, A, 4)


def test_a_lease_given_back_is_free_at_once_and_only_its_holder_gives_it_back(engine: Engine) -> None:
    assert take(engine, A, 0)
    leases.release(engine, "ehr", B)
    assert not take(engine, B, 1)
    leases.release(engine, "ehr", A)
    assert take(engine, B, 1)


def test_of_many_that_ask_at_once_one_gets_it(engine: Engine) -> None:
    nodes = [Node(f"id {number}", f"node-{number}") for number in range(8)]
    with ThreadPoolExecutor(len(nodes)) as pool:
        assert list(pool.map(lambda node: take(engine, node, 0), nodes)).count(True) == 1
