"""What the console and the results API are given: everything outside them comes in through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from gateway.access import Access
from gateway.model_server.seen import SeenServer
from gateway.results_api.export_jobs import ExportJobs
from gateway.settings import Settings
from gateway.store.blobs import BlobStore


@dataclass(frozen=True, slots=True)
class WebDeps:
    """The web part's view of the gateway.

    `replay(message_id)` runs a stored message again and says whether there is one; `recode(message_id)` only what
    comes after its pages were read. `resent(destination)` wakes
    the deliverer after a person revived a dead delivery. `subscribers_changed()` tells the notifier that a
    Subscription was written. `breakers()` gives each destination's breaker state (`closed`, `open`, `half-open`).
    `model_servers()` gives every model server as it is now. `healthy()` is the whole of what `/health` tells.
    `metrics()` is Prometheus text. `clock()` is the time, with its zone.
    """

    engine: Engine
    blobs: BlobStore
    access: Access
    exports: ExportJobs
    subscribers_changed: Callable[[], None]
    settings: Settings
    replay: Callable[[str], bool]
    recode: Callable[[str], bool]
    resent: Callable[[str], None]
    breakers: Callable[[], Mapping[str, str]]
    model_servers: Callable[[], Iterable[SeenServer]]
    healthy: Callable[[], bool]
    metrics: Callable[[], bytes]
    clock: Callable[[], datetime]
