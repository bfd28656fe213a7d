"""Organisms and antimicrobials as printed to the codes of JANIS, as JP Core 1.1.2 publishes them.

JANIS: 厚生労働省院内感染対策サーベイランス事業. The tables hold the codes that a hospital's reports commonly need,
each read from JP Core's CodeSystem; the whole masters are not part of this program (LICENSES.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from mappers.terminology.spelling import name_key
from mappers.terminology.tables import listed, rows_of

_REMARK = re.compile(
    r"[(（\[]\s*(?:ESBL|AmpC|BLNAR|BLNAS|BLPAR|BLPACR|CRE|CPE|MBL|MDRP|MDRA)[^)）\]]*[)）\]]", re.I
)
"""A remark on resistance behind a species: the species' code stays true of it."""

_GENUS = re.compile(r"(?P<genus>[A-Z][a-z]+) (?P<rest>[a-z].*)")
_SPECIES_OF_A_GENUS = " sp."


@dataclass(frozen=True, slots=True)
class Organism:
    """An organism or a finding of a smear. `name`: as JANIS writes it."""

    code: str
    name: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drug:
    """An antimicrobial. `abbreviation`: as susceptibility reports print it; `name`: in Japanese."""

    code: str
    abbreviation: str
    name: str
    variants: tuple[str, ...]


@cache
def organisms() -> tuple[Organism, ...]:
    """organisms.csv."""
    return tuple(Organism(r["code"], r["name"], listed(r["variants"])) for r in rows_of("organisms.csv"))


@cache
def drugs() -> tuple[Drug, ...]:
    """drugs.csv."""
    return tuple(
        Drug(r["code"], r["abbreviation"], r["name"], listed(r["variants"])) for r in rows_of("drugs.csv")
    )


def organism_of(printed: str) -> Organism | None:
    """The one organism that a printed name certainly means, or None: `E. coli`, `大腸菌`, `E. coli (ESBL)`."""
    index = _organisms_by_key()
    found = index.get(name_key(printed)) or index.get(name_key(_REMARK.sub("", printed)))
    return found[0] if found and len(found) == 1 else None


def drug_of(printed: str) -> Drug | None:
    """The one antimicrobial that a printed name certainly means, or None; of a mixture in any order."""
    found = _drugs_by_key().get(_mixture_key(printed))
    return found[0] if found and len(found) == 1 else None


def susceptibility_of(printed: str) -> tuple[Organism | None, Drug] | None:
    """What an item of a susceptibility is about: `Escherichia coli ABPC`, or `ABPC` alone; None: neither.

    The organism is None where the name gives none, or one that the table has not.
    """
    alone = drug_of(printed)
    if alone:
        return None, alone
    before, _, last = printed.strip().rpartition(" ")
    drug = drug_of(last) if before else None
    return (organism_of(before), drug) if drug else None


@cache
def _organisms_by_key() -> dict[str, tuple[Organism, ...]]:
    found: dict[str, tuple[Organism, ...]] = {}
    for organism in organisms():
        names = {organism.name, *organism.variants}
        for name in tuple(names):
            if name.endswith(_SPECIES_OF_A_GENUS):
                genus = name.removesuffix(_SPECIES_OF_A_GENUS)
                names |= {genus + "属", genus + " spp.", genus + " species"}
            elif match := _GENUS.fullmatch(name):
                names.add(f"{match['genus'][0]}. {match['rest']}")
        for key in {name_key(name) for name in names}:
            found[key] = (*found.get(key, ()), organism)
    return found


@cache
def _drugs_by_key() -> dict[str, tuple[Drug, ...]]:
    found: dict[str, tuple[Drug, ...]] = {}
    for drug in drugs():
        for key in {_mixture_key(name) for name in (drug.abbreviation, drug.name, *drug.variants)}:
            found[key] = (*found.get(key, ()), drug)
    return found


def _mixture_key(printed: str) -> str:
    parts = [name_key(part) for part in re.split("[/／・]", printed)]
    return "/".join(sorted(part for part in parts if part))
