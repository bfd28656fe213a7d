"""Pages as a fax server stores them (ITU-T T.30 resolutions): 204 × 196 or 204 × 98 dots an inch, black or white."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from samples.generating.noise import files, legible
from samples.generating.noise.placing import by_matrix, moved, turn
from samples.generating.noise.spoilt import Spoilt
from samples.generating.noise.weight import Weight
from samples.making.ink import FONT_FILES
from samples.making.scan import pictures
from samples.making.truth import Sheet

ACROSS, FINE, STANDARD = 204, 196, 98
_COARSE_FROM_PT = 10.0
"""Values smaller than this cannot be read at 98 lines an inch."""
_DARK = 150.0
"""Mean grey under which a page is a dark picture."""
Grey = npt.NDArray[np.uint8]


def fax(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """A received fax: sender's line on top, skew, lost lines, specks. PNG of one bit; several pages: a PDF."""
    coarse = bool(rng.random() < 0.35) and legible.smallest_em(sheet) >= _COARSE_FROM_PT
    square = bool(rng.random() < 0.5) or sheet.truth.pages > 1
    down = STANDARD if coarse else FINE
    effects: dict[str, Any] = {"lines_an_inch": down, "square": square, "lost_lines": [], "degrees": []}
    pages, placings = [], []
    top = bool(rng.random() < 0.75)
    for number, image in enumerate(pictures(sheet.pdf, ACROSS), 1):
        grey = np.asarray(image.convert("L"))
        height, width = grey.shape
        degrees = float(np.clip(rng.normal(0, 0.5), -1.5, 1.5))
        size = (width, round(height * down / ACROSS))
        matrix = _fed(degrees, (width, height), top)
        laid = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
        squeezed = cv2.resize(laid, size, interpolation=cv2.INTER_AREA)
        bits = _sent(squeezed, rng, faint=coarse)
        effects["lost_lines"].append(_lose(bits, rng))
        if top:
            _head(bits, rng, number, sheet.truth.pages, down)
        pages.append(_doubled(bits, down) if square else bits)
        placings.append(by_matrix(matrix, (width, height), (width, height)))
        effects["degrees"].append(round(degrees, 2))
    file, data = files.png(pages, (ACROSS, ACROSS if square else down), shades=2)
    return Spoilt(file, data, moved(sheet.truth, placings), effects | {"head": top})


def _fed(degrees: float, size: tuple[int, int], top: bool) -> npt.NDArray[np.float64]:
    """Turned about the middle, shrunk a little to make room for the sender's line."""
    matrix = turn(degrees, size, size, scale=0.965 if top else 0.99)
    if top:
        matrix[1, 2] += size[1] * 0.014
    return matrix


def _sent(grey: Grey, rng: np.random.Generator, *, faint: bool) -> Grey:
    """Black or white by a threshold that wavers, with specks of both colours.

    `faint`: a line covers two of the printer's, so that thin strokes are grey; the machine is set darker.
    """
    soft = cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.3, 0.7))).astype(np.float32)
    soft += rng.standard_normal(grey.shape, dtype=np.float32) * np.float32(rng.uniform(4, 16))
    darkness = rng.uniform(195, 215) if faint else rng.uniform(175, 210)
    if soft.mean() < _DARK:  # a picture: light letters on black must not drown
        darkness = rng.uniform(110, 140)
    bits = np.where(soft > darkness, 255, 0).astype(np.uint8)
    specks = rng.random(grey.shape, dtype=np.float32)
    share = rng.uniform(0.0001, 0.0012)
    bits[specks < share] = 0
    bits[specks > 1 - 2 * share] = 255
    return bits


def _lose(bits: Grey, rng: np.random.Generator) -> int:
    """Lines lost on the wire: blank, or the one above again. How many; and now and then a dirty streak."""
    lost = int(rng.poisson(4))
    for _ in range(lost):
        y = int(rng.integers(1, len(bits)))
        bits[y] = 255 if rng.random() < 0.5 else bits[y - 1]
    for _ in range(int(rng.poisson(0.4))):
        x, y0 = int(rng.integers(bits.shape[1])), int(rng.integers(len(bits) // 2))
        part = bits[y0:, x]
        part[rng.random(len(part)) < 0.7] = 0
    return lost


def _head(bits: Grey, rng: np.random.Generator, page: int, pages: int, down: int) -> None:
    """The sender's line (TTI): date, number, page."""
    when = f"2026/{rng.integers(1, 13):02d}/{rng.integers(1, 29):02d} {rng.integers(8, 19):02d}:{rng.integers(60):02d}"
    text = f"{when}    FROM: カクウイリヨウセンター  000-000-{rng.integers(10000):04d}      P.{page:03d}/{pages:03d}"
    strip = Image.new("L", (bits.shape[1], 30), 255)
    face = ImageFont.truetype(str(FONT_FILES["gothic"]), 24)
    ImageDraw.Draw(strip).text((60, 3), text, fill=0, font=face)
    line = strip.resize((bits.shape[1], round(30 * down / ACROSS)))
    bits[6 : 6 + line.height] = np.where(np.asarray(line) > 128, 255, 0)


def _doubled(bits: Grey, down: int) -> Grey:
    """Square dots, as most fax servers deliver them."""
    size = (bits.shape[1], round(bits.shape[0] * ACROSS / down))
    return np.asarray(cv2.resize(bits, size, interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
