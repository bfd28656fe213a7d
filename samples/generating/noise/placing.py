"""Where a point of the drawn page stands in the picture made of it.

Points are arrays of shape (n, 2), x then y. `Placing` maps fractions of the page to fractions of the picture;
placings follow one another with `then`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from samples.making.ink import PageBox
from samples.making.truth import Truth

Points = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
"""3×3, of pixels in homogeneous coordinates."""
Placing = Callable[[Points], Points]


def still(points: Points) -> Points:
    """The placing that changes nothing."""
    return points


def then(first: Placing, second: Placing) -> Placing:
    """First, then second."""
    return lambda points: second(first(points))


def by_matrix(matrix: Matrix, before: tuple[int, int], after: tuple[int, int]) -> Placing:
    """The placing of a warp in pixels; sizes are (width, height)."""

    def place(points: Points) -> Points:
        pixels = np.column_stack([points * np.array(before), np.ones(len(points))]) @ matrix.T
        return np.asarray(pixels[:, :2] / pixels[:, 2:] / np.array(after), dtype=np.float64)

    return place


def turn(degrees: float, before: tuple[int, int], after: tuple[int, int], scale: float = 1.0) -> Matrix:
    """A turn about the middle of a picture into the middle of another; counter-clockwise as one looks at it."""
    cos, sin = scale * math.cos(math.radians(degrees)), scale * math.sin(math.radians(degrees))
    (cx, cy), (dx, dy) = (np.array(size) / 2 for size in (before, after))
    return np.array(
        [[cos, sin, dx - cos * cx - sin * cy], [-sin, cos, dy + sin * cx - cos * cy], [0.0, 0.0, 1.0]]
    )


def moved(truth: Truth, placings: Sequence[Placing]) -> Truth:
    """The truth with its boxes where the ink went; one placing a page."""
    items = [
        replace(item, box=around(item.box, placings[item.page - 1])) if item.box else item
        for item in truth.items
    ]
    return replace(truth, items=tuple(items))


def around(box: PageBox, placing: Placing) -> PageBox:
    """The upright rectangle around a box after placing; sides may become curves."""
    x0, y0, x1, y1 = box
    along = np.linspace(0.0, 1.0, 5)
    xs, ys = x0 + (x1 - x0) * along, y0 + (y1 - y0) * along
    border = [*((x, y) for x in xs for y in (y0, y1)), *((x, y) for x in (x0, x1) for y in ys)]
    placed = placing(np.array(border)).clip(0.0, 1.0)
    (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
