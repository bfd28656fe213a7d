"""`_include` and `_revinclude` (R4 search §3.1.1.5.4): what a page refers to, and what refers to it, one step."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine

from gateway.results_api.outcome import FhirError
from gateway.results_api.query import Include
from gateway.store.references import read_many, referenced, referring
from gateway.store.resources import Key, ResourceRow

MAX_INCLUDED = 2000
"""Included resources of one page; more is an error that says to ask for a smaller page."""


def included(engine: Engine, includes: Sequence[Include], rows: Sequence[ResourceRow]) -> list[ResourceRow]:
    """Each once, none that is on the page itself. Raises FhirError 400 where they are too many."""
    if not includes or not rows:
        return []
    page = [(row.type, row.id) for row in rows]
    wanted: set[Key] = set()
    for one in includes:
        if one.reverse:
            wanted |= set(referring(engine, one.source, one.parameter, page, MAX_INCLUDED + 1))
        else:
            found = referenced(engine, page, one.parameter)
            wanted |= {key for key in found if one.target in ("", key[0])}
    wanted -= set(page)
    if len(wanted) > MAX_INCLUDED:
        raise FhirError(
            400, "too-costly", f"_include brings more than {MAX_INCLUDED} resources: ask for a smaller _count"
        )
    return read_many(engine, wanted)
