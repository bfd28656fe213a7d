"""Where a page as it was read lies on the page as it was given: turned, skewed, seen at an angle, bent.

Engines and structurers see pages upright, level and flat; people see the page that came. A `Placement` takes
points from the first to the second. All coordinates are fractions of width and height, origin top left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mappers.model import Box

Points = npt.NDArray[np.float64]
"""Shape (n, 2): x, y."""

Matrix = npt.NDArray[np.float64]
"""Shape (3, 3): a homography that acts on columns (x, y, 1)."""

_UNTURNED = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def moved(points: Points, matrix: Matrix) -> Points:
    """The points under a homography."""
    whole = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(whole[:, :2] / whole[:, 2:3], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Bend:
    """How lines run on a flat page: at (x, y) they fall by slope + fall_down * (y - 1/2) + fall_right * (x - 1/2)
    for each unit to the right; a page photographed at an angle, or curved, has all three.
    """

    slope: float = 0.0
    fall_down: float = 0.0
    fall_right: float = 0.0

    def drop(self, points: Points) -> npt.NDArray[np.float64]:
        """How much lower each point's line stands there than at the middle of the page."""
        x, y = points[:, 0] - 0.5, points[:, 1] - 0.5
        return np.asarray(x * (self.slope + self.fall_down * y) + self.fall_right * x * x / 2)

    def straightened(self, points: Points) -> Points:
        """Points of the bent page where they would stand with level lines."""
        level = points.copy()
        for _ in range(4):  # the drop is known at the line's level, which the drop gives
            level[:, 1] = points[:, 1] - self.drop(level)
        return level

    def bent(self, points: Points) -> Points:
        """The inverse of `straightened`."""
        back = points.copy()
        back[:, 1] += self.drop(points)
        return back


@dataclass(frozen=True, slots=True)
class Placement:
    """From the page as it was read to the page as it was given: `bend` is put back, then `matrix` applied."""

    matrix: tuple[float, ...] = _UNTURNED  # of a homography, row by row
    bend: Bend = Bend()  # frozen

    def given(self, points: Points) -> Points:
        """Where points of the read page stand on the page as it was given."""
        return moved(self.bend.bent(points), np.array(self.matrix).reshape(3, 3))

    def box(self, box: Box) -> Box:
        """The upright rectangle around a box's place on the page as it was given."""
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
        found = np.clip(self.given(np.array(corners)), 0.0, 1.0)
        (x0, y0), (x1, y1) = found.min(axis=0), found.max(axis=0)
        return Box(float(x0), float(y0), float(x1), float(y1))
