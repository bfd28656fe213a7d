"""Times of a table's head that recognition misread by one character."""

from __future__ import annotations

import pytest

from inference.structure.time_rows import times_put_right

HOURS = ["項目", "05:00", "06:00", "B7:00", "08:00", "09:00", "10:00"]


def test_a_time_between_two_at_the_step_of_all_is_put_right() -> None:
    assert times_put_right(HOURS) == ["項目", "05:00", "06:00", "07:00", "08:00", "09:00", "10:00"]


@pytest.mark.parametrize(
    "texts",
    [
        ["05:00", "06:00", "BZ:00", "08:00", "09:00", "10:00"],  # two characters are doubted
        ["05:00", "06:30", "B7:00", "08:00", "09:00", "10:00"],  # no step
        ["06:00", "B7:00", "08:00"],  # too few
        ["05:00", "06:00", "07:00", "08:00", "B9:00"],  # nothing behind
        ["05:00", "06:00", "17:00", "08:00", "09:00", "10:00"],  # a digit is no letter
    ],
)
def test_any_other_stays(texts: list[str]) -> None:
    assert times_put_right(texts) == texts
