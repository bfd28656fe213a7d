"""What a page's truth says of its tokens, for training: invented pages, no network."""

from __future__ import annotations

import numpy as np

from inference.linking.features import LOOKS, numbers_of
from inference.readable import PageWords
from inference.structure.geometry import Token, tokens_of
from mappers.model import Item
from samples.linking.batches import Page, batch, epoch
from samples.linking.targets import Target, targets
from tests.unit.inference.printed_lines import page


def _in_order(of: PageWords) -> tuple[Token, ...]:
    return tuple(sorted(tokens_of(of), key=lambda t: (round(t.y), t.x0)))


TOKENS = _in_order(
    page(
        [(60, "ハルノイド"), (200, "4.31"), (280, "mg/dL"), (360, "5.10"), (440, "mg/dL")],
        [(60, "アオバ比"), (200, "0.92"), (360, "1.20")],
        [(60, "体温"), (200, "36.5℃")],
    )
)
WORDS = [t.text for t in TOKENS]


def _target(name: str, value: str, unit: str | None) -> Target:
    item = Item(name, value, 1, TOKENS[_at(value)].box, 1.0, True, unit=unit)
    (target,) = targets([item], TOKENS)
    return target


def _at(text: str) -> int:
    return next(at for at, word in enumerate(WORDS) if word.startswith(text))


def _said(indices: tuple[int, ...]) -> list[str]:
    return [WORDS[at] for at in indices]


def test_a_value_has_the_name_of_its_line_and_the_unit_behind_it() -> None:
    target = _target("ハルノイド", "5.10", "mg/dL")
    assert (_said(target.value), _said(target.name), target.doubtful) == (["5.10"], ["ハルノイド"], ())
    assert target.unit == (len(WORDS) - 1 - WORDS[::-1].index("mg/dL"),), "not the first value's"


def test_a_unit_in_the_values_own_word_is_that_word() -> None:
    assert _said(_target("体温", "36.5", "℃").unit) == ["36.5℃"]


def test_a_name_of_two_words_is_both_of_them() -> None:
    tokens = _in_order(page([(200, "予測値"), (280, "実測値")], [(60, "VC"), (200, "3.21"), (280, "2.98")]))
    item = Item("VC 予測値", "3.21", 1, tokens[3].box, 1.0, True)
    (target,) = targets([item], tokens)
    assert sorted(tokens[at].text for at in target.name) == ["VC", "予測値"]


def test_words_that_a_name_could_be_elsewhere_are_doubtful() -> None:
    tokens = _in_order(page([(60, "pH"), (200, "7.41")], [], [(60, "pH"), (200, "7.38")]))
    item = Item("pH", "7.41", 1, tokens[1].box, 1.0, True)
    (target,) = targets([item], tokens)
    assert (target.name, target.doubtful) == ((0,), (2,))


def _page(family: str, spoil: bool = False) -> Page:
    numbers = numbers_of(TOKENS)
    of = [_target("ハルノイド", "4.31", "mg/dL"), _target("体温", "36.5", "℃")]
    return Page(
        family,
        "build",
        numbers.looks,
        numbers.characters,
        numbers.places,
        [(t.value, t.name, t.doubtful, t.unit) for t in of],
    )


def test_a_batch_asks_of_values_only_and_fills_up_the_shorter_page() -> None:
    whole = _page("a")
    short = Page(
        "b", "build", whole.looks[:3], whole.characters[:3], whole.places[:3], [((1,), (0,), (2,), ())]
    )
    made = batch([whole, short], None)
    assert made.given[0].shape == (2, len(TOKENS), LOOKS)
    assert made.given[3].sum(1).tolist() == [len(TOKENS), 3]
    assert made.value[1].tolist() == [0, 1, *[0] * (len(TOKENS) - 2)]
    assert made.counts[1, 0, 1].tolist() == [1, 1, 0, *[0] * (len(TOKENS) - 3)], (
        "the doubtful word is no question"
    )
    assert made.counts[1, 0, 0].sum() == 0, "no value, no question"
    assert made.links[0, 1, WORDS.index("4.31"), WORDS.index("mg/dL")] == 1


def test_an_epoch_has_one_page_of_every_layout() -> None:
    pages = [_page(family) for family in ("a", "a", "a", "b", "c")]
    seen = [page.family for some in epoch(pages, np.random.default_rng(3)) for page in some]
    assert sorted(seen) == ["a", "b", "c"]
