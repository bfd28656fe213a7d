"""What speaks for or against an item: numbers that confidence is reckoned from, none of them the value itself.

All traits are 0 where they say nothing and at most about 1 (`raw` and `word` are logits, about -4 to 5). They come
from the item, the words that its box lies on, the other items of its page, and what a network says of them
(`inference.linking`); never from a truth or a family.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inference.item_oddities import (
    has_strange_head,
    is_lookalike,
    is_odd_name,
    known_share,
    lacks_unit,
    looks_odd,
    range_traits,
    unit_traits,
    value_traits,
    wants_unit,
)
from inference.linking import opinion
from inference.readable import PageWords, fold
from inference.structure.geometry import Token, row_y, tokens_of
from inference.structure.readers import READERS
from mappers.model import Box, DocumentType, Extraction, Item

TRAITS = (
    ("raw", 1),
    ("recognised", -1),
    ("word", 1),
    ("word_mean", 1),
    ("name_word", 1),
    ("unit_word", 1),
    ("page_words", 1),
    ("small_print", -1),
    ("known_name", 1),
    ("odd_name", -1),
    ("strange_head", -1),
    ("unknown_recognised", -1),
    ("lookalike_name", -1),
    ("known_unit", 1),
    ("odd_unit", -1),
    ("bare", -1),
    ("unit_missing", -1),
    ("no_unit", -1),
    ("unit_lost", -1),
    ("unit_wanted", -1),
    ("page_odd", -1),
    ("number", 0),
    ("free_text", -1),
    ("long_text", -1),
    ("long_recognised", -1),
    ("short_word", -1),
    ("odd_value", -1),
    ("several_numbers", -1),
    ("range_fits", 1),
    ("range_far", -1),
    ("decimals_differ", -1),
    ("flag_contradicts", -1),
    ("twin", -1),
    ("out_of_column", -1),
    ("few_items", -1),
    ("page_unverified", -1),
    ("warned", -1),
    ("agrees", 1),
    ("disagrees", -1),
    ("linked_more", -1),
    ("linked_unit", 1),
    ("linked_least", 1),
    ("linked_unfound", -1),
    ("linked_uncovered", -1),
)
"""Name of each trait, and the sign that its weight may have (0: either): known before anything is fitted. New ones
come last: traits kept from before (samples/first_look) then say nothing of them."""
NAMES = tuple(name for name, _ in TRAITS)

_ALIGNED = 0.008  # of the page's width: edges closer than this are one column
_SMALL_PX = 22.0  # height of print below which recognition grows unsure


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an item stands on the level page, and the tokens it stands on; none where the page does not carry it."""

    tokens: tuple[Token, ...]
    edges: tuple[float, ...]  # left, right and middle in pixels, and the line's middle


@dataclass(frozen=True, slots=True)
class _PageView:
    """What the items of one page share."""

    recognised: bool
    width_px: int
    tokens: tuple[Token, ...]
    places: dict[int, _Place]  # by id of the item
    items: tuple[Item, ...]
    mean_word: float
    unverified: float  # share of the items
    with_unit: float  # share of the items
    odd: float  # share of the items that look odd for themselves
    twins: Counter[tuple[str, str, str]]
    linked: dict[int, dict[str, float]]  # by id of the item: what the network says of it


def traits_of(extraction: Extraction, pages: Sequence[PageWords]) -> list[list[float]]:
    """The traits of each item, in the order of the items and of TRAITS."""
    words = {page.number: page for page in pages}
    numbers = {item.page for item in extraction.items}
    views = {n: _view(n, extraction.items, words.get(n)) for n in numbers}
    known = _vocabulary(extraction.document_type)
    return [_traits(item, views[item.page], known) for item in extraction.items]


def _vocabulary(kind: DocumentType) -> frozenset[str]:
    reader = READERS.get(kind)
    return frozenset(fold(word) for word in reader.vocabulary) if reader else frozenset()


def _view(number: int, items: Sequence[Item], words: PageWords | None) -> _PageView:
    mine = tuple(i for i in items if i.page == number)
    recognised = bool(words and words.recognised)
    scores = [w.confidence for w in words.words] if words and recognised else []
    tokens = tokens_of(words) if words else ()
    return _PageView(
        recognised,
        words.width_px if words else 1,
        tokens,
        {id(i): _place(i.box, tokens) for i in mine},
        mine,
        sum(scores) / len(scores) if scores else 1.0,
        sum(not i.verified for i in mine) / len(mine),
        sum(bool(i.unit) for i in mine) / len(mine),
        sum(looks_odd(i) for i in mine) / len(mine),
        Counter(_kind(i) for i in mine),
        {id(i): said for i, said in zip(mine, opinion.traits(mine, tokens), strict=True)},
    )


def _kind(item: Item) -> tuple[str, str, str]:
    return fold(item.name), item.effective or "", item.specimen or ""


def _place(box: Box | None, tokens: Sequence[Token]) -> _Place:
    carriers = tuple(t for t in tokens if box and (_middle_in(t.box, box) or _middle_in(box, t.box)))
    if not carriers:
        return _Place((), ())
    left, right = min(t.x0 for t in carriers), max(t.x1 for t in carriers)
    return _Place(carriers, (left, right, (left + right) / 2, row_y(carriers)))


def _traits(item: Item, page: _PageView, known: frozenset[str]) -> list[float]:
    recognised = page.recognised
    place = page.places[id(item)]
    scores = [t.confidence for t in place.tokens] or ([page.mean_word] if recognised else [1.0])
    length = len(item.value)
    found = {
        "raw": _logit(item.confidence),
        "recognised": float(recognised),
        "word": _logit(min(scores)) if recognised else 0.0,
        "word_mean": _logit(sum(scores) / len(scores)) if recognised else 0.0,
        "name_word": _logit(_beside(item.name, place, page)) if recognised else 0.0,
        "unit_word": _logit(_beside(item.unit, place, page)) if recognised and item.unit else 0.0,
        "page_words": _logit(page.mean_word) if recognised else 0.0,
        "small_print": _small(place.tokens) if recognised else 0.0,
        "known_name": known_share(item.name, known),
        "odd_name": float(is_odd_name(item.name)),
        "strange_head": float(has_strange_head(item.name, known)),
        "bare": float(not item.unit and not item.reference_range),
        "unit_missing": page.with_unit * lacks_unit(item),
        "unknown_recognised": float(recognised and known_share(item.name, known) == 0.0),
        "lookalike_name": float(recognised and is_lookalike(item.name, known)),
        "unit_lost": float(recognised and lacks_unit(item)),
        "unit_wanted": float(wants_unit(item)),
        "short_word": float(recognised and length <= 4 and not any(c.isdigit() for c in item.value)),
        "no_unit": float(lacks_unit(item)),
        "page_odd": page.odd,
        "long_text": min(max(length - 12, 0) / 40, 1.0),
        "long_recognised": min(length / 20, 1.5) if recognised else 0.0,
        "twin": float(page.twins[_kind(item)] > 1),
        "out_of_column": float(_out_of_column(place, page)),
        "few_items": float(len(page.items) < 3),
        "page_unverified": page.unverified,
        "warned": float(bool(item.warnings)),
        "agrees": float(item.agrees is True),
        "disagrees": float(item.agrees is False),
        **unit_traits(item),
        **value_traits(item),
        **range_traits(item),
        **page.linked[id(item)],
    }
    if not found.keys() <= set(NAMES):
        raise ValueError(f"traits without a place in TRAITS: {found.keys() - set(NAMES)}")
    return [found.get(name, 0.0) for name in NAMES]


def _logit(share: float) -> float:
    share = min(max(share, 0.02), 0.995)
    return math.log(share / (1 - share))


def _middle_in(one: Box, other: Box) -> bool:
    x, y = (one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1


def _small(carriers: Sequence[Token]) -> float:
    """How far the print is below the height that recognition likes, 0 to 1."""
    height = min((t.height for t in carriers), default=_SMALL_PX)
    return min(max((_SMALL_PX - height) / _SMALL_PX, 0.0), 1.0)


def _beside(text: str, place: _Place, page: _PageView) -> float:
    """How surely the words of a name or unit were read, on the item's line or in its column; least sure first."""
    if not place.edges:
        return page.mean_word
    left, right, _, line = place.edges
    height = max(t.height for t in place.tokens)
    key = fold(text)
    found = [
        t.confidence
        for t in page.tokens
        if (abs(t.y - line) < 0.7 * height or (t.x0 < right and t.x1 > left))
        and (part := fold(t.text))
        and (part in key or key in part)
    ]
    return min(found, default=page.mean_word)


def _out_of_column(place: _Place, page: _PageView) -> bool:
    """Whether no other item of the page shares an edge, the middle or the line."""
    if not place.edges:
        return True
    reach = _ALIGNED * page.width_px
    others = [other.edges for other in page.places.values() if other is not place]
    return len(others) > 1 and not any(
        abs(mine - theirs) < reach
        for edges in others
        for mine, theirs in zip(place.edges, edges, strict=False)
    )
