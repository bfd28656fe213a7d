"""Values of recognised pages that cannot be what is printed and their units: put right where certain, else left out.

`1:3 mmol/L` is 1.3: no concentration is a ratio. A heading's word or a stamp's is no value of anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from inference.readable import fold, listed
from inference.structure.lexemes import unit_here
from inference.structure.marks import parse_mark
from inference.structure.units import is_unit, repair_recognised
from mappers.model import Item

_NO_VALUES = frozenset(
    fold(word)
    for word in listed(
        "結果 検査結果 測定値 単位 基準値 基準範囲 項目 検査項目 項目名 検査名 材料 済 印 済印 確認印 検印 承認印"
    )
)
"""Words of headings and stamps."""
_COLON = re.compile(r"(\d{1,3})[:：](\d{1,2})")
_EDGED = re.compile(r"(?:([HLhl↑↓*])\s?)?(\d+(?:\.\d+)?)\s?[\])}|]")  # the edge of a box behind a number
_EMPTY = re.compile(r"[(（\[［]\s*[)）\]］]")  # the sign between them was lost
_OPEN_TYPE = re.compile(r"0(?=-[1-3p])")  # of atrophy: O-1 is open, C-1 is closed
_STROKES = re.compile(r"[IVl1|]{1,4}[abcABC]?")
_STAGE = re.compile(r"stage|病期|ステージ", re.IGNORECASE)
_SIGNS = {"十": "+", "士": "±", "土": "±"}  # alone as a result
_HALF_READ = re.compile(
    r"[隱隠隆陪陵隅険陥隣隔障][性]"  # 陽性 or 陰性: nobody knows which
    r"|\d+[.,]\s?(?:未満|以下|以上|[A-Za-z%]*)"  # `101. mm`: what stood behind the point was lost
    r"|\.\d+"
    r"|【.*】"  # a heading
)
_HEADED = re.compile(r"[^\d()（）]{2,}[(（]([^()（）]+)[)）]")  # `陽性率(%)`: a column's heading
_LETTER = re.compile(r"[A-Za-z]")
_TIMES = re.compile(r"([<>≦≧]?\s?\d+)\s?倍")
_AREA = re.compile(r"面積|(?<![A-Za-z])(?:BSA|AVA|MVA|EOA|(?:AV|MV|valve) area)(?![A-Za-z])", re.IGNORECASE)
_PER_AREA = re.compile(r"(?:g|m[Ll]|L/min|kg)/m")
_SURE = 0.85  # confidence of a value put right


def readable(items: Sequence[Item], recognised: Collection[int]) -> tuple[Item, ...]:
    """The items, those of the pages (by number) read from pixels with their values put right or left out."""
    kept = (_readable(item) if item.page in recognised else item for item in items)
    left = [item for item in kept if item is not None]
    return tuple(_with_namesakes_unit(item, left) if item.page in recognised else item for item in left)


def _with_namesakes_unit(item: Item, items: Sequence[Item]) -> Item:
    """The item whose unit is none with that of its namesakes of other places, where all have one (`閾値 RV` 1.07 Y)."""
    base = item.name.rpartition(" ")[0]
    if not base or not item.unit or unit_here(item.unit):
        return item
    units = {i.unit for i in items if i.name.rpartition(" ")[0] == base and i.unit and unit_here(i.unit)}
    return replace(item, unit=units.pop()) if len(units) == 1 else item


def _readable(item: Item) -> Item | None:
    if item.unit and not unit_here(item.unit):
        item = replace(item, unit=repair_recognised(item.unit))
    if _no_value(item):
        return None
    if item.unit and (
        _PER_AREA.fullmatch(item.unit) or (_AREA.search(item.name) and item.unit in ("m", "cm"))
    ):
        item = replace(item, unit=f"{item.unit}²")  # the raised sign was lost
    colon = _COLON.fullmatch(item.value)
    if colon and "/" in (item.unit or ""):
        return _changed(item, f"{colon[1]}.{colon[2]}")
    edged = _EDGED.fullmatch(item.value)
    if edged:
        flag = item.flag or (parse_mark(edged[1]) if edged[1] else None)
        return replace(_changed(item, edged[2]), flag=flag)
    if "萎縮" in item.name or "木村" in item.value:
        return _changed(item, _OPEN_TYPE.sub("O", item.value))
    if _STAGE.search(item.name) and _STROKES.fullmatch(item.value):
        return _changed(item, re.sub("[l1|]", "I", item.value))
    times = _TIMES.fullmatch(item.value)
    if times and not item.unit:
        return replace(item, value=times[1], unit="倍")
    return _changed(item, _SIGNS.get(item.value, item.value))


def _no_value(item: Item) -> bool:
    """Whether what was read is no result: a heading's word, half of one, or a letter with a unit."""
    value = item.value
    if fold(value) in _NO_VALUES or _EMPTY.fullmatch(value) or _HALF_READ.fullmatch(value):
        return True
    headed = _HEADED.fullmatch(value)
    if headed and is_unit(headed[1]):
        return True
    return bool(_LETTER.fullmatch(value) and item.unit and is_unit(item.unit))


def _changed(item: Item, value: str) -> Item:
    if value == item.value:
        return item
    return replace(item, value=value, confidence=min(item.confidence, _SURE))
