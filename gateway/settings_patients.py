"""Whose numbers patients are known by."""

from __future__ import annotations

from pydantic import Field

from gateway.settings_fields import Section


class Patients(Section):
    """Which numbers of a patient count, and who gave them."""

    own_authorities: tuple[str, ...] = Field(
        (),
        description="assigning authorities (PID-3 CX.4, IssuerOfPatientID) that give this hospital's own numbers, in "
        "the order of preference; a number without authority, or of the OID in fhir.patient_system, is always the "
        "hospital's own",
    )
    systems: dict[str, str] = Field(
        {},
        description="identifier.system of other authorities, by name; the same number of two systems is two patients. "
        "Left out: urn:oid for an OID, else an address made from the name",
    )
