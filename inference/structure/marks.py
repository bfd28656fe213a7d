"""Marks printed beside a value: H, L, 高, 低, arrows, asterisks."""

from __future__ import annotations

import re

from inference.readable import fold
from mappers.model import Flag

_MARKS: dict[str, Flag] = {
    **dict.fromkeys(("h", "hh", "高", "高値", "↑", "↑↑", "▲", "△", "⬆", "high", "+h", "上"), Flag.HIGH),
    **dict.fromkeys(("l", "ll", "低", "低値", "↓", "↓↓", "▼", "▽", "⬇", "low", "-l", "下"), Flag.LOW),
    **dict.fromkeys(
        ("*", "**", "***", "※", "!", "異常", "abn", "abnormal", "#", "異", "★", "●"), Flag.ABNORMAL
    ),
    **dict.fromkeys(("n", "正常", "normal", "基準内", "正"), Flag.NORMAL),
}
_AGAINST = r"HH|LL|H|L|↑↑|↓↓|[↑↓▲▼△▽*※!#]{1,3}|高値?|低値?"
_LEADING = re.compile(rf"^[(\[]?({_AGAINST})[)\]]?\s?(?=[<>≤≥≦≧+\-−.\d(])")
_APART = re.compile(rf"^[(\[]?({_AGAINST})[)\]]?\s+(?=\S)")
_BEFORE_UNIT = re.compile(r"^\s?(H|L|[↑↓▲▼])[\[|]?(?=[a-zA-Zμµ%×\d/])")  # `102LU/L`, `30H[U/L`: gaps lost
_TRAILING = re.compile(rf"(?<=[\d)+\s以下上未満超])\s?[(\[]?({_AGAINST})[)\]]?$")


def parse_mark(text: str) -> Flag | None:
    """The flag a cell of its own prints (`H`, `(L)`, `*H`), or None."""
    key = fold(text).strip("()[]")
    if key in _MARKS:
        return _MARKS[key]
    bare = key.strip("*※!#")
    return _MARKS.get(bare) if bare else None


def leading_mark(text: str) -> tuple[Flag | None, str]:
    """A mark against the front of a value, and the text without it."""
    match = _LEADING.match(text)
    return (parse_mark(match[1]), text[match.end() :]) if match else (None, text)


def mark_before_unit(text: str) -> tuple[Flag | None, str]:
    """A mark that stands apart in front of a unit (`H U/L`), and the text without it."""
    match = _APART.match(text)
    return (parse_mark(match[1]), text[match.end() :]) if match else (None, text)


def mark_against_unit(text: str) -> tuple[Flag | None, str]:
    """A mark run against the unit behind it (`LU/L`), and the text without it: ask only where it is no unit."""
    match = _BEFORE_UNIT.match(text)
    return (parse_mark(match[1]), text[match.end() :]) if match else (None, text)


def trailing_mark(text: str) -> tuple[Flag | None, str]:
    """A mark against the end of a value, and the text without it."""
    match = _TRAILING.search(text)
    return (parse_mark(match[1]), text[: match.start()]) if match else (None, text)
