"""Provenance: which engine made which results from which document (AI Transparency, EX_Doc_ingest)."""

from __future__ import annotations

import hashlib

from mappers.fhir import identity
from mappers.fhir.canonical import (
    LIFECYCLE,
    OBSERVATION_VALUE,
    PAGE_DIGEST_SYSTEM,
    PARTICIPANT_TYPE,
    PROMPT_DIGEST,
)
from mappers.fhir.device import device_id
from mappers.fhir.element import concept, instant, reference, text, without_empty
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource, dumps
from mappers.fhir.report import report_id

CHOOSER: Resource = {
    "type": concept(PARTICIPANT_TYPE, "enterer", "Enterer"),
    "who": {"display": "a person of the hospital, for the codings marked userSelected"},
}
"""Who chose codes. The gateway knows a session and not its person; the audit has it."""


def reading_id(inp: MappingInput) -> str:
    """Id of a reading's Provenance, from what was read: reading again with the same outcome is the same."""
    read = dumps(inp.extraction.to_json())
    digest = hashlib.sha256(read.encode("utf-8", "replace")).hexdigest()
    return identity.derive("Provenance", inp.document.id, digest)


def provenance(inp: MappingInput, observation_ids: tuple[str, ...], *, by_person: bool = False) -> Resource:
    """The Provenance of the report and every Observation: author the Device, source the document and pages.

    `by_person`: a person chose what some printed names mean; an agent says so.
    """
    results = [reference("Observation", observation_id) for observation_id in observation_ids]
    prompt = text(inp.extraction.engine.prompt_digest)
    pages = [
        {
            "role": "source",
            "what": {
                "identifier": {"system": PAGE_DIGEST_SYSTEM, "value": digest},
                "display": f"page {number}",
            },
        }
        for number, digest in enumerate(inp.document.page_digests, start=1)
        if digest
    ]
    return without_empty(
        {
            "resourceType": "Provenance",
            "id": reading_id(inp),
            "extension": [{"url": PROMPT_DIGEST, "valueString": prompt}] if prompt else None,
            "target": [reference("DiagnosticReport", report_id(inp)), *results],
            "recorded": instant(inp.recorded),
            "reason": [concept(OBSERVATION_VALUE, "AIAST", "Artificial Intelligence asserted")],
            "activity": concept(LIFECYCLE, "transform", "Transform/Translate Record Lifecycle Event"),
            "agent": [
                {
                    "type": concept(PARTICIPANT_TYPE, "author", "Author"),
                    "who": reference("Device", device_id(inp)),
                },
                *([CHOOSER] if by_person else []),
            ],
            "entity": [
                {"role": "source", "what": reference("DocumentReference", inp.document.id)},
                *pages,
            ],
        }
    )
