"""A line cut into words keeps a unit in brackets whole."""

from __future__ import annotations

import pytest

from inference.engines.letters import Letter
from inference.engines.strips import Strip
from inference.engines.words import runs_of


def _texts(text: str, places: list[float]) -> list[str]:
    strip = Strip(tuple(Letter(t, 0.99, at) for t, at in zip(text, places, strict=True)))
    return [run.text for run in runs_of(strip, 8.0)]


def test_a_bracketed_unit_with_a_wide_letter_is_one_word() -> None:
    assert _texts("(/min)", [0.1, 0.15, 0.2, 0.4, 0.45, 0.5]) == ["(/min)"]


def test_other_words_in_brackets_are_cut_where_they_stand_apart() -> None:
    assert _texts("(35.-45)", [0.1, 0.15, 0.2, 0.25, 0.6, 0.65, 0.7, 0.75]) == ["(35.", "-45)"]


def test_a_degree_has_one_ring() -> None:
    assert _texts("38.4°℃", [0.1, 0.15, 0.2, 0.25, 0.35, 0.45]) == ["38.4℃"]


def test_a_thick_stroke_in_a_unit_is_one() -> None:
    assert _texts("UAL", [0.2, 0.5, 0.8]) == ["U/L"]
    assert _texts("UL", [0.2, 0.8]) == ["UL"]


@pytest.mark.parametrize("seen", ["mnHg", "mmíg", "mig", "mmg", "俄mHg"])
def test_mercury_is_measured_in_millimetres(seen: str) -> None:
    places = [0.2 + 0.15 * i for i in range(len(seen))]
    assert _texts(seen, places) == ["mmHg"]


@pytest.mark.parametrize("unit", ["mg", "ng", "kg", "μg"])
def test_a_unit_of_mass_stands(unit: str) -> None:
    assert _texts(unit, [0.3, 0.7]) == [unit]
