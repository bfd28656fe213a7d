"""A person of the laboratory decides what a doubtful name means, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from gateway import site_terms
from gateway.store import documents
from mappers.model import DocumentType, EngineInfo, Extraction, Item, PrintedPatient
from mappers.terminology import enrich
from tests.browser.conftest import sign_in
from tests.integration.web.conftest import Served

pytestmark = pytest.mark.peer


def test_from_the_list_of_names_to_a_row_of_the_hospitals_master(page: Page, served: Served) -> None:
    item = Item("好中球", "52.1", 1, None, 0.9, True, effective="2026-11-20T08:15")
    sheet = Extraction(DocumentType.LAB_REPORT, "ja", PrintedPatient(), (item,), 1, EngineInfo("ocr", "1"))
    rows = [one.item for one in documents.findings_of(served.site.engine, served.made["document"])]
    documents.save_findings(served.site.engine, served.made["document"], [*rows[:5], enrich(sheet).items[0]])
    sign_in(page, served)
    page.get_by_role("link", name="Names").click()
    page.get_by_role("link", name="好中球").click()
    page.get_by_text("No code: may mean").click()
    first = page.locator("form.offer").first
    expect(first).to_contain_text("several items have this name")
    expect(first).to_contain_text("LOINC")
    first.get_by_role("button", name="This name from now on").click()
    expect(page.get_by_text("The name means this item from now on")).to_be_visible()
    master = site_terms.load(served.site.settings)
    assert master is not None
    assert [row.name for row in master.table.items] == ["好中球"]
    page.get_by_role("link", name="Names").click()
    expect(page.get_by_text("Nothing is doubtful")).to_be_visible()
