"""Reference ranges as printed: `3.3-8.6`, `3.3～8.6`, `<5.0`, `5.0以下`, `男 13.7-16.8`, `(-)`, `陰性`."""

from __future__ import annotations

import re
from functools import lru_cache

from inference.readable import fold
from inference.structure.values import parse_value
from mappers.model import Sex

_NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_BETWEEN = rf"-?(?:{_NUM})(?:-|~|〜|ー|一|至|to|--|\.\.\.)-?(?:{_NUM})"
_BOUND = rf"(?:[<>≤≥≦≧]=?|=<|=>)(?:{_NUM})|(?:{_NUM})(?:以下|以上|未満|超|~|〜|-)|(?:~|〜)(?:{_NUM})"
_WHO = r"(?:男性?|女性?|m|f|male|female|成人|小児)?[:;]?"
_ONE = rf"{_WHO}[(\[]?(?:{_BETWEEN}|{_BOUND})[)\]]?"
_RANGE = re.compile(rf"{_ONE}(?:[,/、;]?{_ONE}){{0,2}}")
_TWO_BOUNDS = re.compile(rf"({_NUM})\s+({_NUM})", re.ASCII)
_SPAN = re.compile(rf"{_WHO}[(\[]?{_BETWEEN}[)\]]?")


@lru_cache(maxsize=4096)
def is_range(text: str) -> bool:
    """Whether the text is a range of numbers or a bound; `(-)` and 陰性 count only in a range's column."""
    return bool(_RANGE.fullmatch(_key(text)))


def is_span(text: str) -> bool:
    """Whether the text has two ends: that is never a result."""
    return bool(_SPAN.fullmatch(_key(text)))


def bounds_joined(text: str) -> str:
    """The bounds of two columns (下限 6.6, 上限 8.1) as one range `6.6-8.1`; any other text as it is."""
    match = _TWO_BOUNDS.fullmatch(text)
    if match is None or float(match[1].replace(",", "")) > float(match[2].replace(",", "")):
        return text
    return f"{match[1]}-{match[2]}"


_MEN = r"男性?|男子|m|male|men|♂"
_WOMEN = r"女性?|女子|f|female|women|♀"
_OF_SEX = re.compile(
    rf"(?<![a-z])[(\[]?({_MEN}|{_WOMEN})[)\]]?\s*[:：]?\s*(.+?)(?=[\s,、/;]*(?<![a-z])[(\[]?(?:{_MEN}|{_WOMEN})[)\]]?\s*[:：\d<>]|$)",
    re.IGNORECASE,
)


def sex_of(text: str) -> Sex | None:
    """Whom a range or its heading is for: `男`, `基準値(女)`, `F:`; None where it says nobody or both."""
    key = fold(text)
    men = bool(re.search(rf"男|♂|(?<![a-z])(?:{_MEN})(?![a-z])", key))
    women = bool(re.search(rf"女|♀|(?<![a-z])(?:{_WOMEN})(?![a-z])", key))
    return None if men == women else Sex.MALE if men else Sex.FEMALE


def for_sex(text: str, sex: Sex | None) -> str:
    """Of `男 13.7-16.8 女 11.6-14.8` the range of this sex; the text as it is where it does not divide."""
    if sex not in (Sex.MALE, Sex.FEMALE):
        return text
    found = {sex_of(m[1]): m[2].strip(" ,、/;") for m in _OF_SEX.finditer(text)}
    return found.get(sex, text) if len(found) == 2 and None not in found else text


def unbracketed(text: str) -> str:
    """A range of numbers without the brackets around it; `(-)` keeps its own."""
    inside = text[1:-1].strip()
    return inside if text[:1] in "([（［" and text[-1:] in ")]）］" and is_range(inside) else text


def split_range_and_unit(text: str) -> tuple[str, str]:
    """`13-30 U/L` or `13-30 (U/L)` as range and the rest; the rest is empty where the text is all range."""
    parts = text.split(" ")
    for cut in range(len(parts), 0, -1):
        head = " ".join(parts[:cut])
        if is_range(head) or (cut == len(parts) and parse_value(head)):
            return head, " ".join(parts[cut:])
    glued = re.match(r"[^A-Za-zμµ%/×]*", text)
    if glued and 0 < glued.end() < len(text) and is_range(glued.group()):
        return glued.group().strip(), text[glued.end() :].strip()
    return text, ""


def _key(text: str) -> str:
    return fold(text)
