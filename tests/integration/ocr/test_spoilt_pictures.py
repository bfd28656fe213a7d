"""Pages as they come: turned, askew, faxed at half the lines, photographed; each value's box on the page given."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from inference.engines import EngineOptions
from inference.engines.ocr import OcrEngine
from inference.engines.reading import WordReader
from inference.evaluate import pair
from inference.placement import moved
from inference.types import Request
from inference.verify import verify
from mappers.model import Extraction
from tests.unit.inference.sheets import font_path, opened, two_panels

FONT = font_path()
pytestmark = pytest.mark.skipif(FONT is None, reason="no Japanese font on this machine to draw with")
OPTIONS = EngineOptions(threads=1)

Spoilt = tuple[np.ndarray, np.ndarray]
"""The picture, and the homography from fractions of the clean page to fractions of it."""


def _turned(quarters: int) -> Callable[[np.ndarray], Spoilt]:
    def spoil(page: np.ndarray) -> Spoilt:
        once = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
        return np.ascontiguousarray(np.rot90(page, quarters)), np.linalg.matrix_power(once, quarters)

    return spoil


def _askew(page: np.ndarray) -> Spoilt:
    height, width = page.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), -5, 0.9), [0, 0, 1]])
    picture = cv2.warpPerspective(page, turn, (width, height), borderValue=(255, 255, 255))
    noisy = picture * 0.94 + np.random.default_rng(3).normal(5, 6, picture.shape)
    size = np.diag([width, height, 1.0])
    return noisy.clip(0, 255).astype(np.uint8), np.linalg.inv(size) @ turn @ size


def _faxed(page: np.ndarray) -> Spoilt:
    """ITU-T T.4 standard resolution: 1,728 dots a line, half as many lines an inch."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    lines = cv2.resize(
        grey, (1728, round(page.shape[0] * 1728 / page.shape[1] / 2)), interpolation=cv2.INTER_AREA
    )
    black = np.where(lines > 170, 255, 0).astype(np.uint8)
    return np.repeat(black[..., None], 3, axis=2), np.eye(3)


def _photographed(page: np.ndarray) -> Spoilt:
    height, width = page.shape[:2]
    size = (int(width * 1.25), int(height * 1.2))
    corners = np.float32([(0.07, 0.05), (0.90, 0.09), (0.95, 0.96), (0.04, 0.92)]) * size
    flat = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    sheet = cv2.warpPerspective(page.astype(np.float32), matrix, size)
    mask = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, size)[..., None]
    random = np.random.default_rng(12)
    picture = sheet * mask + random.normal(120, 12, (size[1], size[0], 1)) * (1 - mask)
    across = np.linspace(0, 1, size[0])[None, :, None] + np.linspace(0, 1, size[1])[:, None, None]
    picture = picture * np.where(across > 1.1, 0.5, 0.95) * (0.97, 0.95, 0.85)
    picture = cv2.GaussianBlur(picture, (0, 0), 0.7) + random.normal(0, 4, picture.shape)
    to_picture = np.diag([1 / size[0], 1 / size[1], 1.0]) @ matrix @ np.diag([width, height, 1.0])
    return picture.clip(0, 255).astype(np.uint8), to_picture


def _read(pixels: np.ndarray) -> Extraction:
    document = opened(pixels)
    reader = WordReader.shared(OPTIONS.threads)
    found = OcrEngine(OPTIONS).read(document, Request())
    return verify(found, reader.read(document)[0])


@pytest.mark.parametrize(
    ("spoil", "least"),
    [(_turned(1), 0.95), (_turned(3), 0.95), (_askew, 0.9), (_faxed, 0.85), (_photographed, 0.9)],
    ids=["on its left", "on its right", "5 degrees askew", "fax of 98 lines", "photograph"],
)
def test_a_spoilt_page_is_read_with_each_box_on_the_page_as_given(
    spoil: Callable[[np.ndarray], Spoilt], least: float
) -> None:
    assert FONT is not None
    sheet = two_panels()
    picture, to_given = spoil(sheet.picture(150, FONT))
    found = _read(picture)
    right = pair(found.items, sheet.items).right
    assert len(right) >= least * len(sheet.items), [(i.name, i.value, i.unit) for i in found.items]
    places: dict[str, list[tuple[float, float]]] = {}
    for word in sheet.words().words:
        places.setdefault(word.text, []).append(
            ((word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2)
        )
    for item, true in right:
        if len(places.get(true.value, ())) == 1:
            x, y = moved(np.array(places[true.value]), to_given)[0]
            assert item.box is not None
            slack = 0.004
            assert item.box.x0 - slack <= x <= item.box.x1 + slack, (item, x, y)
            assert item.box.y0 - slack <= y <= item.box.y1 + slack, (item, x, y)
            assert (item.box.x1 - item.box.x0) * (item.box.y1 - item.box.y0) < 0.01
