"""One engine over one set of documents: what every report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.evaluation.judging import Judged
from inference.evaluation.scoring import Score, by_group, total


@dataclass(frozen=True, slots=True)
class Run:
    """An engine's judged documents, and under what conditions they were read."""

    label: str  # engine, or where its saved answers are
    documents: tuple[Judged, ...]
    jobs: int = 1
    process_peaks: tuple[int, ...] = ()  # bytes, the most that each reading process held
    machine: str = ""  # processor and cores, in words
    day: str = ""  # YYYY-MM-DD

    @property
    def peak_bytes(self) -> int:
        """The peaks of all reading processes together: an upper bound of what they held at one time."""
        return sum(self.process_peaks)

    @property
    def whole(self) -> Score:
        """Everything counted."""
        return total(self.documents)

    def by_type(self) -> dict[str, Score]:
        """By the true document type, then `all`."""
        return by_group(self.documents, lambda d: d.kind)

    def by_noise(self) -> dict[str, Score]:
        """By what case.json says of the noise; only `all` where nobody said."""
        return by_group(self.documents, lambda d: d.case.noise)

    def by_family(self) -> dict[str, Score]:
        """By layout family; only `all` where nobody said."""
        return by_group(self.documents, lambda d: d.case.family)


def worst(documents: Sequence[Judged], most: int, a_type: int = 3) -> tuple[Judged, ...]:
    """The documents with most items wrong, beside or missed; at most `a_type` of one type, none without errors."""
    taken: dict[str, int] = {}
    chosen: list[Judged] = []
    for document in sorted(documents, key=lambda d: (-d.errors, d.case.name)):
        if len(chosen) == most:
            break
        if document.errors and taken.get(document.kind, 0) < a_type:
            taken[document.kind] = taken.get(document.kind, 0) + 1
            chosen.append(document)
    return tuple(chosen)
