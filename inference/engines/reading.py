"""The words of a document's pages: from the text layer where it can be believed, else recognised from pixels.

Engines, verification and patient checks all read the same words; the reader of a process remembers the last
document so that no page is recognised twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from inference.engines.recognise import Recogniser
from inference.pages import text_layer_usable
from inference.readable import PageWords
from inference.structure.level import levelled
from inference.types import DocumentRefused, OpenedDocument, Page
from mappers.model import EngineInfo, UnreadPage

ReadDocument = tuple[tuple[PageWords, ...], tuple[UnreadPage, ...]]


def needs_recognition(page: Page) -> bool:
    """Whether the page's words must be read from its pixels: it has no text, or a layer not to be believed."""
    return page.text is None and not (page.words and text_layer_usable(page.words))


def _number(page: PageWords | UnreadPage) -> int:
    return page.number if isinstance(page, PageWords) else page.page


class WordReader:
    """Words of pages. One a process (`shared`): its models take 100 MB. Not for several threads at once."""

    _shared: dict[int, WordReader] = {}  # noqa: RUF012  # per process, by number of threads

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._info: EngineInfo | None = None
        self._last: tuple[OpenedDocument, ReadDocument] | None = None

    @classmethod
    def shared(cls, threads: int) -> WordReader:
        """This process's reader."""
        if threads not in cls._shared:
            cls._shared[threads] = cls(Recogniser(threads))
        return cls._shared[threads]

    def read(self, document: OpenedDocument, known: Sequence[PageWords | UnreadPage] = ()) -> ReadDocument:
        """Pages with their words, and pages that cannot be read with their reason (the document's own first).

        Pages in `known` were read before, in another process perhaps.
        """
        if self._last is not None and self._last[0] is document:
            return self._last[1]
        done = {_number(page): page for page in known}
        read: list[PageWords] = []
        unread = list(document.unread)
        for page in document.pages:
            before = done.get(page.number)
            if before is not None:
                read.append(before) if isinstance(before, PageWords) else unread.append(before)
                continue
            try:
                read.append(self._words(page))
            except DocumentRefused as refused:
                unread.append(UnreadPage(page.number, refused.reason))
        answer = (tuple(read), tuple(sorted(unread, key=lambda u: u.page)))
        self._last = (document, answer)
        return answer

    def forget(self) -> None:
        """Let the last document's words go."""
        self._last = None

    def info(self) -> EngineInfo:
        """Name, version and weights of the reader."""
        if self._info is None:
            self._info = self._recogniser.info()
        return self._info

    def _words(self, page: Page) -> PageWords:
        if not needs_recognition(page):
            words = PageWords(page.number, page.width_px, page.height_px, page.words)
            return levelled(words) if page.words else words
        found = self._recogniser.read(page.pixels())
        return PageWords(
            page.number,
            found.width_px,
            found.height_px,
            found.words,
            placement=found.placement,
            recognised=True,
        )
