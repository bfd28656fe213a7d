"""A hospital's own layouts in words: what its headings and labels mean, its items, units and order of dates.

A profile is a TOML text (conf/profiles/example.toml shows every key); `parse` makes it a value and names each
mistake by file and key. What is applied, and when, is `inference.profiled`. Pure: reading the file, and finding
codes for the names that `means` gives, are the gateway's.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from inference.readable import fold
from inference.structure.heading_words import Role
from inference.structure.labels import Label
from mappers.model import DocumentType

E = TypeVar("E", bound=StrEnum)


class DateOrder(StrEnum):
    """How `05/03/2024` is meant."""

    DMY = "dmy"
    MDY = "mdy"


class ProfileWrong(ValueError):
    """A profile with mistakes; the text has one line for each, beginning with file and key."""


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """What the hospital says of one of its items."""

    means: str = ""  # the common name: codes are looked up under it
    loinc: str | None = None
    jlac10: str | None = None
    unit: str | None = None  # as it is printed, where it is; another unit on the page is a warning
    ucum: str | None = None


@dataclass(frozen=True, slots=True)
class ProfileExample:
    """A page of this layout and what is to be read from it, shown to a model before it is asked."""

    text: str  # the page's words, line by line
    answer: str  # JSON as the model is to answer: {"items":[{"name":…,"value":…}]}


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile. Keys of the tables are folded (inference.readable.fold)."""

    name: str
    document_type: DocumentType | None = None  # None: recognised from the page
    date_order: DateOrder | None = None
    ignore: tuple[str, ...] = ()  # lines that are not read; * and ? are wildcards
    headings: tuple[tuple[str, Role], ...] = ()
    labels: tuple[tuple[str, Label], ...] = ()
    items: tuple[tuple[str, ProfileItem], ...] = ()
    examples: tuple[ProfileExample, ...] = ()

    def item(self, printed_name: str) -> ProfileItem | None:
        """What is said of an item by its printed name."""
        return dict(self.items).get(fold(printed_name))


_KEYS = ("document_type", "date_order", "ignore", "headings", "labels", "items", "examples")
_EXAMPLE_KEYS = ("text", "items")
_SAID_KEYS = ("organism", "name", "value", "unit", "range", "flag", "date")
_MOST_EXAMPLES = 5  # each is sent with every question
_MOST_TEXT = 4_000  # characters of one
_ITEM_KEYS = ("means", "loinc", "jlac10", "unit", "ucum")


def parse(text: str, name: str, file: str = "") -> Profile:
    """The profile of a TOML text; `file` is what mistakes are named by. Raises ProfileWrong."""
    place = file or f"{name}.toml"
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileWrong(f"{place}: not valid TOML: {error}") from error
    mistakes = _Mistakes(place)
    mistakes.unknown_keys(table, _KEYS, "")
    profile = Profile(
        name,
        mistakes.choice(table, "document_type", DocumentType),
        mistakes.choice(table, "date_order", DateOrder),
        mistakes.texts(table, "ignore"),
        _roles(mistakes, table, "headings", Role),
        _roles(mistakes, table, "labels", Label),
        _items(mistakes, table),
        _examples(mistakes, table),
    )
    if mistakes.lines:
        raise ProfileWrong("\n".join(mistakes.lines))
    return profile


def with_codes(profile: Profile, codes_of: Callable[[ProfileItem], tuple[str | None, str | None]]) -> Profile:
    """The profile with LOINC and JLAC10 where an item says what it means but gives no code of its own."""
    items = []
    for key, item in profile.items:
        loinc, jlac10 = codes_of(item) if item.means else (None, None)
        coded = ProfileItem(item.means, item.loinc or loinc, item.jlac10 or jlac10, item.unit, item.ucum)
        items.append((key, coded))
    return Profile(
        profile.name, profile.document_type, profile.date_order, profile.ignore, profile.headings, profile.labels,
        tuple(items), profile.examples,
    )  # fmt: skip


class _Mistakes:
    """Reads keys of a table and collects what is wrong with them."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.lines: list[str] = []

    def add(self, key: str, problem: str) -> None:
        self.lines.append(f"{self.place}: {key}: {problem}")

    def unknown_keys(self, table: Mapping[str, Any], known: Iterable[str], under: str) -> None:
        for key in table:
            if key not in known:
                self.add(f"{under}{key}", f"no such key; there are {', '.join(known)}")

    def choice(self, table: Mapping[str, Any], key: str, kind: type[E], under: str = "") -> E | None:
        value = table.get(key)
        if value is None:
            return None
        choices = [member.value for member in kind]
        if not isinstance(value, str) or value not in choices:
            self.add(f"{under}{key}", f"{value!r} is none of {', '.join(choices)}")
            return None
        return kind(value)

    def texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip("*? ") for v in value):
            self.add(key, "must be a list of texts with more in them than * and ?")
            return ()
        return tuple(fold(v) for v in value)

    def tables(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            self.add(key, "must be a table")
            return {}
        return value


def _roles(
    mistakes: _Mistakes, table: Mapping[str, Any], key: str, kind: type[E]
) -> tuple[tuple[str, E], ...]:
    found: dict[str, E] = {}
    entries = mistakes.tables(table, key)
    for printed in entries:
        role = mistakes.choice(entries, printed, kind, f"{key}.")
        if fold(printed) in found:
            mistakes.add(f"{key}.{printed}", "is there twice (width and case do not matter)")
        if not fold(printed):
            mistakes.add(key, "has a key without text")
        elif role is not None:
            found[fold(printed)] = role
    return tuple(found.items())


def _items(mistakes: _Mistakes, table: Mapping[str, Any]) -> tuple[tuple[str, ProfileItem], ...]:
    found: dict[str, ProfileItem] = {}
    for printed, said in mistakes.tables(table, "items").items():
        place = f"items.{printed}"
        if not isinstance(said, dict):
            mistakes.add(place, 'must be a table such as { means = "総蛋白", unit = "g/dL" }')
            continue
        mistakes.unknown_keys(said, _ITEM_KEYS, f"{place}.")
        wrong = [
            key for key in _ITEM_KEYS if not isinstance(said.get(key, "text"), str) or said.get(key) == ""
        ]
        for key in wrong:
            mistakes.add(f"{place}.{key}", "must be a text that is not empty")
        if fold(printed) in found:
            mistakes.add(place, "is there twice (width and case do not matter)")
        if not wrong:
            found[fold(printed)] = ProfileItem(**{k: said[k] for k in _ITEM_KEYS if k in said})
    return tuple(found.items())


def _examples(mistakes: _Mistakes, table: Mapping[str, Any]) -> tuple[ProfileExample, ...]:
    entries = table.get("examples", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        mistakes.add("examples", "must be tables [[examples]]")
        return ()
    if len(entries) > _MOST_EXAMPLES:
        mistakes.add("examples", f"at most {_MOST_EXAMPLES}: each is sent with every question")
    found = []
    for number, entry in enumerate(entries, 1):
        place = f"examples.{number}"
        mistakes.unknown_keys(entry, _EXAMPLE_KEYS, f"{place}.")
        text, items = entry.get("text"), entry.get("items")
        if not isinstance(text, str) or not 0 < len(text.strip()) <= _MOST_TEXT:
            mistakes.add(f"{place}.text", f"must be the lines of a page, at most {_MOST_TEXT:,} characters")
        elif not isinstance(items, list) or not all(_said(item) for item in items):
            mistakes.add(
                f"{place}.items", f"must be tables of texts with name and value, of {', '.join(_SAID_KEYS)}"
            )
        else:
            answer = json.dumps({"items": items}, ensure_ascii=False, separators=(",", ":"))
            found.append(ProfileExample(text.strip(), answer))
    return tuple(found)


def _said(item: Any) -> bool:
    """Whether a table is an item as a model is to say it."""
    return (
        isinstance(item, dict)
        and {"name", "value"} <= item.keys() <= set(_SAID_KEYS)
        and all(isinstance(value, str) for value in item.values())
    )
