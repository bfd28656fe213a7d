"""A real, throw-away PostgreSQL from Debian's binaries: own folder, own unix socket, gone afterwards.

PostgreSQL refuses to run as root, so it runs as `postgres` or `nobody` then. Its default collation is linguistic
(ICU, Japanese) on purpose: text that must sort by code point has to say so itself.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

import psycopg
import pytest

START_DEADLINE_S = 30.0


def binaries() -> Path | None:
    """The folder of the newest installed server."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[4]))
    return versions[-1].parent if versions else None


@dataclass(frozen=True, slots=True)
class _Account:
    """Who the server runs as; None for whoever runs the tests."""

    uid: int | None
    gid: int | None

    @classmethod
    def fit(cls) -> Self:
        """Not root."""
        if os.geteuid() != 0:
            return cls(None, None)
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(entry.pw_uid, entry.pw_gid)
        pytest.skip("PostgreSQL will not run as root, and there is no user postgres or nobody")


class Postgres:
    """A running server. `new_database` gives each test its own."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = count(1)

    def url(self, database: str) -> str:
        """SQLAlchemy URL of a database, over the unix socket."""
        return f"postgresql+psycopg://kartebridge@/{database}?host={self._directory}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database, a copy of the template, and return its name."""
        name = f"db{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, with whoever is still connected."""
        self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(
            host=str(self._directory), user="kartebridge", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server, stop it at the end; skips the test where no server is installed."""
    bin_folder = binaries()
    if bin_folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    account = _Account.fit()
    # Not pytest's tmp_path: root's folders are closed to the server, and a socket path holds 107 bytes.
    directory = Path(tempfile.mkdtemp(prefix="kb-pg-"))
    try:
        if account.uid is not None and account.gid is not None:
            os.chown(directory, account.uid, account.gid)
        _initialise(bin_folder, directory, account)
        with (directory / "log").open("wb") as log:
            server = subprocess.Popen(
                _command(bin_folder, directory),
                stdout=log,
                stderr=subprocess.STDOUT,
                user=account.uid,
                group=account.gid,
                extra_groups=[] if account.uid is not None else None,
                cwd=directory,
            )
        try:
            postgres = Postgres(directory)
            _await(postgres, server, directory)
            yield postgres
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=20)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _initialise(bin_folder: Path, directory: Path, account: _Account) -> None:
    subprocess.run(
        [
            bin_folder / "initdb",
            *("-D", directory / "data", "-U", "kartebridge", "-A", "trust", "-E", "UTF8", "--no-sync"),
            *("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ja-JP"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        user=account.uid,
        group=account.gid,
        extra_groups=[] if account.uid is not None else None,
        cwd=directory,
    )


def _command(bin_folder: Path, directory: Path) -> list[str]:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(directory),
        "fsync": "off",  # the machine is not switched off in these tests
        "shared_buffers": "16MB",
        "autovacuum": "off",
    }
    command = [str(bin_folder / "postgres"), "-D", str(directory / "data")]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    return command


def _await(postgres: Postgres, server: subprocess.Popen[bytes], directory: Path) -> None:
    deadline = time.monotonic() + START_DEADLINE_S
    while True:
        try:
            postgres.execute("SELECT 1")
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL did not start: {(directory / 'log').read_text()[-2000:]}")
            time.sleep(0.02)
        else:
            return
