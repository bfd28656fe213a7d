"""Documents opened and read in worker processes: the stages' side of `gateway.workers`.

The bytes go to a worker as a path where the blob store has files. A document that killed or outran a worker twice
is refused: a third try would do the same to the documents beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from gateway import profiles
from gateway.errors import WorkerDied, WorkerTimeout
from gateway.settings import Settings
from gateway.store.blobs import BlobStore
from gateway.workers import FileBytes, Job, WorkerPool
from inference.engines.options import EngineOptions
from inference.extract import PagesToRecognise, Recognised
from inference.types import DocumentRefused, PageLimits
from mappers.model import Extraction, PatientIdentity, UnreadPage

if TYPE_CHECKING:
    from inference.pages import PagesSummary, PageSummary

FATAL_TRIES = 2
SHARES = 8
"""Jobs a worker into which a long document's pictures are dealt, so that no worker waits long for another."""

LOADING_S = 60.0
"""Seconds that a worker gets beside its pages, for its start and the models."""


@dataclass(slots=True)
class WorkerReader:
    """`stages.PageReader` over a worker pool."""

    pool: WorkerPool
    blobs: BlobStore
    settings: Settings
    _fatal: dict[str, int] = field(default_factory=dict)  # document id → workers it cost
    _lock: Lock = field(default_factory=Lock)

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

        SiteError where the profile cannot be had.
        """
        engine = self.settings.engine
        data, limits, options = self._bytes(digest), self._limits(), EngineOptions(engine.threads)
        arguments = (data, media_type, engine.name, limits)
        about: dict[str, Any] = {
            "filed_under": filed_under,
            "options": options,
            "profile": profiles.load(self.settings.routing.profiles, profile),
            "modality": modality,
        }
        deadline_s = self._page_s() * pages + LOADING_S
        found: Extraction | PagesToRecognise = self._run(
            document_id, Job("inference.extract:extract_or_share", arguments, about), deadline_s
        )
        if not isinstance(found, PagesToRecognise):
            return found
        shares = list(self._shares(found.numbers))
        jobs = [
            Job("inference.extract:recognise", (data, media_type, limits, share, options)) for share in shares
        ]
        share_s = self._page_s() * len(shares[0]) + LOADING_S
        about["recognised"] = self._run_all(document_id, jobs, share_s)
        extraction: Extraction = self._run(
            document_id, Job("inference.extract:extract", arguments, about), deadline_s
        )
        return extraction

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
