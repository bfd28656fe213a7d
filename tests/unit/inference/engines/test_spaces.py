"""Spaces that a recogniser leaves out are seen in the picture."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engines.spaces import spaces_after
from inference.types import Pixels

_PITCH = 26  # pixels of a strip 48 high


def _strip(*spans: tuple[int, int], ground: int = 250, ink: int = 20) -> Pixels:
    """Ink from and to, in pixels; a rule of a table along the lower edge."""
    strip = np.full((48, 200, 3), ground, np.uint8)
    for start, end in spans:
        strip[12:36, start:end] = ink
    strip[45:] = ink
    return strip


def test_clear_paper_between_a_name_and_its_number_is_a_space() -> None:
    strip = _strip((10, 34), (36, 60), (75, 86), (88, 99))
    assert spaces_after("脂肪21", [22, 48, 80, 93], strip) == [1]


@pytest.mark.parametrize(
    ("letters", "gap"),
    [("1月日", 9), ("月日8", 9), ("血糖(", 20), ("・貧血", 20), ("1121", 20), ("血清中", 20)],
)
def test_what_is_printed_together_or_stands_apart_by_its_form_is_not_parted(letters: str, gap: int) -> None:
    spans = [(10 + i * (24 + gap), 34 + i * (24 + gap)) for i in range(len(letters))]
    assert spaces_after(letters, [(a + b) / 2 for a, b in spans], _strip(*spans)) == []


def test_a_faint_strip_tells_nothing() -> None:
    strip = _strip((10, 34), (80, 104), ground=200, ink=160)
    assert spaces_after("糖1", [22, 92], strip) == []
