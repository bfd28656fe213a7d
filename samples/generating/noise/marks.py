"""What people add to paper: seals, pen strokes, punch holes, folds. Never over a value.

Pictures are RGB, uint8, of shape (height, width, 3), still upright and undistorted.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from samples.making import names
from samples.making.ink import FONT_FILES, PageBox

Picture = npt.NDArray[np.uint8]
_RED = (196, 32, 40)
_OFFICES = ("検査科", "受付", "医事課", "病理", "外来", "病棟")
_WORDS = ("至急", "済", "受付済", "写", "コピー", "確認済", "重要")


@dataclass(frozen=True, slots=True)
class Paper:
    """A page to mark: pixels (changed in place), pixels in a millimetre, boxes to spare (fractions)."""

    pixels: Picture
    mm: float
    spare: tuple[PageBox, ...]

    def blank(self, rng: np.random.Generator, width: int, height: int) -> tuple[int, int] | None:
        """Top left of a place with little ink and no value; None where a few tries find none."""
        page_h, page_w = self.pixels.shape[:2]
        if width >= page_w or height >= page_h:
            return None
        best, least = None, 0.06
        for _ in range(24):
            x, y = int(rng.integers(page_w - width)), int(rng.integers(page_h - height))
            place = (x / page_w, y / page_h, (x + width) / page_w, (y + height) / page_h)
            if any(_meet(place, box) for box in self.spare):
                continue
            inked = float((self.pixels[y : y + height, x : x + width] < 140).mean())
            if inked < least:
                best, least = (x, y), inked
        return best


def seal(rng: np.random.Generator, paper: Paper) -> bool:
    """A red seal or date stamp; whether there was room."""
    kind = rng.choice(("name", "name", "date", "word"))
    side = int(paper.mm * {"name": 10, "date": 15, "word": 17}[kind] * rng.uniform(0.9, 1.15))
    at = paper.blank(rng, side, side)
    if at is None:
        return False
    stamp = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(stamp)
    line = max(1, round(paper.mm * 0.35))
    {"name": _name_seal, "date": _date_seal, "word": _word_seal}[kind](rng, pen, side, line)
    turned = stamp.rotate(float(rng.uniform(-15, 15)), resample=Image.Resampling.BICUBIC)
    worn = np.asarray(turned, dtype=np.float32) / 255 * rng.uniform(0.55, 0.95)
    worn *= rng.uniform(0.6, 1.0, worn.shape).astype(np.float32)
    _press(paper.pixels, at, worn, _RED)
    return True


def pen(rng: np.random.Generator, paper: Paper) -> bool:
    """Handwriting without words: a signature, ticks, a wavy underline; whether there was room."""
    kind = rng.choice(("signature", "tick", "wave"))
    width, height = {"signature": (32, 11), "tick": (5, 5), "wave": (30, 3)}[kind]
    w, h = int(width * paper.mm), int(height * paper.mm)
    at = paper.blank(rng, w, h)
    if at is None:
        return False
    t = np.linspace(0, 1, 160)
    if kind == "signature":
        x = t * 0.9 + 0.05 * np.sin(t * rng.uniform(30, 60))
        y = 0.5 + 0.4 * np.sin(t * rng.uniform(25, 50) + rng.uniform(0, 6)) * np.sin(
            t * rng.uniform(3, 9) + 0.5
        )
    elif kind == "tick":
        x, y = 0.1 + 0.8 * t, np.where(t < 0.3, 0.5 + t, 0.8 - (t - 0.3) * 0.95)
    else:
        x, y = t, 0.5 + 0.3 * np.sin(t * 60)
    colour = [(24, 36, 120), (20, 20, 24), (190, 30, 36)][int(rng.integers(3))]
    ink = np.zeros((h, w), dtype=np.uint8)
    curve = np.column_stack([x * (w - 1), y * (h - 1)]).round().astype(np.int32)[:, None, :]
    cv2.polylines(ink, [curve], False, 255, max(1, round(paper.mm * rng.uniform(0.3, 0.5))), cv2.LINE_AA)
    _press(paper.pixels, at, ink.astype(np.float32) / 255 * 0.9, colour)
    return True


def holes(rng: np.random.Generator, paper: Paper) -> bool:
    """Two punched holes at the left edge, 80 mm apart, dark from the lid behind."""
    height = paper.pixels.shape[0]
    shade = int(rng.integers(20, 130))
    for y in (height / 2 - 40 * paper.mm, height / 2 + 40 * paper.mm):
        at = (int(12 * paper.mm), int(y))
        place = _about(at, 4 * paper.mm, paper)
        if not any(_meet(place, box) for box in paper.spare):
            cv2.circle(paper.pixels, at, int(3 * paper.mm), (shade, shade, shade), -1, cv2.LINE_AA)
    return True


def fold(rng: np.random.Generator, paper: Paper) -> bool:
    """A crease across the page: a soft shadow beside a light line."""
    height, width = paper.pixels.shape[:2]
    y = int(height * rng.choice((1 / 3, 1 / 2, 2 / 3)) + rng.normal(0, 4 * paper.mm))
    band = max(2, round(1.2 * paper.mm))
    shade = 1 - 0.14 * np.exp(-np.arange(3 * band) / band)
    paper.pixels[y : y + 3 * band] = (
        paper.pixels[y : y + 3 * band] * shade[: len(paper.pixels[y : y + 3 * band]), None, None]
    ).astype(np.uint8)
    return bool(width)


def _name_seal(rng: np.random.Generator, draw: ImageDraw.ImageDraw, side: int, line: int) -> None:
    draw.ellipse((line, line, side - line - 1, side - line - 1), outline=255, width=line)
    family = names.FAMILY[int(rng.integers(len(names.FAMILY)))][0]
    size = side * 0.72 / max(len(family), 2)
    face = ImageFont.truetype(str(FONT_FILES["mincho"]), int(size))
    top = side / 2 - size * len(family) / 2
    for n, character in enumerate(family):
        draw.text((side / 2, top + size * (n + 0.5)), character, fill=255, font=face, anchor="mm")


def _date_seal(rng: np.random.Generator, draw: ImageDraw.ImageDraw, side: int, line: int) -> None:
    draw.ellipse((line, line, side - line - 1, side - line - 1), outline=255, width=line)
    for y in (0.37, 0.63):
        draw.line((side * 0.06, side * y, side * 0.94, side * y), fill=255, width=line)
    day = f"{rng.integers(24, 27)}.{rng.integers(1, 13)}.{rng.integers(1, 29)}"
    family = names.FAMILY[int(rng.integers(len(names.FAMILY)))][0]
    face = ImageFont.truetype(str(FONT_FILES["gothic"]), int(side * 0.18))
    for y, text in ((0.22, str(rng.choice(_OFFICES))), (0.5, day), (0.78, family)):
        draw.text((side / 2, side * y), text, fill=255, font=face, anchor="mm")


def _word_seal(rng: np.random.Generator, draw: ImageDraw.ImageDraw, side: int, line: int) -> None:
    draw.rectangle((line, side * 0.3, side - line - 1, side * 0.7), outline=255, width=line)
    word = str(rng.choice(_WORDS))
    face = ImageFont.truetype(str(FONT_FILES["gothic"]), int(min(side * 0.3, side * 0.85 / len(word))))
    draw.text((side / 2, side / 2), word, fill=255, font=face, anchor="mm")


def _press(
    page: Picture, at: tuple[int, int], strength: npt.NDArray[np.float32], colour: tuple[int, ...]
) -> None:
    """Ink lets through what it does not take: multiply by the colour where there is strength (0..1)."""
    (x, y), (h, w) = at, strength.shape
    under = page[y : y + h, x : x + w].astype(np.float32)
    tint = np.array(colour, dtype=np.float32) / 255
    page[y : y + h, x : x + w] = (
        (under * (1 - strength[:, :, None] * (1 - tint))).clip(0, 255).astype(np.uint8)
    )


def _about(at: tuple[int, int], reach: float, paper: Paper) -> PageBox:
    height, width = paper.pixels.shape[:2]
    (x, y) = at
    return (x - reach) / width, (y - reach) / height, (x + reach) / width, (y + reach) / height


def _meet(a: PageBox, b: PageBox) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
