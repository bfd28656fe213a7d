"""Which version counts, whatever the order in which messages come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from gateway.corrections import Statement, belongs, versions
from mappers.model import ReportStatus

T0 = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FINAL, PRELIMINARY, CORRECTED = ReportStatus.FINAL, ReportStatus.PRELIMINARY, ReportStatus.CORRECTED
WRONG, UNKNOWN = ReportStatus.ENTERED_IN_ERROR, ReportStatus.UNKNOWN


def said(
    number: int, document: str | None, status: ReportStatus, *, minute: int | None = None, name: str = "n"
) -> Statement:
    at = T0 + timedelta(minutes=number if minute is None else minute)
    return Statement(f"m{number}", 1 if document else -1, document, "p", name, "", status, at, number)


V1, V2, V3 = said(1, "v1", FINAL), said(2, "v2", CORRECTED), said(3, "v3", CORRECTED)


@pytest.mark.parametrize(
    "arrival", list(permutations((V1, V2, V3))), ids=lambda p: "-".join(x.document_id for x in p)
)
def test_the_version_said_last_counts_whatever_the_arrival(arrival: tuple[Statement, ...]) -> None:
    late = [replace(one, seq=seq) for seq, one in enumerate(arrival)]
    assert [v.document_id for v in versions(late)] == ["v1", "v2", "v3"]


def test_an_older_version_sent_again_takes_no_place() -> None:
    again = said(9, "v1", FINAL)
    found = versions([V1, V2, again])
    assert [(v.document_id, v.status) for v in found] == [("v1", FINAL), ("v2", CORRECTED)]


def test_the_older_version_said_to_be_right_again_counts() -> None:
    found = versions([V1, V2, said(9, "v1", CORRECTED)])
    assert [v.document_id for v in found] == ["v2", "v1"]


@pytest.mark.parametrize(("first", "then", "status"), [
    (PRELIMINARY, FINAL, FINAL),
    (UNKNOWN, FINAL, FINAL),
    (FINAL, PRELIMINARY, FINAL),
    (FINAL, UNKNOWN, FINAL),
    (FINAL, WRONG, WRONG),
    (WRONG, FINAL, WRONG),
])  # fmt: skip
def test_the_same_document_said_twice(first: ReportStatus, then: ReportStatus, status: ReportStatus) -> None:
    (version,) = versions([said(1, "v1", first), said(2, "v1", then)])
    assert version.status is status


def test_a_withdrawal_takes_back_what_counts_then() -> None:
    taken_back = said(3, None, WRONG)
    assert versions([taken_back]) == ()
    assert [v.status for v in versions([V1, V2, taken_back])] == [FINAL, WRONG]
    assert [v.status for v in versions([V1, said(2, None, WRONG), V3])] == [FINAL, CORRECTED], (
        "corrected since"
    )
    late = replace(V1, seq=9)
    assert [v.status for v in versions([taken_back, late])] == [WRONG], (
        "the document came after its withdrawal"
    )


@pytest.mark.parametrize(("old", "new", "numbered", "together"), [
    (FINAL, FINAL, True, True),  # one number of the document's own
    (FINAL, FINAL, False, False),  # two documents of one order
    (FINAL, CORRECTED, False, True),
    (PRELIMINARY, FINAL, False, True),
    (CORRECTED, FINAL, False, False),
    (UNKNOWN, UNKNOWN, False, False),
])  # fmt: skip
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "late"])
def test_one_name_makes_versions_where_somebody_says_so(
    old: ReportStatus, new: ReportStatus, numbered: bool, together: bool, turned: bool
) -> None:
    first, second = said(1, "a", old), said(2, "b", new)
    arrives, there = (first, second) if turned else (second, first)
    assert belongs(arrives, numbered, there) is together
    assert not belongs(arrives, numbered, replace(there, name="other"))
    assert not belongs(replace(arrives, name=""), numbered, replace(there, name=""))


def test_a_document_that_names_the_one_it_replaces() -> None:
    child = replace(said(2, "b", FINAL, name="child"), replaces="n")
    assert belongs(child, True, V1)
    assert belongs(V1, True, child), "also when it came first"
