"""Search requests, parsed and checked (R4 §3.1.1): from names and values to the store's criteria.

Repeated parameters must all hold; comma-separated values are alternatives. What is not supported is an error
unless the client asked for lenient handling: a condition dropped in silence returns other people's results.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from gateway.results_api.outcome import FhirError
from gateway.results_api.parameters import Kind, Parameter, find
from gateway.store.periods import period
from gateway.store.search import Criterion, Op

DEFAULT_COUNT = 50
MAX_COUNT = 500
MAX_PARAMETERS = 20
MAX_ALTERNATIVES = 100
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_ABSOLUTE = re.compile(r"https?://.+/([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})")
_PREFIXED = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)", re.DOTALL)
_ABOUT_THE_ANSWER = ("_format", "_pretty")


@dataclass(frozen=True, slots=True)
class OfPatient:
    """A reference to a patient who has one of these identifiers (`patient.identifier`)."""

    parameter: str
    identifiers: Criterion


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A checked search of one type; `given` is what was understood, for the self link."""

    type: str
    criteria: tuple[Criterion, ...]
    of_patients: tuple[OfPatient, ...]
    count: int
    cursor: str
    given: tuple[tuple[str, str], ...]


def parse_query(kind: str, fields: Iterable[tuple[str, str]], zone: tzinfo, *, lenient: bool) -> SearchQuery:
    """Check the fields of a search; raises FhirError 400 that names the parameter, never its value.

    `zone` is that of dates without one.
    """
    criteria: list[Criterion] = []
    of_patients: list[OfPatient] = []
    given: list[tuple[str, str]] = []
    count, cursor = DEFAULT_COUNT, ""
    for name, value in fields:
        if name in _ABOUT_THE_ANSWER:
            continue
        if name == "_cursor":
            cursor = value
            continue
        if name == "_count":
            count = _count(value)
            given.append((name, str(count)))
            continue
        try:
            condition = _condition(kind, name, value, zone)
        except FhirError as fault:
            if lenient and fault.code == "not-supported":
                continue
            raise
        given.append((name, value))
        if isinstance(condition, OfPatient):
            of_patients.append(condition)
        else:
            criteria.append(condition)
        if len(given) > MAX_PARAMETERS:
            raise FhirError(400, "too-costly", f"more than {MAX_PARAMETERS} parameters")
    return SearchQuery(kind, tuple(criteria), tuple(of_patients), count, cursor, tuple(given))


def _count(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise FhirError(400, "value", "_count must be a whole number")
    return min(int(value), MAX_COUNT)


def _condition(kind: str, name: str, value: str, zone: tzinfo) -> Criterion | OfPatient:
    base, _, modifier = name.partition(":")
    base, _, chained = base.partition(".")
    parameter = find(kind, base)
    if parameter is None:
        raise FhirError(
            400, "not-supported", f"{kind} has no search parameter {_shown(base)}; see /fhir/metadata"
        )
    values = _alternatives(parameter, value)
    if chained:
        if parameter.target != "Patient" or chained != "identifier" or modifier:
            raise FhirError(400, "not-supported", f"{base}: the only chain there is, is patient.identifier")
        return OfPatient(base, _tokens("identifier", values))
    if modifier == "text" and base in ("code", "category", "type"):
        return Criterion(f"{base}:text", Op.STARTS, tuple(v.lower() for v in values))
    if modifier and modifier != parameter.target:
        raise FhirError(400, "not-supported", f"{base}: modifier {_shown(modifier)} is not supported")
    match parameter.kind:
        case Kind.DATE:
            return _date(base, values, zone)
        case Kind.REFERENCE:
            return Criterion(base, Op.EQ, tuple(_reference(parameter, v) for v in values))
        case Kind.STRING:
            return Criterion(base, Op.STARTS, tuple(v.lower() for v in values))
        case Kind.URI:
            return Criterion(base, Op.EQ, values)
        case Kind.TOKEN if base in ("_id", "status", "gender"):
            # A code element has no system in the index, and only one it could have.
            return Criterion(base, Op.EQ, tuple(v.rpartition("|")[2] for v in values))
        case Kind.TOKEN:
            return _tokens(base, values)


def _tokens(name: str, values: tuple[str, ...]) -> Criterion:
    """`code`, `system|code`, `|code` are looked up as they are; `system|` is any code of the system."""
    whole_systems = [v.endswith("|") for v in values]
    if any(whole_systems) and not all(whole_systems):
        raise FhirError(400, "not-supported", f"{name}: system| and codes cannot stand in one list")
    return Criterion(name, Op.SYSTEM_ANY if any(whole_systems) else Op.EQ, values)


def _date(name: str, values: tuple[str, ...], zone: tzinfo) -> Criterion:
    parts = [_PREFIXED.fullmatch(v) for v in values]
    prefixes = {(part.group(1) or "eq") if part else "eq" for part in parts}
    dates = tuple(part.group(2) if part else "" for part in parts)
    if len(prefixes) > 1:
        raise FhirError(400, "not-supported", f"{name}: alternatives must have one prefix")
    prefix = prefixes.pop()
    if prefix == "ap" or (prefix == "ne" and name != "_lastUpdated"):
        raise FhirError(
            400, "not-supported", f"{name}: prefix {prefix} is not supported; give a range with ge and le"
        )
    for date in dates:
        try:
            period(date, zone)
        except ValueError as error:
            raise FhirError(
                400, "value", f"{name}: write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm"
            ) from error
    return Criterion(name, Op(prefix), dates)


def _shown(name: str) -> str:
    """A client's own word in an answer: only where it looks like a name, it might be anything."""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z_\-]{0,39}", name) else "of that name"


def _alternatives(parameter: Parameter, value: str) -> tuple[str, ...]:
    """Split at commas that no backslash protects, and take the backslashes off (R4 §3.1.1.5)."""
    parts = re.split(r"(?<!\\)((?:\\\\)*),", value)
    joined = ["".join(parts[i : i + 2]) for i in range(0, len(parts), 2)]
    if len(joined) > MAX_ALTERNATIVES:
        raise FhirError(400, "too-costly", f"{parameter.name}: more than {MAX_ALTERNATIVES} values")
    values = tuple(re.sub(r"\\([,|$\\])", r"\1", v) for v in joined)
    if not all(values):
        raise FhirError(
            400, "value", f"{parameter.name}: an empty value matches nothing; leave the parameter out"
        )
    return values


def _reference(parameter: Parameter, value: str) -> str:
    absolute = _ABSOLUTE.fullmatch(value)
    if absolute:
        value = absolute.group(1)
    if _ID.fullmatch(value):
        return f"{parameter.target}/{value}"
    if re.fullmatch(r"[A-Z][A-Za-z]+/" + _ID.pattern, value):
        return value
    raise FhirError(
        400, "value", f"{parameter.name}: write Type/id or id; for a hospital number use .identifier"
    )
