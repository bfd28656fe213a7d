"""Only a picture in two shades is softened."""

from __future__ import annotations

import numpy as np

from inference.pages.light import softened


def test_a_fax_gets_greys() -> None:
    fax = np.full((90, 90, 3), 255, np.uint8)
    fax[30:60, 30:60] = 0
    soft = softened(fax)
    assert 0 < soft[30, 45, 0] < 255
    assert soft[45, 45, 0] == 0
    assert soft.shape == fax.shape


def test_a_picture_of_many_shades_is_left_as_it_is() -> None:
    grey = np.tile(np.arange(90, dtype=np.uint8)[:, None, None] + 60, (1, 90, 3))
    assert softened(grey) is grey
