"""What ADT messages say of one person besides merges: changed demographics, and that a link is undone.

An update counts for what is made later; what was stored says what was known then. Links are not followed (linked
records "should remain distinct", HL7 v2.5 §3.3.24), so there is nothing to undo either; an unlink of two numbers that a
merge made one is for a person, for it would put results back under a number that was said to be no more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gateway import filing
from gateway.outcome import Ended
from gateway.patients.identity import filed_under
from gateway.results import Keeping
from gateway.settings import Settings
from gateway.store import audit, patients
from gateway.store.engine import writing
from gateway.store.messages import MessageRow
from gateway.store.schema import MessageState
from mappers import hl7_v2
from mappers.envelope_json import envelope_from_json
from mappers.fhir.identity import patient as patient_resource
from mappers.model import PatientIdentity, Sex

UNMERGED = (
    "the message unlinks two numbers (A37) that a merge made one here: nothing was changed, results of both stand "
    "under the number that holds. HL7 v2.5 has no event that undoes a merge; if the merge was wrong, have the results "
    "sent again under the right numbers, and correct the records at the destinations"
)
NOT_LINKED = "linked numbers stay apart here, so there is nothing to undo"


def update(keeping: Keeping, message: MessageRow, now: datetime) -> Ended:
    """An A08 or A31 (HL7 v2.5 §3.3.8, §3.3.31): name, birth date and sex in Patients made from now on."""
    envelope = envelope_from_json(message.envelope or {})
    system, said = filed_under(keeping.settings, envelope.patient)
    at = filing.said_at(keeping.settings, message, envelope)
    with writing(keeping.engine) as transaction:
        key = patients.key(system, said.id)
        known = patients.known(transaction, key)
        if known is None:
            return Ended(MessageState.DONE, "nobody here has this number: nothing to update")
        patients.seen(transaction, system, _updated(known.identity, said), at, message.seq)
        after = patients.known(transaction, key)
        if after is None or after.identity == known.identity:
            return Ended(MessageState.DONE, "this was known already, or something later is: nothing changed")
        audit.record(
            transaction,
            at=now,
            actor="gateway",
            action="patient-updated",
            entity=f"Patient/{patient_resource(system, said.id, '')}",
            outcome=f"as message {message.id} says",
        )
    return Ended(MessageState.DONE, "")


def unlink(keeping: Keeping, message: MessageRow, now: datetime) -> Ended:
    """An A37 (HL7 v2.5 §3.3.37), which names two people in two PIDs."""
    msg = hl7_v2.read(keeping.blobs.get(message.digest), keeping.settings.mllp.default_charset)
    holding = [
        person.now.key
        for key in {_key(keeping.settings, one) for one in hl7_v2.people(msg)}
        if (person := patients.person(keeping.engine, key))
    ]
    if len(holding) > len(set(holding)):
        return Ended(MessageState.WAITING, UNMERGED)
    return Ended(MessageState.DONE, NOT_LINKED)


def _key(settings: Settings, one: PatientIdentity) -> str:
    system, filed = filed_under(settings, one)
    return patients.key(system, filed.id)


def _updated(known: PatientIdentity, said: PatientIdentity) -> PatientIdentity:
    """What the message says, and what was known where it is silent: an empty field changes nothing."""
    return replace(
        said,
        # A new name replaces all its groups: the old reading does not belong to it.
        name=said.name if said.name.variants() else known.name,
        birth_date=said.birth_date or known.birth_date,
        sex=known.sex if said.sex is Sex.UNKNOWN else said.sex,
    )
