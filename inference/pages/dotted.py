"""Dotted and dashed rules taken off a picture before its letters are read; solid ones are left.

A dotted rule close under a row is read as points, and takes the row's own decimal points with it (`7.9` as 79, of
small print at 150 dpi); the reader knows solid rules, and without them read one page of twelve worse. A broken run
of ink is a rule where it is long and thin and little ink touches it on either side, which a row of letters never is.
A letter's stroke through a rule stays.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from inference.types import Pixels

_LONG = 0.09  # of the picture's shorter side: a shorter run may be a dash
_GAP = 0.004  # of the shorter side: between the dots of a dotted line
_THICK = 0.004  # of the shorter side; a thicker bar is shading or a letter's stroke
_WHOLE = 0.85  # share of a run that is ink from which a rule is solid
_SLOPE = 40  # a rule may rise by one in so many: the page lies askew
_TOUCHED = 0.12  # share of a rule's length that letters may touch on either side
_INK = 0.88  # of the brightest around: darker is ink
_AROUND = 0.012  # of the shorter side: how far "around" reaches
_BESIDE = (1, 2, 3)  # pixels: a rule has white next to it, where a letter has its own strokes

Mask = npt.NDArray[np.uint8]


def undotted(picture: Pixels) -> Pixels:
    """The BGR picture with its dotted rules painted over as paper: a copy, or itself where it has none."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    side = min(grey.shape)
    paper = cv2.dilate(grey, np.ones((max(3, round(_AROUND * side) | 1),) * 2, np.uint8))
    darker = np.asarray(cv2.compare(grey, cv2.convertScaleAbs(paper, alpha=_INK), cv2.CMP_LT), np.uint8)
    ink = np.minimum(darker, 1)
    rules = _level(ink, side) | _level(np.ascontiguousarray(ink.T), side).T
    if not rules.any():
        return picture
    edges = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.copyTo(cv2.cvtColor(paper, cv2.COLOR_GRAY2BGR), edges, picture.copy()))


def _level(ink: Mask, side: int) -> Mask:
    """The ink of level dotted rules."""
    long, gap, thick = (
        max(least, round(share * side)) for share, least in ((_LONG, 12), (_GAP, 2), (_THICK, 2))
    )
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap + 1), np.uint8))
    runs = np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)), np.uint8)
    found, _ = cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rules = np.zeros_like(ink)
    for x, y, w, h in map(cv2.boundingRect, found):
        if h > thick + w // _SLOPE:
            continue
        mine = runs[y : y + h, x : x + w]
        broken = ink[y : y + h, x : x + w][mine > 0].mean() < _WHOLE
        if broken and _touched(ink, mine, x, y) <= _TOUCHED:
            rules[y : y + h, x : x + w] |= mine
    through = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thick + 2, 1), np.uint8)), np.uint8)
    return rules & ink & (1 - through)


def _touched(ink: Mask, mine: Mask, x: int, y: int) -> float:
    """The larger share, of above and below, of a run's columns with ink beside it, in the clearest row of pixels."""
    h, w = mine.shape
    top, bottom = mine.argmax(axis=0) + y, y + h - 1 - mine[::-1].argmax(axis=0)
    columns, last = np.arange(x, x + w), ink.shape[0] - 1
    above = min(ink[np.clip(top - away, 0, last), columns].mean() for away in _BESIDE)
    below = min(ink[np.clip(bottom + away, 0, last), columns].mean() for away in _BESIDE)
    return float(max(above, below))
