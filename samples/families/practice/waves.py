"""Curves and grids that reports carry beside their numbers; drawings only, nothing to read."""

from __future__ import annotations

import math
from random import Random

from samples.families.practice.paper import Paper


def ecg_strip(paper: Paper, x: float, y: float, width: float, height: float, *, beats: float = 6) -> None:
    """A grid with an ECG-like trace."""
    step = 9.0
    for number in range(int(width / step) + 1):
        paper.ink.line(x + number * step, y, x + number * step, y + height, 0.2, 0.82)
    for number in range(int(height / step) + 1):
        paper.ink.line(x, y + number * step, x + width, y + number * step, 0.2, 0.82)
    middle, last = y + height * 0.6, (x, y + height * 0.6)
    points = 260
    for number in range(1, points):
        phase = (number / points * beats) % 1.0
        up = 3 * math.exp(-(((phase - 0.2) / 0.03) ** 2)) + 5 * math.exp(-(((phase - 0.62) / 0.06) ** 2))
        up += height * 0.5 * math.exp(-(((phase - 0.36) / 0.012) ** 2)) - 5 * math.exp(
            -(((phase - 0.4) / 0.012) ** 2)
        )
        here = (x + width * number / points, middle - up)
        paper.ink.line(*last, *here, 0.6, 0.1)
        last = here


def loop(paper: Paper, rng: Random, x: float, y: float, width: float, height: float) -> None:
    """A flow-volume-like loop with axes."""
    paper.ink.line(x, y, x, y + height, 0.6)
    paper.ink.line(x, y + height * 0.65, x + width, y + height * 0.65, 0.6)
    peak, last = rng.uniform(0.4, 0.62) * height, (x, y + height * 0.65)
    for number in range(1, 90):
        t = number / 90 * 2 * math.pi
        up = peak * math.sin(t) * math.exp(-0.5 * t) * 2 if t < math.pi else 0.28 * height * math.sin(t)
        wide = width * 0.85 * (t / math.pi if t < math.pi else 2 - t / math.pi)
        here = (x + wide, y + height * 0.65 - up)
        paper.ink.line(*last, *here, 0.8, 0.1)
        last = here


def sectors(paper: Paper, x: float, y: float, size: float) -> None:
    """An ultrasound-like fan in a dark square."""
    paper.ink.box(x, y, x + size, y + size * 0.8, width=0.4, fill=(0.1, 0.1, 0.12))
    for number in range(24):
        angle = math.radians(50 + number * 80 / 23)
        end = (x + size / 2 + math.cos(angle) * size * 0.7, y + 4 + math.sin(angle) * size * 0.7)
        paper.ink.line(x + size / 2, y + 4, *end, 1.2, 0.35 + 0.02 * (number * 7 % 11))
