"""Which item of a culture report is an organism, and which susceptibilities were tested on it."""

from __future__ import annotations

import re
import unicodedata

from mappers.fhir.json_text import Resource
from mappers.model import Flag, Item
from mappers.terminology import organism_of, susceptibility_of
from mappers.terminology.systems import SYSTEMS

Category = tuple[str, str]
"""Code and display of JP_MicrobiologyCategory_CS."""

GRAM_STAIN: Category = ("gram-stain", "Gram stain")
AFB_STAINS: Category = ("afb-stains", "AFB stains")
ORGANISM: Category = ("organism", "Organism")
SUSCEPTIBILITY: Category = ("susceptibility-measurements", "Susceptibility measurements")

_SMEAR = "Gram-"
_JUDGED = frozenset((Flag.SUSCEPTIBLE, Flag.INTERMEDIATE, Flag.RESISTANT))
_LETTERS = frozenset(("S", "I", "R", "SDD"))
_AFB = re.compile(r"抗酸菌.*(?:塗抹|染色|鏡検)|(?:afb|acid.?fast).*", re.IGNORECASE)
_GRAM = re.compile(r"(?:塗抹|鏡検|グラム染色).*|gram.?stain.*|.*smear.*", re.IGNORECASE)
_FOUND = re.compile(
    r"(?:検出|分離|同定|起因)菌(?:名|種)?\d*|菌名\d*|organism\d*|isolate\d*|identification", re.IGNORECASE
)
"""Headings beside which a report prints an organism's name as the value."""


def members(items: tuple[Item, ...]) -> tuple[tuple[Category | None, tuple[int, ...]], ...]:
    """For each item what it is, and for an organism the places of its susceptibilities.

    `organism drug` belongs to that organism; a drug alone to the only organism of its page. With several and no
    name to go by, it belongs to none: it still stands in the report.
    """
    tested = [_is_susceptibility(item) for item in items]
    organisms = _organisms(items, tested)
    under: dict[int, list[int]] = {place: [] for place in organisms}
    for place, item in enumerate(items):
        if tested[place]:
            owner = _owner(item, items, organisms)
            if owner is not None:
                under[owner].append(place)
    return tuple(
        (_category(item, place in under, tested[place]), tuple(under.get(place, ())))
        for place, item in enumerate(items)
    )


def janis_coding(item: Item) -> Resource | None:
    """JANIS's code of the organism or of the drug that the row's name certainly means, as JP Core has them."""
    if _is_susceptibility(item):
        tested = susceptibility_of(item.name)
        return _coding("JANIS_DRUG", tested[1].code, tested[1].name) if tested else None
    return organism_coding(item.name)


def organism_coding(printed: str) -> Resource | None:
    """JANIS's code of an organism, or of what a smear shows, by its printed name."""
    organism = organism_of(printed)
    return _coding("JANIS_ORGANISM", organism.code, organism.name) if organism else None


def _coding(system: str, code: str, display: str) -> Resource:
    return {"system": SYSTEMS[system], "code": code, "display": display}


def value_is_organism(item: Item) -> bool:
    """Whether the row's value is an organism's name, as beside `検出菌`."""
    return _FOUND.fullmatch(_plain(item.name)) is not None


def _is_susceptibility(item: Item) -> bool:
    return item.flag in _JUDGED or item.value.strip() in _LETTERS


def _organisms(items: tuple[Item, ...], tested: list[bool]) -> list[int]:
    """Items that name an organism: JANIS has it, another's name begins with it, or it stands beside `検出菌`."""
    others = [(place, item) for place, item in enumerate(items) if not tested[place]]
    drugs = [item.name for place, item in enumerate(items) if tested[place]]
    return [
        place
        for place, item in others
        if value_is_organism(item)
        or _is_species(item.name)
        or any(name.startswith(item.name + " ") for name in drugs)
    ]


def _is_species(name: str) -> bool:
    """Whether JANIS has an organism of this name; `Gram-positive cocci` and the like are what a smear shows."""
    organism = organism_of(name)
    return organism is not None and not organism.name.startswith(_SMEAR)


def _owner(item: Item, items: tuple[Item, ...], organisms: list[int]) -> int | None:
    """The longest organism name that the drug's begins with; else the only organism of the page."""
    named = [
        place
        for place in organisms
        if any(word and item.name.startswith(word + " ") for word in (items[place].name, items[place].value))
    ]
    if named:
        here = [place for place in named if items[place].page == item.page] or named
        return max(here, key=lambda place: len(items[place].name))
    page = [place for place in organisms if items[place].page == item.page]
    return page[0] if len(page) == 1 else None


def _category(item: Item, organism: bool, tested: bool) -> Category | None:
    if organism:
        return ORGANISM
    if tested:
        return SUSCEPTIBILITY
    name = _plain(item.name)
    if _AFB.fullmatch(name):
        return AFB_STAINS
    seen = organism_of(name)
    smear = _GRAM.fullmatch(name) or (seen and seen.name.startswith(_SMEAR))
    return GRAM_STAIN if smear else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
