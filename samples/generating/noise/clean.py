"""Pages as printers to file and screen grabbers give them: sharp, straight, without noise."""

from __future__ import annotations

import numpy as np

from samples.generating.noise import files, legible
from samples.generating.noise.spoilt import Spoilt
from samples.generating.noise.weight import Weight
from samples.making.scan import pictures
from samples.making.truth import Sheet


def untouched(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """The PDF as drawn, with its text layer."""
    return Spoilt("document.pdf", sheet.pdf, sheet.truth)


def image(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """A PNG (of several pages: a PDF of pictures) in colour or grey."""
    dpi = legible.dpi(sheet, rng, *weight.dpi, 14.0)
    colour = bool(rng.random() < weight.colour)
    return _grabbed(sheet, dpi, colour, weight)


def coarse(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """The same at 100 to 120 dpi."""
    dpi = legible.dpi(sheet, rng, 100, 120, 11.0, top=150)
    return _grabbed(sheet, dpi, bool(rng.random() < weight.colour), weight)


def _grabbed(sheet: Sheet, dpi: int, colour: bool, weight: Weight) -> Spoilt:
    pages = [np.asarray(p if colour else p.convert("L")) for p in pictures(sheet.pdf, dpi)]
    file, data = files.png(pages, (dpi, dpi), shades=weight.colours if colour else weight.greys)
    return Spoilt(file, data, sheet.truth, {"dpi": dpi, "colour": colour})
