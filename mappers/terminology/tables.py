"""The tables of this package as values: items, units, organisms and antimicrobials.

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
    """What a specimen is, or where a measure without one is taken, as far as it decides what a name means."""

    BLOOD = "blood"
    GAS = "gas"  # the whole blood of a blood gas report
    URINE = "urine"
    CSF = "csf"
    STOOL = "stool"
    PLEURAL = "pleural"
    ASCITES = "ascites"
    STONE = "stone"
    ANY = "any"  # the code holds for any specimen
    BODY = "body"  # measured on the patient: vital signs, body measures
    ECG = "ecg"
    ECHO = "echo"
    SPIROMETRY = "spirometry"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class OtherCode:
    """A code of a system that is neither LOINC nor JLAC10. `system`: a key of `mappers.terminology.systems`."""

    system: str
    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """One item and its codes. An empty code is one that no cited source has; one code at least is there."""

    key: str
    group: str  # the part of a laboratory or ward: haematology, vitals, ecg …
    name_ja: str
    variants: tuple[str, ...]  # printed names that mean this item
    names_with_specimen: tuple[str, ...]  # that do so only where the specimen or the kind of document says so
    names_with_unit: tuple[str, ...]  # that do so only beside one of this item's units: `スギ` in UA/mL
    specimen: SpecimenKind
    scale: Scale
    units: tuple[str, ...]  # UCUM units compatible with the code's property; empty: no unit
    loinc: str
    loinc_name: str
    loinc_source: str
    jlac10: str  # 17 digits where the source has one code for the item, else analyte and identification (9)
    jlac10_source: str
    other: OtherCode | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A UCUM unit, how it is printed, and why the two are the same."""

    ucum: str
    spellings: tuple[str, ...]
    rule: str


@cache
def terms() -> tuple[Term, ...]:
    """items.csv."""
    return tuple(_term(row) for row in rows_of("items.csv"))


@cache
def terms_by_key() -> dict[str, Term]:
    """items.csv by key."""
    return {term.key: term for term in terms()}


@cache
def units() -> tuple[Unit, ...]:
    """units.csv."""
    return tuple(Unit(r["ucum"], listed(r["spellings"]), r["rule"]) for r in rows_of("units.csv"))


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table of this package."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def listed(cell: str) -> tuple[str, ...]:
    """A cell that holds several words."""
    return tuple(cell.split("|")) if cell else ()


def _term(row: dict[str, str]) -> Term:
    other = OtherCode(row["other_system"], row["other_code"], row["other_name"], row["other_source"])
    return Term(
        key=row["key"],
        group=row["group"],
        name_ja=row["name_ja"],
        variants=listed(row["variants"]),
        names_with_specimen=listed(row["names_with_specimen"]),
        names_with_unit=listed(row["names_with_unit"]),
        specimen=SpecimenKind(row["specimen"]),
        scale=Scale(row["scale"]),
        units=listed(row["units"]),
        loinc=row["loinc"],
        loinc_name=row["loinc_name"],
        loinc_source=row["loinc_source"],
        jlac10=row["jlac10"],
        jlac10_source=row["jlac10_source"],
        other=other if other.code else None,
    )
