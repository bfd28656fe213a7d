"""The margins of a page: a fax's line of transmission, and the foot with house, signer, print time and page number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inference.readable import PageWords
from inference.structure.geometry import Row, cells_of, join, rows_of, tokens_of
from inference.structure.sections import without

_FOOT = 0.9  # of the page's height, below which a foot stands
_HEAD = 0.035  # of the page's height, above which a fax prints its line
_FAX_ROWS = 2
_STAMP = r"(?:20)?\d\d[/.-]\d{1,2}[/.-]\d{1,2}.{0,5}?\s?\d{1,2}[:：]\d\d"
_SENDER = (
    r"F(?:ROM|AX)\b|(?:発信|送信)元?\s?[:：]|(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}|P\.?\s?0?\d{1,2}\s?/\s?0?\d{1,2}"
)
_SENT = re.compile(rf"{_STAMP}.*(?:{_SENDER})|(?:{_SENDER}).*{_STAMP}", re.IGNORECASE)
_CELL_GAP = 0.8  # line heights
_NUMBERED = re.compile(
    r"(?:.*\s)?(?:page\s?\d{1,3}(?:\s?(?:/|of)\s?\d{1,3})?|p\.\s?\d{1,3}(?:\s?/\s?\d{1,3})?"
    r"|\d{1,3}\s?/\s?\d{1,3}\s?(?:頁|ページ|page|p)?|\d{1,3}\s?(?:頁|ページ)|-\s?\d{1,3}\s?-)",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:出力|印刷|発行|印字|作成)(?:日時?|年月日|時刻)|(?:printed|print\s?(?:date|time)|generated)\b",
    re.IGNORECASE,
)


def without_fax_lines(pages: Sequence[PageWords]) -> tuple[PageWords, ...]:
    """The pages read from pixels without the line that a fax prints at their upper edge: it tells when the page was
    sent, which is no time of anything on it (`2026/08/18 18:26 FROM: … 03-0000-0000 P.01/02`)."""
    return tuple(_without_fax_line(page) if page.recognised else page for page in pages)


def _without_fax_line(page: PageWords) -> PageWords:
    rows = rows_of(tokens_of(page))
    edge = [row for row in rows[:_FAX_ROWS] if row[0].y < _HEAD * page.height_px]
    sent = [t for row in edge if _SENT.match(join(row)) for t in row]
    return without(page, sent) if sent else page


def without_feet(pages: Sequence[PageWords]) -> tuple[PageWords, ...]:
    """The pages without the lines at their foot that carry a page number or a print time, and what is below those."""
    return tuple(_without_foot(page) for page in pages)


def _without_foot(page: PageWords) -> PageWords:
    rows = rows_of(tokens_of(page))
    at = next((n for n, row in enumerate(rows) if _is_foot(row, page)), None)
    return page if at is None else without(page, [t for row in rows[at:] for t in row])


def _is_foot(row: Row, page: PageWords) -> bool:
    if row[0].y < _FOOT * page.height_px:
        return False
    cells = [join(cell) for cell in cells_of(row, _CELL_GAP)]
    return _NUMBERED.fullmatch(cells[-1]) is not None or any(_PRINTED.match(cell) for cell in cells)
