"""`128/76` and the pair `128`, `76` say the same: answers are put into the form that the truth has.

The convention (docs/architecture.md) leaves open whether a composite stays one item as printed or is split in
order. The parts must stand in order, on the composite's page and at its time, under names that go with its own:
each part's name holds the composite's name (`血圧 収縮期`, `収縮期血圧` for `血圧`) or is a bare word for a part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from inference.readable import fold, fold_unit, fold_value, listed
from mappers.model import Box, Item

_COMPOSITE = re.compile(r"\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)+")
# Words for one part of a blood pressure and its like; a hand-made list.
_PART_WORDS = frozenset(
    fold(w)
    for w in listed(
        "収縮期 拡張期 収縮 拡張 最高 最低 上 下 systolic diastolic sys dia sbp dbp 最大 最小 高 低"
    )
)


def in_the_truths_form(read: Sequence[Item], true: Sequence[Item]) -> list[Item]:
    """The items read, with parts put together or composites split wherever that is the truth's form."""
    items = list(read)
    for item in true:
        parts = _parts(item.value)
        if parts:
            items = _put_together(items, item, parts)
    return _split_up(items, true)


def _parts(value: str) -> tuple[str, ...]:
    key = fold_value(value)
    return tuple(key.split("/")) if _COMPOSITE.fullmatch(key) else ()


def _put_together(items: list[Item], whole: Item, parts: tuple[str, ...]) -> list[Item]:
    """The items with the parts of `whole` made one; unchanged where the composite itself was read."""
    if any(
        i.page == whole.page and _same_time(i, whole) and fold_value(i.value) == fold_value(whole.value)
        for i in items
    ):
        return items
    pools = [
        [
            place
            for place, item in enumerate(items)
            if fold_value(item.value) == part and _same_place(item, whole) and _is_part(item, whole)
        ]
        for part in parts
    ]
    if not all(pools):
        return items
    in_order = [
        chosen
        for chosen in product(*(p[:8] for p in pools))
        if list(chosen) == sorted(set(chosen)) and len({items[p].effective for p in chosen}) == 1
    ]
    if not in_order:
        return items
    chosen = min(
        in_order,
        key=lambda places: (
            not _same_time(items[places[0]], whole),
            sum(_away(items[p], whole) for p in places),
            places,
        ),
    )
    found = [items[p] for p in chosen]
    one = replace(
        found[0],
        name=whole.name,
        value=whole.value,
        box=_around(found),
        confidence=min(i.confidence for i in found),
        verified=all(i.verified for i in found),
    )
    return [one if p == chosen[0] else item for p, item in enumerate(items) if p not in chosen[1:]]


def _split_up(items: list[Item], true: Sequence[Item]) -> list[Item]:
    """Composites read whole, split where the truth has their parts next to each other."""
    told = {fold_value(item.value) for item in true}
    out: list[Item] = []
    for item in items:
        parts = _parts(item.value)
        runs = [] if not parts or fold_value(item.value) in told else _runs(true, item, parts)
        if not runs:
            out.append(item)
            continue
        run = min(runs, key=lambda r: (not _same_time(r[0], item), sum(_away(t, item) for t in r)))
        out += [replace(item, name=t.name, value=t.value) for t in run]
    return out


def _runs(true: Sequence[Item], whole: Item, parts: tuple[str, ...]) -> list[Sequence[Item]]:
    size = len(parts)
    runs = [true[at : at + size] for at in range(len(true) - size + 1)]
    return [
        run
        for run in runs
        if tuple(fold_value(t.value) for t in run) == parts
        and all(_same_place(t, whole) and _is_part(t, whole) for t in run)
    ]


def goes_with(item: Item, other: Item) -> bool:
    """Whether one of two items is a part of the other, by value, name, unit, page and time."""
    for part, whole in ((item, other), (other, item)):
        if fold_value(part.value) in _parts(whole.value) and _same_place(part, whole):
            return _is_part(part, whole)
    return False


def _same_place(item: Item, other: Item) -> bool:
    return item.page == other.page and (_same_time(item, other) or _over(item.box, other.box))


def _same_time(item: Item, other: Item) -> bool:
    times = (item.effective or "")[:16], (other.effective or "")[:16]
    return not all(times) or times[0].startswith(times[1]) or times[1].startswith(times[0])


def _over(box: Box | None, other: Box | None) -> bool:
    """Whether the middle of one lies in the other: a time read wrong is counted as such, not as a value lost."""
    if box is None or other is None:
        return False
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1


def _is_part(part: Item, whole: Item) -> bool:
    if part.unit and whole.unit and fold_unit(part.unit) != fold_unit(whole.unit):
        return False
    name, own = fold(part.name), fold(whole.name)
    return own in name or name in _PART_WORDS


def _away(item: Item, other: Item) -> float:
    if item.box is None or other.box is None:
        return 0.0
    a, b = item.box, other.box
    return abs(a.x0 + a.x1 - b.x0 - b.x1) + abs(a.y0 + a.y1 - b.y0 - b.y1)


def _around(items: Sequence[Item]) -> Box | None:
    boxes = [i.box for i in items if i.box]
    if not boxes:
        return None
    box = boxes[0]
    for other in boxes[1:]:
        box = box.union(other)
    return box
