"""Triangles in front of numbers that were read as a seven are told by their ink; sevens stay sevens."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inference.engines.letters import Letter
from inference.engines.solid_marks import marks_told
from inference.types import Pixels

_TRIANGLE = [(10, 14), (31, 14), (20, 34)]
_UPWARDS = [(10, 34), (31, 34), (20, 14)]
_SEVEN = [(12, 14), (26, 14), (17, 34)]


def _strip(corners: list[tuple[int, int]], filled: bool, stroke: int = 3, blurred: float = 0.0) -> Pixels:
    """A strip with a figure in front and an upright stroke, like a digit's, behind it."""
    strip = np.full((48, 90, 3), 250, np.uint8)
    if filled:
        cv2.fillPoly(strip, [np.array(corners, np.int32)], (20, 20, 20))
    else:
        cv2.polylines(strip, [np.array(corners, np.int32)], False, (20, 20, 20), stroke)
    cv2.line(strip, (50, 14), (50, 34), (20, 20, 20), 3)
    return np.asarray(cv2.GaussianBlur(strip, (0, 0), blurred) if blurred else strip, dtype=np.uint8)


def _read(first: str, strip: Pixels) -> str:
    letters = (Letter(first, 0.5, 20 / 90, (("▼", 0.1),)), Letter("1", 0.99, 50 / 90))
    return "".join(letter.text for letter in marks_told(letters, strip))


@pytest.mark.parametrize("read", ["7", "V", "√"])
@pytest.mark.parametrize("blurred", [0.0, 1.2])
def test_a_filled_triangle_on_its_tip_is_a_mark(read: str, blurred: float) -> None:
    assert _read(read, _strip(_TRIANGLE, filled=True, blurred=blurred)) == "▼1"


@pytest.mark.parametrize("stroke", [1, 3, 5, 7])
@pytest.mark.parametrize("blurred", [0.0, 1.2])
def test_a_seven_of_any_weight_stays_a_seven(stroke: int, blurred: float) -> None:
    assert _read("7", _strip(_SEVEN, filled=False, stroke=stroke, blurred=blurred)) == "71"


def test_other_figures_and_other_letters_stay() -> None:
    assert _read("7", _strip(_UPWARDS, filled=True)) == "71"
    assert _read("7", _strip([(10, 14), (31, 14), (31, 34), (10, 34)], filled=True)) == "71"
    assert _read("1", _strip(_TRIANGLE, filled=True)) == "11"
    assert marks_told((), _strip(_SEVEN, filled=False)) == ()
