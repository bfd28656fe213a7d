"""Pictures: a chest and a hand in white on black, with a side marker and a strip of name and number."""

from __future__ import annotations

import math
from random import Random

from mappers.model import DocumentType
from samples.families.practice2 import heading as hd
from samples.families.practice2.paper import Paper
from samples.generating.family import Family
from samples.making.truth import Sheet

_WHITE = (0.93, 0.93, 0.93)


def _oval(paper: Paper, x: float, y: float, across: float, down: float, grey: float) -> None:
    """A filled ellipse, in strips."""
    steps = 160
    for n in range(steps):
        at = -1 + (2 * n + 1) / steps
        half = across * math.sqrt(1 - at * at)
        paper.ink.box(
            x - half,
            y + (at - 1 / steps) * down,
            x + half,
            y + (at + 1 / steps) * down + 0.6,
            width=0,
            fill=(grey,) * 3,
        )


def _strip(paper: Paper, x: float, y: float, *, align: str = "left") -> None:
    told = hd.fields(paper, "id", "name", "sex", "birth", "examined", drop=0.3)
    for _, value in told:
        paper.text(x, y, value, size=9, colour=_WHITE, align=align)
        y += 13


def _chest(rng: Random) -> Sheet:
    """Lungs, ribs, heart, spine."""
    paper = Paper(
        rng,
        DocumentType.RADIOGRAPH,
        size=(500.0, rng.choice((500.0, 600.0))),
        language="en",
    )
    width, height = paper.width, paper.height
    paper.ink.box(0, 0, width, height, width=0, fill=(0.04, 0.04, 0.04))
    _oval(paper, width / 2, height * 0.56, width * 0.43, height * 0.43, 0.42)
    for side in (-1, 1):
        _oval(paper, width / 2 + side * width * 0.19, height * 0.5, width * 0.14, height * 0.3, 0.13)
        for n in range(8):
            last = (width / 2 + side * 12, height * (0.26 + n * 0.065))
            for step in range(1, 13):
                angle = step / 12 * math.pi * 0.55
                here = (
                    width / 2 + side * (12 + math.sin(angle) * width * 0.32),
                    last[1] + math.sin(angle) * 3.2,
                )
                paper.line(*last, *here, 4, 0.34)
                last = here
    paper.ink.box(width / 2 - 11, height * 0.16, width / 2 + 11, height * 0.95, width=0, fill=(0.62,) * 3)
    _oval(paper, width * 0.55, height * 0.64, width * rng.uniform(0.12, 0.18), height * 0.15, 0.68)
    paper.text(
        width * rng.choice((0.07, 0.88)),
        height * 0.2,
        rng.choice(("R", "L", "Ｒ")),
        size=22,
        font=paper.bold,
        colour=_WHITE,
    )
    _strip(paper, 10, 18 if rng.random() < 0.5 else height - 62)
    paper.text(
        width - 10,
        height - 12,
        rng.choice(("P→A", "PA ERECT", "AP")),
        size=9,
        colour=_WHITE,
        align="right",
    )
    return paper.sheet()


def _hand(rng: Random) -> Sheet:
    """Fingers from bones, a ruler of marks."""
    paper = Paper(rng, DocumentType.RADIOGRAPH, size=(430.0, 540.0), language="ja", adult=False)
    paper.ink.box(0, 0, paper.width, paper.height, width=0, fill=(0.02, 0.02, 0.03))
    _oval(paper, 215, 400, 78, 70, 0.25)
    for finger in range(5):
        angle = math.radians(-118 + finger * 17 + (0 if finger else -12))
        at, long = 62.0, 64.0 if finger else 44.0
        for _ in range(4 if finger else 3):
            x0, y0 = 215 + math.cos(angle) * at, 420 + math.sin(angle) * at
            x1, y1 = 215 + math.cos(angle) * (at + long), 420 + math.sin(angle) * (at + long)
            paper.line(x0, y0, x1, y1, 20, 0.3)
            paper.line(x0, y0, x1, y1, 9, 0.78)
            at, long = at + long + 6, long * 0.72
    for n in range(8):
        _oval(paper, 180 + n % 4 * 24, 408 + n // 4 * 22, 10, 9, 0.74)
    for x in (190, 238):
        paper.line(x, 452, x, 540, 18, 0.72)
    paper.text(rng.choice((24, 380)), 118, rng.choice(("R", "L", "右", "左")), size=20, colour=_WHITE)
    _strip(paper, 420, 18, align="right")
    return paper.sheet()


FAMILIES = (
    Family("radiograph-chest", DocumentType.RADIOGRAPH, _chest, "en"),
    Family("radiograph-hand", DocumentType.RADIOGRAPH, _hand),
)
