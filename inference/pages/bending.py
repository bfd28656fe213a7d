"""How the lines of a picture run, from where its text stands: level, falling, fanning out, or curved.

A detector's boxes of single cells come out level on a page one degree askew, so their own tilt says little. The
bend sought is the one under which the middles of all boxes gather on the fewest lines; long lines count at both
ends. A page on which no bend gathers the boxes clearly better than none is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from inference.placement import Bend, Points

_FEWEST = 8  # boxes
_NEIGHBOURS = 6  # about the columns of a table
_STEEPEST = 0.12  # dy/dx beyond the tilt of the long lines
_BETTER_BY = 1.03
_TELLING = 3.0  # heights: boxes wider than this tell something of it
_ROUNDS = 5  # of weighing down the tilts that differ
_LONG = 6.0  # heights: boxes wider than this know their own tilt

Floats = npt.NDArray[np.float64]


def bend_of(quads: Floats, width: float, height: float) -> Bend:
    """The bend of a picture of that size in pixels with lines at `quads`, shape (n, 4, 2), in pixels."""
    if len(quads) < _FEWEST:
        return Bend()
    points, usual = _anchors(quads)
    scaled = points / (width, height)
    aspect = width / height

    def gathered(bend: Bend) -> float:
        return _gathered(bend.straightened(scaled)[:, 1] * height, 0.25 * usual)

    level = gathered(Bend())
    tilt = _tilt(quads)
    slope = _highest(
        lambda s: gathered(Bend(s * aspect)), np.linspace(tilt - _STEEPEST, tilt + _STEEPEST, 161)
    )
    slope = _highest(lambda s: gathered(Bend(s * aspect)), np.linspace(slope - 0.002, slope + 0.002, 17))
    best = Bend(slope * aspect)
    best = best if gathered(best) > level * _BETTER_BY else Bend()
    starts = (best, _of_tilts(quads, width, height))
    fanned = max((_refined(gathered, start, 0.02 * aspect) for start in starts), key=gathered)
    return fanned if gathered(fanned) > gathered(best) * _BETTER_BY else best


def _refined(gathered: Callable[[Bend], float], start: Bend, scaled_step: float) -> Bend:
    origin = np.array([start.slope, start.fall_down, start.fall_right])
    simplex = np.vstack([origin, origin + np.diag([scaled_step / 2, scaled_step * 2, scaled_step * 2])])
    found = minimize(
        lambda v: -gathered(Bend(*v)),
        origin,
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "maxfev": 150, "xatol": 1e-4, "fatol": 1e-3},
    )
    return Bend(*(float(v) for v in found.x))


def _anchors(quads: Floats) -> tuple[Points, float]:
    """Middles of boxes, both ends of long ones, and the usual height of a box, in pixels."""
    left, right = (quads[:, 0] + quads[:, 3]) / 2, (quads[:, 1] + quads[:, 2]) / 2
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    widths = np.linalg.norm(right - left, axis=1)
    usual = float(np.median(np.minimum(heights, widths)))
    long = widths > _LONG * heights
    inset = 0.5 * usual / np.maximum(widths, 1.0)
    ends = [
        left[long] + (right - left)[long] * inset[long, None],
        right[long] + (left - right)[long] * inset[long, None],
    ]
    return np.concatenate([(left + right)[~long] / 2, *ends]).astype(np.float64), max(usual, 1.0)


def _tilt(quads: Floats) -> float:
    """Median dy/dx of the long boxes; 0 where there are too few."""
    across = ((quads[:, 1] - quads[:, 0]) + (quads[:, 2] - quads[:, 3])) / 2
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    long = across[across[:, 0] > _LONG * heights]
    return float(np.median(long[:, 1] / long[:, 0])) if len(long) >= 3 else 0.0


def _of_tilts(quads: Floats, width: float, height: float) -> Bend:
    """The bend that the tilts of boxes tell, longer ones telling more; none where too few do.

    On a curled sheet two slopes gather half of the boxes each, and no bend near either gathers both.
    """
    across = ((quads[:, 1] - quads[:, 0]) + (quads[:, 2] - quads[:, 3])) / 2
    length = across[:, 0] / np.maximum(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1), 1.0)
    telling = length > _TELLING
    if telling.sum() < _FEWEST:
        return Bend()
    falls = across[telling, 1] / across[telling, 0] * (width / height)
    middle = quads[telling].mean(axis=1) / (width, height) - 0.5
    terms = np.column_stack([np.ones(len(falls)), middle[:, 1], middle[:, 0]])
    weights = length[telling]
    found = np.zeros(3)
    for _ in range(_ROUNDS):
        found = np.linalg.lstsq(terms * weights[:, None], falls * weights, rcond=None)[0]
        off = np.abs(terms @ found - falls)
        usual = 1.5 * max(float(np.median(off)), 1e-4)
        weights = length[telling] / np.sqrt(1 + (off / usual) ** 2)
    return Bend(*(float(v) for v in found))


def _highest(score: Callable[[float], float], tried: Floats) -> float:
    return float(max(tried, key=score))


def _gathered(levels: Floats, reach: float) -> float:
    """How closely the levels stand together: near pairs, nearer counting more."""
    levels = np.sort(levels)
    near = range(1, min(_NEIGHBOURS, len(levels) - 1) + 1)
    return float(sum(np.exp(-(((levels[k:] - levels[:-k]) / reach) ** 2)).sum() for k in near))
