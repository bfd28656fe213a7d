"""Our `evidence` extension: where on the document a value stands and how sure its reading is (docs/fhir/)."""

from __future__ import annotations

from decimal import Decimal

from mappers.fhir.canonical import EVIDENCE
from mappers.fhir.element import printable, text
from mappers.fhir.json_text import Resource
from mappers.fhir.value import render
from mappers.model import Box, Item


def evidence(item: Item, value: Resource, unit: str | None, ranges: list[Resource]) -> Resource:
    """The extension. What `value` (a value[x] member) and `ranges` cannot show as printed stands in it as printed."""
    shown_value, shown_unit = render(value)
    parts: list[Resource] = [
        {"url": "page", "valuePositiveInt": item.page},
        *_box_parts(item.box),
        {"url": "confidence", "valueDecimal": _fraction(item.confidence)},
        {"url": "verified", "valueBoolean": item.verified},
    ]
    if text(item.value) and shown_value != item.value:
        parts.append({"url": "printedValue", "valueString": printable(item.value)})
    if unit and item.unit and shown_unit != item.unit:
        parts.append({"url": "printedUnit", "valueString": printable(item.unit)})
    printed_range = text(item.reference_range)
    if len(ranges) > 1 and printed_range:
        parts.append({"url": "printedRange", "valueString": printed_range})
    if item.certainty:
        parts.append({"url": "certainty", "valueCode": item.certainty.value})
    parts.extend({"url": "warning", "valueString": w} for w in map(text, item.warnings) if w)
    return {"url": EVIDENCE, "extension": parts}


def printed_value(element: Resource) -> tuple[str | None, str | None]:
    """Value and unit of an Observation made here (or of a component), as printed; None where not printed.

    Of one with components theirs, as charts print them: `128/76`.
    """
    if "component" in element:
        values, units = zip(*map(printed_value, element["component"]), strict=True)
        return "/".join(value or "" for value in values), units[0]
    value, unit = render(element)
    for part in _parts(element):
        if part["url"] == "printedValue":
            value = part["valueString"]
        elif part["url"] == "printedUnit":
            unit = part["valueString"]
    return value, unit


def _parts(element: Resource) -> list[Resource]:
    for extension in element.get("extension", []):
        if extension["url"] == EVIDENCE:
            return list(extension["extension"])
    return []


def _box_parts(box: Box | None) -> list[Resource]:
    if box is None:
        return []
    edges = (("x0", box.x0), ("y0", box.y0), ("x1", box.x1), ("y1", box.y1))
    return [{"url": name, "valueDecimal": _fraction(edge)} for name, edge in edges]


def _fraction(value: float) -> Decimal:
    """A fraction to five places: a hundred-thousandth of a page is less than a dot."""
    return Decimal(f"{value:.5f}").normalize() + 0
