"""How finely a page must be scanned so that a person can still read its values."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pypdfium2

from samples.making.truth import Sheet

INK = 0.98
"""Height of `Ink.text`'s box, by the font size."""


def dpi(
    sheet: Sheet, rng: np.random.Generator, lowest: int, highest: int, em_px: float, top: int = 240
) -> int:
    """A resolution by chance between two, raised (to `top` at most) until the smallest value has `em_px`."""
    chosen = int(rng.integers(lowest, highest + 1))
    return int(min(max(chosen, np.ceil(em_px * 72 / smallest_em(sheet))), max(top, highest)))


def smallest_em(sheet: Sheet) -> float:
    """Font size of the smallest values (5th percentile), in points; 9 where nothing is printed."""
    with closing(pypdfium2.PdfDocument(sheet.pdf)) as document:
        heights = [document[n].get_height() for n in range(len(document))]
    sizes = [
        (item.box[3] - item.box[1]) * heights[item.page - 1] / INK for item in sheet.truth.items if item.box
    ]
    return float(np.percentile(sizes, 5)) if sizes else 9.0
