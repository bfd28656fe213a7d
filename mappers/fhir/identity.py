"""Ids of resources: UUIDv5 of what they are about, so that posting twice changes nothing.

A resource's id never depends on the clock, on the way a document came, or on what was read as its value.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from uuid import UUID, uuid5

from mappers.model import EngineInfo, Item

NAMESPACE = UUID("c2b7a4a8-2f0e-5c3b-9e57-6b0d9a6f4e21")
"""UUID namespace of FHIR ids made here (RFC 9562 §5.5)."""


@lru_cache(maxsize=4096)
def derive(kind: str, *parts: str) -> str:
    """UUIDv5 of a kind and its parts; lengths are written in, so that ("a", "bc") is not ("ab", "c")."""
    return str(uuid5(NAMESPACE, kind + "".join(f"\x1f{len(p)}:{p}" for p in parts)))


def patient(system: str, patient_id: str, document_id: str) -> str:
    """Id of a person in an identifier system; without a patient id each document has its own nobody."""
    return derive("Patient", system, patient_id) if patient_id else derive("Patient", "unknown", document_id)


def report(results_id: str) -> str:
    """Id of the DiagnosticReport of a document's results, whatever the document's version."""
    return derive("DiagnosticReport", results_id)


def device(engine: EngineInfo) -> str:
    """Id of an engine: another version, model or weights is another device."""
    return derive("Device", engine.name, engine.version, engine.model, engine.weights_digest)


def observations(document_id: str, items: tuple[Item, ...]) -> tuple[str, ...]:
    """One id an item: document, name, effective time, page, and the place among equals in reading order."""
    seen: Counter[tuple[str, str, int]] = Counter()
    ids = []
    for item in items:
        key = (item.name, item.effective or "", item.page)
        ids.append(derive("Observation", document_id, *map(str, key), str(seen[key])))
        seen[key] += 1
    return tuple(ids)
