"""Replies as they should be: JSON of items, with the place of each value in the text. Never trusted beyond form."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from inference.asking.schema import Field

_VALUE = re.compile(r'(?<!\\)"value"\s*:\s*("(?:[^"\\]|\\.)*"|[^,}\]\s]+)')
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str)  # 8.50 must stay 8.50


class AnswerWrong(ValueError):
    """The text is not in the form asked for."""


class NoAnswer(AnswerWrong):
    """There is no JSON in it at all."""


@dataclass(frozen=True, slots=True)
class SaidItem:
    """An item as the model says it, and where its value stands in the answer's text."""

    name: str
    value: str
    organism: str = ""
    unit: str = ""
    range: str = ""
    flag: str = ""
    date: str = ""
    start: int = 0
    end: int = 0

    @property
    def content(self) -> tuple[str, ...]:
        """All that it says."""
        return self.organism, self.name, self.value, self.unit, self.range, self.flag, self.date


def whole_object(text: str) -> dict[str, Any]:
    """The JSON object that a text is, or holds after a fence or a sentence. Raises NoAnswer, AnswerWrong."""
    start = text.find("{")
    if start < 0:
        raise NoAnswer("no JSON")
    try:
        found, _ = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        raise AnswerWrong("the JSON is broken") from None
    if not isinstance(found, dict):
        raise AnswerWrong("no object")
    return found


def items_of(text: str) -> tuple[SaidItem, ...]:
    """The items that an answer says, in its order. Raises NoAnswer, AnswerWrong."""
    listed = whole_object(text).get("items")
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise AnswerWrong("no list of items")
    places = [match.span(1) for match in _VALUE.finditer(text)]
    if len(places) != len(listed):
        places = [(0, 0)] * len(listed)
    return tuple(_item(entry, *place) for entry, place in zip(listed, places, strict=True))


def head_of(text: str) -> dict[str, str]:
    """What an answer to the first question says, without what it leaves empty. Raises NoAnswer, AnswerWrong."""
    return {key: said for key, value in whole_object(text).items() if (said := _text(value))}


def _item(entry: dict[str, Any], start: int, end: int) -> SaidItem:
    said = {field.value: _text(entry.get(field.value)) for field in Field}
    if not said["name"] or "value" not in entry:
        raise AnswerWrong("an item without name or value")
    return SaidItem(**said, start=start, end=end)


def _text(value: Any) -> str:
    """A printed text; what is nothing (null, "null") is empty. Raises AnswerWrong for lists and objects."""
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, str):
        raise AnswerWrong("a field that is no text")
    text = value.strip()
    return "" if text.lower() == "null" else text  # `none` is a result
