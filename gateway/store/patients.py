"""Everybody that messages were about, and who each is now.

A row is locked before what hangs on it is changed: documents of one patient are filed, and results of one patient
stored, one after the other, and a merge waits for both. What was said later about a person wins, whenever it came.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, func, literal_column, or_, select, update

from gateway import ids
from gateway.patients.merges import Merge, survivors
from gateway.store.delivery_heads import hold, settle
from gateway.store.engine import Store, insert_of, reading, writing
from gateway.store.schema import DeliveryState, deliveries, patient_merges, patients
from mappers.envelope_json import patient_from_json
from mappers.model import PatientIdentity

_ONE = select(patients).where(patients.c.key == bindparam("this"))
_EVERYBODY = select(patients).where(patients.c.survivor == bindparam("this")).order_by(patients.c.key)


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One number of one authority. `identity` is patient data."""

    key: str
    system: str
    number: str
    survivor: str
    order_key: str
    identity: PatientIdentity
    said_at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is now, and under which other numbers the same person was known.

    `filed` is the key of the number that was asked for.
    """

    now: PatientRow
    before: tuple[PatientRow, ...]
    filed: str

    @property
    def everybody(self) -> tuple[PatientRow, ...]:
        """The number that holds first."""
        return (self.now, *self.before)


def key(system: str, number: str) -> str:
    """Key of a patient: the same number of two systems is two patients."""
    return ids.derive("order", system, number)


def seen(store: Store, system: str, identity: PatientIdentity, said_at: datetime, seq: int) -> str:
    """Keep what a message says of a patient, unless something later is known, and lock the row; gives its key."""
    this = key(system, identity.id)
    values = {
        "key": this,
        "system": system,
        "number": identity.id,
        "survivor": this,
        "order_key": this,
        "identity": asdict(identity),
        "said_at": said_at,
        "seq": seq,
    }
    with writing(store) as connection:
        connection.execute(insert_of(connection, patients).on_conflict_do_nothing(), values)
        row = _locked(connection, this)
        if (row.said_at, row.seq) < (said_at, seq):
            change = update(patients).where(patients.c.key == this)
            connection.execute(change.values(identity=values["identity"], said_at=said_at, seq=seq))
    return this


def known(connection: Connection, this: str) -> PatientRow | None:
    """The row of a key, held to the transaction's end; None for one that no message named."""
    row = connection.execute(_ONE.with_for_update(), {"this": this}).one_or_none()
    return None if row is None else _patient(row)


def lock(connection: Connection, this: str) -> None:
    """Hold a patient's row to the transaction's end."""
    _locked(connection, this)


def person(store: Store, this: str) -> Person | None:
    """Who this key is now; None for a key that no message named."""
    if isinstance(store, Connection):
        return _person(store, this)
    with reading(store) as connection:
        return _person(connection, this)


def merge(connection: Connection, message_id: str, new: Sequence[Merge]) -> tuple[set[str], set[str]]:
    """Keep what a merge message says and apply it.

    Gives the keys of everybody who was ever merged with those named, and of those who are somebody else now than
    before. Deliveries that wait are ordered from now on with those of everybody they were merged with, so that
    nothing of one person overtakes. Every patient named must have been `seen`.
    """
    rows = [
        {
            "message_id": message_id,
            "ordinal": one.ordinal,
            "prior": one.prior,
            "surviving": one.surviving,
            "said_at": one.said_at,
            "seq": one.seq,
        }
        for one in new
    ]
    if rows:
        connection.execute(insert_of(connection, patient_merges).on_conflict_do_nothing(), rows)
    changed: set[str] = set()
    everybody: set[str] = set()
    for one in new:
        if one.prior not in everybody:
            said, members = _connected(connection, {one.prior, one.surviving})
            everybody |= members
            changed |= _apply(connection, members, survivors(said))
    return everybody, changed


def unmatched(engine: Engine, reason: str) -> dict[str, int]:
    """Patients by destination whose first delivery waits for a reason that begins so. Only heads are looked at."""
    query = (
        select(deliveries.c.destination, func.count())
        .where(deliveries.c.head == literal_column("1"), deliveries.c.reason.startswith(reason))
        .group_by(deliveries.c.destination)
    )
    with reading(engine) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def _apply(connection: Connection, members: set[str], now: dict[str, str]) -> set[str]:
    before = {one: _locked(connection, one) for one in sorted(members)}
    order_key = min(members)
    changed = set()
    for one, row in before.items():
        if row.survivor != now[one]:
            changed.add(one)
        if (row.survivor, row.order_key) != (now[one], order_key):
            change = update(patients).where(patients.c.key == one)
            connection.execute(change.values(survivor=now[one], order_key=order_key))
    old_keys = {row.order_key for row in before.values()} - {order_key}
    if old_keys:
        _reorder(connection, old_keys, order_key)
    return changed


def _reorder(connection: Connection, old_keys: set[str], order_key: str) -> None:
    """Order what waits under several keys under one: by when it was made, as before."""
    waiting = (deliveries.c.state == DeliveryState.PENDING) & deliveries.c.order_key.in_(sorted(old_keys))
    names = connection.execute(select(deliveries.c.destination).where(waiting).distinct()).scalars().all()
    hold(connection, ((name, one) for name in names for one in (*old_keys, order_key)))
    connection.execute(update(deliveries).where(waiting).values(order_key=order_key, head=0))
    settle(connection, ((name, order_key) for name in names), revived=True)


def _connected(connection: Connection, start: Collection[str]) -> tuple[list[Merge], set[str]]:
    """Every statement about these and about whoever they were ever merged with, and all who are named."""
    members, found = set(start), list[Merge]()
    fresh = set(start)
    while fresh:
        query = select(patient_merges).where(
            or_(patient_merges.c.prior.in_(sorted(fresh)), patient_merges.c.surviving.in_(sorted(fresh)))
        )
        rows = connection.execute(query).all()
        found += [Merge(r.prior, r.surviving, r.said_at, r.seq, r.ordinal) for r in rows]
        fresh = {one for r in rows for one in (r.prior, r.surviving)} - members
        members |= fresh
    return list(dict.fromkeys(found)), members


def _locked(connection: Connection, this: str) -> Row[Any]:
    return connection.execute(_ONE.with_for_update(), {"this": this}).one()


def _person(connection: Connection, this: str) -> Person | None:
    found = connection.execute(_ONE, {"this": this}).one_or_none()
    if found is None:
        return None
    rows = [_patient(row) for row in connection.execute(_EVERYBODY, {"this": found.survivor})]
    now = next(row for row in rows if row.key == found.survivor)
    return Person(now, tuple(row for row in rows if row is not now), this)


def _patient(row: Row[Any]) -> PatientRow:
    return PatientRow(**{**row._mapping, "identity": patient_from_json(row.identity)})
