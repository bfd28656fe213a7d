"""What the console shows of a page, and the worker's job that makes it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from inference.pages.opening import open_document
from inference.pages.text_layer import text_layer_usable
from inference.types import DocumentRefused, PageLimits, Pixels
from mappers.model import UnreadPage

MARGIN = 0.25
"""How much larger than asked a picture for the console may stay."""


@dataclass(frozen=True, slots=True)
class PageSummary:
    """A readable page, small enough to store: its full size in pixels and a JPEG for the console."""

    number: int
    width_px: int
    height_px: int
    preview_jpeg: bytes
    has_text_layer: bool
    text: str | None = None  # a text report's own lines; the console shows these instead of the JPEG


@dataclass(frozen=True, slots=True)
class PagesSummary:
    """A document's pages without their pixels."""

    media_type: str  # what the bytes really are
    pages: tuple[PageSummary, ...]
    unread: tuple[UnreadPage, ...] = ()
    warnings: tuple[str, ...] = ()


def preview_jpeg(pixels: Pixels, max_side_px: int = 1600, quality: int = 85) -> bytes:
    """A JPEG of pixels (height, width, 3), its longer side at most a quarter more than max_side_px.

    A larger picture is shrunk to max_side_px: for less than a quarter it costs more than it saves. A picture of
    greys becomes a JPEG of one channel.
    """
    import cv2  # half the time of Pillow's filter and encoder; loaded in workers only

    height, width = pixels.shape[:2]
    grey = all(np.array_equal(pixels[:, :, 0], pixels[:, :, other]) for other in (1, 2))
    picture = cv2.extractChannel(pixels, 0) if grey else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    scale = max_side_px / max(height, width)
    if scale < 1 / (1 + MARGIN):
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return jpeg.tobytes()


def summarise_pages(
    data: bytes, declared_media_type: str, limits: PageLimits
) -> Generator[PageSummary | UnreadPage, None, PagesSummary]:
    """Page by page, as they are drawn; returns the summary with `pages` left empty.

    For gateway.workers: each yielded page restarts the deadline and is stored at once, so that neither side
    holds the pictures of a long document. Raises DocumentRefused, at the first step or when no page could be
    drawn.
    """
    opened = open_document(data, declared_media_type, limits)
    unread = list(opened.unread)
    yield from unread
    for page in opened.pages:
        try:
            jpeg = preview_jpeg(page.pixels())
        except DocumentRefused as refusal:
            unread.append(UnreadPage(page.number, refusal.reason))
            yield unread[-1]
            if len(unread) == opened.page_count:
                raise DocumentRefused(refusal.code, refusal.reason) from None
            continue
        usable = text_layer_usable(page.words)
        yield PageSummary(page.number, page.width_px, page.height_px, jpeg, usable, page.text)
    return PagesSummary(opened.media_type, (), tuple(unread), opened.warnings)


def summarise(data: bytes, declared_media_type: str, limits: PageLimits) -> PagesSummary:
    """The whole document at once. Raises DocumentRefused when no page can be opened and drawn."""
    pages: list[PageSummary] = []
    steps = summarise_pages(data, declared_media_type, limits)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            whole: PagesSummary = end.value
            return PagesSummary(whole.media_type, tuple(pages), whole.unread, whole.warnings)
        if isinstance(step, PageSummary):
            pages.append(step)
