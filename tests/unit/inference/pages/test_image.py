"""Pictures: upright, on white, bounded; a cut one says so."""

from __future__ import annotations

import io
import math
from zlib import crc32

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngImageFile

from inference.pages import open_document, plain
from inference.types import DocumentRefused, OpenedDocument, PageLimits, PageRefused
from tests.unit.inference.pages import made

LIMITS = PageLimits()
PICTURE = made.picture()


def opened(data: bytes, limits: PageLimits = LIMITS) -> OpenedDocument:
    return open_document(data, "image/jpeg", limits)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000", "JPEG"])
def test_each_format_opens_as_what_it_is(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    document = opened(made.encoded(PICTURE, kind, **options))
    page = document.pages[0]
    assert (page.width_px, page.height_px) == PICTURE.size
    pixels = page.pixels()
    assert pixels.shape == (200, 320, 3)
    assert np.abs(pixels.astype(int) - np.asarray(PICTURE)).mean() < 3
    assert bool(document.warnings) == (kind != "JPEG")  # declared as JPEG


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_undone(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = made.encoded(PICTURE, "JPEG", exif=exif, quality=95)
    page = opened(data).pages[0]
    expected = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    assert page.pixels().shape == (page.height_px, page.width_px, 3) == expected.shape
    assert np.array_equal(page.pixels(), expected)


@pytest.mark.parametrize("first", [True, False])
def test_orientation_of_a_png_is_undone_wherever_it_stands(first: bool) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = made.encoded(PICTURE, "PNG", exif=exif)
    if not first:  # PNG 3rd edition 11.3.4.4 lets eXIf follow the pixels
        at = data.index(b"eXIf") - 4
        end = at + 12 + int.from_bytes(data[at : at + 4])
        data = data[:at] + data[end:-12] + data[at:end] + data[-12:]
    page = opened(data).pages[0]
    assert (page.width_px, page.height_px) == PICTURE.size[::-1]
    assert np.array_equal(page.pixels(), np.rot90(np.asarray(PICTURE), 3))


@pytest.mark.parametrize("spelt", [b"", b"eXIf", b"Raw profile type exif"])
def test_opening_a_png_decodes_none_of_its_pixels(monkeypatch: pytest.MonkeyPatch, spelt: bytes) -> None:
    chunk = b"raWx" + spelt  # what other chunks hold, as pixels may, is no orientation
    data = made.encoded(PICTURE, "PNG")
    data = data[:-12] + len(spelt).to_bytes(4) + chunk + crc32(chunk).to_bytes(4) + data[-12:]
    loads: list[object] = []
    load = PngImageFile.load
    monkeypatch.setattr(PngImageFile, "load", lambda self: (loads.append(self), load(self))[1])
    page = opened(data).pages[0]
    assert (page.width_px, page.height_px, loads) == (*PICTURE.size, [])
    assert page.pixels().shape == (200, 320, 3)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [(kind, mode) for kind in ("JPEG", "progressive JPEG") for mode in ("L", "RGB")]
    + [("PNG", mode) for mode in ("1", "L", "P", "RGB")],
)
def test_plain_pictures_are_to_the_bit_what_pillow_makes_of_them(
    kind: str, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"progressive": True, "quality": 70} if kind.startswith("progressive") else {}
    data = made.encoded(PICTURE.convert(mode), kind.removeprefix("progressive "), **options)
    page = opened(data).pages[0]
    assert page.drawn_at is not None
    ours, drawn = page.pixels(), page.drawn_at(1.0)
    assert drawn.ndim == (2 if mode in ("L", "1") else 3)
    monkeypatch.setattr(plain, "decoded", lambda *_: None)
    assert np.array_equal(ours, page.pixels())
    assert np.array_equal(drawn, page.drawn_at(1.0))


def test_a_scaled_jpeg_shows_what_the_whole_one_shows() -> None:
    for picture in (made.picture(1601, 1203), made.picture(1601, 1203).convert("L")):
        page = opened(made.encoded(picture, "JPEG", quality=92)).pages[0]
        assert page.drawn_at is not None
        for share, step in ((0.5, 2), (0.3, 2), (0.25, 4), (0.1, 8)):
            small = page.drawn_at(share)
            assert small.shape[:2] == (math.ceil(1203 / step), math.ceil(1601 / step))
            whole = cv2.resize(page.drawn_at(1.0), small.shape[1::-1], interpolation=cv2.INTER_AREA)
            assert cv2.PSNR(small, whole) > 30


def test_transparency_lies_on_white() -> None:
    layer = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    layer.putpixel((0, 0), (10, 20, 30, 255))
    palette = Image.new("P", (10, 10), 0)
    palette.putpalette([0, 0, 0, 10, 20, 30])
    palette.putpixel((0, 0), 1)
    for data in (
        made.encoded(layer, "PNG"),
        made.encoded(layer.convert("LA"), "PNG"),
        made.encoded(palette, "PNG", transparency=0),
    ):
        pixels = opened(data).pages[0].pixels()
        assert pixels[5, 5].tolist() == [255, 255, 255]
        assert pixels[0, 0].max() < 40


def test_cmyk_one_bit_and_sixteen_bits() -> None:
    cmyk = opened(made.encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")).pages[0].pixels()
    assert cmyk[4, 4, 0] > 200
    assert cmyk[4, 4, 1] < 60
    assert (
        opened(made.encoded(Image.new("1", (8, 8), 1), "TIFF", compression="group4")).pages[0].pixels().min()
        == 255
    )
    deep = Image.fromarray(np.linspace(0, 4095, 64, dtype=np.uint16).reshape(8, 8))
    pixels = opened(made.encoded(deep, "TIFF")).pages[0].pixels()
    assert (pixels[0, 0, 0], pixels[7, 7, 0]) == (0, 255)


def test_every_directory_of_a_tiff_is_a_page_and_their_number_is_bounded() -> None:
    sheets = [Image.new("L", (20 + i, 10), i) for i in range(5)]
    data = made.encoded(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])
    pages = opened(data).pages
    assert [(p.number, p.width_px, int(p.pixels()[0, 0, 0])) for p in pages] == [
        (i + 1, 20 + i, i) for i in range(5)
    ]
    with pytest.raises(DocumentRefused, match="more than 4 pages") as refused:
        opened(data, PageLimits(max_pages=4))
    assert refused.value.code == "too-many-pages"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "JPEG2000", "TIFF"])
def test_a_cut_picture_says_so_when_it_is_decoded(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(7).integers(0, 255, (200, 300, 3), dtype=np.uint8))
    data = made.encoded(noise, kind)
    try:
        page = opened(data[: len(data) * 2 // 3]).pages[0]
    except DocumentRefused as refused:
        assert kind == "TIFF"  # its directory stands at the end
        assert refused.code in ("truncated", "damaged")  # noqa: PT017
        return
    with pytest.raises(PageRefused) as cut:
        page.pixels()
    assert cut.value.code in ("truncated", "damaged")


def test_pixel_bombs_are_refused_by_their_header() -> None:
    data = made.encoded(Image.new("1", (20_000, 20_000)), "PNG")  # 50 KB that would become 1.2 GB
    assert len(data) < 100_000
    with pytest.raises(DocumentRefused) as refused:
        opened(data)
    assert refused.value.code == "too-many-pixels"
    small = made.encoded(Image.new("1", (1500, 1000)), "PNG")
    with pytest.raises(DocumentRefused, match=r"1500 x 1000"):
        opened(small, PageLimits(max_pixels=1_000_000))
