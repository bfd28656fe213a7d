"""The command `kartebridge`: the daemon, and what hospital IT does beside it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from gateway import (
    cli_bench,
    cli_calibrate,
    cli_deliveries,
    cli_documents,
    cli_eval,
    cli_models,
    cli_smart_keys,
    cli_terms,
    routing,
)
from gateway.cli_site import FAILED, SITE, Config, end, settings_of, store_of
from gateway.errors import KartebridgeError, SiteError
from gateway.observe import logs
from gateway.settings import Settings

if TYPE_CHECKING:
    pass

app = typer.Typer(
    name="kartebridge",
    help="On-premises gateway: DICOM and HL7 v2 documents in, FHIR Observations out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)


@app.command()
def serve(config: Config = None) -> None:
    """Run the daemon until told to stop (SIGTERM, Ctrl-C); SIGHUP reads the routing rules anew."""
    from gateway.serve import serve as run

    settings = settings_of(config)
    try:
        run(settings)
    except SiteError as error:
        end(str(error), SITE)


@app.command()
def check(
    config: Config = None,
    connect: Annotated[
        bool, typer.Option("--connect", help="log in to each destination too and look at it; sends no result")
    ] = False,
) -> None:
    """Read settings and routing rules, name every mistake by its key, change nothing."""
    from gateway.site_check import mistakes

    settings = settings_of(config)
    if found := mistakes(settings):
        end("\n".join(found), SITE)
    rules = _routes(settings)
    out.print(
        f"settings are good: {len(settings.destinations)} destinations, {len(rules.rule)} rules and a default, "
        f"engine {settings.engine.name}"
    )
    if connect:
        _connect(settings)


def _connect(settings: Settings) -> None:
    from gateway.deliver import kinds

    wrong = []
    for destination in settings.destinations:
        found = kinds.trial(destination, settings.network)
        for line in found.well:
            out.print(
                f"destinations.{destination.name}: {line}", markup=False, highlight=False, soft_wrap=True
            )
        wrong += [f"destinations.{destination.name}: {line}" for line in found.wrong]
    if wrong:
        end("\n".join(wrong))


def _routes(settings: Settings) -> routing.Routes:
    try:
        return routing.load(settings.routing.file, [d.name for d in settings.destinations])
    except SiteError as error:
        end(str(error), SITE)


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

    settings = settings_of(config)
    rules = _routes(settings)
    opened = open_bytes(file.read_bytes(), settings, calling_ae=calling_ae, called_ae=called_ae, peer=peer)
    if isinstance(opened, Unreadable):
        end(f"{file}: {opened.reason}")
    decision = routing.decide(rules, opened.envelope, [d.title for d in opened.documents])
    if explain:
        for step in decision.steps:
            mark = Text("yes", "green") if step.matched else Text("no ")
            out.print(mark, Text(f"{step.rule}:"), end=" ")
            out.print(step.because, markup=False, highlight=False, soft_wrap=True)
    names = decision.rule.destinations or [d.name for d in settings.destinations if d.by_default]
    to = f", destinations {', '.join(names)}" if names else ", results API only"
    out.print(
        f"rule {decision.rule.name}: {decision.rule.action}{to if decision.rule.action == 'process' else ''}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


@app.command()
def reload(config: Config = None) -> None:
    """Have the running daemon read the routing rules anew; a file with a mistake keeps the old ones."""
    from gateway.daemon import read_run_file, running_pid

    settings = settings_of(config)
    pid = running_pid(settings)
    if pid is None:
        end(
            f"no daemon is running on {settings.data.directory.absolute()}; "
            "give the daemon's own file with --config"
        )
    before = read_run_file(settings, "routes.json")
    try:
        os.kill(pid, signal.SIGHUP)
    except PermissionError:
        end(f"the daemon (process {pid}) belongs to another user: run this as that user")
    deadline = time.monotonic() + 10
    while (outcome := read_run_file(settings, "routes.json")) == before:
        if time.monotonic() > deadline:
            end("the daemon did not answer within 10 s: look at its log")
        time.sleep(0.05)
    if not outcome or not outcome["ok"]:
        end(f"the old rules stay in force:\n{(outcome or {}).get('reason')}")
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

    if stage not in set(Stage):
        end(f"no stage {stage!r}; there are {', '.join(Stage)}", SITE)
    now = datetime.now().astimezone()
    with store_of(settings_of(config)) as engine:
        missing = [one for one in message if not run_again(engine, one, Stage(stage), now)]
    for one in missing:
        err.print(f"no message {one}; ids are on the console", style="red", markup=False, highlight=False)
    out.print(f"{len(message) - len(missing)} messages run again from {stage}")
    raise typer.Exit(1 if missing else 0)


@app.command()
def status(config: Config = None) -> None:
    """What is in the store: messages by state, deliveries by destination."""
    from gateway.store import deliveries, messages, pauses

    table = Table("what", "state", Column("count", justify="right"))
    with store_of(settings_of(config)) as engine:
        for state, count in messages.counts_by_state(engine).items():
            if count:
                table.add_row("messages", state, str(count))
        for row in deliveries.counts(engine):
            table.add_row(f"deliveries to {row.destination}", row.state, str(row.count))
        held = pauses.paused(engine)
    out.print(table if table.row_count else "nothing was received yet")
    for name in sorted(held):
        out.print(f"{name} is paused: `kartebridge deliveries resume {name}` lets deliveries go out again")


@app.command()
def token(
    new: Annotated[bool, typer.Option("--new", help="make a new token; the old one stops working")] = False,
    client: Annotated[str, typer.Option(help="make a token for this downstream system instead")] = "",
    scope: Annotated[
        list[str] | None, typer.Option(help="what --client may do, repeatable; none: system/*.rs")
    ] = None,
    config: Config = None,
) -> None:
    """Make a new access token for the console and the results API; it is printed once and kept hashed."""
    from gateway.access import new_token

    if client:
        _client_token(client, tuple(scope or ("system/*.rs",)))
        return

    folder = settings_of(config).data.directory.absolute()
    if not new:
        end("the token is kept hashed and cannot be shown again; --new makes another")
    if not folder.is_dir():
        end(f"no gateway has run on {folder} yet: its first start makes and prints the token")
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        # A file of another user's would shut everybody out: the daemon could not read it.
        end(f"{folder} belongs to user {owner}: run this as that user, so that the daemon can read the token")
    sys.stdout.write(new_token(folder) + "\n")
    err.print(
        f"the token of the gateway on {folder}; the one before no longer works",
        highlight=False,
        soft_wrap=True,
    )


def _client_token(name: str, scopes: tuple[str, ...]) -> None:
    """The token on standard output; what to write into the settings beside it."""
    from pydantic import ValidationError

    from gateway.access import client_token
    from gateway.settings_api import ApiClient

    token, digest = client_token()
    try:
        ApiClient(name=name, token_sha256=digest, scopes=scopes)
    except ValidationError as error:
        end("; ".join(e["msg"].removeprefix("Value error, ") for e in error.errors(include_input=False)))
    sys.stdout.write(token + "\n")
    err.print(
        "shown this once; add to the settings and start the gateway again:\n\n"
        f'[[api_clients]]\nname = "{name}"\ntoken_sha256 = "{digest}"\nscopes = {json.dumps(list(scopes))}',
        highlight=False,
        soft_wrap=True,
        markup=False,
    )


@app.command()
def demo(
    keep: Annotated[bool, typer.Option("--keep", help="leave the gateway running until Ctrl-C")] = False,
    engine: Annotated[
        Path | None,
        typer.Option("--engine-settings", help="file with the tables [engine] and [[models]] of what reads"),
    ] = None,
    few: Annotated[bool, typer.Option("--few", help="one file of each document type")] = False,
) -> None:
    """Start a gateway on loopback, send samples/ to it as an outside sender would, show what came out."""
    from gateway.demo import run_demo

    raise typer.Exit(run_demo(keep=keep, engine=engine, few=few))


app.command("extract")(cli_documents.extract)
app.command("eval")(cli_eval.evaluate)
app.add_typer(cli_bench.app, name="bench")
app.add_typer(cli_models.app, name="models", no_args_is_help=True)
app.add_typer(cli_deliveries.app, name="deliveries", no_args_is_help=True)
app.add_typer(cli_smart_keys.app, name="smart-keys", no_args_is_help=True)
app.add_typer(cli_terms.app, name="terms", no_args_is_help=True)
app.command("calibrate", hidden=True)(cli_calibrate.calibrate)


def main() -> None:
    """Entry point: our own errors in a line; another's by class and place, since its text may quote values."""
    logs.silence()  # `serve` sets up its own
    try:
        app()
    except KartebridgeError as error:
        err.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001  # the last stop before a screen
        sys.stderr.writelines(traceback.format_tb(error.__traceback__))
        err.print(
            f"{logs.describe(error)}\nthis is a defect of the gateway: report the lines above, which hold no values",
            style="red",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
