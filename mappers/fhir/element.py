"""Small FHIR elements that several resources share."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo

from mappers.fhir.canonical import DATA_ABSENT, OBSERVATION_VALUE
from mappers.fhir.json_text import Resource

AIAST: Resource = {
    "system": OBSERVATION_VALUE,
    "code": "AIAST",
    "display": "Artificial Intelligence asserted",
}
"""meta.security of everything an engine asserted (HL7 v3 ObservationValue)."""

_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def absent(reason: str = "unknown") -> list[Resource]:
    """The extension that stands where mandatory data is missing (FHIR data-absent-reason)."""
    return [{"url": DATA_ABSENT, "valueCode": reason}]


def printable(value: str) -> str:
    """The text without what a FHIR string may not hold: control characters, halves of surrogate pairs."""
    return _CONTROL.sub("", value)


def text(value: str | None) -> str | None:
    """A FHIR string: printable, not blank at the ends, None when nothing is left."""
    return (printable(value).strip() or None) if value else None


def reference(kind: str, resource_id: str) -> Resource:
    """A relative literal reference."""
    return {"reference": f"{kind}/{resource_id}"}


def concept(system: str, value: str, display: str | None = None) -> Resource:
    """A CodeableConcept of one coding."""
    coding: Resource = {"system": system, "code": value}
    if display:
        coding["display"] = display
    return {"coding": [coding]}


def date_time(local: str | None, zone: tzinfo) -> str | None:
    """A FHIR dateTime from `YYYY-MM-DD[THH:MM[:SS]][zone]`; a time without zone is the site's.

    None for anything that is no such date: a wrong date is worse than an absent one.
    """
    match = _LOCAL.fullmatch((local or "").strip())
    if match is None:
        return None
    day, clock, seconds, offset = match.groups()
    try:
        if clock is None:
            return date.fromisoformat(day).isoformat()
        moment = datetime.fromisoformat(f"{day}T{clock}:{seconds or '00'}{offset or ''}")
    except ValueError:
        return None
    placed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    shift = placed.utcoffset()
    if shift is None or shift.seconds % 60:  # before standard time: FHIR has no offset in seconds
        return day
    return placed.isoformat(timespec="seconds")


def instant(moment: datetime) -> str:
    """A FHIR instant, to the millisecond."""
    return moment.isoformat(timespec="milliseconds")


def without_empty(resource: Resource) -> Resource:
    """The resource without members that are None, empty text, empty lists or empty objects."""
    return {k: v for k, v in resource.items() if v is not None and v not in ("", [], {})}
