"""RapidOCR behind one function: pixels in, words with boxes and the page's turn out.

The line classifier of RapidOCR is off: it takes short upright cells for upside-down ones (of 6 cells `g/dL`
and `mg/dL` on a 150 dpi sheet it turned all 6, giving `7P/6`). Instead the whole page is read again turned
when it reads badly or its lines stand on end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from inference.readable import width_units
from inference.types import Pixels, Word
from mappers.model import Box, EngineInfo

_POOR = 0.80  # mean score below which a page may be upside down
_LEAST_SCORE = 0.30  # lines below are noise (rules, stamps, logos)
_WIDE_GAP_EM = 0.65  # gap within a recognised line that ends a word, beyond the usual pitch


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read: words on the page as it was given, and the turn that made them legible."""

    words: tuple[Word, ...]
    quarter_turns: int  # anticlockwise turns that made the page upright: 0 to 3
    score: float  # mean over characters


class Recogniser:
    """RapidOCR with its own models, built on first use; nothing is downloaded."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        self._reader: Any = None

    def read(self, pixels: Pixels) -> Recognised:
        """The words of a page of shape (height, width, 3), RGB."""
        upright = self._read_turned(pixels, 0)
        best = upright
        if _stands_on_end(upright):
            turned = (self._read_turned(pixels, turns) for turns in (1, 3))
            best = max((upright, *turned), key=lambda r: (not _stands_on_end(r), r.score))
        if best.words and best.score < _POOR:
            other = self._read_turned(pixels, (best.quarter_turns + 2) % 4)
            best = max((best, other), key=lambda r: r.score)
        return best

    def info(self) -> EngineInfo:
        """Name, version and digest of the weights that read."""
        digest = hashlib.sha256()
        names = []
        for path in _weights():
            names.append(path.stem)
            digest.update(path.read_bytes())
        return EngineInfo("ocr", version("rapidocr"), "+".join(names), f"sha256:{digest.hexdigest()}")

    def _read_turned(self, pixels: Pixels, turns: int) -> Recognised:
        if self._reader is None:
            self._reader = _build(self._threads)
        turned = np.ascontiguousarray(np.rot90(pixels, turns)[:, :, ::-1])  # OpenCV wants BGR
        output = self._reader(turned, return_word_box=True, return_single_char_box=True)
        height, width = turned.shape[:2]
        words: list[Word] = []
        characters, total = 0, 0.0
        if output.txts is None:
            return Recognised((), turns, 0.0)
        for quad, text, score, pieces in zip(
            output.boxes, output.txts, output.scores, output.word_results, strict=True
        ):
            if score < _LEAST_SCORE or not text.strip():
                continue
            words += _words_of_line(quad, text, float(score), pieces, width, height, turns)
            characters += len(text)
            total += float(score) * len(text)
        return Recognised(tuple(words), turns, total / max(characters, 1))


def _weights() -> list[Path]:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return sorted(p for p in models.glob("*.onnx") if "_det_" in p.name or "_rec_" in p.name)


def _build(threads: int) -> Any:
    import onnxruntime  # type: ignore[import-untyped]
    from rapidocr import RapidOCR

    onnxruntime.set_default_logger_severity(3)
    onnx = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,
            # One line at a time: 125 MB less at the peak of a worker and no slower on a CPU (measured).
            "Rec.rec_batch_num": 1,
            f"{onnx}.intra_op_num_threads": threads or -1,
            f"{onnx}.inter_op_num_threads": 1,
        }
    )


def _stands_on_end(read: Recognised) -> bool:
    """Most words of several characters are taller than wide: the page lies on its side."""
    long = [w.box for w in read.words if len(w.text) >= 3]
    return len(long) >= 3 and sum(_tall(b) for b in long) * 2 > len(long)


def _tall(box: Box) -> bool:
    return (box.y1 - box.y0) > 1.5 * (box.x1 - box.x0)


def _words_of_line(
    quad: Any, text: str, score: float, pieces: Any, width: int, height: int, turns: int
) -> list[Word]:
    """A recognised line as words: cut where characters stand farther apart than their pitch."""
    cells = [(str(c), float(s), np.asarray(box, dtype=float)) for c, s, box in pieces if box is not None]
    if not cells or "".join(c for c, _, _ in cells).replace(" ", "") != text.replace(" ", ""):
        return [Word(text, _box(np.asarray(quad, dtype=float), width, height, turns), score)]
    groups = _groups(cells)
    if len(groups) == 1:
        return [Word(text, _box(np.asarray(quad, dtype=float), width, height, turns), score)]
    words = []
    for number, group in enumerate(groups):
        corners = np.concatenate([box for _, _, box in group])
        corner = np.asarray(quad, dtype=float)
        if number == 0:
            corners = np.concatenate([corners, corner[[0, 3]]])
        if number == len(groups) - 1:
            corners = np.concatenate([corners, corner[[1, 2]]])
        piece = "".join(c for c, _, _ in group).strip()
        if piece:
            mean = sum(s for _, s, _ in group) / len(group)
            words.append(Word(piece, _box(corners, width, height, turns), mean))
    return words


def _groups(cells: list[tuple[str, float, Any]]) -> list[list[tuple[str, float, Any]]]:
    marked = [cell for cell in cells if cell[0].strip()]
    if len(marked) < 2:
        return [marked or cells]
    centres = [box[:, 0].mean() for _, _, box in marked]
    pitch = [(width_units(a[0]) + width_units(b[0])) / 4 for a, b in pairwise(marked)]
    steps = [b - a for a, b in pairwise(centres)]
    em = median(s / p for s, p in zip(steps, pitch, strict=True))
    groups = [[marked[0]]]
    for cell, step, usual in zip(marked[1:], steps, pitch, strict=True):
        if em > 0 and step > usual * em + _WIDE_GAP_EM * em:
            groups.append([cell])
        else:
            groups[-1].append(cell)
    return groups


def _box(corners: Any, width: int, height: int, turns: int) -> Box:
    """Corners in pixels of the turned picture to a box in fractions of the page as it was given."""
    x0, x1 = corners[:, 0].min() / width, corners[:, 0].max() / width
    y0, y1 = corners[:, 1].min() / height, corners[:, 1].max() / height
    for _ in range(turns % 4):  # undo one anticlockwise quarter turn: (x, y) came from (1 - y, x)
        x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
    limit = [float(min(max(v, 0.0), 1.0)) for v in (x0, y0, x1, y1)]
    return Box(*limit)
