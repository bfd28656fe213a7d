"""A person's choice among what a printed name may mean: for one value, or for the name wherever it stands so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mappers.item_codes import Choice, ChosenFor
from mappers.model import Item
from mappers.terminology.enrich import SiteMaster, meaning, without_codes
from mappers.terminology.place import Place
from mappers.terminology.site import SiteItem, SiteTable
from mappers.terminology.spelling import specimen_kind
from mappers.terminology.tables import SpecimenKind, terms_by_key


def chosen(item: Item, key: str) -> Item:
    """The item with a person's choice for this value alone; `enrich` gives it the codes."""
    return replace(without_codes(item), chosen=Choice(key, ChosenFor.VALUE))


def site_row(item: Item, place: Place, key: str, note: str) -> SiteItem | None:
    """The row of the hospital's master that says so of this name, with this unit and specimen, from now on.

    None where such a row would not hold even here: another specimen, another kind of document, or a finding where
    the item is a number. That can be said of a single value only.
    """
    term = terms_by_key().get(key)
    specimen = specimen_kind(item.specimen) if item.specimen else None
    if term is None or (specimen not in (None, term.specimen) and term.specimen is not SpecimenKind.ANY):
        return None
    row = SiteItem("", item.name, unit=item.unit or "", specimen=specimen, item=key, note=note)
    return row if says(row, item, place) else None


def says(row: SiteItem, item: Item, place: Place) -> bool:
    """Whether a row of a master decides what this item's name means."""
    return meaning(item.name, place, item.value, SiteMaster(SiteTable((row,)))).own is row


def carried(before: Iterable[Item], read: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items read again, with what a person had chosen for single values of the reading before."""
    choices = {
        _where(one): one.chosen for one in before if one.chosen and one.chosen.reach is ChosenFor.VALUE
    }
    return tuple(replace(one, chosen=choices.get(_where(one), one.chosen)) for one in read)


def _where(item: Item) -> tuple[int, str, str, str | None, str | None, str | None]:
    """With the value: of two rows of one name it tells which."""
    return item.page, item.name, item.value, item.unit, item.specimen, item.effective
