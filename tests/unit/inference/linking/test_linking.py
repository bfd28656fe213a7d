"""The network's second opinion: what it sees on an invented page, and how items fare that it would not have read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from inference.item_traits import NAMES, traits_of
from inference.linking.features import BUCKETS, CHARACTERS, LOOKS, numbers_of
from inference.linking.network import MOST_TOKENS, Links, links
from inference.linking.opinion import Opinion, page_opinion, traits
from inference.readable import PageWords
from inference.structure.geometry import Token, tokens_of
from inference.verify import verify
from mappers.model import Box, Item
from tests.unit.inference.printed_lines import page
from tests.unit.inference.sheets import plain

ROWS = (
    ("検査項目", "結果", "単位", "基準値"),
    ("ハルノイド", "4.31", "mg/dL", "2.5-7.0"),
    ("総ミドリ酸", "138", "U/L", "38-113"),
    ("アオバ因子", "0.92", "ng/mL", "0.50-1.20"),
    ("キヌガサ蛋白", "61", "mg/L", "40-90"),
    ("ヨモギ素", "12.5", "%", "8.0-14.0"),
)
TABLE = page(*([(60, a), (200, b), (280, c), (360, d)] for a, b, c, d in ROWS))
TOKENS = tokens_of(TABLE)
AT = {token.text: number for number, token in enumerate(TOKENS)}


def _item(name: str, value: str, unit: str | None, box: Box | None = None) -> Item:
    return Item(name, value, 1, box or TOKENS[AT[value]].box, 0.9, True, unit=unit)


def _opinion(*items: Item) -> tuple[Opinion | None, ...]:
    said = page_opinion(items, TOKENS)
    assert said is not None
    return said.items


def test_every_token_has_its_looks_characters_and_place() -> None:
    numbers = numbers_of(TOKENS)
    count = len(TOKENS)
    assert numbers.looks.shape == (count, LOOKS)
    assert numbers.characters.shape == (count, CHARACTERS)
    assert numbers.places.shape == (count, 4)
    assert (numbers.looks >= 0).all()
    assert (numbers.looks <= 2).all()
    assert (numbers.characters < BUCKETS).all()
    assert np.median(numbers.places[:, 3]) == pytest.approx(1.0)


def test_which_digits_a_number_has_makes_no_difference() -> None:
    one, other = page([(60, "AB"), (200, "4.31")]), page([(60, "AB"), (200, "9.75")])
    for first, second in zip(*(_numbers(p) for p in (one, other)), strict=True):
        assert (first == second).all()


def _numbers(of: PageWords) -> tuple[npt.NDArray[np.generic], ...]:
    numbers = numbers_of(tokens_of(of))
    return numbers.looks, numbers.characters, numbers.places


def test_names_that_nobody_ever_printed_are_linked_to_their_values() -> None:
    said = links(TOKENS)
    assert said is not None
    for name, value, unit, span in ROWS[1:]:
        assert said.value[AT[value]] > 0 > said.value[AT[span]]
        assert said.value[AT[name]] < 0
        assert said.name[AT[value]].argmax() == AT[name]
        assert said.unit[AT[value]].argmax() == AT[unit]


def test_an_item_as_printed_is_agreed_with_and_one_of_mixed_rows_is_not() -> None:
    right, name, unit, bare, span = _opinion(
        _item("ハルノイド", "4.31", "mg/dL"),
        _item("総ミドリ酸", "4.31", "mg/dL"),
        _item("ハルノイド", "4.31", "U/L"),
        _item("ハルノイド", "4.31", None),
        _item("ハルノイド", "2.5-7.0", "mg/dL"),
    )
    assert right
    assert right.least > 0
    for other in (name, unit, bare, span):
        assert other
        assert other.least < min(0, right.least - 1)
    assert name
    assert name.name < 0
    assert name.more > 0, "the word that the name left out"
    assert unit
    assert unit.unit < 0
    assert bare
    assert bare.unit < 0, "a unit stands beside the value"


def test_letters_of_a_name_that_the_page_does_not_have_are_told() -> None:
    whole, half = _opinion(_item("ハルノイド", "4.31", "mg/dL"), _item("ハルノイド再検", "4.31", "mg/dL"))
    assert whole
    assert half
    assert (whole.unfound, half.unfound) == (0.0, pytest.approx(2 / 7))


def test_values_that_no_item_covers_are_counted() -> None:
    items = [_item(name, value, unit) for name, value, unit, _ in ROWS[1:]]
    every, some = page_opinion(items, TOKENS), page_opinion(items[:2], TOKENS)
    assert every
    assert some
    assert every.uncovered == 0.0
    assert some.uncovered == pytest.approx(0.6, abs=0.1)


def test_an_item_without_a_place_and_a_page_too_full_get_no_opinion() -> None:
    lost = replace(_item("ハルノイド", "4.31", "mg/dL"), box=None)
    away = _item("ハルノイド", "4.31", "mg/dL", Box(0.9, 0.9, 0.95, 0.95))
    assert _opinion(lost, away) == (None, None)
    assert traits([lost], TOKENS) == [{}]
    full = tuple(
        Token("1", Box(0, 0, 0.1, 0.1), float(at), at + 1.0, 5.0, 9.0, 1.0) for at in range(MOST_TOKENS + 1)
    )
    assert links(full) is None
    assert traits([away], full) == [{}]
    assert links(()) is None


def test_a_page_of_one_word_is_looked_at() -> None:
    only = tokens_of(page([(60, "陰性")]))
    said = links(only)
    assert isinstance(said, Links)
    assert said.name.shape == (1, 1)


def test_the_opinion_is_among_what_confidence_is_reckoned_from() -> None:
    words = plain().words()
    read = verify(plain().truth, [words])
    first, second, *others = read.items
    mixed = replace(read, items=(replace(first, name=second.name), second, *others))
    at = NAMES.index("linked_least")
    assert traits_of(read, [words])[0][at] > 0 > traits_of(mixed, [words])[0][at]
