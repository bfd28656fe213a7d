"""How far a page's lines fall: found from where its words stand, since boxes of single words are too short to tell.

A line detector's quadrilaterals come out level on a page one degree askew, which is enough to mix the rows of
two tables side by side. The slope sought is the one under which the words' centres gather on the fewest lines.
A text layer that a program wrote is exactly level, and says so: its words share their heights to a hair with words
far off. Only where they do not (a scanner's text behind a crooked picture) is a slope sought.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from inference.readable import PageWords
from inference.structure.geometry import line_height, tokens_of

STEEPEST = 0.10  # about 6 degrees; beyond, neighbouring rows cannot be told from one falling row
_FEWEST = 8
_NEIGHBOURS = 6  # about the columns of a table
_BETTER_BY = 1.03  # a slope must gather the words this much better than none
_FAR_OFF = 6.0  # line heights: from here on the least slope parts words of one line
_A_HAIR = 0.02  # line heights
_ENOUGH = 1500  # words to look at: their pairs are held in memory
_LEVEL_WORDS = 0.3  # of a page's words, where a slope would leave hardly any


def levelled(page: PageWords) -> PageWords:
    """The page with the slope (dy/dx) of its lines; 0 on a level page or one with too few words to tell."""
    tokens = tokens_of(replace(page, slope=0.0))
    if len(tokens) < _FEWEST:
        return page
    x = np.array([t.x for t in tokens])
    y = np.array([t.y for t in tokens])
    height = line_height(tokens)
    if not page.recognised and _drawn_level(x, y, height):
        return replace(page, slope=0.0)
    coarse = np.linspace(-STEEPEST, STEEPEST, 161)
    scores = [_gathered(x, y, slope, height) for slope in coarse]
    best = float(coarse[int(np.argmax(scores))])
    fine = np.linspace(best - 0.002, best + 0.002, 17)
    scores = [_gathered(x, y, slope, height) for slope in fine]
    best = float(fine[int(np.argmax(scores))])
    level = _gathered(x, y, 0.0, height)
    return replace(page, slope=best if max(scores) > level * _BETTER_BY else 0.0)


def _drawn_level(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], height: float) -> bool:
    """Whether enough words stand exactly as high as another far off."""
    x, y = x[:_ENOUGH], y[:_ENOUGH]
    apart = np.abs(x[:, None] - x[None, :]) > _FAR_OFF * height
    alike = np.abs(y[:, None] - y[None, :]) < _A_HAIR * height
    return bool((apart & alike).any(axis=1).mean() >= _LEVEL_WORDS)


def _gathered(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], slope: float, height: float) -> float:
    """How closely the words stand on common lines: near pairs, nearer counting more, of the levelled centres."""
    levels = np.sort(y - slope * (x - x.mean()))
    reach = 0.25 * height
    near = range(1, min(_NEIGHBOURS, len(levels) - 1) + 1)
    return float(sum(np.exp(-(((levels[k:] - levels[:-k]) / reach) ** 2)).sum() for k in near))
