"""Items of a page's parts as one list: what stands at a seam was shown twice and is told once.

Neighbouring parts show each a line of the other. Where a page's words are known, an item is looked for in the lines
that its part shows: the part whose own span holds the place has it, the other part's is dropped. An item without a
place (misread, or a page without words) is dropped where the neighbour has one of its name in what both show, or where
the end of one list is the beginning of the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.asking.prepared import Part
from inference.asking.tiles import Span
from inference.others_places import Others
from inference.page_lines import Line, lines_of
from inference.readable import PageWords, fold, fold_value
from inference.structure.geometry import around
from inference.verify import place_of
from mappers.model import Box, Item


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item of a part, and where it stands: its box and height (of the words' page), None where nobody knows."""

    item: Item
    box: Box | None = None
    y: float | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What the same item of another part has in common."""
        return fold(self.item.name), fold_value(self.item.value), self.item.effective or ""


def merged(parts: Sequence[tuple[Part, Sequence[Item]]], words: PageWords | None) -> list[Item]:
    """The items of one page's parts, top to bottom; where there are several, each with the box of its place."""
    if len(parts) == 1:
        return list(parts[0][1])
    lines = lines_of(words) if words else []
    placed = [_placed(part, items, lines, words) for part, items in parts]
    spans = [part for part, _ in parts]
    kept: list[list[_Placed]] = []
    for at, mine in enumerate(placed):
        beside = [(spans[n], placed[n]) for n in (at - 1, at + 1) if 0 <= n < len(placed)]
        kept.append([one for one in mine if not _is_neighbours(one, spans[at], beside)])
    return [one.item for one in _joined(kept)]


def _placed(
    part: Part, items: Sequence[Item], lines: Sequence[Line], words: PageWords | None
) -> list[_Placed]:
    """Each item with its place among the lines that the part shows; each place once."""
    shown = Box(0.0, part.shown.top, 1.0, part.shown.bottom)
    if words is not None and words.placement is not None:
        shown = words.placement.box(shown)
    taken: set[tuple[int, Box, str]] = set()
    out = []
    for item in items:
        match = place_of(
            replace(item, box=shown),
            lines,
            taken,
            Others.of(item, items),
            words.recognised if words else False,
        )
        y = match.y / words.height_px if match and words else -1.0
        if match is None or not _touches(part.shown, y):
            out.append(_Placed(item))
            continue
        box = around(match.tokens)
        taken.add((item.page, box, item.value))
        out.append(_Placed(replace(item, box=box), box, y))
    return out


def _touches(span: Span, y: float) -> bool:
    return span.top <= y <= span.bottom


def _is_neighbours(one: _Placed, part: Part, beside: Sequence[tuple[Part, Sequence[_Placed]]]) -> bool:
    """Whether a neighbouring part has this item and is the one to tell it."""
    for other, items in beside:
        upper = other.own.top < part.own.top
        if one.y is not None:
            if not part.own.holds(one.y) and any(o.box == one.box and o.key == one.key for o in items):
                return True
            continue
        both = Span(max(part.shown.top, other.shown.top), min(part.shown.bottom, other.shown.bottom))
        for o in items:
            if o.y is not None and _touches(both, o.y) and _same_name_and_day(o.item, one.item):
                return True
            if o.y is None and upper and o.key == one.key:
                return True  # the same twice, where nobody finds it: told twice rather than printed twice
    return False


def _same_name_and_day(a: Item, b: Item) -> bool:
    return fold(a.name) == fold(b.name) and (not a.effective or not b.effective or a.effective == b.effective)


def _joined(lists: Sequence[Sequence[_Placed]]) -> list[_Placed]:
    """Lists one after another; what ends one and begins the next, without places, is there once."""
    out: list[_Placed] = []
    for items in lists:
        out += items[_overlap(out, items) :]
    return out


def _overlap(before: Sequence[_Placed], after: Sequence[_Placed]) -> int:
    for size in range(min(len(before), len(after)), 0, -1):
        pairs = list(zip(before[-size:], after[:size], strict=True))
        if all(a.key == b.key and a.box is None and b.box is None for a, b in pairs):
            return size
    return 0
