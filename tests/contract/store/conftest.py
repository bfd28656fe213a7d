"""Every test of this folder runs on SQLite and on a real PostgreSQL, on files and on S3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.settings import BlobKind, Data, Settings
from gateway.store.blobs import BlobStore, open_blobs
from gateway.store.engine import migrate, open_engine
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
    """A database with our tables, and nothing in them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/kartebridge.db"
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield Place(url)
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new_database(request.getfixturevalue("migrated"))
    yield Place(server.url(name))
    server.drop_database(name)


@pytest.fixture
def engine(place: Place) -> Iterator[Engine]:
    """An open database with our tables."""
    opened = open_engine(place.url)
    yield opened
    opened.dispose()


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
