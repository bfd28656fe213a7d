"""Where a read page lies on the given one: there and back, for every turn, angle and bend."""

from __future__ import annotations

import numpy as np
import pytest

from inference.placement import Bend, Placement, moved
from mappers.model import Box

SPOTS = np.random.default_rng(3).uniform(0.05, 0.95, (50, 2))


@pytest.mark.parametrize(
    "bend",
    [Bend(), Bend(0.05), Bend(-0.08, 0.1), Bend(0.02, -0.1, 0.15)],
    ids=["none", "skew", "fan", "curve"],
)
def test_bent_points_come_back_straight(bend: Bend) -> None:
    assert np.allclose(bend.straightened(bend.bent(SPOTS)), SPOTS, atol=2e-4)
    assert np.array_equal(bend.bent(SPOTS)[:, 0], SPOTS[:, 0])  # lines move up and down, never along


def test_a_box_goes_to_the_page_as_it_was_given() -> None:
    assert Placement().box(Box(0.1, 0.2, 0.3, 0.25)) == Box(0.1, 0.2, 0.3, 0.25)
    upside_down = Placement((-1, 0, 1, 0, -1, 1, 0, 0, 1))
    found = upside_down.box(Box(0.1, 0.2, 0.3, 0.25))
    assert (found.x0, found.y0, found.x1, found.y1) == pytest.approx((0.7, 0.75, 0.9, 0.8))


def test_a_box_beyond_the_page_is_cut_at_its_edge() -> None:
    shifted = Placement((1, 0, 0.9, 0, 1, 0, 0, 0, 1))
    found = shifted.box(Box(0.0, 0.1, 0.3, 0.2))
    assert (found.x0, found.x1) == pytest.approx((0.9, 1.0))


def test_a_homography_divides_by_its_third_row() -> None:
    matrix = np.array([[1.0, 0.1, 0.0], [0.0, 1.0, 0.1], [0.2, 0.0, 1.0]])
    there = moved(SPOTS, matrix)
    assert np.allclose(moved(there, np.linalg.inv(matrix)), SPOTS)
    assert not np.allclose(there, SPOTS)
