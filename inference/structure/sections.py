"""A page cut into the parts that its headings and gaps show, so that one part's columns do not reach into the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from inference.readable import PageWords
from inference.structure.geometry import Row, Token, cells_of, join, row_y, rows_of, tokens_of
from inference.structure.values import parse_value

_DECORATED = "■□◆◇●○◎▪▶▼【[＜<〈《◉★☆"
_WIDE = 1.7  # times the page's usual line distance: a gap
_LOWER = 0.3  # of the distances in order
_CELL_GAP = 1.3  # line heights


def sections(
    page: PageWords, is_name: Callable[[str], bool], is_head: Callable[[Row], bool]
) -> list[PageWords]:
    """The page's parts, top to bottom, each with its words only.

    A part begins with a decorated heading line, with a line for which `is_head` says so, with a line of several
    names where the one before had fewer (pairs side by side after a table), and behind a wide gap where no table goes
    on (a line of fewer than two values).
    """
    rows = rows_of(tokens_of(page))
    usual = _usual_step(rows)
    starts: list[float] = []
    for above, row in pairwise(rows):
        wide = row_y(row) - row_y(above) > _WIDE * usual
        more = _names(row, is_name) >= 2 > _names(above, is_name) and not is_head(above)
        if is_heading(row) or is_head(row) or more or (wide and _values(row) < 2):
            starts.append((row_y(above) + row_y(row)) / 2)
    return cut(page, starts)


def _usual_step(rows: Sequence[Row]) -> float:
    """The distance of lines inside a part: in the lower half of all distances, parts being few lines of many."""
    steps = sorted(row_y(b) - row_y(a) for a, b in pairwise(rows))
    return steps[int(len(steps) * _LOWER)] if steps else 0.0


def is_heading(row: Row) -> bool:
    """A decorated line without a number: `■ 電池`, `【設定】`."""
    text = join(row)
    return (
        text[:1] in _DECORATED and len(cells_of(row, _CELL_GAP)) == 1 and not any(c.isdigit() for c in text)
    )


def _names(row: Row, is_name: Callable[[str], bool]) -> int:
    return sum(is_name(join(cell)) for cell in cells_of(row, _CELL_GAP))


def _values(row: Row) -> int:
    return sum(parse_value(join(cell)) is not None for cell in cells_of(row, _CELL_GAP)[1:])


def cut(page: PageWords, starts: Sequence[float]) -> list[PageWords]:
    """The page's words by the starts they stand below."""
    parts: list[list[int]] = [[] for _ in range(len(starts) + 1)]
    for place, word in enumerate(page.words):
        x = (word.box.x0 + word.box.x1) / 2 * page.width_px
        y = (word.box.y0 + word.box.y1) / 2 * page.height_px - page.slope * x
        parts[sum(start < y for start in starts)].append(place)
    return [replace(page, words=tuple(page.words[i] for i in part)) for part in parts if part]


def without(page: PageWords, tokens: Sequence[Token]) -> PageWords:
    """The page without the words that hold these tokens."""
    boxes = [t.box for t in tokens]
    kept = tuple(
        w
        for w in page.words
        if not any(
            w.box.x0 - 1e-6 <= b.x0 and b.x1 <= w.box.x1 + 1e-6 and w.box.y0 <= (b.y0 + b.y1) / 2 <= w.box.y1
            for b in boxes
        )
    )
    return replace(page, words=kept)


def beside(page: PageWords, bounds: Sequence[float]) -> list[PageWords]:
    """The page cut upright at `bounds` (pixels, ascending) by the left ends of its words."""
    parts: list[list[int]] = [[] for _ in range(len(bounds) + 1)]
    for place, word in enumerate(page.words):
        parts[sum(bound <= word.box.x0 * page.width_px for bound in bounds)].append(place)
    return [replace(page, words=tuple(page.words[i] for i in part)) for part in parts]
