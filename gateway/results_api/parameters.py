"""Which searches there are: the one table that requests are checked against and the CapabilityStatement is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Search parameter types (R4 search-param-type)."""

    TOKEN = "token"
    REFERENCE = "reference"
    DATE = "date"
    STRING = "string"
    URI = "uri"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter of a resource type; `target` is the type that a bare id in a reference means."""

    name: str
    kind: Kind
    doc: str
    target: str = ""


_PATIENT = (
    Parameter("patient", Kind.REFERENCE, "whose it is: Patient/id, id, or patient.identifier=system|value",
              target="Patient"),
    Parameter("subject", Kind.REFERENCE, "whose it is: Patient/id or subject.identifier=system|value",
              target="Patient"),
)  # fmt: skip
_STATUS = Parameter("status", Kind.TOKEN, "status code")
_IDENTIFIER = Parameter("identifier", Kind.TOKEN, "system|value")
_CODE = Parameter("code", Kind.TOKEN, "system|code (LOINC, JLAC10), or code:text=as printed")
_CATEGORY = Parameter("category", Kind.TOKEN, "system|code")
_LABELS = (
    Parameter("_tag", Kind.TOKEN, "meta.tag, for example unverified values"),
    Parameter("_security", Kind.TOKEN, "meta.security, for example AIAST"),
    Parameter("_profile", Kind.URI, "meta.profile"),
)

COMMON = (
    Parameter("_id", Kind.TOKEN, "the resource's id"),
    Parameter("_lastUpdated", Kind.DATE, "when it last changed here"),
)
"""For every type."""

SEARCHES: dict[str, tuple[Parameter, ...]] = {
    "Observation": (
        *_PATIENT,
        _CODE,
        _CATEGORY,
        Parameter("date", Kind.DATE, "collection time"),
        _STATUS,
        _IDENTIFIER,
        Parameter(
            "derived-from", Kind.REFERENCE, "the document it was read from", target="DocumentReference"
        ),
        *_LABELS,
    ),
    "DiagnosticReport": (
        *_PATIENT,
        _CODE,
        _CATEGORY,
        Parameter("date", Kind.DATE, "collection time"),
        Parameter("issued", Kind.DATE, "when it was made"),
        _STATUS,
        _IDENTIFIER,
        Parameter("result", Kind.REFERENCE, "an Observation in it", target="Observation"),
        *_LABELS,
    ),
    "DocumentReference": (
        *_PATIENT,
        Parameter("type", Kind.TOKEN, "kind of document, LOINC"),
        Parameter("date", Kind.DATE, "when it was indexed here"),
        _STATUS,
        _IDENTIFIER,
        Parameter("relatesto", Kind.REFERENCE, "the document it replaces", target="DocumentReference"),
    ),
    "Patient": (
        _IDENTIFIER,
        Parameter("name", Kind.STRING, "beginning of a part of the name"),
        Parameter("family", Kind.STRING, "beginning of the family name"),
        Parameter("given", Kind.STRING, "beginning of the given name"),
        Parameter("birthdate", Kind.DATE, "date of birth"),
        Parameter("gender", Kind.TOKEN, "administrative gender"),
    ),
    "Provenance": (
        Parameter("target", Kind.REFERENCE, "the resource it is about", target="Observation"),
        Parameter("entity", Kind.REFERENCE, "what it was made from", target="DocumentReference"),
        Parameter("agent", Kind.REFERENCE, "the device that made it", target="Device"),
        Parameter("recorded", Kind.DATE, "when"),
    ),
    "Device": (
        _IDENTIFIER,
        Parameter("type", Kind.TOKEN, "kind of device"),
        _STATUS,
    ),
}
"""Types that can be searched, and by what."""

READ_ONLY_TYPES = ("Binary",)
"""Types that can be read but not searched."""


def find(kind: str, name: str) -> Parameter | None:
    """The parameter of that name, None where the type has none."""
    return next((p for p in (*SEARCHES.get(kind, ()), *COMMON) if p.name == name), None)
