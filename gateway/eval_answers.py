"""Cases on disk and the answers to them: read now by an engine, or saved before by this or any other program.

A case is a folder with truth.json and a document; case.json (generated documents) or filed.json says whom it is filed
under. Saved answers are what `kartebridge eval --json` wrote, or a folder of interchange JSON files: for the case
`a/b` one of `a/b.json`, `b.json`, `b-document.json` or `b-message.json` (as `kartebridge extract` names them), with
`-2` and so on after it for the further documents of one message.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import getpid
from pathlib import Path
from typing import Any

from gateway.document_files import NotReadable, Reading, read, works
from gateway.observe.logs import describe
from inference.engines import UnknownEngine
from inference.evaluation.cases import Case
from inference.evaluation.truth import (
    CaseFacts,
    TruthMalformed,
    read_answer,
    read_facts,
    read_identity,
    read_truth,
)
from inference.types import DocumentRefused
from mappers.model import Extraction

DOCUMENT_NAMES = (
    "document.pdf",
    "document.png",
    "document.jpg",
    "document.jpeg",
    "document.tif",
    "document.tiff",
    "document.dcm",
    "message.hl7",
)
NO_ANSWER = "no saved answer"


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case on disk. Its documents are named as the folder is; the second document of a message `name#2`."""

    path: Path
    name: str
    truths: tuple[Extraction, ...]
    facts: CaseFacts
    unknown_keys: tuple[str, ...] = ()

    @property
    def document(self) -> Path | None:
        """The document's file; None where there is none."""
        return next((self.path / n for n in DOCUMENT_NAMES if (self.path / n).is_file()), None)

    def cases(self) -> list[Case]:
        """The documents without an answer yet."""
        facts = self.facts
        return [
            Case(
                self.name if number == 0 else f"{self.name}#{number + 1}",
                truth,
                None,
                0.0,
                family=facts.family,
                split=facts.split,
                noise=facts.noise,
            )
            for number, truth in enumerate(self.truths)
        ]


@dataclass(frozen=True, slots=True)
class Answered:
    """The documents of one folder with their answers, and how large the process that read them has been."""

    cases: tuple[Case, ...]
    process: int = 0
    peak_bytes: int = 0


def folders_in(directory: Path) -> list[CaseFolder]:
    """Every case in a folder and below, in order of name. Raises TruthMalformed."""
    return [_folder(path.parent, directory) for path in sorted(directory.glob("*/truth.json"))]


def _folder(path: Path, root: Path) -> CaseFolder:
    told = read_truth(_load(path / "truth.json"), str(path / "truth.json"))
    facts, filed = path / "case.json", path / "filed.json"
    about = read_facts(_load(facts), str(facts)) if facts.is_file() else CaseFacts()
    if filed.is_file():
        about = replace(about, filed_under=read_identity(_load(filed), str(filed)))
    name = path.relative_to(root).as_posix() if path != root else path.name
    return CaseFolder(path, name, told.truths, about, told.unknown_keys)


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise TruthMalformed(f"{path}: not JSON in UTF-8 ({error.__class__.__name__})") from error


def answered(folders: list[CaseFolder], how: Reading, jobs: int) -> Iterator[Answered]:
    """The folders' documents read by an engine, in the folders' order; in `jobs` processes when more than one.

    Raises UnknownEngine.
    """
    if jobs <= 1:
        for folder in folders:
            yield _answer(folder, how)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_answer, folders, [how] * len(folders))


def _answer(folder: CaseFolder, how: Reading) -> Answered:
    blank = folder.cases()
    try:
        if folder.document is None:
            raise NotReadable(f"no document beside truth.json; one of: {', '.join(DOCUMENT_NAMES)}")
        found = works(folder.document, folder.facts.filed_under, folder.name)
    except (NotReadable, DocumentRefused, OSError) as error:
        return Answered(tuple(replace(case, refused=str(error)) for case in blank), getpid(), peak_bytes())
    cases = []
    for number, case in enumerate(blank):
        if number >= len(found):
            cases.append(replace(case, refused="the message has fewer documents than its truth"))
            continue
        started = time.monotonic()
        try:
            answer, seconds = read(found[number], how)
        except DocumentRefused as refused:
            cases.append(replace(case, seconds=time.monotonic() - started, refused=refused.reason))
        except UnknownEngine:
            raise
        except Exception as error:  # noqa: BLE001  # one document's defect must not end an hour of measuring
            words = f"the engine failed: {describe(error)}"
            cases.append(replace(case, seconds=time.monotonic() - started, refused=words))
        else:
            cases.append(replace(case, extraction=answer, seconds=seconds))
    return Answered(tuple(cases), getpid(), peak_bytes())


def saved(folders: list[CaseFolder], answers: Path) -> Iterator[Answered]:
    """The folders' documents with answers saved before. Raises TruthMalformed, OSError."""
    table = _report(answers) if answers.is_file() else None
    for folder in folders:
        cases = []
        for number, case in enumerate(folder.cases()):
            if table is not None:
                cases.append(table.get(case.name, _no_answer)(case))
                continue
            path = _saved_path(answers, folder.name, number)
            if path is None:
                cases.append(_no_answer(case))
            else:
                cases.append(replace(case, extraction=read_answer(_load(path), str(path))))
        yield Answered(tuple(cases))


@dataclass(frozen=True, slots=True)
class _Row:
    """One case of a report: puts its answer into the blank case."""

    row: dict[str, Any]
    file: str

    def __call__(self, case: Case) -> Case:
        answer = self.row.get("extraction")
        return replace(
            case,
            extraction=None if answer is None else read_answer(answer, f"{self.file}: {case.name}"),
            seconds=float(self.row.get("seconds") or 0.0),
            refused=self.row.get("refused") or "",
        )


def _report(path: Path) -> dict[str, _Row]:
    data = _load(path)
    rows = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(r, dict) and "case" in r for r in rows):
        raise TruthMalformed(f"{path}: cases: expected a report that `kartebridge eval --json` wrote")
    return {row["case"]: _Row(row, str(path)) for row in rows}


def _no_answer(case: Case) -> Case:
    return replace(case, refused=NO_ANSWER)


def _saved_path(answers: Path, name: str, number: int) -> Path | None:
    last = name.rsplit("/", 1)[-1]
    suffixes = ("", "-1") if number == 0 else (f"-{number + 1}",)
    stems = (name, last, f"{last}-document", f"{last}-message")
    paths = (answers / f"{stem}{suffix}.json" for stem in stems for suffix in suffixes)
    return next((path for path in paths if path.is_file()), None)


def peak_bytes() -> int:
    """The most memory this process has held at once (Linux: VmHWM; 0 where the system does not say)."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
