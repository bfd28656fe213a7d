"""Uneven light made even, the paper's own brightness divided out; the steps of faxes softened; and light letters on
a dark picture made dark ones on white."""

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
_MOST_DARK, _MOST_BRIGHT = (
    110.0,
    190.0,
)  # grey levels of the middle and of the brightest tenth of a picture without paper
_LEAST_CONTRAST = 60.0  # grey levels that letters are brighter than nearly all else
_LEAST_INKED = 0.0002  # share of pixels so bright


def softened(picture: Pixels) -> Pixels:
    """A picture of black and white alone (a fax) with its steps and specks softened; any other as it is.

    The networks learned on greys. 44 faxes of the practice families: F1 0.841 to 0.851, invented 13 to 11 of 795.
    """
    sample = picture[::_EVERY, ::_EVERY, 1]
    if ((sample < _BLACK) | (sample > 255 - _BLACK)).mean() < _TWO_SHADES:
        return picture
    return np.asarray(cv2.GaussianBlur(picture, (3, 3), _SOFT), dtype=np.uint8)


def letters_dark(picture: Pixels) -> Pixels:
    """A dark BGR picture with what is brighter than its surroundings, and small, dark on white; any other as it is.

    The names burnt into a radiograph run over the edges of bones, where the detector loses them: of four pictures of
    one hip it read the whole id in two, and in all four once the bones were taken out. Nothing is brighter than paper
    in dim light: it stays as well.
    """
    picture = np.ascontiguousarray(picture)
    grey = cv2.cvtColor(_small(picture), cv2.COLOR_BGR2GRAY)
    middle, bright = np.percentile(grey, (50, 90))
    inked = (picture[::_EVERY, ::_EVERY, 1] > bright + _LEAST_CONTRAST).mean()
    if middle > _MOST_DARK or bright > _MOST_BRIGHT or inked < _LEAST_INKED:
        return picture
    reach = max(3, round(_LETTERS * max(picture.shape[:2])) | 1)
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    letters = cv2.morphologyEx(picture, cv2.MORPH_TOPHAT, around)
    full = float(np.median(letters[letters > _LEAST_CONTRAST]))
    return np.asarray(255 - cv2.convertScaleAbs(letters, alpha=255.0 / full), dtype=np.uint8)


def _small(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def evenly_lit(picture: Pixels) -> Pixels:
    """The BGR picture with its paper at one brightness; the same picture where it already is."""
    picture = np.ascontiguousarray(picture)
    height, width = picture.shape[:2]
    small = _small(picture)
    reach = max(3, round(_LETTERS * max(small.shape[:2])) | 1)
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
