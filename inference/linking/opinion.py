"""What the network's answer says of items that somebody else read from the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inference.linking.network import Floats, Links, links
from inference.readable import fold
from inference.structure.geometry import Token
from mappers.model import Box, Item

_MOST = 6.0  # logits beyond this say no more
_EDGE = 0.002  # of the page's side: a token whose middle is this far outside of a box still stands in it
_LETTERS = 6  # letters from which a longer part of a name says no more than a shorter one
_LETTER = 0.3  # logits that a letter more of the name is worth, to a token that may be part of it
_VALUE = 1.0  # logit from which a token counts as seen for a value
_SCALE = 3.0  # logits that make a trait 1


@dataclass(frozen=True, slots=True)
class Opinion:
    """The network's view of one item, in logits: 0 is no opinion.

    `value`: its words carry a value. `name`: the least sure word of its name names that value. `more`: the surest
    word that names the value and is not in the item's name. `unit`: its unit's word is the value's unit; without a
    unit, that no word is. `unfound`: share of the name's letters for which the page has no word.
    """

    value: float
    name: float
    more: float
    unit: float
    unfound: float

    @property
    def least(self) -> float:
        """The least sure of all."""
        return min(self.value, self.name, self.unit, -self.more)


@dataclass(frozen=True, slots=True)
class PageOpinion:
    """The opinions of a page's items, in their order (None: no opinion), and the share of the values that the network
    sees and no item covers."""

    items: tuple[Opinion | None, ...]
    uncovered: float


def traits(items: Sequence[Item], tokens: tuple[Token, ...]) -> list[dict[str, float]]:
    """For `item_traits`: the opinion of each item of one page and of its page; empty where there is none."""
    page = page_opinion(items, tokens)
    if page is None:
        return [{} for _ in items]
    return [
        {
            "linked_more": o.more / _SCALE,
            "linked_unit": o.unit / _SCALE,
            "linked_least": o.least / _SCALE,
            "linked_unfound": o.unfound,
            "linked_uncovered": page.uncovered,
        }
        if o is not None
        else {}
        for o in page.items
    ]


def page_opinion(items: Sequence[Item], tokens: tuple[Token, ...]) -> PageOpinion | None:
    """What the network says of the items of one page; None where it says nothing of the page."""
    said = links(tokens)
    if said is None:
        return None
    keys = [_key(t.text) for t in tokens]
    standing = [carriers(item.box, tokens) if item.box else [] for item in items]
    covered = {at for some in standing for at in some}
    values = [at for at in range(len(tokens)) if said.value[at] > _VALUE]
    uncovered = sum(at not in covered for at in values) / max(len(values), 1)
    opinions = [
        _opinion(item, some, keys, said) if some else None for item, some in zip(items, standing, strict=True)
    ]
    return PageOpinion(tuple(opinions), uncovered)


def _key(text: str) -> str:
    return fold(text).strip(":")


def carriers(box: Box, tokens: Sequence[Token]) -> list[int]:
    """The tokens whose middle stands in the box, or else the ones around its middle."""
    inside = [
        at
        for at, t in enumerate(tokens)
        if box.x0 - _EDGE <= (t.box.x0 + t.box.x1) / 2 <= box.x1 + _EDGE
        and box.y0 - _EDGE <= (t.box.y0 + t.box.y1) / 2 <= box.y1 + _EDGE
    ]
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return inside or [
        at for at, t in enumerate(tokens) if t.box.x0 <= x <= t.box.x1 and t.box.y0 <= y <= t.box.y1
    ]


def _opinion(item: Item, standing: list[int], keys: Sequence[str], said: Links) -> Opinion:
    naming: Floats = said.name[standing].max(axis=0)
    measuring: Floats = said.unit[standing].max(axis=0)
    name, unit = _key(item.name), _key(item.unit or "")
    words, unfound = _words_of(name, keys, naming)
    apart = {*words, *standing}
    others = [
        float(naming[at])
        for at, key in enumerate(keys)
        if at not in apart and not (len(key) > 1 and key in name)
    ]
    return Opinion(
        _bounded(float(said.value[standing].max())),
        _bounded(min((float(naming[at]) for at in words), default=-_MOST)),
        _bounded(max(others, default=-_MOST)),
        _bounded(_of_unit(unit, keys, measuring)),
        unfound,
    )


def _words_of(name: str, keys: Sequence[str], naming: Floats) -> tuple[list[int], float]:
    """The tokens that together make the name, the likeliest first, and the share of its letters without one."""
    possible = [at for at, key in enumerate(keys) if key and (key in name or name in key)]
    possible.sort(key=lambda at: -float(naming[at]) - _LETTER * min(len(keys[at]), _LETTERS))
    rest, found = name, []
    for at in possible:
        if keys[at] in rest:
            rest = rest.replace(keys[at], "\0", 1)
            found.append(at)
        elif name in keys[at] and not found:
            return [at], 0.0
        if not rest.strip("\0"):
            break
    return found, len(rest.replace("\0", "")) / max(len(name), 1)


def _of_unit(unit: str, keys: Sequence[str], measuring: Floats) -> float:
    if not unit:
        return -float(measuring.max())
    return max((float(measuring[at]) for at, key in enumerate(keys) if unit in key), default=-_MOST)


def _bounded(logit: float) -> float:
    return float(np.clip(logit, -_MOST, _MOST))
