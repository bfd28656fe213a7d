"""The bend of a page is found from where its boxes stand and how they tilt."""

from __future__ import annotations

import numpy as np
import pytest

from inference.pages.bending import Floats, bend_of
from inference.placement import Bend

WIDTH, HEIGHT = 1400.0, 2000.0


def _halves(bend: Bend, rows: int = 17, pitch: float = 31.0) -> Floats:
    """Two tables side by side, a name, a value and a unit each, as a sheet so bent shows them."""
    columns = ((80, 130), (400, 50), (590, 70), (700, 130), (1050, 50), (1220, 70))
    found = []
    for row in range(rows):
        for x, wide in columns:
            y = 300 + row * pitch
            corners = np.array([[x, y], [x + wide, y], [x + wide, y + 28], [x, y + 28]])
            found.append(bend.bent(corners / (WIDTH, HEIGHT)) * (WIDTH, HEIGHT))
    return np.array(found)


@pytest.mark.parametrize("bend", [Bend(), Bend(0.02), Bend(-0.002, 0.0, 0.09), Bend(0.01, 0.0, -0.08)])
def test_the_lines_of_a_bent_sheet_come_out_level(bend: Bend) -> None:
    """A curved sheet whose halves rise and fall: no single slope tells."""
    quads = _halves(bend)
    found = bend_of(quads, WIDTH, HEIGHT)
    level = found.straightened(quads.mean(axis=1) / (WIDTH, HEIGHT))[:, 1] * HEIGHT
    for row in level.reshape(17, 2, 3):
        assert np.ptp(row, axis=1).max() < 4.0


def test_few_boxes_tell_no_bend() -> None:
    assert bend_of(_halves(Bend(0.02), rows=1), WIDTH, HEIGHT) == Bend()
