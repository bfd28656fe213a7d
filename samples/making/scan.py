"""From a drawn PDF to what a scanner or a screen grabber makes of it."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image, ImageFilter

from samples.making.truth import Sheet, Truth, turned

Grey = npt.NDArray[np.uint8]
"""Pixels of shape (height, width), 8 bits, 255 is white."""


def pictures(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Every page as an RGB picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def grey(pdf: bytes, dpi: int) -> list[Grey]:
    """Every page as grey pixels."""
    return [np.asarray(picture.convert("L")) for picture in pictures(pdf, dpi)]


def scanned(
    sheet: Sheet, dpi: int, seed: int, *, degrees: float = 0.5, noise: float = 4.0
) -> tuple[list[Image.Image], Truth]:
    """Pages as a flatbed scanner gives them: turned a little, paper not quite white, soft and noisy.

    Returns RGB pictures and the truth with its boxes turned along.
    """
    random = np.random.default_rng(seed)
    found = []
    for picture in pictures(sheet.pdf, dpi):
        turned_picture = picture.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        soft = turned_picture.filter(ImageFilter.GaussianBlur(0.5))
        pixels = np.asarray(soft, dtype=np.float64)
        height, width = pixels.shape[:2]
        shade = np.linspace(-5, 0, width)[None, :] + np.linspace(0, -4, height)[:, None]
        speckle = random.normal(0, noise, (height, width))
        paper = pixels * 0.955 + 6 + (shade + speckle)[:, :, None]
        paper[:, :, 2] -= 4  # paper is warm
        found.append(Image.fromarray(paper.clip(0, 255).astype(np.uint8)))
    first = found[0]
    return found, turned(sheet.truth, degrees, first.width / first.height)


def jpeg(picture: Image.Image, quality: int = 72, dpi: int = 150) -> bytes:
    """A baseline JPEG with 4:2:0 colour."""
    out = io.BytesIO()
    picture.save(
        out, "JPEG", quality=quality, subsampling="4:2:0" if picture.mode == "RGB" else None, dpi=(dpi, dpi)
    )
    return out.getvalue()
