"""Subscriptions, changes and walks on both databases: changes are matched once, in order, and none is passed over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from gateway.notify.matching import AT_ONCE, match_changes
from gateway.results_api.query import parse_query
from gateway.results_api.searching import run_search
from gateway.store import deliveries, resources, subscriptions
from gateway.store.blobs import FileBlobStore
from gateway.store.engine import reading
from gateway.store.matching import Criterion, Op
from gateway.store.reindexing import Reindexer, is_current, reindex
from gateway.store.resources import StoredResource
from gateway.store.schema import changes
from gateway.store.search import search
from gateway.store.subscriptions import Status, SubscriptionRow
from gateway.store.walks import walk
from mappers.fhir import dumps, index, loads
from tests.contract.store.conftest import NOON
from tests.contract.store.rows import document

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobStore:
    return FileBlobStore(tmp_path / "blobs")


def observation(
    resource_id: str, code: str = "1988-5", value: str = "8.50", **more: object
) -> StoredResource:
    body = {
        "resourceType": "Observation", "id": resource_id, "status": "preliminary",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": "ＣＲＰ"},
        "subject": {"reference": "Patient/p"}, "effectiveDateTime": "2026-11-20T08:15:00+09:00", **more,
    }  # fmt: skip
    text = dumps(body)[:-1] + f',"valueQuantity":{{"value":{value},"unit":"mg/dL"}}}}'
    return StoredResource("Observation", resource_id, text, index(loads(text)))


def store(engine: Engine, name: str, *new: StoredResource, minutes: int = 0) -> None:
    document(engine, name)
    at = NOON + timedelta(minutes=minutes)
    resources.save_results(engine, f"message {name}", name, new, now=at, zone=TOKYO)


def subscribe(engine: Engine, key: str, criteria: str, status: Status = Status.ACTIVE) -> SubscriptionRow:
    channel = {"type": "rest-hook", "endpoint": "http://127.0.0.1/x", "payload": "application/fhir+json"}
    body = dumps({"resourceType": "Subscription", "criteria": criteria, "channel": channel})
    row = SubscriptionRow(key, 1, NOON, "ward", "Observation", status, "", None, body)
    subscriptions.put(engine, row)
    return row


def changed(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(changes)).scalar_one())


def sent(engine: Engine, message: str) -> list[str]:
    return [row.destination for row in deliveries.of_message(engine, message)]


def test_changes_are_kept_only_for_those_who_listen(engine: Engine, blobs: FileBlobStore) -> None:
    store(engine, "before", observation("o0"))
    subscribe(engine, "crp", "Observation?code=1988-5")
    subscribe(engine, "off", "Observation?code=1988-5", Status.OFF)
    subscribe(engine, "wbc", "Observation?code=6690-2&value-quantity=gt1000")
    store(
        engine,
        "d1",
        observation("o1"),
        observation("o2", "6690-2", "5000"),
        observation("o3", "6690-2", "10"),
    )
    store(engine, "d1b", StoredResource("Device", "x", '{"resourceType":"Device","id":"x"}'))
    store(
        engine,
        "d1",
        observation("o1"),
        observation("o2", "6690-2", "5000"),
        observation("o3", "6690-2", "10"),
    )
    assert changed(engine) == 3, "what is stored again as it was is no change, and nobody listens to devices"
    assert match_changes(engine, blobs, TOKYO, NOON) == 3
    assert sorted(sent(engine, "message d1")) == ["sub-crp", "sub-wbc"]
    assert changed(engine) == 0
    assert match_changes(engine, blobs, TOKYO, NOON) == 0


def test_matching_twice_makes_nothing_twice(engine: Engine, blobs: FileBlobStore) -> None:
    subscribe(engine, "crp", "Observation?code=1988-5")
    store(engine, "d1", observation("o1"))
    found = subscriptions.oldest_changes(engine, 10)
    match_changes(engine, blobs, TOKYO, NOON)
    store(engine, "d2", observation("o1"), minutes=1)  # another document makes the very same
    assert subscriptions.oldest_changes(engine, 10) == []
    assert [(change.type, change.id, change.message_id) for change in found] == [
        ("Observation", "o1", "message d1")
    ]
    store(engine, "d1", observation("o1", value="9.10"), minutes=2)
    match_changes(engine, blobs, TOKYO, NOON)
    assert sent(engine, "message d1") == ["sub-crp", "sub-crp"], "each version once"


def test_many_changes_go_in_their_order(engine: Engine, blobs: FileBlobStore) -> None:
    subscribe(engine, "all", "Observation?status=preliminary")
    count = AT_ONCE + 5
    store(engine, "d1", *(observation(f"o{n:04}") for n in range(count)))
    assert match_changes(engine, blobs, TOKYO, NOON) == AT_ONCE
    assert match_changes(engine, blobs, TOKYO, NOON) == 5
    assert len(sent(engine, "message d1")) == count


def test_a_status_of_an_older_version_changes_nothing(engine: Engine) -> None:
    subscribe(engine, "crp", "Observation?code=1988-5", Status.REQUESTED)
    assert subscriptions.set_status(engine, "crp", Status.ACTIVE, now=NOON, version=1)
    assert not subscriptions.set_status(engine, "crp", Status.ERROR, now=NOON, version=1)
    subscriptions.set_failing(engine, "crp", NOON)
    row = subscriptions.get(engine, "crp")
    assert row is not None
    assert (row.status, row.version, row.failing_since) == (Status.ACTIVE, 2, NOON)
    assert subscriptions.remove(engine, "crp")
    assert not subscriptions.remove(engine, "crp")


def test_a_walk_passes_over_nothing_that_changes_meanwhile(engine: Engine) -> None:
    for number in range(7):
        store(engine, f"d{number}", observation(f"o{number}"), minutes=number)
    seen: list[tuple[str, int]] = []
    for piece in walk(engine, "Observation", piece=2):
        seen += [(row.id, row.version) for row in piece]
        store(engine, "d6", observation("o6", value=f"{len(seen)}.0"), minutes=60 + len(seen))
        store(engine, "d0", minutes=60)
    assert [resource_id for resource_id, _ in seen] == [f"o{n}" for n in range(7)]
    since = NOON + timedelta(minutes=3)
    assert [r.id for piece in walk(engine, "Observation", since) for r in piece] == ["o4", "o5", "o6"]
    assert [r.id for piece in walk(engine, "Observation", since, deleted=True) for r in piece] == ["o0"]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ([("code-value-quantity", "http://loinc.org|1988-5$gt8")], "o1"),
        ([("code:text", "crp"), ("value-quantity", "lt8||mg/dL")], "o2"),
        ([("status:not", "final"), ("_sort", "-date"), ("_id", "o1")], "o1"),
        ([("interpretation:missing", "false")], "o2"),
        ([("patient.identifier", "nobody")], ""),
    ],
)
def test_a_whole_search(engine: Engine, asked: list[tuple[str, str]], wanted: str) -> None:
    high = {"interpretation": [{"coding": [{"system": "urn:x", "code": "H"}]}]}
    store(engine, "d1", observation("o1", value="8.50"), observation("o2", value="7.9", **high))
    query = parse_query("Observation", asked, TOKYO, lenient=False)
    found = loads(run_search(engine, query, TOKYO, "http://x", None).bundle)
    assert [e["resource"]["id"] for e in found.get("entry", [])] == wanted.split()


def test_what_an_earlier_version_stored_is_indexed_anew(engine: Engine) -> None:
    old = observation("o1")
    thin = StoredResource(old.type, old.id, old.body, (("status", "preliminary"), ("gone", "x")))
    store(engine, "d1", thin)
    query = parse_query("Observation", [("value-quantity", "8.5")], TOKYO, lenient=False)
    assert '"total":0' in run_search(engine, query, TOKYO, "http://x", None).bundle
    assert not is_current(engine)
    stopped = Event()
    stopped.set()
    assert not reindex(engine, TOKYO, stopped)
    assert not is_current(engine), "begins again at the next start"
    reindexer = Reindexer(engine, TOKYO)
    reindexer.start()
    reindexer._thread.join(20)
    assert reindexer.stop()
    assert is_current(engine)
    assert '"total":1' in run_search(engine, query, TOKYO, "http://x", None).bundle
    assert search(engine, "Observation", [Criterion("gone", Op.EQ, ("x",))], limit=1, zone=TOKYO).rows == ()
