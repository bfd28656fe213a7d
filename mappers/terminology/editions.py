"""Which edition of which source each table was read from, and its licence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mappers.terminology.tables import rows_of


@dataclass(frozen=True, slots=True)
class Edition:
    """One source of one table. `licence` in short; LICENSES.md has the notices."""

    table: str
    what: str
    version: str
    source: str
    licence: str


TABLES_VERSION = "2026.11"
"""The version of this program's own selection: what an exported CodeSystem or ConceptMap says."""


@cache
def editions() -> tuple[Edition, ...]:
    """editions.csv."""
    return tuple(Edition(**row) for row in rows_of("editions.csv"))
