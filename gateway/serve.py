"""The gateway put together: every part is made here, started in order and stopped in reverse.

This is the one place that knows all parts. Listeners start last and stop first: nothing is acknowledged that
could not be worked on.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine

from gateway import outbound
from gateway.access import Access, first_token
from gateway.backlog import StoredBacklog, replay
from gateway.daemon import (
    DRAIN_S,
    Signals,
    now,
    only_daemon,
    reload_routes,
    route_reader,
    stop_all,
    write_run_file,
)
from gateway.deliver.deliverer import Deliverers
from gateway.deliver.lease import node_of
from gateway.deliver.patient_lookup import WAITS
from gateway.durable import Work
from gateway.engine_options import engine_options
from gateway.model_server.managed import ManagedModels
from gateway.model_server.seen import Seen, SeenServer, seen_servers
from gateway.notify.subscribers import Subscribers
from gateway.observe import logs
from gateway.observe.metrics import DepthCollector, Metrics
from gateway.open_models import OpenModels
from gateway.pipeline import Stage, StageRunner
from gateway.reading import WorkerReader
from gateway.receive.dicom import DicomReceiver
from gateway.receive.mllp import MllpServer
from gateway.receive.ports import Answer
from gateway.results_api.export_jobs import export_jobs
from gateway.routing import RouteBook
from gateway.settings import Pipeline, Settings
from gateway.stages import StageContext
from gateway.store import deliveries, messages, patients, pauses
from gateway.store.blobs import BlobStore, open_blobs
from gateway.store.engine import migrate, open_engine
from gateway.store.inbox import Inbox
from gateway.store.reindexing import Reindexer
from gateway.web import WebServer, build_app
from gateway.web_deps import WebDeps
from gateway.workers import WorkerPool
from mappers.model import Source

log = structlog.get_logger()

MOST_AT_ONCE = 256
"""Messages in work at most, however many questions models take."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the running gateway is made of."""

    engine: Engine
    blobs: BlobStore
    metrics: Metrics
    pool: WorkerPool
    work: Work
    inbox: Inbox
    deliverers: Deliverers
    web: WebServer | None
    mllp: MllpServer | None
    dicom: DicomReceiver | None


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT. Raises SiteError when the configuration keeps it from starting."""
    os.umask(0o077)  # everything we write is patient data or leads to it
    logs.configure(settings.logs)
    outbound.check(settings)
    signals = Signals()
    signals.install()
    settings.data.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_daemon(settings):
        _run(settings, signals)
    log.info("stopped")


def _run(settings: Settings, signals: Signals) -> None:
    book = RouteBook(route_reader(settings))
    token = first_token(settings.data.directory)
    started: list[tuple[str, Callable[[], object]]] = []
    try:
        parts = _start(settings, book, started)
        gc.collect()
        gc.freeze()  # what the start made stays: collections need not walk it again while peers wait
        _announce(settings, parts, token)
        signals.wait(partial(reload_routes, settings, book))
        log.info("stopping")
    finally:
        stop_all(started)


def _start(settings: Settings, book: RouteBook, started: list[tuple[str, Callable[[], object]]]) -> Parts:
    """Make and start every part; each started one adds how it is stopped."""
    engine = open_engine(settings.store_url)
    started.append(("database", engine.dispose))
    migrate(engine)
    blobs = open_blobs(settings)
    metrics = Metrics()
    pipeline = settings.pipeline
    pool = WorkerPool(
        pipeline.workers,
        pipeline.worker_idle_s,
        settings.engine.threads,
        memory_bytes=pipeline.worker_memory_bytes,
    )
    started.append(("workers", partial(pool.close, 0.0)))
    managed, models = _models(settings, started)
    node = node_of(settings.data.directory, pipeline.node_name)
    deliverers = Deliverers.of(settings.destinations, engine, blobs, now, settings.network, node)
    subscribers = Subscribers(settings, engine, blobs, now, node=node)

    def wake() -> None:
        deliverers.poke()
        subscribers.poke()

    context = StageContext(
        database=engine,
        blobs=blobs,
        reader=WorkerReader(pool, blobs, settings, models, metrics.conversed),
        routes=book,
        settings=settings,
        metrics=metrics,
        now=now,
        wake_deliveries=wake,
    )
    work = Work(
        _system_url(settings),
        StageRunner(context, metrics, now),
        StoredBacklog(engine, now),
        _policy(pipeline, models),
    )
    work.start()
    started.append(("work", partial(work.stop, DRAIN_S)))
    deliverers.start()
    started.append(("destinations", deliverers.stop))
    reindexer = Reindexer(engine, ZoneInfo(settings.site.time_zone))
    reindexer.start()
    started.append(("reindexing", reindexer.stop))
    subscribers.start()
    started.append(("subscribers", subscribers.stop))

    def model_servers() -> tuple[SeenServer, ...]:
        return tuple(seen_servers(settings.models, managed.states(), models.reachable()))

    metrics.registry.register(_depths(settings, engine, pool, deliverers, model_servers))
    inbox = Inbox(engine, on_kept=work.poke)
    started.append(("inbox", inbox.stop))
    web = _web(settings, engine, blobs, metrics, work, deliverers, subscribers, model_servers, started)
    if web is not None:
        web.start()
        started.append(("web", web.stop))
    mllp = MllpServer(settings.mllp, blobs, inbox, now, _tally(metrics)) if settings.mllp.enabled else None
    if mllp is not None:
        mllp.start()
        started.append(("mllp", mllp.stop))
    dicom = (
        DicomReceiver(settings.dicom, inbox, blobs, now, _tally(metrics)) if settings.dicom.enabled else None
    )
    if dicom is not None:
        dicom.start()
        started.append(("dicom", dicom.stop))
    return Parts(engine, blobs, metrics, pool, work, inbox, deliverers, web, mllp, dicom)


def _models(
    settings: Settings, started: list[tuple[str, Callable[[], object]]]
) -> tuple[ManagedModels, OpenModels]:
    """The model servers of our own, begun (they may need minutes), and the models that may be asked."""
    managed = ManagedModels(settings)
    models = OpenModels(engine_options(settings, managed.all_urls()))
    write_run_file(settings, "models.json", dict(managed.all_urls()))
    managed.start()
    started.append(("model servers", managed.stop))
    started.append(("models", models.close))
    return managed, models


def _policy(pipeline: Pipeline, models: OpenModels) -> Pipeline:
    """As many messages in work as models take questions at once: waiting for an answer costs a thread, no processor."""
    at_once = min(max(pipeline.concurrency, models.at_once()), MOST_AT_ONCE)
    return pipeline.model_copy(update={"concurrency": at_once})


def _announce(settings: Settings, parts: Parts, token: str | None) -> None:
    """Say where we listen: one JSON line on standard output, the same without the token in run/daemon.json."""
    scheme = "https" if settings.web.tls_certificate else "http"
    facts: dict[str, object] = {
        "pid": os.getpid(),
        "dicom": parts.dicom.port if parts.dicom else None,
        "mllp": parts.mllp.port if parts.mllp else None,
        "web": parts.web.port if parts.web else None,
        "console": f"{scheme}://{settings.web.host}:{parts.web.port}/" if parts.web else None,
    }
    write_run_file(settings, "daemon.json", facts)
    if token is not None:
        facts["token"] = token  # shown this once; kept only hashed
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    log.info("gateway runs", dicom=facts["dicom"], mllp=facts["mllp"], web=facts["web"])


def _system_url(settings: Settings) -> str:
    """Where DBOS keeps its tables: a sibling file on SQLite, the same database on PostgreSQL."""
    url = settings.store_url
    if url.startswith("sqlite"):
        return f"sqlite:///{settings.data.directory / 'work.db'}"
    return url


def _tally(metrics: Metrics) -> Callable[[Source, Answer, int, float], None]:
    def count(source: Source, answer: Answer, size_bytes: int, seconds: float) -> None:
        metrics.received.labels(source, answer).inc()
        metrics.answer_seconds.labels(source).observe(seconds)
        if answer is not Answer.REFUSED:
            metrics.received_bytes.labels(source).inc(size_bytes)

    return count


def _depths(
    settings: Settings,
    engine: Engine,
    pool: WorkerPool,
    deliverers: Deliverers,
    model_servers: Callable[[], tuple[SeenServer, ...]],
) -> DepthCollector:
    return DepthCollector(
        messages=lambda: {str(state): count for state, count in messages.counts_by_state(engine).items()},
        deliveries=lambda: {
            (row.destination, str(row.state)): row.count for row in deliveries.counts(engine)
        },
        breakers=deliverers.breakers,
        without_patient=lambda: patients.unmatched(engine, WAITS),
        oldest_pending=lambda: {
            name: max(0.0, (now() - at).total_seconds())
            for name, at in deliveries.oldest_pending(engine, deliverers.breakers()).items()
        },
        paused=lambda: pauses.paused(engine).keys(),
        workers=lambda: pool.counts().children,
        model_servers=lambda: {
            (one.model, one.place): (one.seen is Seen.READY, one.starts)
            for one in model_servers()
            if one.seen is not Seen.UNKNOWN
        },
        data=settings.data.directory,
    )


def _web(
    settings: Settings,
    engine: Engine,
    blobs: BlobStore,
    metrics: Metrics,
    work: Work,
    deliverers: Deliverers,
    subscribers: Subscribers,
    model_servers: Callable[[], tuple[SeenServer, ...]],
    started: list[tuple[str, Callable[[], object]]],
) -> WebServer | None:
    if not settings.web.enabled:
        return None
    exports = export_jobs(settings, engine, now)
    exports.start()
    started.append(("exports", exports.stop))

    def run_again(message_id: str, stage: Stage = Stage.ENVELOPE) -> bool:
        found = replay(engine, message_id, stage, now())
        work.poke()
        return found

    deps = WebDeps(
        engine=engine,
        blobs=blobs,
        access=Access(settings.data.directory, now),
        exports=exports,
        subscribers_changed=subscribers.poke,
        settings=settings,
        replay=run_again,
        recode=partial(run_again, stage=Stage.VERIFY),
        resent=deliverers.poke,
        breakers=deliverers.breakers,
        model_servers=model_servers,
        healthy=lambda: _healthy(settings, engine),
        metrics=metrics.render,
        clock=now,
    )
    return WebServer(build_app(deps), settings.web)


def _healthy(settings: Settings, engine: Engine) -> bool:
    """Whether messages can be kept now: the database answers and there is room."""
    messages.counts_by_state(engine)
    return shutil.disk_usage(settings.data.directory).free >= settings.data.min_free_bytes
