"""An extraction with codes beside what was printed: the hospital's own items first, then this package's tables."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mappers.item_codes import Coding, Proposal
from mappers.model import Extraction, Item
from mappers.terminology.lookup import find, is_numeric, ucum_of
from mappers.terminology.place import Place
from mappers.terminology.proposals import proposals, whole
from mappers.terminology.site import SiteItem, SiteTable
from mappers.terminology.systems import SYSTEMS
from mappers.terminology.tables import Term


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
    means = meaning(item.name, place, item.value, site)
    term, own = means.term, means.own
    loinc = item.loinc or (own.loinc if own else "") or (term.loinc if term else "")
    jlac10 = item.jlac10 or (own.jlac10 if own else "") or (term.jlac10 if term else "")
    return replace(
        item,
        standard_name=item.standard_name or (own.name if own else term.name_ja if term else None),
        loinc=loinc or None,
        jlac10=jlac10 or None,
        ucum=item.ucum or ucum_of(item.unit, term),
        codings=item.codings or _codings(term, own, site.system if site else ""),
        proposals=() if item.loinc or item.jlac10 or item.codings else means.proposals,
    )


def _codings(term: Term | None, own: SiteItem | None, system: str) -> tuple[Coding, ...]:
    found = []
    if own is not None and system:
        found.append(Coding(system, own.local_code, own.name))
    if term is not None and term.other is not None:
        found.append(Coding(SYSTEMS[term.other.system], term.other.code, term.other.name))
    return tuple(found)


def _same_analyte(own: SiteItem, term: Term) -> bool:
    """Whether the hospital's code and the table's are of one analyte (JLAC10's first five), as far as both say."""
    return not own.jlac10 or not term.jlac10 or own.jlac10[:5] == term.jlac10[:5]
