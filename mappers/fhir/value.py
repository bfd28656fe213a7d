"""A printed value as FHIR value[x]: Quantity when it is a number, Range or Ratio where the profile takes them,
CodeableConcept when qualitative, else string.

What the chosen type cannot hold as printed (`+1.5`, `1,200`, `未満`, `40倍`) is told by `render`, so that the caller
can keep the printed text beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from mappers.fhir.canonical import DATA_ABSENT_REASON, INTERPRETATION, UCUM
from mappers.fhir.element import concept, without_empty
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
_UNSIGNED = r"\d+(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<low>{_UNSIGNED})\s*(?:~|-|–|—|―|〜)\s*(?P<high>{_UNSIGNED})")
_TITRE = re.compile(
    r"(?P<before><=|>=|[<>≤≦≥≧])?\s*"
    r"(?:1\s*:\s*(?P<dilution>\d{1,7})|[x×]\s*(?P<factor>\d{1,7})|(?P<times>\d{1,7})\s*倍)"
    r"\s*(?P<after>未満|以下|以上)?"
)
_POSITIVE, _NEGATIVE = ("POS", "Positive"), ("NEG", "Negative")
_CODED = {
    **dict.fromkeys(("陽性", "positive", "+", "1+", "2+", "3+", "4+", "++", "+++", "++++"), _POSITIVE),
    **dict.fromkeys(("陰性", "negative", "-"), _NEGATIVE),
    **dict.fromkeys(("反応", "reactive"), ("RR", "Reactive")),
    **dict.fromkeys(("非反応", "nonreactive", "non-reactive"), ("NR", "Non-reactive")),
    **dict.fromkeys(("検出", "detected"), ("DET", "Detected")),
    **dict.fromkeys(("検出せず", "不検出", "未検出", "notdetected"), ("ND", "Not detected")),
    **dict.fromkeys(("判定保留",), ("IND", "Indeterminate")),
}
"""Printed findings and the code of v3-ObservationInterpretation whose display says the same (HL7 R4 definitions).

`±`, 弱陽性 and 疑陽性 have none: whether they are traces, weak or equivocal is for the laboratory to say.
"""
_LATER = ("再検", "再検中", "再検査中", "検査中", "報告待ち", "後報")
_NOT_DONE = ("未実施", "未検査", "検査中止", "not performed", "not done")
_FAILED = ("検体不良", "検体不足", "検体量不足", "測定不能", "測定不可", "判定不能", "算出不能")
_ABSENCES = {
    **dict.fromkeys(_LATER, ("temp-unknown", "Temporarily Unknown")),
    **dict.fromkeys(_NOT_DONE, ("not-performed", "Not Performed")),
    **dict.fromkeys(_FAILED, ("error", "Error")),
}
"""Words in the place of a value → data-absent-reason; `error` is JP Core's for a measurement that was not completed."""
_AMOUNT = re.compile(r"\+\)?$")
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


def value_x(
    printed: str, unit: str | None, ucum: str | None, *, wide: bool = False, graded: bool = True
) -> Resource:
    """The one member of value[x] that says a printed value best; `printed` is not empty.

    `wide`: Range and Ratio may be used too. JP_Observation_LabResult allows Quantity, CodeableConcept and string.
    `graded`: `2+` means positive; of a culture it is an amount, which JP Core wants as a string.
    """
    plain = unicodedata.normalize("NFKC", printed).replace("−", "-").strip()
    parsed = number(plain)
    if parsed is not None:
        return {"valueQuantity": quantity(parsed, unit, ucum)}
    if wide:
        several = _range(plain, unit, ucum) or _ratio(plain)
        if several:
            return several
    if _QUALITATIVE.fullmatch(plain) and (graded or not _AMOUNT.search(plain)):
        return {"valueCodeableConcept": _concept(plain, printed)}
    return {"valueString": printed}


def absence(printed: str) -> Resource | None:
    """`dataAbsentReason` of words that say why there is no value (`再検`, `検体不良`), as printed; else None."""
    plain = unicodedata.normalize("NFKC", printed).strip("() 　").casefold()
    reason = _ABSENCES.get(plain)
    if reason is None:
        return None
    return {"dataAbsentReason": {**concept(DATA_ABSENT_REASON, *reason), "text": printed}}


def _range(plain: str, unit: str | None, ucum: str | None) -> Resource | None:
    """`1-4`, `5～9` as Range: two numbers without sign, the lower first. `1-1` is a place or a grade."""
    match = _RANGE.fullmatch(plain)
    if match is None:
        return None
    low, high = number(match["low"]), number(match["high"])
    if low is None or high is None or low.value >= high.value:
        return None
    return {"valueRange": {"low": quantity(low, unit, ucum), "high": quantity(high, unit, ucum)}}


def _ratio(plain: str) -> Resource | None:
    """A titre as Ratio: `1:64`, `x40`, `40倍`; the comparator of `<1:40` stands on the numerator.

    So HL7's v2-to-FHIR maps SN (its comparator to Ratio.numerator). No clock reads `1:64`, but it reads `1:30`: only
    the dilutions of a twofold or tenfold row are titres.
    """
    match = _TITRE.fullmatch(plain)
    if match is None or (match["before"] and match["after"]):
        return None
    dilution = int(match["dilution"] or match["factor"] or match["times"])
    if not _is_dilution(dilution):
        return None
    comparator = _BEFORE.get(match["before"] or "") or _AFTER.get(match["after"] or "")
    return {
        "valueRatio": {
            "numerator": without_empty({"value": Decimal(1), "comparator": comparator}),
            "denominator": {"value": Decimal(dilution)},
        }
    }


def _is_dilution(number_of_times: int) -> bool:
    """Whether it is 2, 5, 10 or a multiple of theirs by powers of two or ten: 8, 20, 40, 160, 1280, 5120, 10000."""
    if number_of_times < 2:
        return False
    rest = number_of_times
    while rest % 10 == 0:
        rest //= 10
    while rest % 2 == 0:
        rest //= 2
    return rest in (1, 5)


def _concept(plain: str, printed: str) -> Resource:
    """What was printed, and HL7's code beside it where the word and the code's display mean the same."""
    coded = _CODED.get(plain.strip("()").replace(" ", "").casefold())
    if coded is None:
        return {"text": printed}
    return {**concept(INTERPRETATION, *coded), "text": printed}


def render(value: Resource) -> tuple[str | None, str | None]:
    """The value and unit texts that a value[x] member says on its own; (None, None) where there is none."""
    if "valueQuantity" in value:
        held = value["valueQuantity"]
        return held.get("comparator", "") + str(held["value"]), held.get("unit")
    if "valueCodeableConcept" in value:
        return value["valueCodeableConcept"]["text"], None
    if "valueRange" in value:
        low, high = value["valueRange"]["low"], value["valueRange"]["high"]
        return f"{low['value']}-{high['value']}", low.get("unit")
    if "valueRatio" in value:
        numerator, denominator = value["valueRatio"]["numerator"], value["valueRatio"]["denominator"]
        return f"{numerator.get('comparator', '')}{numerator['value']}:{denominator['value']}", None
    if "dataAbsentReason" in value:
        return value["dataAbsentReason"].get("text"), None
    return value.get("valueString"), None
