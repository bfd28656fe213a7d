"""A printed reference range as Observation.referenceRange: the printed text always, low and high when read."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from mappers.fhir.canonical import ADMINISTRATIVE_GENDER, UCUM
from mappers.fhir.element import concept, text, without_empty
from mappers.fhir.json_text import Resource
from mappers.fhir.value import Number, number, quantity

_BETWEEN = re.compile(r"(?P<low>[+-]?[\d.,]+)\s*(?:~|-|–|—|―|〜|to)\s*(?P<high>[+-]?[\d.,]+)")
_FROM = re.compile(r"([\d.,]+)\s*[~〜-]")
_UP_TO = re.compile(r"[~〜]\s*([\d.,]+)")
_WHO = re.compile(
    r"(?<![A-Za-z])(?:(?P<male>Male|男性|男|M)|(?P<female>Female|女性|女|F))(?![A-Za-z])\s*[:：]?\s*"
    r"(?:(?P<ages>(?P<from>\d+)\s*[-~〜]\s*(?P<to>\d+)\s*歳|(?P<over>\d+)\s*歳以上)\s*[:：]?\s*)?"
    r"|(?P<ages_alone>(?P<from_alone>\d+)\s*[-~〜]\s*(?P<to_alone>\d+)\s*歳|(?P<over_alone>\d+)\s*歳以上)\s*[:：]?\s*",
    re.IGNORECASE,
)
_BETWEEN_GROUPS = " \t\u3000,、;/()[]"


def reference_range(printed: str | None, unit: str | None, ucum: str | None) -> list[Resource]:
    """The ranges a row prints, none where it prints none: one, or one for each sex or age that is named.

    Bounds are given only where all of the text is understood. An exclusive limit (`<5.0`, `10未満`) stays text: low
    and high are inclusive (FHIR R4 Observation). Which of several ranges holds is not said: `appliesTo` and `age` say
    whom each is for, and `text` is what was printed for them.
    """
    shown = text(printed)
    if shown is None:
        return []
    plain = unicodedata.normalize("NFKC", shown)
    if _WHO.search(plain):
        return _by_group(plain, unit, ucum) or [{"text": shown}]
    low, high = _bounds(plain.strip("()[] "))
    return [_one(shown, low, high, unit, ucum)]


def _one(shown: str, low: Number | None, high: Number | None, unit: str | None, ucum: str | None) -> Resource:
    return without_empty(
        {
            "low": quantity(low, unit, ucum) if low else None,
            "high": quantity(high, unit, ucum) if high else None,
            "text": shown,
        }
    )


def _by_group(plain: str, unit: str | None, ucum: str | None) -> list[Resource]:
    """`M:13.7-16.8 F:11.6-14.8` as two ranges; none where any part is not a group's name followed by its range."""
    groups = list(_WHO.finditer(plain))
    if plain[: groups[0].start()].strip(_BETWEEN_GROUPS):
        return []
    ends = [g.start() for g in groups[1:]] + [len(plain)]
    ranges = []
    for group, end in zip(groups, ends, strict=True):
        low, high = _bounds(plain[group.end() : end].strip(_BETWEEN_GROUPS))
        if low is None and high is None:
            return []
        shown = plain[group.start() : end].strip(_BETWEEN_GROUPS)
        ranges.append({**_one(shown, low, high, unit, ucum), **_whom(group)})
    return ranges


def _whom(group: re.Match[str]) -> Resource:
    """`appliesTo` by HL7's administrative-gender, `age` in years."""
    sex = "male" if group["male"] else "female" if group["female"] else None
    low = group["from"] or group["over"] or group["from_alone"] or group["over_alone"]
    high = group["to"] or group["to_alone"]
    ages = {name: _years(bound) for name, bound in (("low", low), ("high", high)) if bound}
    return without_empty(
        {
            "appliesTo": [concept(ADMINISTRATIVE_GENDER, sex, sex.capitalize())] if sex else None,
            "age": ages,
        }
    )


def _years(digits: str) -> Resource:
    return {"value": Decimal(digits), "unit": "歳", "system": UCUM, "code": "a"}


def _bounds(plain: str) -> tuple[Number | None, Number | None]:
    between = _BETWEEN.fullmatch(plain)
    if between:
        low, high = number(between["low"]), number(between["high"])
        return (low, high) if low and high and low.value <= high.value else (None, None)
    from_here, up_to = _FROM.fullmatch(plain), _UP_TO.fullmatch(plain)
    if from_here:
        return number(from_here[1]), None
    if up_to:
        return None, number(up_to[1])
    limit = number(plain)
    if limit is None or limit.comparator not in ("<=", ">="):
        return None, None
    bound = Number(limit.value)
    return (None, bound) if limit.comparator == "<=" else (bound, None)
