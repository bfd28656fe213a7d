"""JPEG and PNG of 8 bits without transparency or orientation, through OpenCV: bit for bit as Pillow, for less.

Pillow hands its pixels over as a chain of small strings, which costs more than decoding them (docs/decisions/0017).
What is not plain, and whatever OpenCV refuses, is Pillow's.
"""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from inference.types import Pixels

_MODES = {
    "JPEG": frozenset({"L", "RGB"}),
    "PNG": frozenset({"1", "L", "P", "RGB"}),
}
_GREYS = frozenset({"1", "L"})
_REDUCED = (
    (8, cv2.IMREAD_REDUCED_GRAYSCALE_8, cv2.IMREAD_REDUCED_COLOR_8),
    (4, cv2.IMREAD_REDUCED_GRAYSCALE_4, cv2.IMREAD_REDUCED_COLOR_4),
    (2, cv2.IMREAD_REDUCED_GRAYSCALE_2, cv2.IMREAD_REDUCED_COLOR_2),
)


def decoded(data: bytes, header: Image.Image, share: float = 1.0) -> Pixels | None:
    """Pixels, RGB (height, width, 3) or greys (height, width); None where the picture is not plain or not whole.

    `header`: the same bytes as Pillow opened them, for their kind and mode. A JPEG of which half or less is wanted is
    decoded at 1/2, 1/4 or 1/8 (libjpeg's scaled inverse transform), each side having at least `share` of the picture's.
    """
    if header.mode not in _MODES.get(header.format or "", ()) or "transparency" in header.info:
        return None
    if getattr(header, "is_animated", False):
        return None
    grey = header.mode in _GREYS
    flags = cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR_RGB
    fits = [step for step in _REDUCED if 0 < share * step[0] <= 1]
    if header.format == "JPEG" and fits:
        flags = fits[0][1] if grey else fits[0][2]
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    if pixels is None or pixels.dtype != np.uint8:
        return None
    if not grey and flags != cv2.IMREAD_COLOR_RGB:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    return np.asarray(pixels, dtype=np.uint8)
