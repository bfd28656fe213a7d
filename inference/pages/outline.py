"""The outline of a sheet of paper in a photograph: its four corners, where the picture shows them.

Shadows part a sheet's brightness as much as its edge does, so no threshold finds it. Its sides are sought one by
one instead: long straight edges, brighter inside than out, that leave the text inside. Letters and rules are
closed over first, so that what is left are the edges of large things. A side may lie outside the picture. The
four sides with most of their length borne out by the picture make the outline; a page that fills its picture
has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.types import Pixels

_SIDE = 512  # pixels of the longer side of the picture examined
_INK = 9  # pixels of that closed over
_STEP = 9.0  # grey levels a pixel that make an edge
_TILT = np.deg2rad(25)  # a side may lean this much from upright or level
_CANDIDATES = 5  # lines a side
_LEAST_VOTES = 0.25  # of the picture's size that an edge must be long
_TEXT_INSIDE = 0.97  # of the lines
_BORNE_OUT = 0.72  # of a side's length
_SIDES_SEEN = 3  # the fourth may be cut off by the picture
_CUT_OFF = 0.45  # what a side along the picture's border counts: less than one that is seen
_LEAST_SHARE = 0.30  # of the picture's area

Corners = npt.NDArray[np.float64]
"""Shape (4, 2), fractions of the picture, from the top left clockwise."""

Points = npt.NDArray[np.float64]
"""Shape (n, 2)."""


@dataclass(frozen=True, slots=True)
class _Side:
    """The line `normal . (x, y) = offset`, the normal pointing inside; `seen` says that it is an edge."""

    normal: tuple[float, float]
    offset: float
    seen: bool

    def depth(self, points: Points) -> npt.NDArray[np.float64]:
        """How far inside the points are, in pixels."""
        return np.asarray(points @ np.array(self.normal) - self.offset)


def outline(picture: Pixels, text: Points) -> Corners | None:
    """Corners of the sheet in a BGR picture whose lines of text have their middles at `text` (fractions).

    None where the page fills the picture or its sides cannot be told.
    """
    height, width = picture.shape[:2]
    scale = _SIDE / max(height, width)
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    grey = small.max(axis=2)  # paper under a yellow lamp is still bright in red
    closed = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_INK, _INK), np.uint8))
    soft = cv2.GaussianBlur(closed, (3, 3), 0)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3) / 4
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3) / 4
    inside = text * size
    edges = [gradient > _STEP for gradient in (across, -across, down, -down)]  # left, right, top, bottom
    sides = [_candidates(edge, number, size, inside) for number, edge in enumerate(edges)]
    near = [cv2.dilate(edge.astype(np.uint8), np.ones((5, 5), np.uint8)) for edge in edges]
    best, best_score = None, 0.0
    for left, right, top, bottom in product(*sides):
        chosen = (left, right, top, bottom)
        if sum(side.seen for side in chosen) < _SIDES_SEEN:
            continue
        corners = _corners(chosen)
        if corners is None or cv2.contourArea(corners.astype(np.float32)) < _LEAST_SHARE * size[0] * size[1]:
            continue
        score = _borne_out(chosen, corners, near)
        if score > best_score:
            best, best_score = corners, score
    return None if best is None else np.asarray(best / size, dtype=np.float64)


def _candidates(edge: Any, number: int, size: tuple[int, int], text: Points) -> list[_Side]:
    """Edges that could be the left, right, top or bottom (0 to 3) side, and the picture's own border."""
    upright = number < 2
    sign = 1.0 if number % 2 == 0 else -1.0
    border = 0.0 if sign > 0 else -(size[0] - 1.0 if upright else size[1] - 1.0)
    found = [_Side((sign, 0.0) if upright else (0.0, sign), border, False)]
    votes = int(_LEAST_VOTES * size[1 if upright else 0])
    middle = 0.0 if upright else np.pi / 2
    lines = cv2.HoughLines(
        edge.astype(np.uint8),
        1,
        np.deg2rad(0.5),
        votes,
        min_theta=max(middle - _TILT, 0.0),
        max_theta=middle + _TILT,
    )
    pairs = [] if lines is None else [(float(r), float(t)) for r, t in lines.reshape(-1, 2)[:200]]
    if upright:  # lines leaning the other way have angles just under a half turn
        more = cv2.HoughLines(
            edge.astype(np.uint8), 1, np.deg2rad(0.5), votes, min_theta=np.pi - _TILT, max_theta=np.pi
        )
        pairs += [] if more is None else [(-float(r), float(t) - np.pi) for r, t in more.reshape(-1, 2)[:200]]
    for rho, theta in pairs:
        side = _Side((sign * np.cos(theta), sign * np.sin(theta)), sign * rho, True)
        if len(text) and (side.depth(text) > 0).mean() < _TEXT_INSIDE:
            continue
        if all(_apart(side, other) for other in found[1:]):
            found.append(side)
        if len(found) > _CANDIDATES:
            break
    return found


def _apart(a: _Side, b: _Side) -> bool:
    return abs(a.offset - b.offset) > 4 or abs(np.dot(a.normal, b.normal)) < np.cos(np.deg2rad(1.0))


def _corners(sides: tuple[_Side, _Side, _Side, _Side]) -> Points | None:
    left, right, top, bottom = sides
    found = []
    for a, b in ((left, top), (right, top), (right, bottom), (left, bottom)):
        matrix = np.array([a.normal, b.normal])
        if abs(np.linalg.det(matrix)) < 0.5:
            return None
        found.append(np.linalg.solve(matrix, (a.offset, b.offset)))
    return np.array(found)


def _borne_out(sides: tuple[_Side, _Side, _Side, _Side], corners: Points, near: list[Any]) -> float:
    """Mean share of the sides' length that has an edge; 0 where a side seen has too little."""
    total = 0.0
    for number, side in enumerate(sides):
        if not side.seen:
            total += _CUT_OFF
            continue
        ends = ((0, 3), (1, 2), (0, 1), (3, 2))[number]
        start, end = corners[ends[0]], corners[ends[1]]
        along = start + (end - start) * np.linspace(0.03, 0.97, 120)[:, None]
        height, width = near[number].shape
        x, y = along[:, 0].round().astype(int), along[:, 1].round().astype(int)
        within = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        if within.sum() < 40:
            return 0.0
        share = float(near[number][y[within], x[within]].mean())
        if share < _BORNE_OUT:
            return 0.0
        total += share
    return total / 4


def sheet_size(corners: Corners, width: float, height: float) -> tuple[float, float]:
    """Width and height in pixels of the flat sheet, from the longer of its opposite sides in the picture."""
    points = corners * (width, height)
    side = [float(np.linalg.norm(points[i] - points[(i + 1) % 4])) for i in range(4)]
    return max(side[0], side[2], 1.0), max(side[1], side[3], 1.0)
