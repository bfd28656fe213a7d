"""Which item of a culture report is an organism, and which susceptibilities were tested on it."""

from __future__ import annotations

import re
import unicodedata

from mappers.model import Flag, Item

Category = tuple[str, str]
"""Code and display of JP_MicrobiologyCategory_CS."""

GRAM_STAIN: Category = ("gram-stain", "Gram stain")
AFB_STAINS: Category = ("afb-stains", "AFB stains")
ORGANISM: Category = ("organism", "Organism")
SUSCEPTIBILITY: Category = ("susceptibility-measurements", "Susceptibility measurements")

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


def value_is_organism(item: Item) -> bool:
    """Whether the row's value is an organism's name, as beside `検出菌`."""
    return _FOUND.fullmatch(_plain(item.name)) is not None


def _is_susceptibility(item: Item) -> bool:
    return item.flag in _JUDGED or item.value.strip() in _LETTERS


def _organisms(items: tuple[Item, ...], tested: list[bool]) -> list[int]:
    """Items that name an organism: another's name begins with it, or it stands beside `検出菌`."""
    others = [(place, item) for place, item in enumerate(items) if not tested[place]]
    drugs = [item.name for place, item in enumerate(items) if tested[place]]
    return [
        place
        for place, item in others
        if value_is_organism(item) or any(name.startswith(item.name + " ") for name in drugs)
    ]


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
    return GRAM_STAIN if _GRAM.fullmatch(name) else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip()
