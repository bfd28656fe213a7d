"""Tables of narratives with a column a side: `カテゴリー  1  2` under `右  左` are two results."""

from __future__ import annotations

from collections.abc import Sequence

from inference.readable import fold, listed
from inference.structure.geometry import Row, Token, join
from inference.structure.labelled import label_text
from inference.structure.labels import is_label
from inference.structure.matrix import Vocabulary, matrices_of

_SIDES = frozenset(
    map(
        fold,
        listed("右 左 右側 左側 右乳房 左乳房 右乳 左乳 右腎 左腎 右肺 左肺 right left R L Rt Lt Rt. Lt."),
    )
)
_LONGEST = 24  # characters of a cell
_FEWEST = 2  # rows


def sided_values(tokens: Sequence[Token]) -> list[tuple[str, Row, Row]]:
    """Name with its side, the value's tokens and all tokens of the row for each cell of such tables."""
    words = Vocabulary(named=lambda text: fold(text) in _SIDES, answer=lambda _: True)
    out: list[tuple[str, Row, Row]] = []
    for matrix in matrices_of(tokens, words):
        rows = [row for row in matrix.rows if row.label[-1].x1 < matrix.columns[0].heading.x0]
        sides = {column.text for column in matrix.columns}
        if len(sides) < 2 or any(fold(side) not in _SIDES for side in sides) or len(rows) < _FEWEST:
            continue
        for row in rows:
            every = (*row.label, *(token for _, cell in row.cells for token in cell))
            for column, cell in row.cells:
                if len(join(cell)) <= _LONGEST and "。" not in join(cell) and not is_label(join(row.label)):
                    out.append((f"{label_text(join(row.label))} {column.text}", cell, every))
    return out
