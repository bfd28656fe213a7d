"""What every layout of the fifth examiner draws with: the common page, and colours."""

from __future__ import annotations

from samples.generating.page import MERGED, Cell, Doc, R, Rgb, day, moment

__all__ = ["BLUE", "CREAM", "MERGED", "RED", "SHADE", "Cell", "Doc", "R", "day", "moment"]

RED: Rgb = (0.8, 0.05, 0.05)
BLUE: Rgb = (0.05, 0.15, 0.7)
SHADE: Rgb = (0.91, 0.93, 0.95)
CREAM: Rgb = (0.97, 0.95, 0.88)
