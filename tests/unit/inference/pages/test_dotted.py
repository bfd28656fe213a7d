"""Dotted rules leave a picture, letters stay: drawn by hand, since exact pixels are what is told apart."""

from __future__ import annotations

import cv2
import numpy as np

from inference.pages.dotted import undotted
from inference.types import Pixels

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dpi
BASELINE = 600


def _paper() -> Pixels:
    return np.full((HEIGHT, WIDTH, 3), 255, np.uint8)


def _written(picture: Pixels, text: str = "Uric acid 7.9 mg/dL 2.6-5.5") -> Pixels:
    cv2.putText(picture, text, (100, BASELINE), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def _dotted(picture: Pixels, y: int, ink: int = 150) -> Pixels:
    for x in range(90, 700, 4):
        picture[y : y + 2, x : x + 2] = ink
    return picture


def _ink(picture: Pixels) -> int:
    return int((picture < 200).any(axis=2).sum())


def test_a_dotted_line_close_under_a_row_goes_and_the_row_stays() -> None:
    row = _written(_paper())
    free = undotted(_dotted(row.copy(), BASELINE + 4))
    assert _ink(free[BASELINE + 3 : BASELINE + 7]) < 12, "at most where a descender crosses"
    assert np.array_equal(free[: BASELINE + 2], row[: BASELINE + 2]), (
        "the letters above the line are untouched"
    )


def test_dots_between_columns_go_too() -> None:
    picture = _dotted(_paper(), 600).transpose(1, 0, 2).copy()
    assert _ink(undotted(picture)) <= 4, "half a dot at an end may stay"


def test_a_solid_frame_stays() -> None:
    picture = _written(_paper())
    cv2.rectangle(picture, (50, BASELINE - 200), (730, BASELINE + 200), (90, 90, 90), 2)
    assert undotted(picture) is picture


def test_a_rule_of_a_page_that_lies_half_a_degree_askew_goes() -> None:
    picture = _paper()
    for x in range(90, 1090, 5):
        y = 800 + round((x - 90) * 9 / 1000)
        picture[y : y + 2, x : x + 3] = 0
    assert _ink(undotted(picture)) < 0.1 * _ink(picture)


def test_rows_of_letters_and_short_dashes_are_no_rules() -> None:
    picture = _paper()
    for y in range(100, 1600, 18):
        cv2.putText(
            picture, "HEEZTEE " * 14, (60, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA
        )
    cv2.line(picture, (600, 1650), (640, 1650), (0, 0, 0), 2)
    assert undotted(picture) is picture


def test_a_stroke_that_crosses_a_rule_stays_whole() -> None:
    picture = _dotted(_paper(), 800)
    cv2.line(picture, (300, 780), (300, 820), (0, 0, 0), 2)
    free = undotted(picture)
    assert (free[780:821, 300] < 100).all()
    assert _ink(free) < _ink(picture) / 4


def test_the_given_picture_is_not_changed() -> None:
    picture = _dotted(_written(_paper()), BASELINE + 4)
    before = picture.copy()
    undotted(picture)
    assert np.array_equal(picture, before)


def test_a_picture_of_a_few_pixels_and_one_of_nothing_but_ink_come_back() -> None:
    for picture in (
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((40, 300, 3), np.uint8),
        np.full((3, 900, 3), 255, np.uint8),
    ):
        assert undotted(picture).shape == picture.shape
