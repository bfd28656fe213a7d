"""Bulk exports: jobs, their NDJSON files under data.directory/exports, and the thread that writes them.

A job is a folder with a random name: `job.json` says what was asked and how far it is, beside it stand the files. So
a job outlives the daemon (one cut short is written again from its beginning), and a node serves the jobs that it was
asked for. Files go when the client deletes the job, or after `export_keep_hours`.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread

import structlog
from sqlalchemy import Engine

from gateway.errors import KartebridgeError, StorageFull
from gateway.results_api.body import with_meta
from gateway.settings import Settings
from gateway.store.resources import ResourceRow
from gateway.store.walks import walk
from mappers.fhir.json_text import dumps

LINES_A_FILE = 200_000
DELETIONS_A_BUNDLE = 100
_NAME = re.compile(r"[A-Za-z0-9_-]{20,40}")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class File:
    """A finished file: `type` is that of its resources, Bundle for deletions."""

    type: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked, and how far it is. Times are ISO text with a zone; `client` may fetch it."""

    id: str
    client: str
    request: str  # the URL asked for: it holds no patient data
    types: tuple[str, ...]
    since: str
    transaction_time: str
    state: str = "waiting"  # then writing, done or failed
    progress: str = ""
    finished_at: str = ""
    files: tuple[File, ...] = ()
    deleted: tuple[File, ...] = ()


class TooManyJobs(Exception):
    """As many exports as the settings allow are kept or under way."""


class _Removed(Exception):
    """The client deleted the job that is being written, or the gateway stops."""


class ExportJobs:
    """All exports of this node; safe to share between threads. `stop` before the database goes."""

    def __init__(
        self,
        engine: Engine,
        data_directory: Path,
        clock: Callable[[], datetime],
        *,
        keep: timedelta,
        most: int,
        min_free_bytes: int,
    ) -> None:
        self._engine = engine
        self._folder = data_directory / "exports"
        self._clock = clock
        self._keep = keep
        self._most = most
        self._min_free_bytes = min_free_bytes
        self._lock = Lock()
        self._thread: Thread | None = None
        self._stopping = Event()

    def start(self) -> None:
        """Go on with what an earlier run left unfinished."""
        self.sweep()
        if any(job.state in ("waiting", "writing") for job in self._jobs()):
            self._work()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End at the next piece; the job runs again at the next start. False where that took too long."""
        self._stopping.set()
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
        return thread is None or not thread.is_alive()

    def begin(self, client: str, request: str, types: tuple[str, ...], since: str) -> str:
        """Keep a new job and work on it; its id. Raises TooManyJobs."""
        self.sweep()
        with self._lock:
            if sum(1 for _ in self._jobs()) >= self._most:
                raise TooManyJobs
            job = Job(secrets.token_urlsafe(18), client, request, types, since, self._clock().isoformat())
            (self._folder / job.id).mkdir(mode=0o700, parents=True)
            self._write(job)
        self._work()
        return job.id

    def get(self, job_id: str) -> Job | None:
        """A job that is there and has not expired."""
        job = self._read(job_id)
        return None if job is None or self._expired(job) else job

    def expires(self, job: Job) -> datetime:
        """When a finished job's files go."""
        return datetime.fromisoformat(job.finished_at or job.transaction_time) + self._keep

    def path(self, job: Job, name: str) -> Path | None:
        """One of a finished job's files."""
        known = {file.name for file in (*job.files, *job.deleted)}
        return self._folder / job.id / name if job.state == "done" and name in known else None

    def remove(self, job_id: str) -> None:
        """Forget a job and its files; one being written ends."""
        shutil.rmtree(self._folder / job_id, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what has expired, and folders that are no job."""
        for folder in self._folder.glob("*"):
            job = self._read(folder.name)
            if job is None or self._expired(job):
                shutil.rmtree(folder, ignore_errors=True)

    def _expired(self, job: Job) -> bool:
        return bool(job.finished_at) and self._clock() >= self.expires(job)

    def _jobs(self) -> Iterator[Job]:
        for folder in sorted(self._folder.glob("*")):
            job = self._read(folder.name)
            if job is not None:
                yield job

    def _read(self, job_id: str) -> Job | None:
        if not _NAME.fullmatch(job_id):
            return None
        try:
            kept = json.loads((self._folder / job_id / "job.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        lists = {name: tuple(File(**file) for file in kept.pop(name)) for name in ("files", "deleted")}
        return Job(**{**kept, "types": tuple(kept["types"]), **lists})

    def _write(self, job: Job) -> None:
        """Raises _Removed where the folder is gone."""
        folder = self._folder / job.id
        draft = folder / ".job.part"
        try:
            draft.write_text(json.dumps(asdict(job)), encoding="utf-8")
            draft.replace(folder / "job.json")
        except FileNotFoundError:
            raise _Removed from None

    def _work(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="exports", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._stopping.is_set():
            with self._lock:  # so that a job begun now finds either this thread or none
                job = next((j for j in self._jobs() if j.state in ("waiting", "writing")), None)
                if job is None:
                    self._thread = None
                    return
            try:
                self._export(job)
            except _Removed:
                continue
            except (KartebridgeError, OSError) as error:
                reason = str(error) if isinstance(error, KartebridgeError) else "the files cannot be written"
                log.error("export failed", job=job.id[:6], reason=reason)
                self._settle(replace(job, state="failed", progress=reason))

    def _settle(self, job: Job) -> None:
        try:
            self._write(replace(job, finished_at=self._clock().isoformat()))
        except (_Removed, OSError):
            self.remove(job.id)

    def _export(self, job: Job) -> None:
        since = datetime.fromisoformat(job.since) if job.since else None
        files: list[File] = []
        deleted: list[File] = []
        for kind in job.types:
            writer = _Writer(self._folder / job.id, kind)
            for rows in walk(self._engine, kind, since):
                self._may_go_on(job)
                writer.add([with_meta(row) for row in rows])
                done = sum(file.count for file in files) + writer.total
                self._write(replace(job, state="writing", progress=f"{kind}: {done} resources"))
            files += writer.close()
            if since is not None:
                writer = _Writer(self._folder / job.id, "Bundle", f"deleted.{kind}")
                for rows in walk(self._engine, kind, since, deleted=True, piece=DELETIONS_A_BUNDLE):
                    self._may_go_on(job)
                    writer.add([_deletions(rows)])
                deleted += writer.close()
        self._settle(replace(job, state="done", progress="", files=tuple(files), deleted=tuple(deleted)))

    def _may_go_on(self, job: Job) -> None:
        if self._stopping.is_set() or not (self._folder / job.id).is_dir():
            raise _Removed
        if shutil.disk_usage(self._folder).free < self._min_free_bytes:
            raise StorageFull(
                "the disk of data.directory is nearly full: an export must not keep intake from it"
            )


class _Writer:
    """One type's NDJSON, in files of bounded length."""

    def __init__(self, folder: Path, kind: str, stem: str = "") -> None:
        self._folder = folder
        self._kind = kind
        self._stem = stem or kind
        self._files: list[File] = []

    @property
    def total(self) -> int:
        """Lines so far."""
        return sum(file.count for file in self._files)

    def add(self, lines: list[str]) -> None:
        """Lines of one piece, all into one file."""
        last = self._files[-1] if self._files else None
        fresh = last is None or last.count >= LINES_A_FILE
        if last is None or fresh:
            last = File(self._kind, f"{self._stem}.{len(self._files) + 1}.ndjson", 0)
            self._files.append(last)
        try:
            with (self._folder / last.name).open("w" if fresh else "a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
        except FileNotFoundError:
            raise _Removed from None
        self._files[-1] = replace(last, count=last.count + len(lines))

    def close(self) -> list[File]:
        """The files written."""
        return self._files


def _deletions(rows: list[ResourceRow]) -> str:
    """A transaction Bundle that deletes them (Bulk Data IG 2.0, deleted)."""
    entries = [{"request": {"method": "DELETE", "url": f"{row.type}/{row.id}"}} for row in rows]
    return dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries})


def export_jobs(settings: Settings, engine: Engine, clock: Callable[[], datetime]) -> ExportJobs:
    """As the settings say."""
    api = settings.results_api
    return ExportJobs(
        engine,
        settings.data.directory,
        clock,
        keep=timedelta(hours=api.export_keep_hours),
        most=api.export_max_jobs,
        min_free_bytes=settings.data.min_free_bytes,
    )
