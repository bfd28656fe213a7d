"""Do two engines read the same value in the same place? Their agreement is evidence that neither gives alone.

An item meets another of the same page that has its name and day, or stands on the same words. Values are compared as
values (signs, comparators and decimals count), never as text of the page: a value that both made up agrees with
itself, which is why agreement is asked beside `inference.verify`, not instead of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from inference.readable import fold, fold_value
from mappers.model import Box, Extraction, Item

DISAGREES = "engines-disagree"
DISPUTED_CONFIDENCE = 0.6
"""The most that a value is trusted which another engine read otherwise: below any threshold that makes sense."""

_Key = tuple[int, str]


def with_agreement(extraction: Extraction, second: Extraction) -> Extraction:
    """The extraction with `agrees` set on each item: True, False where `second` reads another value, None where it
    has nothing there. What is disputed gets a warning and little confidence; no value changes."""
    named: dict[_Key, list[Item]] = defaultdict(list)
    for item in second.items:
        named[item.page, fold(item.name)].append(item)
    paged = {page: [i for i in second.items if i.page == page] for page in {i.page for i in second.items}}
    items = tuple(
        _marked(item, _of_its_time(item, named[item.page, fold(item.name)]), paged.get(item.page, []))
        for item in extraction.items
    )
    return replace(extraction, items=items)


def _of_its_time(item: Item, named: Sequence[Item]) -> list[Item]:
    """Of items with its name those of its time; where times are not the same, the only one of its day."""
    same = [other for other in named if other.effective == item.effective]
    of_day = [other for other in named if _day(other) == _day(item)]
    return same or (of_day if len(of_day) == 1 else [])


def _day(item: Item) -> str:
    return (item.effective or "")[:10]


def _marked(item: Item, named: Sequence[Item], on_page: Sequence[Item]) -> Item:
    there = [*named, *(other for other in on_page if _same_words(item.box, other.box))]
    if not there or item.agrees is False:  # a dispute is not settled by a third
        return item
    if any(fold_value(other.value) == fold_value(item.value) for other in there):
        return replace(item, agrees=True)
    return replace(
        item,
        agrees=False,
        confidence=min(item.confidence, DISPUTED_CONFIDENCE),
        warnings=(*item.warnings, DISAGREES) if DISAGREES not in item.warnings else item.warnings,
    )


def _same_words(one: Box | None, other: Box | None) -> bool:
    """Whether each box's middle lies in the other: they stand on the same words."""
    return one is not None and other is not None and _middle_in(one, other) and _middle_in(other, one)


def _middle_in(one: Box, other: Box) -> bool:
    x, y = (one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1
