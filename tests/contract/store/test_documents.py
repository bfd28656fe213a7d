"""Documents, their pages and findings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from gateway.errors import Defect
from gateway.store import documents
from gateway.store.documents import PageRow
from gateway.store.schema import DocumentState
from mappers.model import Box, Flag, Item
from tests.contract.store.conftest import NOON
from tests.contract.store.rows import document, kept

WBC = Item(
    name="白血球数", value="8.50", page=1, box=Box(0.1, 0.2, 0.3, 0.25), confidence=0.93, verified=True,
    unit="×10^3/μL", reference_range="3.3～8.6", flag=Flag.HIGH, effective="2026-11-20T08:10", loinc="6690-2",
    warnings=("near the upper bound",),
)  # fmt: skip
CRP = Item(name="CRP", value="<0.1", page=2, box=None, confidence=0.4, verified=False)


def test_a_document_is_made_once_and_keeps_what_became_of_it(engine: Engine) -> None:
    document(engine, "d1")
    extraction = {"document_type": "lab-report", "patient": {"name": "佐藤 花子"}}
    documents.set_document(
        engine,
        "d1",
        DocumentState.READ,
        now=NOON,
        page_count=2,
        document_type="lab-report",
        extraction=extraction,
    )
    assert not documents.upsert_document(
        engine, "d1", digest="x", size_bytes=1, media_type="text/plain", title="", now=NOON
    )
    row = documents.get_document(engine, "d1")
    assert row is not None
    assert (row.state, row.page_count, row.extraction, row.title) == (
        DocumentState.READ, 2, extraction, "検査報告書",
    )  # fmt: skip
    assert documents.get_document(engine, "d2") is None
    with pytest.raises(Defect):
        documents.set_document(engine, "d2", DocumentState.READ, now=NOON)


def test_one_document_by_two_messages(engine: Engine) -> None:
    first, second = kept(engine, 1, 2)
    document(engine, "d1")
    document(engine, "d2")
    documents.link(engine, second, 1, "d1", {"status": "corrected"})
    documents.link(engine, first, 2, "d1", {"status": "final"})
    documents.link(engine, first, 1, "d2", {"status": "final"})
    documents.link(engine, first, 1, "d2", {"status": "amended"})  # again: replaces
    linked = documents.of_message(engine, first)
    assert [(d.ordinal, d.about, d.document.id) for d in linked] == [
        (1, {"status": "amended"}, "d2"),
        (2, {"status": "final"}, "d1"),
    ]
    holders = documents.messages_of(engine, "d1")
    assert [(h.message.id, h.ordinal, h.about["status"]) for h in holders] == [
        (first, 2, "final"),
        (second, 1, "corrected"),
    ]
    documents.unlink_after(engine, first, 1)
    assert [d.document.id for d in documents.of_message(engine, first)] == ["d2"]


def test_a_link_to_nothing_is_refused(engine: Engine) -> None:
    (message,) = kept(engine, 1)
    with pytest.raises(Defect):
        documents.link(engine, message, 1, "no such document", {})


def test_pages_are_replaced_together(engine: Engine) -> None:
    document(engine, "d1")
    documents.save_pages(engine, "d1", [PageRow(n, 1240, 1754, f"{n:064}") for n in (1, 2, 3)])
    again = [PageRow(2, 100, 200, unread_reason="encrypted"), PageRow(1, 1240, 1754, "a" * 64)]
    documents.save_pages(engine, "d1", again)
    assert documents.pages_of(engine, "d1") == sorted(again, key=lambda page: page.number)
    documents.save_pages(engine, "d1", [])
    assert documents.pages_of(engine, "d1") == []


def test_findings_come_back_as_they_were_and_are_replaced_together(engine: Engine) -> None:
    document(engine, "d1")
    document(engine, "d2")
    documents.save_findings(engine, "d1", [WBC, CRP, WBC])
    documents.save_findings(engine, "d2", [CRP])
    found = documents.findings_of(engine, "d1")
    assert [f.item for f in found] == [WBC, CRP, WBC]
    assert len({f.id for f in found}) == 3
    documents.save_findings(engine, "d1", [CRP])
    assert [f.item for f in documents.findings_of(engine, "d1")] == [CRP]
    assert documents.findings_of(engine, "d1")[0].id == found[0].id  # place in the document, not chance
    assert len(documents.findings_of(engine, "d2")) == 1


def test_text_that_no_column_can_hold_comes_back_as_it_was(engine: Engine) -> None:
    """Broken text layers hold NUL and lone surrogates: the columns are mended, the item stays the evidence."""
    document(engine, "d1")
    broken = Item("A\x00B", "1\udcff", 1, None, 1.0, True)
    documents.save_findings(engine, "d1", [broken])
    assert [f.item for f in documents.findings_of(engine, "d1")] == [broken]


def test_a_failure_keeps_the_findings_that_were(engine: Engine) -> None:
    document(engine, "d1")
    documents.save_findings(engine, "d1", [WBC])
    broken = Item("CRP", "1", page=2**70, box=None, confidence=1.0, verified=True)
    with pytest.raises(Exception):  # noqa: B017, PT011  # the engines differ in whose error it is
        documents.save_findings(engine, "d1", [CRP, broken])
    assert [f.item for f in documents.findings_of(engine, "d1")] == [WBC]


def test_two_workers_on_one_document_do_not_mix(engine: Engine) -> None:
    """The same PDF by DICOM and by HL7, worked on at the same moment."""
    document(engine, "d1")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: documents.save_findings(engine, "d1", [WBC] * (n % 4 + 1)), range(40)))
    found = documents.findings_of(engine, "d1")
    assert [f.ordinal for f in found] == list(range(len(found)))
