"""The command `kartebridge`: the daemon, and what hospital IT does beside it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gateway import cli_documents, routing
from gateway.errors import KartebridgeError, SiteError
from gateway.settings import Settings, load

app = typer.Typer(
    name="kartebridge",
    help="On-premises gateway: DICOM and HL7 v2 documents in, FHIR Observations out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="gateway.toml; none: defaults and KARTEBRIDGE_… variables", show_default=False
    ),
]


def _settings(config: Path | None) -> Settings:
    try:
        return load(config)
    except SiteError as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error


@app.command()
def serve(config: Config = None) -> None:
    """Run the daemon until told to stop (SIGTERM, Ctrl-C); SIGHUP reads the routing rules anew."""
    from gateway.serve import serve as run

    settings = _settings(config)
    try:
        run(settings)
    except SiteError as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error


@app.command()
def check(config: Config = None) -> None:
    """Read settings and routing rules, name every mistake by its key, change nothing."""
    from gateway.deliver.fhir import FhirClient

    settings = _settings(config)
    try:
        rules = routing.load(settings.routing.file, [d.name for d in settings.destinations])
        for destination in settings.destinations:
            FhirClient(destination).close()  # reads the token and the certificate authority
        settings.store_url  # noqa: B018  # reads store.url_file
    except SiteError as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    out.print(
        f"settings are good: {len(settings.destinations)} destinations, {len(rules.rule)} rules and a default, "
        f"engine {settings.engine.name}"
    )


@app.command()
def schema() -> None:
    """Print the JSON Schema of gateway.toml, for editors."""
    sys.stdout.write(json.dumps(Settings.model_json_schema(), ensure_ascii=False, indent=2) + "\n")


@app.command()
def route(
    file: Annotated[
        Path, typer.Argument(help="a DICOM file or an HL7 v2 message", exists=True, dir_okay=False)
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help="say why each rule did or did not match")
    ] = False,
    calling_ae: Annotated[str, typer.Option(help="AE title of the sender, for DICOM files")] = "",
    called_ae: Annotated[str, typer.Option(help="AE title called, for DICOM files")] = "",
    peer: Annotated[str, typer.Option(help="IP address of the sender")] = "",
    config: Config = None,
) -> None:
    """Say which routing rule a message would meet."""
    from gateway.intake import Unreadable, open_bytes

    settings = _settings(config)
    try:
        rules = routing.load(settings.routing.file, [d.name for d in settings.destinations])
    except SiteError as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    opened = open_bytes(file.read_bytes(), settings, calling_ae=calling_ae, called_ae=called_ae, peer=peer)
    if isinstance(opened, Unreadable):
        err.print(opened.reason, style="red", markup=False)
        raise typer.Exit(1)
    decision = routing.decide(rules, opened.envelope, [d.title for d in opened.documents])
    if explain:
        for step in decision.steps:
            mark = "[green]yes[/]" if step.matched else "no "
            out.print(f"{mark} {step.rule}: ", end="")
            out.print(step.because, markup=False)
    names = decision.rule.destinations or [d.name for d in settings.destinations if d.by_default]
    to = f", destinations {', '.join(names)}" if names else ", results API only"
    out.print(
        f"rule {decision.rule.name}: {decision.rule.action}{to if decision.rule.action == 'process' else ''}",
        markup=False,
    )


@app.command()
def reload(config: Config = None) -> None:
    """Have the running daemon read the routing rules anew; a file with a mistake keeps the old ones."""
    from gateway.daemon import read_run_file

    settings = _settings(config)
    running = read_run_file(settings, "daemon.json")
    if running is None or not _alive(running["pid"]):
        err.print(f"no daemon is running on {settings.data.directory}", style="red", markup=False)
        raise typer.Exit(1)
    before = read_run_file(settings, "routes.json")
    os.kill(running["pid"], signal.SIGHUP)
    deadline = time.monotonic() + 10
    while (outcome := read_run_file(settings, "routes.json")) == before:
        if time.monotonic() > deadline:
            err.print("the daemon did not answer within 10 s: look at its log", style="red")
            raise typer.Exit(1)
        time.sleep(0.05)
    if not outcome or not outcome["ok"]:
        err.print("the old rules stay in force:", style="red")
        err.print(str((outcome or {}).get("reason")), markup=False)
        raise typer.Exit(1)
    out.print(f"{len(outcome['rules'])} rules and the default are in force")


@app.command()
def replay(
    message: Annotated[list[str], typer.Argument(help="message ids, as on the console")],
    stage: Annotated[
        str, typer.Option("--from", help="first stage: envelope, route, documents, pages, …")
    ] = "envelope",
    config: Config = None,
) -> None:
    """Run stored messages again from a stage; the daemon takes them up within a second."""
    from gateway.backlog import replay as run_again
    from gateway.pipeline import Stage
    from gateway.store.engine import open_engine

    settings = _settings(config)
    if stage not in set(Stage):
        err.print(f"no stage {stage!r}; there are {', '.join(Stage)}", style="red", markup=False)
        raise typer.Exit(2)
    engine = open_engine(settings.store_url)
    missing = [
        one for one in message if not run_again(engine, one, Stage(stage), datetime.now().astimezone())
    ]
    engine.dispose()
    for one in missing:
        err.print(f"no message {one}; ids are on the console", style="red", markup=False)
    out.print(f"{len(message) - len(missing)} messages run again from {stage}")
    raise typer.Exit(1 if missing else 0)


@app.command()
def status(config: Config = None) -> None:
    """What is in the store: messages by state, deliveries by destination."""
    from gateway.store import deliveries, messages
    from gateway.store.engine import open_engine

    settings = _settings(config)
    engine = open_engine(settings.store_url)
    table = Table("what", "state", "count")
    for state, count in messages.counts_by_state(engine).items():
        if count:
            table.add_row("messages", state, str(count))
    for row in deliveries.counts(engine):
        table.add_row(f"deliveries to {row.destination}", row.state, str(row.count))
    engine.dispose()
    out.print(table)


@app.command()
def token(
    new: Annotated[bool, typer.Option("--new", help="make a new token; the old one stops working")] = False,
    config: Config = None,
) -> None:
    """Make a new access token for the console and the results API; it is printed once and kept hashed."""
    from gateway.access import new_token

    settings = _settings(config)
    if not new:
        out.print("the token is kept hashed and cannot be shown again; --new makes another")
        raise typer.Exit(1)
    sys.stdout.write(new_token(settings.data.directory) + "\n")


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="leave the gateway running until Ctrl-C")] = False,
) -> None:
    """Start a gateway on loopback, send samples/ to it as an outside sender would, show what came out."""
    from gateway.demo import run_demo

    raise typer.Exit(run_demo(keep=keep))


app.command("extract")(cli_documents.extract)
app.command("eval")(cli_documents.evaluate)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def main() -> None:
    """Entry point: our own errors in a line, not a traceback."""
    try:
        app()
    except KartebridgeError as error:
        err.print(str(error), style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    main()
