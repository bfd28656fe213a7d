"""Documents opened and read in worker processes: the stages' side of `gateway.workers`.

The bytes go to a worker as a path where the blob store has files. A document that killed or outran a worker twice
is refused: a third try would do the same to the documents beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from gateway import profiles
from gateway.errors import WorkerDied, WorkerTimeout
from gateway.settings import Settings
from gateway.store.blobs import BlobStore
from gateway.workers import FileBytes, Job, WorkerPool
from inference.types import DocumentRefused, PageLimits
from mappers.model import Extraction, PatientIdentity, UnreadPage

if TYPE_CHECKING:
    from inference.pages import PagesSummary, PageSummary

FATAL_TRIES = 2
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
    ) -> Extraction:
        """What the pages say, verified against their own words. SiteError where the profile cannot be had."""
        engine = self.settings.engine
        job = Job(
            "inference.extract:extract",
            (self._bytes(digest), media_type, engine.name, self._limits()),
            {
                "filed_under": filed_under,
                "options": {"threads": engine.threads},
                "profile": profiles.load(self.settings.routing.profiles, profile),
            },
        )
        extraction: Extraction = self._run(document_id, job, self._page_s() * pages + LOADING_S, None)
        return extraction

    def _run(
        self, document_id: str, job: Job, deadline_s: float, on_part: Callable[[Any], None] | None
    ) -> Any:
        try:
            return self.pool.submit(job, deadline_s, on_part).result()
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
