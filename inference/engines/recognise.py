"""Pixels in, words out: the page turned upright, its lines found, read and set on a flat page.

    dark on light, evenly lit → lines → which way up → the sheet's outline → read each line → words → straighten

Nothing of the picture is warped: lines are cut out where they stand, at whatever angle, and only where they
stand is carried over to the flat page. The networks are RapidOCR's own (PP-OCRv6 small); nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import math
import os
from dataclasses import dataclass
from importlib.metadata import version

import cv2
import numpy as np
import numpy.typing as npt

from inference.engines.answer_places import letters_by_place
from inference.engines.detect import LineDetector, weights
from inference.engines.stage_places import stages_by_place
from inference.engines.strips import Strip, StripReader
from inference.engines.turning import Turned, squared, upright
from inference.engines.twice_read import once_only
from inference.engines.unit_places import units_by_place
from inference.engines.words import runs_of
from inference.onnx import session
from inference.pages.bending import bend_of
from inference.pages.dotted import undotted
from inference.pages.light import evenly_lit, letters_dark, softened
from inference.pages.outline import outline, sheet_size
from inference.placement import Bend, Placement, moved
from inference.types import Pixels, Word
from mappers.model import Box, EngineInfo

_BESIDE, _ABOVE = 0.20, 0.12  # of a box's height: its margin at either end, and what is taken above and below
_LEAST_SCORE = 0.30  # lines below are noise (rules, stamps, logos)
_MOST_PIXELS = 24_000_000  # A4 at 500 dpi
_MOST_BESIDE = 0.3  # of a box's width
_STACKED = 1.3  # height over width from which several letters stand under each other
_INSIDE = 0.95  # of the lines that an outline must hold to be the page's
_QUARTER_TURN = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # back to the page as given

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read: words on the page made upright, level and flat, and how that page lies on the given one."""

    words: tuple[Word, ...]
    placement: Placement
    width_px: int  # of the flat page
    height_px: int
    score: float  # mean over characters; 0 where there are none


@dataclass(frozen=True, slots=True)
class _Flat:
    """Lines on a flat page of that size in pixels; `matrix` takes its pixels to the turned picture's."""

    quads: Floats
    width: float
    height: float
    matrix: Floats
    picture: tuple[int, int]  # width and height of that


class Recogniser:
    """The two networks, loaded at first use. One a process; `read` is for one thread at a time."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._parts: tuple[LineDetector, StripReader] | None = None

    def read(self, pixels: Pixels) -> Recognised:
        """The words of a page of shape (height, width, 3), RGB."""
        if self._parts is None:
            self._parts = (
                LineDetector(session(weights()["det"], self._threads)),
                StripReader(session(weights()["rec"], 1), self._threads),
            )
        detector, reader = self._parts
        picture = softened(evenly_lit(letters_dark(_bounded(pixels)[:, :, ::-1])))
        turned = squared(upright(picture, detector, reader), detector)
        flat, kept = _flattened(turned)
        clear = undotted(turned.picture)  # rules part the lines for the detector; the reader misreads them
        read = {i: strip for i, strip in turned.read.items() if _same(turned.picture, clear, turned.quads[i])}
        missing = [int(i) for i in kept if int(i) not in read]
        read.update(zip(missing, reader.read(clear, turned.quads[missing]), strict=True))
        return _recognised(flat, [read[int(i)] for i in kept], turned.quarter_turns)

    def info(self) -> EngineInfo:
        """Name, version and digest of the weights that read."""
        digest = hashlib.sha256()
        found = [path for _, path in sorted(weights().items())]
        for path in found:
            digest.update(path.read_bytes())
        names = "+".join(path.stem for path in found)
        return EngineInfo("ocr", version("rapidocr"), names, f"sha256:{digest.hexdigest()}")


def _same(one: Pixels, other: Pixels, quad: npt.NDArray[np.float32]) -> bool:
    """Whether two pictures show the same where a line stands."""
    if one is other:
        return True
    (x0, y0), (x1, y1) = np.maximum(quad.min(axis=0), 0).astype(int), np.ceil(quad.max(axis=0)).astype(int)
    return bool(np.array_equal(one[y0:y1, x0:x1], other[y0:y1, x0:x1]))


def _bounded(pixels: Pixels) -> Pixels:
    """The picture, smaller where it has more pixels than letters need."""
    height, width = pixels.shape[:2]
    scale = math.sqrt(_MOST_PIXELS / (height * width))
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _flattened(turned: Turned) -> tuple[_Flat, npt.NDArray[np.int64]]:
    """The lines on the flat sheet, and which they are; lines beside the sheet are left out."""
    height, width = turned.picture.shape[:2]
    quads = turned.quads.astype(np.float64)
    everything = np.arange(len(quads))
    corners = outline(turned.picture, quads.mean(axis=1) / (width, height)) if len(quads) else None
    if corners is None:
        return _Flat(quads, width, height, np.eye(3), (width, height)), everything
    across, down = sheet_size(corners, width, height)
    sheet = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32)
    to_flat = cv2.getPerspectiveTransform((corners * (width, height)).astype(np.float32), sheet)
    flat = moved(quads.reshape(-1, 2), np.asarray(to_flat)).reshape(-1, 4, 2)
    middle = flat.mean(axis=1)
    inside = ((middle > 0) & (middle < (across, down))).all(axis=1)
    if inside.mean() < _INSIDE:
        return _Flat(quads, width, height, np.eye(3), (width, height)), everything
    return _Flat(
        flat[inside], across, down, np.asarray(np.linalg.inv(to_flat), np.float64), (width, height)
    ), everything[inside]


def _recognised(flat: _Flat, strips: list[Strip], turns: int) -> Recognised:
    size = np.array([flat.width, flat.height])
    legible = [i for i, strip in enumerate(strips) if strip.score >= _LEAST_SCORE and strip.text.strip()]
    quads = flat.quads[legible]
    bend = bend_of(quads, flat.width, flat.height)
    level = bend.straightened((quads / size).reshape(-1, 2)).reshape(-1, 4, 2)
    words: list[Word] = []
    for quad, number in zip(level, legible, strict=True):
        words += _words(quad, strips[number], flat.width / flat.height)
    letters = [letter.score for number in legible for letter in strips[number].letters]
    score = sum(letters) / max(len(letters), 1)
    return Recognised(
        stages_by_place(letters_by_place(units_by_place(once_only(words)))),
        _placement(flat, turns, bend),
        round(flat.width),
        round(flat.height),
        score,
    )


def _placement(flat: _Flat, turns: int, bend: Bend) -> Placement:
    """Flat page to flat pixels, to the turned picture's pixels, to its fractions, to the page as given."""
    width, height = flat.picture
    to_picture = np.diag([1 / width, 1 / height, 1.0]) @ flat.matrix @ np.diag([flat.width, flat.height, 1.0])
    matrix = np.linalg.matrix_power(_QUARTER_TURN, turns) @ to_picture
    return Placement(tuple(float(v) for v in (matrix / matrix[2, 2]).ravel()), bend)


def _words(quad: Floats, strip: Strip, shape: float) -> list[Word]:
    """The words of a line with level corners `quad`, in fractions of a page `shape` times as wide as high.

    The detector leaves 0.4 of a letter's height on all sides of a line (460 values of clean pictures), a text layer
    nothing: with its boxes, columns three letters apart would be one cell. So the margin at either end is left out;
    above and below only half of it, for what stands on one line must be found so on an uneven page too.
    """
    square = quad * (shape, 1.0)
    left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
    high = float(np.linalg.norm(square[3] - square[0]) + np.linalg.norm(square[2] - square[1])) / 2
    long = max(float(np.linalg.norm((right - left) * (shape, 1.0))), 1e-9)
    if high > _STACKED * long and len(strip.text.strip()) > 1:  # letters under each other
        (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
        beside, above = _BESIDE * (x1 - x0), min(_BESIDE * long / high, _MOST_BESIDE) * (y1 - y0)
        return [Word(strip.text.strip(), _box(x0 + beside, y0 + above, x1 - beside, y1 - above), strip.score)]
    y = float(left[1] + right[1]) / 2
    half = high * (0.5 - _ABOVE)
    margin = min(_BESIDE * high / long, _MOST_BESIDE)
    words = []
    for run in runs_of(strip, long / max(high, 1e-9)):
        start, end = max(run.start, margin), min(run.end, 1 - margin)
        x0, x1 = left[0] + (right[0] - left[0]) * start, left[0] + (right[0] - left[0]) * end
        words.append(Word(run.text, _box(x0, y - half, x1, y + half), run.score))
    return words


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    a, b, c, d = (float(min(max(v, 0.0), 1.0)) for v in (x0, y0, x1, y1))
    return Box(a, b, c, d)
