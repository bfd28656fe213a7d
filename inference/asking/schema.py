"""JSON Schemas of what is asked: short, closed, bounded, one a document type.

The words are those of the interchange shape (docs/architecture.md), shortened to one word each: `name`, `value`,
`unit`, `range`, `flag`, `date`. One-word keys cost a model no more than one-letter keys and are plainer to it: forty
laboratory results take 1,228 tokens of cl100k with either, 1,955 with the interchange shape as it is (which also
says `null`), so fields without anything printed are left out.

Everything is bounded, so that a model that runs in circles comes to an end: `maxItems`, `maxLength`, no further
properties. A list that is as long as it may be counts as cut off (`inference.asking.faults`).
"""

from __future__ import annotations

import json
from enum import StrEnum
from functools import lru_cache
from typing import Any

from mappers.model import DocumentType, Sex


class Field(StrEnum):
    """A key of an item as the model is asked for it."""

    ORGANISM = "organism"
    NAME = "name"
    VALUE = "value"
    UNIT = "unit"
    RANGE = "range"
    FLAG = "flag"
    DATE = "date"


MOST_ITEMS = 150
"""Of one answer; a page with more values is asked about in parts."""

_LENGTHS = {
    Field.ORGANISM: 60, Field.NAME: 80, Field.VALUE: 60, Field.UNIT: 24, Field.RANGE: 48, Field.FLAG: 8, Field.DATE: 24
}  # fmt: skip
_STATEMENT = 400  # characters of a value that is a sentence

_TABLE = (Field.NAME, Field.VALUE, Field.UNIT, Field.RANGE, Field.FLAG, Field.DATE)
_MEASURED = (Field.NAME, Field.VALUE, Field.UNIT, Field.RANGE, Field.FLAG)
FIELDS: dict[DocumentType, tuple[Field, ...]] = {
    DocumentType.LAB_REPORT: _TABLE,
    DocumentType.URINALYSIS: _TABLE,
    DocumentType.BLOOD_GAS: _TABLE,
    DocumentType.MICROBIOLOGY: (
        Field.ORGANISM, Field.NAME, Field.VALUE, Field.UNIT, Field.FLAG, Field.DATE
    ),
    DocumentType.VITALS: (Field.NAME, Field.VALUE, Field.UNIT, Field.FLAG, Field.DATE),
    DocumentType.DEVICE_REPORT: (Field.NAME, Field.VALUE, Field.UNIT, Field.DATE),
    DocumentType.ECG: _MEASURED,
    DocumentType.ECHOCARDIOGRAPHY: _MEASURED,
    DocumentType.SPIROMETRY: _MEASURED,
    DocumentType.NARRATIVE: (Field.NAME, Field.VALUE, Field.UNIT),
}  # fmt: skip
"""What is asked of each type's items. Types that are not here have none."""

_SENTENCES = frozenset((DocumentType.NARRATIVE, DocumentType.ECG, DocumentType.ECHOCARDIOGRAPHY))


@lru_cache(maxsize=32)
def items_schema(kind: DocumentType) -> str:
    """The schema of a type's items, as JSON text. Raises KeyError for a type that has none."""
    lengths = _LENGTHS | ({Field.VALUE: _STATEMENT} if kind in _SENTENCES else {})
    item = _closed(
        {field.value: {"type": "string", "maxLength": lengths[field]} for field in FIELDS[kind]},
        (Field.NAME.value, Field.VALUE.value),
    )
    items = {"type": "array", "items": item, "maxItems": MOST_ITEMS}
    return _text(_closed({"items": items}, ("items",)))


@lru_cache(maxsize=2)
def head_schema(with_type: bool) -> str:
    """The schema of the first question: what the document is, and whom it is about."""
    said: dict[str, Any] = {"type": {"enum": [kind.value for kind in DocumentType]}} if with_type else {}
    said |= {"id": {"type": "string", "maxLength": 32}, "name": {"type": "string", "maxLength": 60}}
    said |= {"birth": {"type": "string", "maxLength": 32}}
    said |= {"sex": {"enum": [sex.value for sex in Sex]}}
    return _text(_closed(said, ("type",) if with_type else ()))


def _closed(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
