"""What a document is turned into before a model is asked: parts of pages as pictures and text. Values that pickle."""

from __future__ import annotations

from dataclasses import dataclass

from inference.asking.lines import TextLine
from inference.asking.question import Picture
from inference.asking.tiles import Span
from inference.profiles import ProfileExample
from mappers.model import DocumentType, UnreadPage


@dataclass(frozen=True, slots=True)
class Part:
    """A page, or a part of one along its rows: what one question is about.

    It answers for what stands in `own`; `shown` (and the picture, and `lines`) has a line more at either end where the
    page goes on. `headings` head its columns where it does not show them itself: they stand on an earlier part or page.
    """

    page: int  # 1-based
    own: Span
    shown: Span
    lines: tuple[TextLine, ...]  # in `shown`, top to bottom
    picture: Picture | None = None  # None: report text, or a model without eyes
    headings: tuple[str, ...] = ()
    headings_picture: Picture | None = None
    certain: bool = True  # the lines are a text layer's, not recognised


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be asked about."""

    parts: tuple[Part, ...]  # in reading order
    page_count: int
    language: str  # of the document: ja or en
    unread: tuple[UnreadPage, ...] = ()  # pages that could not be opened or drawn
    told: DocumentType | None = None  # its type, where the site's profile says it
    likely: tuple[DocumentType, ...] = ()  # types that its words speak for, most likely first
    head_known: bool = False  # the built-in reader found the printed person
    examples: tuple[ProfileExample, ...] = ()  # of the site's profile
