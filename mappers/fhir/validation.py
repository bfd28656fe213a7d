"""FHIR R4 structure checked with fhir.resources (its R4B classes: the same for the resources we make).

A second pair of eyes for tests and tools, not for every message: it is slow to import and to run (docs/fhir/README.md
has the numbers), turns 8.50 into 8.5 (so nothing is ever serialised through it), and lets wrong bindings pass.
Our own extensions are held against their own definitions instead: to fhir.resources any extension is as good as any
other, and it takes more time over the parts of one `evidence` than over the rest of its Observation.
"""

from __future__ import annotations

from functools import cache

from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel, ValidationError

from mappers.fhir.definitions import is_own, mistakes
from mappers.fhir.json_text import Resource


def validate(resource: Resource) -> tuple[str, ...]:
    """What is wrong with a resource, one line a mistake: path and rule, never the value. Empty when right."""
    found: list[str] = []
    rest = _without_own_extensions(resource, found)
    if "component" in rest:
        rest["component"] = [_without_own_extensions(one, found) for one in rest["component"]]
    try:
        _model(resource["resourceType"]).model_validate(rest)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        return (*found, *(f"{'.'.join(map(str, m['loc']))}: {m['msg']}" for m in wrong))
    except KeyError as error:
        return (f"resourceType: FHIR R4B has no resource {error}",)
    return tuple(found)


@cache
def _model(kind: str) -> type[BaseModel]:
    model: type[BaseModel] = get_fhir_model_class(kind)
    return model


def _without_own_extensions(element: Resource, found: list[str]) -> Resource:
    """A copy of the element without our extensions; what is wrong with them goes to `found`."""
    held = element.get("extension")
    if not isinstance(held, list) or not held:
        return dict(element)
    for extension in held:
        if is_own(extension):
            found.extend(mistakes(extension))
    others = [one for one in held if not is_own(one)]
    rest = {k: v for k, v in element.items() if k != "extension"}
    return {**rest, "extension": others} if others else rest
