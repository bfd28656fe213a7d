"""A merge message followed: who is who from now on, and everything stored and sent about them put right.

Safe to run again: who is who follows from all that was said; results that are right already are not sent again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection

from gateway import corrections, filing, results
from gateway.outcome import Ended
from gateway.patients.identity import system_of
from gateway.patients.merges import Merge
from gateway.results import Keeping
from gateway.settings import Settings
from gateway.store import audit, documents, patients, versions
from gateway.store.engine import writing
from gateway.store.messages import MessageRow
from gateway.store.schema import MessageState
from mappers import hl7_v2
from mappers.fhir.identity import patient as patient_resource
from mappers.model import PatientIdentity, PatientNumber

log = structlog.get_logger()

NO_PAIR = (
    "the message merges patients but names no number before (MRG-1) and number after (PID-3) of the same assigning "
    "authority: nothing was changed; have the sender write both with the same authority, or name the authorities in "
    "patients.own_authorities, then replay"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    system: str
    prior: PatientIdentity
    surviving: PatientIdentity


def follow(keeping: Keeping, message: MessageRow, now: datetime) -> Ended:
    """Do what an A40 (or its kin) says: numbers, waiting deliveries, and every result of those concerned."""
    settings = keeping.settings
    msg = hl7_v2.read(keeping.blobs.get(message.digest), settings.mllp.default_charset)
    pairs = [pair for said in hl7_v2.merges(msg) for pair in _pairs(settings, said)]
    if not pairs:
        return Ended(MessageState.WAITING, NO_PAIR)
    at = filing.moment(hl7_v2.merge_time(msg), settings, message.received_at)
    with writing(keeping.engine) as transaction:
        members, changed = _merge(transaction, message, pairs, at)
        joined = _join_alike(transaction, members)
        for pair in pairs if changed else ():
            before, after = (
                patient_resource(pair.system, one.id, "") for one in (pair.prior, pair.surviving)
            )
            audit.record(
                transaction,
                at=now,
                actor="gateway",
                action="patient-merged",
                entity=f"Patient/{before}",
                outcome=f"replaced by Patient/{after}, as message {message.id} says",
            )
        series = {one.series for one in versions.of_patients(transaction, members)}
    sent = 0
    for one in sorted(series):
        saved = results.store(keeping, one, message.id, now, only_changed=True)
        sent += saved.deliveries if saved else 0
    log.info("patients merged", message=message.id, changed=len(changed), joined=joined, deliveries=sent)
    return Ended(MessageState.DONE, "" if changed or sent else "this was so already: nothing changed")


def _pairs(settings: Settings, said: hl7_v2.SaidMerge) -> list[_Pair]:
    """The number before and the number after, of each authority that gave both."""
    after: dict[str, PatientNumber] = {}
    for one in said.surviving.numbers:
        after.setdefault(system_of(settings, one.assigning_authority), one)
    found = []
    for before in said.prior.numbers:
        system = system_of(settings, before.assigning_authority)
        number = after.get(system)
        if number is not None:
            prior = _with(said.prior, before)
            found.append(_Pair(system, prior, _with(said.surviving, number)))
    return found


def _with(identity: PatientIdentity, number: PatientNumber) -> PatientIdentity:
    return replace(identity, id=number.id, assigning_authority=number.assigning_authority)


def _merge(
    connection: Connection, message: MessageRow, pairs: list[_Pair], at: datetime
) -> tuple[set[str], set[str]]:
    """Everybody ever merged with those named, and those who are somebody else now."""
    named = [
        (patients.key(pair.system, pair.prior.id), patients.key(pair.system, pair.surviving.id), pair)
        for pair in pairs
    ]
    long_ago = datetime.fromtimestamp(0, UTC)  # MRG names a number alone: whatever else was said counts more
    seen = {prior: (pair.system, pair.prior, long_ago) for prior, _, pair in named}
    seen |= {after: (pair.system, pair.surviving, at) for _, after, pair in named}
    for _, (system, identity, said_at) in sorted(seen.items()):  # no two nodes block each other
        patients.seen(connection, system, identity, said_at, message.seq)
    return patients.merge(
        connection,
        message.id,
        [
            Merge(prior, after, at, message.seq, ordinal)
            for ordinal, (prior, after, _) in enumerate(named, start=1)
        ],
    )


def _join_alike(connection: Connection, members: Collection[str]) -> int:
    """What was filed under two numbers of one person is one: the same bytes, and versions of one document."""
    joined = 0
    people = [person for key in sorted(members) if (person := patients.person(connection, key))]
    for person in {who.now.key: who for who in people}.values():
        said = versions.of_patients(connection, [row.key for row in person.everybody])
        digests = documents.digests(connection, {one.document_id for one in said if one.document_id})
        alike: dict[str, list[corrections.Statement]] = defaultdict(list)
        for one in said:
            for mark in {one.name, one.replaces, digests.get(one.document_id or "", "")} - {""}:
                alike[mark].append(one)
        for mark, group in alike.items():
            first = group[0]  # what arrived first
            others = {
                one.series
                for one in group[1:]
                if mark in digests.values() or any(corrections.belongs(one, False, old) for old in group)
            }
            if others - {first.series}:
                versions.join(connection, others, first.series)
                joined += 1
    return joined
