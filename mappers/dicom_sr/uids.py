"""UIDs made from content (PS3.5 B.2: 2.25 and a UUID): the same results are the same instance, however often sent."""

from __future__ import annotations

import hashlib
from uuid import UUID

from mappers.fhir import identity
from mappers.fhir.inputs import MappingInput


def uid(kind: str, *parts: str) -> str:
    """The UID of a kind of thing and its parts."""
    return f"2.25.{UUID(identity.derive(f'dicom:{kind}', *parts)).int}"


def study(inp: MappingInput) -> str:
    """The source's study; for a source without one, a study of our own for its order, else for its document."""
    about = inp.envelope
    if about.study_instance_uid:
        return about.study_instance_uid
    order = about.accession_number or about.order_number
    named = ("order", order) if order else ("document", inp.document.results_id)
    return uid("study", inp.site.patient_system, about.patient.id, *named)


def series(inp: MappingInput) -> str:
    """One series a document: a new reading or version of it is another instance there."""
    return uid("series", study(inp), inp.document.results_id)


def instance(inp: MappingInput, written: bytes) -> str:
    """From the instance as written under a placeholder: other content is another instance."""
    return uid("instance", inp.document.id, hashlib.sha256(written).hexdigest())
