"""Layouts from words: every item, mark, range and date, and nothing from pages that are no report."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from inference.evaluate import pair
from inference.readable import PageWords
from inference.structure.geometry import tokens_of
from inference.structure.level import levelled
from inference.structure.sequences import parts_of_row
from inference.structure.structure import structure, unit_off_name
from inference.types import Word
from mappers.model import Box, DocumentType, Item
from tests.unit.inference.sheets import LAYOUTS, PERSON, Sheet, Text, letter, plain, series, two_panels


@pytest.mark.parametrize("make", LAYOUTS, ids=lambda m: m.__name__)
def test_a_clean_text_layer_is_read_wholly(make: Callable[[], Sheet]) -> None:
    sheet = make()
    found = structure([sheet.words()])
    pairing = pair(found.items, sheet.items)
    assert [(r.name, r.value, r.unit) for r, _ in pairing.wrong] == []
    assert (pairing.extra, pairing.missed) == ((), ())
    for read, true in pairing.right:
        assert (read.flag, read.reference_range, read.effective) == (
            true.flag,
            true.reference_range,
            true.effective,
        )
    assert (found.document_type, found.language) == (sheet.kind, sheet.language)
    assert found.patient == sheet.patient
    assert found.effective == sheet.effective


def test_prose_with_numbers_is_no_laboratory_report() -> None:
    found = structure([letter().words()])
    assert found.document_type is DocumentType.NARRATIVE
    assert found.items == ()
    assert found.patient.name == "山田 太郎"


def test_an_empty_page_says_nothing() -> None:
    found = structure([PageWords(1, 600, 800, ())])
    assert (found.document_type, found.items) == (DocumentType.OTHER, ())


def test_a_second_page_goes_on_under_the_first_ones_headings() -> None:
    whole = plain().words()
    cut = sorted({w.box.y0 for w in whole.words})[len({w.box.y0 for w in whole.words}) // 2]
    first = replace(whole, words=tuple(w for w in whole.words if w.box.y0 < cut))
    second = replace(whole, number=2, words=tuple(w for w in whole.words if w.box.y0 >= cut))
    found = structure([first, second])
    assert len(pair(found.items, plain().items).right) == len(plain().items)
    assert {i.page for i in found.items} == {1, 2}


@pytest.mark.parametrize("slope", [-0.06, -0.03, 0.03, 0.06])
def test_a_page_that_lies_askew(slope: float) -> None:
    sheet = plain()
    page = sheet.words()
    tilted = []
    for word in page.words:
        box = word.box
        dy = slope * (box.x0 + box.x1) / 2 * page.width_px / page.height_px
        tilted.append(Word(word.text, Box(box.x0, box.y0 + dy, box.x1, box.y1 + dy), word.confidence))
    found = structure([replace(page, words=tuple(tilted), slope=slope)])
    assert len(pair(found.items, sheet.items).right) == len(sheet.items)


def test_jittered_boxes_keep_rows_and_columns() -> None:
    seed = random.SystemRandom().randrange(10**6)
    print("seed", seed)
    draw = random.Random(seed)
    for make in (plain, series):
        sheet = make()
        page = sheet.words()
        words = []
        for word in page.words:
            dx, dy = draw.uniform(-0.002, 0.002), draw.uniform(-0.0015, 0.0015)
            b = word.box
            words.append(replace(word, box=Box(b.x0 + dx, b.y0 + dy, b.x1 + dx, b.y1 + dy)))
        pairing = pair(structure([replace(page, words=tuple(words))]).items, sheet.items)
        assert len(pairing.right) == len(sheet.items), (seed, pairing.wrong, pairing.missed)


def test_headings_grown_together_are_told_apart() -> None:
    sheet = plain()
    page = sheet.words()
    headings = [w for w in page.words if w.text in ("結果", "判定")]
    joined = Word("結果判定", headings[0].box.union(headings[1].box))
    rest = tuple(w for w in page.words if w not in headings)
    found = structure([replace(page, words=(*rest, joined))])
    assert len(pair(found.items, sheet.items).right) == len(sheet.items)


def test_a_unit_and_a_range_run_together_are_told_apart() -> None:
    sheet = plain()
    page = sheet.words()
    unit = next(w for w in page.words if w.text == "mL/min/1.73m2")
    bound = next(w for w in page.words if w.text == "60以上")
    joined = Word(unit.text + bound.text, unit.box.union(bound.box))
    rest = tuple(w for w in page.words if w not in (unit, bound))
    found = structure([replace(page, words=(*rest, joined))])
    item = next(i for i in found.items if i.name == "eGFR")
    assert (item.value, item.unit, item.reference_range) == ("62.5", "mL/min/1.73m2", "60以上")


def test_an_earlier_result_never_stands_in_for_a_missing_one() -> None:
    sheet = plain()
    page = sheet.words()
    missing = next(i for i in sheet.items if i.name == "ナトリウム")
    words = tuple(w for w in page.words if w.text != missing.value)
    found = structure([replace(page, words=words)])
    assert "ナトリウム" not in {i.name for i in found.items}


@pytest.mark.parametrize("make", LAYOUTS, ids=lambda m: m.__name__)
@pytest.mark.parametrize("slope", [-0.07, -0.017, 0.0, 0.006, 0.03])
def test_the_slope_of_a_page_is_found_from_where_its_words_stand(
    make: Callable[[], Sheet], slope: float
) -> None:
    page = make().words()
    aspect = page.width_px / page.height_px
    words = []
    for word in page.words:
        dy = slope * (word.box.x0 + word.box.x1) / 2 * aspect
        words.append(replace(word, box=replace(word.box, y0=word.box.y0 + dy, y1=word.box.y1 + dy)))
    assert levelled(replace(page, words=tuple(words))).slope == pytest.approx(slope, abs=0.001)


def test_two_blocks_of_a_text_layer_that_stand_a_little_apart_are_no_slope() -> None:
    lines = [40.0 + 16 * i for i in range(8)]
    texts = [Text(x, y, text) for y in lines for x, text in ((40.0, "PR"), (130.0, "160"))]
    texts += [Text(x, y + 4, text) for y in lines for x, text in ((330.0, "所見"), (420.0, "洞調律"))]
    assert levelled(Sheet("blocks", tuple(texts), (), PERSON, None).words()).slope == 0.0


def test_no_value_goes_to_the_neighbouring_table_when_a_heading_is_lost() -> None:
    sheet = two_panels()
    page = sheet.words()
    first = min((w for w in page.words if w.text == "項目名"), key=lambda w: w.box.x0)
    found = structure([replace(page, words=tuple(w for w in page.words if w is not first))])
    true = {(i.name, i.value) for i in sheet.items}
    assert {(i.name, i.value) for i in found.items} <= true
    assert len(found.items) >= len(sheet.items) // 2


def test_a_unit_that_a_long_name_ran_into_is_the_unit() -> None:
    item = Item("LDLコレステロール(LDL-C) mg/dL", "108", 1, None, 0.9, False)
    told = unit_off_name(item)
    assert (told.name, told.unit) == ("LDLコレステロール(LDL-C)", "mg/dL")
    assert unit_off_name(replace(item, name="E/A ratio")).name == "E/A ratio"
    assert unit_off_name(replace(item, name="VC %")).name == "VC %"
    assert unit_off_name(replace(item, unit="g/L")).unit == "g/L"


def test_a_power_in_a_word_of_its_own_is_no_number_of_a_scale() -> None:
    sheet = Sheet(
        "torn", (Text(40, 112, "白血球数"), Text(200, 112, "6"), Text(260, 112, "³")), (), PERSON, None
    )
    (parts,) = parts_of_row(tuple(sorted(tokens_of(sheet.words()), key=lambda t: t.x0)))
    assert [t.text for t in parts.value] == ["6"]
