"""Radiographs, which show no results: a knee from the front."""

from __future__ import annotations

import io
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mappers.model import DocumentType
from samples.families.practice8 import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import WHITE, Doc, day, moment
from samples.making.truth import Sheet

_WIDE, _HIGH = 640, 860


def _knee(rng: Random) -> bytes:
    """Soft parts between light air, thigh above, shin and calf bone below, a gap between them."""
    made = Image.new("L", (_WIDE, _HIGH), 14)
    pen = ImageDraw.Draw(made)
    pen.polygon([(150, 0), (500, 0), (470, 430), (490, 860), (170, 860), (160, 430)], fill=88)
    gap = 430 + rng.randint(-15, 15)
    pen.rectangle((265, 0, 375, gap - 150), fill=176)
    pen.polygon([(265, gap - 170), (375, gap - 170), (450, gap - 60), (440, gap - 8), (205, gap - 8), (195, gap - 60)],
                fill=186)  # fmt: skip
    pen.ellipse((275, gap - 150, 365, gap - 50), fill=208)
    pen.polygon([(205, gap + 8), (440, gap + 8), (430, gap + 60), (365, gap + 150), (285, gap + 150), (220, gap + 60)],
                fill=182)  # fmt: skip
    pen.rectangle((285, gap + 140, 365, _HIGH), fill=168)
    pen.rectangle((420, gap + 70, 450, _HIGH), fill=150)
    soft = made.filter(ImageFilter.GaussianBlur(7))
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, 4, (_HIGH, _WIDE))
    grain = np.clip(np.asarray(soft, dtype=float) + noise, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grain).save(out, "JPEG", quality=70)
    return out.getvalue()


def knee(rng: Random) -> Sheet:
    """A knee film: hospital and person in the lower corners, the side and the posture marked, no numbers of results."""
    doc = Doc(rng, DocumentType.RADIOGRAPH, size=(384, 516))
    doc.effective = moment(doc.when)
    doc.ink.picture(_knee(rng))
    doc.text(30, 60, rng.choice("RL"), 22, bold=True, colour=WHITE)
    doc.text(30, 76, "立位 A-P", 8, colour=WHITE)
    doc.text(10, 482, rng.choice(bank.HOSPITALS), 8, colour=WHITE)
    doc.text(10, 494, f"{doc.pid()}  {doc.name()}", 8, colour=WHITE)
    doc.text(10, 506, f"{doc.born('dot')}  {doc.sex('letter')}", 8, colour=WHITE)
    doc.text(374, 494, f"{day(doc.when, 'dot')} {doc.when:%H:%M:%S}", 8, align="right", colour=WHITE)
    doc.text(374, 506, "KNEE  60kV 200mA 0.05s  W 2400 L 1150", 7, align="right", colour=WHITE)
    return doc.sheet()


FAMILIES = (Family("radiograph-knee", DocumentType.RADIOGRAPH, knee),)
