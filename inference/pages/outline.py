"""The outline of a sheet of paper in a photograph: its four corners, where the picture shows them.

The sheet is the bright part. It is believed only when it is a quadrilateral that fills most of its own outline,
covers a good part of the picture, and stands out against what lies around it along every side that is not cut
off by the picture's edge. A page that fills its picture has no outline.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.types import Pixels

_SIDE = 512  # pixels of the longer side of the picture examined
_LEAST_SHARE = 0.30  # of the picture
_FULL_SHARE = 0.985  # of the picture: nothing lies around the page
_FILLED = 0.93  # of the quadrilateral that must be paper
_CONTRAST = 18.0  # grey levels between paper and ground, along each side
_AT_EDGE = 0.015  # of the picture's size: a side here is cut off by the picture

Corners = npt.NDArray[np.float64]
"""Shape (4, 2), fractions of the picture, from the top left clockwise."""


def outline(picture: Pixels) -> Corners | None:
    """Corners of the sheet in a BGR picture, None where the page fills the picture or cannot be told."""
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (5, 5), 0)
    grey = np.asarray(small.max(axis=2), dtype=np.uint8)  # paper of a yellow lamp is still bright in red
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _, mask = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    quad = _quadrilateral(cv2.convexHull(largest))
    if quad is None:
        return None
    area, whole = cv2.contourArea(quad.astype(np.float32)), float(size[0] * size[1])
    if not _LEAST_SHARE * whole <= area <= _FULL_SHARE * whole:
        return None
    if cv2.contourArea(largest) < _FILLED * area or not _stands_out(closed, quad):
        return None
    return np.asarray(quad / (size[0], size[1]), dtype=np.float64)


def _quadrilateral(hull: Any) -> Corners | None:
    length = cv2.arcLength(hull, True)
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.04, 0.06):
        corners = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(corners) == 4:
            return _from_top_left(corners.reshape(4, 2).astype(np.float64))
        if len(corners) < 4:
            return None
    return None


def _from_top_left(corners: Corners) -> Corners:
    middle = corners.mean(axis=0)
    around = np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))
    clockwise = corners[around]
    return np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)


def _stands_out(grey: Any, quad: Corners) -> bool:
    """Each side parts bright from dark, but for sides along the picture's edge; at least two sides do."""
    height, width = grey.shape
    middle = quad.mean(axis=0)
    parted = 0
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = start + (end - start) * np.linspace(0.1, 0.9, 33)[:, None]
        away = np.array([end[1] - start[1], start[0] - end[0]])
        away = away / max(float(np.linalg.norm(away)), 1e-6)
        if np.dot(away, along.mean(axis=0) - middle) < 0:
            away = -away
        reach = 0.02 * max(height, width)
        outside, inside = along + away * reach, along - away * reach
        if (
            _beyond(along, _AT_EDGE * width, width).mean() > 0.5
            or _beyond(along[:, ::-1], _AT_EDGE * height, height).mean() > 0.5
        ):
            continue
        difference = _sampled(grey, inside) - _sampled(grey, outside)
        if np.median(difference) < _CONTRAST or (difference > _CONTRAST / 2).mean() < 0.7:
            return False
        parted += 1
    return parted >= 2


def _beyond(points: Corners, margin: float, size: int) -> npt.NDArray[np.bool_]:
    return np.asarray((points[:, 0] < margin) | (points[:, 0] > size - 1 - margin))


def _sampled(grey: Any, points: Corners) -> npt.NDArray[np.float64]:
    x = np.clip(points[:, 0].round().astype(int), 0, grey.shape[1] - 1)
    y = np.clip(points[:, 1].round().astype(int), 0, grey.shape[0] - 1)
    return np.asarray(grey[y, x], dtype=np.float64)


def sheet_size(corners: Corners, width: float, height: float) -> tuple[float, float]:
    """Width and height in pixels of the flat sheet, from the longer of its opposite sides in the picture."""
    points = corners * (width, height)
    side = [float(np.linalg.norm(points[i] - points[(i + 1) % 4])) for i in range(4)]
    return max(side[0], side[2], 1.0), max(side[1], side[3], 1.0)
