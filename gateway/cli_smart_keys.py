"""`kartebridge smart-keys`: the key pairs with which we log in to FHIR servers (SMART Backend Services)."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from gateway.errors import SiteError

if TYPE_CHECKING:
    from gateway.deliver.auth.keys import SigningKey

app = typer.Typer(
    help="Key pairs for SMART Backend Services: make, show the public half, take out.", no_args_is_help=True
)
err = Console(stderr=True)


class Algorithm(StrEnum):
    """What SMART servers take."""

    ES384 = "ES384"
    RS384 = "RS384"


File = Annotated[Path, typer.Argument(help="the JWKS file that auth.keys_file names; secret", dir_okay=False)]


@app.command()
def create(
    file: File,
    algorithm: Annotated[
        Algorithm, typer.Option(help="ES384 (shorter), or RS384 for servers that want RSA")
    ] = Algorithm.ES384,
) -> None:
    """Make a key pair. In a file that is there already the new key comes beside the older ones, which stay in use
    until the server knows the new one."""
    from gateway.deliver.auth import keys

    there = _read(file) if file.exists() else ()
    made = keys.create(algorithm.value)
    _write(file, keys.private_jwks((*there, made)))
    err.print(
        f"{file}: new {algorithm.value} key {made.kid}, {len(there) + 1} in all. Keep the file secret (it is readable "
        f"by its owner alone). Give the server's administrator what `kartebridge smart-keys public {file}` prints.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


@app.command()
def public(file: File) -> None:
    """Print the public JWKS: what the server's administrator is given."""
    from gateway.deliver.auth import keys

    sys.stdout.write(keys.public_jwks(_read(file)))


@app.command()
def remove(
    file: File, kid: Annotated[str, typer.Argument(help="kid of the key, as `public` shows it")]
) -> None:
    """Take a key out, once the server knows a newer one."""
    from gateway.deliver.auth import keys

    there = _read(file)
    left = tuple(key for key in there if key.kid != kid)
    if len(left) == len(there):
        _end(
            f"{file} has no key of the kid {kid}; `kartebridge smart-keys public {file}` shows those there are"
        )
    if not left:
        _end(f"{kid} is the only key of {file}; make another first: kartebridge smart-keys create {file}")
    _write(file, keys.private_jwks(left))
    err.print(f"{file}: {kid} is gone, {len(left)} left", markup=False, highlight=False, soft_wrap=True)


def _read(file: Path) -> tuple[SigningKey, ...]:
    from gateway.deliver.auth import keys

    try:
        return keys.read(file, "smart-keys")
    except SiteError as error:
        _end(str(error))


def _write(file: Path, text: str) -> None:
    """In one step, readable by the owner alone; owner and group of a file that is there stay."""
    try:
        before = file.stat() if file.exists() else None
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as new:
                new.write(text)
                new.flush()
                os.fsync(new.fileno())
            if before is not None:
                Path(name).chmod(before.st_mode & 0o777)
                with contextlib.suppress(PermissionError):
                    os.chown(name, before.st_uid, before.st_gid)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        _end(f"{file}: cannot be written ({error.strerror}); check the folder and its owner")


def _end(text: str) -> NoReturn:
    err.print(text, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(2)
