"""Device: the engine that read the document, with version, model and weights (JP_Device, AI-Device)."""

from __future__ import annotations

from mappers.fhir import identity
from mappers.fhir.canonical import AI_DEVICE_TYPE, ENGINE_SYSTEM
from mappers.fhir.element import text, without_empty
from mappers.fhir.guides import resource_profile
from mappers.fhir.inputs import MappingInput
from mappers.fhir.json_text import Resource


def device_id(inp: MappingInput) -> str:
    """Id of the engine that made this Extraction."""
    return identity.device(inp.extraction.engine)


def device(inp: MappingInput) -> Resource:
    """The Device. Its type is AI Transparency's `Artificial-Intelligence`, as that guide's AI-Device has it."""
    engine = inp.extraction.engine
    versions = (
        ("engine", text(engine.version)),
        ("model", text(engine.model)),
        ("weights", text(engine.weights_digest)),
    )
    name = text(engine.name) or "unknown"
    profile = resource_profile(inp.guide, "Device")
    return without_empty(
        {
            "resourceType": "Device",
            "id": device_id(inp),
            "meta": {"profile": [profile]} if profile else None,
            "identifier": [{"system": ENGINE_SYSTEM, "value": name}],
            "status": "active",
            "deviceName": [{"name": f"Kartebridge {name}", "type": "model-name"}],
            "modelNumber": text(engine.model),
            "type": {
                "coding": [{"system": AI_DEVICE_TYPE, "code": "Artificial-Intelligence"}],
                "text": "Artificial Intelligence",
            },
            "version": [{"type": {"text": what}, "value": value} for what, value in versions if value],
        }
    )
