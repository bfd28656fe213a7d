"""The tables of this package as values: laboratory items and units.

They are part of the program (package data, read once), so reading them is no I/O of a caller's concern. Each
code in them names the place it was read from; tests/unit/mappers/terminology follows every citation.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Scale(StrEnum):
    """LOINC's scale of a result."""

    QUANTITATIVE = "Qn"
    ORDINAL = "Ord"  # present or not, (±), 2+
    NOMINAL = "Nom"  # a colour, a blood group


class SpecimenKind(StrEnum):
    """What a specimen is, as far as it decides which item a name means."""

    BLOOD = "blood"
    URINE = "urine"
    CSF = "csf"
    STOOL = "stool"


@dataclass(frozen=True, slots=True)
class Term:
    """One laboratory item and its codes. An empty code is one that no cited source has."""

    key: str
    name_ja: str
    variants: tuple[str, ...]  # printed names that mean this item
    names_with_specimen: tuple[str, ...]  # printed names that do so only where the specimen is printed too
    specimen: SpecimenKind
    scale: Scale
    units: tuple[str, ...]  # UCUM units compatible with the code's property; empty: no unit
    loinc: str
    loinc_name: str
    loinc_source: str
    jlac10: str  # 17 digits where the source has one code for the item, else analyte and identification (9)
    jlac10_source: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A UCUM unit, how it is printed, and why the two are the same."""

    ucum: str
    spellings: tuple[str, ...]
    rule: str


@cache
def terms() -> tuple[Term, ...]:
    """items.csv."""
    return tuple(
        Term(
            key=row["key"],
            name_ja=row["name_ja"],
            variants=_list(row["variants"]),
            names_with_specimen=_list(row["names_with_specimen"]),
            specimen=SpecimenKind(row["specimen"]),
            scale=Scale(row["scale"]),
            units=_list(row["units"]),
            loinc=row["loinc"],
            loinc_name=row["loinc_name"],
            loinc_source=row["loinc_source"],
            jlac10=row["jlac10"],
            jlac10_source=row["jlac10_source"],
        )
        for row in _rows("items.csv")
    )


@cache
def units() -> tuple[Unit, ...]:
    """units.csv."""
    return tuple(Unit(r["ucum"], _list(r["spellings"]), r["rule"]) for r in _rows("units.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
