"""Bytes of a document to a verified extraction: the job a worker process runs.

    open pages → engine → verify against the pages' own words → compare the printed person with the filed one
    → warn of what can hardly be true → say how sure each value is

Heavy libraries are imported by the parts that use them, at first use; the engine stays for the process's life.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from inference.confidence import with_confidence
from inference.engines import EngineOptions, build
from inference.patient import compare
from inference.plausibility import plausible
from inference.profiled import completed
from inference.profiles import Profile
from inference.readable import PageWords
from inference.types import DocumentRefused, Engine, PageLimits, Request
from inference.verify import verify
from mappers.model import Extraction, PatientIdentity


def extract(
    data: bytes,
    declared_media_type: str,
    engine_name: str,
    limits: PageLimits,
    filed_under: PatientIdentity | None = None,
    options: EngineOptions | Mapping[str, int] | None = None,
    profile: Profile | None = None,
) -> Extraction:
    """What the document says, every value checked against its page.

    `filed_under` is whose document the header says this is; without it `patient_mismatch` stays None. Pages
    that could not be read are in `unread`. `profile` is what the hospital says of its layout.
    Raises DocumentRefused where nothing can be read, and `inference.engines.UnknownEngine`.
    """
    return with_confidence(
        *read_document(data, declared_media_type, engine_name, limits, filed_under, options, profile)
    )


def read_document(
    data: bytes,
    declared_media_type: str,
    engine_name: str,
    limits: PageLimits,
    filed_under: PatientIdentity | None = None,
    options: EngineOptions | Mapping[str, int] | None = None,
    profile: Profile | None = None,
) -> tuple[Extraction, tuple[PageWords, ...]]:
    """All of `extract` but the fitted confidence, and the pages' words: what confidence is fitted on."""
    from inference.engines.reading import WordReader
    from inference.pages import open_document

    if not isinstance(options, EngineOptions):
        options = EngineOptions(**(options or {}))
    engine = _engine(engine_name, options)
    document = open_document(data, declared_media_type, limits)
    if not document.pages:
        reasons = "; ".join(sorted({u.reason for u in document.unread}))
        raise DocumentRefused("no-page-read", reasons or "the document has no pages")
    reader = WordReader.shared(options.threads)
    try:
        extraction = engine.read(document, Request(filed_under=filed_under, profile=profile))
        words, _ = reader.read(document)
    finally:
        reader.forget()
    extraction = plausible(verify(extraction, words))
    if profile is not None:
        extraction = completed(extraction, profile)
    if filed_under is not None:
        recognised = any(page.recognised for page in words)
        mismatch, reasons_differ = compare(extraction.patient, filed_under, recognised)
        extraction = replace(extraction, patient_mismatch=mismatch, mismatch_reasons=reasons_differ)
    return extraction, words


@lru_cache(maxsize=2)
def _engine(name: str, options: EngineOptions) -> Engine:
    return build(name, options)
