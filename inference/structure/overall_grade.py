"""The overall grade of a health check, on a line of its own: `総合判定  C`, `総合判定：B 軽度異常`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import PageWords, fold, listed
from inference.structure.geometry import Row, around, cells_of, join, mean_confidence
from inference.structure.pieces import labels_cut
from mappers.model import Item

_LABELS = frozenset(
    fold(word.replace("_", " "))
    for word in listed("総合判定 総合評価 総合判定区分 総合評価区分 overall_grade overall_assessment")
)
_GRADE = re.compile(r"[A-HＡ-Ｈ][1-3]?")
_GAP = 0.6  # line heights
_MOST_CONFIDENT = 0.97


def overall_grades(rows: Sequence[Row], page: PageWords) -> list[Item]:
    """The grades behind such labels, each with nothing else left of it on its line."""
    out: list[Item] = []
    for row in rows:
        cells = cells_of(tuple(labels_cut(row)), _GAP)
        label = fold(join(cells[0])).strip(":【】[]") if cells else ""
        if len(cells) > 1 and label in _LABELS and _GRADE.fullmatch(join(cells[1])):
            out.append(
                Item(
                    name=join(cells[0]).strip(" :：【】[]"),
                    value=join(cells[1]),
                    page=page.number,
                    box=around(cells[1]),
                    confidence=round(min(mean_confidence(cells[1]), _MOST_CONFIDENT), 4),
                    verified=False,
                )
            )
    return out
