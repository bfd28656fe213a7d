"""From the glyphs of a PDF page to words with boxes, and whether those words can be believed.

A word ends at a space, at a gap wider than a third of its height (more where the line's letters are set apart),
or where the line or direction changes; of a line end that PDFium supposes, the boxes decide. So the cells of a
table stay apart and Japanese text, which has no spaces, stays one word a run. Vertical writing comes as one word
a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from inference.types import Word
from mappers.model import Box

GAP = 0.33  # of the glyph's height, between two words without a space
GAP_AT_SPACE = 0.12  # PDFium puts spaces where it suspects a gap; a smaller one is only kerning
TRACKING = 0.6  # letters set apart by more than this are cells of a table
TRACKED_GAPS = 3  # fewer gaps say nothing of a line's letter spacing
_SMALL = 0.8  # of the print's height: letters raised or lowered
_RAISED = 0.25  # of it, from foot to foot
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERS = 4  # behind which one may be lowered before one is raised
OVERSTRIKE = 0.6  # a glyph may begin this far before the last one's end


class Direction(IntEnum):
    """Where the next glyph stands, in quarter turns anticlockwise from left-to-right."""

    RIGHT = 0
    UP = 1
    LEFT = 2
    DOWN = 3


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box in points, origin bottom left of the page as PDF has it."""

    text: str  # one character; U+FFFD where the font does not say which
    left: float
    bottom: float
    right: float
    top: float
    direction: Direction = Direction.RIGHT
    guessed: bool = False  # a space or line end that PDFium put there itself


@dataclass(frozen=True, slots=True)
class Run:
    """A word in the page's points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def runs(glyphs: Iterable[Glyph]) -> list[Run]:
    """Words in the order of the file."""
    done: list[Run] = []
    line: list[_Step] = []
    space = _Space.NONE
    for glyph in glyphs:
        if glyph.text.isspace() or not glyph.text:
            if not glyph.guessed:
                space = _Space.PRINTED
            elif space is _Space.NONE:
                space = _Space.GUESSED
            continue
        step = _Step(glyph, space, _gap_on(line, glyph))
        if line and step.gap is None:
            done.extend(_cut(line))
            line = []
        line.append(step)
        space = _Space.NONE
    done.extend(_cut(line))
    return _without_doubles(done)


class _Space(IntEnum):
    """What the file has between two glyphs."""

    NONE = 0
    GUESSED = 1  # PDFium put it there
    PRINTED = 2


@dataclass(frozen=True, slots=True)
class _Step:
    """A glyph of a line, what space the file has before it, and the gap as a share of the glyphs' height."""

    glyph: Glyph
    space: _Space
    gap: float | None


def _gap(last: Glyph, glyph: Glyph) -> float | None:
    """From one glyph to the next along the line; None where the next is not on the same line, or begins anew."""
    if last.direction is not glyph.direction:
        return None
    start, end, low, high = _along(last)
    next_start, _, next_low, next_high = _along(glyph)
    if min(high, next_high) - max(low, next_low) < 0.5 * min(high - low, next_high - next_low):
        return None
    # The larger of the two: the box of a dash or a tilde may be as flat as its ink.
    height = max(high - low, next_high - next_low, 1e-6)
    gap = (next_start - end) / height
    return None if gap < -max(OVERSTRIKE, 0.5 * (end - start) / height) else gap


def _gap_on(line: Sequence[_Step], glyph: Glyph) -> float | None:
    """From a line's last glyph to the next; a small one may stand raised behind a lowered one (HCO₃⁻)."""
    if not line:
        return None
    last = line[-1].glyph
    gap = _gap(last, glyph)
    small = max(last.top - last.bottom, glyph.top - glyph.bottom) / _SMALL
    base = next(
        (s.glyph for s in reversed(line[-_LETTERS:-1]) if s.glyph.top - s.glyph.bottom >= small), None
    )
    if gap is not None or base is None or last.direction is not Direction.RIGHT:
        return gap
    beside = _gap(replace(last, bottom=base.bottom, top=base.top), glyph)
    return beside if beside is not None and abs(beside) <= GAP_AT_SPACE else None


def _cut(line: list[_Step]) -> list[Run]:
    """The words of one line. Letters set apart evenly (検 査 項 目) are measured against their own spacing."""
    gaps = sorted(s.gap for s in line[1:] if s.gap is not None and s.space is not _Space.PRINTED)
    tracking = gaps[len(gaps) // 4] if len(gaps) >= TRACKED_GAPS else 0.0
    if not GAP_AT_SPACE < tracking <= TRACKING:
        tracking = 0.0
    words: list[list[Glyph]] = []
    for step in line:
        at_space = step.space is _Space.GUESSED and not tracking
        limit = GAP_AT_SPACE if at_space else tracking + GAP
        if not words or step.space is _Space.PRINTED or step.gap is None or step.gap > limit:
            words.append([])
        words[-1].append(step.glyph)
    return [_run(word) for word in words]


def _run(word: list[Glyph]) -> Run:
    return Run(
        unicodedata.normalize("NFC", "".join(_written(word))),
        min(g.left for g in word),
        min(g.bottom for g in word),
        max(g.right for g in word),
        max(g.top for g in word),
    )


def _written(word: list[Glyph]) -> Iterable[str]:
    """The letters of a word, small raised digits as what they are: 10⁹ is not 109, nor 5.4 with a note's mark 5.41."""
    base = word[0]
    for glyph in word:
        height = base.top - base.bottom
        small = glyph.top - glyph.bottom < _SMALL * height and glyph.direction is Direction.RIGHT
        raised = small and glyph.bottom - base.bottom > _RAISED * height
        yield glyph.text.translate(_SUPERSCRIPTS) if raised else glyph.text
        base = base if small else glyph


def _along(glyph: Glyph) -> tuple[float, float, float, float]:
    """Start and end in writing direction, low and high across it."""
    if glyph.direction is Direction.RIGHT:
        return glyph.left, glyph.right, glyph.bottom, glyph.top
    if glyph.direction is Direction.LEFT:
        return -glyph.right, -glyph.left, glyph.bottom, glyph.top
    if glyph.direction is Direction.UP:
        return glyph.bottom, glyph.top, glyph.left, glyph.right
    return -glyph.top, -glyph.bottom, glyph.left, glyph.right


def _without_doubles(found: list[Run]) -> list[Run]:
    """Bold made by printing twice gives every word twice, a hair apart."""
    kept: list[Run] = []
    seen: dict[str, list[Run]] = {}
    for run in found:
        reach = 0.25 * (run.top - run.bottom)
        twins = seen.setdefault(run.text, [])
        if any(abs(t.left - run.left) < reach and abs(t.bottom - run.bottom) < reach for t in twins[-8:]):
            continue
        twins.append(run)
        kept.append(run)
    return kept


def in_reading_order(words: Sequence[Word]) -> tuple[Word, ...]:
    """Line by line from the top, each line from the left: files often draw tables column by column."""
    lines: list[list[Word]] = []
    centre = height = 0.0
    for word in sorted(words, key=lambda w: w.box.y0 + w.box.y1):
        middle = (word.box.y0 + word.box.y1) / 2
        if not lines or middle - centre > 0.5 * min(height, word.box.y1 - word.box.y0):
            lines.append([])
            centre, height = middle, word.box.y1 - word.box.y0
        lines[-1].append(word)
    return tuple(w for line in lines for w in sorted(line, key=lambda w: w.box.x0))


def clipped(text: str, corners: tuple[float, float, float, float]) -> Word | None:
    """A word with its box cut to the page; None where its middle lies outside (cropped away)."""
    x0, y0, x1, y1 = corners
    if not (0.0 <= (x0 + x1) / 2 <= 1.0 and 0.0 <= (y0 + y1) / 2 <= 1.0):
        return None
    return Word(text, Box(max(x0, 0.0), max(y0, 0.0), min(x1, 1.0), min(y1, 1.0)))


_LEADERS = re.compile(r"([….·・_‥])\1+")
_MOJIBAKE_LATIN = frozenset("‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€")
_MOJIBAKE_UTF8_AS_SJIS = frozenset("縺繧繝")


def text_layer_usable(words: Sequence[Word]) -> bool:
    """Whether a text layer says what the page shows; False for none, or for garbage (then the page is OCRed).

    Garbage is: over a tenth meaningless characters (U+FFFD, private use, controls, unassigned, `(cid:12)`);
    Japanese read in a Latin code page (over 30% accented letters and Windows-1252 marks); UTF-8 read as
    Shift_JIS (lead bytes become 縺, 繧, 繝). An invisible OCR layer (text render mode 3) is usable. Leaders (`……`)
    count as one sign.
    """
    text = _LEADERS.sub(r"\1", "".join(w.text for w in words))
    total = len(text)
    if total == 0:
        return False
    meaningless = sum(1 for c in text if c == "�" or unicodedata.category(c) in ("Co", "Cc", "Cn", "Cs"))
    meaningless += sum(len(w.text) for w in words if "(cid:" in w.text.lower())
    if meaningless * 10 > total:
        return False
    latin = sum(1 for c in text if "\x80" <= c <= "\u024f" or c in _MOJIBAKE_LATIN)
    letters = sum(1 for c in text if not c.isdigit())
    if latin * 10 > 3 * letters and latin > 3:
        return False
    shifted = sum(1 for c in text if c in _MOJIBAKE_UTF8_AS_SJIS)
    return not (shifted > 3 and shifted * 10 > total)
