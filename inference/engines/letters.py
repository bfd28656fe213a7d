"""A character as the recogniser of lines gives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, how sure the reader is of it (0..1), and its middle as a fraction of the strip's width.

    `others` are what it might be instead, likeliest first, where the reader is in doubt.
    """

    text: str
    score: float
    at: float
    others: tuple[tuple[str, float], ...] = ()
