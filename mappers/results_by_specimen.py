"""The results of a document as they are sent where a specimen is said once for many."""

from __future__ import annotations

from mappers.fhir.inputs import FhirResults, MappingInput
from mappers.model import Item


def results_by_specimen(inp: MappingInput, mapped: FhirResults) -> dict[str, list[tuple[Item, str]]]:
    """The items that are sent, each with its Observation's id, under their specimen ("": the page names none).

    Never empty: a document without results has one group with none.
    """
    groups: dict[str, list[tuple[Item, str]]] = {}
    for item, observation_id in zip(inp.extraction.items, mapped.observation_ids, strict=True):
        if item.verified or not inp.verified_only:
            groups.setdefault((item.specimen or "").strip(), []).append((item, observation_id))
    return groups or {"": []}
