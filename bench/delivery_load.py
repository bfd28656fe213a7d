"""Bundles a second from the outbox to a local server, beside a bare httpx client that sends the same ones."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import Engine

from bench.readings import inputs
from gateway.deliver.deliverer import IN_FLIGHT, Deliverer
from gateway.settings_destinations import FhirDestination
from gateway.store import deliveries
from gateway.store.blobs import FileBlobStore
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import migrate, open_engine, writing
from gateway.store.schema import DeliveryState
from mappers.fhir import Guide, dumps, results

JSON = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
LONGEST_S = 300.0
POLL_S = 0.1
"""Between looks at the outbox, which cost the sender time: a round must be long beside it."""


def bundles(count: int) -> list[bytes]:
    """Transactions of the benchmark's documents, over and over; each of its own."""
    made = [dumps(results(inp).bundle).encode() for inp in inputs(Guide.JP_CORE_1_1_2)]
    return [
        made[n % len(made)].replace(
            b'"type":"transaction"', b'"type":"transaction" ' + b" " * (n // len(made))
        )
        for n in range(count)
    ]


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The stub in a process of its own; its base URL."""
    command = [sys.executable, "-m", "bench.fhir_stub"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/fhir"
        process.communicate("")


def bare(url: str, bodies: Sequence[bytes]) -> float:
    """Bundles a second of an httpx client with as many threads as a destination has."""
    with httpx.Client(headers=JSON, trust_env=False) as client, ThreadPoolExecutor(IN_FLIGHT) as pool:
        begun = time.perf_counter()
        for answer in pool.map(lambda body: client.post(url, content=body), bodies):
            answer.raise_for_status()
        return len(bodies) / (time.perf_counter() - begun)


def from_outbox(url: str, bodies: Sequence[bytes], folder: Path) -> float:
    """Bundles a second of a Deliverer: stored bytes out, the answer read and judged, the outcome committed."""
    folder.mkdir(parents=True)
    engine, blobs = open_engine(f"sqlite:///{folder / 'kartebridge.db'}"), FileBlobStore(folder / "blobs")
    migrate(engine)
    new = [NewDelivery(f"d{n}", "bench", f"patient {n}", blobs.put(body)) for n, body in enumerate(bodies)]
    with writing(engine) as connection:
        deliveries.add(connection, "message", new, datetime.now(UTC))
    to = FhirDestination(name="bench", url=url)
    sender = Deliverer(to, engine, blobs, clock=lambda: datetime.now(UTC))
    begun = time.perf_counter()
    sender.start()
    try:
        while _pending(engine):
            if time.perf_counter() - begun > LONGEST_S:
                raise RuntimeError(f"not delivered within {LONGEST_S:g} s")
            time.sleep(POLL_S)
        took = time.perf_counter() - begun
    finally:
        sender.stop()
    if any(c.state is not DeliveryState.DELIVERED for c in deliveries.counts(engine)):
        raise RuntimeError("not everything was delivered")
    engine.dispose()
    return len(bodies) / took


def _pending(engine: Engine) -> bool:
    return any(c.state is DeliveryState.PENDING for c in deliveries.counts(engine))
