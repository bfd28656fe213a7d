"""Searchset Bundles: a checked query looked up in the store and put together as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import urlencode

from sqlalchemy import Engine

from gateway.results_api.accesses import patients_in
from gateway.results_api.body import with_meta
from gateway.results_api.conditions import Chain
from gateway.results_api.including import included
from gateway.results_api.outcome import FhirError
from gateway.results_api.paging import read_cursor, write_cursor
from gateway.results_api.query import SearchQuery, Summary, Total
from gateway.store.matching import Criterion, Op
from gateway.store.resources import ResourceRow
from gateway.store.search import Page, count, search
from mappers.fhir.json_text import dumps

MAX_CHAINED = 100
"""Resources that a chain may mean; more is no condition worth the name."""

COUNTED = 10_000
"""Matches are counted so far by themselves; a larger total only for `_total=accurate` and `_summary=count`."""

_OUR_PATIENT = re.compile(r"Patient/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Remember = Callable[[tuple[tuple[str, str], ...]], str]


@dataclass(frozen=True, slots=True)
class Found:
    """A Bundle as JSON text, and for the audit how many resources are in it and who was asked for or shown."""

    bundle: str
    shown: int
    included: int = 0
    patients: frozenset[str] = frozenset()


def run_search(
    engine: Engine, query: SearchQuery, zone: tzinfo, base_url: str, remember: Remember | None
) -> Found:
    """One page. `remember` (searches by POST) keeps the fields and gives the key that stands for them in URLs.

    Raises FhirError for a broken cursor, a value that does not fit, or a chain that means too many resources.
    """
    try:
        return _run(engine, query, zone, base_url, remember)
    except ValueError as error:
        raise FhirError(400, "value", "a value or the cursor does not fit its parameter or order") from error


def matching(engine: Engine, query: SearchQuery, zone: tzinfo) -> tuple[Criterion, ...] | None:
    """All criteria, chains resolved; None where a chain means nobody, so that nothing can match."""
    criteria = list(query.criteria)
    for chain in query.chains:
        found = _chained(engine, chain, zone)
        if not found:
            return None
        criteria.append(Criterion(chain.parameter, Op.EQ, found))
    return tuple(criteria)


def _run(engine: Engine, query: SearchQuery, zone: tzinfo, base_url: str, remember: Remember | None) -> Found:
    criteria = matching(engine, query, zone)
    if criteria is None:
        return Found(_bundle(base_url, query, Page((), None), 0, [], remember), 0)
    after = read_cursor(query.cursor) if query.cursor else None
    counts_only = query.summary is Summary.COUNT or not query.count
    page = Page((), None)
    if not counts_only:
        page = search(
            engine, query.type, criteria, limit=query.count, zone=zone, after=after, sort=query.sort
        )
    whole = after is None and page.following is None and not counts_only
    total = len(page.rows) if whole else _total(engine, query, criteria, zone, counts_only=counts_only)
    others = included(engine, query.includes, page.rows)
    bundle = _bundle(base_url, query, page, total, others, remember)
    patients = patients_in([*page.rows, *others]) | _asked_for(criteria)
    return Found(bundle, len(page.rows), len(others), patients)


def _asked_for(criteria: tuple[Criterion, ...]) -> set[str]:
    """Patients that the question names by an id of ours: what else stands there may be anything."""
    named = (one.values for one in criteria if one.op is Op.EQ and one.param in ("patient", "subject"))
    return {value for values in named for value in values if _OUR_PATIENT.fullmatch(value)}


def _total(
    engine: Engine, query: SearchQuery, criteria: tuple[Criterion, ...], zone: tzinfo, *, counts_only: bool
) -> int | None:
    """Bundle.total, which is either right or left out."""
    if query.total is Total.NONE and not counts_only:
        return None
    if query.total is Total.ACCURATE or counts_only:
        return count(engine, query.type, criteria, zone=zone)
    found = count(engine, query.type, criteria, zone=zone, at_most=COUNTED + 1)
    return found if found <= COUNTED else None


def _chained(engine: Engine, chain: Chain, zone: tzinfo) -> tuple[str, ...]:
    page = search(engine, chain.target, [chain.criterion], limit=MAX_CHAINED, zone=zone)
    if page.following:
        raise FhirError(
            400,
            "too-costly",
            f"{chain.parameter}.{chain.criterion.param} means more than {MAX_CHAINED} {chain.target} resources",
        )
    return tuple(f"{row.type}/{row.id}" for row in page.rows)


def _bundle(
    base_url: str,
    query: SearchQuery,
    page: Page,
    total: int | None,
    others: list[ResourceRow],
    remember: Remember | None,
) -> str:
    """The Bundle's text; the resources go in as text, nothing in them is parsed into floats."""
    address = f"{base_url}/{query.type}"
    shown = query.given
    if remember is not None:
        shown = (("_search", remember(query.given)),) if page.following or query.cursor else ()
    links = [{"relation": "self", "url": _url(address, shown, query.cursor)}]
    if page.following:
        links.append({"relation": "next", "url": _url(address, shown, write_cursor(page.following))})
    counted = {} if total is None else {"total": total}
    head = dumps({"resourceType": "Bundle", "type": "searchset", **counted, "link": links})
    entries = [
        _entry(base_url, row, "match", with_meta(row, query.summary, query.elements)) for row in page.rows
    ]
    entries += [_entry(base_url, row, "include", with_meta(row)) for row in others]
    return f'{head[:-1]},"entry":[{",".join(entries)}]}}' if entries else head


def _url(address: str, fields: tuple[tuple[str, str], ...], cursor: str) -> str:
    query = urlencode([*fields, ("_cursor", cursor)] if cursor else fields)
    return f"{address}?{query}" if query else address


def _entry(base_url: str, row: ResourceRow, mode: str, text: str) -> str:
    full_url = dumps({"fullUrl": f"{base_url}/{row.type}/{row.id}"})
    return f'{full_url[:-1]},"resource":{text},"search":{{"mode":"{mode}"}}}}'
