"""Which searches there are: the one table that requests are checked against and the CapabilityStatement is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gateway.store.matching import Op


class Kind(StrEnum):
    """Search parameter types (R4 search-param-type)."""

    TOKEN = "token"
    REFERENCE = "reference"
    DATE = "date"
    STRING = "string"
    URI = "uri"
    QUANTITY = "quantity"
    COMPOSITE = "composite"


PREFIXES: dict[Kind, tuple[Op, ...]] = {
    Kind.DATE: (Op.EQ, Op.GT, Op.LT, Op.GE, Op.LE, Op.SA, Op.EB),
    Kind.QUANTITY: (Op.EQ, Op.NE, Op.GT, Op.LT, Op.GE, Op.LE, Op.SA, Op.EB, Op.AP),
}
"""Which comparisons a date and a quantity take (R4 search §3.1.1.5.6)."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter of a resource type.

    `target` is the type that a bare id in a reference means, `parts` are the parameters of a composite.
    """

    name: str
    kind: Kind
    doc: str
    target: str = ""
    parts: tuple[str, str] = ("", "")

    @property
    def modifiers(self) -> tuple[str, ...]:
        """What may stand behind the name and a colon."""
        if self.name in ("_id", "_lastUpdated") or self.kind is Kind.COMPOSITE:
            return ()
        more: dict[Kind, tuple[str, ...]] = {
            Kind.TOKEN: ("not", "text") if self.name in CONCEPTS else ("not",),
            Kind.STRING: ("exact", "contains"),
            Kind.REFERENCE: ("identifier", self.target),
        }
        return ("missing", *more.get(self.kind, ()))


CONCEPTS = (
    "code", "category", "type", "interpretation", "data-absent-reason", "method", "conclusion", "bodysite",
    "value-concept", "component-code",
)  # fmt: skip
"""Token parameters of CodeableConcepts: they have a text beside their codes."""

BARE_CODES = ("_id", "status", "gender")
"""Tokens that stand in the index without a system: there is only one that they could have."""


def _ref(name: str, target: str, doc: str) -> Parameter:
    return Parameter(name, Kind.REFERENCE, doc, target=target)


_PATIENT = (
    _ref("patient", "Patient", "whose it is: Patient/id, id, or patient.identifier=system|value"),
    _ref("subject", "Patient", "whose it is: Patient/id or subject.identifier=system|value"),
)
_STATUS = Parameter("status", Kind.TOKEN, "status code")
_CODE = Parameter("code", Kind.TOKEN, "system|code (LOINC, JLAC10), or code:text=as printed")
_CATEGORY = Parameter("category", Kind.TOKEN, "system|code")
_ENCOUNTER = _ref("encounter", "Encounter", "the visit it belongs to")
_BASED_ON = _ref("based-on", "ServiceRequest", "the order it answers")

COMMON = (
    Parameter("_id", Kind.TOKEN, "the resource's id"),
    Parameter("_lastUpdated", Kind.DATE, "when it last changed here"),
    Parameter("identifier", Kind.TOKEN, "system|value"),
    Parameter("_tag", Kind.TOKEN, "meta.tag, for example unverified values"),
    Parameter("_security", Kind.TOKEN, "meta.security, for example AIAST"),
    Parameter("_profile", Kind.URI, "meta.profile"),
)
"""For every type."""

SEARCHES: dict[str, tuple[Parameter, ...]] = {
    "Observation": (
        *_PATIENT,
        _CODE,
        _CATEGORY,
        Parameter("date", Kind.DATE, "collection time"),
        _STATUS,
        Parameter("value-quantity", Kind.QUANTITY, "[prefix]number, number|system|code or number||unit"),
        Parameter("value-concept", Kind.TOKEN, "a coded result"),
        Parameter("value-string", Kind.STRING, "beginning of a result in words"),
        Parameter("code-value-quantity", Kind.COMPOSITE, "code$value, for example http://loinc.org|1988-5$gt1",
                  parts=("code", "value-quantity")),
        Parameter("code-value-concept", Kind.COMPOSITE, "code$value", parts=("code", "value-concept")),
        Parameter("component-code", Kind.TOKEN, "code of a component"),
        Parameter("component-value-quantity", Kind.QUANTITY, "number of a component"),
        Parameter("interpretation", Kind.TOKEN, "H, L, A, R …"),
        Parameter("data-absent-reason", Kind.TOKEN, "why there is no value"),
        Parameter("method", Kind.TOKEN, "how it was measured"),
        _ref("derived-from", "DocumentReference", "the document it was read from"),
        _ref("has-member", "Observation", "an Observation grouped in it"),
        _ref("specimen", "Specimen", "what was measured"),
        _ref("device", "Device", "what measured it"),
        _ref("performer", "Practitioner", "who answers for it"),
        _ENCOUNTER,
        _BASED_ON,
    ),
    "DiagnosticReport": (
        *_PATIENT,
        _CODE,
        _CATEGORY,
        Parameter("date", Kind.DATE, "collection time"),
        Parameter("issued", Kind.DATE, "when it was made"),
        _STATUS,
        Parameter("conclusion", Kind.TOKEN, "a coded conclusion"),
        _ref("result", "Observation", "an Observation in it"),
        _ref("specimen", "Specimen", "what was measured"),
        _ENCOUNTER,
        _BASED_ON,
    ),
    "DocumentReference": (
        *_PATIENT,
        Parameter("type", Kind.TOKEN, "kind of document, LOINC"),
        _CATEGORY,
        Parameter("contenttype", Kind.TOKEN, "media type of the document"),
        Parameter("date", Kind.DATE, "when it was indexed here"),
        _STATUS,
        _ref("relatesto", "DocumentReference", "the document it replaces"),
        _ENCOUNTER,
    ),
    "Patient": (
        Parameter("name", Kind.STRING, "beginning of a part of the name, in any script it is written in"),
        Parameter("family", Kind.STRING, "beginning of the family name"),
        Parameter("given", Kind.STRING, "beginning of the given name"),
        Parameter("birthdate", Kind.DATE, "date of birth"),
        Parameter("gender", Kind.TOKEN, "administrative gender"),
        _ref("link", "Patient", "the record it was merged with"),
    ),
    "Provenance": (
        _ref("target", "Observation", "the resource it is about"),
        _ref("entity", "DocumentReference", "what it was made from"),
        _ref("agent", "Device", "the device that made it"),
        Parameter("recorded", Kind.DATE, "when"),
    ),
    "Device": (
        Parameter("type", Kind.TOKEN, "kind of device"),
        Parameter("model", Kind.STRING, "beginning of the model's name"),
        Parameter("device-name", Kind.STRING, "beginning of the device's name"),
        _STATUS,
    ),
    "Specimen": (
        *_PATIENT,
        Parameter("type", Kind.TOKEN, "what it is"),
        Parameter("collected", Kind.DATE, "when it was taken"),
        Parameter("accession", Kind.TOKEN, "number given by the laboratory"),
        Parameter("bodysite", Kind.TOKEN, "where it was taken"),
        _STATUS,
    ),
    "ImagingStudy": (
        *_PATIENT,
        Parameter("started", Kind.DATE, "when the study began"),
        Parameter("modality", Kind.TOKEN, "DICOM modality"),
        Parameter("series", Kind.TOKEN, "SeriesInstanceUID"),
        _ref("basedon", "ServiceRequest", "the order it answers"),
        _STATUS,
    ),
}  # fmt: skip
"""Types that can be searched, and by what."""

READ_ONLY_TYPES = ("Binary",)
"""Types that can be read but not searched."""


AUDIT = "AuditEvent"
AUDIT_SEARCHES = (
    Parameter("_id", Kind.TOKEN, "the event's id"),
    Parameter("_lastUpdated", Kind.DATE, "as date"),
    Parameter("date", Kind.DATE, "when it happened"),
    _ref("patient", "Patient", "whose data it was: Patient/id, or patient.identifier=system|value"),
    _ref("entity", "DiagnosticReport", "what was given: Type/id"),
    Parameter("subtype", Kind.TOKEN, "disclose, read, vread, history-instance, search-type, search-system"),
    Parameter("address", Kind.STRING, "beginning of the URL of the destination or of the client's address"),
    Parameter("outcome", Kind.TOKEN, "0 success, 8 refused by the destination"),
)
"""Of the events in the audit, which are no results: another table, and a scope of their own. Besides these there is
`agent.identifier`: FHIR has no such parameter, [ITI-81] does."""


def find(kind: str, name: str) -> Parameter | None:
    """The parameter of that name, None where the type has none."""
    known = AUDIT_SEARCHES if kind == AUDIT else (*SEARCHES.get(kind, ()), *COMMON)
    return next((p for p in known if p.name == name), None)


def references(kind: str) -> tuple[Parameter, ...]:
    """The reference parameters of a type: what `_include` may follow."""
    return tuple(p for p in SEARCHES.get(kind, ()) if p.kind is Kind.REFERENCE)


def sortable(kind: str) -> tuple[str, ...]:
    """What `_sort` may name."""
    dates = (p.name for p in SEARCHES.get(kind, ()) if p.kind is Kind.DATE)
    return ("_lastUpdated", "_id", *dates)
