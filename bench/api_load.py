"""`python -m bench.api_load [--count 100000] [--url sqlite:///FILE]`: a page of each kind of search in a full store.

Milliseconds of processor time where the database is SQLite (it runs in the process), so that a busy machine does not
tell; wall-clock time beside it. `next` is the page after the first.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from gateway.results_api.query import parse_query
from gateway.results_api.searching import run_search
from gateway.store.engine import migrate, open_engine
from gateway.store.resources import StoredResource, save_results
from gateway.store.search import count
from mappers.fhir import index

TOKYO = ZoneInfo("Asia/Tokyo")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
OF_A_DOCUMENT = 20
PATIENTS = 2000
CODES = 100
TIMES = 7

SEARCHES = (
    "",
    "status=preliminary",
    "patient=p-7",
    "patient=p-7&_sort=-date",
    "patient=p-7&code=1007-7",
    "patient=p-7&date=ge2026-01-02&_sort=-date",
    "code=http://loinc.org|1007-7&_sort=-date",
    "code-value-quantity=1007-7$gt90",
    "value-quantity=gt99||mg/dL",
    "date=ge2026-01-03&_total=none",
    "_sort=-date&_total=none",
    "_lastUpdated=ge2026-01-04T00:00:00Z&_sort=_lastUpdated",
    "derived-from=DocumentReference/d-10&_include=Observation:patient&_revinclude=Provenance:target",
    "status:not=final&_total=none",
    "code:text=item 10",
    "_total=accurate",
    "_summary=count",
    "code:missing=true",
)


def documents(first: int, end: int) -> Iterator[tuple[int, list[StoredResource]]]:
    """Twenty laboratory values a document, each patient with several documents."""
    rng = random.Random(first)
    for number in range(first, end):
        made = []
        for place in range(OF_A_DOCUMENT):
            code = 1000 + (number * 7 + place) % CODES
            body = {
                "resourceType": "Observation",
                "id": f"o-{number}-{place}",
                "status": "preliminary",
                "category": [{"coding": [{"system": "urn:example:category", "code": "laboratory"}]}],
                "code": {
                    "coding": [{"system": "http://loinc.org", "code": f"{code}-{code % 10}"}],
                    "text": f"item {code}",
                },
                "subject": {"reference": f"Patient/p-{number % PATIENTS}"},
                "effectiveDateTime": (BEGIN + timedelta(minutes=number)).isoformat(),
                "valueQuantity": {
                    "value": round(rng.uniform(0, 100), 2),
                    "unit": "mg/dL",
                    "system": "http://unitsofmeasure.org",
                    "code": "mg/dL",
                },
                "derivedFrom": [{"reference": f"DocumentReference/d-{number}"}],
            }
            made.append(StoredResource("Observation", str(body["id"]), json.dumps(body), index(body)))
        yield number, made


def fill(engine: Engine, wanted: int) -> None:
    """So many Observations, those that are there counted."""
    there = count(engine, "Observation", [], zone=TOKYO)
    for number, made in documents(there // OF_A_DOCUMENT, wanted // OF_A_DOCUMENT):
        save_results(engine, "m", f"d-{number}", made, now=BEGIN + timedelta(minutes=number), zone=TOKYO)


def measure(engine: Engine, text: str) -> tuple[float, float, float, dict[str, object]]:
    """Median milliseconds of processor and of the clock for the first page, of the processor for the next."""
    query = parse_query("Observation", parse_qsl(text), TOKYO, lenient=False)
    cpu, clock, following = [], [], []
    bundle: dict[str, object] = {}
    for _ in range(TIMES):
        begun, at = time.process_time(), time.perf_counter()
        bundle = json.loads(run_search(engine, query, TOKYO, "http://x", None).bundle)
        cpu.append((time.process_time() - begun) * 1000)
        clock.append((time.perf_counter() - at) * 1000)
        links = {link["relation"]: link["url"] for link in bundle["link"]}  # type: ignore[attr-defined]
        if "next" in links:
            rest = parse_query("Observation", parse_qsl(urlsplit(links["next"]).query), TOKYO, lenient=False)
            begun = time.process_time()
            run_search(engine, rest, TOKYO, "http://x", None)
            following.append((time.process_time() - begun) * 1000)
    return statistics.median(cpu), statistics.median(clock), statistics.median(following or [0.0]), bundle


def main() -> int:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.api_load", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(asked.url or f"sqlite:///{folder}/bench.db")
        migrate(engine)
        fill(engine, asked.count)
        sys.stdout.write(f"{'search of Observation':88} {'cpu':>7} {'clock':>7} {'next':>7} shown total\n")
        for text in SEARCHES:
            cpu, clock, following, bundle = measure(engine, text)
            entries = bundle.get("entry", [])
            assert isinstance(entries, list)
            total = bundle.get("total", "–")
            sys.stdout.write(
                f"{text or '(all)':88} {cpu:7.1f} {clock:7.1f} {following:7.1f} {len(entries):5} {total}\n"
            )
        engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
