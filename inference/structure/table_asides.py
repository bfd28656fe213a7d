"""Columns of a headed table that hold neither names nor results: the method of a test may be the name of another.

検査項目          方法              結果
抗酸菌塗抹        蛍光法            (1+)         <- 蛍光法 names no row here
"""

from __future__ import annotations

from collections.abc import Sequence

from inference.structure.geometry import Row, cells_of, row_y
from inference.structure.named_columns import RESULTS, ColumnKind, HeadLine

_CELL_GAP = 0.8  # line heights


def without_asides(rows: Sequence[Row], heads: Sequence[HeadLine]) -> list[Row]:
    """The lines, those with a cell for each column of the heading line above them without the cells aside."""
    tables = sorted((line for line in heads if _has_asides(line)), key=lambda line: line.y)
    return [_without(row, tables, heads) for row in rows] if tables else list(rows)


def _has_asides(line: HeadLine) -> bool:
    kinds = [column.kind for column in line.columns]
    named = kinds[:1] == [ColumnKind.NAME] and kinds.count(ColumnKind.NAME) == 1
    return named and ColumnKind.ASIDE in kinds and bool(set(kinds) & set(RESULTS))


def _without(row: Row, tables: Sequence[HeadLine], heads: Sequence[HeadLine]) -> Row:
    above = max(
        (line for line in heads if line.y < row_y(row) - 0.3 * row[0].height), key=lambda h: h.y, default=None
    )
    cells = cells_of(row, _CELL_GAP)
    if above is None or above not in tables or len(cells) != len(above.columns):
        return row
    kept = [c for c, column in zip(cells, above.columns, strict=True) if column.kind is not ColumnKind.ASIDE]
    return tuple(token for cell in kept for token in cell)
