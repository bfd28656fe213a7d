"""Reading truth.json and case.json strictly: what is malformed is named by file and key, never guessed at.

The shape is docs/architecture.md, "The interchange shape". Keys that the shape does not know are not an error
(other people's generators note more), but they are named, so that a misspelt `unti` is seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from mappers.model import DocumentType, Extraction, Flag, Item, PatientIdentity, PersonName, Sex
from mappers.model import item_to_json as _item_shape

_EFFECTIVE = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ITEM_KEYS = frozenset(_item_shape(Item("", "", 1, None, 1.0, True)))
_PATIENT_KEYS = frozenset(("id", "name", "birth_date", "sex"))
_TRUTH_KEYS = frozenset(
    (
        "document_type",
        "language",
        "patient",
        "patient_mismatch",
        "mismatch_reasons",
        "effective",
        "page_count",
    )
) | {"unread", "overlooked", "warnings", "engine", "items"}
_TEXTS = ("unit", "reference_range", "loinc", "jlac10", "ucum", "specimen")
_NAME_GROUPS = ("alphabetic", "ideographic", "phonetic")


class TruthMalformed(Exception):
    """A truth or case file breaks the interchange shape; the text names file, key and what was expected."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What case.json says: where the document is from, and the person it is filed under."""

    family: str = ""
    split: str = ""
    noise: str = ""
    seed: str = ""
    filed_under: PatientIdentity | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Truths of one file, and the keys in it that the shape does not know."""

    truths: tuple[Extraction, ...]
    unknown_keys: tuple[str, ...]


def read_truth(data: object, file: str) -> Told:
    """The truth of each document of a file: one object, or a list of them for a message with several.

    Raises TruthMalformed.
    """
    tables = data if isinstance(data, list) else [data]
    if not tables:
        _bad(file, "", "an empty list says nothing of any document")
    unknown: list[str] = []
    truths = []
    for place, table in enumerate(tables):
        key = f"[{place}]" if isinstance(data, list) else ""
        truths.append(_truth(_object(table, file, key), file, key, unknown))
    return Told(tuple(truths), tuple(dict.fromkeys(unknown)))


def read_answer(data: object, file: str) -> Extraction:
    """An engine's answer in the interchange shape, from whatever program. Raises TruthMalformed."""
    table = dict(_object(data, file, ""))
    for place, item in enumerate(table["items"] if isinstance(table.get("items"), list) else ()):
        sure = item.get("confidence", 1.0) if isinstance(item, Mapping) else 1.0
        if not _is_number(sure) or not 0.0 <= sure <= 1.0:
            _bad(file, f"items[{place}].confidence", "expected a number from 0 to 1")
    engine = table.pop("engine", None)
    if isinstance(engine, Mapping):
        words = {key: str(engine.get(key, "")) for key in ("name", "version", "model")}
        table["engine"] = words
    table.pop("unread", None)
    for place, there in enumerate(table.get("overlooked") or ()):
        key = f"overlooked[{place}]"
        told = _object(there, file, key)
        _whole(told.get("page"), file, f"{key}.page")
        if told.get("box") is None:
            _bad(file, f"{key}.box", "expected [x0, y0, x1, y1]")
        _box(told["box"], file, f"{key}.box")
    return _truth(table, file, "", [])


def read_facts(data: object, file: str) -> CaseFacts:
    """What case.json says; a key left out is "" or None. Raises TruthMalformed."""
    table = _object(data, file, "")
    words = {key: _text(table, key, file, "") or "" for key in ("family", "split", "noise", "seed")}
    filed = table.get("filed_under")
    return CaseFacts(
        **words, filed_under=None if filed is None else read_identity(filed, file, "filed_under")
    )


def read_identity(data: object, file: str, key: str = "") -> PatientIdentity:
    """`{"id", "name", "birth_date"}` of whom a document is filed under; all may be left out.

    The name is one text (`山田 太郎`, or DICOM's `Yamada^Taro=山田^太郎=ヤマダ^タロウ`) or an object with the groups
    alphabetic, ideographic and phonetic. Raises TruthMalformed.
    """
    table = _object(data, file, key)
    born = _text(table, "birth_date", file, key)
    if born and not _DATE.fullmatch(born):
        _bad(file, _at(key, "birth_date"), "expected YYYY-MM-DD")
    told = table.get("name")
    if isinstance(told, Mapping):
        groups = {g: _text(told, g, file, _at(key, "name")) or "" for g in _NAME_GROUPS}
        name = PersonName(**groups)
    else:
        name = name_from_text(_text(table, "name", file, key) or "")
    return PatientIdentity(id=_text(table, "id", file, key) or "", name=name, birth_date=born or None)


def name_from_text(text: str) -> PersonName:
    """A name as one text: the groups of DICOM PS3.5 §6.2.1 divided by `=`, or one name put where its script goes."""
    groups = [group.replace("^", " ").strip() for group in text.split("=")]
    if len(groups) > 1:
        return PersonName(*groups[:3])
    name = groups[0]
    if name.isascii():
        return PersonName(alphabetic=name)
    kana = all(not c.isalpha() or "\u3040" <= c <= "\u30ff" or "\uff66" <= c <= "\uff9f" for c in name)
    return PersonName(phonetic=name) if kana else PersonName(ideographic=name)


def _truth(table: Mapping[str, Any], file: str, key: str, unknown: list[str]) -> Extraction:
    _choice(table, "document_type", [t.value for t in DocumentType], file, key, needed=True)
    _choice(table, "language", ["ja", "en"], file, key)
    for name in ("patient_mismatch",):
        if not isinstance(table.get(name), bool | None):
            _bad(file, _at(key, name), "expected true, false or null")
    _effective(table, file, key)
    if table.get("page_count") is not None:
        _whole(table["page_count"], file, _at(key, "page_count"))
    patient = table.get("patient")
    if patient is not None:
        _patient(_object(patient, file, _at(key, "patient")), file, _at(key, "patient"), unknown)
    items = table.get("items")
    if not isinstance(items, list):
        _bad(file, _at(key, "items"), "expected a list")
    for place, item in enumerate(items):
        where = f"{_at(key, 'items')}[{place}]"
        _item(_object(item, file, where), file, where, unknown)
    unknown += [_at(key, k) for k in table if k not in _TRUTH_KEYS]
    return Extraction.from_json(dict(table))


def _patient(table: Mapping[str, Any], file: str, key: str, unknown: list[str]) -> None:
    for name in ("id", "name"):
        _text(table, name, file, key)
    born = _text(table, "birth_date", file, key)
    if born is not None and not _DATE.fullmatch(born):
        _bad(file, _at(key, "birth_date"), "expected YYYY-MM-DD")
    _choice(table, "sex", [s.value for s in Sex], file, key)
    unknown += [_at(key, k) for k in table if k not in _PATIENT_KEYS]


def _item(table: Mapping[str, Any], file: str, key: str, unknown: list[str]) -> None:
    for name in ("name", "value"):
        text = table.get(name)
        if not isinstance(text, str) or not text.strip():
            _bad(file, _at(key, name), "expected a text that is not empty")
    for name in _TEXTS:
        _text(table, name, file, key)
    _choice(table, "flag", [f.value for f in Flag], file, key)
    _effective(table, file, key)
    if "page" in table:
        _whole(table["page"], file, _at(key, "page"))
    _box(table.get("box"), file, _at(key, "box"))
    unknown += [re.sub(r"\[\d+\]$", "[]", key) + f".{k}" for k in table if k not in _ITEM_KEYS]


def _box(box: object, file: str, key: str) -> None:
    if box is None:
        return
    numbers = isinstance(box, list) and len(box) == 4 and all(_is_number(v) for v in box)
    if not numbers:
        _bad(file, key, "expected [x0, y0, x1, y1] or null")
    assert isinstance(box, list)
    x0, y0, x1, y1 = box
    if not all(-1.0 <= v <= 2.0 for v in box):
        _bad(file, key, "expected fractions of the page, not pixels")
    if x0 >= x1 or y0 >= y1:
        _bad(file, key, "expected x0 < x1 and y0 < y1")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _effective(table: Mapping[str, Any], file: str, key: str) -> None:
    text = _text(table, "effective", file, key)
    if text is not None and not _EFFECTIVE.fullmatch(text):
        _bad(file, _at(key, "effective"), "expected YYYY-MM-DD or YYYY-MM-DDTHH:MM")


def _choice(
    table: Mapping[str, Any], name: str, words: list[str], file: str, key: str, *, needed: bool = False
) -> None:
    value = table.get(name)
    if value is None and not needed:
        return
    if value not in words:
        _bad(file, _at(key, name), f"expected one of {', '.join(words)}")


def _whole(value: object, file: str, key: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        _bad(file, key, "expected a whole number from 1")


def _text(table: Mapping[str, Any], name: str, file: str, key: str) -> str | None:
    value = table.get(name)
    if value is not None and not isinstance(value, str):
        _bad(file, _at(key, name), "expected a text or null")
    return value


def _object(value: object, file: str, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        _bad(file, key, "expected an object")
    return value


def _at(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _bad(file: str, key: str, problem: str) -> NoReturn:
    raise TruthMalformed(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
