"""The box of a recognised word is about its letters, as a text layer's is, not about the detector's margin."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engines.letters import Letter
from inference.engines.recognise import _words
from inference.engines.strips import Strip


def _strip(text: str) -> Strip:
    places = np.linspace(0.2, 0.8, len(text))
    return Strip(tuple(Letter(t, 0.99, float(at)) for t, at in zip(text, places, strict=True)))


def _quad(x0: float, y0: float, x1: float, y1: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])


def test_the_margin_at_both_ends_is_left_out() -> None:
    (word,) = _words(_quad(0.2, 0.50, 0.4, 0.54), _strip("前々回"), 1.0)
    assert (word.box.x0, word.box.x1) == pytest.approx((0.208, 0.392))


def test_half_the_margin_above_and_below_is_left_out() -> None:
    (word,) = _words(_quad(0.2, 0.50, 0.4, 0.54), _strip("前々回"), 1.0)
    assert word.box.y0 == pytest.approx(0.5048)
    assert word.box.y1 == pytest.approx(0.5352)


def test_headings_two_letters_apart_do_not_touch() -> None:
    """On paper 30 high: two headings 24 apart, whose boxes of the detector are 6 apart."""
    (before,) = _words(_quad(0.10, 0.1, 0.20, 0.145), _strip("前回"), 1.0)
    (first,) = _words(_quad(0.206, 0.1, 0.32, 0.145), _strip("前々回"), 1.0)
    height = before.box.y1 - before.box.y0
    assert first.box.x0 - before.box.x1 > 0.6 * height


def test_a_narrow_letter_keeps_a_box() -> None:
    (word,) = _words(_quad(0.2, 0.50, 0.25, 0.54), _strip("H"), 1.0)
    assert word.box.x1 - word.box.x0 == pytest.approx(0.034)


def test_a_letter_alone_in_a_high_box_is_spelt_as_others_are() -> None:
    """An arrow that the recogniser does not know, in a box higher than wide."""
    arrow = Strip((Letter("A", 0.38, 0.5, (("▲", 0.35), ("Λ", 0.06))),))
    (word,) = _words(_quad(0.2, 0.50, 0.23, 0.54), arrow, 1.0)
    assert word.text == "▲"


def test_letters_under_each_other_are_one_word_without_the_margin() -> None:
    (word,) = _words(_quad(0.2, 0.3, 0.24, 0.36), _strip("呼吸"), 1.0)
    box = word.box
    assert word.text == "呼吸"
    assert (box.x0, box.x1, box.y0, box.y1) == pytest.approx((0.208, 0.232, 0.308, 0.352))


def test_two_narrow_letters_in_a_square_box_stand_beside_each_other() -> None:
    """`°℃` is what is read of ℃."""
    (word,) = _words(_quad(0.2, 0.300, 0.235, 0.336), _strip("°℃"), 1.0)
    assert word.text == "℃"
