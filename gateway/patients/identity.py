"""Which of a person's numbers counts here, and its identifier system: the authority decides, never a guess."""

from __future__ import annotations

import re
from dataclasses import replace

from gateway.settings import Settings
from mappers import fhir
from mappers.model import PatientIdentity, PatientNumber

_OID = re.compile(r"[0-2](\.(0|[1-9]\d*))+")


def own_system(settings: Settings) -> str:
    """identifier.system of the hospital's own numbers."""
    return fhir.patient_system(settings.site.institution_code, settings.fhir.patient_system)


def system_of(settings: Settings, authority: str) -> str:
    """identifier.system of an authority's numbers; of none, the hospital's own."""
    own = own_system(settings)
    said = authority.strip()
    if not said or said in settings.patients.own_authorities or own == f"urn:oid:{said}":
        return own
    if said in settings.patients.systems:
        return settings.patients.systems[said]
    return f"urn:oid:{said}" if _OID.fullmatch(said) else fhir.authority_system(said)


def filed_under(settings: Settings, patient: PatientIdentity) -> tuple[str, PatientIdentity]:
    """Identifier system, and the patient with the number of it: an own one where there is one, else the sender's first.

    Own authorities go in the order in which the site names them; a number without one comes after those.
    """
    own = own_system(settings)
    wanted = settings.patients.own_authorities
    ours = [one for one in patient.numbers if one.id and system_of(settings, one.assigning_authority) == own]
    if not ours:
        return system_of(settings, patient.assigning_authority), patient
    chosen = min(ours, key=lambda one: _rank(one, patient, wanted))
    return own, replace(patient, id=chosen.id, assigning_authority=chosen.assigning_authority)


def _rank(number: PatientNumber, patient: PatientIdentity, wanted: tuple[str, ...]) -> tuple[int, bool]:
    """Place in the site's list; among equals, the number that the sender's types put first."""
    authority = number.assigning_authority
    place = wanted.index(authority) if authority in wanted else len(wanted)
    return place, (number.id, authority) != (patient.id, patient.assigning_authority)
