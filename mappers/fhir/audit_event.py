"""AuditEvent: who was given results of which patient (IHE Basic Audit Log Patterns, BALP, 1.1.3).

Read from `IHE/ITI.BasicAudit` (`input/fsh/Disclose.fsh`, `PatientRead.fsh`, `PatientQuery.fsh`):

    a delivery ended       PrivacyDisclosure.Source: type Export, subtype disclose; entities patient and data
    a resource was read    Read, PatientRead: type rest, action R; entities data and, where it has one, patient
    a search was answered  Query, PatientQuery: type rest, action E; entity query, and one event for each patient

In a query the client is the source (its question goes to the server), in a read the destination (FSH, notes). Of a
patient there is the reference to the Patient and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mappers.fhir.canonical import AGENT_SYSTEM, DICOM_ONTOLOGY, LIFECYCLE
from mappers.fhir.element import concept, instant, without_empty
from mappers.fhir.json_text import Resource

_PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."
_SUCCESS, _SERIOUS_FAILURE = "0", "8"
_REST = "http://terminology.hl7.org/CodeSystem/audit-event-type"
_INTERACTION = "http://hl7.org/fhir/restful-interaction"
_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type"
_GATEWAY: Resource = {"display": "Kartebridge"}
_SOURCE, _DESTINATION = ("110153", "Source Role ID"), ("110152", "Destination Role ID")
_PATIENT, _REPORT, _DOMAIN, _QUERY = (
    ("1", "Patient"),
    ("3", "Report"),
    ("4", "Domain Resource"),
    ("24", "Query"),
)


class EventKind(StrEnum):
    """What happened; the value is the subtype's code."""

    DISCLOSE = "disclose"
    READ = "read"
    VREAD = "vread"
    HISTORY = "history-instance"
    SEARCH = "search-type"
    EXPORT = "search-system"


QUERIES = frozenset({EventKind.SEARCH, EventKind.EXPORT})
"""Events about a question; the others are about a resource."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event. References are `Type/id`; empty where there is none."""

    id: str
    recorded: datetime  # with zone
    event: EventKind
    agent: str  # who was given the data: a destination, a client, a session
    address: str  # URL of a destination, network address of a client
    gateway_address: str  # of the gateway's results API
    patient: str
    entity: str = ""  # of a disclosure the DiagnosticReport, of a read the resource
    document: str = ""  # of a disclosure: the DocumentReference
    query: str = ""  # of a query: type and parameters, without values that could be a patient's
    success: bool = True


def audit_event(told: Told) -> Resource:
    """The AuditEvent; it claims its BALP profile where it has what the profile demands."""
    profile = _profile(told)
    return without_empty(
        {
            "resourceType": "AuditEvent",
            "id": told.id,
            "meta": {"profile": [_PROFILES + profile]} if profile else None,
            **_kind(told.event),
            "recorded": instant(told.recorded),
            "outcome": _SUCCESS if told.success else _SERIOUS_FAILURE,
            "agent": _agents(told),
            "source": {
                "observer": _GATEWAY,
                "type": [{"system": _SOURCE_TYPE, "code": "4", "display": "Application Server"}],
            },
            "entity": _entities(told),
        }
    )


def _profile(told: Told) -> str:
    if told.event is EventKind.DISCLOSE:
        return "PrivacyDisclosure.Source" if told.patient and told.entity else ""
    return ("Patient" if told.patient else "") + ("Query" if told.event in QUERIES else "Read")


def _kind(event: EventKind) -> Resource:
    if event is EventKind.DISCLOSE:
        return {
            "type": {"system": DICOM_ONTOLOGY, "code": "110106", "display": "Export"},
            "subtype": [
                {"system": LIFECYCLE, "code": "disclose", "display": "Disclose Record Lifecycle Event"}
            ],
            "action": "R",
        }
    return {
        "type": {"system": _REST, "code": "rest", "display": "Restful Operation"},
        "subtype": [{"system": _INTERACTION, "code": str(event), "display": str(event)}],
        "action": "E" if event in QUERIES else "R",
    }


def _agents(told: Told) -> list[Resource]:
    identifier = {"system": AGENT_SYSTEM, "value": told.agent}
    other = {"identifier": identifier, "display": told.agent}
    place = _network(told.address)
    if told.event in QUERIES:
        return [
            _agent(_SOURCE, other, place, requestor=True),
            _agent(_DESTINATION, _GATEWAY, _network(told.gateway_address), requestor=False),
        ]
    return [
        _agent(_SOURCE, _GATEWAY, _network(told.gateway_address), requestor=False),
        _agent(_DESTINATION, other, place, requestor=told.event is not EventKind.DISCLOSE),
    ]


def _agent(role: tuple[str, str], who: Resource, network: Resource, *, requestor: bool) -> Resource:
    made = {"type": concept(DICOM_ONTOLOGY, *role), "who": who, "requestor": requestor, "network": network}
    return without_empty(made)


def _network(address: str) -> Resource:
    """FHIR network-type: 5 a URI, 2 an IP address."""
    return {"address": address, "type": "5" if "://" in address else "2"} if address else {}


def _entities(told: Told) -> list[Resource]:
    data = ("2", "System Object")
    entities = [_entity(("1", "Person"), _PATIENT, what={"reference": told.patient})] if told.patient else []
    if told.event in QUERIES:
        return [*entities, _entity(data, _QUERY, query=b64encode(told.query.encode()).decode("ascii"))]
    role = _REPORT if told.event is EventKind.DISCLOSE else _DOMAIN
    shown = [one for one in (told.entity, told.document) if one]
    return [*entities, *(_entity(data, role, what={"reference": one}) for one in shown)]


def _entity(kind: tuple[str, str], role: tuple[str, str], **held: object) -> Resource:
    return {
        **held,
        "type": {"system": _ENTITY_TYPE, "code": kind[0], "display": kind[1]},
        "role": {"system": _ENTITY_ROLE, "code": role[0], "display": role[1]},
    }
