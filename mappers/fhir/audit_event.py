"""AuditEvent: that results of a patient were disclosed to a destination (IHE BALP 1.1.3, PrivacyDisclosure.Source).

Read from `IHE/ITI.BasicAudit` (`input/fsh/Disclose.fsh`): type Export, subtype disclose, agents source and recipient
with network addresses, the source's observer is the source agent, entities patient and data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mappers.fhir import identity
from mappers.fhir.canonical import DICOM_ONTOLOGY, LIFECYCLE
from mappers.fhir.element import concept, instant, reference, without_empty
from mappers.fhir.json_text import Resource

PROFILE = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PrivacyDisclosure.Source"
_EVENT_OUTCOME = {True: "0", False: "8"}
"""FHIR audit-event-outcome: success, serious failure."""
_URI = "5"  # network-type
_ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
_ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
_SOURCE_TYPE = "http://terminology.hl7.org/CodeSystem/security-source-type"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One delivery of one document's results."""

    delivery_id: str
    recorded: datetime  # with zone
    patient_id: str  # of the Patient resource
    document_id: str  # of the DocumentReference
    report_id: str  # of the DiagnosticReport
    recipient: str  # the destination's name
    recipient_address: str  # its address, without user and password
    source_address: str  # of the gateway's results API
    delivered: bool = True


def disclosure(told: Disclosure) -> Resource:
    """The AuditEvent; its id comes from the delivery, so that it is there once."""
    who = {"display": "Kartebridge"}
    return {
        "resourceType": "AuditEvent",
        "id": identity.derive("AuditEvent", told.delivery_id),
        "meta": {"profile": [PROFILE]},
        "type": {"system": DICOM_ONTOLOGY, "code": "110106", "display": "Export"},
        "subtype": [{"system": LIFECYCLE, "code": "disclose", "display": "Disclose Record Lifecycle Event"}],
        "action": "R",
        "recorded": instant(told.recorded),
        "outcome": _EVENT_OUTCOME[told.delivered],
        "agent": [
            _agent("110153", "Source Role ID", who, told.source_address),
            _agent("110152", "Destination Role ID", {"display": told.recipient}, told.recipient_address),
        ],
        "source": {
            "observer": who,
            "type": [{"system": _SOURCE_TYPE, "code": "4", "display": "Application Server"}],
        },
        "entity": [
            _entity("1", "Person", "1", "Patient", reference("Patient", told.patient_id)),
            _entity("2", "System Object", "3", "Report", reference("DiagnosticReport", told.report_id)),
            _entity("2", "System Object", "3", "Report", reference("DocumentReference", told.document_id)),
        ],
    }


def _agent(code: str, display: str, who: Resource, address: str) -> Resource:
    return without_empty(
        {
            "type": concept(DICOM_ONTOLOGY, code, display),
            "who": who,
            "requestor": False,
            "network": {"address": address, "type": _URI},
        }
    )


def _entity(type_code: str, type_display: str, role: str, role_display: str, what: Resource) -> Resource:
    return {
        "what": what,
        "type": {"system": _ENTITY_TYPE, "code": type_code, "display": type_display},
        "role": {"system": _ENTITY_ROLE, "code": role, "display": role_display},
    }
