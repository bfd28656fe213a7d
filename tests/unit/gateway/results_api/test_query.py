"""Search parameters to criteria: what is understood, and what is refused rather than dropped."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.results_api.conditions import Chain
from gateway.results_api.outcome import FhirError
from gateway.results_api.paging import RememberedSearches, read_cursor, write_cursor
from gateway.results_api.parameters import SEARCHES
from gateway.results_api.query import (
    MAX_COUNT,
    MAX_PARAMETERS,
    Include,
    SearchQuery,
    Summary,
    Total,
    parse_query,
)
from gateway.store.matching import Criterion, Op
from gateway.store.search import Cursor, Sort

TOKYO = ZoneInfo("Asia/Tokyo")


def parse(*fields: tuple[str, str], kind: str = "Observation", lenient: bool = False) -> SearchQuery:
    return parse_query(kind, fields, TOKYO, lenient=lenient)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("code", "2885-2", Criterion("code", Op.EQ, ("2885-2",))),
        ("code", "http://loinc.org|2885-2,x", Criterion("code", Op.EQ, ("http://loinc.org|2885-2", "x"))),
        ("code", "|x", Criterion("code", Op.EQ, ("|x",))),
        ("code", "http://loinc.org|", Criterion("code", Op.SYSTEM_ANY, ("http://loinc.org|",))),
        ("code", r"a\,b,c\|d,e\\,f", Criterion("code", Op.EQ, ("a,b", "c|d", "e\\", "f"))),
        ("code:text", "CRP", Criterion("code:text", Op.STARTS, ("crp",))),
        ("patient", "p-1", Criterion("patient", Op.EQ, ("Patient/p-1",))),
        ("subject:Patient", "p-1", Criterion("subject", Op.EQ, ("Patient/p-1",))),
        ("patient", "https://a/fhir/Patient/p-1", Criterion("patient", Op.EQ, ("Patient/p-1",))),
        ("date", "2026-11", Criterion("date", Op.EQ, ("2026-11",))),
        ("date", "sa2026-11-20T10:00:00.5+09:00", Criterion("date", Op.SA, ("2026-11-20T10:00:00.5+09:00",))),
        ("date", "ge2026,ge2025", Criterion("date", Op.GE, ("2026", "2025"))),
        ("status", "http://hl7.org/fhir/observation-status|final", Criterion("status", Op.EQ, ("final",))),
        ("_id", "a,b", Criterion("_id", Op.EQ, ("a", "b"))),
        ("_lastUpdated", "ne2026-11-20", Criterion("_lastUpdated", Op.NE, ("2026-11-20",))),
        ("status:not", "final,amended", Criterion("status", Op.NOT, ("final", "amended"))),
        ("_tag:not", "urn:x|unverified", Criterion("_tag", Op.NOT, ("urn:x|unverified",))),
        ("code:missing", "true", Criterion("code", Op.MISSING, ("true",))),
        ("subject:identifier", "urn:oid:1|7", Criterion("subject:identifier", Op.EQ, ("urn:oid:1|7",))),
        ("value-quantity", "gt5.40", Criterion("value-quantity", Op.GT, ("5.40",))),
        ("value-quantity", "5||mg/dL,6||mg/dL", Criterion("value-quantity", Op.EQ, ("5||mg/dL", "6||mg/dL"))),
        ("value-string", "陰性", Criterion("value-string", Op.STARTS, ("陰性",))),
    ],
)
def test_criteria(name: str, value: str, wanted: Criterion) -> None:
    assert parse((name, value)).criteria == (wanted,)


def test_chain_to_the_hospital_number() -> None:
    wanted = Chain("patient", "Patient", Criterion("identifier", Op.EQ, ("urn:oid:1|7",)))
    assert parse(("patient.identifier", "urn:oid:1|7")).chains == (wanted,)
    assert parse(("patient:Patient.identifier", "urn:oid:1|7")).chains == (wanted,)


def test_composite_is_two_conditions_of_one_resource() -> None:
    wanted = (
        Criterion("code", Op.EQ, ("http://loinc.org|1988-5",)),
        Criterion("value-quantity", Op.GE, ("1.0||mg/dL",)),
    )
    assert parse(("code-value-quantity", "http://loinc.org|1988-5$ge1.0||mg/dL")).criteria == wanted


def test_names_are_compared_without_case_and_width() -> None:
    query = parse(("name", "ﾔﾏﾀﾞ"), ("family:exact", "Yamada"), ("given:contains", "HANA"), kind="Patient")
    assert query.criteria == (
        Criterion("name", Op.STARTS, ("ヤマダ",)),
        Criterion("family:exact", Op.EQ, ("Yamada",)),
        Criterion("given", Op.CONTAINS, ("hana",)),
    )


def test_how_the_answer_looks() -> None:
    query = parse(
        ("_sort", "-date"), ("_total", "none"), ("_summary", "count"), ("_elements", "code,value"),
        ("_include", "Observation:derived-from"), ("_revinclude", "Provenance:target"),
    )  # fmt: skip
    assert (query.sort, query.total, query.summary) == (Sort("date", True), Total.NONE, Summary.COUNT)
    assert query.elements == ("code", "value")
    assert query.includes == (
        Include("Observation", "derived-from"),
        Include("Provenance", "target", reverse=True),
    )


def test_count_is_bounded_and_format_is_no_condition() -> None:
    query = parse(("_count", "100000"), ("_format", "json"), ("_pretty", "true"))
    assert (query.count, query.criteria) == (MAX_COUNT, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", "ge2026-11,lt2026-12"),
        ("date", "ne2026-11"),
        ("date", "2026-02-30"),
        ("date", "20261120"),
        ("code", "http://loinc.org|,x"),
        ("patient", "Patient/a/b"),
        ("code", "a,,b"),
        ("encounter.identifier", "x"),
        ("code.identifier", "x"),
        ("patient.link.identifier", "x"),
        ("status:in", "final"),
        ("code:missing", "maybe"),
        ("code:not", "http://loinc.org|"),
        ("value-quantity", "many"),
        ("value-quantity", "5|mg"),
        ("value-quantity", "1e900"),
        ("code-value-quantity", "1988-5"),
        ("", "x"),
        ("_sort", "code"),
        ("_sort", "date,_id"),
        ("_total", "roughly"),
        ("_summary", "short"),
        ("_elements", "code,"),
        ("_include", "*"),
        ("_include", "DiagnosticReport:result"),
        ("_include", "Observation:code"),
        ("_revinclude", "Provenance:nothing"),
    ],
)
def test_what_is_not_supported_is_an_error(name: str, value: str) -> None:
    with pytest.raises(FhirError) as fault:
        parse((name, value))
    assert fault.value.status == 400
    assert value not in fault.value.diagnostics


def test_lenient_drops_only_what_is_not_supported() -> None:
    assert parse(("_sort", "code"), ("code", "x"), lenient=True).given == (("code", "x"),)
    with pytest.raises(FhirError):
        parse(("date", "x"), lenient=True)


def test_too_many_parameters() -> None:
    with pytest.raises(FhirError, match="more than"):
        parse(*[("code", "x")] * (MAX_PARAMETERS + 1))


@given(
    st.sampled_from(sorted(SEARCHES)),
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=4),
)
def test_any_request_is_answered_or_refused_without_its_values(
    kind: str, fields: list[tuple[str, str]]
) -> None:
    refused = None
    try:
        query = parse_query(kind, fields, TOKYO, lenient=False)
    except FhirError as fault:
        refused = fault
    if refused:
        assert refused.status == 400
        assert refused.diagnostics.isascii()
    else:
        understood = [n for n, _ in fields if n not in ("_format", "_pretty", "_cursor")]
        assert [n for n, _ in query.given] == understood, "nothing is dropped in silence"


@given(st.datetimes(timezones=st.just(UTC)), st.text(alphabet="abc-0", min_size=1, max_size=64))
def test_cursor_comes_back_as_it_went(moment: datetime, resource_id: str) -> None:
    text = write_cursor(Cursor(moment.isoformat(), resource_id))
    assert read_cursor(text) == Cursor(moment.isoformat(), resource_id)
    assert text.replace("-", "").replace("_", "").isalnum(), "fits into a URL as it is"


@given(st.text(max_size=60))
def test_foreign_cursor_is_refused(text: str) -> None:
    with pytest.raises(FhirError):
        read_cursor(text)


def test_remembered_searches_are_bounded() -> None:
    memory = RememberedSearches(limit=2)
    keys = [memory.remember((("name", str(n)),)) for n in range(3)]
    with pytest.raises(FhirError) as fault:
        memory.recall(keys[0])
    assert fault.value.status == 410
    assert memory.recall(keys[2]) == (("name", "2"),)
