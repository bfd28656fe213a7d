"""Does confidence mean something? Reliability, expected calibration error, and what is gained by holding back.

Input everywhere: pairs (confidence 0..1, right or not), one for each item given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SURE = 0.9
"""From this confidence on an item is called sure (the console's own threshold)."""

Sure = Sequence[tuple[float, bool]]


@dataclass(frozen=True, slots=True)
class Bin:
    """Items whose confidence lies in [low, high); the last bin holds 1 too."""

    low: float
    high: float
    count: int
    confidence: float  # mean
    right: float  # share


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the confidences of some items are worth."""

    items: int
    bins: tuple[Bin, ...]  # empty ones left out
    ece: float  # expected calibration error: |confidence - right| averaged over items
    brier: float  # mean squared difference of confidence and being right
    sure_share: float  # items given 0.9 or more, of all items
    sure_right: float | None  # of those, how many are right; None where there are none
    curve: tuple[tuple[float, float, float], ...]  # (coverage, risk, lowest confidence kept), most sure first
    area: float  # under the risk-coverage curve: mean risk over all coverages, 0 is perfect

    def to_json(self) -> dict[str, object]:
        """The figures by name; the curve thinned to what a diagram needs."""
        return {
            "items": self.items,
            "ece": round(self.ece, 5),
            "brier": round(self.brier, 5),
            "sure_share": round(self.sure_share, 5),
            "sure_right": None if self.sure_right is None else round(self.sure_right, 5),
            "risk_coverage_area": round(self.area, 6),
            "bins": [[b.low, b.high, b.count, round(b.confidence, 4), round(b.right, 4)] for b in self.bins],
            "curve": [[round(v, 5) for v in point] for point in self.curve],
        }


def calibration(sure: Sure, bins: int = 10, points: int = 100) -> Calibration:
    """The calibration of these items; all zero of none."""
    if not sure:
        return Calibration(0, (), 0.0, 0.0, 0.0, None, (), 0.0)
    confidence = np.array([c for c, _ in sure], dtype=np.float64)
    right = np.array([r for _, r in sure], dtype=np.float64)
    place = np.minimum((confidence * bins + 1e-9).astype(int), bins - 1)
    filled = [
        Bin(
            n / bins,
            (n + 1) / bins,
            int((place == n).sum()),
            float(confidence[place == n].mean()),
            float(right[place == n].mean()),
        )
        for n in range(bins)
        if (place == n).any()
    ]
    certain = confidence >= SURE
    curve = risk_coverage(sure)
    step = max(1, len(curve) // points)
    return Calibration(
        items=len(sure),
        bins=tuple(filled),
        ece=sum(b.count * abs(b.confidence - b.right) for b in filled) / len(sure),
        brier=float(((confidence - right) ** 2).mean()),
        sure_share=float(certain.mean()),
        sure_right=float(right[certain].mean()) if certain.any() else None,
        curve=tuple(curve[::step]) + (curve[-1:] if (len(curve) - 1) % step else ()),
        area=_area(curve),
    )


def risk_coverage(sure: Sure) -> tuple[tuple[float, float, float], ...]:
    """(coverage, risk, lowest confidence kept) for every threshold, most sure first; ties enter together."""
    ordered = sorted(sure, key=lambda s: -s[0])
    curve = []
    wrong = 0
    for place, (confidence, right) in enumerate(ordered, 1):
        wrong += not right
        if place == len(ordered) or ordered[place][0] != confidence:
            curve.append((place / len(ordered), wrong / place, confidence))
    return tuple(curve)


def _area(curve: Sequence[tuple[float, float, float]]) -> float:
    last, area = 0.0, 0.0
    for coverage, risk, _ in curve:
        area += risk * (coverage - last)
        last = coverage
    return area
