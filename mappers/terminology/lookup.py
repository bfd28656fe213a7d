"""From printed words to codes, where that is certain; what is not certain stays text.

A name matches only when it is a listed variant after normalisation. Then specimen, unit and the kind of value
must fit, and exactly one item must be left: a conflicting unit (`CK-MB` in U/L, where the listed code counts
mass) means no code, and so does a name that two items share (`好中球` without a unit: per cent or count).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from mappers.model import DocumentType, Extraction, Item
from mappers.terminology.spelling import name_key, name_parts, specimen_kind, unit_key
from mappers.terminology.tables import Scale, SpecimenKind, Term, terms, units

_NUMERIC = re.compile(r"[<>≦≧≤≥=+\-−]*\s*\d[\d,]*(?:\.\d+)?\s*(?:[-~〜]\s*\d[\d.,]*|未満|以下|以上)?")

_IMPLIED_SPECIMEN = {
    DocumentType.URINALYSIS: "尿",
    DocumentType.BLOOD_GAS: "血液",
}
"""A document that is wholly of one specimen need not print it at each row."""


def ucum_of(printed_unit: str | None) -> str | None:
    """The UCUM code of a printed unit, or None where the table does not have it."""
    return _units_by_key().get(unit_key(printed_unit)) if printed_unit else None


def code_of(
    printed_name: str, *, specimen: str | None = None, unit: str | None = None, value: str | None = None
) -> Term | None:
    """The one item that a printed name certainly means, or None.

    `specimen` and `unit` as printed, None where nothing is printed; `value` as printed tells a number from a
    finding such as `(-)`, so that a count never takes the code of a presence, nor the other way round.
    """
    kind = specimen_kind(specimen) if specimen else None
    if specimen and kind is None:
        return None
    return _resolve(printed_name, kind, unit, value)


def enrich(extraction: Extraction, *, header_specimen: str | None = None) -> Extraction:
    """The extraction with standard names, LOINC, JLAC10 and UCUM beside what was printed; codes already there stay.

    `header_specimen`: what the message says the order's specimen is (SPM-4, OBR-15). It counts where a row
    prints none, so that `Na` of a urine order never takes serum's code.
    """
    implied = _IMPLIED_SPECIMEN.get(extraction.document_type) or header_specimen or None
    return replace(extraction, items=tuple(_enrich(item, implied) for item in extraction.items))


def _enrich(item: Item, implied: str | None) -> Item:
    term = code_of(item.name, specimen=item.specimen or implied, unit=item.unit, value=item.value)
    return replace(
        item,
        standard_name=item.standard_name or (term.name_ja if term else None),
        loinc=item.loinc or (term.loinc or None if term else None),
        jlac10=item.jlac10 or (term.jlac10 or None if term else None),
        ucum=item.ucum or ucum_of(item.unit),
    )


def _resolve(name: str, kind: SpecimenKind | None, unit: str | None, value: str | None) -> Term | None:
    whole = _fitting(name, kind, unit, value)
    if whole:
        return whole[0] if len(whole) == 1 else None
    parts = name_parts(name)
    if parts is None:
        return None
    outside, inside = parts
    told = specimen_kind(inside)
    if told:  # `Na(尿)`: the specimen stands in the name
        alone = _fitting(outside, told, unit, value) if kind in (None, told) else []
        return alone[0] if len(alone) == 1 else None
    both = _fitting(outside, kind, unit, value), _fitting(inside, kind, unit, value)
    if (
        all(len(found) == 1 for found in both) and both[0] == both[1]
    ):  # `白血球数(WBC)`: two names of one item
        return both[0][0]
    return None


def _fitting(name: str, kind: SpecimenKind | None, unit: str | None, value: str | None) -> list[Term]:
    """Items of this name whose specimen, unit and scale fit."""
    free, bound = _terms_by_name()
    key = name_key(name)
    candidates = free.get(key, ())
    if kind is not None:
        candidates = tuple(t for t in dict.fromkeys((*candidates, *bound.get(key, ()))) if t.specimen is kind)
    if not unit and any(t.scale is not Scale.QUANTITATIVE for t in candidates):
        # `HBs抗体 3.2` may be a cut-off index: a measured concentration needs its unit where a finding shares its name
        candidates = tuple(t for t in candidates if t.scale is not Scale.QUANTITATIVE)
    return [t for t in candidates if _unit_fits(t, unit) and _value_fits(t, value)]


def _unit_fits(term: Term, unit: str | None) -> bool:
    if not unit:
        return True
    return ucum_of(unit) in term.units


def _value_fits(term: Term, value: str | None) -> bool:
    if value is None:
        return True
    numeric = _NUMERIC.fullmatch(unicodedata.normalize("NFKC", value).strip()) is not None
    return numeric is (term.scale is Scale.QUANTITATIVE)


@cache
def _terms_by_name() -> tuple[dict[str, tuple[Term, ...]], dict[str, tuple[Term, ...]]]:
    """By name key: items that a name means on its own, and those it means with the specimen printed."""
    free: dict[str, tuple[Term, ...]] = {}
    bound: dict[str, tuple[Term, ...]] = {}
    for term in terms():
        for table, names in ((free, (term.name_ja, *term.variants)), (bound, term.names_with_specimen)):
            for key in dict.fromkeys(map(name_key, names)):
                table[key] = (*table.get(key, ()), term)
    return free, bound


@cache
def _units_by_key() -> dict[str, str]:
    return {unit_key(spelling): unit.ucum for unit in units() for spelling in (unit.ucum, *unit.spellings)}
