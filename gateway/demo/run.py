"""The demo from start to end: daemon up, samples sent, work waited for, results shown, daemon down."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydicom.filereader import read_file_meta_info
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

import gateway
from gateway.demo.child import HOST, Addresses, Daemon, fresh_directory, said_of, write_settings
from gateway.demo.results import BUSY, ResultsClient, observations_table
from gateway.demo.sender import Sent, Target, Way, one_of_each_type, samples_in, send_all
from gateway.errors import SiteError
from gateway.settings import Settings, load
from gateway.store import documents, messages
from gateway.store.engine import open_engine
from gateway.store.messages import MessageRow

WORK_S = 600.0
"""Longest wait for the work after the last answer."""

MODEL_S = 900.0
"""Longest wait for a model server of our own to be ready."""

WIDE = 130
"""Columns from which the table shows names and dates."""

_STATE_STYLE = {"done": "green", "waiting": "yellow", "quarantined": "magenta"}


def run_demo(
    *,
    keep: bool = False,
    samples: Path | None = None,
    folder: Path | None = None,
    console: Console | None = None,
    engine: Path | None = None,
    few: bool = False,
) -> int:
    """Run it; the exit status is 0 when every file was answered and no work is left.

    `engine`: a file with the tables [engine] and [[models]] of what reads, whose first comment is shown; none: the
    built-in OCR. `few`: one file of
    each document type, for a model that is slow here. `samples` and `folder` default to samples/ and .demo/ of the
    checkout. `keep` leaves the gateway running until Ctrl-C, so that the console can be looked at.
    """
    root = Path(gateway.__file__).resolve().parents[1]
    samples, folder, out = samples or root / "samples", folder or root / ".demo", console or _console()
    files = one_of_each_type(samples_in(samples)) if few else samples_in(samples)
    if not files:
        raise SiteError(f"{samples}: no samples there; run the demo from a checkout of the project")
    begun = time.monotonic()
    fresh_directory(folder)
    config = write_settings(folder, engine)
    settings = load(config)
    reads = "built-in OCR" if settings.engine.name == "ocr" else f"engine {settings.engine.name}"
    out.print(f"Starting a gateway on loopback: SQLite, local blobs, {reads}, results API …")
    if engine and (about := said_of(engine)):
        out.print(about, style="yellow", highlight=False)
    if few:
        out.print("One file of each document type is sent.")
    with _signals_end_it(), Daemon(config, folder / "daemon.log") as daemon:
        found = daemon.addresses()
        client = ResultsClient(found.url, found.token)
        try:
            if any(model.managed for model in settings.models):
                out.print("Waiting until the model server has loaded the model …")
                client.wait_for_models(MODEL_S)
            good = _send_and_show(out, client, found, settings, files)
        finally:
            client.close()
        out.print(f"[bold]Console[/]  {found.url}/    [bold]token[/]  {found.token}", highlight=False)
        out.print(f"[bold]{time.monotonic() - begun:.1f} s[/] from start to end", highlight=False)
        if keep:
            _keep(out, daemon)
        else:
            out.print("The gateway stops now; `kartebridge demo --keep` leaves it running.", style="dim")
    return 0 if good else 1


@contextlib.contextmanager
def _signals_end_it() -> Iterator[None]:
    """SIGTERM and a closed terminal leave by SystemExit, so that the daemon is stopped on the way out."""

    def leave(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _console() -> Console:
    """Where nobody says how wide (a file, a build log), lines are long rather than folded."""
    plain = Console()
    return plain if plain.is_terminal or "COLUMNS" in os.environ else Console(width=160)


def _send_and_show(
    out: Console, client: ResultsClient, found: Addresses, settings: Settings, files: Sequence[Path]
) -> bool:
    target = Target(HOST, found.dicom, found.mllp, settings.dicom.ae_title)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as progress:
        sending = progress.add_task("sent and acknowledged", total=len(files))
        reading = progress.add_task("read and mapped to FHIR", total=len(files))
        answers = send_all(target, files, lambda _: progress.advance(sending))

        def show(states: dict[str, int]) -> None:
            busy = sum(states.get(state, 0) for state in BUSY)
            total = sum(states.values())
            progress.update(reading, completed=total - busy, total=total)

        finished = client.wait_until_done(WORK_S, lambda states: show(dict(states)))
    observations, patients = list(client.all("Observation")), list(client.all("Patient"))
    out.print(observations_table(observations, patients, wide=out.width >= WIDE))
    rows, kinds = _rows(settings)
    out.print(_answers_table(answers, rows, kinds, files[0].parents[1]))
    out.print(_values_line(settings), highlight=False)
    if not finished:
        out.print(f"work was not done within {WORK_S:.0f} s: see the console", style="red")
    return finished and all(sent.answer for sent in answers)


def _rows(settings: Settings) -> tuple[list[MessageRow], dict[str, str]]:
    """Every message, and the types its documents were recognised as by the message's id."""
    engine = open_engine(settings.store_url)
    try:
        rows = messages.recent(engine, limit=1000)
        linked = {row.id: documents.of_message(engine, row.id) for row in rows}
    finally:
        engine.dispose()
    return rows, {key: ", ".join(d.document.document_type for d in found) for key, found in linked.items()}


def _values_line(settings: Settings) -> str:
    """How many values were read, and how many of them no page carries."""
    engine = open_engine(settings.store_url)
    try:
        read, unverified = documents.values_read(engine)
    finally:
        engine.dispose()
    if not unverified:
        return f"{read} values read; their pages carry all of them."
    return (
        f"{read} values read; {unverified} are not carried by their page: not posted, "
        "they wait for a person on the console."
    )


def _answers_table(
    answers: Sequence[Sent], rows: Sequence[MessageRow], kinds: dict[str, str], samples: Path
) -> Table:
    by_control = {row.control_id: row for row in rows if row.control_id}
    by_digest = {row.digest: row for row in rows}
    table = Table(
        title=f"{len(answers)} files", title_justify="left", title_style="bold", header_style="bold"
    )
    table.box, table.pad_edge = SIMPLE_HEAD, False
    for heading in ("file", "sent by", "answer", "read as", "became", "why"):
        table.add_column(heading, no_wrap=heading == "answer")
    for sent in answers:
        row = by_control.get(_sop_instance(sent.file)) if sent.way is Way.DICOM else None
        row = row or by_digest.get(hashlib.sha256(sent.file.read_bytes()).hexdigest())
        state = row.state.value if row else "not kept"
        table.add_row(
            str(sent.file.parent.relative_to(samples)),
            sent.way,
            Text(sent.answer or "none", style="green" if sent.answer in ("0x0000", "AA", "CA") else "yellow"),
            kinds.get(row.id, "") if row else "",
            Text(state, style=_STATE_STYLE.get(state, "red")),
            (row.reason if row else "") or sent.problem,
        )
    return table


def _sop_instance(file: Path) -> str:
    return str(read_file_meta_info(file).MediaStorageSOPInstanceUID)


def _keep(out: Console, daemon: Daemon) -> None:
    out.print("The gateway keeps running; Ctrl-C ends it.")
    try:
        daemon.process.wait()
    except KeyboardInterrupt:
        out.print("stopping …")
