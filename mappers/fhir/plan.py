"""Which Observations items become: one an item, but both pressures together and drugs under their organism."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache

from mappers.fhir.canonical import (
    JP_BODY_MEASUREMENT_CATEGORY,
    JP_MICROBIOLOGY_CATEGORY,
    JP_VITAL_SIGNS_CATEGORY,
)
from mappers.fhir.guides import Shape
from mappers.fhir.kinds import Kind
from mappers.fhir.microbiology import members
from mappers.model import DocumentType, Item

SYSTOLIC_LOINC, DIASTOLIC_LOINC = "8480-6", "8462-4"
"""Components of FHIR R4's blood pressure profile (bp), with 85354-9 for the whole."""

_VITAL_SIGNS = (
    ("blood-pressure", "血圧", r"血圧|bp|n?ibp|abp|map|平均血圧|blood ?pressure|(?:平均|収縮期|拡張期)血圧"),
    ("temperature", "体温", r"体温|腋窩温|直腸温|kt|bt|(?:body )?temp(?:erature)?"),
    ("pulse-rate", "脈拍数", r"脈拍数?|pr|pulse(?: ?rate)?"),
    ("cardiac-function", "心機能", r"心拍数?|hr|heart ?rate"),
    (
        "respiratory-function",
        "呼吸機能",
        r"呼吸数?|rr|resp(?:iratory|\.)? ?rate|spo2|経皮的?(?:動脈血)?酸素飽和度",
    ),
    ("consciousness-evaluation", "意識評価", r"jcs|gcs|意識レベル"),
)
"""Code and display of JP_ObservationVitalSignsCategory_CS, and the names of a chart that are about it."""
_BODY_MEASUREMENTS = (
    ("height", "身長", r"身長|ht|(?:body )?height"),
    ("weight", "体重", r"体重|bw|wt|(?:body )?weight"),
    ("body-mass-index", "肥満度", r"bmi"),
    ("abdominal-circumference", "腹囲", r"腹囲"),
)
"""The same of JP_ObservationBodyMeasurementCategory_CS."""
_FINDINGS = re.compile(r"(?:画像)?所見|findings?", re.IGNORECASE)
_IMPRESSION = re.compile(
    r"(?:画像)?診断|読影診断|結論|インプレッション|impressions?|conclusions?", re.IGNORECASE
)
_SYSTOLIC = re.compile(r"(.*?)\s*(?:収縮期(?:血圧)?|最高|systolic|sys)", re.IGNORECASE)
_DIASTOLIC = re.compile(r"(.*?)\s*(?:拡張期(?:血圧)?|最低|diastolic|dia)", re.IGNORECASE)
_BOTH = re.compile(r"(\d{2,3})\s*/\s*(\d{2,3})")


@dataclass(frozen=True, slots=True)
class Planned:
    """One Observation to be made. `item` gives name, time and row; with `parts` its value is theirs."""

    item: Item
    id: str
    shape: Shape
    category: str  # of the simple observation categories
    subcategory: tuple[str, str, str] | None = None  # system, code, display
    parts: tuple[Item, ...] = ()  # systolic and diastolic, in this order
    members: tuple[str, ...] = ()  # ids of Observations that belong to this one
    also: tuple[str, ...] = ()  # ids that its further items would have had alone


def plan(
    kind: Kind, document_type: DocumentType, items: tuple[Item, ...], ids: tuple[str, ...]
) -> tuple[Planned, ...]:
    """The Observations of a document, in the order of its items. `ids` has one id an item."""
    if document_type is DocumentType.VITALS:
        return _vitals(kind, items, ids)
    if kind.shape is Shape.MICROBIOLOGY:
        under = members(items)
        return tuple(
            Planned(
                item,
                item_id,
                kind.shape,
                kind.category,
                (JP_MICROBIOLOGY_CATEGORY, *category) if category else None,
                members=tuple(ids[m] for m in below),
            )
            for item, item_id, (category, below) in zip(items, ids, under, strict=True)
        )
    return tuple(single(kind, item, item_id) for item, item_id in zip(items, ids, strict=True))


def single(kind: Kind, item: Item, item_id: str) -> Planned:
    """An item that stands for itself."""
    shape, category, subcategory = kind.shape, kind.category, None
    if kind.report == "Radiology":
        shape = _radiology_shape(item.name)
    elif category == "vital-signs":
        shape, category, subcategory = _vital_sign(item.name)
    return Planned(item, item_id, shape, category, subcategory)


def _radiology_shape(name: str) -> Shape:
    plain = _plain(name)
    if _FINDINGS.fullmatch(plain):
        return Shape.FINDINGS
    return Shape.IMPRESSION if _IMPRESSION.fullmatch(plain) else Shape.OTHER


@cache
def _vital_sign(name: str) -> tuple[Shape, str, tuple[str, str, str] | None]:
    """Shape, category and subcategory by name; what is neither vital sign nor measure of the body stays plain."""
    plain = _plain(name)
    for code, display, names in _VITAL_SIGNS:
        if re.fullmatch(names, plain):
            return Shape.VITAL_SIGN, "vital-signs", (JP_VITAL_SIGNS_CATEGORY, code, display)
    for code, display, names in _BODY_MEASUREMENTS:
        if re.fullmatch(names, plain):
            return Shape.BODY_MEASUREMENT, "body-measurement", (JP_BODY_MEASUREMENT_CATEGORY, code, display)
    return Shape.OTHER, "vital-signs", None


def _vitals(kind: Kind, items: tuple[Item, ...], ids: tuple[str, ...]) -> tuple[Planned, ...]:
    pairs = _pairs(items)
    lower = set(pairs.values())
    made = []
    for at, item in enumerate(items):
        if at in lower:
            continue
        other = pairs.get(at)
        whole, parts = item, _split(item)
        if other is not None:
            whole = replace(item, name=_stem(item), comment=None)
            parts = replace(item, loinc=SYSTOLIC_LOINC), replace(items[other], loinc=DIASTOLIC_LOINC)
        if parts is None:
            made.append(single(kind, item, ids[at]))
            continue
        category = (JP_VITAL_SIGNS_CATEGORY, "blood-pressure", "血圧")
        also = () if other is None else (ids[other],)
        made.append(Planned(whole, ids[at], Shape.VITAL_SIGN, kind.category, category, parts, also=also))
    return tuple(made)


def _pairs(items: tuple[Item, ...]) -> dict[int, int]:
    """Places of systolic pressures to those of their diastolic ones: of one name, page and time, in reading order."""
    waiting: dict[tuple[str, int, str | None], list[int]] = {}
    for at, item in enumerate(items):
        if (key := _pressure(item, _DIASTOLIC, DIASTOLIC_LOINC)) is not None:
            waiting.setdefault(key, []).append(at)
    pairs = {}
    for at, item in enumerate(items):
        key = _pressure(item, _SYSTOLIC, SYSTOLIC_LOINC)
        if key is not None and waiting.get(key):
            pairs[at] = waiting[key].pop(0)
    return pairs


def _pressure(item: Item, names: re.Pattern[str], loinc: str) -> tuple[str, int, str | None] | None:
    match = names.fullmatch(_plain(item.name))
    if match is None and item.loinc != loinc:
        return None
    return match[1] if match else "", item.page, item.effective


def _split(item: Item) -> tuple[Item, Item] | None:
    """`128/76` of a blood pressure as its two pressures; the higher is the systolic."""
    both = _BOTH.fullmatch(unicodedata.normalize("NFKC", item.value).strip())
    _, _, subcategory = _vital_sign(item.name)
    if both is None or subcategory is None or subcategory[1] != "blood-pressure":
        return None
    if int(both[1]) <= int(both[2]):
        return None
    bare = replace(item, flag=None, reference_range=None, comment=None)
    return (
        replace(bare, name="収縮期血圧", value=both[1], loinc=SYSTOLIC_LOINC),
        replace(bare, name="拡張期血圧", value=both[2], loinc=DIASTOLIC_LOINC),
    )


def _stem(item: Item) -> str:
    """The name that both pressures share, as printed."""
    match = _SYSTOLIC.fullmatch(item.name.strip())
    return (match[1].strip() if match else "") or "血圧"


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
