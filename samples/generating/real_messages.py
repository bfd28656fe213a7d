"""Result messages that nobody here wrote: what their OBX segments say, ready to be drawn.

Source: the SS-MIX2 standard storage in ../shared/ssmix2 (National Hospital Organization, Apache-2.0; see its
SOURCES.md), found by the environment variable KARTEBRIDGE_SHARED or beside the repository.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mappers import hl7_v2
from mappers.hl7.values import iso_time
from mappers.hl7_v2 import Hl7Error, Hl7Message, Segment
from mappers.model import DocumentType
from samples.making.people import Person

_ROOT = Path(__file__).resolve().parents[2]
STORAGE = Path(os.environ.get("KARTEBRIDGE_SHARED", _ROOT.parent / "shared")) / "ssmix2" / "sampleData"
_RESULTS = ("OUL^R22", "ORU^R01")
_VALUES = ("NM", "ST", "TX", "CWE", "SN")
_FINAL = ("F", "C", "P")
_UNKNOWN_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Result:
    """One OBX: name of OBX-3 (its subcomponents with a space between), OBX-5 to OBX-8 as sent."""

    name: str
    value: str
    unit: str
    reference: str
    flag: str  # OBX-8 where it is a letter that a report prints
    statement: bool  # text, not a measurement


@dataclass(frozen=True, slots=True)
class Report:
    """One message. `absent` names what the message does not say of the person."""

    name: str  # "oul-r22-<digits of the order>"
    title: str  # OBR-4
    document_type: DocumentType
    person: Person
    absent: frozenset[str]
    collected: str  # YYYY-MM-DD[THH:MM] or ""
    specimen: str
    results: tuple[Result, ...]


def reports() -> Iterator[Report]:
    """Every result message of the storage that has values, in order of path; none where there is no storage."""
    for path in sorted(p for p in STORAGE.rglob("*") if p.is_file()):
        try:
            msg = hl7_v2.read(path.read_bytes(), "iso2022_jp_ext")
        except Hl7Error:
            continue
        if msg.message_type in _RESULTS and (results := _results(msg)):
            yield _report(msg, results)


def _report(msg: Hl7Message, results: tuple[Result, ...]) -> Report:
    order = msg.first("OBR")
    title = order.get(4, 2) if order else ""
    filed = hl7_v2.patient(msg)
    family, _, given = filed.name.ideographic.partition(" ")
    kana_family, _, kana_given = filed.name.phonetic.partition(" ")
    absent = {"birth_date"} if filed.birth_date is None else set()
    person = Person(
        filed.id,
        (family, given),
        (kana_family, kana_given),
        ("", ""),
        date.fromisoformat(filed.birth_date) if filed.birth_date else _UNKNOWN_BIRTH,
        filed.sex.value,
    )
    said = title + "".join(result.name for result in results)
    kind = DocumentType.ECG if "心電図" in said else DocumentType.LAB_REPORT
    name = f"{msg.message_type.lower().replace('^', '-')}-{order.get(2) if order else ''}"
    specimen = msg.first("SPM")
    return Report(
        name,
        title,
        kind,
        person,
        frozenset(absent),
        _collected(msg),
        specimen.get(4, 2) if specimen else "",
        results,
    )


def _results(msg: Hl7Message) -> tuple[Result, ...]:
    return tuple(
        _result(obx)
        for obx in msg.all("OBX")
        if obx.get(2) in _VALUES and obx.get(11) in _FINAL and obx.get(5) and obx.get(3, 2)
    )


def _result(obx: Segment) -> Result:
    parts = [obx.get(3, 2, n) for n in (1, 2, 3)]
    coded = obx.get(2) == "CWE" and obx.get(5, 2)
    return Result(
        " ".join(part for part in parts if part),
        obx.get(5, 2) if coded else obx.get(5),
        obx.get(6),
        obx.get(7),
        obx.get(8) if obx.get(8) in ("H", "L", "A", "N") else "",
        obx.get(2) == "TX",
    )


def _collected(msg: Hl7Message) -> str:
    """OBX-14, else SPM-17, else OBR-7; to the minute, without a zone."""
    for name, field in (("OBX", 14), ("SPM", 17), ("OBR", 7)):
        for segment in msg.all(name):
            if time := iso_time(segment.get(field)):
                return time[:16]
    return ""
