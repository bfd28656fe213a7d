"""Judged documents counted: per type, per noise, per family and in all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from statistics import median

from inference.evaluation.cases import Case
from inference.evaluation.judging import FIELD_NAMES, Judged, Share, judge

ALL = "all"
PLACES = 30  # the source study's page had thirty places


LACKING = 3
"""Items missed from which a document lacks results: see `inference.linking.overlooked`."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one group of documents."""

    documents: int = 0
    refused: int = 0
    there: int = 0  # items of the truth
    read: int = 0  # items given
    right: int = 0
    invented: int = 0  # values that no item of the truth has
    unseen: int = 0  # of those: not in the page's words, either
    types_right: int = 0
    evidence: Share = (0, 0)
    mismatches_there: int = 0
    mismatches_caught: int = 0
    matches_there: int = 0  # documents filed under the right person
    mismatches_false: int = 0
    lacking: int = 0  # documents of which LACKING items or more were missed
    lacking_told: int = 0  # of those, the ones that say so (`Extraction.overlooked`)
    complete: int = 0  # documents of which no item was missed
    complete_told: int = 0  # of those, the ones that say something was
    fields: dict[str, Share] = field(default_factory=dict)  # accuracy on aligned items
    page_seconds: tuple[float, ...] = ()
    sure: tuple[tuple[float, bool], ...] = ()

    @property
    def precision(self) -> float:
        """Right of those given; 1 where none was given and none was there."""
        return self.right / self.read if self.read else float(self.there == 0)

    @property
    def recall(self) -> float:
        """The source study's score: places right of places there; 1 where none was there."""
        return self.right / self.there if self.there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def of_thirty(self) -> float:
        """The source study's score as it is told there: of thirty places."""
        return PLACES * self.recall

    @property
    def invented_share(self) -> float:
        """Invented values of items given."""
        return self.invented / self.read if self.read else 0.0

    @property
    def type_accuracy(self) -> float:
        """Documents whose type was recognised."""
        return self.types_right / self.documents if self.documents else 1.0

    @property
    def false_alarms(self) -> float:
        """Documents of the right person called another's, of all of the right person."""
        return self.mismatches_false / self.matches_there if self.matches_there else 0.0

    @property
    def seconds_median(self) -> float:
        """Median seconds a page."""
        return median(self.page_seconds) if self.page_seconds else 0.0

    @property
    def seconds_p95(self) -> float:
        """95th percentile of seconds a page (nearest rank)."""
        ordered = sorted(self.page_seconds)
        return ordered[max(0, -(-95 * len(ordered) // 100) - 1)] if ordered else 0.0

    def accuracy(self, name: str) -> float | None:
        """Share right of a field on aligned items; None where nothing was to be compared."""
        return rate(self.fields.get(name, (0, 0)))

    def to_json(self) -> dict[str, object]:
        """The counts and rates by name."""
        return {
            "documents": self.documents,
            "refused": self.refused,
            "items_there": self.there,
            "items_read": self.read,
            "items_right": self.right,
            "of_thirty": round(self.of_thirty, 2),
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "invented": self.invented,
            "invented_share": round(self.invented_share, 5),
            "unseen": self.unseen,
            "types_right": self.types_right,
            "evidence": list(self.evidence),
            "fields": {name: list(share) for name, share in self.fields.items()},
            "mismatches_there": self.mismatches_there,
            "mismatches_caught": self.mismatches_caught,
            "matches_there": self.matches_there,
            "mismatches_false": self.mismatches_false,
            "lacking": self.lacking,
            "lacking_told": self.lacking_told,
            "complete": self.complete,
            "complete_told": self.complete_told,
            "seconds_a_page_median": round(self.seconds_median, 3),
            "seconds_a_page_p95": round(self.seconds_p95, 3),
        }


def rate(share: Share) -> float | None:
    """A share as a number; None of nothing."""
    return share[0] / share[1] if share[1] else None


def score(cases: Sequence[Case]) -> dict[str, Score]:
    """Scores by the truth's document type, types in order of name, then `all`."""
    return by_group([judge(case) for case in cases], lambda judged: judged.kind)


def by_group(documents: Sequence[Judged], group: Callable[[Judged], str]) -> dict[str, Score]:
    """Scores by what `group` says of a document ("" joins no group), in order of name, then `all`."""
    table = {
        name: total([d for d in documents if group(d) == name])
        for name in sorted({group(d) for d in documents} - {""})
    }
    table[ALL] = total(documents)
    return table


def total(documents: Sequence[Judged]) -> Score:
    """The counts of these documents."""
    others = [d for d in documents if d.case.truth.patient_mismatch]
    owners = [d for d in documents if d.case.truth.patient_mismatch is False]
    lacking = [d for d in documents if len(d.pairing.missed) >= LACKING]
    complete = [d for d in documents if not d.pairing.missed]
    return Score(
        documents=len(documents),
        refused=sum(d.case.extraction is None for d in documents),
        there=sum(d.there for d in documents),
        read=sum(d.pairing.read for d in documents),
        right=sum(len(d.pairing.right) for d in documents),
        invented=sum(len(d.invented) for d in documents),
        unseen=sum(len(d.unseen) for d in documents),
        types_right=sum(d.type_right for d in documents),
        evidence=_added([d.evidence for d in documents]),
        mismatches_there=len(others),
        mismatches_caught=sum(_alarm(d) for d in others),
        matches_there=len(owners),
        mismatches_false=sum(_alarm(d) for d in owners),
        lacking=len(lacking),
        lacking_told=sum(_told(d) for d in lacking),
        complete=len(complete),
        complete_told=sum(_told(d) for d in complete),
        fields={name: _added([d.fields[name] for d in documents]) for name in FIELD_NAMES},
        page_seconds=tuple(s for d in documents for s in _page_seconds(d.case)),
        sure=tuple(s for d in documents for s in d.sure),
    )


def _alarm(document: Judged) -> bool:
    return bool(document.case.extraction and document.case.extraction.patient_mismatch)


def _told(document: Judged) -> bool:
    return bool(document.case.extraction and document.case.extraction.overlooked)


def _added(shares: Sequence[Share]) -> Share:
    return reduce(lambda a, b: (a[0] + b[0], a[1] + b[1]), shares, (0, 0))


def _page_seconds(case: Case) -> tuple[float, ...]:
    pages = max(case.extraction.page_count if case.extraction else 1, 1)
    return (case.seconds / pages,) * pages
