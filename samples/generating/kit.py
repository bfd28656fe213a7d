"""What the layouts of the later examiners draw with: the common page, bars, plots, strips, stamps and colours."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from random import Random

from samples.generating import page
from samples.generating.page import MERGED, Cell, R, Rgb, day, moment

__all__ = [
    "B5",
    "BLUE",
    "GREY",
    "MERGED",
    "PALE",
    "RED",
    "SKY",
    "STRIPE",
    "WHITE",
    "Cell",
    "Doc",
    "R",
    "day",
    "half",
    "moment",
    "num",
]

B5: tuple[float, float] = (515.9, 728.5)  # JIS
WHITE: Rgb = (1, 1, 1)
RED: Rgb = (0.8, 0.05, 0.1)
BLUE: Rgb = (0.05, 0.15, 0.55)
GREY: Rgb = (0.45, 0.45, 0.45)
PALE: Rgb = (0.92, 0.92, 0.94)
SKY: Rgb = (0.86, 0.92, 0.98)
STRIPE: Rgb = (0.955, 0.965, 0.955)

_HALF = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0xFF66, 0xFF9E)
    if unicodedata.normalize("NFKC", chr(code))
}


def half(kana: str) -> str:
    """Half-width katakana, as old line printers and HL7 fields have it."""
    out = []
    for letter in kana:
        for part in unicodedata.normalize("NFD", letter):
            out.append({"\u3099": "ﾞ", "\u309a": "ﾟ", "　": " ", "ー": "ｰ"}.get(part, _HALF.get(part, part)))
    return "".join(out)


def num(rng: Random, low: float, high: float, digits: int = 0) -> str:
    """Any number between the two, with so many decimals."""
    return f"{rng.uniform(low, high):.{digits}f}"


class Doc(page.Doc):
    """One document with bars, curves and stamps on it."""

    FIRST = datetime(2025, 4, 1, 8, 30)
    PERIOD = (580, 500, 1)

    def seal(self, x: float, y: float, name: str, radius: float = 13) -> None:
        """A round red stamp with a family name, upright."""
        steps = 28
        ring = [
            (x + radius * math.cos(2 * math.pi * n / steps), y + radius * math.sin(2 * math.pi * n / steps))
            for n in range(steps + 1)
        ]
        for (x0, y0), (x1, y1) in pairwise(ring):
            self.ink.line(x0, y0, x1, y1, 0.9, 0.35)
        size = min(9.0, 2 * radius / (len(name) + 0.6))
        at = y - size * len(name) / 2 + size * 0.84
        for letter in name:
            self.text(x, at, letter, size, align="centre", colour=RED)
            at += size

    def band(self, x0: float, y0: float, x1: float, y1: float, fill: Rgb) -> None:
        """A filled area without a border."""
        self.ink.box(x0, y0, x1, y1, width=0, fill=fill)

    def bars(self, x: float, y: float, height: float, width: float) -> None:
        """A barcode of no meaning."""
        end = x + width
        while x < end:
            thick = self.rng.choice((0.6, 0.6, 1.2, 1.8))
            self.ink.line(x, y, x, y + height, thick)
            x += thick + self.rng.choice((0.8, 1.4, 2.0))

    def curve(self, x: float, y: float, width: float, height: float, points: Sequence[float]) -> None:
        """A curve through heights between 0 and 1."""
        step = width / (len(points) - 1)
        for n, (a, b) in enumerate(pairwise(points)):
            self.ink.line(x + n * step, y + height * (1 - a), x + (n + 1) * step, y + height * (1 - b), 0.6)

    def axes(self, x: float, y: float, width: float, height: float, *, grid: int = 0) -> None:
        """A frame with a light grid."""
        for n in range(1, grid):
            self.ink.line(x + width * n / grid, y, x + width * n / grid, y + height, 0.2, 0.75)
            self.ink.line(x, y + height * n / grid, x + width, y + height * n / grid, 0.2, 0.75)
        self.ink.box(x, y, x + width, y + height, width=0.6)

    def dots(self, x0: float, x1: float, y: float, size: float = 9, mark: str = "･") -> None:
        """A leader between the two."""
        count = int((x1 - x0) / self.width(mark, size))
        if count > 0:
            self.text(x0, y, mark * count, size)

    def foot(self, text: str, size: float = 7) -> None:
        """A line at the middle of the lower margin."""
        self.text(self.ink.width / 2, self.ink.height - 16, text, size, align="centre")
