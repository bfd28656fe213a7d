"""Fitting the confidence table: logistic regression with known signs, then a monotone curve.

The weights get only the sign that `item_traits.TRAITS` allows, so that no quirk of the fitted layouts can make a
misread word speak for an item. The curve is isotonic regression (pool adjacent violators) on scores that were made
for each layout family by weights fitted without that family: what it promises is what a new layout gets.
Each step of the curve is its lower bound for new items (Wilson's interval), since a promise is kept downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from inference.confidence import ConfidenceTable
from inference.item_traits import NAMES, TRAITS

FOLDS = 10
RIDGE = 1.0  # penalty on the squared weights, in items
CAUTION = 1.64  # standard errors below the observed share
TOGETHER = 4
"""Items that count as one in the error of a step: a page's units, a column err together. On the three first looks that
it is fitted on, errors vary between layouts 11 to 48 times as much as independent ones would."""
LEAST_STEP = 100  # items in one step of the curve: two dozen that count
MOST = 0.995
STRANGE_SHARE = 0.25  # what an item of a page made strange counts in the curve
STRANGE_WEIGHT = 0.5  # and in the weights
RECOGNISED_WEIGHT = 2.0  # what an item read from pixels counts in both: they are the harder part
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One item given by an engine: its traits, whether it is right, and the layout family it is from."""

    traits: tuple[float, ...]
    right: bool
    family: str
    strange: bool = False  # from a page with words made strange (confidence_rough)


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted table, and the chance of each sample of a page as it is, by weights that never saw its family."""

    table: ConfidenceTable
    held_out: tuple[tuple[float, bool], ...]


def fit(samples: Sequence[Sample], origin: dict[str, Any]) -> Fit:
    """Weights and curve of these samples. Raises ValueError where there are not two families, or none wrong."""
    families = sorted({s.family for s in samples})
    right = np.array([s.right for s in samples], dtype=np.float64)
    if len(families) < 2 or right.all() or not right.any():
        raise ValueError("needs samples of two families or more, right and wrong ones")
    traits = np.array([s.traits for s in samples], dtype=np.float64)
    balance = _balance(samples)
    folds = {family: n % min(FOLDS, len(families)) for n, family in enumerate(families)}
    fold = np.array([folds[s.family] for s in samples])
    scores = np.empty(len(samples))
    for n in range(fold.max() + 1):
        weights = _weights(traits[fold != n], right[fold != n], balance[fold != n])
        scores[fold == n] = weights[0] + traits[fold == n] @ weights[1:]
    strange = np.array([s.strange for s in samples])
    sums, chances = curve(scores, right, balance * np.where(strange, STRANGE_SHARE / STRANGE_WEIGHT, 1.0))
    weights = _weights(traits, right, balance)
    table = ConfidenceTable(
        tuple(weights[1:].tolist()), float(weights[0]), tuple(sums), tuple(chances), origin
    )
    bare = ConfidenceTable((1.0,), 0.0, table.sums, table.chances, {})
    held_out = [(bare.chance((float(s),)), bool(r)) for s, r in zip(scores, right, strict=True)]
    return Fit(table, tuple(h for h, s in zip(held_out, samples, strict=True) if not s.strange))


def _balance(samples: Sequence[Sample]) -> Floats:
    """Weights that keep one large family from drowning the others: items count by the root of their family."""
    sizes: dict[str, int] = {}
    for sample in samples:
        sizes[sample.family] = sizes.get(sample.family, 0) + 1
    recognised = NAMES.index("recognised")
    weights = np.array(
        [
            sizes[s.family] ** -0.5
            * (STRANGE_WEIGHT if s.strange else RECOGNISED_WEIGHT if s.traits[recognised] else 1.0)
            for s in samples
        ]
    )
    return np.asarray(weights * len(samples) / weights.sum(), dtype=np.float64)


def _weights(traits: Floats, right: Floats, balance: Floats) -> Floats:
    """Bias and weights of the likeliest logistic model with the signs that are allowed."""
    design = np.column_stack([np.ones(len(traits)), traits])

    def loss(weights: Floats) -> tuple[float, Floats]:
        score = design @ weights
        chance = 1 / (1 + np.exp(-np.clip(score, -40, 40)))
        value = balance @ (np.logaddexp(0, score) - right * score)
        value += RIDGE * (weights[1:] @ weights[1:])
        slope = design.T @ (balance * (chance - right))
        slope[1:] += 2 * RIDGE * weights[1:]
        return float(value), slope

    bounds = [(None, None)] + [(0.0 if s > 0 else None, 0.0 if s < 0 else None) for _, s in TRAITS]
    found = minimize(loss, np.zeros(design.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def curve(scores: Floats, right: Floats, balance: Floats) -> tuple[list[float], list[float]]:
    """Knots (score, chance) of the cautious isotonic curve, both ascending."""
    blocks: list[_Block] = []
    for at in np.argsort(scores, kind="stable").tolist():
        blocks.append(_Block(balance[at], balance[at] * right[at], 1, scores[at], scores[at]))
        while len(blocks) > 1 and (blocks[-2].share >= blocks[-1].share or blocks[-2].items < LEAST_STEP):
            last = blocks.pop()
            blocks[-1] = blocks[-1].with_next(last)
    sums: list[float] = []
    chances: list[float] = []
    for block in blocks:
        chance = max(min(_lower(block.share, block.items), MOST), chances[-1] if chances else 0.0)
        for score in (block.low, block.high):
            if not sums or round(score, 4) > sums[-1]:
                sums.append(round(score, 4))
                chances.append(round(chance, 4))
    return sums, chances


@dataclass(frozen=True, slots=True)
class _Block:
    """Items whose scores follow each other, taken for one step of the curve."""

    weight: float
    good: float  # weight of the right ones
    items: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.good / self.weight

    def with_next(self, other: _Block) -> _Block:
        """This block and the one above it as one."""
        return _Block(
            self.weight + other.weight, self.good + other.good, self.items + other.items, self.low, other.high
        )


def _lower(share: float, count: int) -> float:
    """Wilson's lower bound, CAUTION standard errors below."""
    z, count = CAUTION, max(1, count // TOGETHER)
    middle = share + z * z / (2 * count)
    spread = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return float((middle - spread) / (1 + z * z / count))
