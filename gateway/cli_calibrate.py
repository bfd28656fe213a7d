"""`kartebridge calibrate`: fit what an engine's confidence is worth, on cases whose truth is known.

For those who build engines; the table is committed with the code. Never fit on layouts that a score is measured on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from gateway.cli_engines import ConfigFile, engines_of
from gateway.cli_progress import progress_on
from gateway.document_files import NotReadable, Reading, works
from gateway.observe.logs import describe

if TYPE_CHECKING:
    from gateway.eval_answers import CaseFolder
    from inference.confidence_fit import Sample
    from inference.readable import PageWords
    from mappers.model import Extraction

STRANGE_PAGES = 2
"""How often each text-layer document is read again with words made strange."""


def calibrate(
    directory: Annotated[Path, typer.Argument(help="folder of generated cases, of the split `build`")],
    out: Annotated[Path, typer.Option("--out", help="the fitted table")],
    engine: Annotated[str, typer.Option("--engine", help="engine that reads")] = "ocr",
    jobs: Annotated[int, typer.Option(help="processes that read", min=1)] = 1,
    samples_file: Annotated[
        Path | None,
        typer.Option("--samples", help="keep the items' traits here; read again where it is there"),
    ] = None,
    first_looks: Annotated[
        list[Path] | None,
        typer.Option(
            "--first-look", help="traits kept when readers first met layouts, before they learned of them"
        ),
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Fit the confidence table of an engine."""
    from gateway.eval_answers import folders_in
    from inference.confidence_fit import fit
    from inference.evaluation.calibration import calibration

    screen, errors = Console(), Console(stderr=True)
    folders = folders_in(directory)
    scored = [f.name for f in folders if f.facts.split == "score"]
    if scored or not folders:
        errors.print(
            f"{directory}: needs cases, none of the split `score`; {scored[:1]}", style="red", markup=False
        )
        raise typer.Exit(2)
    if samples_file is not None and samples_file.is_file():
        samples = _kept(samples_file)
    else:
        samples = _samples(
            folders, Reading(engine, engines_of(config, 1 if jobs > 1 else 0, (engine,))), jobs, errors
        )
    if samples_file is not None:
        samples_file.write_text(
            json.dumps([[s.traits, s.right, s.family, s.strange] for s in samples]), "utf-8"
        )
    for file in first_looks or ():
        samples = samples + _kept(file)
    origin = {
        "engine": engine,
        "fitted_on": "kartebridge calibrate, synthetic documents of samples/families, none of the split score",
        "first_looks": [file.name for file in first_looks or ()],
        "strange_pages": STRANGE_PAGES,
        "seeds": sorted({f.facts.seed.split("-")[0] for f in folders}),
        "families": sorted({s.family for s in samples}),
        "noises": sorted({f.facts.noise for f in folders}),
        "documents": len(folders),
        "items": sum(not s.strange for s in samples),
        "items_right": sum(s.right and not s.strange for s in samples),
        "strange_items": sum(s.strange for s in samples),
        "strange_items_right": sum(s.right and s.strange for s in samples),
        "day": datetime.now(UTC).date().isoformat(),
    }
    done = fit(samples, origin)
    found = calibration(done.held_out)
    origin["held_out"] = {k: v for k, v in found.to_json().items() if k not in ("bins", "curve")}
    out.write_text(json.dumps(done.table.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    screen.print_json(json.dumps(origin["held_out"]))


def _kept(file: Path) -> list[Sample]:
    """Samples as `--samples` keeps them; traits that were not there yet say nothing."""
    from inference.confidence_fit import Sample
    from inference.item_traits import TRAITS

    return [
        Sample((*traits, *(0.0,) * (len(TRAITS) - len(traits))), *rest)
        for traits, *rest in json.loads(file.read_text("utf-8"))
    ]


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
    """The items of a folder's documents with their traits; of text layers also those of pages made strange."""
    from inference.extract import read_document
    from inference.types import DocumentRefused, PageLimits

    if folder.document is None:
        return []
    found: list[Sample] = []
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
                how.options,
            )
            found += _labelled(extraction, words, truth, folder.facts.family)
            if how.engine == "ocr" and not any(page.recognised for page in words):
                found += _strange(folder, extraction, words, truth)
    except (DocumentRefused, NotReadable, OSError):
        pass
    except Exception as error:  # noqa: BLE001  # one document's defect must not end an hour of reading
        Console(stderr=True).print(f"{folder.name}: left out, {describe(error)}", style="red", markup=False)
    return found


def _strange(
    folder: CaseFolder, extraction: Extraction, words: Sequence[PageWords], truth: Extraction
) -> list[Sample]:
    """What the built-in structurers make of the same pages made strange."""
    from inference.confidence_rough import roughened
    from inference.plausibility import plausible
    from inference.structure.structure import structure
    from inference.verify import verify

    found: list[Sample] = []
    for number in range(STRANGE_PAGES):
        pages, true = roughened(words, truth, Random(f"{folder.name}/{number}"))
        read = structure(pages)
        answer = replace(extraction, document_type=read.document_type, items=read.items)
        found += _labelled(plausible(verify(answer, pages)), pages, true, folder.facts.family, strange=True)
    return found


def _labelled(
    extraction: Extraction,
    words: Sequence[PageWords],
    truth: Extraction,
    family: str,
    *,
    strange: bool = False,
) -> list[Sample]:
    from inference.confidence_fit import Sample
    from inference.evaluation.pairing import which_are_right
    from inference.item_traits import traits_of

    right = which_are_right(extraction.items, truth.items)
    rows = traits_of(extraction, words)
    return [
        Sample(tuple(round(t, 4) for t in row), is_right, family, strange)
        for row, is_right in zip(rows, right, strict=True)
    ]
