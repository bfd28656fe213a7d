"""Pictures as files: PNG, JPEG, or a PDF of pictures alone."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Picture = npt.NDArray[np.uint8]
"""(height, width) grey or (height, width, 3) RGB."""


def jpeg(pictures: Sequence[Picture], dpi: int, quality: int, *, pdf: bool = False) -> tuple[str, bytes]:
    """File name and bytes; a PDF where asked for or where there are several pages."""
    images = [Image.fromarray(picture) for picture in pictures]
    if pdf or len(images) > 1:
        return _pdf(images, dpi, quality)
    out = io.BytesIO()
    images[0].save(out, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True)
    return "document.jpg", out.getvalue()


def png(pictures: Sequence[Picture], dpi: tuple[int, int], *, shades: int = 0) -> tuple[str, bytes]:
    """File name and bytes; several pages become a PDF.

    `shades` 2 writes one bit a pixel, 16 four bits; above 16 a palette of as many colours; 0 all colours.
    """
    images = [Image.fromarray(picture) for picture in pictures]
    if shades == 2:
        images = [image.convert("L").point(lambda v: 255 * (v > 127)).convert("1") for image in images]
    if len(images) > 1:
        return _pdf(images, dpi[0], 92)
    bits: dict[str, int] = {}
    if shades > 2:
        images = [_few(picture, shades) for picture in pictures]
        bits = {"bits": 4} if shades <= 16 else {}
    out = io.BytesIO()
    images[0].save(out, "PNG", dpi=dpi, optimize=True, **bits)
    return "document.png", out.getvalue()


def _few(picture: Picture, shades: int) -> Image.Image:
    """A palette picture: even shades of grey up to 16, above that the picture's own colours."""
    if shades > 16:
        return Image.fromarray(picture).quantize(shades, dither=Image.Dither.NONE)
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    index = np.round(grey.astype(np.float32) / 255 * (shades - 1)).astype(np.uint8)
    image = Image.fromarray(index, mode=None).convert("P")
    levels = [round(255 * n / (shades - 1)) for n in range(shades)]
    image.putpalette([level for n in range(256) for level in [levels[min(n, shades - 1)]] * 3])
    return image


def _pdf(images: Sequence[Image.Image], dpi: int, quality: int) -> tuple[str, bytes]:
    out = io.BytesIO()
    options = {} if images[0].mode == "1" else {"quality": quality}  # one bit a pixel is written as CCITT G4
    made = time.gmtime(1_767_225_600)  # 2026-01-01: the same bytes each time
    images[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=list(images[1:]),
        resolution=dpi,
        creationDate=made,
        modDate=made,
        **options,
    )
    return "document.pdf", out.getvalue()
