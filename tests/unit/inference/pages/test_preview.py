"""The console's picture of a page: small enough, right in colour, one channel where there is none."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from inference.pages.preview import preview_jpeg


@pytest.mark.parametrize(
    ("sides", "shown"),
    [((100, 80), (100, 80)), ((1900, 1300), (1900, 1300)), ((2400, 1200), (1600, 800))],
)
def test_only_what_is_much_too_large_is_shrunk(sides: tuple[int, int], shown: tuple[int, int]) -> None:
    picture = Image.open(BytesIO(preview_jpeg(np.full((*sides, 3), 200, np.uint8))))
    assert (picture.height, picture.width) == shown


def test_greys_take_one_channel_and_colours_keep_theirs() -> None:
    pixels = np.full((64, 64, 3), 128, np.uint8)
    assert Image.open(BytesIO(preview_jpeg(pixels))).mode == "L"
    pixels[:, 32:] = (220, 40, 10)
    shown = Image.open(BytesIO(preview_jpeg(pixels)))
    assert shown.mode == "RGB"
    assert np.abs(np.subtract(shown.getpixel((56, 8)), (220, 40, 10))).max() <= 6
