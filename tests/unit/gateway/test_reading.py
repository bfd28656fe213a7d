"""Documents given to worker processes: as paths where there are files, and refused when they cost two workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from gateway.errors import JobFailed, WorkerDied, WorkerTimeout
from gateway.reading import LOADING_S, WorkerReader
from gateway.settings import Pages, Pipeline, Settings
from gateway.store.blobs import BlobStore, FileBlobStore
from gateway.workers import FileBytes, Job, WorkerPool
from inference.extract import PagesToRecognise
from inference.pages import PagesSummary, PageSummary
from inference.types import DocumentRefused, PageLimits
from mappers.model import PatientIdentity, UnreadPage

NOBODY = PatientIdentity("90000017")
SETTINGS = Settings(
    pipeline=Pipeline(page_deadline_s=7), pages=Pages(max_pages=3, max_pixels=2_000_000, render_dpi=150)
)


@dataclass
class ToldPool:
    """Ends each job as told; remembers what it was asked."""

    ends: list[object] = field(default_factory=list)
    asked: list[tuple[Job, float]] = field(default_factory=list)
    parts: tuple[object, ...] = ()

    def submit(
        self, job: Job, deadline_s: float, on_part: Callable[[Any], None] | None = None
    ) -> Future[Any]:
        self.asked.append((job, deadline_s))
        for part in self.parts:
            assert on_part is not None
            on_part(part)
        end = self.ends.pop(0)
        if isinstance(end, Future):
            return end
        future: Future[Any] = Future()
        if isinstance(end, Exception):
            future.set_exception(end)
        else:
            future.set_result(end)
        return future


class FarBlobs:
    """A blob store without files of its own, as S3 is."""

    def open_path(self, digest: str) -> Path | None:
        return None

    def get(self, digest: str) -> bytes:
        return f"bytes of {digest}".encode()


def reader(pool: ToldPool, blobs: object) -> WorkerReader:
    return WorkerReader(cast(WorkerPool, pool), cast(BlobStore, blobs), SETTINGS)


@pytest.mark.parametrize("fatal", [WorkerDied("it ended", 11), WorkerTimeout("too long")])
def test_a_document_that_costs_a_second_worker_is_refused(fatal: Exception) -> None:
    pool = ToldPool([fatal, fatal, fatal])
    reading = reader(pool, FarBlobs())
    with pytest.raises(type(fatal)):
        reading.extract("doc", "d1", "application/pdf", NOBODY, 1)
    with pytest.raises(DocumentRefused, match="stopped a worker process 2 times") as refused:
        reading.extract("doc", "d1", "application/pdf", NOBODY, 1)
    assert refused.value.code == "fatal-to-workers"
    with pytest.raises(type(fatal)):  # after a replay it has its two tries again
        reading.extract("doc", "d1", "application/pdf", NOBODY, 1)


def test_each_document_has_tries_of_its_own_whatever_the_stage() -> None:
    died = WorkerDied("it ended", 9)
    pool = ToldPool([died, died, died])
    reading = reader(pool, FarBlobs())
    for document in ("one", "two"):
        with pytest.raises(WorkerDied):
            reading.summarise(document, "d", "application/pdf", lambda _: None)
    with pytest.raises(DocumentRefused):
        reading.extract("one", "d", "application/pdf", NOBODY, 1)


def test_an_error_of_the_job_costs_no_worker() -> None:
    pool = ToldPool([JobFailed("ours")] * 3)
    reading = reader(pool, FarBlobs())
    for _ in range(3):
        with pytest.raises(JobFailed):
            reading.extract("doc", "d", "application/pdf", NOBODY, 1)


def test_files_go_as_paths_and_other_stores_as_bytes(tmp_path: Path) -> None:
    pool = ToldPool(["answer", "answer"])
    near = FileBlobStore(tmp_path)
    digest = near.put(b"%PDF")
    reader(pool, near).extract("doc", digest, "application/pdf", NOBODY, 1)
    reader(pool, FarBlobs()).extract("doc", "d1", "application/pdf", NOBODY, 1)
    near.close()
    first, second = (job.args[0] for job, _ in pool.asked)
    assert isinstance(first, FileBytes)
    assert first.path.read_bytes() == b"%PDF"
    assert second == b"bytes of d1"


def test_bounds_and_deadlines_come_from_the_settings() -> None:
    page = PageSummary(1, 10, 10, b"jpeg", has_text_layer=False)
    pool = ToldPool([PagesSummary("application/pdf", ()), "answer"], parts=(page, UnreadPage(2, "cut")))
    reading, shown = reader(pool, FarBlobs()), list[PageSummary]()
    reading.summarise("doc", "d", "application/pdf", shown.append)
    assert shown == [page], "only a page that opened has a picture to keep"
    pool.parts = ()
    reading.extract("doc", "d", "application/pdf", NOBODY, 4)
    limits = PageLimits(3, 2_000_000, SETTINGS.pages.max_bytes, 150)
    assert [limits in job.args for job, _ in pool.asked] == [True, True]
    assert [deadline for _, deadline in pool.asked] == [7 + LOADING_S, 4 * 7 + LOADING_S]
    assert pool.asked[1][0].kwargs["filed_under"] == NOBODY


def test_pages_that_are_pictures_are_dealt_to_the_workers_in_order() -> None:
    read = [UnreadPage(n, "read") for n in range(1, 41)]  # any answer of a page will do
    pool = ToldPool([PagesToRecognise(tuple(range(1, 41)))])
    pool.ends += [tuple(read[at : at + 3]) for at in range(0, 40, 3)] + ["answer"]
    answer: object = reader(pool, FarBlobs()).extract("doc", "d", "image/tiff", NOBODY, 40)
    assert answer == "answer"
    shares = [job.args[3] for job, _ in pool.asked[1:-1]]
    assert [n for share in shares for n in share] == list(range(1, 41))
    assert len(shares) <= 16, "at most eight a worker: each opens the document again"
    assert {deadline for _, deadline in pool.asked[1:-1]} == {3 * 7 + LOADING_S}
    assert pool.asked[-1][0].kwargs["recognised"] == tuple(read)


def test_shares_that_have_not_begun_are_called_off_when_one_fails() -> None:
    pool = ToldPool([PagesToRecognise((1, 2)), WorkerDied("it ended", 11)])
    waiting: Future[Any] = Future()
    pool.ends.append(waiting)
    with pytest.raises(WorkerDied):
        reader(pool, FarBlobs()).extract("doc", "d", "image/tiff", NOBODY, 2)
    assert waiting.cancelled()
