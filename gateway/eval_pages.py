"""What `kartebridge eval` writes for people: the HTML report with pictures, and the tables in docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gateway.document_files import NotReadable, works
from gateway.eval_answers import CaseFolder
from inference.evaluation.judging import Judged
from inference.evaluation.pictures import marked, page_of_most_faults
from inference.evaluation.report import Picture, comparison, html
from inference.evaluation.runs import Run, worst
from inference.evaluation.tables import Table, markdown, tables_of
from inference.evaluation.truth import TruthMalformed
from inference.types import DocumentRefused, PageLimits

BEGIN, END = "<!-- eval: begin, written by `make eval` -->", "<!-- eval: end -->"


def write_html(path: Path, runs: Sequence[Run], folders: Sequence[CaseFolder], most: int, dpi: int) -> None:
    """The report of the runs; the worst `most` documents of each with their pages."""
    by_name = {case.name: (folder, place) for folder in folders for place, case in enumerate(folder.cases())}
    pictures = [[_picture(d, *by_name[d.case.name], dpi) for d in worst(run.documents, most)] for run in runs]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html(runs, pictures), "utf-8")


def _picture(document: Judged, folder: CaseFolder, place: int, dpi: int) -> Picture:
    from inference.pages import open_document

    page = page_of_most_faults(document)
    try:
        if folder.document is None:
            return Picture(document, page, b"")
        work = works(folder.document, folder.facts.filed_under, folder.name)[place].document
        opened = open_document(work.data, work.declared_media_type, PageLimits(render_dpi=min(dpi, 120)))
        found = next((p for p in opened.pages if p.number == page), None)
        return Picture(document, page, marked(found.pixels(), document, page) if found else b"")
    except (NotReadable, DocumentRefused, OSError, IndexError):
        return Picture(document, page, b"")


def write_markdown(path: Path, runs: Sequence[Run]) -> None:
    """The tables put between the file's two marks. Raises TruthMalformed where it has not both."""
    text = path.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise TruthMalformed(f"{path}: needs the lines {BEGIN} and {END}, between which the tables go")
    path.write_text(f"{before}{BEGIN}\n\n{_words(runs)}\n{END}{after}", "utf-8")


def _words(runs: Sequence[Run]) -> str:
    parts = []
    if len(runs) == 2:
        parts += [_titled(table) for table in comparison(*runs)]
    for run in runs:
        conditions = [f"{len(run.documents)} documents"]
        if run.machine:
            conditions.append(f"{run.jobs} process(es) on {run.machine}")
        if run.peak_bytes:
            conditions.append(f"together at most {run.peak_bytes / 1e9:.2f} GB")
        parts.append(f"Engine `{run.label}`, {', '.join(conditions)}; measured {run.day}.\n")
        parts += [_titled(table) for table in tables_of(run)]
    return "\n".join(parts)


def _titled(table: Table) -> str:
    return f"### {table.title}\n\n{markdown(table)}\n"
