"""The console where a laboratory's person says what a printed name means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from gateway import site_terms
from gateway.store import audit, documents, messages
from gateway.store.schema import MessageState
from mappers.item_codes import ChosenFor
from mappers.model import DocumentType, EngineInfo, Extraction, Item, PrintedPatient
from mappers.terminology import Place, enrich
from mappers.terminology.tables import terms_by_key
from tests.integration.web.conftest import Served
from tests.integration.web.test_console import words
from tests.peers.filled_site import T0

PLACE = 5
"""Of the doubtful value among those of the filled site's report."""


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    """Signed in, on a site whose report has a name that two items have: 好中球 without a unit."""
    keep(served, Item("好中球", "52.1", 1, None, 0.9, True, effective="2026-11-20T08:15"))
    client = served.sign_in()
    yield client
    client.close()


def keep(served: Served, item: Item) -> None:
    sheet = Extraction(DocumentType.LAB_REPORT, "ja", PrintedPatient(), (item,), 1, EngineInfo("ocr", "1"))
    rows = [one.item for one in documents.findings_of(served.site.engine, served.made["document"])]
    rows[PLACE] = enrich(sheet).items[0]
    documents.save_findings(served.site.engine, served.made["document"], rows)


def value(served: Served) -> Item:
    return documents.findings_of(served.site.engine, served.made["document"])[PLACE].item


def post(served: Served, browser: httpx.Client, path: str = "item", **fields: str) -> httpx.Response:
    message = f"/messages/{served.made['done']}"
    csrf = re.search(r'name="csrf" value="([^"]+)"', browser.get(message).text)
    assert csrf
    return browser.post(f"{message}/documents/1/values/{PLACE}/{path}", data={"csrf": csrf[1], **fields})


def keys(served: Served, browser: httpx.Client) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', browser.get(f"/messages/{served.made['done']}").text)


def test_a_value_without_a_code_shows_what_it_may_mean_with_score_reason_code_and_source(
    served: Served, browser: httpx.Client
) -> None:
    proposed = value(served).proposals
    assert len(proposed) > 1
    text = words(browser.get(f"/messages/{served.made['done']}").text)
    assert "1 without a code that may mean a known item" in text
    for proposal in proposed:
        assert f"{proposal.name} {proposal.score:.2f}: several items have this name" in text
    assert "LOINC 770-8 Neutrophils/100 leukocytes in Blood by Automated count" in text
    assert "d_labitems" in text
    assert keys(served, browser) == [proposal.key for proposal in proposed]


def test_for_this_value_only(served: Served, browser: httpx.Client) -> None:
    key = keys(served, browser)[0]
    answer = post(served, browser, item=key, reach="value")
    assert answer.status_code == 303
    assert served.site.recoded == [served.made["done"]]
    choice = value(served).chosen
    assert choice is not None
    assert (choice.key, choice.reach) == (key, ChosenFor.VALUE)
    assert site_terms.load(served.site.settings) is None, "nothing is said of other documents"
    page = words(browser.get(answer.headers["location"]).text)
    assert "The item is kept for this value" in page
    assert "chosen Take back" in page
    entry = audit.recent(served.site.engine, limit=2)[1]
    assert (entry.action, entry.entity) == ("choose item", f"document/{served.made['document']}")
    assert entry.outcome == f"value {PLACE + 1}: {key} for value: kept for this value"


def test_for_the_name_from_now_on(served: Served, browser: httpx.Client) -> None:
    first, second = keys(served, browser)[:2]
    assert post(served, browser, item=first, reach="site").status_code == 303
    assert post(served, browser, item=second, reach="site").status_code == 303, "another thought"
    master = site_terms.load(served.site.settings)
    assert master is not None
    assert [(row.name, row.item) for row in master.table.items] == [("好中球", second)]
    assert "2026-11-20" in master.table.items[0].note
    assert master.table.find("好中球", Place()) is not None
    assert served.site.recoded == [served.made["done"]] * 2


def test_what_was_said_is_taken_back(served: Served, browser: httpx.Client) -> None:
    key = keys(served, browser)[0]
    before = value(served)
    post(served, browser, item=key, reach="site")
    sheet = Extraction(DocumentType.LAB_REPORT, "ja", PrintedPatient(), (before,), 1, EngineInfo("ocr", "1"))
    rows = [one.item for one in documents.findings_of(served.site.engine, served.made["document"])]
    rows[PLACE] = enrich(sheet, site=site_terms.load(served.site.settings)).items[0]
    documents.save_findings(served.site.engine, served.made["document"], rows)
    assert value(served).loinc
    answer = post(served, browser, "item/withdraw")
    assert answer.headers["location"].split("#")[0].endswith("?done=choice-back")
    assert (value(served).loinc, value(served).chosen) == (None, None)
    assert site_terms.load(served.site.settings) is None
    assert post(served, browser, "item/withdraw").status_code == 404, "nothing is left to take back"


def test_only_items_of_the_tables_can_be_chosen_and_only_with_the_form(
    served: Served, browser: httpx.Client
) -> None:
    key = keys(served, browser)[0]
    assert post(served, browser, item="no-such-item", reach="value").status_code == 404
    assert post(served, browser, item=key, reach="everything").status_code == 404
    url = f"/messages/{served.made['done']}/documents/1/values/{PLACE}/item"
    assert browser.post(url, data={"item": key, "reach": "value"}).status_code == 403
    assert browser.post(url.replace("values/5", "values/99"), data={"csrf": "x"}).status_code == 403
    assert value(served).chosen is None
    assert served.site.recoded == []


def test_nothing_is_offered_while_a_message_runs_or_is_quarantined(
    served: Served, browser: httpx.Client
) -> None:
    key = keys(served, browser)[0]
    for state in (MessageState.WORKING, MessageState.QUARANTINED):
        messages.set_state(served.site.engine, served.made["done"], state, now=T0)
        assert keys(served, browser) == []
        assert post(served, browser, item=key, reach="value").status_code == 404


def test_a_meaning_that_would_not_hold_elsewhere_is_for_the_value_only(
    served: Served, browser: httpx.Client
) -> None:
    keep(served, replace(value(served), name="血糖", unit="mg/dL", specimen="胸水", proposals=()))
    key, *_ = keys(served, browser)
    page = browser.get(f"/messages/{served.made['done']}").text
    assert "Only this value" in page
    assert page.count("This name from now on") == page.count('name="known"') == 1, "none beside a proposal"
    answer = post(served, browser, item=key, reach="site")
    assert "can be said of this value only" in words(browser.get(answer.headers["location"]).text)
    assert served.site.recoded == []
    assert post(served, browser, item=key, reach="value").status_code == 303
    assert post(served, browser, item=key, reach="value").status_code == 303, "again, before it is coded"


def test_a_folder_that_cannot_be_written_to_changes_nothing_and_says_so(
    served: Served, browser: httpx.Client
) -> None:
    folder = served.site.settings.terminology_folder
    folder.mkdir()
    (folder / site_terms.CHOSEN).write_text("name,item,unit\n好中球,no-such-item,\n", encoding="utf-8")
    answer = post(served, browser, item=keys(served, browser)[0], reach="site")
    assert "done=choice-clash" in answer.headers["location"]
    assert "Nothing was changed" in words(browser.get(answer.headers["location"]).text)
    assert served.site.recoded == []


def test_the_names_page_lists_what_is_doubtful_and_leads_to_its_newest_value(
    served: Served, browser: httpx.Client
) -> None:
    page = browser.get("/names").text
    (url,) = re.findall(r'<a href="(/messages/[^"]+)">好中球</a>', page)
    assert url == f"/messages/{served.made['done']}#v-d1-{PLACE}"
    assert f'id="{url.partition("#")[2]}"' in browser.get(url).text
    text = words(page)
    assert "好中球 lab-report 1 1" in text
    assert all(f"{p.score:.2f}: several items have this name" in text for p in value(served).proposals)
    for hidden in ("52.1", "山田", "00123456"):
        assert hidden not in page
    post(served, browser, item=keys(served, browser)[0], reach="site")
    assert "Nothing is doubtful" in browser.get("/names").text, "the hospital's master says it now"
    assert served.stranger.get("/names").status_code == 401


def test_a_name_that_nothing_is_near_to_is_given_an_item_by_name_or_code(
    served: Served, browser: httpx.Client
) -> None:
    keep(served, replace(value(served), name="院内の謎", unit="mg/dL", proposals=()))
    page = browser.get(f"/messages/{served.made['done']}").text
    assert page.count('name="known"') == 1, "the other rows have codes"

    def said(known: str, reach: str = "site") -> str:
        return words(browser.get(post(served, browser, known=known, reach=reach).headers["location"]).text)

    assert "no item has this name or code" in said("そんな検査はない")
    assert "no item has this name or code" in said("")
    keep(served, replace(value(served), unit=None))
    assert "several items have this name" in said("好中球")
    keep(served, replace(value(served), unit="U/L"))
    assert "can be said of this value only" in said("CRP"), "no unit of that item"
    assert served.site.recoded == []
    keep(served, replace(value(served), unit="mg/dL"))
    assert "means this item from now on" in said("ＣＲＰ")
    assert "means this item from now on" in said("2160-0"), "another thought, by LOINC"
    master = site_terms.load(served.site.settings)
    assert master is not None
    (row,) = master.table.items
    assert (row.name, row.unit) == ("院内の謎", "mg/dL")
    assert terms_by_key()[row.item].loinc == "2160-0"


def test_a_value_with_a_code_is_not_given_another(served: Served, browser: httpx.Client) -> None:
    keep(served, replace(value(served), name="CRP", unit="mg/dL", proposals=()))
    assert post(served, browser, known="2160-0", reach="value").status_code == 404
