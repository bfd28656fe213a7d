"""An extraction with codes beside what was printed: the hospital's own items first, then this package's tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mappers.item_codes import Choice, ChosenFor, Coding, Proposal
from mappers.model import Extraction, Item
from mappers.terminology.lookup import find, is_numeric, ucum_of, value_fits
from mappers.terminology.place import Place
from mappers.terminology.proposals import proposals, whole
from mappers.terminology.site import SiteItem, SiteTable
from mappers.terminology.systems import SYSTEMS
from mappers.terminology.tables import Term, terms_by_key


@dataclass(frozen=True, slots=True)
class SiteMaster:
    """A hospital's items and the URI of its own code system; empty: its codes are not posted."""

    table: SiteTable
    system: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a printed name means where it stands. Without `term` and `own` it is text, perhaps with proposals."""

    term: Term | None = None
    own: SiteItem | None = None
    proposals: tuple[Proposal, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether there is anything to code by."""
        return self.term is not None or self.own is not None


def meaning(name: str, place: Place, value: str | None, site: SiteMaster | None = None) -> Meaning:
    """The certain meaning of a printed name, or what may be meant."""
    own = site.table.find(name, place) if site else None
    if own is not None and own.item:
        meant = terms_by_key()[own.item]
        if value_fits(meant, None if value is None else is_numeric(value)):
            return Meaning(meant if _same_analyte(own, meant) else None, own)
        own = None
    term = find(name, place, value)
    if own is not None:
        return Meaning(term if term is None or _same_analyte(own, term) else None, own)
    if term is not None:
        return Meaning(term)
    return Meaning(
        proposals=proposals(name, whole(place), None if value is None else is_numeric(value)) if name else ()
    )


def enrich(
    extraction: Extraction, *, header_specimen: str | None = None, site: SiteMaster | None = None
) -> Extraction:
    """The extraction with standard names, codes and UCUM beside what was printed; codes already there stay.

    `header_specimen`: what the message says the order's specimen is (SPM-4, OBR-15). It counts where a row
    prints none, so that `Na` of a urine order never takes serum's code.
    """
    header = header_specimen or None
    return replace(
        extraction,
        items=tuple(_enrich(item, place_of(item, extraction, header), site) for item in extraction.items),
    )


def place_of(item: Item, extraction: Extraction, header_specimen: str | None = None) -> Place:
    """Where an item of an extraction stands."""
    own_time = item.effective is not None and item.effective != extraction.effective
    kind = extraction.document_type
    return Place(item.specimen, item.unit, item.method, kind, header_specimen, own_time)


def _enrich(item: Item, place: Place, site: SiteMaster | None) -> Item:
    chosen = item.chosen
    if chosen is not None and chosen.reach is ChosenFor.SITE:  # as the hospital's master says today
        item, chosen = without_codes(item), None
    if chosen is not None and chosen.key in terms_by_key():
        means = Meaning(terms_by_key()[chosen.key])
    else:
        means = meaning(item.name, place, item.value, site)
    term, own = means.term, means.own
    if own is not None and own.item:
        chosen = Choice(own.item, ChosenFor.SITE)
    loinc = item.loinc or (own.loinc if own else "") or (term.loinc if term else "")
    jlac10 = item.jlac10 or (own.jlac10 if own else "") or (term.jlac10 if term else "")
    return replace(
        item,
        standard_name=item.standard_name or _standard_name(term, own),
        loinc=loinc or None,
        jlac10=jlac10 or None,
        ucum=item.ucum or ucum_of(item.unit, term),
        codings=item.codings or _codings(term, own, site.system if site else ""),
        proposals=() if item.loinc or item.jlac10 or item.codings else means.proposals,
        chosen=chosen,
    )


def without_codes(item: Item) -> Item:
    """The item as it was before anything was said about what its name means."""
    return replace(
        item, loinc=None, jlac10=None, ucum=None, standard_name=None, codings=(), proposals=(), chosen=None
    )


def _standard_name(term: Term | None, own: SiteItem | None) -> str | None:
    if own is not None and (own.local_code or term is None):
        return own.name
    return term.name_ja if term else None


def _codings(term: Term | None, own: SiteItem | None, system: str) -> tuple[Coding, ...]:
    found = []
    if own is not None and own.local_code and system:
        found.append(Coding(system, own.local_code, own.name))
    if term is not None and term.other is not None:
        found.append(Coding(SYSTEMS[term.other.system], term.other.code, term.other.name))
    return tuple(found)


def _same_analyte(own: SiteItem, term: Term) -> bool:
    """Whether the hospital's code and the table's are of one analyte (JLAC10's first five), as far as both say."""
    return not own.jlac10 or not term.jlac10 or own.jlac10[:5] == term.jlac10[:5]
