"""The seam between pages and engines: what an engine is given and what it owes.

A `Page` is upright pixels and, where the file has one, its text layer. An `Engine` turns pages into an
`Extraction`; it never opens files, sockets (model servers excepted) or the store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from mappers.model import Box, Extraction, PatientIdentity, UnreadPage

if TYPE_CHECKING:
    from inference.profiles import Profile

Pixels = npt.NDArray[np.uint8]
"""An image of shape (height, width, 3), RGB, 8 bits."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a gap, where it stands on the page, and how sure its reader is (0..1).

    From a text layer: one run of glyphs, confidence 1. From OCR: one recognised line or cell.
    """

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `pixels` renders on demand (a text-layer page may never need it)."""

    number: int  # 1-based in the document
    width_px: int
    height_px: int
    pixels: Callable[[], Pixels]
    words: tuple[Word, ...] = ()  # the text layer, in reading order; empty where there is none
    text: str | None = None  # report text that never had a layout (TX/FT)
    drawn_at: Callable[[float], Pixels] | None = None
    """Pixels at about this share (0..1) of the page's size, for less than drawing it whole and shrinking it: the page's
    whole area, each side at least the share; (height, width) alone where the file has no colour. None: there is only
    `pixels`."""


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document's readable pages and the ones that could not be opened, with their reason."""

    media_type: str  # what the bytes really are
    pages: tuple[Page, ...]
    unread: tuple[UnreadPage, ...] = ()
    warnings: tuple[str, ...] = ()  # e.g. declared as one thing, is another; never content

    @property
    def page_count(self) -> int:
        """Pages there are, read or not."""
        return len(self.pages) + len(self.unread)


@dataclass(frozen=True, slots=True)
class PageLimits:
    """Bounds that keep one hostile file from taking the machine."""

    max_pages: int = 500
    max_pixels: int = 100_000_000  # a page, decoded
    max_bytes: int = 200 * 1024 * 1024  # a document
    render_dpi: int = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine may know beside the pages."""

    filed_under: PatientIdentity | None = None  # whose document the header says this is
    profile: Profile | None = None  # what the hospital says of its layout
    hints: dict[str, str] = field(default_factory=dict)  # title, modality: never decides alone


class Engine(Protocol):
    """A reader of documents. Built once a worker process; `read` is called for one document at a time."""

    def read(self, document: OpenedDocument, request: Request) -> Extraction:
        """Everything the document says, each value with page, box and confidence.

        Pages that fail are named in `Extraction.unread`; only a document of which nothing could be read
        raises `DocumentRefused`.
        """
        ...


class DocumentRefused(Exception):
    """The bytes will never open: encrypted, truncated, zero pages, too large, not a document.

    `code` is a stable word for metrics and tests; `reason` tells hospital IT what to do next. Neither holds
    anything of the document's content.
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

    def __reduce__(self) -> tuple[type[DocumentRefused], tuple[str, str]]:
        """Both words travel: the default would call the class with the reason alone when a worker reports it."""
        return type(self), (self.code, self.reason)


class PageRefused(DocumentRefused):
    """One page will not open (`Page.pixels` raises it); the document's other pages may."""


class ModelAway(Exception):
    """No model answers now: the work waits and runs again.

    `reason` tells hospital IT where to look; it holds nothing of the document. `failed`: a server that was there broke
    off, failed or took too long, so that the document may be what it fails of; else nothing is wrong with it.
    """

    def __init__(self, reason: str, *, failed: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.failed = failed
