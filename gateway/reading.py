"""Documents opened and read in worker processes: the stages' side of `gateway.workers`.

The bytes go to a worker as a path where the blob store has files. A document that killed or outran a worker twice
is refused: a third try would do the same to the documents beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from gateway import profiles
from gateway.errors import ModelServerAway, ModelServerFailed, WorkerDied, WorkerTimeout
from gateway.open_models import OpenModels
from gateway.settings import Settings
from gateway.store.blobs import BlobStore
from gateway.workers import FileBytes, Job, WorkerPool
from inference.asking.converse import converse
from inference.asking.conversed import Conversed, How
from inference.chain import CHAIN, read_by_chain
from inference.engines.options import EngineOptions
from inference.extract import PagesToRecognise, Recognised
from inference.types import DocumentRefused, ModelAway, PageLimits, Request
from mappers.model import Extraction, PatientIdentity, UnreadPage

if TYPE_CHECKING:
    from inference.extract_apart import ReadyToAsk
    from inference.pages import PagesSummary, PageSummary

FATAL_TRIES = 2
SHARES = 8
"""Jobs a worker into which a long document's pictures are dealt, so that no worker waits long for another."""

LOADING_S = 60.0
"""Seconds that a worker gets beside its pages, for its start and the models."""


IN_WORKERS = ("transformers",)
"""Kinds of models that live in the worker processes; the others are asked from here."""


@dataclass(slots=True)
class _Subject:
    """One document while it is read."""

    id: str
    data: FileBytes | bytes
    media_type: str
    about: Request
    deadline_s: float  # of a job that reads all its pages
    recognised: Recognised | None = None  # None: not looked yet


@dataclass(slots=True)
class WorkerReader:
    """`stages.PageReader` over a worker pool and, where the settings name them, models."""

    pool: WorkerPool
    blobs: BlobStore
    settings: Settings
    models: OpenModels | None = None  # those of the settings; None: there are none
    on_conversed: Callable[[str, Conversed], None] | None = None  # model, and what its conversation took
    _fatal: dict[str, int] = field(default_factory=dict)  # document id → workers it cost
    _lock: Lock = field(default_factory=Lock)

    @property
    def options(self) -> EngineOptions:
        """What engines are built with."""
        return self.models.options if self.models else EngineOptions(self.settings.engine.threads)

    def summarise(
        self, document_id: str, digest: str, media_type: str, on_page: Callable[[PageSummary], None]
    ) -> PagesSummary:
        """What opens; `on_page` gets each page with its picture as it is drawn, in a thread of the pool."""

        def on_part(part: PageSummary | UnreadPage) -> None:
            if not isinstance(part, UnreadPage):
                on_page(part)

        job = Job("inference.pages:summarise_pages", (self._bytes(digest), media_type, self._limits()))
        summary: PagesSummary = self._run(document_id, job, self._page_s() + LOADING_S, on_part)
        return summary

    def extract(
        self,
        document_id: str,
        digest: str,
        media_type: str,
        filed_under: PatientIdentity,
        pages: int,
        profile: str = "",
        modality: str = "",
    ) -> Extraction:
        """What the pages say, verified against their own words. Pages that are pictures go to all workers.

        SiteError where the profile cannot be had, ModelServerAway where no model answers that may read it,
        ModelServerFailed where one was there and failed.
        """
        deadline_s = self._page_s() * pages + LOADING_S
        about = Request(
            filed_under=filed_under,
            profile=profiles.load(self.settings.routing.profiles, profile),
            hints={"modality": modality},
        )
        subject = _Subject(document_id, self._bytes(digest), media_type, about, deadline_s)
        engine, options = self.settings.engine, self.options
        try:
            if engine.name == CHAIN and options.chain is not None:
                return read_by_chain(options.chain, partial(self._read_by, subject))
            if options.model(engine.name) is not None:
                return self._read_by(subject, engine.name, None)
        except ModelAway as away:
            raise (ModelServerFailed if away.failed else ModelServerAway)(away.reason) from None
        found: Extraction | PagesToRecognise = self._run(
            document_id,
            Job("inference.extract:extract_or_share", *self._call(subject, engine.name)),
            deadline_s,
        )
        if not isinstance(found, PagesToRecognise):
            return found
        subject.recognised = self._recognise(subject, found.numbers)
        return self._in_a_worker(subject, engine.name, None)

    def _read_by(self, subject: _Subject, name: str, second: Extraction | None) -> Extraction:
        """What one engine or model reads; page pictures are recognised once for all of them."""
        if subject.recognised is None:
            job = Job(
                "inference.extract_apart:pages_to_recognise",
                (subject.data, subject.media_type, self._limits()),
            )
            found: PagesToRecognise = self._run(subject.id, job, LOADING_S + self._page_s())
            subject.recognised = self._recognise(subject, found.numbers) if found.numbers else ()
        model = self.options.model(name)
        if model is None or model.engine in IN_WORKERS:
            return self._in_a_worker(subject, name, second)
        arguments = (subject.data, subject.media_type, self._limits(), model.looks, self.options)
        about: dict[str, Any] = {
            "profile": subject.about.profile,
            "recognised": subject.recognised,
            "modality": subject.about.hints["modality"],
        }
        ready: ReadyToAsk = self._run(
            subject.id,
            Job("inference.extract_apart:prepare_document", arguments, about),
            subject.deadline_s,
        )
        assert self.models is not None
        conversed = converse(ready.prepared, self.models.of(name), How.of(model))
        if self.on_conversed is not None:
            self.on_conversed(name, conversed)
        settling = Job(
            "inference.extract_apart:settle_document",
            (ready.words, conversed, subject.about),
            {"second": second, "confidence": model.confidence},
        )
        extraction: Extraction = self._run(subject.id, settling, subject.deadline_s)
        return extraction

    def _in_a_worker(self, subject: _Subject, name: str, second: Extraction | None) -> Extraction:
        arguments, about = self._call(subject, name)
        about |= {"recognised": subject.recognised or (), "second": second}
        extraction: Extraction = self._run(
            subject.id, Job("inference.extract:extract", arguments, about), subject.deadline_s
        )
        return extraction

    def _call(self, subject: _Subject, name: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Arguments of `inference.extract.extract`."""
        about = subject.about
        return (subject.data, subject.media_type, name, self._limits()), {
            "filed_under": about.filed_under,
            "options": self.options,
            "profile": about.profile,
            "modality": about.hints["modality"],
        }

    def _recognise(self, subject: _Subject, numbers: tuple[int, ...]) -> Recognised:
        shares = list(self._shares(numbers))
        jobs = [
            Job(
                "inference.extract:recognise",
                (subject.data, subject.media_type, self._limits(), share, self.options),
            )
            for share in shares
        ]
        return self._run_all(subject.id, jobs, self._page_s() * len(shares[0]) + LOADING_S)

    def _run(
        self,
        document_id: str,
        job: Job,
        deadline_s: float,
        on_part: Callable[[Any], None] | None = None,
    ) -> Any:
        with self._counted(document_id):
            return self.pool.submit(job, deadline_s, on_part).result()

    def _run_all(self, document_id: str, jobs: Sequence[Job], deadline_s: float) -> Recognised:
        """The pages of every job; where one fails, those that have not begun are called off."""
        with self._counted(document_id):
            answers = [self.pool.submit(job, deadline_s) for job in jobs]
            try:
                return tuple(page for answer in answers for page in answer.result())
            finally:
                for answer in answers:
                    answer.cancel()

    def _shares(self, pages: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        size = -(-len(pages) // (SHARES * self.settings.pipeline.workers))
        for first in range(0, len(pages), size):
            yield pages[first : first + size]

    @contextmanager
    def _counted(self, document_id: str) -> Iterator[None]:
        """Workers that the document costs are counted; after FATAL_TRIES it is refused."""
        try:
            yield
        except (WorkerTimeout, WorkerDied) as error:
            with self._lock:
                tries = self._fatal[document_id] = self._fatal.get(document_id, 0) + 1
            if tries < FATAL_TRIES:
                raise
            with self._lock:
                del self._fatal[document_id]
            raise DocumentRefused(
                "fatal-to-workers",
                f"reading it stopped a worker process {tries} times ({error}); look at the document, then replay",
            ) from error

    def _bytes(self, digest: str) -> FileBytes | bytes:
        path = self.blobs.open_path(digest)
        return FileBytes(path) if path is not None else self.blobs.get(digest)

    def _limits(self) -> PageLimits:
        pages = self.settings.pages
        return PageLimits(pages.max_pages, pages.max_pixels, pages.max_bytes, pages.render_dpi)

    def _page_s(self) -> float:
        return self.settings.pipeline.page_deadline_s
