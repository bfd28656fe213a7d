"""Reading with a model in three steps that need not share a process: words and pictures, the conversation, the check.

    prepare_document (a worker: pixels) → asking.converse (anywhere: a model) → settle_document (a worker: words)

While a model answers, no worker waits for it: few processes keep many documents in flight. Values between the steps
pickle; `inference.extract` does all three in one process.
"""

from __future__ import annotations

from dataclasses import dataclass

from inference.asking.conversed import Conversed
from inference.asking.prepare import prepare
from inference.asking.prepared import Prepared
from inference.asking.settle import settle
from inference.confidence import table_from, with_confidence
from inference.engines.options import EngineOptions, Looks
from inference.engines.reading import WordReader, needs_recognition
from inference.extract import PagesToRecognise, Recognised, checked
from inference.pages import open_document
from inference.profiles import Profile
from inference.readable import PageWords
from inference.types import DocumentRefused, PageLimits, Request
from mappers.model import Extraction


@dataclass(frozen=True, slots=True)
class ReadyToAsk:
    """A document as a model is asked about it, and the words that its answers will be held against."""

    prepared: Prepared
    words: tuple[PageWords, ...]


def pages_to_recognise(data: bytes, declared_media_type: str, limits: PageLimits) -> PagesToRecognise:
    """The pages whose words must be read from pixels. Raises DocumentRefused as `open_document`."""
    opened = open_document(data, declared_media_type, limits)
    return PagesToRecognise(tuple(page.number for page in opened.pages if needs_recognition(page)))


def prepare_document(
    data: bytes,
    declared_media_type: str,
    limits: PageLimits,
    looks: Looks,
    options: EngineOptions,
    profile: Profile | None = None,
    recognised: Recognised = (),
    modality: str = "",
) -> ReadyToAsk:
    """Words and pictures of a document. Pages in `recognised` are not read again. Raises DocumentRefused."""
    document = open_document(data, declared_media_type, limits)
    reader = WordReader.shared(options.threads)
    try:
        words, unread = reader.read(document, recognised)
    finally:
        reader.forget()
    if not words:
        reasons = "; ".join(sorted({u.reason for u in unread})) or "the document has no pages"
        raise DocumentRefused("no-page-read", f"no page could be read: {reasons}")
    return ReadyToAsk(prepare(document, words, looks, profile, modality), words)


def settle_document(
    words: tuple[PageWords, ...],
    conversed: Conversed,
    request: Request,
    second: Extraction | None = None,
    confidence: str = "",
) -> Extraction:
    """What the model said, checked as any engine's answer is; `second`: what another engine read.

    `confidence`: the table fitted for the model, as `ModelOptions` has it.
    """
    read = checked(settle(words, conversed), words, request, second)
    return with_confidence(read, words, table_from(confidence))
