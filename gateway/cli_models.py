"""`kartebridge models`: the catalogue, snapshots on disk, and what a GPU can run. Nothing is ever downloaded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn
from rich.table import Column, Table

from gateway.errors import SiteError
from gateway.models import plan as planning
from gateway.models import snapshot
from gateway.models.catalogue import Catalogue, load
from gateway.models.contents import Contents, is_near, of_its_kind, read_contents

app = typer.Typer(help="Models: what is known of them, whether their files are whole, what a GPU can run.")

GIB = 1024**3
_UNITS = {"": GIB, "gib": GIB, "gb": 10**9, "mib": 1024**2, "mb": 10**6}
FAILED, SITE = 1, 2

Folder = Annotated[
    Path, typer.Argument(help="folder of the model's files", exists=True, file_okay=False, show_default=False)
]
CatalogueFile = Annotated[
    Path | None,
    typer.Option("--catalogue", help="another models.toml than the one shipped", show_default=False),
]


def _end(text: str, status: int = FAILED) -> NoReturn:
    Console(stderr=True).print(text, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(status)


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)


def _catalogue(path: Path | None) -> Catalogue:
    try:
        return load(path)
    except SiteError as error:
        _end(str(error), SITE)


def _gib(number: float) -> str:
    return f"{number / GIB:.1f} GiB"


@app.command("list")
def list_models(
    name: Annotated[str, typer.Argument(help="tell everything of this one", show_default=False)] = "",
    catalogue: CatalogueFile = None,
) -> None:
    """The catalogue: what may be run, under which licence, in how much memory (derived)."""
    found = _catalogue(catalogue)
    if name:
        _one(found, name)
        return
    table = Table("name", "licence", "reads", Column("weights", justify="right"), "engines", "not verified")
    for entry in found.models:
        sizes = ", ".join(f"{p} {_gib(entry.weights_bytes(p))}" for p in entry.precisions)
        table.add_row(
            entry.name,
            entry.licence + (" (not commercial)" if entry.commercial_use is False else ""),
            "pages" if entry.vision else "text",
            sizes,
            ", ".join(entry.engines) or "none",
            ", ".join(entry.unverified) or "–",
        )
    wide = Console()
    (wide if wide.is_terminal else Console(width=200)).print(table)


def _one(catalogue: Catalogue, name: str) -> None:
    try:
        entry = catalogue.named(name, "models list")
    except SiteError as error:
        _end(str(error), SITE)
    for key, value in entry.model_dump(mode="json").items():
        shown = value if not isinstance(value, list) else "".join(f"\n    {one}" for one in value) or "–"
        _say(f"{key}: {shown}")
    for precision in entry.precisions:
        _say(f"weights in {precision}: {_gib(entry.weights_bytes(precision))} (derived)")
    if entry.cache_bytes_a_token:
        _say(f"cache: {entry.cache_bytes_a_token / 1024:.0f} KiB a token (derived)")


@app.command()
def manifest(directory: Folder) -> None:
    """Write the SHA-256 sum of every file of a snapshot to models.sha256 beside them; do it where it was downloaded."""
    try:
        found = _sums(directory)
        if not found.sums:
            _end(f"{directory}: there are no files")
        target = directory / snapshot.MANIFEST
        target.write_text(found.to_text(), encoding="utf-8")
    except SiteError as error:
        _end(str(error))
    except OSError as error:
        _end(f"{directory}: cannot be written to ({error.strerror}); copy the folder where it can")
    _say(f"{target}: {len(found.sums)} files, weights {found.weights_digest or 'none'}")


@app.command()
def check(
    directory: Folder,
    gpu: Annotated[str, typer.Option(help="memory of a GPU it shall run on, for example 24GiB")] = "",
    catalogue: CatalogueFile = None,
) -> None:
    """Compare a snapshot with its manifest; say what it is, which engine loads it and what memory it needs."""
    known = _catalogue(catalogue)
    memory = _bytes(gpu) if gpu else 0
    try:
        contents = read_contents(directory)
        whole = _compared(directory)
    except SiteError as error:
        _end(str(error))
    _describe(contents, known, memory)
    for fault in contents.faults:
        Console(stderr=True).print(fault, style="red", markup=False, highlight=False, soft_wrap=True)
    if contents.faults or not whole:
        raise typer.Exit(FAILED)


def _compared(directory: Path) -> bool:
    wanted = snapshot.read_manifest(directory)
    if wanted is None:
        _say(
            f"no {snapshot.MANIFEST}: the files cannot be compared with what was downloaded; run "
            "`kartebridge models manifest` where they came from and copy the file with them"
        )
        return False
    found = _sums(directory)
    differs = snapshot.difference(wanted, found)
    for word, names in (("missing", differs.missing), ("changed", differs.changed), ("extra", differs.extra)):
        for name in names:
            _say(f"{word}: {name}")
    if differs.none and wanted.weights_digest not in ("", found.weights_digest):
        _say("changed: the digest of all weights, though every file is the same; make the manifest again")
        return False
    if differs.none:
        _say(f"all {len(found.sums)} files are as in {snapshot.MANIFEST}; weights {found.weights_digest}")
    return differs.none


def _sums(directory: Path) -> snapshot.Manifest:
    total = sum(path.stat().st_size for path in snapshot.files(directory).values())
    errors = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("sums", total=total)
        return snapshot.sums(directory, lambda count: bar.advance(task, count))


def _describe(contents: Contents, catalogue: Catalogue, memory: int) -> None:
    likely = of_its_kind(contents, catalogue)
    _say(f"architecture: {contents.architecture or 'not told by config.json'}")
    _say(f"numbers in: {contents.quantisation or contents.dtype or 'not told by config.json'}")
    if not likely:
        _say("catalogue: not known; vLLM's and transformers' own lists say whether they load it")
    else:
        entry = likely[0]
        if is_near(contents, entry):
            _say(
                f'catalogue: by its size {entry.name} ({entry.licence}); if it is, set catalogue = "{entry.name}"'
            )
        else:
            _say(f"catalogue: of the architecture of {entry.name}, but no entry has its size")
        engines = entry.engines if contents.architecture == entry.architecture else ()
        _say(f"loaded by: {', '.join(engines) or 'no engine of ours as it is: ' + '; '.join(entry.faults)}")
    _say(
        f"weights: {_gib(contents.weights_bytes)} on disk and about as much in memory (measured: the files' sizes)"
    )
    if contents.cache_bytes_a_token:
        a_page = contents.cache_bytes_a_token * _page_tokens(contents, catalogue)
        need = contents.weights_bytes + planning.WORKING_BYTES + planning.AT_ONCE * a_page
        _say(
            f"memory: about {_gib(need)} for {planning.AT_ONCE} pages at once (estimated: weights, "
            f"{_gib(planning.WORKING_BYTES)} to work in, {a_page / 1024**2:.0f} MiB of cache a page)"
        )
        if memory:
            fits = need <= memory * planning.USABLE
            _say(f"on {_gib(memory)}: {'fits' if fits else 'does not fit at that number of pages'}")


def _page_tokens(contents: Contents, catalogue: Catalogue) -> int:
    likely = of_its_kind(contents, catalogue)
    picture = likely[0].tokens_of_picture() if likely else 2048 if contents.vision else 0
    return picture + planning.PROMPT_TOKENS + planning.ANSWER_TOKENS


@app.command()
def plan(
    gpu: Annotated[str, typer.Option(help="memory of one GPU, for example 48GiB")],
    pages_per_day: Annotated[int, typer.Option(help="pages to be read in 24 hours", min=1)],
    pages_per_second: Annotated[
        float,
        typer.Option(help="measured by you on that GPU (`kartebridge bench vlm`); 0: not measured", min=0),
    ] = 0.0,
    model: Annotated[str, typer.Option(help="only this entry of the catalogue")] = "",
    catalogue: CatalogueFile = None,
) -> None:
    """What fits on a GPU, and how many GPUs so many pages a day need: derived memory, measured or given speed."""
    known, memory = _catalogue(catalogue), _bytes(gpu)
    if model:
        try:
            known = Catalogue(models=(known.named(model, "--model"),))
        except SiteError as error:
            _end(str(error), SITE)
    found = planning.choices(known, memory)
    table = Table(
        "model",
        "in",
        Column("weights", justify="right"),
        Column("pages at once", justify="right"),
        "GPUs",
        "speed",
    )
    for one in found:
        if not one.fits:
            continue
        load = planning.load(pages_per_day, pages_per_second, one.measured)
        table.add_row(
            one.entry.name,
            one.precision,
            _gib(one.weights_bytes),
            str(one.pages_at_once) if one.cache_bytes_a_page else "not known",
            "measure first" if load.gpus is None else str(load.gpus),
            load.source or "nobody has measured it here",
        )
    a_second, every_s = pages_per_day / planning.DAY_S, planning.DAY_S / pages_per_day
    _say(f"{pages_per_day} pages a day are {a_second:.2f} a second, one every {every_s:.1f} s.")
    wide = Console()
    (wide if wide.is_terminal else Console(width=200)).print(table)
    too_large = sorted({f"{one.entry.name} {one.precision}" for one in found if not one.fits})
    if too_large:
        _say(f"do not fit on {_gib(memory)}: {', '.join(too_large)}")
    _say(
        "weights and pages at once are derived (catalogue; "
        f"{_gib(planning.WORKING_BYTES)} to work in, {planning.USABLE:.0%} of the memory, "
        f"{planning.PROMPT_TOKENS} + {planning.ANSWER_TOKENS} tokens beside the picture: estimates). GPUs come from "
        "the speed that is named, at even load all day; hospitals have a morning peak, so plan more. Measure with "
        "`kartebridge bench vlm` and give --pages-per-second."
    )


def _bytes(text: str) -> int:
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)", text.strip())
    if found is None or found[2].lower() not in _UNITS:
        _end(f"--gpu {text!r}: write a number with a unit, for example 48GiB, 80GB or 24", SITE)
    return int(float(found[1]) * _UNITS[found[2].lower()])
