"""Results are stored whole or not at all, and storing them again changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from gateway.errors import Defect
from gateway.store import deliveries, resources
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import reading
from gateway.store.resources import Saved, StoredResource
from gateway.store.schema import resource_index
from gateway.store.search import Criterion, Op, search
from tests.contract.store.conftest import NOON
from tests.contract.store.plans import whole_tables_read
from tests.contract.store.rows import document

TOKYO = ZoneInfo("Asia/Tokyo")
HOUR = timedelta(hours=1)


def observation(resource_id: str, value: str = "8.50", code: str = "6690-2") -> StoredResource:
    body = f'{{"resourceType":"Observation","id":"{resource_id}","valueQuantity":{{"value":{value}}}}}'
    index = (("patient", "Patient/p1"), ("code", f"http://loinc.org|{code}"), ("status", "|preliminary"))
    return StoredResource("Observation", resource_id, body, index)


def patient(name: str = "山田") -> StoredResource:
    return StoredResource(
        "Patient", "p1", f'{{"resourceType":"Patient","name":"{name}"}}', (("family", name),)
    )


def delivery(number: int) -> NewDelivery:
    return NewDelivery(f"delivery-{number}", "ehr", "patient-key", "0" * 64)


def save(
    engine: Engine, document_id: str, *new: StoredResource, hours: int = 0, send: int | None = None
) -> Saved:
    document(engine, document_id)
    to_deliver = [] if send is None else [delivery(send)]
    return resources.save_results(
        engine, "message-1", document_id, new, to_deliver, now=NOON + hours * HOUR, zone=TOKYO
    )


def index_size(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(resource_index)).scalar_one())


def found(engine: Engine, code: str) -> list[str]:
    criterion = Criterion("code", Op.EQ, (code,))
    return [row.id for row in search(engine, "Observation", [criterion], limit=10, zone=TOKYO).rows]


def test_results_and_their_deliveries_are_there_together(engine: Engine) -> None:
    assert save(engine, "d1", patient(), observation("o1"), send=1) == Saved(2, 0, 1)
    row = resources.read(engine, "Observation", "o1")
    assert row is not None
    assert (row.version, row.last_updated, row.body) == (1, NOON, observation("o1").body)
    assert [d.id for d in deliveries.of_message(engine, "message-1")] == ["delivery-1"]
    assert resources.read(engine, "Observation", "o2") is None
    assert resources.read(engine, "Patient", "o1") is None


def test_storing_again_changes_nothing(engine: Engine) -> None:
    save(engine, "d1", patient(), observation("o1"), send=1)
    size = index_size(engine)
    assert save(engine, "d1", patient(), observation("o1"), hours=1, send=1) == Saved(0, 0, 0)
    row = resources.read(engine, "Observation", "o1")
    assert row is not None
    assert (row.version, row.last_updated) == (1, NOON)
    assert index_size(engine) == size


def test_another_body_is_a_new_version_and_its_index_follows(engine: Engine) -> None:
    save(engine, "d1", observation("o1"))
    assert save(engine, "d1", observation("o1", "8.5", code="26464-8"), hours=1) == Saved(1, 0, 0)
    row = resources.read(engine, "Observation", "o1")
    assert row is not None
    assert (row.version, row.last_updated, '"value":8.5}' in row.body) == (2, NOON + HOUR, True)
    assert (found(engine, "6690-2"), found(engine, "26464-8")) == ([], ["o1"])


def test_what_a_document_no_longer_says_goes(engine: Engine) -> None:
    save(engine, "d1", observation("o1"), observation("o2", code="1-8"))
    assert save(engine, "d1", observation("o1"), hours=1) == Saved(0, 1, 0)
    assert resources.read(engine, "Observation", "o2") is None
    assert resources.was_deleted(engine, "Observation", "o2")
    assert not resources.was_deleted(engine, "Observation", "o1")
    assert not resources.was_deleted(engine, "Observation", "never")
    assert found(engine, "1-8") == []
    assert [r.id for r in search(engine, "Observation", [], limit=9, zone=TOKYO).rows] == ["o1"]


def test_a_version_number_never_comes_back_with_another_body(engine: Engine) -> None:
    save(engine, "d1", observation("o1", "1"))
    save(engine, "d1", hours=1)
    save(engine, "d1", observation("o1", "2"), hours=2)
    row = resources.read(engine, "Observation", "o1")
    assert row is not None
    assert row.version == 3
    assert found(engine, "6690-2") == ["o1"]
    save(engine, "d1", hours=3)
    save(engine, "d1", observation("o1", "2"), hours=4)  # the same body again: back, as a new version
    row = resources.read(engine, "Observation", "o1")
    assert row is not None
    assert row.version == 5


def test_a_patient_of_two_documents_goes_with_the_last(engine: Engine) -> None:
    save(engine, "d1", patient(), observation("o1"))
    save(engine, "d2", patient(), observation("o2"))
    assert resources.documents_of(engine, "Patient", "p1") == ["d1", "d2"]
    save(engine, "d2", observation("o2"), hours=1)  # filed under another patient meanwhile
    assert resources.read(engine, "Patient", "p1") is not None
    save(engine, "d1", observation("o1"), hours=2)
    assert resources.read(engine, "Patient", "p1") is None
    assert [r.id for r in resources.of_document(engine, "d1")] == ["o1"]


def test_nothing_is_stored_of_results_that_contradict_themselves(engine: Engine) -> None:
    with pytest.raises(Defect, match="two different Observation"):
        save(engine, "d1", observation("o1", "1"), observation("o1", "2"), send=1)
    assert resources.read(engine, "Observation", "o1") is None
    assert deliveries.of_message(engine, "message-1") == []


def test_a_failure_midway_keeps_what_was(engine: Engine) -> None:
    save(engine, "d1", observation("o1"))
    broken = NewDelivery("x", "ehr", "key", None)  # type: ignore[arg-type]  # the last statement fails
    with pytest.raises(Defect):
        resources.save_results(
            engine, "m", "d1", [observation("o1", "9"), observation("o2")], [broken], now=NOON, zone=TOKYO
        )
    assert [r.body for r in resources.of_document(engine, "d1")] == [observation("o1").body]


def test_a_thousand_results_of_one_document(engine: Engine) -> None:
    many = [observation(f"o{n:04}", str(n)) for n in range(1000)]
    assert save(engine, "d1", *many) == Saved(1000, 0, 0)
    assert save(engine, "d1", *many[:500], hours=1) == Saved(0, 500, 0)
    assert len(resources.of_document(engine, "d1")) == 500


def test_documents_that_share_a_patient_are_stored_at_once(engine: Engine) -> None:
    """Each says something else of the same Patient: no deadlock, and every write is counted."""
    shared = 40

    def store(number: int) -> Saved:
        own = [observation(f"{number}-{k}") for k in range(3)]
        common = [
            StoredResource("Device", "ai", f'{{"n":{number}}}'),
            StoredResource("Patient", "p1", f'{{"n":{number}}}'),
        ]
        order = common + own if number % 2 else own + common[::-1]
        return save(engine, f"d{number}", *order)

    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(store, range(shared)))
    row = resources.read(engine, "Patient", "p1")
    assert row is not None
    assert row.version == shared
    assert sum(s.written for s in saved) == shared * 5


def test_a_search_value_that_is_too_long_is_still_found(engine: Engine) -> None:
    long = "urn:oid:1.2|" + "9" * 400
    save(engine, "d1", StoredResource("Observation", "o1", "{}", (("identifier", long), ("code", "\x00"))))
    criterion = Criterion("identifier", Op.EQ, (long,))
    assert [r.id for r in search(engine, "Observation", [criterion], limit=2, zone=TOKYO).rows] == ["o1"]
    other = Criterion("identifier", Op.EQ, (long[:-1] + "8",))
    assert search(engine, "Observation", [other], limit=2, zone=TOKYO).rows == ()


def test_storing_again_reads_no_table_from_end_to_end(engine: Engine) -> None:
    """A correction in a store of 100,000 results took a second: `(type, id) IN (…)` reads the whole index on SQLite."""
    save(engine, "d1", patient(), observation("o1"), observation("o2"))
    with whole_tables_read(engine) as read:
        save(engine, "d1", patient("山口"), observation("o1", code="1988-5"), hours=1)
    assert read == []
    assert found(engine, "1988-5") == ["o1"]
    assert found(engine, "6690-2") == []
