"""How heavy files may be: ordinary ones, and light ones for a set that is committed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Weight:
    """Bounds that noises draw from."""

    dpi: tuple[int, int]
    photo_dpi: tuple[int, int]
    quality: tuple[int, int]  # of scans' JPEG
    photo_quality: tuple[int, int]
    colour: float  # share of images and scans in colour
    colours: int  # of a colour PNG's palette; 0 for all
    greys: int  # of a grey PNG's palette, 16 at most
    grain: float  # of the sensor's noise: grain is what fills a JPEG

    def jpeg_quality(self, rng: np.random.Generator) -> int:
        """Of a scan."""
        return int(rng.integers(*self.quality))


ORDINARY = Weight((150, 200), (165, 200), (50, 80), (60, 85), 0.4, 0, 16, 1.0)
LIGHT = Weight((150, 152), (150, 158), (36, 46), (34, 44), 0.1, 32, 8, 0.3)
