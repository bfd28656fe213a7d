"""Uneven light made even, the paper's own brightness divided out; and the steps of faxes softened."""

from __future__ import annotations

import cv2
import numpy as np

from inference.types import Pixels

_SIDE = 400  # pixels of the longer side of the picture the light is taken from
_LETTERS = 0.03  # of the longer side: ink is closed over by what is brighter within this
_UNEVEN = 40.0  # grey levels between the paper's brightest and darkest tenth
_DIM = 150.0  # grey level of the paper below which all of it is lifted
_PAPER = 245.0
_INK = 70  # grey level below which nothing is paper in the shade
_EVERY = 3  # pixels: of what is looked at
_BLACK = 8  # grey levels
_TWO_SHADES = 0.99  # share of pixels that are black or white on a fax
_SOFT = 0.7  # pixels


def softened(picture: Pixels) -> Pixels:
    """A picture of black and white alone (a fax) with its steps and specks softened; any other as it is.

    The networks learned on greys. 44 faxes of the practice families: F1 0.841 to 0.851, invented 13 to 11 of 795.
    """
    sample = picture[::_EVERY, ::_EVERY, 1]
    if ((sample < _BLACK) | (sample > 255 - _BLACK)).mean() < _TWO_SHADES:
        return picture
    return np.asarray(cv2.GaussianBlur(picture, (3, 3), _SOFT), dtype=np.uint8)


def evenly_lit(picture: Pixels) -> Pixels:
    """The BGR picture with its paper at one brightness; the same picture where it already is."""
    picture = np.ascontiguousarray(picture)
    height, width = picture.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    reach = max(3, round(_LETTERS * max(size)) | 1)
    light = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    )
    light = cv2.GaussianBlur(light, (0, 0), reach)
    grey = cv2.cvtColor(light, cv2.COLOR_BGR2GRAY)
    dark, bright = np.percentile(grey, (10, 90))
    if bright - dark < _UNEVEN and bright > _DIM:
        return picture
    paper = cv2.resize(np.maximum(light, _INK), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(picture, paper, scale=_PAPER), dtype=np.uint8)
