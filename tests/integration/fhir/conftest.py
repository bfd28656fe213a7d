"""JP Core's definitions for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.peers.fhir_server import JP_CLINS, JP_CORE, unpack


@pytest.fixture(scope="session")
def jp_core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked JP Core package."""
    package = unpack(JP_CORE, tmp_path_factory.mktemp("jp-core-definitions"))
    if package is None:
        pytest.skip(f"{JP_CORE} is absent: profiles cannot be checked")
    return package


@pytest.fixture(scope="session")
def jp_clins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked JP-CLINS package."""
    package = unpack(JP_CLINS, tmp_path_factory.mktemp("jp-clins-definitions"))
    if package is None:
        pytest.skip(f"{JP_CLINS} is absent: its profiles cannot be checked")
    return package
