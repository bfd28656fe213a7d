"""FHIR searches find what they should, page by page, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gateway.store import references, resources, search
from gateway.store.resources import StoredResource
from gateway.store.search import Criterion, Op
from tests.contract.store.conftest import NOON
from tests.contract.store.plans import whole_tables_read
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


def test_not_and_missing_ask_for_what_is_not_there(engine: Engine) -> None:
    put(engine, "final", ("status", "final"), ("code", f"{LOINC}|1988-5"))
    put(engine, "amended", ("status", "amended"), ("code:text", "crp"))
    put(engine, "bare", ("status", "final"))
    assert ids(engine, ("status", "not", "final")) == {"amended"}
    assert ids(engine, ("status", "not", "final,amended")) == set()
    assert ids(engine, ("code", "not", f"{LOINC}|1988-5")) == {"amended", "bare"}, "no code is not that code"
    assert ids(engine, ("code", "missing", "true")) == {"bare"}
    assert ids(engine, ("code", "missing", "false"), ("status", "eq", "final")) == {"final"}
    assert ids(engine, ("subject", "missing", "false")) == set()


def test_texts_hold_a_part_anywhere_and_no_character_is_special(engine: Engine) -> None:
    put(engine, "a", ("name", "100%_x"))
    put(engine, "b", ("name", "100 xx"))
    assert ids(engine, ("name", "contains", "%_")) == {"a"}
    assert ids(engine, ("name", "contains", "00")) == {"a", "b"}


UCUM = "http://unitsofmeasure.org"


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("eq", "8.5", "exact"),
        ("eq", "8", "near"),
        ("eq", "8.50", "exact"),
        ("ne", "8.5", "near small negative other"),
        ("gt", "8.3", "exact other"),
        ("ge", "8.30", "exact near other"),
        ("lt", "0", "negative"),
        ("le", "0.05", "small negative"),
        ("ap", "8", "exact near"),
        ("gt", f"0|{UCUM}|mg/dL", "exact near small"),
        ("gt", "0||mg/dL", "exact near small"),
        ("eq", f"85|{UCUM}|mg/L", "other"),
        ("eq", "85|urn:other|mg/L", ""),
        ("sa", "84", "other"),
        ("eb", "0.05", "negative"),
    ],
)
def test_quantities_compare_as_numbers(engine: Engine, op: str, value: str, expected: str) -> None:
    for name, number, unit in (
        ("exact", "8.50", "mg/dL"),
        ("near", "8.3", "mg/dL"),
        ("small", "0.05", "mg/dL"),
        ("negative", "-1.5", "mmol/L"),
        ("other", "85", "mg/L"),
    ):
        put(engine, name, ("value-quantity", f"{number}|{UCUM}|{unit}"))
    put(engine, "none", ("value-quantity", "many||"))
    assert ids(engine, ("value-quantity", op, value)) == set(expected.split())


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (search.Sort("date"), "first second third a-none b-none"),
        (search.Sort("date", descending=True), "third second first b-none a-none"),
        (search.Sort("_id"), "a-none b-none first second third"),
        (search.Sort("_id", descending=True), "third second first b-none a-none"),
        (search.Sort("_lastUpdated"), "third b-none second a-none first"),
        (search.NEWEST_FIRST, "first a-none second b-none third"),
    ],
)
def test_every_order_is_kept_from_page_to_page(engine: Engine, sort: search.Sort, expected: str) -> None:
    dates = {
        "third": "2026-11-22",
        "b-none": "",
        "second": "2026-11-21T09:00:00Z",
        "a-none": "",
        "first": "2025",
    }
    for number, (resource_id, date) in enumerate(dates.items()):
        index = (("date", date),) if date else ()
        put(engine, resource_id, *index, at=NOON + timedelta(minutes=number))
    seen: list[str] = []
    after: search.Cursor | None = None
    for _ in range(6):
        page = search.search(engine, "Observation", [], limit=2, zone=TOKYO, sort=sort, after=after)
        seen += [row.id for row in page.rows]
        after = page.following
        if after is None:
            break
        assert "2026-11-21" not in after.value or sort.by == "_lastUpdated", (
            "no date of a patient's in a cursor"
        )
    assert seen == expected.split()


def test_counting_ends_where_it_is_enough(engine: Engine) -> None:
    for number in range(5):
        put(engine, f"o{number}")
    assert search.count(engine, "Observation", [], zone=TOKYO, at_most=3) == 3
    assert search.count(engine, "Observation", [], zone=TOKYO) == 5


def test_references_are_followed_both_ways(engine: Engine) -> None:
    put(engine, "a", ("derived-from", "DocumentReference/d"), ("patient", "Patient/p"))
    put(engine, "b", ("derived-from", "DocumentReference/d"), ("has-member", "Observation/a"))
    keys = [("Observation", "a"), ("Observation", "b")]
    assert references.referenced(engine, keys, "derived-from") == [("DocumentReference", "d")]
    assert references.referring(engine, "Observation", "has-member", keys, 10) == [("Observation", "b")]
    documents = [("DocumentReference", "d")]
    assert len(references.referring(engine, "Observation", "derived-from", documents, 10)) == 2
    assert len(references.referring(engine, "Observation", "derived-from", documents, 1)) == 1
    assert [row.id for row in references.read_many(engine, [*keys, ("Observation", "gone")])] == ["a", "b"]


@pytest.mark.parametrize("sort", [search.NEWEST_FIRST, search.Sort("date", True), search.Sort("_id")])
def test_rare_matches_are_not_looked_for_in_the_whole_type(engine: Engine, sort: search.Sort) -> None:
    """The rarer the match, the longer a walk in the order of the answer; and following references reads indexes."""
    for number in range(4):
        put(engine, f"o{number}", ("derived-from", f"DocumentReference/{number}"), ("date", "2026-11-22"))
    rare = [Criterion("derived-from", Op.EQ, ("DocumentReference/1",))]
    with whole_tables_read(engine) as read:
        page = search.search(engine, "Observation", rare, limit=10, zone=TOKYO, sort=sort)
        keys = [(row.type, row.id) for row in page.rows] + [("Observation", "o2")]
        references.read_many(engine, references.referenced(engine, keys, "derived-from"))
        references.referring(engine, "Observation", "derived-from", [("DocumentReference", "1")], 10)
    assert read == []
    assert keys[0] == ("Observation", "o1")
