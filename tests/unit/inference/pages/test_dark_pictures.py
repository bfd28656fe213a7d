"""Light letters on a dark picture become dark ones on white."""

from __future__ import annotations

import cv2
import numpy as np

from inference.pages.light import letters_dark
from inference.types import Pixels


def _film() -> Pixels:
    """A bone that ends within a line of letters."""
    film = np.full((600, 400, 3), 30, np.uint8)
    film[200:, 100:200] = 130
    cv2.putText(film, "ID:0001703191", (20, 550), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255, 255, 255), 2)
    return film


def test_letters_over_the_edge_of_a_bone_stand_on_one_ground() -> None:
    film = _film()
    read = letters_dark(film)
    written = film[530:552, 20:200].min(axis=2) == 255
    ground = cv2.dilate(written.astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
    part = read[530:552, 20:200].max(axis=2)
    assert part[written].max() < 130
    assert (part[ground] > 245).mean() > 0.97


def test_paper_is_left_as_it_is_in_dim_light_too() -> None:
    paper = np.full((600, 400, 3), 250, np.uint8)
    cv2.putText(paper, "WBC 5.6", (20, 100), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    assert np.array_equal(letters_dark(paper), paper)
    dim = (paper * 0.4).astype(np.uint8)
    assert np.array_equal(letters_dark(dim), dim)


def test_a_dark_picture_without_letters_is_left_as_it_is() -> None:
    film = _film()
    film[500:] = 30
    assert np.array_equal(letters_dark(film), film)
