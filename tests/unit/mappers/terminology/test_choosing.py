"""What a person chose among proposals: coded by it, kept over a second reading, and a row of the hospital's master."""

from __future__ import annotations

import pytest

from mappers.item_codes import Choice, ChosenFor
from mappers.model import (
    DocumentType,
    EngineInfo,
    Extraction,
    Item,
    PrintedPatient,
    item_from_json,
    item_to_json,
)
from mappers.terminology import Place, SiteMaster, enrich
from mappers.terminology.choosing import carried, chosen, site_row
from mappers.terminology.site import SiteItem, SiteTable, parse
from mappers.terminology.tables import terms_by_key


def key_of(name: str, unit: str) -> str:
    """The key of the one item that a name means beside a unit: keys of the table are not for tests to know."""
    from mappers.terminology import code_of

    term = code_of(name, unit=unit)
    assert term is not None
    return term.key


def item(name: str, value: str = "52.1", **known: str | None) -> Item:
    return Item(name=name, value=value, page=1, box=None, confidence=1.0, verified=True, **known)  # type: ignore[arg-type]


def read(
    *rows: Item, site: SiteItem | None = None, kind: DocumentType = DocumentType.LAB_REPORT
) -> tuple[Item, ...]:
    sheet = Extraction(kind, "ja", PrintedPatient(), rows, 1, EngineInfo("ocr", "1"))
    return enrich(sheet, site=SiteMaster(SiteTable((site,)), "urn:x") if site else None).items


def test_a_name_that_two_items_have_gets_the_codes_of_the_chosen_one() -> None:
    [doubtful] = read(item("好中球"))
    assert doubtful.proposals
    assert doubtful.loinc is None
    key = key_of("好中球", "%")
    [coded] = read(chosen(doubtful, key))
    assert coded.loinc == terms_by_key()[key].loinc
    assert coded.standard_name == terms_by_key()[key].name_ja
    assert (coded.proposals, coded.chosen) == ((), Choice(key, ChosenFor.VALUE))
    assert item_from_json(item_to_json(coded)) == coded


def test_another_choice_takes_the_place_of_the_first() -> None:
    percent, count = key_of("好中球", "%"), key_of("好中球", "/μL")
    [first] = read(chosen(item("好中球"), percent))
    [second] = read(chosen(first, count))
    assert second.loinc == terms_by_key()[count].loinc != first.loinc


def test_a_choice_for_one_value_is_kept_when_the_document_is_read_again() -> None:
    key = key_of("好中球", "%")
    before = read(chosen(item("好中球"), key), item("好中球", "3200"))
    again = carried(before, (item("好中球"), item("好中球", "3200"), item("CRP", "0.1", unit="mg/dL")))
    assert [one.chosen for one in again] == [Choice(key, ChosenFor.VALUE), None, None]
    other_value = carried(before, (item("好中球", "25.1"),))
    assert other_value[0].chosen is None, "which of two rows it is, the value tells"


def test_a_choice_for_the_site_is_a_row_that_holds_for_this_name_unit_and_specimen() -> None:
    key = key_of("血糖", "mg/dL")
    row = site_row(
        item("負荷後のGlu", "140", unit="mg/dL", specimen="血清"), Place("血清", "mg/dL"), key, "by whom"
    )
    assert row is not None
    assert (row.local_code, row.item, row.note) == ("", key, "by whom")
    [same] = read(item("負荷後のＧｌｕ", "99", unit="㎎/dL", specimen="血清"), site=row)
    assert same.loinc == terms_by_key()[key].loinc
    assert same.chosen == Choice(key, ChosenFor.SITE)
    assert same.standard_name == terms_by_key()[key].name_ja
    assert same.codings == read(item("血糖", "99", unit="mg/dL"))[0].codings, "no local code is made up"
    others = (
        item("負荷後のGlu", "140", unit="mg/dL", specimen="尿"),
        item("負荷後のGlu", "140", unit="g/L", specimen="血清"),
        item("負荷後のGlu", "140", specimen="血清"),
        item("負荷後のGlu", "(-)", unit="mg/dL", specimen="血清"),
    )
    assert [one.chosen for one in read(*others, site=row)] == [None] * 4


def test_a_row_chosen_without_a_unit_takes_no_other_item_s_unit() -> None:
    percent = key_of("好中球", "%")
    row = site_row(item("好中球"), Place(), percent, "")
    assert row is not None
    count, bare = read(item("好中球", "3200", unit="/μL"), item("好中球"), site=row)
    assert count.loinc == terms_by_key()[key_of("好中球", "/μL")].loinc
    assert bare.loinc == terms_by_key()[percent].loinc


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (item("血糖", "140", unit="mg/dL", specimen="胸水"), Place("胸水", "mg/dL")),
        (item("血糖", "140", unit="mg/dL"), Place(None, "mg/dL", None, DocumentType.ECG)),
        (item("血糖", "140", unit="U/L"), Place(None, "U/L")),
        (item("血糖", "(+)"), Place()),
    ],
    ids=[
        "another specimen",
        "another kind of document",
        "another unit",
        "a finding, and the item is a number",
    ],
)
def test_what_holds_for_a_single_value_only_is_no_row(row: Item, place: Place) -> None:
    assert site_row(row, place, key_of("血糖", "mg/dL"), "") is None


def test_without_its_row_a_choice_for_the_site_is_gone_at_the_next_reading() -> None:
    row = site_row(item("好中球"), Place(), key_of("好中球", "%"), "")
    coded = read(item("好中球"), site=row)
    [plain] = read(*coded)
    assert (plain.loinc, plain.chosen) == (None, None)
    assert plain.proposals


def test_the_hospital_s_own_code_goes_before_a_choice() -> None:
    key = key_of("好中球", "%")
    chosen_row = SiteItem("", "好中球", item=key)
    own = SiteItem("N1", "好中球", loinc="", item=key_of("好中球", "/μL"))
    found = SiteTable((chosen_row, own)).find("好中球", Place())
    assert found is own


def test_a_master_may_name_our_item_instead_of_codes() -> None:
    key = key_of("血糖", "mg/dL")
    table = parse(f"local_code,name,item,note\nG1,ブドウ糖負荷,{key},2026 内科\n")
    [coded] = read(item("ブドウ糖負荷", "101", unit="mg/dL"), site=table.items[0])
    assert coded.loinc == terms_by_key()[key].loinc
    assert ("urn:x", "G1") in [(c.system, c.code) for c in coded.codings]
    assert coded.chosen == Choice(key, ChosenFor.SITE)
