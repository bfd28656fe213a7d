"""Lines of a page's foot: who printed it and when, and which page of how many it is. They hold no results.

夢野病院   検査部 久我山          出力日時 2025/07/01 16:37   1/2頁
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.structure.dates import find_date
from inference.structure.geometry import Row, Token, cells_of, join, rows_of

_CELL_GAP = 0.9  # line heights
_PRINTED = re.compile(
    r"(?:出力|印刷|発行|プリント|print(?:ed|out)?)\s?(?:日時?|年月日|時刻|date|time|on|at)*\s?[:：]?\s*$",
    re.IGNORECASE,
)
_PAGE_COUNT = re.compile(
    r"(?<![\d/.])\d{1,3}\s?/\s?\d{1,3}\s?(?:頁|ページ|枚)|(?:頁|ページ|\bpage|\bp\.)\s?:?\s?\d{1,3}\s?(?:/|of)\s?\d{1,3}\s*$"
    r"|^\W*(?:頁|ページ|page|p\.)\s?:?\s?\d{1,3}\W*$",
    re.IGNORECASE,
)


def is_foot(row: Row) -> bool:
    """Whether a line tells when the page was printed, or which page it is."""
    text = join(row)
    date = find_date(text)
    counted = any(_PAGE_COUNT.search(join(cell)) for cell in cells_of(row, _CELL_GAP))
    return counted or (date is not None and _PRINTED.search(text[: date.start]) is not None)


def without_foot(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without the lines of the page's foot (a copy of them at the top, too)."""
    foot = {id(token) for row in rows_of(tokens) if is_foot(row) for token in row}
    return tuple(t for t in tokens if id(t) not in foot) if foot else tuple(tokens)
