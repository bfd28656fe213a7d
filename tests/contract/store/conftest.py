"""Every test of this folder runs on SQLite and on a real PostgreSQL, on files and on S3."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from gateway.settings import BlobKind, Data, Settings
from gateway.store.blobs import BlobStore, open_blobs
from gateway.store.engine import migrate, open_engine, writing
from gateway.store.schema import metadata
from tests.peers.postgres import Postgres, running_postgres
from tests.peers.s3 import S3, running_s3

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def s3() -> Iterator[S3]:
    with running_s3() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: Postgres) -> str:
    """Name of a PostgreSQL database with our tables, to be copied."""
    name = postgres.new_database()
    engine = open_engine(postgres.url(name))
    migrate(engine)
    engine.dispose()
    return name


@dataclass(frozen=True, slots=True)
class Place:
    """A database without tables yet."""

    url: str


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty database."""
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path}/kartebridge.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new_database()
    yield Place(server.url(name))
    server.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A database of the test's own with our tables, and nothing in them."""
    if request.param == "sqlite":
        path = tmp_path / "kartebridge.db"
        path.touch(mode=0o600)
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield Place(f"sqlite:///{path}")
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new_database(request.getfixturevalue("migrated"))
    yield Place(server.url(name))
    server.drop_database(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "kartebridge.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def shared(postgres: Postgres, migrated: str) -> Iterator[Engine]:
    """A PostgreSQL database that tests use one after the other."""
    engine = open_engine(postgres.url(postgres.new_database(migrated)))
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An open database with our tables, and nothing in them."""
    if request.param == "sqlite":
        path = shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "kartebridge.db")
        opened = open_engine(f"sqlite:///{path}")
        yield opened
        opened.dispose()
        return
    opened = request.getfixturevalue("shared")
    yield opened
    with writing(opened) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))


@pytest.fixture(params=["file", "s3"])
def blob_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty blob store."""
    data = Data(directory=tmp_path / "data", min_free_bytes=0)
    if request.param == "file":
        return Settings(data=data)
    server: S3 = request.getfixturevalue("s3")
    blobs = server.new_bucket()
    assert blobs.kind is BlobKind.S3
    return Settings(data=data, blobs=blobs)


@pytest.fixture
def blobs(blob_settings: Settings) -> Iterator[BlobStore]:
    """An open blob store."""
    store = open_blobs(blob_settings)
    yield store
    store.close()
