"""Pages from a flatbed or a sheet feeder: skewed, shifted, on not quite white paper, dusty, as JPEG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from samples.generating.noise import files, legible, marks, surface
from samples.generating.noise.placing import Placing, around, by_matrix, moved, then, turn
from samples.generating.noise.spoilt import Spoilt
from samples.generating.noise.weight import Weight
from samples.making.ink import PageBox
from samples.making.scan import pictures
from samples.making.truth import Sheet

_MARKS: dict[str, Callable[[np.random.Generator, marks.Paper], bool]] = {
    "seal": marks.seal,
    "pen": marks.pen,
    "holes": marks.holes,
    "fold": marks.fold,
}
_SELDOM = {"seal": 0.25, "pen": 0.12, "holes": 0.12, "fold": 0.08}
_OFTEN = {"seal": 0.95, "pen": 0.7, "holes": 0.4, "fold": 0.4}


def scan(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """An ordinary scan; now and then with a seal, a hole, upside down."""
    return _scanned(sheet, rng, weight, _SELDOM)


def marked(sheet: Sheet, rng: np.random.Generator, weight: Weight) -> Spoilt:
    """A scan of a paper that people have stamped, signed, folded and filed."""
    return _scanned(sheet, rng, weight, _OFTEN)


def _scanned(sheet: Sheet, rng: np.random.Generator, weight: Weight, chances: dict[str, float]) -> Spoilt:
    dpi = legible.dpi(sheet, rng, *weight.dpi, 15.0)
    colour = bool(rng.random() < weight.colour)
    quarter = int(rng.choice((0, 0, 0, 0, 0, 0, 0, 90, 180, 270)) if rng.random() < 0.4 else 0)
    effects: dict[str, Any] = {"dpi": dpi, "colour": colour, "turn": quarter, "degrees": []}
    pages, placings = [], []
    for number, image in enumerate(pictures(sheet.pdf, dpi), 1):
        spare = tuple(i.box for i in sheet.truth.items if i.box and i.page == number)
        pixels = np.array(image)
        paper = marks.Paper(pixels, dpi / 25.4, spare)
        added = [name for name, mark in _MARKS.items() if rng.random() < chances[name] and mark(rng, paper)]
        degrees = float(np.clip(rng.normal(0, 1.0), -2.5, 2.5))
        straight, placing = _laid(pixels, rng, degrees)
        picture = _lit(straight, rng, weight, [around(box, placing) for box in spare], effects)
        picture, placing = _quarter(picture, placing, quarter)
        pages.append(picture if colour else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
        placings.append(placing)
        effects["degrees"].append(round(degrees, 2))
        effects.setdefault("marks", []).append(added)
    as_pdf = bool(rng.random() < 0.3)
    effects["quality"] = weight.jpeg_quality(rng)
    file, data = files.jpeg(pages, dpi, effects["quality"], pdf=as_pdf)
    return Spoilt(file, data, moved(sheet.truth, placings), effects)


def _laid(pixels: marks.Picture, rng: np.random.Generator, degrees: float) -> tuple[marks.Picture, Placing]:
    """The sheet on the glass: turned, moved, a little stretched; beyond it the lid."""
    height, width = pixels.shape[:2]
    size = (width, height)
    matrix = turn(degrees, size, size, scale=float(rng.uniform(0.965, 1.0)))
    matrix[:2, 2] += rng.normal(0, 0.004, 2) * width
    lid = int(rng.choice((255, 250, 235, 60)))
    laid = cv2.warpPerspective(
        pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(lid,) * 3
    )
    return laid, by_matrix(matrix, size, size)


def _lit(
    pixels: marks.Picture,
    rng: np.random.Generator,
    weight: Weight,
    spare: list[PageBox],
    effects: dict[str, Any],
) -> marks.Picture:
    """Light, paper, optics, sensor."""
    soft = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.35, 0.85)))
    picture = soft.astype(np.float32)
    paper, black = rng.uniform(236, 253), rng.uniform(8, 60)
    picture = black + picture * np.float32((paper - black) / 255)
    picture *= surface.lamp(rng, picture.shape, float(rng.uniform(0.02, 0.16)))
    if rng.random() < 0.15:
        picture *= surface.spine(rng, picture.shape)
        effects["spine"] = True
    picture *= np.array([1.0, rng.uniform(0.98, 1.0), rng.uniform(0.93, 1.0)], dtype=np.float32)
    sigma = float(rng.uniform(1.5, 6.0)) * weight.grain
    picture += surface.grain(rng, picture.shape, sigma, soft=0.7)
    surface.dust(rng, picture, int(rng.poisson(14)), int(rng.poisson(0.6)), spare)
    surface.streaks(rng, picture, int(rng.poisson(0.4)))
    return picture.clip(0, 255).astype(np.uint8)


def _quarter(picture: marks.Picture, placing: Placing, degrees: int) -> tuple[marks.Picture, Placing]:
    """Turned counter-clockwise by a multiple of 90 degrees."""
    height, width = picture.shape[:2]
    after = (height, width) if degrees % 180 else (width, height)
    matrix = turn(degrees, (width, height), after)
    return np.rot90(picture, degrees // 90).copy(), then(placing, by_matrix(matrix, (width, height), after))
