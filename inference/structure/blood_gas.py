"""Blood-gas results: printouts of analysers, tables with temperature-corrected twins, lists and series."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords
from inference.structure.anchored import read_anchored
from inference.structure.anchored_result import Words
from inference.structure.gas_words import CORRECTED, MEASURED, SETTINGS, TITLES, VOCABULARY
from inference.structure.named_columns import HeadWords, folded_in
from inference.structure.names import Names
from inference.structure.specimen import with_specimen
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_SHORTEST = 2  # letters of names that are no others with a mark: Ag and `Age`
_MARKED = tuple(f"{name}{mark}" for name in VOCABULARY for mark in "ce" if len(name) > _SHORTEST)
"""Names with an analyser's small mark behind: `p50c`, calculated, `sO2e`, estimated."""
_WORDS = Words(Names(VOCABULARY, SETTINGS, _MARKED), HeadWords(folded_in(MEASURED), folded_in(CORRECTED)))


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Parameters, their temperature-corrected twins (named `pH 体温補正値` unless the row says so itself), settings."""
    return with_specimen(read_anchored(pages, year, _WORDS), pages)
