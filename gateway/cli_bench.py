"""`kartebridge bench vlm`: how fast a site's model reads the site's own pages, and what the gateway adds."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from gateway.cli_engines import engines_of
from gateway.document_files import NotReadable, works
from gateway.errors import SiteError

if TYPE_CHECKING:
    from gateway.model_bench import Conversations, Ready, SideBySide

app = typer.Typer(help="Measure what this site's own machines do.", no_args_is_help=True)
_OWN_COST = 0.10
"""Share of a bare client's throughput that the gateway may cost."""


@app.callback()
def bench() -> None:
    """Measure what this site's own machines do."""


@app.command()
def vlm(
    files: Annotated[list[Path], typer.Argument(help="page set: PDF, image, DICOM or HL7 files")],
    config: Annotated[Path, typer.Option("--config", "-c", help="settings that name the model")],
    engine: Annotated[str, typer.Option("--engine", help="the model's name in the settings")],
    in_flight: Annotated[int, typer.Option(help="documents, or requests, at once", min=1)] = 64,
    times: Annotated[int, typer.Option(help="how often the page set is gone through", min=1)] = 1,
    rounds: Annotated[
        int, typer.Option(help="turns of our client and a bare one; 0: leave them out", min=0)
    ] = 3,
    json_out: Annotated[Path | None, typer.Option("--json", help="also write the figures here")] = None,
) -> None:
    """Drive a model with a page set: pages and tokens a second, GPU, and the gateway's own cost."""
    from gateway.model_bench import conversations, first_questions, ready, side_by_side
    from inference.asking.conversed import How
    from inference.engines import open_model

    try:
        options = engines_of(config, 0, (engine,))
    except SiteError as error:
        _end(str(error))
    model = options.model(engine)
    if model is None:
        _end(f"{engine}: no [[models]] entry of {config} has this name; there are: "
             f"{', '.join(m.name for m in options.models) or 'none'}")  # fmt: skip
    made = ready(_documents(files) * times, model, options)
    if not made.documents:
        _end("no document of the page set opens: give PDFs, images, DICOM or HL7 files with documents inside")
    how = How.of(model)
    opened = open_model(model)
    try:
        said = conversations(made.documents, opened, how, in_flight)
        compared = None
        if rounds and model.urls:
            compared = side_by_side(first_questions(made.documents, how), model, opened, in_flight, rounds)
    finally:
        opened.close()
    Console().print(_table(engine, in_flight, made, said, compared))
    if json_out is not None:
        json_out.write_text(json.dumps(_figures(made, said, compared), indent=1) + "\n", "utf-8")
    if said.failed == len(made.documents):
        raise typer.Exit(1)


def _documents(files: Sequence[Path]) -> list[tuple[bytes, str]]:
    found = []
    for path in files:
        try:
            found += [(w.document.data, w.document.declared_media_type) for w in works(path, None, path.stem)]
        except (NotReadable, OSError) as error:
            Console(stderr=True).print(f"{path}: {error}", style="yellow", markup=False)
    return found


def _table(
    engine: str, in_flight: int, made: Ready, said: Conversations, compared: SideBySide | None
) -> Table:
    table = Table(title=f"{engine}, {in_flight} in flight", title_justify="left", header_style="bold")
    for heading in ("figure", "measured"):
        table.add_column(heading, justify="right" if heading == "measured" else "left")
    for name, text in _rows(made, said, compared):
        table.add_row(name, text)
    return table


def _rows(made: Ready, said: Conversations, compared: SideBySide | None) -> list[tuple[str, str]]:
    took = sorted(said.page_seconds) or [0.0]
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))]
    rows = [
        ("documents, pages, pictures", f"{len(made.documents)}, {made.pages}, {made.pictures}"),
        ("  of them recognised first, refused", f"{made.recognised_pages}, {made.refused}"),
        ("making ready, pages a second of one core", f"{made.pages / max(made.seconds, 1e-9):.1f}"),
        ("pages a second", f"{said.pages / said.seconds:.2f}"),
        ("seconds a page, p50 and p95", f"{statistics.median(took):.2f}, {p95:.2f}"),
        ("pages given up, documents without an answer", f"{said.unread_pages}, {said.failed}"),
        ("questions a page", f"{said.questions / max(said.pages, 1):.2f}"),
        ("prompt tokens a page", f"{said.prompt_tokens / max(said.pages, 1):.0f}"),
        ("answer tokens a page, a second", f"{said.answer_tokens / max(said.pages, 1):.0f}, "
                                         f"{said.answer_tokens / said.seconds:.0f}"),
        ("gateway processor seconds a page, conversation", f"{said.cpu_seconds / max(said.pages, 1):.4f}"),
    ]  # fmt: skip
    if said.gpu:
        memory, use = zip(*said.gpu, strict=True)
        rows.append(
            (
                "GPU memory, most; utilisation, median",
                f"{max(memory):.0f} MiB; {statistics.median(use):.0f} %",
            )
        )
    if compared is not None:
        verdict = "reached" if compared.cost < _OWN_COST else "MISSED"
        rows += [
            ("requests a second, ours and a bare client", f"{compared.ours:.1f}, {compared.bare:.1f}"),
            (f"the gateway's own cost (under {_OWN_COST:.0%})", f"{compared.cost:+.1%} {verdict}"),
            ("requests of ours without an answer", f"{compared.unanswered} of {compared.requests}"),
        ]
    return rows


def _figures(made: Ready, said: Conversations, compared: SideBySide | None) -> dict[str, object]:
    documents = {key: value for key, value in asdict(made).items() if key != "documents"}
    return {
        "ready": documents | {"documents": len(made.documents)},
        "conversations": asdict(said),
        "side_by_side": None if compared is None else asdict(compared) | {"cost": compared.cost},
    }


def _end(text: str) -> NoReturn:
    Console(stderr=True).print(text, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)
