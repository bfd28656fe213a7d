"""A part of a page cut in two along its rows, where its answer does not come whole."""

from __future__ import annotations

import io
from dataclasses import replace

from inference.asking.prepared import Part
from inference.asking.question import JPEG_QUALITY, Picture
from inference.asking.tiles import Span, tiles
from mappers.model import Box

_LEAST = 1 / 24  # of the page's height: a part without known lines is not cut smaller


def halves(part: Part) -> tuple[Part, Part] | None:
    """Its upper and its lower part, each with a line more at the seam; None where it cannot be cut."""
    if not part.lines and part.own.height < 2 * _LEAST:
        return None
    cut = tiles(part.lines, 2, within=part.own, by_results=True)
    if len(cut) != 2:
        return None
    upper, lower = cut
    return (
        _cut(part, upper.own, Span(part.shown.top, upper.shown.bottom), headed=False),
        _cut(part, lower.own, Span(lower.shown.top, part.shown.bottom), headed=True),
    )


def _cut(part: Part, own: Span, shown: Span, *, headed: bool) -> Part:
    lines = tuple(line for line in part.lines if shown.holds(line.middle))
    picture = _cropped(part.picture, shown) if part.picture else None
    headings, strip = part.headings, part.headings_picture
    over = [line for line in part.lines if line.heads and line.middle < shown.top]
    if headed and over:
        headings = tuple(line.text for line in over)
        edge = 0.15 * (over[-1].bottom - over[-1].top)
        span = Span(max(over[0].top - edge, part.shown.top), over[-1].bottom + edge)
        strip = _cropped(part.picture, span) if part.picture else None
    return replace(
        part, own=own, shown=shown, lines=lines, picture=picture, headings=headings, headings_picture=strip
    )


def _cropped(picture: Picture, span: Span) -> Picture:
    """The span (of the page's height) out of a picture of more of it."""
    from PIL import Image  # where no page was ever split nobody needs it

    seen = Span(picture.region.y0, picture.region.y1)
    top = round((span.top - seen.top) / seen.height * picture.height_px)
    bottom = round((span.bottom - seen.top) / seen.height * picture.height_px)
    top = min(max(top, 0), picture.height_px - 1)
    bottom = min(max(bottom, top + 1), picture.height_px)
    with Image.open(io.BytesIO(picture.data), formats=["JPEG"]) as whole:
        part = whole.crop((0, top, picture.width_px, bottom))
        out = io.BytesIO()
        part.save(out, "JPEG", quality=JPEG_QUALITY)
    y0 = seen.top + seen.height * top / picture.height_px
    y1 = seen.top + seen.height * bottom / picture.height_px
    return Picture(out.getvalue(), picture.width_px, bottom - top, picture.page, Box(0.0, y0, 1.0, y1))
