"""docs/destinations.md: each TOML block is a settings file that loads, and every kind has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.settings import load
from gateway.settings_destinations import kind_names

PAGE = (Path(__file__).parents[3] / "docs" / "destinations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_each_example_is_a_settings_file(tmp_path: Path, block: str) -> None:
    file = tmp_path / "gateway.toml"
    file.write_text(block, encoding="utf-8")
    assert load(file).destinations


def test_every_kind_is_told() -> None:
    shown = set(re.findall(r'^kind = "([a-z0-9-]+)"', "\n".join(BLOCKS), re.MULTILINE))
    assert shown >= set(kind_names()) - {"fhir"}
    for kind in kind_names():
        assert f"| `{kind}`" in PAGE
