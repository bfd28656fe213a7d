"""Where a sheet is cut so that its print stays legible within a model's picture budget.

A sheet goes whole wherever its words keep `LEGIBLE_PX` after resizing. Else it is cut along its rows: never through a
line, the parts' own spans lying side by side, each shown with a line more at either end, so that a row at the seam
stands whole in at least one picture. Pure geometry: heights are fractions of the sheet's height.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.asking.lines import TextLine
from inference.engines.options import Looks

LEGIBLE_PX = 16.0
"""Median height of a page's words in the picture, below which the picture is cut rather than made smaller. A word's
box is about an em high; Japanese of 16 px is what screens show at 12 points and what the built-in OCR still reads.
Not measured with a model yet: `kartebridge eval` over two values is the way to change it."""

TOKENS_A_RESULT = 35
"""About what an answer takes for each: 31 tokens of cl100k a laboratory result (inference.asking.schema), and room."""

_SHARE_OF_ANSWER = 0.8  # of an answer's token budget that a part is expected to take at most
_FEWEST_LINES = 6  # of a part: below, the sheet is too wide for its print and is made smaller after all


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where, as fractions of a sheet's height."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    def holds(self, y: float) -> bool:
        """Whether a height lies in it; the lower end belongs to the next span, except at the sheet's end."""
        return self.top <= y < self.bottom or y >= 1.0 <= self.bottom


WHOLE = Span(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a sheet: what it answers for, and what is shown of it (that, and a line more at either end)."""

    own: Span
    shown: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """How a sheet is shown: its scale from the sheet's own pixels, and its parts from top to bottom."""

    scale: float
    tiles: tuple[Tile, ...]


def plan(
    width_px: int, height_px: int, lines: Sequence[TextLine], word_px: float, looks: Looks, slope: float = 0.0
) -> Plan:
    """How a sheet of that size is shown; `word_px` is the median height of its words, 0 where it has none.

    `slope` (dy/dx) of its lines widens what is shown over the seams.
    """
    whole = min(1.0, math.sqrt(looks.max_pixels / (width_px * height_px)))
    scale = whole
    if word_px and word_px * whole < LEGIBLE_PX:
        scale = min(1.0, LEGIBLE_PX / word_px)
    pitch = _pitch(lines) * height_px
    least = _FEWEST_LINES * pitch or _FEWEST_LINES * 2.0 * word_px
    if least:  # a strip of a few lines must fit the budget
        scale = max(min(scale, math.sqrt(looks.max_pixels / (width_px * least))), whole)
    fits = looks.max_pixels / (width_px * scale * scale) / height_px  # of the height, in one picture
    margin = (1.5 * pitch + abs(slope) * width_px) / height_px if pitch else 0.02
    count = 1 if fits >= 1.0 - 1e-9 else math.ceil(1.0 / max(fits - 3 * margin, fits / 3))
    lean = abs(slope) * width_px / height_px
    answers = parts_for_answer(lines, looks.answer_tokens)
    if count == 1:
        return Plan(scale, tuple(tiles(lines, answers, lean, by_results=True)))
    return Plan(scale, tuple(tiles(lines, max(count, answers), lean)))


def parts_for_answer(lines: Sequence[TextLine], answer_tokens: int) -> int:
    """How many parts a sheet needs so that each one's answer fits its budget."""
    expected = TOKENS_A_RESULT * sum(line.results for line in lines)
    return max(1, math.ceil(expected / max(_SHARE_OF_ANSWER * answer_tokens, 1.0)))


def tiles(
    lines: Sequence[TextLine],
    count: int,
    lean: float = 0.0,
    within: Span = WHOLE,
    *,
    by_results: bool = False,
) -> list[Tile]:
    """The span cut into about `count` parts, between lines: of like height, or with as much to tell (`by_results`).

    `lean`: by how much a line falls across the sheet.
    """
    cuts = _cuts(lines, count, within, by_results=by_results)
    edges = [within.top, *cuts, within.bottom]
    return [Tile(Span(a, b), _shown(Span(a, b), lines, lean, within)) for a, b in pairwise(edges)]


def _cuts(lines: Sequence[TextLine], count: int, within: Span, *, by_results: bool) -> list[float]:
    """Seams nearest to equal parts: middles of gaps between lines; anywhere, where there are no lines."""
    if count <= 1:
        return []
    wanted = [within.top + within.height * n / count for n in range(1, count)]
    inside = sorted(line.middle for line in lines if within.holds(line.middle))
    if by_results and inside:
        told = sorted(
            line.middle for line in lines if within.holds(line.middle) for _ in range(1 + line.results)
        )
        wanted = [
            (told[len(told) * n // count - 1] + told[len(told) * n // count]) / 2 for n in range(1, count)
        ]
    if len(inside) < 2:
        return wanted if not inside else []
    by_line = {line.middle: line for line in lines}
    gaps = [_seam(by_line[a], by_line[b]) for a, b in pairwise(inside)]
    return sorted({min(gaps, key=lambda gap: abs(gap - want)) for want in wanted})


def _seam(upper: TextLine, lower: TextLine) -> float:
    """Between two lines: the middle of their gap, or of their middles where they overlap."""
    if upper.bottom <= lower.top:
        return (upper.bottom + lower.top) / 2
    return (upper.middle + lower.middle) / 2


def _shown(own: Span, lines: Sequence[TextLine], lean: float, within: Span) -> Span:
    above = [line for line in lines if within.top <= line.middle < own.top]
    below = [line for line in lines if own.bottom <= line.middle < within.bottom]
    inside = [line for line in lines if own.holds(line.middle)]
    top = min([own.top, *(line.top for line in inside)])
    bottom = max([own.bottom, *(line.bottom for line in inside)])
    if above:
        nearest = max(above, key=lambda line: line.middle)
        top = min(top, nearest.top - _edge(nearest))
    if below:
        nearest = min(below, key=lambda line: line.middle)
        bottom = max(bottom, nearest.bottom + _edge(nearest))
    if not lines and within.height:
        room = 0.04 * within.height  # nobody knows where its rows are
        top, bottom = own.top - room, own.bottom + room
    return Span(max(top - lean, within.top, 0.0), min(bottom + lean, within.bottom, 1.0))


def _edge(line: TextLine) -> float:
    return 0.25 * (line.bottom - line.top)


def _pitch(lines: Sequence[TextLine]) -> float:
    """Median distance of neighbouring lines, as a fraction of the height; 0 for fewer than two."""
    steps = sorted(b.middle - a.middle for a, b in pairwise(sorted(lines, key=lambda line: line.middle)))
    return steps[len(steps) // 2] if steps else 0.0
