"""`kartebridge extract`: documents on the command line, without the daemon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gateway import site_terms
from gateway.cli_engines import ConfigFile, engines_of
from gateway.cli_progress import progress_on
from gateway.document_files import NotReadable, Reading, labelled, read, works
from gateway.errors import SiteError
from gateway.profiles import load_file
from gateway.settings import load
from inference.engines import UnknownEngine
from inference.evaluation.truth import name_from_text
from inference.types import DocumentRefused, ModelAway
from mappers.model import PatientIdentity


def extract(
    files: Annotated[list[Path], typer.Argument(help="PDF, image, DICOM (.dcm) or HL7 v2 (.hl7) files")],
    out: Annotated[
        Path, typer.Option("--out", help="folder for one JSON a document; made where it is not there")
    ],
    engine: Annotated[str, typer.Option("--engine", help="engine that reads")] = "ocr",
    patient_id: Annotated[str, typer.Option(help="id of the person the document is filed under")] = "",
    patient_name: Annotated[str, typer.Option(help="name of that person")] = "",
    birth_date: Annotated[str, typer.Option(help="birth date of that person, YYYY-MM-DD")] = "",
    threads: Annotated[int, typer.Option(help="threads of the engine; 0: all cores", min=0)] = 0,
    dpi: Annotated[
        int, typer.Option(help="dots an inch at which PDF pages become pictures", min=72, max=600)
    ] = 200,
    profile: Annotated[
        Path | None, typer.Option("--profile", help="document profile (TOML) of the documents' layout")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Read documents and write what they say as JSON."""
    errors = Console(stderr=True)
    told = _told(patient_id, patient_name, birth_date)
    try:
        how = Reading(
            engine,
            engines_of(config, threads, (engine,)),
            dpi,
            load_file(profile) if profile else None,
            site_terms.load(load(config)) if config else None,
        )
    except SiteError as error:
        errors.print(f"{error}", style="red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with progress_on(errors) as progress:
        task = progress.add_task("reading", total=len(files))
        for label, path in labelled(files):
            try:
                for work in works(path, told, label):
                    answer, _ = read(work, how)
                    target = out / f"{work.label}.json"
                    target.write_text(
                        json.dumps(answer.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8"
                    )
            except UnknownEngine as error:
                errors.print(f"{error}", style="red", highlight=False, markup=False)
                raise typer.Exit(2) from error
            except (NotReadable, DocumentRefused, ModelAway, OSError) as error:
                failed += 1
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                errors.print(f"{path}: {reason}", style="red", highlight=False, markup=False, soft_wrap=True)
            progress.advance(task)
    if failed:
        raise typer.Exit(1)


def _told(patient_id: str, patient_name: str, birth_date: str) -> PatientIdentity | None:
    if not (patient_id or patient_name or birth_date):
        return None
    return PatientIdentity(id=patient_id, name=name_from_text(patient_name), birth_date=birth_date or None)
