"""Reference ranges as printed: `3.3-8.6`, `3.3～8.6`, `<5.0`, `5.0以下`, `男 13.7-16.8`, `(-)`, `陰性`."""

from __future__ import annotations

import re

from inference.readable import fold
from inference.structure.values import parse_value

_NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_BETWEEN = rf"-?(?:{_NUM})(?:-|~|〜|ー|一|至|to|--|\.\.\.)-?(?:{_NUM})"
_BOUND = rf"(?:[<>≤≥≦≧]=?|=<|=>)(?:{_NUM})|(?:{_NUM})(?:以下|以上|未満|超|~|〜|-)|(?:~|〜)(?:{_NUM})"
_WHO = r"(?:男性?|女性?|m|f|male|female|成人|小児)?[:;]?"
_ONE = rf"{_WHO}[(\[]?(?:{_BETWEEN}|{_BOUND})[)\]]?"
_RANGE = re.compile(rf"{_ONE}(?:[,/、;]?{_ONE}){{0,2}}")
_TWO_BOUNDS = re.compile(rf"({_NUM})\s+({_NUM})", re.ASCII)
_SPAN = re.compile(rf"{_WHO}[(\[]?{_BETWEEN}[)\]]?")


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
