"""A person's choice among what a printed name may mean: for one value, or for the name wherever it stands so."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from mappers.item_codes import Choice, ChosenFor
from mappers.model import Item
from mappers.terminology.enrich import SiteMaster, meaning, without_codes
from mappers.terminology.lookup import is_numeric, names, ucum_of, unit_fits, value_fits
from mappers.terminology.place import Place
from mappers.terminology.site import SiteItem, SiteTable
from mappers.terminology.spelling import name_key, specimen_kind
from mappers.terminology.tables import SpecimenKind, Term, terms, terms_by_key


def chosen(item: Item, key: str) -> Item:
    """The item with a person's choice for this value alone; `enrich` gives it the codes."""
    return replace(without_codes(item), chosen=Choice(key, ChosenFor.VALUE))


def site_row(item: Item, place: Place, key: str, note: str) -> SiteItem | None:
    """The row of the hospital's master that says so of this name, with this unit and specimen, from now on.

    None where such a row would not hold even here: another specimen, another kind of document, a unit that the item
    has not, or a finding where the item is a number. That can be said of a single value only.
    """
    term = terms_by_key().get(key)
    specimen = specimen_kind(item.specimen) if item.specimen else None
    if term is None or (specimen not in (None, term.specimen) and term.specimen is not SpecimenKind.ANY):
        return None
    if ucum_of(item.unit) is not None and not unit_fits(term, item.unit):
        return None
    row = SiteItem("", item.name, unit=item.unit or "", specimen=specimen, item=key, note=note)
    return row if says(row, item, place) else None


def says(row: SiteItem, item: Item, place: Place) -> bool:
    """Whether a row of a master decides what this item's name means."""
    return meaning(item.name, place, item.value, SiteMaster(SiteTable((row,)))).own is row


def items_called(text: str, item: Item) -> tuple[Term, ...]:
    """Items of the tables by key, LOINC, JLAC10 or name, as a person writes it; of several those that fit the value."""
    asked = unicodedata.normalize("NFKC", text).strip()
    codes = {asked.casefold(), asked.upper()}
    found = tuple(t for t in terms() if asked and not codes.isdisjoint({t.key, t.loinc, t.jlac10} - {""}))
    index, key = names(), name_key(asked)
    if not found and key:
        called = (table.get(key, ()) for table in (index.free, index.bound, index.with_unit))
        found = tuple(dict.fromkeys(term for some in called for term in some))
    numeric = is_numeric(item.value)
    fit = tuple(t for t in found if item.unit and unit_fits(t, item.unit) and value_fits(t, numeric))
    return fit or found


def carried(before: Iterable[Item], read: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items read again, with what a person had chosen for single values of the reading before."""
    choices = {
        _where(one): one.chosen for one in before if one.chosen and one.chosen.reach is ChosenFor.VALUE
    }
    return tuple(replace(one, chosen=choices.get(_where(one), one.chosen)) for one in read)


def _where(item: Item) -> tuple[int, str, str, str | None, str | None, str | None]:
    """With the value: of two rows of one name it tells which."""
    return item.page, item.name, item.value, item.unit, item.specimen, item.effective
