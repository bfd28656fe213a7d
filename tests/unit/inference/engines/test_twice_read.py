"""A digit in two boxes is one digit."""

from __future__ import annotations

import pytest

from inference.engines.twice_read import once_only
from inference.types import Word
from mappers.model import Box


def _line(number: str, unit: str, gap: float) -> list[str]:
    words = [
        Word(number, Box(0.30, 0.2, 0.33, 0.214), 1.0),
        Word(unit, Box(0.33 + gap, 0.2, 0.38 + gap, 0.214), 0.97),
    ]
    return [word.text for word in once_only(words)]


@pytest.mark.parametrize(("number", "unit"), [("15", "5mg/dL"), ("852", "2 mg/dL"), ("6.5", "5%")])
def test_the_last_digit_of_the_number_is_not_the_units(number: str, unit: str) -> None:
    assert _line(number, unit, 0.001)[1] == unit[1:].strip()


@pytest.mark.parametrize(
    ("number", "unit", "gap"),
    [("15", "4 mg/dL", 0.001), ("15", "5 mg/dL", 0.02), ("15", "5 before", 0.001), ("CA15", "5 mg", 0.001)],
)
def test_a_number_of_its_own_stays(number: str, unit: str, gap: float) -> None:
    assert _line(number, unit, gap) == [number, unit]
