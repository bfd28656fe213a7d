"""Urinalyses: strip results and sediment, in tables, panels, lists and series."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import PageWords, fold
from inference.structure.anchored import read_anchored
from inference.structure.anchored_result import Words
from inference.structure.named_columns import HeadWords, folded_in
from inference.structure.names import Names, in_large_kana
from inference.structure.specimen import with_specimen
from inference.structure.urine_words import ANSWERS, APPEARANCE, TITLES, VOCABULARY
from mappers.model import Item

__all__ = ["TITLES", "VOCABULARY", "read_items"]

_AMOUNTS = ("半定量値", "半定量", "定量値", "濃度", "換算値", "定量結果", "semiquantitative", "concentration")
"""Headings of the amount that a strip's grade stands for."""
_WORDS = Words(
    Names(VOCABULARY),
    HeadWords(folded_in(()), folded_in(_AMOUNTS)),
    frozenset(form for word in ANSWERS for form in (fold(word), in_large_kana(fold(word)))),
    spans=True,
    stated=Names(APPEARANCE),
    blanks=False,
)


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Strip results and sediment; counts per field may be spans (`1-4` /HPF)."""
    return with_specimen(read_anchored(pages, year, _WORDS), pages)
