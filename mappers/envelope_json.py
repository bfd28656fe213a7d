"""What a message's header says, as JSON for the store and back; what an older version did not keep has its default."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mappers.model import Envelope, PatientIdentity, PatientNumber, PersonName, Sex, Source


def envelope_to_json(envelope: Envelope) -> dict[str, Any]:
    """An envelope as JSON-ready values."""
    return asdict(envelope)


def envelope_from_json(data: dict[str, Any]) -> Envelope:
    """The reverse of `envelope_to_json`."""
    patient = patient_from_json(data["patient"])
    return Envelope(**data | {"source": Source(data["source"]), "patient": patient})


def patient_from_json(data: dict[str, Any]) -> PatientIdentity:
    """A patient from what `asdict` made of it; what is not there has its default."""
    numbers = tuple(PatientNumber(**one) for one in data.get("numbers", ()))
    said = {"name": PersonName(**data["name"]), "sex": Sex(data["sex"]), "numbers": numbers}
    return PatientIdentity(**data | said)
