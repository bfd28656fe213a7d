"""`kartebridge extract` and `kartebridge eval`: documents on the command line, without the daemon."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gateway import intake
from gateway.settings import Settings
from inference.engines import EngineOptions, UnknownEngine
from inference.types import DocumentRefused, PageLimits
from mappers.model import Document, Envelope, Extraction, Item, PatientIdentity, PersonName, item_to_json

if TYPE_CHECKING:  # scipy and its kin are loaded by the command that needs them
    from inference.evaluate import Case, Score

DOCUMENT_NAMES = (
    "document.pdf",
    "document.png",
    "document.jpg",
    "document.jpeg",
    "document.tif",
    "document.dcm",
    "message.hl7",
)
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
}  # fmt: skip


class NotReadable(Exception):
    """A file holds no document that can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Work:
    """One document of a file and whose it is."""

    document: Document
    filed_under: PatientIdentity | None
    label: str  # file name of the answer, without ending


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
) -> None:
    """Read documents and write what they say as JSON."""
    errors = Console(stderr=True)
    told = _told(patient_id, patient_name, birth_date)
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with _progress(errors) as progress:
        task = progress.add_task("reading", total=len(files))
        for label, path in _labelled(files):
            try:
                for work in _works(path, told, label):
                    read, _ = _read(work, engine, threads, dpi)
                    target = out / f"{work.label}.json"
                    target.write_text(
                        json.dumps(read.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8"
                    )
            except UnknownEngine as error:
                errors.print(f"{error}", style="red", highlight=False, markup=False)
                raise typer.Exit(2) from error
            except (NotReadable, DocumentRefused, OSError) as error:
                failed += 1
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                errors.print(f"{path}: {reason}", style="red", highlight=False, markup=False, soft_wrap=True)
            progress.advance(task)
    if failed:
        raise typer.Exit(1)


def evaluate(
    directory: Annotated[
        Path, typer.Argument(help="folder of cases: <case>/document.* or message.hl7, truth.json")
    ],
    engine: Annotated[str, typer.Option("--engine", help="engine that reads")] = "ocr",
    json_out: Annotated[
        Path | None, typer.Option("--json", help="also write the figures and each case here")
    ] = None,
    threads: Annotated[int, typer.Option(help="threads of the engine; 0: all cores", min=0)] = 0,
    dpi: Annotated[
        int, typer.Option(help="dots an inch at which PDF pages become pictures", min=72, max=600)
    ] = 200,
    wrong: Annotated[bool, typer.Option("--wrong", help="list the items that are not right")] = False,
) -> None:
    """Read cases whose truth is known and say how much is right."""
    from inference import evaluate as evaluation

    screen, errors = Console(width=None if sys.stdout.isatty() else 120), Console(stderr=True)
    folders = sorted(p.parent for p in directory.rglob("truth.json"))
    if not folders:
        errors.print(
            f"{directory}: no truth.json in it or below; give a folder of cases", style="red", markup=False
        )
        raise typer.Exit(2)
    cases: list[evaluation.Case] = []
    with _progress(errors) as progress:
        task = progress.add_task("reading", total=len(folders))
        for folder in folders:
            try:
                cases += _cases_of(folder, directory, engine, threads, dpi)
            except UnknownEngine as error:
                errors.print(f"{error}", style="red", highlight=False, markup=False)
                raise typer.Exit(2) from error
            progress.advance(task)
    table = evaluation.score(cases)
    screen.print(_score_table(table))
    for case in cases:
        if case.refused:
            screen.print(f"{case.name}: {case.refused}", style="yellow", markup=False)
    if wrong:
        screen.print(_wrong_table(cases))
    if json_out is not None:
        report = {
            "engine": engine,
            "scores": {kind: score.to_json() for kind, score in table.items()},
            "cases": [_case_json(case) for case in cases],
        }
        json_out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _told(patient_id: str, patient_name: str, birth_date: str) -> PatientIdentity | None:
    if not (patient_id or patient_name or birth_date):
        return None
    groups = patient_name.split("=")
    if len(groups) > 1:
        name = PersonName(*(g.replace("^", " ").strip() for g in groups[:3]))
    else:
        name = _name_by_script(patient_name.replace("^", " ").strip())
    return PatientIdentity(id=patient_id, name=name, birth_date=birth_date or None)


def _name_by_script(name: str) -> PersonName:
    if name.isascii():
        return PersonName(alphabetic=name)
    kana = all(not c.isalpha() or "\u3040" <= c <= "\u30ff" or "\uff66" <= c <= "\uff9f" for c in name)
    return PersonName(phonetic=name) if kana else PersonName(ideographic=name)


def _labelled(files: list[Path]) -> Iterator[tuple[str, Path]]:
    """A label for each file, the file's stem; with its folder's name, then a number, where stems collide."""
    stems = [path.stem for path in files]
    used: set[str] = set()
    for path in files:
        label = path.stem if stems.count(path.stem) == 1 else f"{path.resolve().parent.name}-{path.stem}"
        number, unique = 2, label
        while unique in used:
            unique, number = f"{label}-{number}", number + 1
        used.add(unique)
        yield unique, path


def _works(path: Path, told: PatientIdentity | None, label: str) -> list[Work]:
    """The documents of a file, each with the person it is filed under: the one told, else the header's."""
    raw = path.read_bytes()
    if (
        raw[128:132] == b"DICM"
        or path.suffix.lower() in (".dcm", ".hl7")
        or raw.lstrip(b"\x0b")[:4] == b"MSH|"
    ):
        opened = intake.open_bytes(raw, Settings(), calling_ae="", called_ae="", peer="")
        if isinstance(opened, intake.Unreadable):
            raise NotReadable(opened.reason)
        if not opened.documents:
            raise NotReadable("; ".join((*opened.problems, *opened.notes)) or "no document inside")
        filed = told or _filed(opened.envelope)
        several = len(opened.documents) > 1
        return [Work(d, filed, f"{label}-{d.ordinal}" if several else label) for d in opened.documents]
    media_type = _MEDIA_TYPES.get(path.suffix.lower(), "")
    return [Work(Document(1, raw, media_type), told, label)]


def _filed(envelope: Envelope) -> PatientIdentity | None:
    patient = envelope.patient
    return patient if patient.id or patient.birth_date or patient.name.variants() else None


def _read(work: Work, engine: str, threads: int, dpi: int) -> tuple[Extraction, float]:
    from inference.extract import extract as read

    started = time.monotonic()
    limits = PageLimits(render_dpi=dpi)
    document = work.document
    answer = read(
        document.data, document.declared_media_type, engine, limits, work.filed_under, EngineOptions(threads)
    )
    return answer, time.monotonic() - started


def _cases_of(folder: Path, root: Path, engine: str, threads: int, dpi: int) -> list[Case]:
    from inference.evaluate import Case

    truth_table = json.loads((folder / "truth.json").read_text("utf-8"))
    truths = [
        Extraction.from_json(t) for t in (truth_table if isinstance(truth_table, list) else [truth_table])
    ]
    name = str(folder.relative_to(root)) if folder != root else folder.name
    try:
        path = next((folder / n for n in DOCUMENT_NAMES if (folder / n).is_file()), None)
        if path is None:
            raise NotReadable(f"no document beside truth.json; one of: {', '.join(DOCUMENT_NAMES)}")
        works = _works(path, _told_by(folder), name)
    except (NotReadable, DocumentRefused, OSError) as error:
        return [Case(name, truth, None, 0.0, str(error)) for truth in truths]
    cases = []
    for number, truth in enumerate(truths):
        if number >= len(works):
            cases.append(Case(name, truth, None, 0.0, "the message has fewer documents than its truth"))
            continue
        started = time.monotonic()
        try:
            answer, seconds = _read(works[number], engine, threads, dpi)
        except DocumentRefused as refused:
            cases.append(Case(name, truth, None, time.monotonic() - started, refused.reason))
        else:
            cases.append(Case(name, truth, answer, seconds))
    return cases


def _told_by(folder: Path) -> PatientIdentity | None:
    """`filed.json` beside a truth: {"id", "name", "birth_date"} of the person a bare PDF or image is filed under."""
    path = folder / "filed.json"
    if not path.is_file():
        return None
    told = json.loads(path.read_text("utf-8"))
    return _told(told.get("id") or "", told.get("name") or "", told.get("birth_date") or "")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _score_table(scores: dict[str, Score]) -> Table:
    table = Table(
        title="Items right: name, value and unit, paired one to one; mismatch: other patients caught of those there"
    )
    for heading in ("type", "docs", "type ok", "right/there", "P", "R", "F1", "invented"):
        table.add_column(heading, justify="left" if heading == "type" else "right")
    table.add_column("s/page", justify="right")
    table.add_column("p95", justify="right")
    table.add_column("mismatch", justify="right")
    for kind, score in scores.items():
        table.add_row(
            kind,
            str(score.documents),
            f"{score.types_right}/{score.documents}",
            f"{score.right}/{score.there}",
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1:.3f}",
            str(score.invented),
            f"{score.seconds_median:.2f}",
            f"{score.seconds_p95:.2f}",
            f"{score.mismatches_caught}/{score.mismatches_there} ({score.mismatches_false} false)",
            end_section=kind != "all",
        )
    return table


def _wrong_table(cases: list[Case]) -> Table:
    from inference.evaluate import pair

    table = Table("case", "what", "read", "true", title="Items not right")
    for case in cases:
        pairing = pair(case.extraction.items if case.extraction else (), case.truth.items)
        for read, true in pairing.wrong:
            table.add_row(case.name, "differs", _shown(read), _shown(true))
        for read in pairing.extra:
            table.add_row(case.name, "not in truth", _shown(read), "")
        for true in pairing.missed:
            table.add_row(case.name, "missed", "", _shown(true))
    return table


def _shown(item: Item) -> str:
    return escape(f"{item.name} = {item.value} {item.unit or ''}".rstrip())


def _case_json(case: Case) -> dict[str, object]:
    from inference.evaluate import invented_items, pair

    items = case.extraction.items if case.extraction else ()
    pairing = pair(items, case.truth.items)
    return {
        "case": case.name,
        "refused": case.refused or None,
        "seconds": round(case.seconds, 3),
        "items_there": len(case.truth.items),
        "items_read": len(items),
        "items_right": len(pairing.right),
        "invented": len(invented_items(items, case.truth.items)),
        "wrong": [{"read": item_to_json(r), "true": item_to_json(t)} for r, t in pairing.wrong],
        "extra": [item_to_json(i) for i in pairing.extra],
        "missed": [item_to_json(i) for i in pairing.missed],
        "extraction": case.extraction.to_json() if case.extraction else None,
    }
