"""A printed value as FHIR value[x]: Quantity when it is a number, CodeableConcept when qualitative, else string.

JP_Observation_LabResult allows these three types only. What the chosen type cannot hold as printed
(`+1.5`, `1,200`, `未満`) is told by `render`, so that the caller can keep the printed text beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from mappers.fhir.canonical import UCUM
from mappers.fhir.element import without_empty
from mappers.fhir.json_text import Resource

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_BEFORE = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=", "≦": "<=", "≥": ">=", "≧": ">="}
_AFTER = {"未満": "<", "以下": "<=", "以上": ">=", "超": ">", "を超える": ">"}
_QUANTITY = re.compile(
    rf"(?P<before><=|>=|[<>≤≦≥≧])?\s*(?P<number>{_NUMBER})\s*(?P<after>未満|以下|以上|を超える|超)?"
)
_QUALITATIVE = re.compile(
    r"\(?(?:\d?\s*[+±-]|[+]{2,4}|[+-]/?[+-]|\d\+)\)?"
    r"|(?:弱|強|疑|偽|擬)?陽性|陰性|判定保留|保留|反応|非反応|検出(?:せず)?|(?:不|未)検出|あり|なし|正常|異常"
    r"|(?:weakly |weak )?(?:positive|negative)|reactive|non-?reactive|(?:not )?detected|trace|normal"
    r"|(?:A|B|O|AB)型?|Rh\s*\(?[+-]\)?",
    re.IGNORECASE,
)
_MAX_DIGITS = 18  # FHIR R4 decimal: implementations need not keep more


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its comparator (FHIR quantity-comparator), exactly as many digits as printed."""

    value: Decimal
    comparator: str | None = None


def number(printed: str) -> Number | None:
    """The number a text is, or None. Thousands commas and signs are read; `1e5` and `1.` are no numbers."""
    match = _QUANTITY.fullmatch(unicodedata.normalize("NFKC", printed).replace("−", "-").strip())
    if match is None or (match["before"] and match["after"]):
        return None
    digits = match["number"].replace(",", "")
    if sum(c.isdigit() for c in digits) > _MAX_DIGITS:
        return None
    comparator = _BEFORE.get(match["before"] or "") or _AFTER.get(match["after"] or "")
    return Number(Decimal(digits), comparator)


def quantity(value: Number, unit: str | None, ucum: str | None) -> Resource:
    """A Quantity: unit as printed, UCUM code beside it when known."""
    return without_empty(
        {
            "value": value.value,
            "comparator": value.comparator,
            "unit": unit,
            "system": UCUM if ucum else None,
            "code": ucum,
        }
    )


def value_x(printed: str, unit: str | None, ucum: str | None) -> Resource:
    """The one member `valueQuantity`, `valueCodeableConcept` or `valueString`; `printed` is not empty."""
    parsed = number(printed)
    if parsed is not None:
        return {"valueQuantity": quantity(parsed, unit, ucum)}
    if _QUALITATIVE.fullmatch(unicodedata.normalize("NFKC", printed).replace("−", "-").strip()):
        return {"valueCodeableConcept": {"text": printed}}
    return {"valueString": printed}


def render(value: Resource) -> tuple[str | None, str | None]:
    """The value and unit texts that a value[x] member says on its own; (None, None) where there is none."""
    if "valueQuantity" in value:
        held = value["valueQuantity"]
        return held.get("comparator", "") + str(held["value"]), held.get("unit")
    if "valueCodeableConcept" in value:
        return value["valueCodeableConcept"]["text"], None
    return value.get("valueString"), None
