"""The built-in engine: words from the text layer or RapidOCR, structured by geometry and grammar. No GPU."""

from __future__ import annotations

from inference.engines import EngineOptions
from inference.engines.reading import WordReader
from inference.profiled import prepared
from inference.structure.structure import structure
from inference.types import DocumentRefused, OpenedDocument, Request
from mappers.model import Extraction


class OcrEngine:
    """Reads laboratory reports; names other documents as `other` with no items."""

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
            document_type=found.document_type,
            language=found.language,
            patient=found.patient,
            items=found.items,
            page_count=document.page_count,
            engine=self._reader.info(),
            effective=found.effective,
            unread=unread,
        )
