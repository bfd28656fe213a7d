"""A line cut into words keeps a unit in brackets whole."""

from __future__ import annotations

import pytest

from inference.engines.letters import Letter
from inference.engines.strips import Strip
from inference.engines.words import runs_of


def _texts(text: str, places: list[float], shape: float = 8.0) -> list[str]:
    strip = Strip(tuple(Letter(t, 0.99, at) for t, at in zip(text, places, strict=True)))
    return [run.text for run in runs_of(strip, shape)]


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


@pytest.mark.parametrize(
    ("text", "heights"),
    [
        ("47.3", [0.25, 0.75, 0.92, 1.08]),
        ("mmol/L", [0.42, 0.92, 1.25, 1.42, 1.58, 1.75]),
        ("Stable", [0.42, 0.92, 1.08, 1.25, 1.42, 1.58]),
    ],
)
def test_letters_that_touch_are_one_word_however_close_the_others_were_read(
    text: str, heights: list[float]
) -> None:
    assert _texts(text, [height / 2 for height in heights], 2.0) == [text]


def test_a_space_that_was_read_parts_letters_however_close() -> None:
    assert _texts("4 7.3", [0.12, 0.25, 0.38, 0.46, 0.54], 2.0) == ["4", "7.3"]


def test_a_mark_read_close_behind_a_number_is_a_word_of_its_own() -> None:
    assert _texts("2.8H", [0.21, 0.29, 0.38, 0.63], 2.0) == ["2.8", "H"]


def test_a_power_of_ten_run_against_a_number_is_its_units() -> None:
    at = [0.08, 0.15, 0.25, 0.32, 0.46, 0.54, 0.61, 0.68, 0.73, 0.84, 0.92]
    assert _texts("7.2510^3/μL", at, 5.0) == ["7.25", "10^3/μL"]
    assert _texts("1.5x10^5", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], 4.0) == ["1.5x10^5"]
    assert _texts("10^5", [0.2, 0.4, 0.6, 0.8], 2.0) == ["10^5"]
