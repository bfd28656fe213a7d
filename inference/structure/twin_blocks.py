"""Names that stand twice on a page are told apart by the heading of their block: `pH` and `pH 体温補正値`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.readable import fold
from inference.structure.anchored_result import Result
from inference.structure.geometry import Row, cells_of, join, row_y
from inference.structure.heading_words import role_of
from inference.structure.labels import begins_with_label
from inference.structure.named_columns import HeadWords, bare_heading
from inference.structure.named_rows import NamedRow
from inference.structure.values import parse_value

_CELL_GAP = 1.6
_INDENT = 3.0  # line heights a heading may begin right of its names
_LONGEST = 28


@dataclass(frozen=True, slots=True)
class _Heading:
    text: str
    x0: float
    x1: float
    y: float
    told: bool  # one of the type's own words
    measured: bool
    led: bool  # a name below begins where it begins


def with_blocks(
    results: list[Result], rows: Sequence[Row], named: Sequence[NamedRow], words: HeadWords
) -> list[Result]:
    """The results, those of one name and time with their block's heading behind the name."""
    counts = Counter(_key(r) for r in results)
    if all(count == 1 for count in counts.values()):
        return results
    headings = _headings(rows, named, words)
    if any(h.told for h in headings):
        headings = [h for h in headings if h.told]
    over = [_over(r.row, headings) if counts[_key(r)] > 1 else None for r in results]
    told: dict[tuple[str, str, str | None], set[str]] = {}
    for result, heading in zip(results, over, strict=True):
        told.setdefault(_key(result), set()).add(heading.text if heading else "")
    return [
        replace(r, label=h.text)
        if h and not h.measured and len(told[_key(r)]) > 1
        else r  # a title tells nothing
        for r, h in zip(results, over, strict=True)
    ]


def _key(result: Result) -> tuple[str, str, str | None]:
    return fold(result.row.name), result.label, result.effective


def _headings(rows: Sequence[Row], named: Sequence[NamedRow], words: HeadWords) -> list[_Heading]:
    taken = {id(t) for r in named for t in r.tokens}
    out = []
    for row in rows:
        for cell in cells_of(row, _CELL_GAP):
            bare = bare_heading(join(cell))
            measured, named_word = words.measured(bare), words.named(bare)
            told = measured or named_word
            if not bare or (not told and any(id(t) in taken for t in cell)):
                continue
            plain = (
                any(c.isalpha() for c in bare)
                and len(bare) <= _LONGEST
                and not any(c in ":：。" for c in bare)
                and len(cells_of(row, _CELL_GAP)) <= 2
                and not begins_with_label(bare)
                and role_of(bare) is None
                and parse_value(bare) is None
            )
            if told or plain:
                x0, x1, y = cell[0].x0, cell[-1].x1, row_y(row)
                led = any(r.y > y and abs(r.x0 - x0) <= r.height for r in named)
                out.append(_Heading(bare, x0, x1, y, told, measured, led))
    return out


def _over(row: NamedRow, headings: Sequence[_Heading]) -> _Heading | None:
    over = [h for h in headings if h.y < row.y]
    line = [h for h in over if max(o.y for o in over) - h.y < row.height]
    if len(line) > 1 and not any(h.led for h in line):  # each in the middle over its block
        middle = (row.x0 + row.tokens[-1].x1) / 2
        return min(line, key=lambda h: abs((h.x0 + h.x1) / 2 - middle))
    above = [h for h in headings if h.y < row.y and h.x0 <= row.x0 + _INDENT * row.height]
    if not above:
        return None
    lowest = max(h.y for h in above)
    beside = [h for h in above if lowest - h.y < row.height]
    return max(beside, key=lambda h: h.x0)
