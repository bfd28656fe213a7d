"""Blood-gas results: printouts of analysers, tables with temperature-corrected twins, lists and series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import PageWords, fold
from inference.structure.anchored import read_anchored
from inference.structure.anchored_result import Words
from inference.structure.gas_words import CORRECTED, MEASURED, SETTINGS, TITLES, VOCABULARY
from inference.structure.geometry import tokens_of
from inference.structure.named_columns import HeadWords, folded_in
from inference.structure.names import Names
from inference.structure.specimen import with_specimen
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_SHORTEST = 2  # letters of names that are no others with a mark: Ag and `Age`
_MARKED = tuple(f"{name}{mark}" for name in VOCABULARY for mark in "ce" if len(name) > _SHORTEST)
"""Names with an analyser's small mark behind: `p50c`, calculated, `sO2e`, estimated."""
_WORDS = Words(Names(VOCABULARY, SETTINGS, _MARKED), HeadWords(folded_in(MEASURED), folded_in(CORRECTED)))

_TEMPERATURE = re.compile(r"(?:pt|patient)?[ .]?temp|t\(pt\)|t$|(?:患者)?体温|温度")
_BESIDE = 0.5  # of a value's width: a space


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Parameters, their temperature-corrected twins (named `pH 体温補正値` unless the row says so itself), settings."""
    items = [_with_degrees(item, pages) for item in read_anchored(pages, year, _WORDS)]
    return with_specimen(items, pages)


def _with_degrees(item: Item, pages: Sequence[PageWords]) -> Item:
    """A temperature with the C or F that stands right behind it: a letter alone is a unit of nothing else here."""
    box = item.box
    if item.unit or box is None or not _TEMPERATURE.match(fold(item.name)):
        return item
    for token in (t for page in pages if page.number == item.page for t in tokens_of(page)):
        level = box.y0 < (token.box.y0 + token.box.y1) / 2 < box.y1
        beside = 0 <= token.box.x0 - box.x1 < _BESIDE * (box.x1 - box.x0)
        if level and beside and token.text in ("C", "F"):
            return replace(item, unit=token.text)
    return item
