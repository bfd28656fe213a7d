"""A value is verified only when the page's own words carry it whole, on its name's line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.readable import PageWords
from inference.verify import UNSUPPORTED_CONFIDENCE, verify
from mappers.model import Box, Extraction, Item
from tests.unit.inference import printed_lines
from tests.unit.inference.sheets import LAYOUTS, plain

PAGE = plain().words()


def _checked(name: str, value: str, box: Box | None = None) -> Item:
    truth = plain().truth
    item = Item(name, value, 1, box, 0.99, True)
    return verify(replace(truth, items=(item,)), [PAGE]).items[0]


def test_every_true_value_is_found_with_its_box() -> None:
    for make in LAYOUTS:
        sheet = make()
        checked: Extraction = verify(sheet.truth, [sheet.words()])
        assert [i.name for i in checked.items if not i.verified] == []
        for item in checked.items:
            assert item.box is not None
            assert 0 <= item.box.x0 < item.box.x1 <= 1


def test_a_name_of_digits_alone_supports_no_value() -> None:
    """A tiny model said 42 of a page collected at 18:42: it was found in the time, and posted."""
    page = printed_lines.page([(60, "採取"), (120, "18時"), (150, "42"), (170, "分")])
    for name in ("42", "42-", "(42)"):
        item = Item(name, "42", 1, None, 0.9, True)
        (checked,) = verify(replace(plain().truth, items=(item,)), [page]).items
        assert not checked.verified


def test_another_unit_than_the_printed_one_makes_the_value_unsupported() -> None:
    item = next(i for i in plain().truth.items if i.name == "白血球数")
    for unit, verified in ((item.unit, True), ("mmHg", False), ("架空検査C-report", False)):
        told = replace(plain().truth, items=(replace(item, unit=unit), item))
        first, second = verify(told, [PAGE]).items
        assert first.verified is verified
        assert second.verified is not verified, "one place carries one value"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("白血球数", "8.5"),  # the page says 8.50
        ("白血球数", "85.0"),
        ("白血球数", "850"),
        ("白血球数", "50"),
        ("CRP", "0.10"),  # the page says <0.10
        ("CRP", ">0.10"),
        ("BNP", "234.5"),
        ("BNP", "1,234"),
        ("総蛋白", "6.9"),
        ("総蛋白", "3.5"),  # that is the albumin's
        ("インスリン", "6.8"),  # no such line
        ("AST(GOT)", "13"),  # an end of its range, not a value of its own
        ("赤血球数", "45"),
    ],
)
def test_what_the_page_does_not_carry_is_not_verified(name: str, value: str) -> None:
    item = _checked(name, value, Box(0.3, 0.2, 0.4, 0.3))
    assert (item.verified, item.box) == (False, None)
    assert item.confidence <= UNSUPPORTED_CONFIDENCE
    assert item.warnings


def test_the_engines_box_is_not_believed() -> None:
    right, lying = _checked("総蛋白", "6.8"), _checked("総蛋白", "6.8", Box(0.9, 0.9, 0.95, 0.95))
    assert right.box == lying.box is not None


def test_a_value_in_two_words_is_found_with_both() -> None:
    page = PAGE
    word = next(w for w in page.words if w.text == "<0.10")
    cut = word.box.x0 + (word.box.x1 - word.box.x0) * 0.2
    halves = (
        replace(word, text="<", box=replace(word.box, x1=cut)),
        replace(word, text="0.10", box=replace(word.box, x0=cut)),
    )
    page = replace(page, words=(*(w for w in page.words if w is not word), *halves))
    item = verify(replace(plain().truth, items=(Item("CRP", "<0.10", 1, None, 0.9, False),)), [page]).items[0]
    assert item.verified
    assert item.box == word.box


def test_two_equal_items_need_two_places() -> None:
    twice = (Item("総蛋白", "6.8", 1, None, 0.9, True),) * 2
    checked = verify(replace(plain().truth, items=twice), [PAGE]).items
    assert [i.verified for i in checked] == [True, False]


@given(st.decimals(min_value=0, max_value=9999, places=1, allow_nan=False))
def test_no_number_is_verified_that_is_not_printed(number: object) -> None:
    printed = {w.text for w in PAGE.words}
    item = _checked("総蛋白", str(number))
    assert not item.verified or str(number) in printed


@pytest.mark.parametrize(("printed", "found"), [("K", True), ("K (カリウム)", True), ("CK", False)])
def test_a_name_of_one_letter_must_stand_as_a_word_of_its_own(printed: str, found: bool) -> None:
    words = tuple(replace(w, text=printed) if w.text == "総蛋白" else w for w in PAGE.words)
    assert words != PAGE.words
    item = Item("K", "6.8", 1, None, 0.99, True)
    checked = verify(replace(plain().truth, items=(item,)), [replace(PAGE, words=words)]).items[0]
    assert checked.verified is found


def _verified_on(page: PageWords, name: str, value: str) -> bool:
    item = Item(name, value, 1, None, 0.99, False)
    return verify(replace(plain().truth, items=(item,)), [page]).items[0].verified


@pytest.mark.parametrize("name_and_leader", ["HR .........", "HR........."])
def test_leaders_are_no_part_of_the_number_behind_them(name_and_leader: str) -> None:
    page = printed_lines.page([(40, name_and_leader), (120, "64"), (150, "bpm")])
    assert _verified_on(page, "HR", "64")
    assert not _verified_on(page, "HR", "4")


def test_a_value_of_several_numbers_may_stand_spread() -> None:
    page = printed_lines.page([(40, "P-R-T axes"), (160, "60"), (200, "45"), (240, "30")])
    assert _verified_on(page, "P-R-T axes", "60 45 30")
    assert not _verified_on(page, "P-R-T axes", "60 30")
