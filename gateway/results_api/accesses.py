"""Audit events of what a request was shown: one a resource read, one a patient of a search (IHE BALP).

Of a question the parameters are kept, and values only where they say how the answer looks: names, numbers and dates are
patients'. Whose data was shown is said by the reference to the Patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import Engine
from starlette.requests import Request

from gateway.gate import actor
from gateway.store import audit_events
from gateway.store.audit_events import NewEvent
from gateway.store.history import VersionRow
from gateway.store.resources import ResourceRow
from mappers.fhir.audit_event import EventKind

_PATIENT = re.compile(r'"reference":"(Patient/[A-Za-z0-9\-.]{1,64})"')
_SHOWN = ("_count", "_sort", "_include", "_revinclude", "_total", "_summary", "_elements", "_type", "_since")


def patients_in(rows: Iterable[ResourceRow | VersionRow]) -> frozenset[str]:
    """`Patient/id` of everybody whose data these resources are."""
    found: set[str] = set()
    for row in rows:
        # Of a Patient its own: one that it is linked to is not shown with it.
        found |= {f"Patient/{row.id}"} if row.type == "Patient" else set(_PATIENT.findall(row.body))
    return frozenset(found)


def resource_shown(
    request: Request, kind: EventKind, entity: str, patients: Iterable[str], now: datetime
) -> list[NewEvent]:
    """A resource, or its versions, were read. `entity` is its reference."""
    agent, address = _who(request)
    return [
        NewEvent(now, kind, agent, address, patient=patient, entity=entity)
        for patient in sorted(patients) or [""]
    ]


def documents_shown(
    request: Request, engine: Engine, document_ids: Iterable[str], now: datetime
) -> list[NewEvent]:
    """A person looked at documents with what was read from them."""
    events: list[NewEvent] = []
    for one in document_ids:
        patient = audit_events.patient_of(engine, "DocumentReference", one)
        patients = [patient] if patient else []
        events += resource_shown(request, EventKind.READ, f"DocumentReference/{one}", patients, now)
    return events


def question_answered(
    request: Request,
    kind: EventKind,
    what: str,
    fields: Sequence[tuple[str, str]],
    patients: Iterable[str],
    now: datetime,
) -> list[NewEvent]:
    """A search of the type `what`, or an export. Without patients one event that names none."""
    agent, address = _who(request)
    shown = [(name, value if name in _SHOWN else "***") for name, value in fields]
    query = f"{what}?{urlencode(shown, safe='*:,')}" if shown else what
    return [
        NewEvent(now, kind, agent, address, patient=patient, query=query)
        for patient in sorted(patients) or [""]
    ]


def _who(request: Request) -> tuple[str, str]:
    """Name and address of who asks, as the gate knows them."""
    who = actor(request)
    name, _, address = who.name.rpartition("@")
    return who.client or name, address
