"""Pages that are pictures: a chest, a knee, a slice of a head, with a marker and a strip of names; no items."""

from __future__ import annotations

import io
from functools import partial
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mappers.model import DocumentType
from samples.families.practice.dates import dating, recent, stamp
from samples.families.practice.paper import Paper, Printed
from samples.families.practice.persons import hospital, hospital_en, somebody
from samples.families.practice.typefaces import japanese, latin
from samples.generating.family import Family
from samples.making.ink import FONT_FILES
from samples.making.truth import Sheet

RADIOGRAPH = DocumentType.RADIOGRAPH
WHITE = (0.95, 0.95, 0.95)
Size = tuple[int, int]


def _chest(rng: Random, draw: ImageDraw.ImageDraw, size: Size) -> None:
    w, h = size
    draw.ellipse((w * 0.1, h * 0.08, w * 0.9, h * 1.1), fill=150)
    for side in (-1, 1):
        middle = w / 2 + side * w * 0.19
        draw.ellipse((middle - w * 0.15, h * 0.2, middle + w * 0.15, h * 0.78), fill=42)
    draw.rectangle((w * 0.46, h * 0.05, w * 0.54, h * 0.95), fill=190)
    draw.ellipse((w * 0.42, h * 0.48, w * (0.66 + rng.uniform(0, 0.06)), h * 0.76), fill=185)
    for number in range(9):
        top = h * (0.2 + number * 0.062)
        for side in (-1, 1):
            x = w / 2 + side * w * 0.19
            draw.arc(
                (x - w * 0.19, top, x + w * 0.19, top + h * 0.12), 190, 350, fill=95, width=max(3, w // 110)
            )


def _knee(rng: Random, draw: ImageDraw.ImageDraw, size: Size) -> None:
    w, h = size
    draw.rectangle((w * 0.3, 0, w * 0.7, h), fill=70)
    draw.rectangle((w * 0.42, 0, w * 0.58, h * 0.44), fill=190)
    draw.ellipse((w * 0.35, h * 0.38, w * 0.65, h * 0.52), fill=200)
    draw.ellipse((w * 0.34, h * 0.53, w * 0.66, h * (0.62 + rng.uniform(0, 0.03))), fill=195)
    draw.rectangle((w * 0.43, h * 0.56, w * 0.57, h), fill=185)


def _head(rng: Random, draw: ImageDraw.ImageDraw, size: Size) -> None:
    w, h = size
    draw.ellipse((w * 0.2, h * 0.14, w * 0.8, h * 0.86), fill=240)
    draw.ellipse((w * 0.23, h * 0.17, w * 0.77, h * 0.83), fill=105)
    for side in (-1, 1):
        x = w / 2 + side * w * 0.06
        draw.ellipse((x - w * 0.035, h * 0.38, x + w * 0.035, h * (0.55 + rng.uniform(0, 0.04))), fill=50)


SHAPES = (_chest, _chest, _chest, _knee, _head)


def _picture(rng: Random, size: Size) -> Image.Image:
    image = Image.new("L", size, rng.randrange(4, 16))
    rng.choice(SHAPES)(rng, ImageDraw.Draw(image), size)
    image = image.filter(ImageFilter.GaussianBlur(size[0] / 90))
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, 6, (size[1], size[0]))
    return Image.fromarray(np.clip(np.asarray(image, dtype=float) + noise, 0, 255).astype(np.uint8))


def _film(rng: Random, *, english: bool, burned: bool) -> Sheet:
    """The picture over the page; who and when in corners, as text over it or burned into it."""
    page = rng.choice(((420.0, 510.0), (510.0, 510.0), (595.3, 700.0)))
    size = (int(page[0] * 1.6), int(page[1] * 1.6))
    paper = Paper(
        rng,
        "image",
        (latin if english else japanese)(rng),
        size=page,
        pt=10,
        language="en" if english else "ja",
    )
    when, dates, person = recent(rng), dating(rng, english=english), somebody(rng)
    paper.effective = stamp(when)
    family, given = person.roman
    name = (
        f"{family.upper()} {given.upper()}"
        if english or (burned and rng.random() < 0.5)
        else person.printed_name(rng.choice(("　", " ")))
    )
    left, right = [person.id, name], [dates.moment(when)]
    absent = set()
    if rng.random() < 0.5:
        left.append(dates.birth(person.birth))
    else:
        absent.add("birth_date")
    if rng.random() < 0.6:
        left.append(person.sex_letter)
    else:
        absent.add("sex")
    right.append((hospital_en if english else hospital)(rng))
    marker = rng.choice(("R", "L"))
    image = _picture(rng, size)
    if burned:
        _burn(image, left, right, marker)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=70)
    paper.ink.picture(data.getvalue())
    if not burned:
        for number, text in enumerate(left):
            paper.write(10, 18 + number * 14, text, colour=WHITE)
        for number, text in enumerate(right):
            paper.write(
                page[0] - 10, 18 + number * 14, text, align="right", colour=WHITE, within=page[0] * 0.5
            )
        paper.write(
            24 if marker == "R" else page[0] - 24, page[1] * 0.3, marker, pt=22, align="centre", colour=WHITE
        )
    return paper.finish(Printed(person, name, frozenset(absent)), RADIOGRAPH)


def _burn(image: Image.Image, left: list[str], right: list[str], marker: str) -> None:
    draw = ImageDraw.Draw(image)
    w, h = image.size
    small, large = (ImageFont.truetype(str(FONT_FILES["gothic"]), s) for s in (17, 40))
    for number, text in enumerate(left):
        draw.text((16, 14 + number * 24), text, fill=235, font=small)
    for number, text in enumerate(right):
        draw.text((w - 16 - draw.textlength(text, small), 14 + number * 24), text, fill=235, font=small)
    draw.text((30 if marker == "R" else w - 56, h * 0.3), marker, fill=245, font=large)


FAMILIES = (
    Family("radiograph-overlay", RADIOGRAPH, partial(_film, english=False, burned=False)),
    Family("radiograph-burned", RADIOGRAPH, partial(_film, english=False, burned=True)),
    Family("radiograph-corners", RADIOGRAPH, partial(_film, english=True, burned=False), "en"),
)
