"""How right is an extraction? Items against truth, one to one, counted by document type and in all.

An item is right when name, value and unit are right, each compared without widths, spaces and forms of
characters (and units without the caret of a power). Items are paired one to one so that the sum of agreement is
the greatest (scipy's linear_sum_assignment); a time series' date joins in, so that days are not exchanged.

A value is *invented* when no truth item has it and the page's words do not carry it, either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np
from scipy.optimize import linear_sum_assignment

from inference.readable import fold, fold_unit, fold_value
from mappers.model import Extraction, Item

ALL = "all"


@dataclass(frozen=True, slots=True)
class Pairing:
    """One document's items: pairs (read, true), what was read beside, and what was missed."""

    right: tuple[tuple[Item, Item], ...]
    wrong: tuple[tuple[Item, Item], ...]  # paired by name or place, but value, unit or name differ
    extra: tuple[Item, ...]
    missed: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One document evaluated. `extraction` is None where the document was refused."""

    name: str
    truth: Extraction
    extraction: Extraction | None
    seconds: float
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document type, or of all."""

    documents: int = 0
    there: int = 0  # items of the truth
    read: int = 0  # items given
    right: int = 0
    invented: int = 0
    types_right: int = 0
    mismatches_there: int = 0
    mismatches_caught: int = 0
    mismatches_false: int = 0
    page_seconds: tuple[float, ...] = field(default=())

    @property
    def precision(self) -> float:
        """Right of those given; 1 where none was given and none was there."""
        return self.right / self.read if self.read else float(self.there == 0)

    @property
    def recall(self) -> float:
        """Right of those there; 1 where none was there."""
        return self.right / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def seconds_median(self) -> float:
        """Median seconds a page."""
        return median(self.page_seconds) if self.page_seconds else 0.0

    @property
    def seconds_p95(self) -> float:
        """95th percentile of seconds a page (nearest rank)."""
        ordered = sorted(self.page_seconds)
        return ordered[max(0, -(-95 * len(ordered) // 100) - 1)] if ordered else 0.0

    def to_json(self) -> dict[str, float | int]:
        """The counts and rates by name."""
        return {
            "documents": self.documents,
            "items_there": self.there,
            "items_read": self.read,
            "items_right": self.right,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "invented": self.invented,
            "types_right": self.types_right,
            "mismatches_there": self.mismatches_there,
            "mismatches_caught": self.mismatches_caught,
            "mismatches_false": self.mismatches_false,
            "seconds_a_page_median": round(self.seconds_median, 3),
            "seconds_a_page_p95": round(self.seconds_p95, 3),
        }


def is_right(read: Item, true: Item) -> bool:
    """Name, value and unit are right."""
    return _same_name(read, true) and _same_value(read, true) and _same_unit(read, true)


def pair(read: Sequence[Item], true: Sequence[Item]) -> Pairing:
    """The best one-to-one pairing of what was read with what is true."""
    if not read or not true:
        return Pairing((), (), tuple(read), tuple(true))
    gain = np.array([[_agreement(r, t) for t in true] for r in read])
    rows, columns = linear_sum_assignment(gain, maximize=True)
    right, wrong, used_r, used_t = [], [], set(), set()
    for r, t in zip(rows.tolist(), columns.tolist(), strict=True):
        if is_right(read[r], true[t]):
            right.append((read[r], true[t]))
        elif gain[r, t] >= 1.0:
            wrong.append((read[r], true[t]))
        else:
            continue
        used_r.add(r)
        used_t.add(t)
    return Pairing(
        tuple(right),
        tuple(wrong),
        tuple(item for i, item in enumerate(read) if i not in used_r),
        tuple(item for i, item in enumerate(true) if i not in used_t),
    )


def score(cases: Sequence[Case]) -> dict[str, Score]:
    """Scores by the truth's document type, types in order of name, then `all`."""
    kinds = sorted({case.truth.document_type.value for case in cases})
    table = {kind: _sum([c for c in cases if c.truth.document_type.value == kind]) for kind in kinds}
    table[ALL] = _sum(cases)
    return table


def _sum(cases: Sequence[Case]) -> Score:
    right = read = there = invented = 0
    seconds: list[float] = []
    for case in cases:
        items = case.extraction.items if case.extraction else ()
        right += len(pair(items, case.truth.items).right)
        read += len(items)
        there += len(case.truth.items)
        invented += len(invented_items(items, case.truth.items))
        pages = case.extraction.page_count if case.extraction else 1
        seconds += [case.seconds / max(pages, 1)] * max(pages, 1)
    wrong_person = [c for c in cases if c.truth.patient_mismatch]
    return Score(
        documents=len(cases),
        there=there,
        read=read,
        right=right,
        invented=invented,
        types_right=sum(
            bool(c.extraction and c.extraction.document_type is c.truth.document_type) for c in cases
        ),
        mismatches_there=len(wrong_person),
        mismatches_caught=sum(bool(c.extraction and c.extraction.patient_mismatch) for c in wrong_person),
        mismatches_false=sum(
            bool(c.extraction and c.extraction.patient_mismatch)
            for c in cases
            if c.truth.patient_mismatch is False
        ),
        page_seconds=tuple(seconds),
    )


def invented_items(read: Sequence[Item], true: Sequence[Item]) -> tuple[Item, ...]:
    """Items whose value no truth item has and no word of the page supports."""
    values = {fold_value(item.value) for item in true}
    return tuple(item for item in read if not item.verified and fold_value(item.value) not in values)


def _same_name(read: Item, true: Item) -> bool:
    return fold(read.name) == fold(true.name)


def _same_value(read: Item, true: Item) -> bool:
    return fold_value(read.value) == fold_value(true.value)


def _same_unit(read: Item, true: Item) -> bool:
    return fold_unit(read.unit or "") == fold_unit(true.unit or "")


def _agreement(read: Item, true: Item) -> float:
    """What pairing these two is worth: name counts most; page and date only order equals."""
    worth = 3.0 * _same_name(read, true) + 2.0 * _same_value(read, true) + 1.0 * _same_unit(read, true)
    if _same_name(read, true) and _same_value(read, true) and _same_unit(read, true):
        worth += 4.0
    worth -= 0.0 if _same_name(read, true) or _same_value(read, true) else 1.0
    same_day = (read.effective or "")[:10] == (true.effective or "")[:10]
    return worth + 0.1 * (read.page == true.page) + 0.2 * same_day
