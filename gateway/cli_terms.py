"""`kartebridge terms`: names that have no code yet, the hospital's own master, and what the tables hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

from gateway import site_terms
from gateway.errors import SiteError
from gateway.settings import Settings, load
from gateway.uncoded import uncoded
from mappers.model import DocumentType
from mappers.terminology import (
    Meaning,
    Place,
    SiteMaster,
    drug_of,
    meaning,
    organism_of,
)
from mappers.terminology.editions import editions
from mappers.terminology.export import resources
from mappers.terminology.proposals import REASON_WORDS
from mappers.terminology.tables import Term, terms_by_key

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = typer.Typer(help="Terminology: names without a code, the hospital's own master, look-up and export.")

FAILED, SITE = 1, 2

Config = Annotated[
    Path | None, typer.Option("--config", "-c", help="gateway.toml of the gateway", show_default=False)
]


def _end(text: str, status: int = FAILED) -> NoReturn:
    Console(stderr=True).print(text, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(status)


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)


def _settings(config: Path | None) -> Settings:
    try:
        return load(config)
    except SiteError as error:
        _end(str(error), SITE)


def _site(settings: Settings) -> SiteMaster | None:
    try:
        return site_terms.load(settings)
    except SiteError as error:
        _end(str(error), SITE)


@contextmanager
def _store(settings: Settings) -> Iterator[Engine]:
    from sqlalchemy.engine import make_url

    from gateway.store.engine import open_engine

    url = settings.store_url
    file = make_url(url).database if url.startswith("sqlite") else None
    if url.startswith("sqlite") and not (file and Path(file).is_file()):
        _end(
            f"no gateway has run on {settings.data.directory.absolute()} yet; give the daemon's own --config"
        )
    try:
        engine = open_engine(url)
    except SiteError as error:
        _end(str(error), SITE)
    try:
        yield engine
    finally:
        engine.dispose()


@app.command("list")
def list_names(
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="only names that may mean an item, with the item")
    ] = False,
    least: Annotated[
        int,
        typer.Option(
            min=1, help="leave out names that fewer documents have: one document's may be a misread"
        ),
    ] = 2,
    limit: Annotated[int, typer.Option(min=1, help="so many names at most")] = 100,
    config: Config = None,
) -> None:
    """Names in this gateway's documents that have no code yet, most frequent first. Names and units, no values."""
    from gateway.store.names import count_without_loinc

    settings = _settings(config)
    site = _site(settings)
    with _store(settings) as engine:
        counted = count_without_loinc(engine, lambda item, kind: uncoded(item, kind, site))
    found = {name: count for name, count in counted.items() if name.proposals or not doubtful}
    shown = [(name, count) for name, count in found.items() if count.documents >= least]
    shown.sort(key=lambda pair: (-pair[1].rows, pair[0].name))
    table = Table(
        "name",
        "unit",
        "specimen",
        "document",
        Column("rows", justify="right"),
        Column("documents", justify="right"),
        "may mean",
    )
    for name, count in shown[:limit]:
        may = "; ".join(
            f"{p.name} ({p.key}, {p.score:.2f}: {REASON_WORDS[p.reason]})" for p in name.proposals
        )
        table.add_row(
            name.name,
            name.unit,
            name.specimen,
            name.document_type,
            str(count.rows),
            str(count.documents),
            may,
        )
    wide = Console()
    (wide if wide.is_terminal else Console(width=220)).print(table)
    rare = len(found) - len(shown)
    _say(
        f"{len(shown)} names without a code"
        + (f", the first {limit} shown" if len(shown) > limit else "")
        + (f"; {rare} more in fewer than {least} documents (--least 1)" if rare else "")
    )


@app.command("import")
def import_master(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV file: local_code, name, jlac10, unit; also specimen, loinc, variants (a|b)",
            exists=True,
            dir_okay=False,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check the file, change nothing")] = False,
    config: Config = None,
) -> None:
    """Take over the hospital's own master. The daemon uses it from the next document on, before its own tables."""
    settings = _settings(config)
    try:
        text = site_terms.decoded(file)
        table = site_terms.parse_text(text, str(file))
        if not dry_run:
            target = site_terms.save(settings.terminology_folder, text.removeprefix("\ufeff"))
    except SiteError as error:
        _end(str(error), SITE)
    coded = sum(bool(item.jlac10) for item in table.items)
    _say(f"{file}: {len(table.items)} items, {coded} with JLAC10")
    if dry_run:
        _say("checked only: nothing was changed")
        return
    _say(f"written to {target}; documents read from now on use it, older ones after `kartebridge replay`")
    if not settings.terminology.local_system:
        _say("terminology.local_system is empty: local codes are not posted, only JLAC10 and LOINC")


@app.command("export")
def export_tables(
    out: Annotated[Path, typer.Option("--out", help="folder for the files")],
    config: Config = None,
) -> None:
    """Write the tables, and the hospital's master, as FHIR R4 CodeSystem and ConceptMap (JSON)."""
    site = _site(_settings(config))
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, resource in resources(site).items():
            text = json.dumps(resource, ensure_ascii=False, indent=2) + "\n"
            (out / name).write_text(text, encoding="utf-8")
            _say(str(out / name))
    except OSError as error:
        _end(f"{out}: cannot be written to ({error.strerror}); choose another folder")


@app.command()
def lookup(
    name: Annotated[str, typer.Argument(help="a name as printed")],
    unit: Annotated[str, typer.Option(help="the unit printed beside it")] = "",
    specimen: Annotated[str, typer.Option(help="the specimen printed beside it: 血清, 尿 …")] = "",
    method: Annotated[str, typer.Option(help="the method printed beside it")] = "",
    document: Annotated[
        DocumentType | None, typer.Option(help="the kind of document it stands in", show_default=False)
    ] = None,
    config: Config = None,
) -> None:
    """Say what a printed name means: certain with its codes and their sources, doubtful, or text."""
    site = _site(_settings(config))
    place = Place(specimen or None, unit or None, method or None, document)
    means = meaning(name, place, None, site)
    microbe = _microbe(name)
    for line in (*_told(means), *microbe):
        _say(line)
    if not means.certain and not means.proposals and not microbe:
        _say("text: no item has this name; `kartebridge terms import` teaches the hospital's own")
        raise typer.Exit(FAILED)


def _told(means: Meaning) -> Iterator[str]:
    if means.own:
        own = means.own
        code = f"local code {own.local_code}" if own.local_code else own.note or "no local code"
        yield f"certain, by the hospital's master: {own.name} ({code})"
        yield from (f"  {word}: {c}" for word, c in (("JLAC10", own.jlac10), ("LOINC", own.loinc)) if c)
    if means.term:
        yield f"certain: {means.term.name_ja} ({means.term.key}, {means.term.group})"
        yield from _codes(means.term)
    for proposal in means.proposals:
        reason = REASON_WORDS[proposal.reason]
        yield f"doubtful, {proposal.score:.2f}: {proposal.name} ({proposal.key}): {reason}"
        yield from _codes(terms_by_key()[proposal.key])


def _codes(term: Term) -> Iterator[str]:
    if term.loinc:
        yield f"  LOINC {term.loinc} {term.loinc_name} [{term.loinc_source}]"
    if term.jlac10:
        yield f"  JLAC10 {term.jlac10} [{term.jlac10_source}]"
    if term.other:
        yield f"  {term.other.system} {term.other.code} {term.other.name} [{term.other.source}]"


def _microbe(name: str) -> tuple[str, ...]:
    organism, drug = organism_of(name), drug_of(name)
    return (
        *([f"organism: {organism.name} (JANIS {organism.code})"] if organism else []),
        *([f"antimicrobial: {drug.name} {drug.abbreviation} (JANIS {drug.code})"] if drug else []),
    )


@app.command("tables")
def show_tables() -> None:
    """Version, source and licence of each table."""
    table = Table("table", "what", "version", "source", "licence")
    for edition in editions():
        table.add_row(edition.table, edition.what, edition.version, edition.source, edition.licence)
    wide = Console()
    (wide if wide.is_terminal else Console(width=260)).print(table)
