"""Versions of a resource that a newer one replaced: all of them, with their bodies, and nothing twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, func, select

from gateway.store import history
from gateway.store.engine import reading
from gateway.store.schema import resource_versions
from tests.contract.store.conftest import NOON
from tests.contract.store.plans import whole_tables_read
from tests.contract.store.test_resources import HOUR, observation, patient, save


def told(engine: Engine, kind: str = "Observation", of: str = "o1") -> list[tuple[int, int, str]]:
    rows, total = history.versions(engine, kind, of, limit=50)
    assert total == len(rows)
    return [(row.version, row.deleted, row.body) for row in rows]


def kept(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(resource_versions)).scalar_one())


def test_what_was_replaced_is_still_there(engine: Engine) -> None:
    values = ("8.50", "8.5", "9")
    for hours, value in enumerate(values):
        save(engine, "d1", observation("o1", value), hours=hours)
    assert told(engine) == [(n, 0, observation("o1", values[n - 1]).body) for n in (3, 2, 1)]
    second = history.read(engine, "Observation", "o1", 2)
    assert second is not None
    assert (second.last_updated, second.body) == (NOON + HOUR, observation("o1", "8.5").body)
    assert history.read(engine, "Observation", "o1", 4) is None
    assert history.read(engine, "Observation", "o2", 1) is None


def test_the_same_again_is_no_version(engine: Engine) -> None:
    for hours in range(3):
        save(engine, "d1", observation("o1"), patient(), hours=hours)
    assert kept(engine) == 0
    save(engine, "d1", observation("o1", "9"), patient(), hours=4)
    assert kept(engine) == 1, "the patient has not changed"


def test_a_deletion_is_a_version_and_so_is_what_comes_after(engine: Engine) -> None:
    save(engine, "d1", observation("o1"))
    save(engine, "d1", hours=1)
    save(engine, "d1", observation("o1"), hours=2)
    assert told(engine) == [(3, 0, observation("o1").body), (2, 1, ""), (1, 0, observation("o1").body)]


def test_a_page_and_a_time(engine: Engine) -> None:
    for hours in range(4):
        save(engine, "d1", observation("o1", str(hours)), hours=hours)
    rows, total = history.versions(engine, "Observation", "o1", limit=2, before=4)
    assert ([row.version for row in rows], total) == ([3, 2], 4)
    rows, total = history.versions(engine, "Observation", "o1", limit=9, since=NOON + 2 * HOUR)
    assert ([row.version for row in rows], total) == ([4, 3], 2)


def test_documents_that_change_one_patient_at_once_lose_no_version(engine: Engine) -> None:
    save(engine, "d0", patient("0"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: save(engine, f"d{n}", patient(str(n))), range(1, 9)))
    versions = told(engine, "Patient", "p1")
    assert [version for version, _, _ in versions] == list(range(9, 0, -1))
    assert {body for _, _, body in versions} == {patient(str(n)).body for n in range(9)}


def test_looking_reads_no_table_from_end_to_end(engine: Engine) -> None:
    save(engine, "d1", observation("o1"))
    with whole_tables_read(engine) as scans:
        history.versions(engine, "Observation", "o1", limit=9, before=3)
        history.read(engine, "Observation", "o1", 1)
        save(engine, "d1", observation("o1", "9"))
    assert scans == []
