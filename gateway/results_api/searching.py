"""Searchset Bundles: a checked query looked up in the store and put together as text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import urlencode

from sqlalchemy import Engine

from gateway.results_api.body import with_meta
from gateway.results_api.outcome import FhirError
from gateway.results_api.paging import read_cursor, write_cursor
from gateway.results_api.query import OfPatient, SearchQuery
from gateway.store.resources import ResourceRow
from gateway.store.search import Criterion, Op, Page, count, search
from mappers.fhir.json_text import dumps

MAX_PATIENTS = 100
"""Patients that one `patient.identifier` may mean; more is no identifier."""


@dataclass(frozen=True, slots=True)
class Found:
    """A Bundle as JSON text, and how many resources are in it (for the audit)."""

    bundle: str
    shown: int


def run_search(
    engine: Engine,
    query: SearchQuery,
    zone: tzinfo,
    base_url: str,
    remember: Callable[[tuple[tuple[str, str], ...]], str] | None,
) -> Found:
    """One page. `remember` (searches by POST) keeps the fields and gives the key that stands for them in URLs.

    Raises FhirError for a broken cursor or a chain that means too many patients.
    """
    criteria = list(query.criteria)
    for chain in query.of_patients:
        patients = _patients(engine, chain, zone)
        if not patients:
            return Found(_bundle(base_url, query, Page((), None), 0, remember), 0)
        criteria.append(Criterion(chain.parameter, Op.EQ, patients))
    after = read_cursor(query.cursor) if query.cursor else None
    total = count(engine, query.type, criteria, zone=zone)
    page = Page((), None)
    if query.count:
        page = search(engine, query.type, criteria, limit=query.count, zone=zone, after=after)
    return Found(_bundle(base_url, query, page, total, remember), len(page.rows))


def _patients(engine: Engine, chain: OfPatient, zone: tzinfo) -> tuple[str, ...]:
    page = search(engine, "Patient", [chain.identifiers], limit=MAX_PATIENTS, zone=zone)
    if page.following:
        raise FhirError(
            400, "too-costly", f"{chain.parameter}.identifier means more than {MAX_PATIENTS} patients"
        )
    return tuple(f"Patient/{row.id}" for row in page.rows)


def _bundle(
    base_url: str,
    query: SearchQuery,
    page: Page,
    total: int,
    remember: Callable[[tuple[tuple[str, str], ...]], str] | None,
) -> str:
    """The Bundle's text; the resources go in as text, nothing in them is parsed into floats."""
    address = f"{base_url}/{query.type}"
    shown = query.given
    if remember is not None:
        shown = (("_search", remember(query.given)),) if page.following or query.cursor else ()
    links = [{"relation": "self", "url": _url(address, shown, query.cursor)}]
    if page.following:
        links.append({"relation": "next", "url": _url(address, shown, write_cursor(page.following))})
    head = dumps({"resourceType": "Bundle", "type": "searchset", "total": total, "link": links})
    entries = ",".join(_entry(base_url, row) for row in page.rows)
    return f'{head[:-1]},"entry":[{entries}]}}' if entries else head


def _url(address: str, fields: tuple[tuple[str, str], ...], cursor: str) -> str:
    query = urlencode([*fields, ("_cursor", cursor)] if cursor else fields)
    return f"{address}?{query}" if query else address


def _entry(base_url: str, row: ResourceRow) -> str:
    full_url = dumps({"fullUrl": f"{base_url}/{row.type}/{row.id}"})
    return f'{full_url[:-1]},"resource":{with_meta(row)},"search":{{"mode":"match"}}}}'
