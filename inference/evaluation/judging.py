"""One document's answer held against its truth: everything that later is only counted.

A value is *invented* when no item of the truth has it, on the document or as a part of a composite; it is *unseen*
when the page's own words do not carry it, either (`verified` is false). A box is *evidence* when it covers at least
half of the true box and its centre, and is not more than nine times as large: a box around everything shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from inference.evaluation.cases import Case
from inference.evaluation.pairing import Pairing, day_of, name_key, pair, unit_key, value_key
from inference.readable import fold, fold_value
from mappers.model import Box, Item

MOST_TIMES_THE_TRUTH = 9.0
Share = tuple[int, int]
"""Right, and of how many."""

_FIELDS: dict[
    str, tuple[Callable[[Item], object], bool]
] = {  # how it is compared, only where the truth has it
    "name": (name_key, False),
    "value": (value_key, False),
    "unit": (unit_key, False),
    "flag": (lambda i: i.flag, False),
    "printed flag": (lambda i: i.flag, True),
    "range": (lambda i: fold(i.reference_range or ""), True),
    "date": (day_of, True),
    "time": (lambda i: (i.effective or "")[:16] if len(i.effective or "") > 10 else "", True),
    "code": (lambda i: i.loinc or i.jlac10, True),
}
FIELD_NAMES = tuple(_FIELDS)


@dataclass(frozen=True, slots=True)
class Judged:
    """One document: its pairing and what is right beside the items."""

    case: Case
    pairing: Pairing
    invented: tuple[Item, ...]
    unseen: tuple[Item, ...]  # of the invented, those that the page's words do not carry
    evidence: Share  # boxes that cover the value, of right items with a true box
    type_right: bool
    sure: tuple[tuple[float, bool], ...]  # confidence of each item given, and whether it is right
    fields: Mapping[str, Share] = field(default_factory=dict)  # on aligned items

    @property
    def kind(self) -> str:
        """The true document type."""
        return self.case.truth.document_type.value

    @property
    def there(self) -> int:
        """Items that the document holds."""
        return len(self.case.truth.items)

    @property
    def errors(self) -> int:
        """Items wrong, beside or missed."""
        return len(self.pairing.wrong) + len(self.pairing.extra) + len(self.pairing.missed)


def judge(case: Case) -> Judged:
    """A case held against its truth."""
    read = case.extraction.items if case.extraction else ()
    true = case.truth.items
    pairing = pair(read, true)
    invented = invented_items(read, true)
    boxed = [(r, t) for r, t in pairing.right if t.box]
    return Judged(
        case=case,
        pairing=pairing,
        invented=invented,
        unseen=tuple(i for i in invented if not i.verified),
        evidence=(sum(covers(r, t) for r, t in boxed), len(boxed)),
        type_right=bool(case.extraction and case.extraction.document_type is case.truth.document_type),
        sure=_sure(pairing),
        fields={name: _share(pairing, *how) for name, how in _FIELDS.items()},
    )


def invented_items(read: Sequence[Item], true: Sequence[Item]) -> tuple[Item, ...]:
    """Items whose value no truth item has, whole or as a part of a composite."""
    values = {value_key(item) for item in true}
    parts = {part for value in values for part in value.split("/")}
    return tuple(
        item
        for item in read
        if value_key(item) not in values | parts
        and not all(part in values for part in fold_value(item.value).split("/"))
    )


def covers(read: Item, true: Item) -> bool:
    """Whether the item's box is around the true value."""
    if read.box is None or true.box is None or read.page != true.page:
        return False
    a, b = read.box, true.box
    common = max(0.0, min(a.x1, b.x1) - max(a.x0, b.x0)) * max(0.0, min(a.y1, b.y1) - max(a.y0, b.y0))
    x, y = (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2
    inside = a.x0 <= x <= a.x1 and a.y0 <= y <= a.y1
    return inside and common >= 0.5 * _area(b) and _area(a) <= MOST_TIMES_THE_TRUTH * _area(b)


def _area(box: Box) -> float:
    return max(box.x1 - box.x0, 0.0) * max(box.y1 - box.y0, 0.0)


def _share(pairing: Pairing, key: Callable[[Item], object], only_told: bool) -> Share:
    pairs = [(key(r), key(t)) for r, t in pairing.aligned]
    if only_told:
        pairs = [(r, t) for r, t in pairs if t]
    return sum(r == t for r, t in pairs), len(pairs)


def _sure(pairing: Pairing) -> tuple[tuple[float, bool], ...]:
    right = [(r.confidence, True) for r, _ in pairing.right]
    wrong = [(r.confidence, False) for r, _ in pairing.wrong]
    return tuple(right + wrong + [(r.confidence, False) for r in pairing.extra])
