"""How finely a page must be scanned so that a person can still read its values."""

from __future__ import annotations

import numpy as np

from samples.making.ink import PageBox
from samples.making.truth import Sheet

INK = 0.98
"""Height of `Ink.text`'s box, by the font size."""
_A4_POINTS = 842.0


def dpi(
    sheet: Sheet, rng: np.random.Generator, lowest: int, highest: int, em_px: float, top: int = 240
) -> int:
    """A resolution by chance between two, raised (to `top` at most) until the smallest value has `em_px`."""
    chosen = int(rng.integers(lowest, highest + 1))
    return int(min(max(chosen, np.ceil(em_px * 72 / smallest_em(sheet))), max(top, highest)))


def smallest_em(sheet: Sheet) -> float:
    """Font size of the smallest value, in points of an A4 page; 9 where nothing is printed."""
    boxes: list[PageBox] = [item.box for item in sheet.truth.items if item.box]
    heights = [(y1 - y0) * _A4_POINTS / INK for _, y0, _, y1 in boxes]
    return float(np.percentile(heights, 5)) if heights else 9.0
