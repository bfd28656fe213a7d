"""Which way up a picture is, from a few of its lines: the turn in which they read best."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from inference.engines.detect import LineDetector, Quads, sizes
from inference.engines.strips import Strip, StripReader, mean_score
from inference.readable import width_units
from inference.types import Pixels

_SAMPLE = 8  # lines
_LEGIBLE = 0.90  # mean score from which a turn needs no rival
_POOR = 0.70  # below, lines of the other axis are tried too
_MANY = 12  # characters that a sample must have to be believed at once
_LONG = 1.5  # width over height
_SQUASHED = 1.05  # heights from letter to letter
_TELLING = 4  # lines


@dataclass(frozen=True, slots=True)
class Turned:
    """A picture the right way up and its lines; `read` are those the choice was made with, by index."""

    picture: Pixels  # BGR
    quarter_turns: int  # anticlockwise, from the picture as it was given: 0 to 3
    quads: Quads
    read: dict[int, Strip]


def upright(picture: Pixels, detector: LineDetector, reader: StripReader) -> Turned:
    """The BGR picture turned so that its lines read; as it is where it has none."""
    quads = detector.find(picture)
    axis = int(_on_end(quads))
    tried = [_turned(picture, quads, turns, reader) for turns in (axis,)]
    if not len(quads) or _convincing(tried[0]):
        return _finished(tried[0], detector, reader)
    tried.append(_turned(picture, quads, axis + 2, reader))
    if max(_score(t) for t in tried) < _POOR:
        tried += [_turned(picture, quads, turns, reader) for turns in (1 - axis, 3 - axis)]
    return _finished(max(tried, key=_score), detector, reader)


def squared(turned: Turned, detector: LineDetector) -> Turned:
    """The picture at twice its height where its letters are much wider than high: a fax of 98 lines an inch.

    Letters stand 0.67 of their box's height apart on ordinary pages and 1.2 to 1.3 on such faxes (measured).
    """
    if not turned.read or _pitch(turned) < _SQUASHED:
        return turned
    height, width = turned.picture.shape[:2]
    tall = cv2.resize(turned.picture, (width, 2 * height), interpolation=cv2.INTER_CUBIC)
    picture = np.asarray(tall, dtype=np.uint8)
    return Turned(picture, turned.quarter_turns, detector.find(picture), {})


def _pitch(turned: Turned) -> float:
    """From one full-width letter to the next, in heights of their box; 0 where too few lines tell."""
    found = []
    for number, strip in turned.read.items():
        width, height = sizes(turned.quads[[number]])[0]
        letters = [letter for letter in strip.letters if letter.text.strip()]
        steps = [
            4 * (b.at - a.at) / (width_units(a.text) + width_units(b.text)) for a, b in pairwise(letters)
        ]
        if len(steps) >= 2:
            found.append(median(steps) * float(width) / max(float(height), 1.0))
    return median(found) if len(found) >= _TELLING else 0.0


def _turned(picture: Pixels, quads: Quads, turns: int, reader: StripReader) -> Turned:
    height, width = picture.shape[:2]
    for _ in range(turns % 4):
        quads = np.stack([quads[..., 1], width - quads[..., 0]], axis=-1)
        quads = np.roll(quads, -1, axis=1)
        height, width = width, height
    shown = np.ascontiguousarray(np.rot90(picture, turns)) if turns % 4 else picture
    sample = _longest(quads)
    strips = reader.read(shown, quads[sample])
    return Turned(shown, turns % 4, quads, dict(zip(sample, strips, strict=True)))


def _finished(best: Turned, detector: LineDetector, reader: StripReader) -> Turned:
    """Lines found on a picture on its side are coarse: they are sought again once it stands."""
    if best.quarter_turns % 2 == 0:
        return best
    return Turned(best.picture, best.quarter_turns, detector.find(best.picture), {})


def _convincing(turned: Turned) -> bool:
    letters = sum(len(strip.letters) for strip in turned.read.values())
    return letters >= _MANY and _score(turned) >= _LEGIBLE


def _score(turned: Turned) -> float:
    return mean_score(list(turned.read.values()))


def _on_end(quads: Quads) -> bool:
    """Most of what the lines cover is taller than wide: the page lies on its side."""
    if not len(quads):
        return False
    width, height = sizes(quads).T
    area = width * height
    return bool(area[height > _LONG * width].sum() > area[width > _LONG * height].sum())


def _longest(quads: Quads) -> list[int]:
    """The lines that hold most characters: longest for their height, and wide before tall."""
    if not len(quads):
        return []
    width, height = sizes(quads).T
    order = np.argsort(-np.minimum(width / np.maximum(height, 1.0), 25.0), kind="stable")
    return [int(i) for i in order[:_SAMPLE]]
