"""Narrative reports: conclusions, stages, sizes, grades."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords
from inference.structure.narrative_words import TITLES, VOCABULARY
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]


def read_items(pages: Sequence[PageWords], year: int | None) -> tuple[Item, ...]:
    """Conclusions of the pages; not yet read."""
    return ()
