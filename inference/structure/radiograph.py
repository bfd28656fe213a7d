"""Whether a page is a radiograph: a grey picture, much of it dark, with hardly a word on it.

Films are shown on black, so a good part of the picture is nearly black and little is paper-white; colour
photographs and documents are not. A modality that the sender names (DICOM) speaks for it, but never against words.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from inference.types import Pixels

MOST_WORDS = 30  # name, id, hospital, date, side, projection: more is a report
MODALITIES = frozenset(("CR", "DX", "RG", "RF", "XA", "MG", "PX", "IO", "CT", "MR", "NM", "PT"))
"""DICOM PS3.3 C.7.3.1.1.1 defined terms whose images are pictures of the body."""
_SIDE = 256  # pixels of the thumbnail that is looked at
_BLACK, _DARK, _WHITE = 48, 128, 240
_LEAST_BLACK = 0.12
_LEAST_DARK = 0.35
_MOST_LIFTED = 64  # how far a scanner may lift black
_MOST_WHITE = 0.45
_MOST_COLOUR = 14.0  # mean distance of a pixel's channels, 0 to 255
_FILLED = 0.3  # of a line of pixels
_LEAST_PART = 0.2  # of the page
_HINTED = 0.5  # of the limits that a named modality leaves


def is_radiograph(pixels: Pixels, modality: str = "") -> bool:
    """Whether the picture, (height, width, 3) or greys (height, width), looks like a radiograph.

    `modality` is the sender's hint.
    """
    step = max(1, min(pixels.shape[:2]) // _SIDE)
    small = _picture(np.moveaxis(np.atleast_3d(pixels[::step, ::step]), 2, 0).copy(order="C"))
    if small.size == 0:
        return False
    colour = float((reduce(np.maximum, small) - reduce(np.minimum, small)).mean())
    light = reduce(np.add, small.astype(np.int16))  # channels times the grey
    channels, area = len(small), light.size
    lifted = min(float(np.percentile(light, 1)) / channels, _MOST_LIFTED)
    share = _HINTED if modality.upper() in MODALITIES else 1.0
    return bool(
        colour <= _MOST_COLOUR
        and np.count_nonzero(light < channels * (_BLACK + lifted)) >= _LEAST_BLACK * share * area
        and np.count_nonzero(light < channels * _DARK) >= _LEAST_DARK * share * area
        and np.count_nonzero(light > channels * _WHITE) <= _MOST_WHITE * area
    )


def _picture(page: Pixels) -> Pixels:
    """The part of a page (channels, height, width) that a picture fills, without margins; empty where it is small."""
    filled = reduce(np.minimum, page) <= _WHITE
    rows, columns = (np.count_nonzero(filled, axis=n) > _FILLED * filled.shape[n] for n in (1, 0))
    part: Pixels = page[:, rows][:, :, columns]
    return part if part.size >= _LEAST_PART * page.size else part[:0]
