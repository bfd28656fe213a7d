"""The HTML report: one file, diagrams and pictures inside, nothing loaded from anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from inference.evaluation import diagrams
from inference.evaluation.bootstrap import compare
from inference.evaluation.calibration import calibration
from inference.evaluation.judging import Judged
from inference.evaluation.pictures import Fault, faults
from inference.evaluation.runs import Run
from inference.evaluation.tables import Table, difference_table, tables_of

_FAULTS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Picture:
    """A document of the worst: its marked page as JPEG (empty where it will not open)."""

    document: Judged
    page: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class _Shown:
    name: str
    about: str
    source: str
    faults: tuple[Fault, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Section:
    run: Run
    tables: tuple[Table, ...]
    reliability: Markup
    worst: tuple[_Shown, ...]


def html(runs: Sequence[Run], pictures: Sequence[Sequence[Picture]]) -> str:
    """The report of one run, or of two side by side; `pictures` are the worst documents of each run."""
    environment = Environment(
        loader=PackageLoader("inference.evaluation", "."), autoescape=select_autoescape(["html"])
    )
    sections = [
        _Section(
            run,
            tables_of(run),
            Markup(diagrams.reliability(calibration(run.whole.sure))),  # ours, numbers only
            tuple(_shown(picture) for picture in worst),
        )
        for run, worst in zip(runs, pictures, strict=True)
    ]
    labels = [run.label for run in runs]
    curves = {f"{'AB'[n]}: {run.label}": calibration(run.whole.sure) for n, run in enumerate(runs)}
    return environment.get_template("report.html").render(
        sections=sections,
        title=" against ".join(labels),
        differences=comparison(runs[0], runs[1]) if len(runs) == 2 else (),
        curve=Markup(diagrams.risk_coverage(curves)),
        by_type=Markup(diagrams.bars("Item F1 by type", [run.by_type() for run in runs])),
        by_noise=Markup(diagrams.bars("Item F1 by noise", [run.by_noise() for run in runs])),
    )


def comparison(a: Run, b: Run) -> tuple[Table, ...]:
    """Two runs of the same documents: overall, then by type. Raises ValueError where documents differ."""
    labels = f"A: {a.label}", f"B: {b.label}"
    tables = [difference_table("All documents", compare(a.documents, b.documents), *labels)]
    for kind in sorted({d.kind for d in a.documents}):
        mine, other = ([d for d in run.documents if d.kind == kind] for run in (a, b))
        tables.append(difference_table(kind, compare(mine, other), *labels))
    return tuple(tables)


def _shown(picture: Picture) -> _Shown:
    document, case = picture.document, picture.document.case
    found = faults(document)
    words = [document.kind, case.family, case.noise, f"page {picture.page}", case.refused]
    if case.extraction and not document.type_right:
        words.append(f"read as {case.extraction.document_type.value}")
    words.append(f"{len(document.pairing.right)} of {document.there} right")
    source = f"data:image/jpeg;base64,{b64encode(picture.jpeg).decode()}" if picture.jpeg else ""
    about = " · ".join(word for word in words if word)
    return _Shown(case.name, about, source, found[:_FAULTS_SHOWN], max(0, len(found) - _FAULTS_SHOWN))
