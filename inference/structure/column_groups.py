"""Which columns stand under which group of a two-line heading: `吸入前` and `吸入後` over 実測値 and %予測 each.

A group is centred over its columns or begins with the first. What repeats belongs to the groups; a column that
comes once (予測値, 改善率) does only where a group's middle says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from inference.readable import fold
from inference.structure.geometry import Row, join

_ONCE_INSIDE = 0.6  # cost of a column that comes once inside a group, in line heights of misplacement
_REPEATED_OUTSIDE = 6.0
_SAME_TWICE = 40.0

Placed = tuple[str, float, float]
"""A heading's text, left and right."""


def under_groups(columns: Sequence[Placed], groups: Sequence[Row]) -> list[str]:
    """For each column, left to right, the text of its group, "" for none."""
    counts = Counter(fold(text) for text, _, _ in columns)
    repeats = any(n > 1 for n in counts.values())
    height = groups[0][0].height
    total = len(columns)

    def belongs(at: int) -> bool:
        return not repeats or counts[fold(columns[at][0])] > 1

    def misplaced(group: Row, start: int, stop: int) -> float:
        x0, x1 = columns[start][1], columns[stop - 1][2]
        left, right = group[0].x0, group[-1].x1
        aside = min(abs((left + right) / 2 - (x0 + x1) / 2), abs(left - x0) + 0.3 * height)
        keys = [fold(columns[at][0]) for at in range(start, stop)]
        once = sum(not belongs(at) for at in range(start, stop))
        return aside / height + _ONCE_INSIDE * once + _SAME_TWICE * (len(keys) - len(set(keys)))

    @cache
    def best(group: int, start: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        """Cheapest columns for the groups from this one on, with columns from `start` on still free."""
        outside = [_REPEATED_OUTSIDE * belongs(at) for at in range(total)]
        if group == len(groups):
            return sum(outside[start:]), ()
        options = [(float("inf"), tuple[tuple[int, int], ...]())]
        for begin in range(start, total):
            for end in range(begin + 1, total + 1):
                cost, rest = best(group + 1, end)
                cost += sum(outside[start:begin]) + misplaced(groups[group], begin, end)
                options.append((cost, ((begin, end), *rest)))
        return min(options)

    names = [""] * total
    for group, (begin, end) in zip(groups, best(0, 0)[1], strict=False):
        names[begin:end] = [join(group)] * (end - begin)
    return names
