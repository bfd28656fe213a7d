"""`kartebridge eval`: documents whose truth is known, read by an engine or two, and said how much is right."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Screen

from gateway.cli_engines import ConfigFile, engines_of
from gateway.cli_progress import progress_on
from gateway.document_files import Reading
from gateway.errors import SiteError
from inference.engines import UnknownEngine

if TYPE_CHECKING:  # scipy and its kin are loaded by the command that needs them
    from gateway.eval_answers import CaseFolder
    from inference.evaluation.cases import Case
    from inference.evaluation.runs import Run
    from inference.evaluation.tables import Table

JsonOut = Annotated[Path | None, typer.Option("--json", help="also write figures, answers and faults here")]
Compare = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--compare",
        help="two engines, or answers saved before (a report of --json, or a folder of JSON answers), side by side",
    ),
]


def evaluate(
    directory: Annotated[
        Path, typer.Argument(help="folder of cases: <case>/document.* or message.hl7, truth.json")
    ],
    engine: Annotated[
        str, typer.Option("--engine", help="engine that reads, or answers saved before as for --compare")
    ] = "ocr",
    compare: Compare = None,
    json_out: JsonOut = None,
    html_out: Annotated[
        Path | None, typer.Option("--html", help="write a report with diagrams and the worst cases here")
    ] = None,
    markdown_out: Annotated[
        Path | None, typer.Option("--markdown", help="write the tables between this file's eval marks")
    ] = None,
    jobs: Annotated[int, typer.Option(help="processes that read", min=1)] = 1,
    threads: Annotated[
        int, typer.Option(help="threads of the engine; 0: all cores, or one with several jobs", min=0)
    ] = 0,
    dpi: Annotated[
        int, typer.Option(help="dots an inch at which PDF pages become pictures", min=72, max=600)
    ] = 200,
    worst: Annotated[int, typer.Option(help="documents pictured in the HTML report", min=0)] = 12,
    wrong: Annotated[bool, typer.Option("--wrong", help="list the items that are not right")] = False,
    config: ConfigFile = None,
) -> None:
    """Read cases whose truth is known and say how much is right."""
    from inference.evaluation.truth import TruthMalformed

    try:
        folders = _folders(directory)
        how = Reading(
            engine, engines_of(config, threads if threads or jobs == 1 else 1, compare or (engine,)), dpi
        )
        runs = [_run(folders, label, how, jobs) for label in compare or (engine,)]
        _print(runs, wrong)
        if json_out is not None:
            json_out.write_text(_json(runs), "utf-8")
        if markdown_out is not None:
            from gateway.eval_pages import write_markdown

            write_markdown(markdown_out, runs)
        if html_out is not None:
            from gateway.eval_pages import write_html

            write_html(html_out, runs, folders, worst, dpi)
        for run in runs:
            _answered_at_all(run)
    except UnknownEngine as error:
        _end(f"{error}; or the path of answers saved before")
    except (TruthMalformed, FileNotFoundError, NotADirectoryError, SiteError) as error:
        _end(str(error))


def _folders(directory: Path) -> list[CaseFolder]:
    from gateway.eval_answers import folders_in

    folders = folders_in(directory)
    if not folders:
        _end(f"{directory}: no truth.json in the folders in it; give a folder of cases")
    for folder in folders:
        for key in folder.unknown_keys:
            _errors().print(
                f"{folder.path / 'truth.json'}: {key}: not a key of the interchange shape; ignored",
                style="yellow", markup=False, soft_wrap=True,
            )  # fmt: skip
    return folders


def _run(folders: list[CaseFolder], label: str, how: Reading, jobs: int) -> Run:
    """One engine, or one set of saved answers, over all folders."""
    from gateway.eval_answers import answered, saved
    from inference.evaluation.judging import judge
    from inference.evaluation.runs import Run

    is_saved = os.sep in label or Path(label).exists()
    how = replace(how, engine=label)
    read = saved(folders, Path(label)) if is_saved else answered(folders, how, jobs)
    cases: list[Case] = []
    peaks: dict[int, int] = {}
    with progress_on(_errors()) as progress:
        task = progress.add_task("reading", total=len(folders))
        for answer in read:
            cases += answer.cases
            peaks[answer.process] = max(peaks.get(answer.process, 0), answer.peak_bytes)
            progress.advance(task)
    return Run(
        label,
        tuple(judge(case) for case in cases),
        jobs=0 if is_saved else jobs,
        process_peaks=tuple(p for p in peaks.values() if p),
        machine="" if is_saved else _machine(),
        day=datetime.now(UTC).date().isoformat(),
    )


def _answered_at_all(run: Run) -> None:
    """Ends with status 1 where no document was answered: the figures say nothing of how right the engine is."""
    refused = [d.case.refused for d in run.documents if d.case.refused]
    if refused and len(refused) == len(run.documents):
        _errors().print(
            f"{run.label}: answered none of {len(refused)} documents ({refused[0]}); is its server running, and are "
            "these its answers?", style="red", markup=False, soft_wrap=True,
        )  # fmt: skip
        raise typer.Exit(1)


def _print(runs: list[Run], wrong: bool) -> None:
    from inference.evaluation import tables
    from inference.evaluation.report import comparison

    screen = Console(width=None if sys.stdout.isatty() else 132)
    if len(runs) == 2:
        for table in comparison(*runs):
            screen.print(_on_screen(table))
    for run in runs:
        by_type, by_noise = run.by_type(), run.by_noise()
        shown = [
            tables.item_table(
                f"{run.label}: items right (name, value, unit), paired one to one", "type", by_type
            )
        ]
        if len(by_noise) > 1:
            shown.append(tables.item_table("By noise", "noise", by_noise))
        shown += [tables.confidence_table(by_noise), tables.speed_table(by_noise)]
        if run.whole.mismatches_there or run.whole.matches_there:
            shown.append(tables.person_table(by_noise))
        shown.append(tables.completeness_table(by_noise))
        for table in (*shown, tables.mark_table(run)):
            screen.print(_on_screen(table))
        for document in run.documents:
            if document.case.refused:
                screen.print(f"{document.case.name}: {document.case.refused}", style="yellow", markup=False)
        if wrong:
            screen.print(_on_screen(_wrong_table(run)))


def _wrong_table(run: Run) -> Table:
    from inference.evaluation.pictures import faults
    from inference.evaluation.tables import Table

    rows = tuple(
        (d.case.name, " ".join((f.what, f.differs)).strip(), f.read, f.true)
        for d in run.documents
        for f in faults(d)
    )
    return Table("Items not right", ("case", "what", "read", "true"), rows)


def _on_screen(table: Table) -> Screen:
    words = table.headings[0] == "case"
    screen = Screen(title=table.title, title_justify="left")
    for place, heading in enumerate(table.headings):
        screen.add_column(heading, justify="left" if place == 0 or words else "right")
    for row in table.rows:
        screen.add_row(*map(escape, row))
    return screen


def _json(runs: list[Run]) -> str:
    """One run's report; with two, the runs by A and B."""
    tables = [_run_json(run) for run in runs]
    report = tables[0] if len(tables) == 1 else {"a": tables[0], "b": tables[1]}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _run_json(run: Run) -> dict[str, object]:
    from inference.evaluation.bootstrap import intervals
    from inference.evaluation.calibration import calibration
    from inference.evaluation.marks import marks
    from inference.evaluation.pictures import faults

    return {
        "engine": run.label,
        "day": run.day,
        "machine": run.machine,
        "jobs": run.jobs,
        "peak_bytes": run.peak_bytes,
        "marks": [{"mark": m.name, "wanted": m.wanted, "measured": m.measured, "met": m.met} for m in marks(run)],
        "scores": {name: score.to_json() for name, score in run.by_type().items()},
        "by_noise": {name: score.to_json() for name, score in run.by_noise().items()},
        "by_family": {name: score.to_json() for name, score in run.by_family().items()},
        "intervals": {n: [i.value, i.low, i.high] for n, i in intervals(run.documents).items()},
        "calibration": calibration(run.whole.sure).to_json(),
        "cases": [
            {
                "case": d.case.name,
                "family": d.case.family,
                "noise": d.case.noise,
                "refused": d.case.refused or None,
                "seconds": round(d.case.seconds, 3),
                "items_there": d.there,
                "items_read": d.pairing.read,
                "items_right": len(d.pairing.right),
                "invented": len(d.invented),
                "faults": [
                    {"what": f.what, "differs": f.differs, "read": f.read, "true": f.true} for f in faults(d)
                ],
                "extraction": d.case.extraction.to_json() if d.case.extraction else None,
            }
            for d in run.documents
        ],
    }  # fmt: skip


def _machine() -> str:
    """Processor and cores, in words."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores"


def _errors() -> Console:
    return Console(stderr=True)


def _end(text: str) -> NoReturn:
    _errors().print(text, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)
