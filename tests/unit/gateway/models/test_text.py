"""docs/models.md and the catalogue agree."""

from __future__ import annotations

from gateway.models.catalogue import load
from gateway.models.text import PAGE, page, table
from gateway.settings_models import OFFLINE


def test_the_page_s_table_is_the_catalogue_s() -> None:
    now = PAGE.read_text(encoding="utf-8")
    assert now == page(now, load(None)), "run `make docs`"
    assert all(f"| {entry.name} |" in now for entry in load(None).models)


def test_what_is_not_verified_is_marked() -> None:
    row = next(line for line in table(load(None)).splitlines() if line.startswith("| gmai-vl |"))
    assert "not found ?" in row
    assert row.endswith("| none |")


def test_the_page_names_every_offline_variable() -> None:
    now = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in now for name in OFFLINE)
