"""Search requests, parsed and checked (R4 §3.1.1): conditions, and how the answer is to look.

Repeated parameters must all hold; comma-separated values are alternatives. What is not supported is an error
unless the client asked for lenient handling: a condition dropped in silence returns other people's results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from enum import StrEnum
from functools import partial

from gateway.results_api.conditions import Chain, conditions
from gateway.results_api.outcome import FhirError
from gateway.results_api.parameters import SEARCHES, find, references, sortable
from gateway.store.matching import Criterion
from gateway.store.search import NEWEST_FIRST, Sort

DEFAULT_COUNT = 50
MAX_COUNT = 500
MAX_PARAMETERS = 20
_ABOUT_THE_ANSWER = ("_format", "_pretty")
_ELEMENT = re.compile(r"[a-z][A-Za-z]{0,63}")


class Total(StrEnum):
    """`_total`: how exactly Bundle.total is to be known (R4 §3.1.1.6.3)."""

    NONE = "none"
    ESTIMATE = "estimate"
    ACCURATE = "accurate"


class Summary(StrEnum):
    """`_summary` (R4 §3.1.1.5.8)."""

    TRUE = "true"
    TEXT = "text"
    DATA = "data"
    COUNT = "count"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Include:
    """`_include` or (`reverse`) `_revinclude` of `source:parameter[:target]`."""

    source: str
    parameter: str
    target: str = ""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A checked search of one type; `given` is what was understood, for the self link."""

    type: str
    criteria: tuple[Criterion, ...] = ()
    chains: tuple[Chain, ...] = ()
    count: int = DEFAULT_COUNT
    cursor: str = ""
    sort: Sort = NEWEST_FIRST
    includes: tuple[Include, ...] = ()
    total: Total | None = None
    summary: Summary = Summary.FALSE
    elements: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = field(default=())


def parse_query(kind: str, fields: Iterable[tuple[str, str]], zone: tzinfo, *, lenient: bool) -> SearchQuery:
    """Check the fields of a search; raises FhirError 400 that names the parameter, never its value.

    `zone` is that of dates without one.
    """
    return gathered(kind, fields, partial(_with, zone=zone), lenient=lenient)


def gathered(
    kind: str,
    fields: Iterable[tuple[str, str]],
    taken_in: Callable[[SearchQuery, str, str], SearchQuery],
    *,
    lenient: bool,
) -> SearchQuery:
    """The query that `taken_in` makes of one field after the other; where `lenient`, without those it does not know."""
    query = SearchQuery(kind)
    for name, value in fields:
        if name in _ABOUT_THE_ANSWER:
            continue
        if name == "_cursor":
            query = replace(query, cursor=value)
            continue
        try:
            query = taken_in(query, name, value)
        except FhirError as fault:
            if lenient and fault.code == "not-supported":
                continue
            raise
        if len(query.given) > MAX_PARAMETERS:
            raise FhirError(400, "too-costly", f"more than {MAX_PARAMETERS} parameters")
    return query


def _with(query: SearchQuery, name: str, value: str, zone: tzinfo) -> SearchQuery:
    shown = value
    match name:
        case "_count":
            query = replace(query, count=page_length(value))
            shown = str(query.count)
        case "_sort":
            query = replace(query, sort=_sort(query.type, value))
        case "_include" | "_revinclude":
            include = _include(query.type, name, value)
            query = replace(query, includes=(*query.includes, include))
        case "_total":
            query = replace(query, total=Total(_one_of(name, value, Total)))
        case "_summary":
            query = replace(query, summary=Summary(_one_of(name, value, Summary)))
        case "_elements":
            query = replace(query, elements=_elements(value))
        case _:
            found = conditions(query.type, name, value, zone)
            query = replace(
                query,
                criteria=(*query.criteria, *(c for c in found if isinstance(c, Criterion))),
                chains=(*query.chains, *(c for c in found if isinstance(c, Chain))),
            )
    return replace(query, given=(*query.given, (name, shown)))


def page_length(value: str) -> int:
    """`_count`, no more than the server gives at once."""
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise FhirError(400, "value", "_count must be a whole number")
    return min(int(value), MAX_COUNT)


def _one_of(name: str, value: str, choices: type[StrEnum]) -> str:
    if value not in list(choices):
        raise FhirError(400, "value", f"{name} is one of {', '.join(choices)}")
    return value


def _sort(kind: str, value: str) -> Sort:
    by = value.removeprefix("-")
    if by not in sortable(kind):
        raise FhirError(
            400, "not-supported", f"_sort takes one of {', '.join(sortable(kind))}, with - for descending"
        )
    return Sort(by, descending=value.startswith("-"))


def _include(kind: str, name: str, value: str) -> Include:
    source, _, rest = value.partition(":")
    parameter, _, target = rest.partition(":")
    reverse = name == "_revinclude"
    found = find(source, parameter) if source in SEARCHES else None
    if found is None or found not in references(source) or (not reverse and source != kind):
        raise FhirError(
            400, "not-supported", f"{name}: write Type:parameter as /fhir/metadata lists them for {kind}"
        )
    if target and target not in SEARCHES:
        raise FhirError(400, "not-supported", f"{name}: the type behind the second colon is not served here")
    if reverse and target and target != kind:
        raise FhirError(400, "value", f"{name}: the type behind the second colon must be {kind}")
    return Include(source, parameter, target, reverse)


def _elements(value: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in value.split(","))
    if not all(_ELEMENT.fullmatch(name) for name in names):
        raise FhirError(
            400, "value", "_elements is a list of top-level elements, for example id,status,subject"
        )
    return names
