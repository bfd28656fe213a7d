"""How right is an extraction? The front door of `inference.evaluation`: items against truth, counted.

What is right, how items are paired and what is counted is said in `pairing`, `judging` and `scoring` there.
"""

from __future__ import annotations

from inference.evaluation.cases import Case
from inference.evaluation.judging import Judged, invented_items, judge
from inference.evaluation.pairing import Pairing, is_right, pair
from inference.evaluation.scoring import ALL, Score, by_group, score, total

__all__ = [
    "ALL",
    "Case",
    "Judged",
    "Pairing",
    "Score",
    "by_group",
    "invented_items",
    "is_right",
    "judge",
    "pair",
    "score",
    "total",
]
