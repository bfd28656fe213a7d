"""What every layout of the sixth examiner draws with: the common page, upright words, leaders, seals, and colours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from samples.generating import page
from samples.generating.page import MERGED, Cell, R, Rgb, day, moment

__all__ = [
    "GREY",
    "MERGED",
    "MINT",
    "NAVY",
    "RED",
    "SHADE",
    "WHITE",
    "Cell",
    "Doc",
    "R",
    "day",
    "moment",
    "number",
]

WHITE: Rgb = (1, 1, 1)
RED: Rgb = (0.75, 0.1, 0.1)
GREY: Rgb = (0.4, 0.4, 0.4)
NAVY: Rgb = (0.12, 0.2, 0.42)
SHADE: Rgb = (0.93, 0.93, 0.9)
MINT: Rgb = (0.87, 0.95, 0.91)


class Doc(page.Doc):
    """One document of this examiner."""

    FIRST = datetime(2025, 2, 3, 8, 0)
    PERIOD = (630, 540, 2)

    def upright(self, x: float, y: float, text: str, size: float = 9) -> float:
        """Letters one under the other about `x`; where they end."""
        for letter in text:
            self.text(x, y, letter, size, align="centre")
            y += size * 1.08
        return y

    def leader(self, x0: float, x1: float, y: float, size: float = 9, mark: str = ".") -> None:
        """Dots from `x0` to `x1`."""
        count = int((x1 - x0) / self.width(mark, size))
        if count > 0:
            self.text(x0, y, mark * count, size)

    def band(self, x0: float, y0: float, x1: float, y1: float, fill: Rgb) -> None:
        """A filled area without a border."""
        self.ink.box(x0, y0, x1, y1, width=0, fill=fill)

    def seals(self, right: float, y: float, given: Sequence[tuple[str, str]]) -> None:
        """Ruled cells for seals up to `right`: an office above, a family name in red below."""
        x = right - 44 * len(given)
        for office, name in given:
            self.ink.box(x, y, x + 44, y + 14, width=0.5)
            self.ink.box(x, y + 14, x + 44, y + 50, width=0.5)
            self.text(x + 22, y + 11, office, 8, align="centre")
            self.text(x + 22, y + 37, name, 11, align="centre", colour=RED)
            x += 44


def number(rng: Random, low: float, high: float, digits: int = 0) -> str:
    """Any number between the two, with so many decimals."""
    return f"{rng.uniform(low, high):.{digits}f}"
