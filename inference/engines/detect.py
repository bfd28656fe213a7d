"""Where a picture has lines of text: the detector of PP-OCR on a picture of a bounded size.

The network's time grows with the pixels and its lines hardly change while letters stay above some eight pixels
(150 dpi sheets of 165 lines: 0.7 s and 0.2 s for 617 and 616 words of 619): so a page is shown to it at about
100 dpi, and again larger only where its lines come out too small to be trusted.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Quads = npt.NDArray[np.float32]
"""Shape (n, 4, 2): corners of lines in pixels of the picture, from the line's top left clockwise."""

_SIDE = 1000  # pixels: the side of a square with as many pixels as the network is shown at first
_SMALLEST_LINE = 11.0  # pixels of the shown picture, the detector's margin included
_USUAL_LINE = 16.0
_MOST_PIXELS = 4_000_000
_GRID = 32  # the network's strides


class LineDetector:
    """The detection network and what follows it. `session` is an onnxruntime session."""

    def __init__(self, session: Any) -> None:
        from rapidocr.ch_ppocr_det.utils import DBPostProcess

        self._session = session
        self._name = session.get_inputs()[0].name
        self._boxes = DBPostProcess(0.3, 0.5, 1500, 1.6, "fast", True)

    def find(self, picture: npt.NDArray[np.uint8]) -> Quads:
        """Lines of a picture of shape (height, width, 3), BGR, top to bottom."""
        height, width = picture.shape[:2]
        scale = min(1.0, _SIDE / math.sqrt(height * width))
        quads = self._at(picture, scale)
        usual = _usual_height(quads) * scale
        if len(quads) and usual < _SMALLEST_LINE:
            larger = scale * min(_USUAL_LINE / usual, 2.0 / scale)
            larger = min(larger, math.sqrt(_MOST_PIXELS / (height * width)))
            if larger > scale * 1.15:
                quads = self._at(picture, larger)
        return quads

    def _at(self, picture: npt.NDArray[np.uint8], scale: float) -> Quads:
        height, width = picture.shape[:2]
        shown = (_on_grid(width * scale), _on_grid(height * scale))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(picture, shown, interpolation=way)
        values = np.ascontiguousarray((small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None])
        likely = self._session.run(None, {self._name: values})[0]
        quads, _ = self._boxes(likely, (height, width))
        found = np.asarray(quads, dtype=np.float32).reshape(-1, 4, 2)
        return found[np.lexsort((found[:, 0, 0], found[:, 0, 1]))]


def _on_grid(pixels: float) -> int:
    return max(_GRID, round(pixels / _GRID) * _GRID)


def _usual_height(quads: Quads) -> float:
    return float(np.median(sizes(quads).min(axis=1))) if len(quads) else 0.0


def sizes(quads: Quads) -> npt.NDArray[np.float32]:
    """Width and height of each quad, shape (n, 2), in pixels."""
    across = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1) + np.linalg.norm(
        quads[:, 2] - quads[:, 3], axis=1
    )
    down = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1) + np.linalg.norm(
        quads[:, 2] - quads[:, 1], axis=1
    )
    return np.asarray(np.column_stack([across, down]) / 2, dtype=np.float32)


def weights() -> dict[str, Path]:
    """The networks that ship with RapidOCR, by what they do: `det` and `rec`."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return {what: next(iter(sorted(models.glob(f"*_{what}_*.onnx")))) for what in ("det", "rec")}
