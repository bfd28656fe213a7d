"""How fast pages are made ready for a model: open, draw or decode at the target size, cut, encode as JPEG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inference.asking.prepare import prepare
from inference.engines.options import Looks
from inference.pages import open_document
from inference.readable import PageWords
from inference.types import PageLimits


@dataclass(frozen=True, slots=True)
class PreparingSpeed:
    """What preparing took, in seconds of one core where the clock counts those (`time.process_time`)."""

    pages: int
    pictures: int
    jpeg_bytes: int
    seconds: float

    @property
    def pages_per_second(self) -> float:
        """Pages in each second of the clock."""
        return self.pages / self.seconds if self.seconds else 0.0


def preparing_speed(
    data: bytes,
    declared_media_type: str,
    clock: Callable[[], float],
    *,
    looks: Looks | None = None,
    at_least_s: float = 2.0,
    limits: PageLimits | None = None,
) -> PreparingSpeed:
    """Prepares a document again and again for `at_least_s` of the clock, its own text layer for words.

    Recognition is no part of it: pages without a text layer are prepared without words. The first time, which loads
    libraries, is not counted. Raises DocumentRefused.
    """
    looks, limits = looks or Looks(), limits or PageLimits()
    _prepare(data, declared_media_type, looks, limits)
    pages = pictures = jpeg_bytes = 0
    begun = clock()
    while (taken := clock() - begun) < at_least_s or not pages:
        sizes = _prepare(data, declared_media_type, looks, limits)
        pages += sizes[0]
        pictures += sizes[1]
        jpeg_bytes += sizes[2]
    return PreparingSpeed(pages, pictures, jpeg_bytes, taken)


def _prepare(data: bytes, declared_media_type: str, looks: Looks, limits: PageLimits) -> tuple[int, int, int]:
    """Pages, pictures and their bytes."""
    document = open_document(data, declared_media_type, limits)
    words = [PageWords(p.number, p.width_px, p.height_px, p.words) for p in document.pages]
    prepared = prepare(document, words, looks)
    pictures = [part.picture for part in prepared.parts if part.picture is not None]
    return len(document.pages), len(pictures), sum(len(picture.data) for picture in pictures)
