"""How sure are the figures? Documents drawn again and again with a seeded generator (percentile bootstrap).

The document is the unit, since items of one document fall together. Two engines are compared on the same draws
(paired), so that what is hard for both cancels out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inference.evaluation.judging import Judged

DRAWS = 2000
SEED = 20260401
Counts = npt.NDArray[np.float64]
"""One row a document: see `counts_of` for the columns."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval that holds 95% of the draws."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two engines on the same documents; `change` is B less A."""

    name: str
    a: Interval
    b: Interval
    change: Interval

    @property
    def told_apart(self) -> bool:
        """Whether the interval of the change leaves out zero."""
        return self.change.low > 0 or self.change.high < 0


def counts_of(documents: Sequence[Judged]) -> Counts:
    """Columns: there, read, right, invented, type right, evidence right, evidence there, value right, aligned."""
    rows = [
        (
            d.there,
            d.pairing.read,
            len(d.pairing.right),
            len(d.invented),
            d.type_right,
            *d.evidence,
            *d.fields["value"],
        )
        for d in documents
    ]
    return np.array(rows, dtype=np.float64).reshape(len(documents), 9)


def _ratio(top: Counts, bottom: Counts, empty: float) -> Counts:
    return np.where(bottom > 0, top / np.maximum(bottom, 1.0), empty)


def _f1(sums: Counts) -> Counts:
    return _ratio(2 * sums[..., 2], sums[..., 0] + sums[..., 1], 1.0)


FIGURES: dict[str, Callable[[Counts, int], Counts]] = {
    "places right": lambda s, n: _ratio(s[..., 2], s[..., 0], 1.0),
    "precision": lambda s, n: _ratio(s[..., 2], s[..., 1], 1.0),
    "item F1": lambda s, n: _f1(s),
    "value accuracy": lambda s, n: _ratio(s[..., 7], s[..., 8], 1.0),
    "evidence": lambda s, n: _ratio(s[..., 5], s[..., 6], 1.0),
    "invented share": lambda s, n: _ratio(s[..., 3], s[..., 1], 0.0),
    "document type": lambda s, n: s[..., 4] / n,
}
"""Name → figure of summed counts of n documents."""


def intervals(documents: Sequence[Judged], seed: int = SEED, draws: int = DRAWS) -> dict[str, Interval]:
    """Every figure with its interval; nothing of no documents."""
    if not documents:
        return {}
    counts = counts_of(documents)
    sums, n = _draws(len(documents), seed, draws) @ counts, len(documents)
    return {name: _interval(figure(counts.sum(0), n), figure(sums, n)) for name, figure in FIGURES.items()}


def compare(
    a: Sequence[Judged], b: Sequence[Judged], seed: int = SEED, draws: int = DRAWS
) -> tuple[Difference, ...]:
    """Every figure of two engines; `a` and `b` are the same documents in the same order.

    Raises ValueError where they are not.
    """
    if [d.case.name for d in a] != [d.case.name for d in b]:
        raise ValueError("the two engines did not read the same documents")
    if not a:
        return ()
    n, weights = len(a), _draws(len(a), seed, draws)
    counts = counts_of(a), counts_of(b)
    sums = [weights @ c for c in counts]
    out = []
    for name, figure in FIGURES.items():
        whole = [figure(c.sum(0), n) for c in counts]
        drawn = [figure(s, n) for s in sums]
        change = _interval(whole[1] - whole[0], drawn[1] - drawn[0])
        out.append(Difference(name, _interval(whole[0], drawn[0]), _interval(whole[1], drawn[1]), change))
    return tuple(out)


def _draws(documents: int, seed: int, draws: int) -> Counts:
    """How often each document is drawn, (draws, documents)."""
    shares = np.full(documents, 1.0 / documents)
    return np.random.default_rng(seed).multinomial(documents, shares, size=draws).astype(np.float64)


def _interval(value: Counts, drawn: Counts) -> Interval:
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(float(value), float(low), float(high))
