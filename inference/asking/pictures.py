"""Parts of a page as a model is shown them: upright, at the size asked for, as JPEG.

Measured on one core, A4 at 200 dpi (docs/decisions/0017-pictures-for-models.md): PDFium draws at the target size, a
JPEG of twice the size or more is decoded at a part of it, nothing goes through PNG; greys become one channel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.asking.question import JPEG_QUALITY, Picture
from inference.asking.tiles import Span
from inference.engines.options import Looks
from inference.placement import Placement
from inference.readable import PageWords
from inference.types import Page, Pixels
from mappers.model import Box

_EVERY_PIXEL_COUNTS = 0.5
"""Down to half, linear interpolation still looks at every pixel, in a seventh of the time of averaging areas."""
_SOME_ROWS = 32  # one of so many shows the colour of nearly every page that has any
_AS_GIVEN = 0.004  # of a side: a page less out of place than this is shown as it came


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upright page drawn at `scale` of its words' pixels."""

    pixels: Pixels  # (height, width, 3), or (height, width) where they are greys
    number: int
    scale: float
    width_px: int  # of the page that the words stand on
    height_px: int


def draw(page: Page, words: PageWords | None, scale: float) -> Sheet:
    """The page upright, where its words stand, at `scale` of their pixels. Raises PageRefused."""
    width, height = (words.width_px, words.height_px) if words else (page.width_px, page.height_px)
    placement = words.placement if words else None
    share = min(scale * max(width / page.width_px, height / page.height_px), 1.0)
    if placement is not None and not _as_given(placement):
        turned = min(scale * max(width, height) / min(page.width_px, page.height_px), 1.0)
        source = _drawn(page, turned)
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        return Sheet(_warped(source, placement, size), page.number, scale, width, height)
    return Sheet(_drawn(page, share), page.number, scale, width, height)


def picture(sheet: Sheet, span: Span, looks: Looks) -> Picture:
    """The span of a sheet at its scale, within the picture budget, sides in whole grains."""
    rows = sheet.pixels.shape[0]
    top, bottom = int(span.top * rows), max(round(span.bottom * rows), int(span.top * rows) + 1)
    size = picture_size(sheet.width_px, sheet.height_px * span.height, sheet.scale, looks)
    part = sheet.pixels[top:bottom]
    return Picture(
        encode(part, size), *size, page=sheet.number, region=Box(0.0, top / rows, 1.0, bottom / rows)
    )


def picture_size(width: float, height: float, scale: float, looks: Looks) -> tuple[int, int]:
    """Width and height in pixels of a picture of a part of that size, in whole grains."""
    pixels = width * height * scale * scale
    if pixels > looks.max_pixels:
        scale *= (looks.max_pixels / pixels) ** 0.5
    elif 0 < pixels < looks.min_pixels:
        scale *= (looks.min_pixels / pixels) ** 0.5
    grain = looks.grain_px
    wide, high = (max(int(side * scale + 0.5) // grain, 1) * grain for side in (width, height))
    return wide, high


def encode(part: Pixels, size: tuple[int, int]) -> bytes:
    """JPEG of pixels, RGB (height, width, 3) or greys (height, width), resized to (width, height).

    Greys, also such as are told in three channels, take one.
    """
    values: Any = part
    if (part.shape[1], part.shape[0]) != size:
        much = size[0] < part.shape[1] * _EVERY_PIXEL_COUNTS
        values = cv2.resize(values, size, interpolation=cv2.INTER_AREA if much else cv2.INTER_LINEAR)
    if values.ndim == 3:
        grey = _is_grey(values[::_SOME_ROWS]) and _is_grey(values)
        values = cv2.extractChannel(values, 0) if grey else cv2.cvtColor(values, cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", values, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return bytes(jpeg.tobytes())


def _is_grey(values: Pixels) -> bool:
    """Whether three channels are equal."""
    return all(np.array_equal(values[:, :, 0], values[:, :, other]) for other in (1, 2))


def _drawn(page: Page, share: float) -> Pixels:
    return page.drawn_at(share) if page.drawn_at is not None and share < 1.0 else page.pixels()


def _corners() -> npt.NDArray[np.float64]:
    return np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def _as_given(placement: Placement) -> bool:
    """Whether the upright page lies on the given one nearly as it is."""
    corners = _corners()
    return bool(np.abs(placement.given(corners) - corners).max() < _AS_GIVEN)


def _warped(source: Pixels, placement: Placement, size: tuple[int, int]) -> Pixels:
    """The upright page of that size out of the page as it came. What lines bend beyond a plane stays bent."""
    height, width = source.shape[:2]
    onto_source = np.diag([width, height, 1.0]) @ np.array(placement.matrix).reshape(3, 3)
    slope = np.array(  # lines that fall by `slope` across the page, about its middle
        [[1.0, 0.0, 0.0], [placement.bend.slope, 1.0, -0.5 * placement.bend.slope], [0.0, 0.0, 1.0]]
    )
    from_target = onto_source @ slope @ np.diag([1.0 / size[0], 1.0 / size[1], 1.0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out = cv2.warpPerspective(source, from_target, size, flags=flags, borderValue=(255, 255, 255))
    return np.asarray(out, dtype=np.uint8)
