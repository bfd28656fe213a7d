"""Which patient's data went to whom: written with the end of a delivery, found by person, thing, agent and time."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from gateway.store import audit_events, deliveries
from gateway.store.audit_events import EventRow, NewEvent
from gateway.store.deliveries import NewDelivery
from gateway.store.engine import writing
from gateway.store.matching import Criterion, Op
from gateway.store.resources import StoredResource, save_results
from mappers.fhir.audit_event import EventKind
from mappers.fhir.identity import report
from tests.contract.store.conftest import NOON

TOKYO = ZoneInfo("Asia/Tokyo")
EHR = "https://ehr.example/fhir"


def found(engine: Engine, limit: int = 50, before: int | None = None, **wanted: str) -> list[EventRow]:
    criteria = [Criterion(name, Op.EQ, tuple(value.split(","))) for name, value in wanted.items()]
    return audit_events.find(engine, criteria, TOKYO, limit=limit, before=before)


def deliver(engine: Engine, document: str, patient: str, *, address: str = EHR) -> NewDelivery:
    """A document's report and the delivery of it, not sent yet."""
    one = NewDelivery(f"delivery of {document}", "ehr", patient, "0" * 64)
    index = (("patient", f"Patient/{patient}"), ("subject", f"Patient/{patient}"))
    made = StoredResource("DiagnosticReport", report(document), "{}", index)
    save_results(engine, "m", document, [made], [one], now=NOON, zone=TOKYO)
    return one


def test_a_delivery_that_ended_is_an_event_of_its_patient(engine: Engine) -> None:
    one = deliver(engine, "doc-1", "p-1")
    deliveries.mark_retry(engine, one.id, now=NOON, next_at=NOON, reason="HTTP 503")
    assert found(engine) == []
    deliveries.mark_delivered(engine, one.id, now=NOON + timedelta(seconds=1), address=EHR)
    (event,) = found(engine)
    assert event == EventRow(
        at=NOON + timedelta(seconds=1),
        event=EventKind.DISCLOSE,
        agent="ehr",
        address=EHR,
        patient="Patient/p-1",
        entity=f"DiagnosticReport/{report('doc-1')}",
        document="DocumentReference/doc-1",
        seq=event.seq,
    )
    deliveries.mark_delivered(engine, one.id, now=NOON, address=EHR)
    assert len(found(engine)) == 1, "what ended before ends no second time"


def test_refused_data_was_sent_too(engine: Engine) -> None:
    one = deliver(engine, "doc-1", "p-1")
    deliveries.mark_dead(engine, one.id, now=NOON, reason="HTTP 422", address=EHR)
    assert [(row.patient, row.success) for row in found(engine, outcome="8")] == [("Patient/p-1", 0)]
    assert found(engine, outcome="0") == []


def test_nothing_of_a_patient_no_event(engine: Engine) -> None:
    one = deliver(engine, "doc-1", "p-1")
    deliveries.mark_delivered(engine, one.id, now=NOON)
    assert found(engine) == []


def test_an_end_that_is_not_kept_leaves_no_event(engine: Engine) -> None:
    def broken() -> None:
        with writing(engine) as connection:
            audit_events.disclosed(connection, "ehr", EHR, "doc-1", NOON, success=True)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert found(engine) == []


def test_events_are_found_by_who_what_whom_and_when(engine: Engine) -> None:
    day = timedelta(days=1)
    rows = [
        NewEvent(NOON, EventKind.READ, "ward", "10.0.0.1", "Patient/p-1", "Observation/o-1"),
        NewEvent(NOON + day, EventKind.SEARCH, "registry", "10.0.0.2", "Patient/p-2", query="Observation"),
        NewEvent(
            NOON + 2 * day, EventKind.DISCLOSE, "ehr", "https://EHR.example", "Patient/p-1",
            "DiagnosticReport/r", "DocumentReference/d",
        ),
    ]  # fmt: skip
    audit_events.add(engine, rows)
    assert [row.agent for row in found(engine)] == ["ehr", "registry", "ward"]
    for wanted, agents in (
        ({"patient": "Patient/p-1"}, ["ehr", "ward"]),
        ({"entity": "DocumentReference/d"}, ["ehr"]),
        ({"entity": "Patient/p-2"}, ["registry"]),
        ({"agent": "ward,registry"}, ["registry", "ward"]),
        ({"subtype": "search-type"}, ["registry"]),
        ({"date": (NOON + day).date().isoformat()}, ["registry"]),
        ({"patient": "Patient/p-1", "agent": "ward"}, ["ward"]),
        ({"_id": "nonsense"}, []),
        ({"patient": "Patient/nobody"}, []),
    ):
        assert [row.agent for row in found(engine, **wanted)] == agents, wanted
    begins = Criterion("address", Op.STARTS, ("https://ehr",))
    assert [r.agent for r in audit_events.find(engine, [begins], TOKYO, limit=9)] == ["ehr"]
    after = Criterion("date", Op.GE, ((NOON + day).date().isoformat(),))
    assert len(audit_events.find(engine, [after], TOKYO, limit=9)) == 2
    first = found(engine, limit=2)
    assert [row.agent for row in found(engine, before=first[-1].seq)] == ["ward"]
