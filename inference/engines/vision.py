"""Engines that ask a model: vision-language, or text alone where the catalogue says so or the page is report text.

The three jobs (inference.asking: prepare, converse, settle) one after another in this process. The daemon runs them
apart, so that few workers keep many questions in flight.
"""

from __future__ import annotations

from inference.asking.converse import converse
from inference.asking.conversed import How
from inference.asking.prepare import prepare
from inference.asking.question import Model
from inference.asking.settle import settle
from inference.engines import EngineOptions, open_model
from inference.engines.reading import WordReader
from inference.types import DocumentRefused, OpenedDocument, Request
from mappers.model import Extraction


class VisionEngine:
    """Reads with the one model of its options. `model` and `reader` are given in tests."""

    def __init__(
        self, options: EngineOptions, model: Model | None = None, reader: WordReader | None = None
    ) -> None:
        if len(options.models) != 1:
            raise ValueError("the engine of a model takes that model alone; name it in engine.name")
        self._how = How.of(options.models[0])
        self._model = model or open_model(options.models[0])
        self._reader = reader or WordReader.shared(options.threads)

    def read(self, document: OpenedDocument, request: Request) -> Extraction:
        """Items as the model says them; inference.verify finds their boxes and says whether the page carries them.

        Raises DocumentRefused where no page could be read, and ModelAway.
        """
        words, unread = self._reader.read(document)
        if not words:
            reasons = "; ".join(sorted({u.reason for u in unread})) or "the document has no pages"
            raise DocumentRefused("no-page-read", f"no page could be read: {reasons}")
        modality = request.hints.get("modality", "")
        prepared = prepare(document, words, self._how.looks, request.profile, modality)
        return settle(words, converse(prepared, self._model, self._how))
