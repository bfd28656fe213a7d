"""Tables of narratives with a column a side or a point of the stay: two results of `カテゴリー  1  2` under `右  左`,
and of `Barthel Index  45  90  点` under `入院時  退院時  単位`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inference.readable import fold, listed
from inference.structure.geometry import Row, Token, join
from inference.structure.heading_words import Role, likely_role
from inference.structure.labelled import label_text
from inference.structure.labels import is_label
from inference.structure.matrix import Vocabulary, matrices_of
from inference.structure.units import bare_unit

_SIDES = frozenset(
    map(
        fold,
        listed("右 左 右側 左側 右乳房 左乳房 右乳 左乳 右腎 左腎 右肺 左肺 right left R L Rt Lt Rt. Lt."),
    )
)
_POINTS = frozenset(
    map(
        fold,
        listed("""
入院時 退院時 転院時 転入時 中間 中間時 中間評価 初回 初回時 初回評価 初期 初期評価 最終 最終時 最終評価 開始時 終了時
開始前 終了後 発症前 発症時 術前 術後 手術前 手術後 治療前 治療後 介入前 介入後 訓練前 訓練後 入棟時 退棟時
admission discharge initial final baseline pre-op post-op
"""),
    )
)
"""Points of a stay or a treatment at which the same is measured."""
_SCALES = frozenset(
    map(fold, ("評価", "評価法", "評価尺度", "機能評価", "スケール", "指標", "scale", "measure"))
)
_LONGEST = 24  # characters of a cell
_FEWEST = 2  # rows


@dataclass(frozen=True, slots=True)
class Named:
    """A name, its value's tokens, all tokens that print them, and the unit where a column of its own holds it."""

    name: str
    value: Row
    tokens: Row
    unit: str = ""


def sided_values(tokens: Sequence[Token]) -> list[Named]:
    """The values of such tables, each named with its column's side or point."""
    return [one for words in (_SIDES, _POINTS) for one in _columned(tokens, words)]


def _heads_names(text: str) -> bool:
    return likely_role(text) is Role.NAME or fold(text) in _SCALES


def _columned(tokens: Sequence[Token], named: frozenset[str]) -> list[Named]:
    words = Vocabulary(named=lambda text: fold(text) in named, answer=lambda _: True, label=_heads_names)
    out: list[Named] = []
    for matrix in matrices_of(tokens, words):
        rows = [row for row in matrix.rows if row.label[-1].x1 < matrix.columns[0].heading.x0]
        sides = {column.text for column in matrix.columns}
        if len(sides) < 2 or any(fold(side) not in named for side in sides) or len(rows) < _FEWEST:
            continue
        for row in rows:
            cells = (token for _, cell in row.cells for token in cell)
            every = (*matrix.heads, *row.label, *cells, *row.unit)
            for column, cell in row.cells:
                if len(join(cell)) <= _LONGEST and "。" not in join(cell) and not is_label(join(row.label)):
                    name = f"{label_text(join(row.label))} {column.text}"
                    out.append(Named(name, cell, every, bare_unit(join(row.unit)) or column.unit))
    return out
