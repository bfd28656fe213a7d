"""The built-in engine: words from the text layer or RapidOCR, structured by geometry and grammar. No GPU."""

from __future__ import annotations

from collections.abc import Sequence

from inference.engines import EngineOptions
from inference.engines.reading import WordReader
from inference.profiled import prepared
from inference.readable import PageWords
from inference.structure.radiograph import MOST_WORDS, is_radiograph
from inference.structure.structure import Structured, structure
from inference.types import DocumentRefused, OpenedDocument, Request
from mappers.model import DocumentType, Extraction


class OcrEngine:
    """Recognises a document's type and reads it as its kind is read; `other` and radiographs give no items."""

    def __init__(self, options: EngineOptions, reader: WordReader | None = None) -> None:
        self._reader = reader or WordReader.shared(options.threads)

    def read(self, document: OpenedDocument, request: Request) -> Extraction:
        """Items with page, box and confidence; `verified` is set by inference.verify.

        Raises DocumentRefused where no page could be read.
        """
        words, unread = self._reader.read(document)
        if not words:
            reasons = "; ".join(sorted({u.reason for u in unread})) or "the document has no pages"
            raise DocumentRefused("no-page-read", f"no page could be read: {reasons}")
        profile = request.profile
        if profile is not None:
            words = prepared(words, profile)
        found = structure(words, profile.document_type if profile else None)
        return Extraction(
            document_type=_pictured(found, words, document, request),
            language=found.language,
            patient=found.patient,
            items=found.items,
            page_count=document.page_count,
            engine=self._reader.info(),
            effective=found.effective,
            unread=unread,
        )


def _pictured(
    found: Structured, words: Sequence[PageWords], document: OpenedDocument, request: Request
) -> DocumentType:
    """The type that the words tell, or RADIOGRAPH where they tell nothing and the first page looks like one."""
    if found.items or sum(len(page.words) for page in words) > MOST_WORDS:
        return found.document_type
    first = next((page for page in document.pages if page.number == words[0].number), None)
    if first is None or first.text is not None:
        return found.document_type
    if is_radiograph(first.pixels(), request.hints.get("modality", "")):
        return DocumentType.RADIOGRAPH
    return found.document_type
