"""FHIR JSON text in which a decimal is what was printed: `8.50` stays `8.50` (FHIR R4 datatypes, decimal).

Python floats never take part: numbers with a point are `Decimal` on the way out and on the way in.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import simplejson

Resource: TypeAlias = dict[str, Any]
"""A FHIR resource or element as JSON: the wire form. Decimals are `decimal.Decimal`, never float."""


def dumps(resource: Resource) -> str:
    """Compact JSON text; Japanese as itself, decimals digit for digit. NaN and infinity raise ValueError."""
    text: str = simplejson.dumps(
        resource, use_decimal=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    )
    return text


def loads(text: str | bytes) -> Resource:
    """The reverse of `dumps`. Raises ValueError on what is not a JSON object."""
    value = simplejson.loads(text, use_decimal=True)
    if not isinstance(value, dict):
        raise ValueError("a FHIR resource is a JSON object")
    return value
