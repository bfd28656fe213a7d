"""What commands share that work on a gateway's store: its settings, its database, how they end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from gateway.errors import SiteError
from gateway.settings import Settings, load

if TYPE_CHECKING:
    from sqlalchemy import Engine

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", help="gateway.toml; none: defaults and KARTEBRIDGE_… variables", show_default=False
    ),
]

SITE, FAILED = 2, 1
"""Exit status: the site's files hold a mistake; what was asked for could not be done."""


def end(text: str, status: int = FAILED) -> NoReturn:
    """Say why and stop."""
    Console(stderr=True).print(text, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(status)


def settings_of(config: Path | None) -> Settings:
    """The site's settings; ends with what is wrong with them."""
    try:
        return load(config)
    except SiteError as error:
        end(str(error), SITE)


@contextlib.contextmanager
def store_of(settings: Settings) -> Iterator[Engine]:
    """The database of a gateway that has run; looking must not make an empty one."""
    from sqlalchemy.engine import make_url

    from gateway.store.engine import open_engine

    try:
        url = settings.store_url
        there = not url.startswith("sqlite") or _is_file(make_url(url).database)
        engine = open_engine(url) if there else None
    except SiteError as error:
        end(str(error), SITE)
    if engine is None:
        end(
            f"no gateway has run on {settings.data.directory.absolute()} yet; "
            "give the daemon's own file with --config"
        )
    try:
        yield engine
    finally:
        engine.dispose()


def _is_file(database: str | None) -> bool:
    return database is not None and Path(database).is_file()
