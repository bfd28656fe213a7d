"""What looks odd in an item by itself: its name, unit, value and printed range; nothing of its page."""

from __future__ import annotations

import re
from functools import lru_cache

from inference.plausible_limits import limits_of
from inference.readable import fold, fold_value
from inference.structure.analytes import NAMES, blurred, is_analyte
from inference.structure.ranges import is_range
from inference.structure.units import is_unit
from inference.structure.values import ValueKind, parse_value
from mappers.model import Flag, Item

_NUMBER = re.compile(r"[+\-]?\d+(?:\.\d+)?")
_ODD_NAME = re.compile(r"[:;=]$|^\d|\d{4}|\d+[/.]\d+[/.]\d+|。|[\[(]\d+[\])]|^[^(\[]*[)\]]|[(\[][^)\]]*$")
_IN_NAME = re.compile(r"\d\s?[-~〜～]\s?\d|/[a-zA-Z\d]+.*\d\d")  # a range or a unit that ran into a name
_UNITLESS = re.compile(
    r"ph$|inr|比|ratio|index|指数|指標|スコア|score|grade|回数|枚数|件数|本数|比重|gravity|年齢|age|週|z$|sd$|#|件|号|番"
)
_QUANTITY = re.compile(r"[+\-]?\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)?")  # 128/76 too
_NUMBERS = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=\s|$)")
_FAR = 10.0  # times the range's own middle


def known_share(name: str, known: frozenset[str]) -> float:
    """1 for a name in the vocabulary of its type, 0.5 where only its first word or its text without brackets is."""
    if is_analyte(name) or fold(name) in known:
        return 1.0
    first = fold(name.split(" ", 1)[0])
    bare = re.sub(r"[(\[].*?[)\]]", "", fold(name))
    return 0.5 * (not known.isdisjoint((first, bare)))


def is_lookalike(name: str, known: frozenset[str]) -> bool:
    """Whether an unknown name becomes a known one when look-alike characters (l and I, 0 and O) are one."""
    if known_share(name, known) > 0:
        return False
    key = fold(name)
    forms = {key, fold(name.split(" ", 1)[0]), re.sub(r"[(\[].*?[)\]]", "", key)}
    return not {blurred(form) for form in forms if form}.isdisjoint(_blurred(known))


@lru_cache(maxsize=16)
def _blurred(known: frozenset[str]) -> frozenset[str]:
    return frozenset(blurred(name) for name in (*known, *NAMES))


def wants_unit(item: Item) -> bool:
    """Whether the item has no unit and every quantity of its name has one (plausible_limits.csv)."""
    lines = limits_of(item.name)
    return not item.unit and bool(lines) and all("" not in line.units for line in lines)


def is_odd_name(name: str) -> bool:
    """Whether a name looks like more or less than a name: a date, a range or half a bracket in it."""
    return bool(_ODD_NAME.search(name) or _IN_NAME.search(name)) or len(name) > 24


def has_strange_head(name: str, known: frozenset[str]) -> bool:
    """Whether a name is known only without its first word: something beside it ran into it."""
    _, _, tail = name.partition(" ")
    return bool(tail) and known_share(name, known) == 0.0 and known_share(tail, known) == 1.0


def lacks_unit(item: Item) -> bool:
    """Whether a number of a sort that has a unit stands there without."""
    plain = _QUANTITY.fullmatch(fold_value(item.value).lstrip("<>="))
    return bool(plain and not item.unit and not _UNITLESS.search(fold(item.name)))


def looks_odd(item: Item) -> bool:
    """Whether the item's name or unit is odd for itself."""
    odd_unit = bool(item.unit) and not is_unit(item.unit or "", in_unit_column=True)
    return odd_unit or lacks_unit(item) or is_odd_name(item.name)


def unit_traits(item: Item) -> dict[str, float]:
    """Whether the unit is one; nothing of an item without."""
    if not item.unit:
        return {}
    known = is_unit(item.unit, in_unit_column=True)
    return {"known_unit": float(known), "odd_unit": float(not known)}


def value_traits(item: Item) -> dict[str, float]:
    """What sort of answer the value is, and whether it is a strange one of its sort."""
    pieces = item.value.split(" ")
    answers = len(pieces) > 1 and all(parse_value(piece) for piece in pieces)
    several = answers or len(_NUMBERS.findall(item.value)) > 1
    return {"several_numbers": float(several), **_sort_of(item)}


def _sort_of(item: Item) -> dict[str, float]:
    value = parse_value(item.value)
    if value is None or value.kind is ValueKind.WORD:
        mixed = bool(re.search(r"\d[A-Za-z]|[A-Za-z]\d", item.value)) and len(item.value) <= 12
        return {"free_text": float(value is None), "odd_value": float(mixed)}
    if value.kind is ValueKind.GRADED:
        return {"odd_value": float(fold(item.value) in ("-", "ー", "--"))}
    digits = re.sub(r"\D", "", item.value)
    return {"number": 1.0, "odd_value": float(len(digits) > 7 or bool(re.match(r"0\d", item.value)))}


def range_traits(item: Item) -> dict[str, float]:
    """How the value lies to its range, in size and in decimals; and whether the printed flag agrees."""
    text = fold(item.reference_range or "")
    ends = [m.group() for m in re.finditer(r"\d+(?:\.\d+)?", text)]
    number = _NUMBER.fullmatch(fold_value(item.value).lstrip("<>="))
    if not text or not is_range(text):
        return {"range_far": 0.5 * bool(text)}
    if not number or len(ends) != 2 or float(ends[1]) <= 0:
        return {"range_fits": 0.5}
    value, low, high = float(number.group()), float(ends[0]), float(ends[1])
    middle = (low + high) / 2
    far = value > _FAR * middle or (value >= 0 and value < middle / _FAR and value < low)
    decimals = {len(end.partition(".")[2]) for end in ends}
    fewer = "." not in number.group() and min(decimals) > 0
    says = {Flag.HIGH: value < high, Flag.LOW: value > low}
    contradicts = says.get(item.flag, False) if item.flag else False
    return {
        "range_fits": float(not far),
        "range_far": float(far),
        "decimals_differ": float(fewer),
        "flag_contradicts": float(contradicts),
    }
