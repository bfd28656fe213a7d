"""Confidence that means something: of the items given 0.9, about nine in ten are right.

A weighted sum of an item's traits (inference.item_traits) becomes a chance of being right by a monotone table. Both
were fitted on layouts that no score is measured on (`inference.confidence_fit`, docs/accuracy.md); they are kept
with where they come from in `confidence_<engine>.json`. An engine without such a file keeps its own confidences, all
below 0.9.

What the page does not carry stays doubtful whatever the sum says, and a warning never leaves an item more trusted
than whoever warned left it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from inference.item_traits import NAMES, traits_of
from inference.readable import PageWords
from inference.verify import UNSUPPORTED_CONFIDENCE
from mappers.model import Extraction, Item


class ConfidenceTableWrong(ValueError):
    """A fitted table does not go with this code's traits, or is not monotone."""


@dataclass(frozen=True, slots=True)
class ConfidenceTable:
    """Weights of the traits, and knots of the monotone curve from their sum to the chance of being right."""

    weights: tuple[float, ...]  # in the order of item_traits.TRAITS
    bias: float
    sums: tuple[float, ...]  # ascending
    chances: tuple[float, ...]  # ascending, 0..1
    origin: dict[str, Any]  # where it was fitted: families, seeds, date, counts

    def chance(self, traits: Sequence[float]) -> float:
        """The chance that an item with these traits is right."""
        score = self.bias + sum(w * t for w, t in zip(self.weights, traits, strict=True))
        at = bisect_right(self.sums, score)
        if at == 0:
            return self.chances[0]
        if at == len(self.sums):
            return self.chances[-1]
        x0, x1, y0, y1 = self.sums[at - 1], self.sums[at], self.chances[at - 1], self.chances[at]
        return y0 + (y1 - y0) * (score - x0) / (x1 - x0)

    def to_json(self) -> dict[str, Any]:
        """The table as its file has it."""
        return {
            "origin": self.origin,
            "bias": round(self.bias, 4),
            "weights": {name: round(w, 4) for name, w in zip(NAMES, self.weights, strict=True)},
            "curve": [[round(x, 4), round(y, 4)] for x, y in zip(self.sums, self.chances, strict=True)],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ConfidenceTable:
        """The reverse of `to_json`. Raises ConfidenceTableWrong."""
        weights, curve = data["weights"], data["curve"]
        if set(weights) != set(NAMES):
            differing = ", ".join(sorted(set(weights) ^ set(NAMES)))
            raise ConfidenceTableWrong(f"fitted for other traits; differing: {differing}")
        sums, chances = (tuple(float(point[i]) for point in curve) for i in (0, 1))
        rising = all(a < b for a, b in pairwise(sums))
        if not curve or not rising or list(chances) != sorted(chances):
            raise ConfidenceTableWrong("its curve is not monotone")
        return cls(
            tuple(float(weights[n]) for n in NAMES), float(data["bias"]), sums, chances, data["origin"]
        )


UNFITTED_CONFIDENCE = 0.89
"""The most that an item is trusted whose engine nobody has measured (`kartebridge calibrate`): 0.9 is a promise."""


def with_confidence(
    extraction: Extraction, pages: Sequence[PageWords], table: ConfidenceTable | None = None
) -> Extraction:
    """The extraction with the confidence of each item set; runs after verification and plausibility.

    `table`: None takes the one fitted for the extraction's engine; where there is none, items keep the engine's own
    confidence below what only a fitted table may promise.
    """
    table = table or fitted(extraction.engine.name)
    if table is None:
        items = (replace(i, confidence=min(i.confidence, UNFITTED_CONFIDENCE)) for i in extraction.items)
        return replace(extraction, items=tuple(items))
    rows = traits_of(extraction, pages)
    return replace(
        extraction,
        items=tuple(
            replace(item, confidence=_bounded(item, table.chance(row)))
            for item, row in zip(extraction.items, rows, strict=True)
        ),
    )


def _bounded(item: Item, chance: float) -> float:
    if not item.verified:
        chance = min(chance, UNSUPPORTED_CONFIDENCE)
    if item.warnings:
        chance = min(chance, item.confidence)
    return round(chance, 4)


@lru_cache(maxsize=16)
def table_from(text: str) -> ConfidenceTable | None:
    """A table as its file has it; None for empty text. Raises ConfidenceTableWrong, ValueError, KeyError."""
    return ConfidenceTable.from_json(json.loads(text)) if text else None


@lru_cache(maxsize=4)
def fitted(engine: str) -> ConfidenceTable | None:
    """The table fitted for an engine of this name; None where there is none."""
    path = files("inference") / f"confidence_{engine}.json"
    return ConfidenceTable.from_json(json.loads(path.read_text("utf-8"))) if path.is_file() else None
