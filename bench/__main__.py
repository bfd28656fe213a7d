"""`python -m bench [--quick] [--only store,hl7,outbox,pages,mapping,delivery] [--json FILE]`: all in one run."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from bench import delivery_load, hl7_load, mapping_load, memory, outbox_load, pipeline_load, store_load
from bench.material import ct_template, pdf_template, write_set
from bench.receivers import AE_TITLE, Receiver, installed, kartebridge
from bench.report import Line, save, table
from gateway.errors import SiteError

ROOT = Path(__file__).resolve().parents[1]
OURS = "Kartebridge"
IDLE_SETTLE_S = 3.0

say = Console(stderr=True)


def main() -> int:
    """Measure, print, save; the exit status is 1 when a mark is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the load: shows that all works")
    parser.add_argument(
        "--only", default="store,hl7,outbox,pages,mapping,delivery", help="which parts, separated by commas"
    )
    parser.add_argument(
        "--json", type=Path, default=ROOT / ".bench" / "bench.json", help="where the numbers go"
    )
    wanted = parser.parse_args()
    parts: dict[str, Callable[[Path, bool], list[Line]]] = {
        "store": store,
        "hl7": hl7,
        "outbox": outbox,
        "pages": pages,
        "mapping": mapping,
        "delivery": delivery,
    }
    lines: list[Line] = []
    failed = False
    base = ROOT / ".bench"  # on the disk of the checkout: a tmpfs would make fsync free
    base.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base, prefix="run-") as folder:
        for name in wanted.only.split(","):
            try:
                lines += parts[name](Path(folder) / name, wanted.quick)
            except (RuntimeError, OSError, SiteError) as error:
                say.print(f"{name}: {error}", style="red", markup=False)
                failed = True
    lines.sort(key=lambda line: line.what.startswith("Memory"))  # stable: memory together, last
    console = Console()
    (console if console.is_terminal else Console(width=150)).print(table(lines))
    save(lines, wanted.json)
    say.print(f"numbers: {wanted.json}", style="dim")
    return int(failed or any(line.reached is False for line in lines))


def store(folder: Path, quick: bool) -> list[Line]:
    """C-STORE objects a second against each receiver there is, alternating; medians."""
    if store_load.SENDER is None:
        say.print(
            "C-STORE is left out: storescu is not installed (Debian: apt install dcmtk)", style="yellow"
        )
        return []
    rounds = 1 if quick else 3
    loads = (  # about a second each: in a quarter of one, the associations' begin and end weigh as much as the load
        ("C-STORE 0.5 MB CT, 1 association", ct_template(), 1, 20 if quick else 200),
        ("C-STORE 90 KB PDF, 4 associations", pdf_template(), 4, 20 if quick else 1000),
    )
    lines: list[Line] = []
    for number, (what, template, associations, count) in enumerate(loads):
        with ExitStack() as stack:
            receivers = [
                stack.enter_context(start(folder / f"{number}" / name.replace(" ", "-")))
                for name, start in installed().items()
            ]
            rates = _store_rates(
                what, template, associations, receivers, folder / f"set-{number}", count, rounds
            )
        lines += beside(what, rates, "objects/s")
    return lines


def _store_rates(
    what: str,
    template: bytes,
    associations: int,
    receivers: Sequence[Receiver],
    folder: Path,
    count: int,
    rounds: int,
) -> dict[str, float]:
    """Objects a second by receiver; round 0 warms up. The sender's own start and file check are taken off."""
    seconds: dict[str, list[float]] = {r.name: [] for r in receivers}
    for turn in range(rounds + 1):
        files = write_set(folder, template, count, turn * count)
        overhead = store_load.sender_overhead(files, associations)
        for receiver in receivers if turn % 2 else reversed(receivers):
            say.print(f"{what}: {receiver.name}, {'warm-up' if turn == 0 else f'round {turn}'}", style="dim")
            took = store_load.send(files, receiver.dicom_port, associations) - overhead
            if turn:
                seconds[receiver.name].append(took)
        shutil.rmtree(folder)
    return {name: count / statistics.median(taken) for name, taken in seconds.items()}


def beside(what: str, rates: dict[str, float], unit: str) -> list[Line]:
    """Our rate and each peer's with the ratio of ours to it; the mark stands against Orthanc."""
    lines = [Line(what, OURS, rates[OURS], unit)]
    for name, rate in rates.items():
        if name == OURS:
            continue
        ratio = rates[OURS] / rate
        marked = name == "Orthanc"
        lines.append(
            Line(
                what,
                name,
                rate,
                unit,
                ratio,
                "at least 0.8" if marked else "",
                ratio >= 0.8 if marked else None,
            )
        )
    return lines


def hl7(folder: Path, quick: bool) -> list[Line]:
    """HL7 acknowledgements over 20 connections; and the daemon's memory before and after, with no work to do."""
    what, rounds, each = "HL7 ORU, 20 connections", *((1, 10) if quick else (3, 100))
    with kartebridge(folder) as (found, pid):
        time.sleep(IDLE_SETTLE_S)  # imports of the first seconds settle
        idle = memory.tree_bytes(pid) / memory.MB
        hl7_load.acknowledge(found.mllp, run="W", each=max(5, each // 5))
        rates = []
        for turn in range(rounds):
            say.print(f"{what}: round {turn + 1}", style="dim")
            rates.append(hl7_load.acknowledge(found.mllp, run=f"R{turn}", each=each))
        time.sleep(IDLE_SETTLE_S)
        after = memory.tree_bytes(pid) / memory.MB
    rate = statistics.median(r.per_s for r in rates)
    p50, p99 = (statistics.median(getattr(r, p) for r in rates) for p in ("p50_ms", "p99_ms"))
    return [
        Line(what, OURS, rate, "acks/s", None, "at least 400", rate >= 400),
        Line(what, "p50", p50, "ms"),
        Line(what, "p99", p99, "ms", None, "under 100", p99 < 100),
        Line("Memory of the daemon (PSS)", "idle, just started", idle, "MB", None, "under 220", idle < 220),
        Line(
            "Memory of the daemon (PSS)",
            "idle, after the HL7 load",
            after,
            "MB",
            None,
            "under 220",
            after < 220,
        ),
    ]


def mapping(folder: Path, quick: bool) -> list[Line]:
    """Observations of the benchmark's documents a second and core: mapped, written as text, validated."""
    documents = mapping_load.documents(20 if quick else None)
    what, unit = "Findings to FHIR, 1 core", "Observations/s"
    marks = (
        ("resources", mapping_load.mapped, 5000),
        ("and the Bundle's text", mapping_load.written, None),
        ("and validated", mapping_load.validated, 2000),
    )
    lines = []
    for name, work, mark in marks:
        say.print(f"{what}: {name}", style="dim")
        rate = mapping_load.observations_per_s(work, documents, 1 if quick else 3)
        told = f"at least {mark}" if mark else ""
        lines.append(Line(what, name, rate, unit, None, told, rate >= mark if mark else None))
    return lines


def outbox(folder: Path, quick: bool) -> list[Line]:
    """What a backlog costs beside an empty outbox: enqueueing, looking, writing down an end, starting."""
    count = 50_000 if quick else 1_000_000
    what, rounds = f"Outbox of {count:,} pending", 2 if quick else 8
    small, large = (outbox_load.opened(outbox_load.file_url(folder / name)) for name in ("small", "large"))
    say.print(f"{what}: filling", style="dim")
    outbox_load.fill(small, 1_000)
    outbox_load.fill(large, count)
    say.print(f"{what}: enqueue, look, end", style="dim")
    before, after = outbox_load.compare(small, large, rounds, 100)
    small.dispose()
    large.dispose()
    say.print(f"{what}: starts", style="dim")
    starts: dict[str, list[float]] = {"small": [], "large": []}
    for _ in range(2 if quick else 5):
        for name, taken in starts.items():
            taken.append(outbox_load.started_s(folder / name) * 1000)
    pairs = [
        ("enqueue", before.enqueue_ms, after.enqueue_ms),
        ("look for what is due", before.due_ms, after.due_ms),
        ("when is the next due", before.next_due_ms, after.next_due_ms),
        ("write down a delivery", before.end_ms, after.end_ms),
        ("start of the daemon", *(statistics.median(taken) for taken in starts.values())),
    ]
    return [
        Line(
            what,
            f"{name} ({empty:.2f} ms with 1,000)",
            full,
            "ms",
            full / empty,
            "under 1.10",
            full / empty < 1.10,
        )
        for name, empty, full in pairs
    ]


def pages(folder: Path, quick: bool) -> list[Line]:
    """Pages a second of the whole pipeline and of the bare OCR call; peak memory with two workers."""
    what, rounds = "Pages, OCR, 2 workers", 1 if quick else 16
    samples = pipeline_load.picture_samples(ROOT / "samples")
    pixels = pipeline_load.pixels_of(samples, folder / "pixels")
    half = max(1, rounds // 2)  # before and after the pipeline, so that a drifting machine hits both alike
    say.print(f"{what}: bare OCR call", style="dim")
    before = pipeline_load.bare_ocr(pixels, half)
    with kartebridge(folder / "daemon", process=True) as (found, pid):
        warm = pipeline_load.copies(samples, folder / "warm", 2, 1000)
        files = pipeline_load.copies(samples, folder / "files", rounds, 2000)
        say.print(f"{what}: the whole pipeline", style="dim")
        whole = pipeline_load.whole_pipeline(found, pid, warm, files, len(pixels) * rounds, AE_TITLE)
    say.print(f"{what}: bare OCR call again", style="dim")
    after = pipeline_load.bare_ocr(pixels, half)
    bare_per_s = (before.pages + after.pages) / (before.seconds + after.seconds)
    overhead = bare_per_s / whole.per_s - 1
    peak = whole.peak_bytes / memory.MB
    return [
        Line(what, "bare OCR call", bare_per_s, "pages/s", whole.per_s / bare_per_s),
        Line(what, "Kartebridge, C-STORE to FHIR", whole.per_s, "pages/s"),
        Line(what, "overhead", overhead * 100, "% of the OCR time", None, "under 15", overhead < 0.15),
        Line("Memory of the daemon (PSS)", "peak, two at work", peak, "MB", None, "under 2,000", peak < 2000),
    ]


def delivery(folder: Path, quick: bool) -> list[Line]:
    """Bundles a second out of the outbox beside a bare httpx client, alternating; medians."""
    what, rounds = "Transactions to a local FHIR server", 1 if quick else 5
    bodies = delivery_load.bundles(100 if quick else 1000)
    ours, bare = [], []
    with delivery_load.server() as url:
        delivery_load.bare(url, bodies[:50])
        for turn in range(rounds):
            say.print(f"{what}: round {turn + 1}", style="dim")
            bare.append(delivery_load.bare(url, bodies))
            ours.append(delivery_load.from_outbox(url, bodies, folder / str(turn)))
    rate, peer = statistics.median(ours), statistics.median(bare)
    ratio = rate / peer
    return [
        Line(what, OURS, rate, "bundles/s"),
        Line(what, "bare httpx client", peer, "bundles/s", ratio, "at least 0.85", ratio >= 0.85),
    ]


if __name__ == "__main__":
    sys.exit(main())
