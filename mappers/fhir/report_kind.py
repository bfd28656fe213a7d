"""The row of `kinds` that holds for one document: by its type, and for a narrative by header and title."""

from __future__ import annotations

from mappers.fhir.inputs import MappingInput
from mappers.fhir.kinds import Kind, kind_of


def report_kind(inp: MappingInput) -> Kind:
    """What the document is in FHIR."""
    title = f"{inp.document.title} {inp.envelope.document_title}"
    return kind_of(inp.extraction.document_type, modality=inp.envelope.modality, title=title)
