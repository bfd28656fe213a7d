"""Headings whose letters are set far apart, to fill their column: `結　　果`, `単　位`."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import fold
from inference.structure.geometry import Row, Token
from inference.structure.heading_words import LEXICON

_MOST_LETTERS = 6


def letters_together(cells: Sequence[Row]) -> list[Row]:
    """Cells with the letters of one heading set far apart (`結　　果`, `H/L 単　位`) made one."""
    row = [(token, n) for n, cell in enumerate(cells) for token in cell]
    out: list[Row] = []
    at, begun = 0, -1
    while at < len(row):
        size = next((k for k in range(_MOST_LETTERS, 1, -1) if _is_spaced_heading(row[at : at + k], k)), 1)
        run = tuple(token for token, _ in row[at : at + size])
        if size == 1 and row[at][1] == begun:
            out[-1] = (*out[-1], *run)
        else:
            out.append(run)
        begun = row[at][1] if size == 1 else -1
        at += size
    return out


def _is_spaced_heading(run: Sequence[tuple[Token, int]], size: int) -> bool:
    """Whether tokens, each with its cell's number, are the letters of one heading, at least partly set apart."""
    letters = [token.text for token, _ in run]
    alone = len(run) == size and all(len(text) == 1 for text in letters) and run[0][1] != run[-1][1]
    return alone and fold("".join(letters)) in LEXICON
