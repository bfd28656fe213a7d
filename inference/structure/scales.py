"""Scales to mark over a table's bars (`0 1 2 3 4 5 6`), which head no results."""

from __future__ import annotations

from collections.abc import Sequence

from inference.structure.geometry import Row, join

_FEWEST_STEPS = 3


def without_scales(cells: Sequence[Row]) -> list[Row]:
    """The cells without scales, set in one cell or step by step in cells of their own."""
    kept: list[Row] = []
    run: list[Row] = []
    for cell in (*cells, ()):
        step = join(cell)
        single = len(step) == 1 and step in "0123456789"
        goes_on = single and bool(run) and int(step) == int(join(run[-1])) + 1
        if not goes_on:
            kept += run if len(run) <= _FEWEST_STEPS else []
            run = []
        if single:
            run.append(cell)
        elif cell:
            kept.append(cell)
    return [cell for cell in kept if not _is_scale(cell)]


def _is_scale(cell: Row) -> bool:
    """Whether a cell is a scale to mark (`0 1 2 3 4 5 6`), which heads no results."""
    digits = "".join(t.text for t in cell)  # recognition may put them together
    return len(digits) > _FEWEST_STEPS and digits in "0123456789"
