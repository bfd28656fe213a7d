"""The engines of a site's settings for commands that read documents without the daemon (`--config`)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from gateway import outbound
from gateway.daemon import read_run_file
from gateway.engine_options import engine_options
from gateway.settings import load
from inference.engines.options import EngineOptions

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="settings that name the models and the chain `--engine` may be"),
]


def engines_of(config: Path | None, threads: int) -> EngineOptions:
    """What engines are built with: the built-in one alone, or all of the settings file.

    A managed model is asked where the running daemon serves it. Raises SiteError.
    """
    if config is None:
        return EngineOptions(threads)
    settings = load(config)
    outbound.check(settings)
    managed = read_run_file(settings, "models.json") or {}
    options = engine_options(settings, {name: tuple(urls) for name, urls in managed.items()})
    return replace(options, threads=threads)
