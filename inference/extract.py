"""Bytes of a document to a verified extraction: the jobs a worker process runs.

    open pages → engine → verify against the pages' own words → compare the printed person with the filed one
    → warn of what can hardly be true → name places that look like results and were not read
    → say how sure each value is

`extract` does it all for a document at once. Recognising a page takes seconds, all else milliseconds: where
several pages are pictures, it may instead name them (`PagesToRecognise`), `recognise` reads some of them, in as many
processes as there are, and `extract` goes on from what was read.

Heavy libraries are imported by the parts that use them, at first use; the engine stays for the process's life.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from inference.agreement import with_agreement
from inference.chain import CHAIN, read_by_chain
from inference.confidence import table_from, with_confidence
from inference.engines import EngineOptions, build
from inference.engines.options import ChainOptions
from inference.linking.overlooked import with_overlooked
from inference.patient import compare
from inference.patient_words import stands_elsewhere
from inference.plausibility import plausible
from inference.profiled import completed
from inference.profiles import Profile
from inference.readable import PageWords
from inference.types import DocumentRefused, Engine, PageLimits, Request
from inference.verify import verify
from mappers.model import Extraction, PatientIdentity, UnreadPage


@dataclass(frozen=True, slots=True)
class PagesToRecognise:
    """Pages whose words must be read from pixels before the document can be extracted."""

    numbers: tuple[int, ...]  # 1-based, in order


Recognised = tuple[PageWords | UnreadPage, ...]
"""Pages read from pixels, and those that could not be, with the reason."""


def extract_or_share(
    data: bytes,
    declared_media_type: str,
    engine_name: str,
    limits: PageLimits,
    filed_under: PatientIdentity | None = None,
    options: EngineOptions | None = None,
    profile: Profile | None = None,
    modality: str = "",
) -> Extraction | PagesToRecognise:
    """As `extract`, but a document with several pages to recognise is left to be shared: its pages are named."""
    from inference.engines.reading import needs_recognition
    from inference.pages import open_document

    opened = open_document(data, declared_media_type, limits)
    numbers = tuple(page.number for page in opened.pages if needs_recognition(page))
    if len(numbers) > 1:
        return PagesToRecognise(numbers)
    return extract(
        data, declared_media_type, engine_name, limits, filed_under, options, profile, (), modality
    )


def recognise(
    data: bytes,
    declared_media_type: str,
    limits: PageLimits,
    numbers: Sequence[int],
    options: EngineOptions | None = None,
) -> Recognised:
    """The words of these pages (1-based), read from their pixels. Raises DocumentRefused as `open_document`."""
    from inference.engines.reading import WordReader
    from inference.pages import open_document

    opened = open_document(data, declared_media_type, limits)
    wanted = tuple(page for page in opened.pages if page.number in numbers)
    words, unread = WordReader.shared((options or EngineOptions()).threads).read(
        replace(opened, pages=wanted, unread=())
    )
    return (*words, *unread)


def extract(
    data: bytes,
    declared_media_type: str,
    engine_name: str,
    limits: PageLimits,
    filed_under: PatientIdentity | None = None,
    options: EngineOptions | None = None,
    profile: Profile | None = None,
    recognised: Recognised = (),
    modality: str = "",
    second: Extraction | None = None,
) -> Extraction:
    """What the document says, every value checked against its page.

    `filed_under` is whose document the header says this is; without it `patient_mismatch` stays None. Pages
    in `recognised` are not read again, pages that could not be read are in `unread`. `profile` is what the
    hospital says of its layout; `modality` is DICOM's (0008,0060) where the file has one: a hint, no proof. `second`:
    what another engine read, to be compared with. Raises
    DocumentRefused where nothing can be read, ModelAway where no model answers that may read it, and
    `inference.engines.UnknownEngine`.
    """
    options = options or EngineOptions()
    extraction, words = read_document(
        data,
        declared_media_type,
        engine_name,
        limits,
        filed_under,
        options,
        profile,
        recognised,
        modality,
        second,
    )
    model = options.asked(extraction.engine.name, extraction.engine.model)
    return with_confidence(extraction, words, table_from(model.confidence) if model else None)


def read_document(
    data: bytes,
    declared_media_type: str,
    engine_name: str,
    limits: PageLimits,
    filed_under: PatientIdentity | None = None,
    options: EngineOptions | None = None,
    profile: Profile | None = None,
    recognised: Recognised = (),
    modality: str = "",
    second: Extraction | None = None,
) -> tuple[Extraction, tuple[PageWords, ...]]:
    """All of `extract` but the fitted confidence, and the pages' words: what confidence is fitted on."""
    from inference.engines.reading import WordReader
    from inference.pages import open_document

    options = options or EngineOptions()
    document = open_document(data, declared_media_type, limits)
    if not document.pages:
        reasons = "; ".join(sorted({u.reason for u in document.unread}))
        raise DocumentRefused("no-page-read", reasons or "the document has no pages")
    reader = WordReader.shared(options.threads)
    request = Request(filed_under=filed_under, profile=profile, hints={"modality": modality})

    def read(name: str, beside: Extraction | None) -> Extraction:
        return checked(_engine(name, options).read(document, request), words, request, beside)

    try:
        words, _ = reader.read(document, recognised)
        if engine_name == CHAIN:
            extraction = read_by_chain(options.chain or ChainOptions(), read)
        else:
            extraction = read(engine_name, second)
    finally:
        reader.forget()
    return extraction, words


def checked(
    extraction: Extraction,
    words: Sequence[PageWords],
    request: Request,
    second: Extraction | None = None,
) -> Extraction:
    """An engine's answer held against the page's words, the filed person, what can be true, and a second reading."""
    extraction = with_overlooked(plausible(verify(extraction, words)), words)
    if request.profile is not None:
        extraction = completed(extraction, request.profile)
    if second is not None:
        extraction = with_agreement(extraction, second)
    if request.filed_under is not None:
        by_pixels = any(page.recognised for page in words)
        mismatch, reasons_differ = compare(extraction.patient, request.filed_under, by_pixels)
        if len(reasons_differ) == 1 and stands_elsewhere(
            reasons_differ[0], extraction.patient, request.filed_under, words
        ):
            mismatch, reasons_differ = False, ()
        extraction = replace(extraction, patient_mismatch=mismatch, mismatch_reasons=reasons_differ)
    return extraction


@lru_cache(maxsize=8)
def _engine(name: str, options: EngineOptions) -> Engine:
    return build(name, options)
