"""FHIR R4 structure checked with fhir.resources (its R4B classes: the same for the resources we make).

A second pair of eyes for tests and tools, not for every message: it is slow to import and to run (docs/fhir.md
has the numbers), turns 8.50 into 8.5 (so nothing is ever serialised through it), and lets wrong bindings pass.
"""

from __future__ import annotations

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from mappers.fhir.json_text import Resource, dumps


def validate(resource: Resource) -> tuple[str, ...]:
    """What is wrong with a resource, one line a mistake: path and rule, never the value. Empty when right."""
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate_json(dumps(resource))
    except ValidationError as error:
        mistakes = error.errors(include_url=False, include_context=False, include_input=False)
        return tuple(f"{'.'.join(map(str, m['loc']))}: {m['msg']}" for m in mistakes)
    except KeyError as error:
        return (f"resourceType: FHIR R4B has no resource {error}",)
    return ()
