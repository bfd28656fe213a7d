"""Pictures are upright JPEGs of the asked part within the budget, at little cost."""

from __future__ import annotations

import io
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from inference.asking.pictures import draw, encode, picture, picture_size
from inference.asking.prepare import prepare
from inference.asking.speed import preparing_speed
from inference.asking.tiles import Span
from inference.engines.options import Looks
from inference.pages import open_document
from inference.placement import Placement
from inference.profiles import ProfileWrong, parse
from inference.readable import PageWords
from inference.types import OpenedDocument, Page, PageLimits, Pixels
from mappers.model import DocumentType
from tests.unit.inference.pages.made import encoded, lab_sheet, pdf
from tests.unit.inference.pages.made import picture as drawn


def _marked() -> Pixels:
    """A white page, 400 high and 280 wide, with a red upper left corner."""
    pixels = np.full((400, 280, 3), 255, dtype=np.uint8)
    pixels[:60, :60] = (255, 0, 0)
    return pixels


def _seen(data: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def test_a_part_is_shown_in_whole_grains_with_its_place() -> None:
    sheet = draw(Page(1, 280, 400, _marked), None, 1.0)
    upper = picture(sheet, Span(0.0, 0.5), Looks())
    assert (upper.width_px, upper.height_px) == (280, 196)
    assert (upper.region.y0, upper.region.y1) == (0.0, 0.5)
    pixels = _seen(upper.data)
    assert pixels.shape == (196, 280, 3)
    assert pixels[5, 5, 0] > 200 > 100 > pixels[5, 5, 1]
    lower = picture(sheet, Span(0.5, 1.0), Looks())
    assert _seen(lower.data).min() > 240


def test_a_page_turned_by_its_reader_is_shown_upright() -> None:
    turned = np.rot90(_marked()).copy()  # as it came: 280 high, 400 wide, the corner lower left
    quarter = Placement((0.0, 1.0, 0.0, -1.0, 0.0, 1.0, 0.0, 0.0, 1.0))
    words = PageWords(1, 280, 400, (), placement=quarter, recognised=True)
    shown = picture(draw(Page(1, 400, 280, lambda: turned), words, 1.0), Span(0.0, 1.0), Looks())
    pixels = _seen(shown.data)
    assert pixels.shape[0] > pixels.shape[1]
    assert pixels[8, 8, 1] < 100
    assert pixels[-8, -8, 1] > 240


@pytest.mark.parametrize(("width", "height"), [(10_000, 100), (100, 10_000), (3, 3), (4000, 6000)])
def test_no_picture_breaks_the_budget(width: int, height: int) -> None:
    looks = Looks()
    wide, high = picture_size(width, height, 1.0, looks)
    assert wide * high <= looks.max_pixels
    assert wide % looks.grain_px == high % looks.grain_px == 0
    assert wide
    assert high


def test_greys_take_one_channel() -> None:
    grey = np.full((56, 56, 3), 128, dtype=np.uint8)
    assert Image.open(io.BytesIO(encode(grey, (28, 28)))).mode == "L"
    assert Image.open(io.BytesIO(encode(_marked(), (280, 400)))).mode == "RGB"


def test_a_pdf_and_a_large_jpeg_are_made_at_the_size_that_is_wanted() -> None:
    page = open_document(pdf(lab_sheet), "application/pdf", PageLimits()).pages[0]
    assert page.drawn_at is not None
    assert abs(page.drawn_at(0.5).shape[0] - page.height_px / 2) <= 1
    scan = open_document(encoded(drawn(1600, 1200), "JPEG"), "image/jpeg", PageLimits()).pages[0]
    assert scan.drawn_at is not None
    assert scan.drawn_at(0.4).shape == (600, 800, 3)
    assert scan.drawn_at(0.7).shape == (1200, 1600, 3)


def _sheet_of_print(mode: str) -> Image.Image:
    """An A4 page at 200 dpi, dense with print of 20 px, in black and red on grey paper."""
    page = Image.new("RGB", (1654, 2339), (236, 238, 230))
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(20)
    for row in range(60):
        ink = (150, 20, 20) if row % 5 == 0 else (20, 20, 20)
        pen.text((60, 40 + 37 * row), f"{row:02d} Hemoglobin A1c 7.{row}% 8.05-9.63 mg/dL " * 2, ink, font)
    return page.convert(mode)


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_scan_of_200_dpi_is_shown_as_well_as_by_careful_resizing(kind: str, mode: str) -> None:
    scan = _sheet_of_print(mode)
    page = open_document(encoded(scan, kind), f"image/{kind.lower()}", PageLimits()).pages[0]
    looks = Looks()
    scale = (looks.max_pixels / (1654 * 2339)) ** 0.5
    shown = picture(draw(page, None, scale), Span(0.0, 1.0), looks)
    seen = Image.open(io.BytesIO(shown.data))
    assert seen.mode == mode
    assert (shown.width_px, shown.height_px) == seen.size == picture_size(1654, 2339, scale, looks)
    assert shown.width_px * shown.height_px > 0.97 * looks.max_pixels
    careful = scan.resize(seen.size, Image.Resampling.BICUBIC)
    assert cv2.PSNR(np.asarray(seen), np.asarray(careful)) > 30


def test_a_page_without_words_is_drawn_once_and_may_be_a_radiograph() -> None:
    film = np.full((1200, 900), 10, dtype=np.uint8)
    film[200:1000, 300:600] = 150
    asked: list[float] = []

    def drawn_at(share: float) -> Pixels:
        asked.append(share)
        return film

    page = Page(1, 1800, 2400, lambda: pytest.fail("drawn whole"), drawn_at=drawn_at)
    prepared = prepare(OpenedDocument("image/png", (page,)), [], Looks())
    assert len(asked) == 1
    assert prepared.told is DocumentType.RADIOGRAPH
    shown = prepared.parts[0].picture
    assert shown is not None
    assert Image.open(io.BytesIO(shown.data)).mode == "L"


def test_speed_is_told_by_the_clock_that_is_given() -> None:
    ticks: Iterator[float] = iter(range(100))
    speed = preparing_speed(pdf(lab_sheet), "application/pdf", lambda: float(next(ticks)), at_least_s=3.0)
    assert (speed.pages, speed.pictures, speed.seconds) == (2, 2, 3.0)
    assert speed.jpeg_bytes > 0


def test_examples_of_a_profile_are_told_and_their_mistakes_named() -> None:
    good = '[[examples]]\ntext = "CRP 0.3"\nitems = [{ name = "CRP", value = "0.3" }]'
    [example] = parse(good, "lab").examples
    assert example.answer == '{"items":[{"name":"CRP","value":"0.3"}]}'
    bad = '[[examples]]\ntext = "CRP 0.3"\nitems = [{ name = "CRP", vlaue = "0.3" }]'
    with pytest.raises(ProfileWrong, match=r"lab\.toml: examples\.1\.items"):
        parse(bad, "lab")
