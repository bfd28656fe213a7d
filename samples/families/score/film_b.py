"""Radiographs, which show no results: a hand from the front."""

from __future__ import annotations

import io
import math
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from mappers.model import DocumentType
from samples.families.score import bank_b as bank
from samples.generating.family import Family
from samples.generating.kit import WHITE, Doc, day, moment
from samples.making.truth import Sheet

_WIDE, _HIGH = 700, 900


def _hand(rng: Random) -> bytes:
    """Five rays of bones in soft parts, over a wrist of two bones."""
    soft = Image.new("L", (_WIDE, _HIGH), 10)
    bone = Image.new("L", (_WIDE, _HIGH), 0)
    flesh, pen = ImageDraw.Draw(soft), ImageDraw.Draw(bone)
    flesh.ellipse((190, 430, 530, 800), fill=74)
    flesh.rectangle((255, 700, 465, _HIGH), fill=74)
    for spread, long in ((-52, 210), (-20, 330), (-4, 360), (11, 335), (27, 270)):
        turn = math.radians(spread + rng.uniform(-2, 2))
        away = math.sin(turn), -math.cos(turn)

        def at(far: float, away: tuple[float, float] = away) -> tuple[float, float]:
            return 360 + away[0] * (60 + far), 700 + away[1] * (60 + far)

        flesh.line([at(40), at(110 + long)], fill=74, width=64)
        for start, end, width in (
            (40, 170, 26),
            (182, 182 + long * 0.42, 22),
            (192 + long * 0.42, 100 + long, 18),
        ):
            pen.line([at(start), at(end)], fill=105, width=width)
            for knob in (start, end):
                x, y = at(knob)
                pen.ellipse((x - width * 0.7, y - width * 0.6, x + width * 0.7, y + width * 0.6), fill=118)
    for n in range(8):
        x, y = 290 + 45 * (n % 4), 690 + 40 * (n // 4)
        pen.ellipse((x - 24, y - 21, x + 24, y + 21), fill=112)
    pen.rectangle((275, 775, 345, _HIGH), fill=104)
    pen.rectangle((375, 780, 430, _HIGH), fill=100)
    whole = np.asarray(soft.filter(ImageFilter.GaussianBlur(9)), dtype=float)
    whole = whole + np.asarray(bone.filter(ImageFilter.GaussianBlur(4)), dtype=float)
    noise = np.random.default_rng(rng.randrange(2**31)).normal(0, 4, (_HIGH, _WIDE))
    out = io.BytesIO()
    Image.fromarray(np.clip(whole + noise, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=70)
    return out.getvalue()


def hand(rng: Random) -> Sheet:
    """A hand film: the person in the upper corners, the exposure below, the side in a large letter."""
    doc = Doc(rng, DocumentType.RADIOGRAPH, size=(392, 504))
    doc.effective = moment(doc.when)
    doc.ink.picture(_hand(rng))
    doc.text(10, 18, f"ID {doc.pid()}", 8.5, colour=WHITE)
    doc.text(10, 30, doc.name(), 8.5, colour=WHITE)
    doc.text(10, 42, f"{doc.born('slash')}  {doc.age()}歳  {doc.sex()}", 8.5, colour=WHITE)
    doc.text(382, 18, rng.choice(bank.HOSPITALS), 8, align="right", colour=WHITE)
    doc.text(382, 30, f"{day(doc.when, 'slash')} {doc.when:%H:%M}", 8.5, align="right", colour=WHITE)
    doc.text(362, 84, rng.choice("RL"), 24, bold=True, align="right", colour=WHITE)
    doc.text(10, 494, "手 正面  50kV 100mA 0.04s  SID 100cm", 7.5, colour=WHITE)
    return doc.sheet()


FAMILIES = (Family("radiograph-hand-hinoki", DocumentType.RADIOGRAPH, hand),)
