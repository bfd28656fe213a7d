"""A filled triangle in front of a number, which the reader of lines takes for a seven: `▼3.5` came back as `73.5`.

What was read decides nothing here, only the ink: a triangle fills its hull and is as wide as high, a seven is a
stroke. On a clean picture, a photograph and a fax, triangles filled 1.00 to 1.11 of their hull (pixels over the area
between their centres), sevens 0.61 to 0.88.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from inference.engines.letters import Letter
from inference.types import Pixels

_LOOK_ALIKES = frozenset("7V√✓∇")
_LOW = "▼"
_FULL = 0.97  # of its hull
_SQUARE = (0.8, 1.3)  # width over height
_FILLED = (0.45, 0.75)  # of its box
_TOP_HEAVY = 1.7  # ink of the upper half over that of the lower
_LEAST = 0.25  # of the strip's height


def marks_told(letters: Sequence[Letter], strip: Pixels) -> tuple[Letter, ...]:
    """The letters of a strip of shape (height, width, 3), dark on light, the first one ▼ where the ink is one."""
    if not letters or letters[0].text not in _LOOK_ALIKES or not _is_triangle(strip, letters[0].at):
        return tuple(letters)
    return (replace(letters[0], text=_LOW, others=()), *letters[1:])


def _is_triangle(strip: Pixels, at: float) -> bool:
    """Whether what stands at a fraction of the strip's width is a filled triangle on its tip."""
    gray = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    _, ink = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    count, pieces, stats, _ = cv2.connectedComponentsWithStats(ink)
    height, width = gray.shape
    for piece in range(1, count):
        x0, y0, across, down = (int(v) for v in stats[piece][:4])
        if x0 <= at * width <= x0 + across and down >= _LEAST * height:
            return _solid(np.asarray(pieces[y0 : y0 + down, x0 : x0 + across] == piece))
    return False


def _solid(piece: npt.NDArray[np.bool_]) -> bool:
    """Whether a piece of ink, cut out at its edges, is a filled triangle on its tip."""
    down, across = piece.shape
    area = float(piece.sum())
    hull = cv2.convexHull(np.argwhere(piece).astype(np.int32))
    upper, lower = float(piece[: down // 2].sum()), float(piece[(down + 1) // 2 :].sum())
    return (
        _SQUARE[0] <= across / down <= _SQUARE[1]
        and _FILLED[0] <= area / (across * down) <= _FILLED[1]
        and area >= _FULL * cv2.contourArea(hull)
        and upper >= _TOP_HEAVY * lower
    )
