"""Radiographs: a grey picture of a chest or a hand on black, with a side marker and a name strip."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from mappers.model import DocumentType
from samples.families.build.ward_sheet import WardSheet
from samples.generating.family import Family
from samples.making.truth import Sheet

_SIZE = (620, 760)


def _body(random: Random) -> Image.Image:
    """A chest, blurred."""
    width, height = _SIZE
    image = Image.new("L", _SIZE, random.randrange(4, 22))
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 60, width - 40, height + 160), fill=random.randrange(120, 165))
    for left, right in ((110, 290), (330, 510)):
        draw.ellipse((left, 150, right, 600), fill=random.randrange(30, 60))
    draw.ellipse((250, 360, 440, 620), fill=random.randrange(165, 210))
    draw.rectangle((295, 60, 325, height), fill=random.randrange(180, 220))
    for rib in range(8):
        y = 170 + rib * 48
        draw.arc((90, y, 300, y + 110), 190, 350, fill=random.randrange(120, 160), width=7)
        draw.arc((320, y, 530, y + 110), 190, 350, fill=random.randrange(120, 160), width=7)
    return image.filter(ImageFilter.GaussianBlur(9))


def _hand(random: Random) -> Image.Image:
    """Five rays of bones."""
    image = Image.new("L", _SIZE, random.randrange(3, 18))
    draw = ImageDraw.Draw(image)
    draw.ellipse((170, 420, 470, 740), fill=95)
    for finger in range(5):
        x, top = 150 + finger * 78, 300 - (110 if finger == 2 else 70 if finger in (1, 3) else 0)
        draw.rounded_rectangle((x - 26, top - 20, x + 26, 540), 26, fill=90)
        for bone in range(3):
            y = top + bone * 82
            draw.rounded_rectangle((x - 11, y, x + 11, y + 74), 9, fill=random.randrange(190, 235))
    return image.filter(ImageFilter.GaussianBlur(5))


def _jpeg(image: Image.Image, random: Random) -> bytes:
    grain = np.random.default_rng(random.randrange(2**32)).normal(0, 5, (_SIZE[1], _SIZE[0]))
    pixels: npt.NDArray[np.uint8] = np.clip(np.asarray(image, dtype=float) + grain, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=80)
    return file.getvalue()


def film(random: Random) -> Sheet:
    """The whole page is the picture; the words stand on it in white."""
    sheet = WardSheet(random, size=(_SIZE[0], _SIZE[1]))
    sheet.ink.picture(_jpeg(random.choice((_body, _hand))(random), random))
    white = (1.0, 1.0, 1.0)
    sheet.ink.text(20, 30, f"{sheet.who.id}  {sheet.who.printed_name(' ')}", sheet.font, 12, colour=white)
    sheet.ink.text(
        20, 50, f"{sheet.who.birth:%Y/%m/%d}  {sheet.who.sex_letter}", sheet.font, 11, colour=white
    )
    sheet.ink.text(600, 30, sheet.date(sheet.day), sheet.font, 11, align="right", colour=white)
    sheet.ink.text(570, 120, random.choice(("R", "L", "P→A", "A→P")), sheet.font, 22, colour=white)
    return sheet.sheet(DocumentType.RADIOGRAPH)


FAMILIES = (Family("radiograph-film", DocumentType.RADIOGRAPH, film),)
