"""Captions of pictures beside a text (`No.1`, 図2, `Fig. 3`): they belong to none of the lines they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.structure.geometry import Token, cells_of, join, rows_of

_CELL_GAP = 1.5  # line heights
_CAPTION = re.compile(
    r"(?:no|fig(?:ure)?|image|photo|picture|図|写真|画像|シェーマ)s?\s?[.．:]?\s?\d{1,3}(?:\s?/\s?\d{1,3})?",
    re.IGNORECASE,
)


def without_captions(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without cells that are a picture's number and nothing else."""
    gone = {
        id(token)
        for row in rows_of(tokens)
        for cell in cells_of(row, _CELL_GAP)
        if _CAPTION.fullmatch(join(cell))
        for token in cell
    }
    return tuple(t for t in tokens if id(t) not in gone) if gone else tuple(tokens)
