"""From printed words to codes, where that is certain; what is not certain stays text.

A name matches only when it is a listed variant after normalisation. Then specimen, unit and the kind of value
must fit, and exactly one item must be left: a conflicting unit (`CK-MB` in U/L, where the listed code counts
mass) means no code, and so does a name that two items share (`好中球` without a unit: per cent or count).
What is nearly so is proposed to a person (`mappers.terminology.proposals`), never coded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from mappers.model import DocumentType
from mappers.terminology.place import Place, Tier, tiers
from mappers.terminology.spelling import (
    is_without_cells,
    name_key,
    name_parts,
    specimen_apart,
    specimen_kind,
    unit_key,
    without_aside,
)
from mappers.terminology.tables import Scale, Term, terms, units

_NUMERIC = re.compile(r"[<>≦≧≤≥=+\-−]*\s*\d[\d,]*(?:\.\d+)?\s*(?:[-~〜]\s*\d[\d.,]*|未満|以下|以上)?")
_OF_CELLS = "haematology"
_REMEMBERED = 16_384
"""Names whose answer is kept. A name, a unit and a specimen are no patient's data; values are not kept."""


def ucum_of(printed_unit: str | None, term: Term | None = None) -> str | None:
    """The UCUM code of a printed unit, or None where the table does not have it.

    A spelling of two units (`度`: of heat, of an angle) has a code only beside the item that tells which.
    """
    possible = _units_by_key().get(unit_key(printed_unit), ()) if printed_unit else ()
    if term is not None:
        possible = tuple(u for u in possible if u in term.units) or possible
    return possible[0] if len(possible) == 1 else None


def code_of(
    printed_name: str,
    *,
    specimen: str | None = None,
    unit: str | None = None,
    value: str | None = None,
    method: str | None = None,
    document_type: DocumentType | None = None,
) -> Term | None:
    """The one item that a printed name certainly means, or None.

    `specimen`, `unit` and `method` as printed, None where nothing is printed; `value` as printed tells a number
    from a finding such as `(-)`, so that a count never takes the code of a presence, nor the other way round.
    """
    return find(printed_name, Place(specimen, unit, method, document_type), value)


def find(printed_name: str, place: Place, value: str | None) -> Term | None:
    """`code_of` with all that is known of a name's place."""
    return _resolve(printed_name, place, None if value is None else is_numeric(value))


def is_numeric(value: str) -> bool:
    """Whether a printed value is a number, a bound or a range of numbers."""
    return _NUMERIC.fullmatch(unicodedata.normalize("NFKC", value).strip()) is not None


@lru_cache(maxsize=_REMEMBERED)
def _resolve(name: str, place: Place, numeric: bool | None) -> Term | None:
    found = _named(name, place, numeric)
    if found and found.group == _OF_CELLS and place.specimen and is_without_cells(place.specimen):
        return None
    return found


def _named(name: str, place: Place, numeric: bool | None) -> Term | None:
    where = tiers(place.specimen, place.document_type, place.header_specimen)
    if place.method:  # `LDL-C` by `直接法` is `LDL-C(直接法)`, where the table knows the two apart
        by_method = fitting(name_key(f"{name}({place.method})"), where, place.unit, numeric)
        if len(by_method) == 1:
            return by_method[0]
    whole = fitting(name_key(name), where, place.unit, numeric)
    if whole:
        return whole[0] if len(whole) == 1 else None
    parts = name_parts(name) or specimen_apart(name)
    found = _in_parts(parts, place, where, numeric) if parts else None
    if found is None:
        shorter = without_aside(name, own_time=place.own_time)
        return _resolve(shorter, place, numeric) if shorter not in ("", name.strip()) else None
    return found


def _in_parts(
    parts: tuple[str, str], place: Place, where: tuple[Tier, ...], numeric: bool | None
) -> Term | None:
    outside, inside = parts
    if specimen_kind(inside):  # `Na(尿)`: the specimen stands in the name
        told = tiers(inside, place.document_type, None)
        if place.specimen and tiers(place.specimen, place.document_type, None) != told:
            return None
        alone = fitting(name_key(outside), told, place.unit, numeric)
        free = len(alone) == 1 and alone[0].group == _OF_CELLS and is_without_cells(inside)
        return alone[0] if len(alone) == 1 and not free else None
    both = [fitting(name_key(part), where, place.unit, numeric) for part in parts]
    if all(len(found) == 1 for found in both) and both[0] == both[1]:
        return both[0][0]  # `白血球数(WBC)`: two names of one item
    return None


def fitting(key: str, where: tuple[Tier, ...], unit: str | None, numeric: bool | None) -> list[Term]:
    """Items of a name's key whose specimen, unit and scale fit, from the first place that has any."""
    index = names()
    for kinds, with_bound in where:
        known = [
            *index.free.get(key, ()),
            *(index.bound.get(key, ()) if with_bound else ()),
            *(index.with_unit.get(key, ()) if unit else ()),
        ]
        of_kind = [t for t in dict.fromkeys(known) if t.specimen in kinds]
        if not unit and any(t.scale is not Scale.QUANTITATIVE for t in of_kind):
            # `HBs抗体 3.2` may be a cut-off index: a measured concentration needs its unit where a finding
            # shares its name
            of_kind = [t for t in of_kind if t.scale is not Scale.QUANTITATIVE]
        found = [t for t in of_kind if unit_fits(t, unit) and value_fits(t, numeric)]
        if found:
            return found
    return []


def unit_fits(term: Term, unit: str | None) -> bool:
    """Whether a printed unit is one of the item's, or none is printed."""
    return not unit or any(u in term.units for u in _units_by_key().get(unit_key(unit), ()))


def value_fits(term: Term, numeric: bool | None) -> bool:
    """Whether a number, or a finding, is what the item's scale holds."""
    return numeric is None or numeric is (term.scale is Scale.QUANTITATIVE)


class Names:
    """Items by name key: those a name means on its own, with its specimen, and beside its unit."""

    def __init__(self, all_terms: tuple[Term, ...]) -> None:
        self.free: dict[str, tuple[Term, ...]] = {}
        self.bound: dict[str, tuple[Term, ...]] = {}
        self.with_unit: dict[str, tuple[Term, ...]] = {}
        for term in all_terms:
            for table, words in (
                (self.free, (term.name_ja, *term.variants)),
                (self.bound, term.names_with_specimen),
                (self.with_unit, term.names_with_unit),
            ):
                for key in dict.fromkeys(map(name_key, words)):
                    table[key] = (*table.get(key, ()), term)


@cache
def names() -> Names:
    """The index of items.csv."""
    return Names(terms())


@cache
def _units_by_key() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for unit in units():
        for key in dict.fromkeys(map(unit_key, (unit.ucum, *unit.spellings))):
            found[key] = (*found.get(key, ()), unit.ucum)
    return found
