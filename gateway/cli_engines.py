"""The engines of a site's settings for commands that read documents without the daemon (`--config`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gateway import outbound
from gateway.daemon import read_run_file
from gateway.engine_options import engine_options
from gateway.errors import SiteError
from gateway.settings import load
from inference.chain import CHAIN
from inference.engines.options import EngineOptions

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="settings that name the models and the chain `--engine` may be"),
]


def engines_of(config: Path | None, threads: int, engines: Iterable[str]) -> EngineOptions:
    """What engines are built with: the built-in one alone, or all of the settings file.

    A managed model is asked where the running daemon serves it. Raises SiteError, also where one of these `engines`
    (a chain's included) is managed and no daemon runs that serves it.
    """
    if config is None:
        return EngineOptions(threads)
    settings = load(config)
    outbound.check(settings)
    managed = read_run_file(settings, "models.json") or {}
    options = engine_options(settings, {name: tuple(urls) for name, urls in managed.items()})
    asked = set(engines)
    if CHAIN in asked and (chain := options.chain):
        asked |= {*chain.readers, chain.check, chain.escalate_to, chain.recheck}
    for model in settings.models:
        if model.managed is not None and model.name in asked and not managed.get(model.name):
            raise SiteError(
                f"models: {model.name}: its server runs in the daemon, and none runs on {settings.data.directory}: "
                f"start `kartebridge serve --config {config}` and leave it running"
            )
    return replace(options, threads=threads)
