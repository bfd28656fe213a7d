"""Strips of a picture to characters: the recogniser of PP-OCR, one line at a time.

RapidOCR pads each line to at least 320 pixels; most cells of a table are a quarter of that. Shown at their own
width they read the same (648 and 646 words of 659 on three sheets at 150 dpi) in less than half the time
(1.1 s and 2.5 s CPU). One line at a time is no slower than six, and several threads share one session.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from inference.engines.alphabet import Alphabet
from inference.engines.detect import Quads
from inference.engines.letters import Letter
from inference.engines.second_look import Read, agreed, two_agree
from inference.engines.solid_marks import marks_told
from inference.engines.spaces import spaces_after
from inference.types import Pixels

HEIGHT = 48  # pixels the network wants
_LEAST_WIDTH = 64
_STEP = 8  # pixels of the strip to one of its columns of characters
_WIDEST = 4000  # pixels; a line is some 60 characters of 48
_DOUBTED = 0.97  # score below which a letter's other readings are kept
_OTHERS = 6
_BLANK = 0.98  # likelihood of the blank from which a column holds no letter
_POSSIBLE = 0.01
_SEEN = 0.8  # score of a line's least letter below which it is read again
_AGAIN = ((1.4, 0.8), (1.0, 1.1))  # times as wide, and blurred by so many of its 48 pixels
_ON_END = 1.5  # height over width from which a box holds letters lying down, or under each other


@dataclass(frozen=True, slots=True)
class Strip:
    """A line as read."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(letter.text for letter in self.letters)

    @property
    def score(self) -> float:
        """Mean over the characters; 0 for none."""
        return sum(letter.score for letter in self.letters) / max(len(self.letters), 1)


class StripReader:
    """The recognition network and its alphabet. `session` is an onnxruntime session of one thread."""

    def __init__(self, session: Any, threads: int = 1) -> None:
        self._session = session
        self._name = session.get_inputs()[0].name
        self._threads = threads or os.cpu_count() or 1
        self._alphabet = Alphabet(session.get_modelmeta().custom_metadata_map["character"].splitlines())

    def read(self, picture: Pixels, quads: Quads) -> list[Strip]:
        """What stands in each quad of a BGR picture."""
        if len(quads) < 2 or self._threads < 2:
            return [self._read_quad(picture, quad) for quad in quads]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda quad: self._read_quad(picture, quad), quads))

    def _read_quad(self, picture: Pixels, quad: npt.NDArray[np.float32]) -> Strip:
        """A box much higher than wide is one narrow character, or a line lying on its side: what reads better."""
        strip = cut(picture, quad)
        read = self.read_strip(strip)
        if strip.shape[0] < _ON_END * strip.shape[1]:
            return read
        laid = self.read_strip(np.ascontiguousarray(np.rot90(strip)))
        return max((read, laid), key=lambda found: found.score)

    def read_strip(self, strip: Pixels) -> Strip:
        """What stands on a strip of shape (height, width, 3), BGR; in doubt it is read until two reads agree."""
        shown = _shown(strip)
        first = self._read_shown(shown)
        certain = min((letter.score for letter in first), default=1.0) >= _SEEN
        letters = first if certain else self._read_again(first, strip)
        return Strip(_spaced(marks_told(letters, shown), shown))

    def _read_again(self, first: Read, strip: Pixels) -> Read:
        reads = [first]
        for wider, blurred in _AGAIN:
            reads.append(self._read_shown(_shown(strip, wider, blurred)))
            if two_agree(reads):
                break
        return agreed(reads)

    def _read_shown(self, shown: Pixels) -> Read:
        """The letters of a strip of the network's height, without the spaces that it does not see."""
        width = shown.shape[1]
        values = np.zeros((1, 3, HEIGHT, max(_LEAST_WIDTH, math.ceil(width / _STEP) * _STEP)), np.float32)
        values[0, :, :, :width] = (shown.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)
        likely = self._session.run(None, {self._name: values})[0][0]
        return self._letters(likely, values.shape[3] / (len(likely) * width))

    def _letters(self, likely: npt.NDArray[np.float32], column: float) -> tuple[Letter, ...]:
        """Connectionist temporal classification: repeats are one letter, the blank (0) parts them."""
        marked = np.flatnonzero(likely[:, 0] < _BLANK)  # letters are few: the rest is not looked at
        joined = self._alphabet.joined(likely[marked])
        best = np.zeros(len(likely), dtype=np.intp)
        best[marked] = self._alphabet.best(joined)
        starts = np.flatnonzero(np.r_[True, best[1:] != best[:-1]])
        ends = np.r_[starts[1:], len(best)]
        letters = []
        for start, end in zip(starts, ends, strict=True):
            if best[start]:
                first = int(np.searchsorted(marked, start))
                there = joined[first : first + end - start].max(axis=0)
                score = float(there[best[start]])
                others = self._others(there, int(best[start])) if score < _DOUBTED else ()
                letter = self._alphabet.letters[best[start]]
                letters.append(Letter(letter, score, (start + end) / 2 * column, others))
        return tuple(letters)

    def _others(self, there: npt.NDArray[np.float32], best: int) -> tuple[tuple[str, float], ...]:
        likeliest = np.argpartition(there, -_OTHERS)[-_OTHERS:]
        ordered = sorted(((float(there[i]), int(i)) for i in likeliest), reverse=True)
        return tuple(
            (self._alphabet.letters[i], p) for p, i in ordered if i not in (0, best) and p >= _POSSIBLE
        )


def _shown(strip: Pixels, wider: float = 1.0, blurred: float = 0.0) -> Pixels:
    """A strip at the network's height, `wider` times as wide as that makes it."""
    height, width = strip.shape[:2]
    size = (min(max(1, math.ceil(HEIGHT * width / height * wider)), _WIDEST), HEIGHT)
    shown = cv2.resize(strip, size, interpolation=cv2.INTER_LINEAR)
    if blurred:
        shown = cv2.GaussianBlur(shown, (0, 0), sigmaX=blurred * wider, sigmaY=blurred)
    return np.asarray(shown, dtype=np.uint8)


def _spaced(letters: Sequence[Letter], strip: Pixels) -> tuple[Letter, ...]:
    """The letters with the spaces that the strip shows between them."""
    width = strip.shape[1]
    behind = spaces_after(
        [letter.text for letter in letters], [letter.at * width for letter in letters], strip
    )
    spaced = list(letters)
    for i in reversed(behind):
        before, after = letters[i], letters[i + 1]
        spaced.insert(i + 1, Letter(" ", min(before.score, after.score), (before.at + after.at) / 2))
    return tuple(spaced)


def cut(picture: Pixels, quad: npt.NDArray[np.float32]) -> Pixels:
    """The quad's part of the picture, flat and level."""
    across = max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3]))
    down = max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1]))
    width, height = max(int(across), 1), max(int(down), 1)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(quad, np.float32), flat)
    part = cv2.warpPerspective(
        picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE, flags=cv2.INTER_CUBIC
    )
    return np.asarray(part, dtype=np.uint8)


def mean_score(strips: Sequence[Strip]) -> float:
    """Mean over all characters of the strips; 0 for none."""
    letters = [letter.score for strip in strips for letter in strip.letters]
    return sum(letters) / max(len(letters), 1)
