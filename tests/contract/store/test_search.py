"""FHIR searches find what they should, page by page, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gateway.store import resources, search
from gateway.store.resources import StoredResource
from gateway.store.search import Criterion, Op
from tests.contract.store.conftest import NOON
from tests.contract.store.rows import document

TOKYO = ZoneInfo("Asia/Tokyo")
LOINC = "http://loinc.org"
JLAC = "http://medis.or.jp/CodeSystem/master-JLAC10-17digits"


def put(engine: Engine, resource_id: str, *index: tuple[str, str], at: datetime = NOON) -> None:
    document(engine, f"of {resource_id}")
    resource = StoredResource("Observation", resource_id, "{}", index)
    resources.save_results(engine, "m", f"of {resource_id}", [resource], now=at, zone=TOKYO)


def ids(engine: Engine, *criteria: tuple[str, str, str]) -> set[str]:
    asked = [Criterion(param, Op(op), tuple(values.split(","))) for param, op, values in criteria]
    rows = search.search(engine, "Observation", asked, limit=100, zone=TOKYO).rows
    assert search.count(engine, "Observation", asked, zone=TOKYO) == len(rows)
    return {row.id for row in rows}


def test_tokens_are_found_with_and_without_their_system(engine: Engine) -> None:
    put(
        engine,
        "wbc",
        ("code", f"{LOINC}|6690-2"),
        ("code", f"{JLAC}|2A0100000019"),
        ("code:text", "白血球|数"),
    )
    put(engine, "crp", ("code", f"{LOINC}|1988-5"))
    put(engine, "text", ("code", "|6690-2"))
    assert ids(engine, ("code", "eq", f"{LOINC}|6690-2")) == {"wbc"}
    assert ids(engine, ("code", "eq", "6690-2")) == {"wbc", "text"}
    assert ids(engine, ("code", "eq", "|6690-2")) == {"text"}
    assert ids(engine, ("code", "system-any", f"{LOINC}|")) == {"wbc", "crp"}
    assert ids(engine, ("code", "eq", f"{LOINC}|6690-2,{LOINC}|1988-5")) == {"wbc", "crp"}
    assert ids(engine, ("code", "eq", "6690")) == set()
    assert ids(engine, ("code", "eq", f"{JLAC}|6690-2")) == set()
    assert ids(engine, ("code:text", "starts", "白血")) == {"wbc"}
    assert ids(engine, ("code:text", "eq", "数")) == set()


def test_every_criterion_must_be_met(engine: Engine) -> None:
    put(engine, "a", ("patient", "Patient/1"), ("status", "|preliminary"))
    put(engine, "b", ("patient", "Patient/1"), ("status", "|cancelled"))
    put(engine, "c", ("patient", "Patient/2"), ("status", "|preliminary"))
    assert ids(engine, ("patient", "eq", "Patient/1"), ("status", "eq", "preliminary")) == {"a"}
    assert ids(engine, ("patient", "eq", "Patient/1"), ("patient", "eq", "Patient/2")) == set()
    assert ids(engine, ("_id", "eq", "a,c"), ("status", "eq", "preliminary")) == {"a", "c"}
    assert ids(engine) == {"a", "b", "c"}


DATES = {
    "day": "2026-11-22",
    "month": "2026-11",
    "morning": "2026-11-22T08:00:00+09:00",  # the day before in UTC
    "night": "2026-11-22T23:59:59.5+09:00",
    "next": "2026-11-23T00:00:00+09:00",
    "utc": "2026-11-22T14:30:00Z",  # 23:30 in Tokyo
}


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("eq", "2026-11-22", "day morning night utc"),
        ("eq", "2026-11", "day month morning night next utc"),
        ("eq", "2026-11-22T08:00+09:00", "morning"),
        ("eq", "2026-11-21T23:00:00Z", "morning"),
        ("eq", "2026-11-21", ""),
        ("ge", "2026-11-23", "next month"),
        ("gt", "2026-11-22", "next month"),
        ("lt", "2026-11-22", "month"),
        ("le", "2026-11-22", "day month morning night utc"),
        ("sa", "2026-11-22", "next"),
        ("eb", "2026-11-23", "day morning night utc"),
        ("lt", "2026-11-22T08:00:00+09:00", "day month"),
        ("ge", "2027", ""),
    ],
)
def test_dates_compare_as_the_periods_they_are(engine: Engine, op: str, value: str, expected: str) -> None:
    for resource_id, date in DATES.items():
        put(engine, resource_id, ("date", date))
    assert ids(engine, ("date", op, value)) == set(expected.split())


@pytest.mark.parametrize(
    "criterion",
    [
        Criterion("date", Op.EQ, ("yesterday",)),
        Criterion("date", Op.EQ, ("2026-13",)),
        Criterion("date", Op.EQ, ("2026-02-30",)),
        Criterion("date", Op.EQ, ("2026-11-22T25:00",)),
        Criterion("date", Op.STARTS, ("2026",)),
        Criterion("status", Op.GE, ("final",)),
        Criterion("_lastUpdated", Op.EQ, ("now",)),
    ],
)
def test_what_cannot_be_compared_is_said_to_the_client(engine: Engine, criterion: Criterion) -> None:
    with pytest.raises(ValueError, match=r".+"):
        search.search(engine, "Observation", [criterion], limit=5, zone=TOKYO)


def test_last_updated(engine: Engine) -> None:
    put(engine, "old", at=NOON - timedelta(days=1))
    put(engine, "new", at=NOON)
    assert ids(engine, ("_lastUpdated", "ge", "2026-11-22T12:00:00Z")) == {"new"}
    assert ids(engine, ("_lastUpdated", "lt", "2026-11-22T12:00:00Z")) == {"old"}
    assert ids(engine, ("_lastUpdated", "eq", "2026-11-21")) == {"old"}
    assert ids(engine, ("_lastUpdated", "ne", "2026-11-21")) == {"new"}


def test_pages_are_newest_first_and_hold_still_while_results_arrive(engine: Engine) -> None:
    for number in range(7):  # three share an instant with another
        put(engine, f"o{number}", ("status", "|preliminary"), at=NOON + timedelta(minutes=number // 2))
    asked = [Criterion("status", Op.EQ, ("preliminary",))]
    page = search.search(engine, "Observation", asked, limit=2, zone=TOKYO)
    seen = [row.id for row in page.rows]
    put(engine, "late", ("status", "|preliminary"), at=NOON + timedelta(hours=1))
    while page.following:
        page = search.search(engine, "Observation", asked, limit=2, zone=TOKYO, after=page.following)
        seen += [row.id for row in page.rows]
    assert seen == ["o6", "o5", "o4", "o3", "o2", "o1", "o0"]


def test_a_page_that_ends_exactly_has_no_next(engine: Engine) -> None:
    put(engine, "a")
    put(engine, "b")
    assert search.search(engine, "Observation", [], limit=2, zone=TOKYO).following is None
    assert search.search(engine, "Patient", [], limit=2, zone=TOKYO).rows == ()


def test_common_and_rare_criteria_give_the_same_answer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which criterion leads is only speed."""
    for number in range(30):
        put(engine, f"o{number:02}", ("patient", f"Patient/{number % 5}"), ("status", "|preliminary"))
    asked = (("patient", "eq", "Patient/3"), ("status", "eq", "preliminary"))
    few = ids(engine, *asked)
    monkeypatch.setattr(search, "FEW", 0)
    assert ids(engine, *asked) == few == {f"o{n:02}" for n in range(3, 30, 5)}
