"""One value as OBX-2 and OBX-5: number, comparison or range, coded word, text (HL7 v2.5.1 §2.A, §7.4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from mappers.fhir.json_text import Resource
from mappers.fhir.value import value_x
from mappers.hl7.er7 import Composite
from mappers.model import Item

MAX_ST_CHARS = 199
"""Characters of an ST (§2.A.75); longer or of several lines is TX."""

LOCAL = "L"
"""HL7 table 0396: local general code."""


@dataclass(frozen=True, slots=True)
class Typed:
    """OBX-2 and OBX-5."""

    kind: str
    value: Composite


def typed(item: Item) -> Typed:
    """A printed value in the narrowest type that says all of it; digits as printed."""
    printed = item.value.strip()
    if not printed:
        return Typed("ST", "")
    held = value_x(printed, item.unit, item.ucum, wide=True)
    return _quantity(held) or _structured(held) or _word(held) or _text(printed)


def hl7_time(iso: str | None) -> str:
    """A FHIR dateTime or instant as TS: no more precise than it is, with its zone; without seconds that are 0."""
    if not iso:
        return ""
    if "T" not in iso:
        return iso.replace("-", "")
    moment = datetime.fromisoformat(iso)
    return moment.strftime("%Y%m%d%H%M%S%z" if moment.second or moment.microsecond else "%Y%m%d%H%M%z")


def _quantity(held: Resource) -> Typed | None:
    quantity = held.get("valueQuantity")
    if quantity is None:
        return None
    digits = _digits(quantity["value"])
    comparator = quantity.get("comparator")
    return Typed("SN", (comparator, digits)) if comparator else Typed("NM", digits)


def _structured(held: Resource) -> Typed | None:
    """SN's other shapes: `5-9`, and the titre `1:40`, whose comparator stands first (so HL7's v2-to-FHIR has it)."""
    if between := held.get("valueRange"):
        return Typed("SN", ("", _digits(between["low"]["value"]), "-", _digits(between["high"]["value"])))
    if ratio := held.get("valueRatio"):
        first, second = ratio["numerator"], ratio["denominator"]
        return Typed(
            "SN", (first.get("comparator", ""), _digits(first["value"]), ":", _digits(second["value"]))
        )
    return None


def _word(held: Resource) -> Typed | None:
    concept = held.get("valueCodeableConcept")
    if concept is None:
        return None
    text = concept["text"]
    return Typed("CWE", (text, text, LOCAL))


def _text(printed: str) -> Typed:
    return Typed("TX" if len(printed) > MAX_ST_CHARS or "\n" in printed else "ST", printed)


def _digits(value: Decimal) -> str:
    return f"{value:f}"
