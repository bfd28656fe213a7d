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
_NEGATIVE = ("(-)", "（-）", "(−)")
_DASHES = ("-", "−", "ー")


def read_items(pages: Sequence[PageWords], year: int | None = None) -> tuple[Item, ...]:
    """Strip results and sediment; counts per field may be spans (`1-4` /HPF)."""
    return with_specimen(_without_dashes(read_anchored(pages, year, _WORDS)), pages)


def _without_dashes(items: list[Item]) -> list[Item]:
    """The items without those whose result is a lone dash, where the report prints its negatives in brackets."""
    told = sum(item.value in _NEGATIVE for item in items)
    dashes = sum(item.value in _DASHES for item in items)
    return [item for item in items if item.value not in _DASHES] if told > dashes else items
