"""`kartebridge calibrate`: fit what an engine's confidence is worth, on cases whose truth is known.

For those who build engines; the table is committed with the code. Never fit on layouts that a score is measured on.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from gateway.cli_progress import progress_on
from gateway.document_files import NotReadable, Reading, works

if TYPE_CHECKING:
    from gateway.eval_answers import CaseFolder
    from inference.confidence_fit import Sample


def calibrate(
    directory: Annotated[Path, typer.Argument(help="folder of generated cases, of the split `build`")],
    out: Annotated[Path, typer.Option("--out", help="the fitted table")],
    engine: Annotated[str, typer.Option("--engine", help="engine that reads")] = "ocr",
    jobs: Annotated[int, typer.Option(help="processes that read", min=1)] = 1,
    samples_file: Annotated[
        Path | None,
        typer.Option("--samples", help="keep the items' traits here; read again where it is there"),
    ] = None,
) -> None:
    """Fit the confidence table of an engine."""
    from gateway.eval_answers import folders_in
    from inference.confidence_fit import Sample, fit
    from inference.evaluation.calibration import calibration

    screen, errors = Console(), Console(stderr=True)
    folders = folders_in(directory)
    foreign = [f.name for f in folders if f.facts.split != "build"]
    if foreign or not folders:
        errors.print(
            f"{directory}: needs cases of the split `build` only; {foreign[:1]}", style="red", markup=False
        )
        raise typer.Exit(2)
    if samples_file is not None and samples_file.is_file():
        rows = json.loads(samples_file.read_text("utf-8"))
        samples = [Sample(tuple(traits), right, family) for traits, right, family in rows]
    else:
        samples = _samples(folders, Reading(engine, 1 if jobs > 1 else 0), jobs, errors)
    if samples_file is not None:
        samples_file.write_text(json.dumps([[s.traits, s.right, s.family] for s in samples]), "utf-8")
    origin = {
        "engine": engine,
        "fitted_on": "kartebridge calibrate, synthetic documents of samples/families/build",
        "seeds": sorted({f.facts.seed.split("-")[0] for f in folders}),
        "families": sorted({s.family for s in samples}),
        "noises": sorted({f.facts.noise for f in folders}),
        "documents": len(folders),
        "items": len(samples),
        "items_right": sum(s.right for s in samples),
        "day": datetime.now(UTC).date().isoformat(),
    }
    done = fit(samples, origin)
    found = calibration(done.held_out)
    origin["held_out"] = {k: v for k, v in found.to_json().items() if k not in ("bins", "curve")}
    out.write_text(json.dumps(done.table.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    screen.print_json(json.dumps(origin["held_out"]))


def _samples(folders: list[CaseFolder], how: Reading, jobs: int, errors: Console) -> list[Sample]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    found: list[Sample] = []
    with progress_on(errors) as progress, ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        task = progress.add_task("reading", total=len(folders))
        for samples in pool.map(_of_folder, folders, [how] * len(folders), chunksize=4):
            found += samples
            progress.advance(task)
    return found


def _of_folder(folder: CaseFolder, how: Reading) -> list[Sample]:
    """The items of a folder's documents with their traits."""
    from inference.confidence_fit import Sample
    from inference.engines import EngineOptions
    from inference.evaluation.pairing import which_are_right
    from inference.extract import read_document
    from inference.item_traits import traits_of
    from inference.types import DocumentRefused, PageLimits

    if folder.document is None:
        return []
    found = []
    try:
        opened = works(folder.document, folder.facts.filed_under, folder.name)
        for work, truth in zip(opened, folder.truths, strict=False):
            document = work.document
            extraction, words = read_document(
                document.data,
                document.declared_media_type,
                how.engine,
                PageLimits(render_dpi=how.dpi),
                work.filed_under,
                EngineOptions(how.threads),
            )
            right = which_are_right(extraction.items, truth.items)
            for row, is_right in zip(traits_of(extraction, words), right, strict=True):
                found.append(Sample(tuple(round(t, 4) for t in row), is_right, folder.facts.family))
    except (DocumentRefused, NotReadable, OSError):
        pass
    return found
