"""Spaces that the recogniser leaves out, seen in the picture: clear paper between a name and its number.

`中性脂肪 210 mg/dL` comes back as `中性脂肪210mg/dL`. Between letters of two kinds (Japanese, Latin, digits) that
touch by habit (`11月8日`, `A1c`, `CA19-9`) the paper is clear for at most 0.37 of a letter's height, where a space is
printed for at least 0.49 (130 gaps of six pages, four typefaces).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inference.types import Pixels

_EM = 0.55  # of a strip's height: a letter; the rest is the detector's margin
_SPACE = 0.44  # of a letter
_MIDDLE = (0.17, 0.83)  # of a strip's height: where letters stand, and rules of a table do not
_CLEAR = 0.4  # of the way from the paper to the ink
_FAINT = 60.0  # grey levels between paper and ink below which nothing is told


def kind_of(letter: str) -> str:
    """Japanese, Latin or digit; "" for anything else."""
    if len(letter) != 1:
        return ""
    if letter.isascii():
        return "digit" if letter.isdigit() else "latin" if letter.isalpha() or letter == "%" else ""
    return "japanese" if "\u3041" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" else ""


def spaces_after(letters: Sequence[str], places: Sequence[float], strip: Pixels) -> list[int]:
    """The numbers of letters with a space behind them, of letters with their middles at `places`.

    Places are pixels of a strip of shape (height, width, 3).
    """
    kinds = [kind_of(letter) for letter in letters]
    tried = [i for i in range(len(kinds) - 1) if kinds[i] and kinds[i + 1] and kinds[i] != kinds[i + 1]]
    if not tried:
        return []
    height = strip.shape[0]
    middle = strip[int(_MIDDLE[0] * height) : int(_MIDDLE[1] * height), :, 1]
    paper, ink = float(np.percentile(middle, 90)), float(middle.min())
    if paper - ink < _FAINT:
        return []
    clear = middle.min(axis=0) > paper - _CLEAR * (paper - ink)
    least = _SPACE * _EM * height
    return [i for i in tried if _longest(clear[int(places[i]) : int(places[i + 1]) + 1]) >= least]


def _longest(clear: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """Columns of the longest run."""
    edges = np.flatnonzero(np.diff(np.r_[0, clear.astype(np.int8), 0]))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
